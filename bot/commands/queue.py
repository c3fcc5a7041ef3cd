"""The queue: the articles that a guild's schedules take next, in order."""

from bot.commands.context import Context
from bot.commands.paging import page_of, turns
from bot.commands.reply import Card, Pick, Reply
from bot.commands.rule_words import timing_in_words
from bot.commands.words import brief
from bot.domain.errors import NoQuestionsError
from bot.domain.schedule import Opens, Schedule, ScheduleState
from bot.domain.schedule_errors import NotQueuedError
from bot.services.schedules import Queued

ARTICLES_SHOWN = 15


async def queue_show(ctx: Context, *, page: int = 1) -> Reply:
    """List the articles that wait, and the schedules that take them."""
    return await _panel(ctx, page=page)


async def queue_add(ctx: Context, *, article: str, place: int | None = None) -> Reply:
    """Let an article wait for its turn, at a place or last."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    if not found.article.questions:
        raise NoQuestionsError(title=found.title)
    position = await ctx.cases.schedules.enqueue(found, place=place, at=ctx.at)
    said = ctx.text("queue.added", title=found.title, place=position)
    return await _panel(ctx, said=said, page=_page_with(position))


async def queue_move(ctx: Context, *, article: str, place: int) -> Reply:
    """Let an article that waits wait elsewhere: 1 is next."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    waiting = await ctx.cases.schedules.queue(guild=ctx.at.guild)
    if found.key not in {one.article for one in waiting}:
        raise NotQueuedError(title=found.title)
    position = await ctx.cases.schedules.enqueue(found, place=place, at=ctx.at)
    said = ctx.text("queue.moved", title=found.title, place=position)
    return await _panel(ctx, said=said, page=_page_with(position))


async def queue_remove(ctx: Context, *, article: str) -> Reply:
    """Let an article wait no longer; it stays loaded."""
    found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    await ctx.cases.schedules.dequeue(found, at=ctx.at)
    return await _panel(ctx, said=ctx.text("queue.removed", title=found.title))


async def _panel(ctx: Context, *, said: str | None = None, page: int = 1) -> Reply:
    text = ctx.text
    waiting = await ctx.cases.schedules.queue(guild=ctx.at.guild)
    shown = page_of(waiting, page=page, size=ARTICLES_SHOWN)
    lines = [
        text("queue.line", place=place, title=one.title, questions=text("count.questions", n=one.questions))
        for place, one in enumerate(shown.items, shown.first)
    ]
    if shown.of > 1:
        lines += ["", text("word.page", number=shown.number, of=shown.of)]
    cards = [Card(title=text("queue.title"), lines=tuple(lines))] if waiting else []
    drawing = await _drawing(ctx)
    if drawing:
        cards.append(Card(title=text("queue.drawn"), lines=drawing))
    elif waiting:
        cards.append(Card(lines=(text("queue.undrawn"),)))
    if said is None:
        said = "" if waiting else text("queue.empty")
    return Reply(
        text=said,
        cards=tuple(cards),
        picks=await _picks(ctx, shown.items),
        actions=turns(shown, ctx, "queue show"),
    )


async def _drawing(ctx: Context) -> tuple[str, ...]:
    """Return the schedules that take articles off the queue, and for how many openings there are any."""
    text = ctx.text
    lines = []
    for one in await ctx.cases.schedules.all(guild=ctx.at.guild):
        if not _draws(one):
            continue
        today = ctx.cases.schedules.today("UTC")
        left = await ctx.cases.schedules.openings_left(one)
        rule = timing_in_words(one.timing, text, today=today)
        enough = text("queue.enough", n=left) if left else text("queue.nothing")
        if one.state is ScheduleState.PAUSED:
            enough = text("queue.while_paused", enough=enough)
        lines.append(text("queue.drawn_by", number=str(one.id), rule=rule, enough=enough))
    return tuple(lines)


async def _picks(ctx: Context, waiting: tuple[Queued, ...]) -> tuple[Pick, ...]:
    """Return lists to put one of *waiting* first, or to take it out."""
    if not waiting:
        return ()
    ids = {line.key: line.id for line in await ctx.cases.articles.lines(ctx.at.guild)}
    choices = tuple((ids[one.article], brief(one.title)) for one in waiting if one.article in ids)
    first = Pick(
        label=ctx.text("pick.queue_first"),
        command="queue move",
        option="article",
        options={"place": 1},
        choices=choices,
    )
    out = Pick(label=ctx.text("pick.queue_out"), command="queue remove", option="article", choices=choices)
    return first, out


def _draws(schedule: Schedule) -> bool:
    """Return whether *schedule* takes articles off the queue."""
    return schedule.opens is Opens.QUEUE or (schedule.opens is Opens.QUESTION and schedule.article is None)


def _page_with(position: int) -> int:
    return (position - 1) // ARTICLES_SHOWN + 1
