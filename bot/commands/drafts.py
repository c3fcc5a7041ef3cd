"""An article that has been read and is not kept yet: looked over, mended, then kept or thrown away."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.paging import page_of, turns
from bot.commands.reply import Card, Pick, Reply
from bot.commands.spec import Prefilled
from bot.commands.words import brief, extent, origin, state_of
from bot.domain.article import Article, Fact, Question, StoredArticle, item_of
from bot.domain.errors import UnknownFactError
from bot.domain.identity import DraftId
from bot.services.articles import Changes, Preview
from bot.services.drafts import Draft

ITEMS_SHOWN = 6


async def draft_show(ctx: Context, *, draft: int, page: int = 1) -> Reply:
    """Show a page of a draft's facts and questions."""
    return draft_panel(await ctx.cases.drafts.get(DraftId(draft), at=ctx.at), ctx, page=page)


async def draft_item(ctx: Context, *, draft: int, item: str) -> Reply:
    """Show one fact or question of a draft, and what may be done with it."""
    found = await ctx.cases.drafts.get(DraftId(draft), at=ctx.at)
    chosen, page = _find(found.preview.article, item)
    kind = ctx.text("draft.fact" if isinstance(chosen, Fact) else "draft.question")
    options = {"draft": draft, "item": item}
    return Reply(
        cards=(Card(title=chosen.text, lines=_follow_ups(chosen), quote=_passage(chosen), footer=kind),),
        actions=(
            ctx.turn("action.reword", "draft reword", **options),
            replace(ctx.turn("action.drop", "draft drop", **options), is_risky=True),
            ctx.turn("action.back", "draft show", draft=draft, page=page),
        ),
    )


async def draft_drop(ctx: Context, *, draft: int, item: str) -> Reply:
    """Leave a fact or a question out."""
    before = await ctx.cases.drafts.get(DraftId(draft), at=ctx.at)
    dropped, page = _find(before.preview.article, item)
    after = await ctx.cases.drafts.drop(DraftId(draft), item, at=ctx.at)
    return draft_panel(after, ctx, page=page, text=ctx.text("draft.dropped", item=brief(dropped.text)))


async def draft_reword(ctx: Context, *, draft: int, item: str, text: str) -> Reply:
    """Say a fact or a question in other words; the passage stays as it is."""
    after = await ctx.cases.drafts.reword(DraftId(draft), item, text, at=ctx.at)
    _, page = _find(after.preview.article, item)
    return draft_panel(after, ctx, page=page, text=ctx.text("draft.reworded"))


async def before_reword(ctx: Context, *, draft: int, item: str, **_given: object) -> Prefilled:
    """Show the words as they stand, to be changed."""
    found = await ctx.cases.drafts.get(DraftId(draft), at=ctx.at)
    chosen, _ = _find(found.preview.article, item)
    return Prefilled(fields={"text": chosen.text})


async def draft_keep(ctx: Context, *, draft: int, yes: bool = False) -> Reply:
    """Keep the article as it now stands, once it is confirmed that corrected facts are to be put back."""
    restored = () if yes else await ctx.cases.drafts.restored(DraftId(draft), at=ctx.at)
    if restored:
        keep = ctx.turn("action.keep_all_the_same", "draft keep", draft=draft, yes=ctx.text("word.yes"))
        lines = tuple(f"• {fact.text} ({state_of(fact, ctx.text)})" for fact in restored)
        return Reply(
            text=ctx.text("draft.restores", n=len(restored)),
            cards=(Card(lines=lines),),
            actions=(ctx.turn("action.back", "draft show", draft=draft), replace(keep, is_risky=True)),
        )
    stored, preview = await ctx.cases.drafts.keep(DraftId(draft), at=ctx.at)
    return kept(stored, ctx, is_update=preview.is_update)


async def draft_discard(ctx: Context, *, draft: int) -> Reply:
    """Throw the draft away."""
    await ctx.cases.drafts.discard(DraftId(draft), at=ctx.at)
    return Reply(text=ctx.text("draft.discarded"))


def draft_panel(draft: Draft, ctx: Context, *, page: int = 1, text: str = "") -> Reply:
    """Return a page of *draft* with what may be done with it; the first thing is to keep it."""
    article = draft.preview.article
    shown = page_of(article.parts, page=page, size=ITEMS_SHOWN)
    lines: list[str] = []
    for number, item in enumerate(shown.items, shown.first):
        lines += [""] if lines else []
        lines.append(f"{number}. {' '.join((item.text, *_follow_ups(item)))}")
        if (passage := _passage(item)) is not None:
            lines.append(f"    {ctx.text('word.quoted', words=brief(passage, limit=200))}")
    parts = [
        origin(article, ctx.text),
        ctx.text("article.language", language=ctx.text.language_name(article.language)),
        extent(len(article.facts), len(article.questions), ctx.text),
        ctx.text("word.page", number=shown.number, of=shown.of) if shown.of > 1 else "",
    ]
    choices = tuple((item_of(item), brief(item.text)) for item in shown.items)
    open_one = Pick(
        label=ctx.text("pick.item"),
        command="draft item",
        option="item",
        options={"draft": int(draft.id)},
        choices=choices,
    )
    keep = ctx.turn("action.keep_article", "draft keep", draft=int(draft.id))
    discard = ctx.turn("action.discard", "draft discard", draft=int(draft.id))
    return Reply(
        text=text,
        cards=(Card(title=article.title or "", lines=tuple(lines), footer=" · ".join(filter(None, parts))),),
        picks=(open_one,),
        actions=(
            keep,
            *turns(shown, ctx, "draft show", draft=int(draft.id)),
            replace(discard, is_risky=True),
        ),
    )


def kept(stored: StoredArticle, ctx: Context, *, is_update: bool) -> Reply:
    """Return what is said of an article that has been kept."""
    how = "article.updated" if is_update else "article.added"
    counts = extent(len(stored.article.served_facts), len(stored.article.questions), ctx.text)
    start = ctx.action("action.start", "discuss start", article=stored.id)
    enqueue = ctx.action("action.enqueue", "queue add", article=stored.id)
    following = (start, enqueue) if stored.article.questions and not is_update else ()
    return Reply(text=ctx.text(how, title=stored.title, id=stored.id, counts=counts), actions=following)


def announce(preview: Preview, ctx: Context) -> str:
    """Return what is said above a draft: that nothing is kept yet, and what keeping it would change."""
    text = ctx.text
    if preview.is_update:
        changes = [
            text(f"changes.{part}.{how}", n=count)
            for part, changed in (("facts", preview.facts), ("questions", preview.questions))
            for how, count in _counts(changed)
            if count
        ]
        return text("article.preview_update", changes=", ".join(changes) or text("changes.heading"))
    sentences = [text("article.preview")]
    if not preview.had_title:
        sentences.append(text("article.no_title"))
    if not preview.article.questions:
        sentences.append(text("article.no_questions"))
    return " ".join(sentences)


def _counts(changes: Changes) -> tuple[tuple[str, int], ...]:
    return ("added", changes.added), ("changed", changes.changed), ("removed", changes.removed)


def _find(article: Article, item: str) -> tuple[Fact | Question, int]:
    """Return the fact or question that is meant, and its page. Raises UnknownFactError."""
    for place, one in enumerate(article.parts):
        if item_of(one) == item:
            return one, place // ITEMS_SHOWN + 1
    raise UnknownFactError


def _passage(item: Fact | Question) -> str | None:
    """Return what a fact rests on, where that is not the fact itself."""
    return item.passage if isinstance(item, Fact) and item.passage != item.text else None


def _follow_ups(item: Fact | Question) -> tuple[str, ...]:
    """Return what hangs on a question."""
    return item.follow_ups if isinstance(item, Question) else ()
