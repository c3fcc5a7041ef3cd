"""The commands about gaps, and about why a look-up finds what it finds."""

from datetime import timedelta

from bot.articles.editing import TEXT_LIMIT
from bot.commands.explanation import why
from bot.commands.gaps import (
    before_gap_answer,
    before_gap_point,
    gap_answer,
    gap_dismiss,
    gap_follow,
    gap_point,
    gap_reopen,
    gap_show,
    gap_unfollow,
    gaps,
)
from bot.commands.options import PAGE
from bot.commands.spec import Command, Kind, Option, Shown, Suggest
from bot.domain.gap import GapState
from bot.domain.identity import Role

GAP = Option(name="gap", kind=Kind.NUMBER, is_required=True)
TEXT = Option(name="text", is_required=True, in_form=True, limit=TEXT_LIMIT)
PASSAGE = Option(name="passage", in_form=True, may_be_blank=True, limit=2_000)
ARTICLE = Option(name="article", suggest=Suggest.ARTICLES, in_form=True, may_be_blank=True, limit=200)
FACT = Option(name="fact", is_required=True, suggest=Suggest.FACTS, in_form=True, limit=300)
STATE = Option(name="state", kind=Kind.CHOICE, choices=tuple(GapState))

FOR_GAPS = (
    Command(
        name="why",
        handler=why,
        bare="query",
        options=(Option(name="query", is_required=True), Option(name="article", suggest=Suggest.ARTICLES)),
        role=Role.MODERATOR,
        cooldown=timedelta(seconds=1),
        burst=3,
    ),
    Command(name="gaps", handler=gaps, bare="state", options=(STATE, PAGE), role=Role.MODERATOR),
    *(
        Command(
            name=f"gap {name}",
            handler=handler,
            bare=bare,
            options=options,
            prefill=prefill,
            role=Role.MODERATOR,
            shown=Shown.BUTTON,
            is_typed=True,
        )
        for name, handler, bare, options, prefill in (
            ("show", gap_show, "gap", (GAP,), None),
            ("answer", gap_answer, "text", (GAP, TEXT, PASSAGE, ARTICLE), before_gap_answer),
            ("point", gap_point, "fact", (GAP, FACT), before_gap_point),
            ("dismiss", gap_dismiss, "gap", (GAP,), None),
            ("reopen", gap_reopen, "gap", (GAP,), None),
        )
    ),
    *(
        Command(
            name=f"gap {name}",
            handler=handler,
            bare="gap",
            options=(GAP,),
            cooldown=timedelta(seconds=1),
            burst=3,
            shown=Shown.BUTTON,
        )
        for name, handler in (("follow", gap_follow), ("unfollow", gap_unfollow))
    ),
)
