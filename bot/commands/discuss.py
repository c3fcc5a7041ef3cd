"""Discussions by hand: start, the next question, close, how it goes."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.domain.discussion import Progress


async def discuss_start(ctx: Context, *, article: str | None = None) -> Reply:
    """Open a discussion of an article with its first question."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    await ctx.cases.discussions.start(found, at=ctx.at)
    asked = ctx.text("discuss.started", title=found.title, n=len(found.article.questions))
    return Reply(text=asked, actions=(ctx.action("action.next", "discuss next"),))


async def discuss_next(ctx: Context) -> Reply:
    """Put the next question of the open discussion."""
    prompt = await ctx.cases.discussions.next(at=ctx.at)
    return Reply(text=ctx.text("discuss.asked", number=prompt.number))


async def discuss_close(ctx: Context) -> Reply:
    """Close the open discussion."""
    running = await ctx.cases.discussions.close(at=ctx.at)
    return Reply(
        text=ctx.text("discuss.closed", title=running.article.title),
        actions=(ctx.action("action.export", "export", article=running.article.id),),
    )


async def discuss_status(ctx: Context) -> Reply:
    """Say how the open discussion goes."""
    running = await ctx.cases.discussions.status(at=ctx.at)
    if running is None:
        return Reply(text=ctx.text("discuss.none"))
    asked = tuple(f"{prompt.number}. {prompt.text}" for prompt in running.prompts)
    progress = running.progress
    footer = ctx.text("discuss.asked_of", asked=progress.asked, n=progress.questions)
    return Reply(
        cards=(Card(title=running.article.title, lines=(*asked, "", counted(progress, ctx)), footer=footer),)
    )


def counted(progress: Progress, ctx: Context) -> str:
    """Return how many answers there are, and from how many people."""
    answers = ctx.text("count.responses", n=progress.responses)
    return ctx.text("discuss.counted", answers=answers, people=ctx.text("count.people", n=progress.people))
