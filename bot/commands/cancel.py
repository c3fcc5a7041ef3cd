"""Cancelling what takes long, by the button beside what is said of it."""

from bot.commands.context import Context
from bot.commands.reply import Action, Reply
from bot.i18n import Text


async def cancel(ctx: Context, *, work: int) -> Reply:
    """Cancel what the person began, and say so once nothing of it is left."""
    told = await ctx.under_way.cancel(work, by=ctx.at.person.id)
    return Reply(text=ctx.text(told))


def cancelled(text: Text, *, is_interrupted: bool) -> Reply:
    """Return what is said in place of the reply: by whoever cancelled it, or because the program ends."""
    return Reply(text=text("cancel.interrupted" if is_interrupted else "cancel.done"))


def to_cancel(number: int, text: Text, *, updates: bool = False) -> Action:
    """Return the button that cancels the work *number*; with *updates* the message says so from then on."""
    options = {"work": number}
    return Action(
        label=text("action.cancel"), command="cancel", options=options, updates=updates, is_risky=True
    )
