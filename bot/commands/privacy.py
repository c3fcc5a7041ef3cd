"""What is kept of people, for whom and how long, and how they take it back."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply
from bot.domain.guild import GuildSettings, kept_days
from bot.domain.leavers import GRACE, Leavers


async def privacy(ctx: Context) -> Reply:
    """Say what is kept, for whom, how long, and how to change or withdraw it."""
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    text = ctx.text
    lines = [
        text("privacy.answers"),
        text("privacy.ways"),
        text("privacy.uses"),
        text("privacy.typed" if settings.records_typed else "privacy.not_typed"),
        text("privacy.who"),
        *await _how_long(settings, ctx),
        *leaving(settings, ctx),
        text("privacy.change"),
        text("privacy.own"),
        text("privacy.lookups"),
        text("privacy.told"),
        text("privacy.never"),
    ]
    bulleted = tuple(f"• {line}" for line in lines)
    return Reply(cards=(Card(title=text("privacy.title"), lines=bulleted),))


async def _how_long(settings: GuildSettings, ctx: Context) -> tuple[str, ...]:
    """Return how long answers are kept: all of them, and those to the article under discussion."""
    text, days = ctx.text, settings.retention_days
    said = text("privacy.for_ever") if days is None else text("privacy.days", n=days)
    here = await ctx.here()
    sooner = {
        line.key: (line.title, line.retention_days)
        for line in await ctx.cases.articles.lines(ctx.at.guild)
        if line.retention_days is not None and kept_days(days, line.retention_days) != days
    }
    if here in sooner:
        title, own = sooner[here]
        return said, text("privacy.article_days", title=title, n=own)
    return (said, text("privacy.some_sooner")) if sooner else (said,)


def leaving(settings: GuildSettings, ctx: Context) -> tuple[str, ...]:
    """Return what becomes of what is held about members who leave; nobody leaves a terminal."""
    if ctx.is_local:
        return ()
    if settings.leavers is Leavers.ERASE:
        return (ctx.text("privacy.leavers_erase", n=GRACE.days),)
    return (ctx.text("privacy.leavers_keep"),)
