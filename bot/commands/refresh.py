"""An article read again: what it says otherwise now, old and new beside each other, before it counts."""

from dataclasses import replace
from math import ceil

from bot.articles.editing import find, handle
from bot.commands.context import Context
from bot.commands.draft_summary import marked, said
from bot.commands.drafts import to_id
from bot.commands.paging import page_of, turns
from bot.commands.reply import Action, Card, Pick, Reply
from bot.commands.spec import Upload
from bot.commands.words import brief, state_of
from bot.domain.article import Article, Fact, FactState, Question, item_of
from bot.domain.changes import Change, Difference
from bot.domain.draft_errors import UnknownItemError
from bot.domain.identity import DraftId
from bot.services.drafts import Draft
from bot.services.likeness import Alike

SHOWN = 5
LINE = 300


async def article_refresh(
    ctx: Context,
    *,
    article: str | None = None,
    file: Upload | None = None,
    url: str | None = None,
    draft: int | None = None,
) -> Reply:
    """Read an article's page again, or another copy of it, and show what that would change."""
    stored = await ctx.cases.articles.get(article, guild=ctx.at.guild, here=await ctx.here())
    refresh = ctx.cases.refresh
    if draft is not None:
        found = await refresh.of_draft(DraftId(draft), stored, at=ctx.at)
    elif file is not None:
        page = await ctx.cases.articles.read(await file.read(), name=file.name)
        found = await refresh.begin(stored, page, name=file.name, at=ctx.at)
    elif url is not None:
        found = await refresh.page(stored, at=ctx.at, address=url)
    else:
        found = await refresh.page(stored, at=ctx.at)
    if found is None:
        return Reply(text=ctx.text("refresh.unchanged", title=stored.title))
    return changes_panel(found, ctx)


async def draft_changes(ctx: Context, *, page: int = 1, draft: int | None = None) -> Reply:
    """Show what a draft would change in its article."""
    return changes_panel(await ctx.cases.drafts.get(to_id(draft), at=ctx.at), ctx, page=page)


async def draft_compare(ctx: Context, *, item: str, draft: int | None = None) -> Reply:
    """Show a fact or a question as it is, and as it would be."""
    return _compared(await ctx.cases.drafts.get(to_id(draft), at=ctx.at), item, ctx)


async def draft_wording(ctx: Context, *, item: str, draft: int | None = None) -> Reply:
    """Let a fact or a question stay as it is, whatever the page says now."""
    before = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    after = await ctx.cases.refresh.keep_wording(before.id, item, at=ctx.at)
    return changes_panel(after, ctx, page=_page_of(before, item), text=ctx.text("refresh.wording_kept"))


def changes_panel(draft: Draft, ctx: Context, *, page: int = 1, text: str | None = None) -> Reply:
    """Return a page of what *draft* would change, what needs a look most first."""
    found = draft.preview.differences
    options: dict[str, object] = {"draft": int(draft.id)}
    keep = ctx.turn("action.keep_article", "draft keep", **options)
    ending = (
        ctx.turn("action.overview", "draft show", **options),
        replace(ctx.turn("action.discard", "draft discard", **options), is_risky=True),
    )
    if not found:
        return Reply(text=text or ctx.text("refresh.nothing"), actions=ending)
    shown = page_of(found, page=page, size=SHOWN)
    cards: list[Card] = []
    for change in Change:
        lines = [
            line
            for number, one in enumerate(shown.items, shown.first)
            if one.change is change
            for line in _lines(number, one, ctx)
        ]
        if lines:
            count = sum(one.change is change for one in found)
            cards.append(Card(title=ctx.text(f"change.{change}", n=count), lines=tuple(lines)))
    if shown.of > 1:
        cards[-1] = replace(cards[-1], footer=ctx.text("word.page", number=shown.number, of=shown.of))
    choices = tuple((handle(one.item), brief(one.part.text)) for one in shown.items)
    compare = Pick(
        label=ctx.text("pick.change"),
        command="draft compare",
        option="item",
        options=options,
        choices=choices,
    )
    return Reply(
        text=_announced(draft, ctx) if text is None else text,
        cards=tuple(cards),
        picks=(compare,),
        actions=(keep, *turns(shown, ctx, "draft changes", **options), *ending),
    )


def pages_of(draft: Draft) -> int:
    """Return how many pages ``changes_panel`` has."""
    return max(1, ceil(len(draft.preview.differences) / SHOWN))


def alike_question(draft: Draft, known: Alike, ctx: Context) -> Reply:
    """Return what is asked before an article that seems to be loaded already is looked over as a new one."""
    options: dict[str, object] = {"draft": int(draft.id)}
    how = "alike.same_address" if known.has_address else "alike.same_words"
    refresh = ctx.turn("action.refresh_that", "article refresh", article=known.id, **options)
    return Reply(
        text=ctx.text(how, title=known.title, article=known.id, percent=known.percent),
        actions=(
            # A pack is no page in which the facts of another one could be found again.
            *((refresh,) if draft.article.text else ()),
            ctx.action("action.open_that", "article show", article=known.id),
            ctx.turn("action.add_all_the_same", "draft show", **options),
            replace(ctx.turn("action.discard", "draft discard", **options), is_risky=True),
        ),
    )


def _announced(draft: Draft, ctx: Context) -> str:
    said = ctx.text("refresh.preview", title=draft.article.title)
    facts = draft.article.facts
    gone = sum(fact.orphaned_at is not None for fact in facts)
    return f"{said} {ctx.text('refresh.hardly')}" if 2 * gone > len(facts) else said


def _lines(number: int, one: Difference, ctx: Context) -> tuple[str, ...]:
    """Return what there is to see of a difference in a list: both of its wordings, where there are two."""
    before, after = one.before, one.part
    words = marked(after, ctx.text, limit=LINE)
    if one.change is not Change.CHANGED or before is None:
        return (f"{number}. {words}",)
    if (
        isinstance(before, Fact)
        and isinstance(after, Fact)
        and said(before, ctx.text) == said(after, ctx.text)
    ):
        # What a moderator corrected stays; what it rests on is what has changed.
        quoted = [ctx.text("word.quoted", words=brief(fact.passage, limit=LINE)) for fact in (before, after)]
        return (f"{number}. {words}", f"    {quoted[0]}", f"    → {quoted[1]}")
    return (f"{number}. {marked(before, ctx.text, limit=LINE)}", f"    → {words}")


def _compared(draft: Draft, item: str, ctx: Context) -> Reply:
    one = _difference(draft, item)
    options: dict[str, object] = {"draft": int(draft.id), "item": handle(one.item)}
    wording = ctx.turn("action.keep_wording", "draft wording", **options)
    actions: list[Action] = []
    if one.change is Change.CHANGED:
        actions.append(wording)
    if one.after is not None:
        actions += [
            ctx.turn("action.open_item", "draft item", **options),
            ctx.turn("action.drop", "draft drop", **options),
        ]
    back = ctx.turn("action.back", "draft changes", draft=int(draft.id), page=_page_of(draft, item))
    cards = [
        _card(part, title, ctx)
        for part, title in ((one.before, "refresh.before"), (one.after, "refresh.after"))
        if part is not None and not (title == "refresh.before" and one.change is Change.ORPHANED)
    ]
    return Reply(text=ctx.text(f"change.{one.change}.what"), cards=tuple(cards), actions=(*actions, back))


def _card(part: Fact | Question, title: str, ctx: Context) -> Card:
    card = Card(title=ctx.text(title), lines=(said(part, ctx.text),))
    if isinstance(part, Question):
        return card
    return replace(
        card,
        quote=part.passage if part.passage != part.text else None,
        footer=state_of(part, ctx.text) if part.state is not FactState.STATED else None,
    )


def _difference(draft: Draft, item: str) -> Difference:
    name = _name(draft.article, item)
    for one in draft.preview.differences:
        if name == one.item or item in {one.item, handle(one.item)}:
            return one
    raise UnknownItemError


def _name(article: Article, item: str) -> str | None:
    """Return the name of what is called *item* in a draft; None where it is not there any more."""
    try:
        return item_of(find(article, item))
    except UnknownItemError:
        return None


def _page_of(draft: Draft, item: str) -> int:
    one = _difference(draft, item)
    return draft.preview.differences.index(one) // SHOWN + 1
