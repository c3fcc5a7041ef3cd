"""What is kept of people, for whom and how long, and how they take it back."""

from bot.commands.context import Context
from bot.commands.reply import Card, Reply


async def privacy(ctx: Context) -> Reply:
    """Say what is kept, for whom, how long, and how to change or withdraw it."""
    settings = await ctx.cases.guilds.get(ctx.at.guild)
    text = ctx.text
    days = settings.retention_days
    lines = [
        text("privacy.answers"),
        text("privacy.ways"),
        text("privacy.typed" if settings.records_typed else "privacy.not_typed"),
        text("privacy.who"),
        text("privacy.for_ever") if days is None else text("privacy.days", n=days),
        text("privacy.change"),
        text("privacy.lookups"),
        text("privacy.never"),
    ]
    bulleted = tuple(f"• {line}" for line in lines)
    return Reply(cards=(Card(title=text("privacy.title"), lines=bulleted),))
