"""The path without slash commands: whoever mentions the bot with words looks a fact up."""

import logging
import time
from dataclasses import replace
from pathlib import Path

import discord

from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.discord_front.failures import FAILURES
from bot.discord_front.people import parent_of, public_words, to_person, to_place
from bot.discord_front.recent import Recent
from bot.discord_front.render import Rendered, render
from bot.domain.errors import BotError, TooSoonError
from bot.domain.identity import GuildId, MemberId
from bot.services.clock import Clock
from bot.services.export_files import fresh_folder
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

# Between two answers in a channel, and two to the same person; the card with all that one may do is long.
CHANNEL_PAUSE = 0.5  # seconds
PERSON_PAUSE = 2.0
HELP_PAUSE = 30.0


class Mentions:
    """Answers look-ups in a channel, in the server's language, since everybody there reads them."""

    def __init__(self, *, dispatcher: Dispatcher, cases: UseCases, exports: Path, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._cases = cases
        self._exports = exports
        self._clock = clock
        self._answered: Recent[int, float] = Recent()  # when something was said in a channel, or to somebody

    def forget_member(self, _guild: GuildId, member: MemberId, _messages: object) -> None:
        """Remember nothing of what a member asked."""
        self._answered.pop(member)

    async def answer(self, message: discord.Message, *, words: str) -> None:
        """Answer *message*, whose author asked for *words*: with help where there are none.

        Everybody in the channel has to read it, so that who asks too often is not answered at all.
        """
        if not self._may_speak(message.channel.id, after=CHANNEL_PAUSE):
            return
        if not self._may_speak(message.author.id, after=PERSON_PAUSE if words else HELP_PAUSE):
            return
        try:
            ctx = await self._context(message)
        except BotError as error:
            logger.warning("Message %s is not answered: %s", message.id, error.code)
            return
        command, options = ("fact", {"query": words}) if words else ("help", {})
        reply = await self._dispatcher.dispatch(command, options, context=ctx)
        if reply.error == TooSoonError.code:
            return
        # In a channel one answer is plenty: what would be offered next is for those who ask privately.
        await send_reply(message, render(replace(reply, share=None, picks=()), text=ctx.text))

    def _may_speak(self, to: int, *, after: float) -> bool:
        """Return whether *after* seconds have passed since the last time, and take that time."""
        last, now = self._answered.get(to), time.monotonic()
        if last is not None and now - last < after:
            return False
        self._answered.put(to, now)
        return True

    async def _context(self, message: discord.Message) -> Context:
        guild = message.guild
        settings = await self._cases.guilds.get(GuildId(guild.id if guild is not None else 0))
        permissions = discord.Permissions.none()  # nothing here is for moderators alone
        at = await to_place(
            to_person(message.author, permissions, settings),
            guild=guild.id if guild is not None else 0,
            here=message.channel.id,
            parent=parent_of(message.channel),
            cases=self._cases,
        )
        return Context(
            at=at,
            text=public_words(settings, guild),
            cases=self._cases,
            exports=fresh_folder(self._exports, at=self._clock()),
        )


def is_asked(message: discord.Message, *, me: int) -> bool:
    """Return whether *message* mentions the bot in its words, not only by replying to it."""
    is_person = message.guild is not None and not message.author.bot and message.webhook_id is None
    return is_person and (f"<@{me}>" in message.content or f"<@!{me}>" in message.content)


def words_of(message: discord.Message, *, me: int) -> str:
    """Return what *message* says besides mentioning the bot."""
    content = message.content.replace(f"<@{me}>", " ").replace(f"<@!{me}>", " ")
    return " ".join(content.split())


async def send_reply(message: discord.Message | discord.PartialMessage, rendered: Rendered) -> None:
    """Reply to *message* without pinging its author; once, whatever the network does."""
    try:
        await message.channel.send(
            rendered.content,
            embeds=rendered.embeds,
            view=rendered.view or discord.utils.MISSING,
            files=rendered.open_files(),
            reference=message.to_reference(fail_if_not_exists=False),
            mention_author=False,
            nonce=f"r{message.id}",
        )
    except FAILURES as error:
        logger.warning("Message %s is not answered: %s", message.id, type(error).__name__)
