"""The line that says how far a command is that takes long, with the button that cancels it.

It stands where the reply will: nothing is written there any more once the reply is on its way.
"""

import asyncio
import time

import discord

from bot.commands.cancel import to_cancel
from bot.commands.context import Context
from bot.commands.progress import progress_in_words
from bot.commands.reply import Reply
from bot.discord_front.insist import Outcome, insist
from bot.discord_front.render import Rendered, render
from bot.i18n import Text

# What is done sooner than this is seen on its way by nobody, which is one edit less.
BEGINS_AFTER = 1.5  # seconds
EVERY = 3.0
# For one edit; the reply waits for it, so that it cannot come after the reply.
PATIENCE = 5.0
# Before Discord's time for an answer is over, the line says so: later on, nothing can be said there.
MARGIN = 60.0


class Line:
    """How far a command is: told in numbers by the command, written every few seconds."""

    def __init__(self, key: str, *, text: Text) -> None:
        self._key = self._told = key
        self._text = text
        self._done = 0
        self._total: int | None = None
        self._begun: tuple[int, str] | None = None

    def __call__(self, done: int, total: int | None = None, /, *, key: str | None = None) -> None:
        """Take note of how far it is. A thread may call this, too: nothing is sent from here."""
        self._done, self._total, self._told = done, total, key or self._key

    def begin(self, ctx: Context, number: int) -> None:
        """Have the line speak to whom *ctx* does, and cancel the work *number*."""
        self._text = ctx.text
        self._begun = number, ctx.exports.name

    async def show(
        self, interaction: discord.Interaction, task: asyncio.Future[Rendered], *, ends_at: float
    ) -> None:
        """Write the line until *task* is done or Discord's time for an answer is over, at *ends_at*."""
        await asyncio.wait({task}, timeout=BEGINS_AFTER)
        said: Reply | None = None
        while not task.done() and time.monotonic() < ends_at:
            is_over = time.monotonic() >= ends_at - MARGIN
            reply = self._reply(is_over=is_over)
            if reply is not None and reply != said:
                outcome = await _write(interaction, render(reply, text=self._text))
                said = reply if outcome is Outcome.DONE else said
                if outcome not in {Outcome.DONE, Outcome.LOST} or (is_over and said == reply):
                    return  # there is nothing more to say, or nowhere to say it
            left = ends_at - MARGIN - time.monotonic()
            await asyncio.wait({task}, timeout=min(EVERY, left) if left > 0 else EVERY)

    def _reply(self, *, is_over: bool) -> Reply | None:
        if self._begun is None:
            return None
        number, folder = self._begun
        said = self._text("progress.begun")
        if is_over:
            said = self._text("progress.goes_on", folder=folder)
        elif self._done or self._total:
            said = progress_in_words(self._told, self._done, self._total, text=self._text)
        return Reply(text=said, actions=(to_cancel(number, self._text, updates=True),))


async def _write(interaction: discord.Interaction, rendered: Rendered) -> Outcome:
    return await insist(
        interaction,
        lambda: interaction.edit_original_response(content=rendered.content, view=rendered.view),
        patience=PATIENCE,
        pauses=(0.0,),
    )
