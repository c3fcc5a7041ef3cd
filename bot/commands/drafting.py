"""The commands by which moderators look an article over before it is kept."""

from bot.articles.editing import HEADING_LIMIT, TEXT_LIMIT
from bot.commands.draft_edits import (
    AS_FACT,
    AS_QUESTION,
    DIRECTIONS,
    before_follow_ups,
    before_heading,
    before_reword,
    before_speaker,
    draft_accept,
    draft_add_fact,
    draft_add_question,
    draft_drop,
    draft_follow_ups,
    draft_heading,
    draft_merge,
    draft_move,
    draft_promote,
    draft_reword,
    draft_speaker,
    draft_split,
    draft_take,
)
from bot.commands.drafts import draft_aside, draft_discard, draft_item, draft_keep, draft_show, draft_undo
from bot.commands.options import PAGE, YES
from bot.commands.refresh import draft_changes, draft_compare, draft_wording
from bot.commands.spec import Command, Kind, Option, Shown
from bot.domain.article import Reason
from bot.domain.identity import Role

# As much as a form's field may hold on Discord, and what a passage or several follow-ups may.
FIELD, LINES = 4_000, 2_000

DRAFT = Option(name="draft", kind=Kind.NUMBER)  # without it, the newest one
ITEM = Option(name="item", is_required=True)
SEEN = Option(name="seen", is_hidden=True)  # what the item was as it was shown
TEXT = Option(name="text", is_required=True, in_form=True, limit=TEXT_LIMIT)
PIECES = Option(name="text", is_required=True, in_form=True, limit=FIELD)
FOLLOW_UPS = Option(name="follow_ups", in_form=True, may_be_blank=True, limit=LINES)
PASSAGE = Option(name="passage", in_form=True, may_be_blank=True, limit=LINES)
SPEAKER, TITLE, SOURCE, AUTHOR, DATE, LANGUAGE = (
    Option(name=name, in_form=True, may_be_blank=True, limit=HEADING_LIMIT)
    for name in ("speaker", "title", "source", "author", "date", "language")
)

FOR_DRAFTS = tuple(
    Command(
        name=f"draft {name}",
        handler=handler,
        bare=bare,
        options=options,
        prefill=prefill,
        role=Role.MODERATOR,
        shown=Shown.BUTTON,
        is_typed=True,
    )
    for name, handler, bare, options, prefill in (
        ("show", draft_show, "page", (PAGE, DRAFT), None),
        ("item", draft_item, "item", (ITEM, DRAFT), None),
        ("reword", draft_reword, "text", (ITEM, TEXT, SEEN, DRAFT), before_reword),
        ("speaker", draft_speaker, "speaker", (ITEM, SPEAKER, SEEN, DRAFT), before_speaker),
        ("drop", draft_drop, "item", (ITEM, DRAFT), None),
        ("merge", draft_merge, "other", (ITEM, Option(name="other", is_required=True), DRAFT), None),
        ("split", draft_split, "text", (ITEM, PIECES, SEEN, DRAFT), before_reword),
        (
            "move",
            draft_move,
            "direction",
            (
                ITEM,
                Option(name="direction", kind=Kind.CHOICE, choices=tuple(DIRECTIONS), is_required=True),
                DRAFT,
            ),
            None,
        ),
        ("follow-ups", draft_follow_ups, "follow_ups", (ITEM, FOLLOW_UPS, SEEN, DRAFT), before_follow_ups),
        (
            "promote",
            draft_promote,
            "number",
            (ITEM, Option(name="number", kind=Kind.NUMBER, is_required=True), DRAFT),
            None,
        ),
        ("accept", draft_accept, "item", (ITEM, DRAFT), None),
        ("add-fact", draft_add_fact, "text", (TEXT, SPEAKER, PASSAGE, DRAFT), None),
        ("add-question", draft_add_question, "text", (TEXT, FOLLOW_UPS, DRAFT), None),
        (
            "heading",
            draft_heading,
            "title",
            (TITLE, SOURCE, AUTHOR, DATE, LANGUAGE, SEEN, DRAFT),
            before_heading,
        ),
        (
            "aside",
            draft_aside,
            "reason",
            (Option(name="reason", kind=Kind.CHOICE, choices=tuple(Reason)), PAGE, DRAFT),
            None,
        ),
        (
            "take",
            draft_take,
            "kind",
            (
                ITEM,
                Option(name="kind", kind=Kind.CHOICE, choices=(AS_FACT, AS_QUESTION), is_required=True),
                DRAFT,
            ),
            None,
        ),
        ("undo", draft_undo, "step", (Option(name="step", kind=Kind.NUMBER, is_hidden=True), DRAFT), None),
        ("changes", draft_changes, "page", (PAGE, DRAFT), None),
        ("compare", draft_compare, "item", (ITEM, DRAFT), None),
        ("wording", draft_wording, "item", (ITEM, DRAFT), None),
        ("keep", draft_keep, "draft", (YES, DRAFT), None),
        ("discard", draft_discard, "draft", (DRAFT,), None),
    )
)
