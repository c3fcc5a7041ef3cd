"""Cancelling what takes long, by the button that says how far it is."""

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.i18n import Text


async def cancel(ctx: Context, *, work: int) -> Reply:
    """Cancel what the person began, and say so once nothing of it is left."""
    await ctx.under_way.cancel(work, by=ctx.at.person.id)
    return cancelled(ctx.text)


def cancelled(text: Text) -> Reply:
    """Return what is said in place of the reply, and to whoever pressed the button: it is one message."""
    return Reply(text=text("cancel.done"))
