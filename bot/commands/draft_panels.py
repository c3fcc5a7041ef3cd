"""Screens of an article that is being looked over, each with what may be done there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.articles.editing import doubts_about, find, handle
from bot.commands.context import Context
from bot.commands.draft_summary import announce, aside_in_words, asides, doubt_about, marked, summary
from bot.commands.paging import Page, page_of, turns
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.words import brief, extent, origin, state_of
from bot.domain.article import Article, Fact, FactState, Question, Reason, SetAside, item_of
from bot.domain.draft_errors import UnknownItemError
from bot.services.drafts import Draft

Item = TypeVar("Item")

ITEMS_SHOWN = 6
ASIDES_SHOWN = 8
# What a list on Discord has room for.
LISTED = 25
PASSAGE = 300


def overview(draft: Draft, ctx: Context, *, text: str | None = None) -> Reply:
    """Return what was understood, doubts first, and all that may be done; the first thing is to keep it."""
    article, options = draft.article, {"draft": int(draft.id)}
    first_question = len(article.facts) // ITEMS_SHOWN + 1
    # Where all are on one page, one button leads there.
    is_one_page = first_question == 1
    facts = ctx.turn(
        "action.draft_all" if is_one_page else "action.draft_facts", "draft show", **options, page=1
    )
    questions = ctx.turn("action.draft_questions", "draft show", **options, page=first_question)
    actions = [
        ctx.turn("action.keep_article", "draft keep", **options),
        *_next_doubt(draft, ctx),
        facts,
        *([questions] if article.questions and not is_one_page else []),
        *_additions(draft, ctx),
        *([ctx.turn("action.changes", "draft changes", **options)] if draft.preview.differences else []),
        ctx.turn("action.heading", "draft heading", **options),
        *_undo(draft, ctx),
        _discard(draft, ctx),
    ]
    return Reply(
        text=announce(draft.preview, ctx) if text is None else text,
        cards=summary(article, ctx.text),
        picks=tuple(pick for pick in (_doubt_pick(draft, ctx), _aside_pick(draft, ctx)) if pick is not None),
        actions=tuple(actions),
    )


def draft_panel(draft: Draft, ctx: Context, *, page: int = 1, text: str = "") -> Reply:
    """Return a page of the facts and questions of *draft*."""
    article, options = draft.article, {"draft": int(draft.id)}
    shown = page_of(article.parts, page=page, size=ITEMS_SHOWN)
    lines: list[str] = []
    for number, item in enumerate(shown.items, shown.first):
        lines += [""] if lines else []
        lines.append(f"{number}. {marked(item, ctx.text)}")
        if (passage := _passage(item)) is not None:
            lines.append(f"    {ctx.text('word.quoted', words=brief(passage, limit=200))}")
    parts = [
        origin(article, ctx.text),
        ctx.text("article.language", language=ctx.text.language_name(article.language)),
        extent(len(article.facts), len(article.questions), ctx.text),
        _place(shown, ctx),
    ]
    open_one = Pick(
        label=ctx.text("pick.item"),
        command="draft item",
        option="item",
        options=options,
        choices=tuple((handle(item_of(item)), brief(item.text)) for item in shown.items),
    )
    return Reply(
        text=text,
        cards=(Card(title=article.title or "", lines=tuple(lines), footer=" · ".join(filter(None, parts))),),
        picks=(open_one,),
        actions=(
            ctx.turn("action.keep_article", "draft keep", **options),
            *turns(shown, ctx, "draft show", **options),
            ctx.turn("action.overview", "draft show", **options),
            *_next_doubt(draft, ctx),
            *_additions(draft, ctx),
            *_undo(draft, ctx),
            _discard(draft, ctx),
        ),
    )


def panel_at(draft: Draft, item: str, ctx: Context, *, text: str) -> Reply:
    """Return the page of *draft* on which *item* is, or its last where that is gone."""
    return draft_panel(draft, ctx, page=_page_of(draft.article, item), text=text)


def item_panel(draft: Draft, item: str, ctx: Context, *, text: str = "") -> Reply:
    """Return a fact or a question of *draft* with what there is to doubt, and what may be done with it."""
    part = find(draft.article, item)
    if isinstance(part, SetAside):
        raise UnknownItemError
    article, name = draft.article, item_of(part)
    options = {"draft": int(draft.id), "item": handle(name)}
    same = article.facts if isinstance(part, Fact) else article.questions
    place = [item_of(one) for one in same].index(name)
    doubts = doubts_about(article, name)
    kind = "draft.fact" if isinstance(part, Fact) else "draft.question"
    footer = [ctx.text(kind, number=place + 1, of=len(same))]
    if isinstance(part, Fact):
        footer += [ctx.text("fact.speaker", speaker=part.speaker)] if part.speaker else []
        footer += [state_of(part, ctx.text)] if part.state is not FactState.STATED else []
    lines = [f"⚠ {ctx.text(f'doubt.{doubt}')}" for doubt in doubts]
    lines += [f"{number}. {one}" for number, one in enumerate(_follow_ups(part), 1)]
    card = Card(title=part.text, lines=tuple(lines), quote=_passage(part), footer=" · ".join(footer))
    actions = [
        ctx.turn("action.reword", "draft reword", **options),
        *_of_its_kind(part, ctx, options),
        *([ctx.turn("action.accept", "draft accept", **options)] if doubts else []),
        ctx.turn("action.drop", "draft drop", **options),
        *_next_to(part, same, ctx, options),
        *_next_doubt(draft, ctx, but=name),
        *_undo(draft, ctx),
        ctx.turn("action.back", "draft show", draft=int(draft.id), page=_page_of(article, name)),
        ctx.turn("action.overview", "draft show", draft=int(draft.id)),
    ]
    nearest = [*same[place + 1 :], *reversed(same[:place])]
    picks = (_merge_pick(part, nearest, ctx, options), _promote_pick(part, ctx, options))
    return Reply(
        text=text,
        cards=(card,),
        picks=tuple(pick for pick in picks if pick is not None),
        actions=tuple(actions),
    )


def aside_panel(
    draft: Draft, ctx: Context, *, reason: Reason | None = None, page: int = 1, text: str = ""
) -> Reply:
    """Return a page of what was set aside for *reason*, or for the first one there is."""
    counted, options = asides(draft.article), {"draft": int(draft.id)}
    if not counted:
        return overview(draft, ctx, text=text or ctx.text("draft.no_aside"))
    chosen = next((one for one in Reason if one in counted and reason in {None, one}), next(iter(counted)))
    passages = [part for part in draft.article.set_aside if part.reason is chosen]
    shown = page_of(passages, page=page, size=ASIDES_SHOWN)
    numbered = enumerate(shown.items, shown.first)
    lines = [f"{number}. {brief(one.text, limit=PASSAGE)}" for number, one in numbered]
    choices = tuple((item_of(part), brief(part.text)) for part in shown.items)
    take = [
        Pick(
            label=ctx.text(label),
            command="draft take",
            option="item",
            options={**options, "kind": kind},
            choices=choices,
        )
        for kind, label in (("as_fact", "pick.as_fact"), ("as_question", "pick.as_question"))
    ]
    others = _aside_pick(draft, ctx, picked=chosen)
    return Reply(
        text=text,
        cards=(
            Card(
                title=aside_in_words(chosen, counted[chosen], ctx.text),
                lines=tuple(lines),
                footer=_place(shown, ctx) or None,
            ),
        ),
        picks=(*take, *((others,) if others is not None else ())),
        actions=(
            ctx.turn("action.overview", "draft show", **options),
            *turns(shown, ctx, "draft aside", **options, reason=chosen),
            *_undo(draft, ctx),
        ),
    )


def _of_its_kind(part: Fact | Question, ctx: Context, options: dict[str, object]) -> tuple[Action, ...]:
    """Return what is done with facts only, or with questions."""
    if isinstance(part, Question):
        return (ctx.turn("action.follow_ups", "draft follow-ups", **options),)
    return (
        ctx.turn("action.speaker", "draft speaker", **options),
        ctx.turn("action.split", "draft split", **options),
    )


def _next_to(
    part: Fact | Question, same: Sequence[Fact | Question], ctx: Context, options: dict[str, object]
) -> list[Action]:
    """Return what *part* can do with its neighbours."""
    place = same.index(part)
    has_next = place + 1 < len(same)
    offered = []
    if has_next and isinstance(part, Fact):
        other = handle(item_of(same[place + 1]))
        offered.append(ctx.turn("action.merge_next", "draft merge", **options, other=other))
    if place:
        offered.append(ctx.turn("action.move_up", "draft move", **options, direction="up"))
    if has_next:
        offered.append(ctx.turn("action.move_down", "draft move", **options, direction="down"))
    return offered


def _merge_pick(
    part: Fact | Question, nearest: Sequence[Fact | Question], ctx: Context, options: dict[str, object]
) -> Pick | None:
    if not nearest:
        return None
    return Pick(
        label=ctx.text("pick.merge" if isinstance(part, Fact) else "pick.hang"),
        command="draft merge",
        option="other",
        options=options,
        choices=tuple((handle(item_of(one)), brief(one.text)) for one in nearest[:LISTED]),
    )


def _promote_pick(part: Fact | Question, ctx: Context, options: dict[str, object]) -> Pick | None:
    follow_ups = _follow_ups(part)[:LISTED]
    if not follow_ups:
        return None
    return Pick(
        label=ctx.text("pick.promote"),
        command="draft promote",
        option="number",
        options=options,
        choices=tuple((str(number), brief(text)) for number, text in enumerate(follow_ups, 1)),
    )


def _doubt_pick(draft: Draft, ctx: Context) -> Pick | None:
    about = {one.item: one for one in reversed(draft.article.doubts) if one.item is not None}
    choices = [(handle(item), doubt_about(one, draft.article, ctx.text)) for item, one in about.items()]
    if not choices:
        return None
    return Pick(
        label=ctx.text("pick.doubt"),
        command="draft item",
        option="item",
        options={"draft": int(draft.id)},
        choices=tuple(reversed(choices))[:LISTED],
    )


def _aside_pick(draft: Draft, ctx: Context, *, picked: Reason | None = None) -> Pick | None:
    counted = asides(draft.article)
    choices = [(str(one), aside_in_words(one, counted[one], ctx.text)) for one in Reason if counted[one]]
    if not choices:
        return None
    return Pick(
        label=ctx.text("pick.aside"),
        command="draft aside",
        option="reason",
        options={"draft": int(draft.id)},
        choices=tuple(choices),
        picked=picked,
    )


def _next_doubt(draft: Draft, ctx: Context, *, but: str = "") -> list[Action]:
    """Return what leads to the first thing to doubt, but for the one that is shown."""
    items = dict.fromkeys(one.item for one in draft.article.doubts if one.item not in {None, but})
    if not items:
        return []
    first = handle(str(next(iter(items))))
    options = {"draft": int(draft.id), "item": first}
    label = ctx.text("action.next_doubt", number=len(items))
    return [Action(label=label, command="draft item", options=options, updates=True)]


def _additions(draft: Draft, ctx: Context) -> tuple[Action, ...]:
    options = {"draft": int(draft.id)}
    return (
        ctx.turn("action.add_fact", "draft add-fact", **options),
        ctx.turn("action.add_question", "draft add-question", **options),
    )


def _undo(draft: Draft, ctx: Context) -> list[Action]:
    if draft.step is None:
        return []
    return [ctx.turn("action.undo", "draft undo", draft=int(draft.id), step=draft.step)]


def _discard(draft: Draft, ctx: Context) -> Action:
    return replace(ctx.turn("action.discard", "draft discard", draft=int(draft.id)), is_risky=True)


def _page_of(article: Article, item: str) -> int:
    """Return the page on which *item* is, or the last one."""
    places = (place for place, part in enumerate(article.parts) if item_of(part) == item)
    return next(places, len(article.parts) - 1) // ITEMS_SHOWN + 1


def _place(shown: Page[Item], ctx: Context) -> str:
    return ctx.text("word.page", number=shown.number, of=shown.of) if shown.of > 1 else ""


def _passage(item: Fact | Question) -> str | None:
    """Return what a fact rests on, where that is not the fact itself."""
    return item.passage if isinstance(item, Fact) and item.passage != item.text else None


def _follow_ups(item: Fact | Question) -> tuple[str, ...]:
    """Return what hangs on a question."""
    return item.follow_ups if isinstance(item, Question) else ()
