"""An article that has been read and is not kept yet: looked over, then kept or thrown away."""

from dataclasses import replace

from bot.commands.context import Context
from bot.commands.draft_panels import aside_panel, draft_panel, item_panel, overview
from bot.commands.reply import Card, Reply
from bot.commands.words import extent, state_of
from bot.domain.article import Reason, StoredArticle
from bot.domain.identity import DraftId


async def draft_show(ctx: Context, *, page: int = 0, draft: int | None = None) -> Reply:
    """Show what was understood of an article, or a page of its facts and questions."""
    found = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    return draft_panel(found, ctx, page=page) if page else overview(found, ctx)


async def draft_item(ctx: Context, *, item: str, draft: int | None = None) -> Reply:
    """Show one fact or question of a draft, and what may be done with it."""
    return item_panel(await ctx.cases.drafts.get(to_id(draft), at=ctx.at), item, ctx)


async def draft_aside(
    ctx: Context, *, reason: str | None = None, page: int = 1, draft: int | None = None
) -> Reply:
    """Show what was set aside for a reason, to be taken in all the same."""
    found = await ctx.cases.drafts.get(to_id(draft), at=ctx.at)
    return aside_panel(found, ctx, reason=None if reason is None else Reason(reason), page=page)


async def draft_undo(ctx: Context, *, step: int | None = None, draft: int | None = None) -> Reply:
    """Take back what was changed last."""
    found, action = await ctx.cases.drafts.undo(to_id(draft), step=step, at=ctx.at)
    return overview(found, ctx, text=ctx.text("draft.undone", what=ctx.text(f"did.{action}")))


async def draft_keep(ctx: Context, *, yes: bool = False, draft: int | None = None) -> Reply:
    """Keep the article as it now stands, once it is confirmed that this may undo what others did."""
    if not yes and (asked := await _asked_before(ctx, draft)) is not None:
        return asked
    stored, preview = await ctx.cases.drafts.keep(to_id(draft), at=ctx.at, anyway=yes)
    return kept(stored, ctx, is_update=preview.is_update)


async def _asked_before(ctx: Context, draft: int | None) -> Reply | None:
    """Return what is asked before keeping a draft undoes what others did; None where it does not."""
    restored = await ctx.cases.drafts.restored(to_id(draft), at=ctx.at)
    is_overtaken = await ctx.cases.drafts.is_overtaken(to_id(draft), at=ctx.at)
    if not restored and not is_overtaken:
        return None
    options = {} if draft is None else {"draft": draft}
    said = [ctx.text("draft.restores", n=len(restored))] if restored else []
    said += [ctx.text("draft.overtaken")] if is_overtaken else []
    lines = tuple(f"• {fact.text} ({state_of(fact, ctx.text)})" for fact in restored)
    label, look = ("action.changes", "draft changes") if is_overtaken else ("action.overview", "draft show")
    keep = ctx.turn("action.keep_all_the_same", "draft keep", **options, yes=ctx.text("word.yes"))
    return Reply(
        text=" ".join(said),
        cards=(Card(lines=lines),) if lines else (),
        actions=(ctx.turn(label, look, **options), replace(keep, is_risky=True)),
    )


async def draft_discard(ctx: Context, *, draft: int | None = None) -> Reply:
    """Throw the draft away."""
    await ctx.cases.drafts.discard(to_id(draft), at=ctx.at)
    return Reply(text=ctx.text("draft.discarded"))


def kept(stored: StoredArticle, ctx: Context, *, is_update: bool) -> Reply:
    """Return what is said of an article that has been kept."""
    how = "article.updated" if is_update else "article.added"
    counts = extent(len(stored.article.served_facts), len(stored.article.questions), ctx.text)
    start = ctx.action("action.start", "discuss start", article=stored.id)
    enqueue = ctx.action("action.enqueue", "queue add", article=stored.id)
    following = (start, enqueue) if stored.article.questions and not is_update else ()
    return Reply(text=ctx.text(how, title=stored.title, id=stored.id, counts=counts), actions=following)


def to_id(draft: int | None) -> DraftId | None:
    """Return the draft with this number; without one the newest is meant."""
    return None if draft is None else DraftId(draft)
