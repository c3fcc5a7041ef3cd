"""The line that says how far a command is that takes long, with the button that cancels it.

It stands where the reply will: nothing is written there any more once the reply is on its way.
"""

import asyncio
import logging
import time

import discord

from bot.commands.cancel import to_cancel
from bot.commands.context import Context
from bot.commands.progress import progress_in_words
from bot.commands.reply import Reply
from bot.discord_front.failures import FAILURES
from bot.discord_front.render import Rendered, render

logger = logging.getLogger(__name__)

# What is done sooner than this is seen on its way by nobody, which is one edit less.
BEGINS_AFTER = 1.5  # seconds
EVERY = 3.0
# For one edit; the reply waits for it, so that it cannot come after the reply.
PATIENCE = 5.0
# Before Discord's time for an answer is over, the line says so: later on, nothing can be said there.
MARGIN = 60.0


class Line:
    """How far a command is: told in numbers by the command, written every few seconds."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._done = 0
        self._total: int | None = None
        self._begun: tuple[Context, int] | None = None

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """Take note of how far it is. A thread may call this, too: nothing is sent from here."""
        self._done, self._total = done, total

    def begin(self, ctx: Context, number: int) -> None:
        """Have the line speak to whom *ctx* does, and cancel the work *number*."""
        self._begun = ctx, number

    async def show(
        self, interaction: discord.Interaction, task: asyncio.Future[Rendered], *, ends_at: float
    ) -> None:
        """Write the line until *task* is done or Discord's time for an answer is over, at *ends_at*."""
        await asyncio.wait({task}, timeout=BEGINS_AFTER)
        said: Reply | None = None
        while not task.done():
            is_over = time.monotonic() >= ends_at - MARGIN
            reply = self._reply(is_over=is_over)
            if reply is not None and reply != said:
                await self._write(interaction, reply)
                said = reply
            if is_over and said is not None:
                return
            left = max(0.0, ends_at - MARGIN - time.monotonic())
            await asyncio.wait({task}, timeout=min(EVERY, left) if not is_over else EVERY)

    def _reply(self, *, is_over: bool) -> Reply | None:
        if self._begun is None:
            return None
        ctx, number = self._begun
        said = ctx.text("progress.begun")
        if is_over:
            said = ctx.text("progress.goes_on", folder=ctx.exports.name)
        elif self._done or self._total:
            said = progress_in_words(self._key, self._done, self._total, text=ctx.text)
        return Reply(text=said, actions=(to_cancel(number, ctx.text, updates=True),))

    async def _write(self, interaction: discord.Interaction, reply: Reply) -> None:
        assert self._begun is not None  # noqa: S101 (there is a reply)
        rendered = render(reply, text=self._begun[0].text)
        try:
            async with asyncio.timeout(PATIENCE):
                await interaction.edit_original_response(content=rendered.content, view=rendered.view)
        except FAILURES as error:
            logger.info("Interaction %s shows no progress: %s", interaction.id, type(error).__name__)
        except (KeyError, TypeError, ValueError) as error:
            logger.info("Interaction %s is answered strangely: %s", interaction.id, type(error).__name__)
