"""Answers that are typed: replies to a prompt, and messages in its thread where the server records those."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import discord
from discord.ext import commands

from bot.discord_front.asking import Asking
from bot.discord_front.failures import FAILURES
from bot.discord_front.handlers import EVENT
from bot.discord_front.markdown import escape
from bot.discord_front.mentions import Mentions, is_asked, send_reply, words_of
from bot.discord_front.people import public_words
from bot.discord_front.pins import remove_notice
from bot.discord_front.receipts import WITHDRAW, Receipts
from bot.discord_front.recent import Recent
from bot.discord_front.render import Rendered
from bot.discord_front.typed import Aim, Taken, TypedAnswers
from bot.domain.discussion import Given
from bot.domain.errors import (
    BotError,
    DiscussionClosedError,
    EmptyResponseError,
    NeverRecordedError,
    ResponseTooLongError,
    UnknownPromptError,
)
from bot.domain.guild import GuildSettings
from bot.domain.identity import GuildId
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

# How often people in a channel are told the same of what is not recorded.
TELL_EVERY = 600.0  # seconds


class Answers(commands.Cog):
    """Listens to messages, and to what becomes of them."""

    def __init__(
        self,
        client: commands.AutoShardedBot,
        *,
        cases: UseCases,
        typed: TypedAnswers,
        mentions: Mentions,
        asking: Asking,
    ) -> None:
        self._client = client
        self._cases = cases
        self._recall = cases.recall
        self._typed = typed
        self._mentions = mentions
        self._asking = asking
        self._receipts = Receipts()
        self._told: Recent[tuple[int, str], float] = Recent()
        self._taken: list[Taken] = []
        self._is_acknowledging = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def _me(self) -> int:
        return self._client.user.id if self._client.user is not None else 0

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Record an answer, or look up what the bot is asked."""
        if message.type is discord.MessageType.pins_add:
            if message.author.id == self._me and self._typed.is_first_to_delete(message.id):
                await remove_notice(message)
            return
        place = message.channel.id
        if not self._recall.following.has_room:
            self._recall.miss(place, message=message.id)
            return
        with self._recall.following.follow(place, [message.id], is_new=True):
            await self._listen(message)

    async def _listen(self, message: discord.Message) -> None:
        try:
            aim = await self._typed.aim(message)
            is_reply = aim is not None and aim.given is Given.REPLY
            if not is_reply and is_asked(message, me=self._me):
                await self._mentions.answer(message, words=words_of(message, me=self._me))
            elif aim is not None:
                await self._take(message, aim)
        except (EmptyResponseError, NeverRecordedError, UnknownPromptError):
            return  # nothing to record, nobody who wants it, or nothing to record it for
        except (DiscussionClosedError, ResponseTooLongError) as error:
            await self._tell(message, key=f"error.{error.code}", data=error.data)
        except BotError as error:
            logger.warning("Message %s is not recorded: %s", message.id, error.code)
            self._recall.miss(message.channel.id, message=message.id)
            await self._tell(message, key="front.not_recorded")

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do *work* beside what goes on; before the program ends it is waited for."""

        async def do() -> None:
            try:
                await work
            except Exception:
                if not self._client.is_closed():  # which ends whatever waits for Discord
                    logger.exception("What a message asked for was not done")

        task = asyncio.create_task(do(), name=f"{EVENT}on_message")  # finished and ended as those are
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def acknowledge(self, taken: Taken) -> None:
        """Put a receipt on a message once it is recorded, if there is room for one; or say that it is not."""
        self._taken.append(taken)
        if not self._is_acknowledging:
            self._is_acknowledging = True
            self.begin(self._acknowledge_taken())

    async def _acknowledge_taken(self) -> None:
        """Do so for what was taken so far. What is taken meanwhile is for another task, so that each ends."""
        taken, self._taken = self._taken, []
        for one in taken:
            try:
                await self._acknowledge(one)
            except Exception:  # the others are to get theirs
                logger.exception("Message %s is not acknowledged", one.message)
        self._is_acknowledging = bool(self._taken)
        if self._is_acknowledging:
            self.begin(self._acknowledge_taken())

    async def _acknowledge(self, one: Taken) -> None:
        try:
            stands = await self._typed.recorded(one)
        except BotError as error:
            logger.warning("Message %s is not recorded: %s", one.message, error.code)
            self._recall.miss(one.thread, message=one.message)
            self.begin(self._tell(self._message(one), key="front.not_recorded"))
            return
        if stands and self._receipts.has_room(one.thread):
            still = partial(self._typed.stands, one.message)
            self.begin(self._receipts.put(self._message(one), stands=still))

    def _message(self, taken: Taken) -> discord.PartialMessage:
        guild = self._client.get_guild(taken.guild)
        thread = guild.get_thread(taken.thread) if guild is not None else None
        place = thread or self._client.get_partial_messageable(taken.thread, guild_id=taken.guild)
        return place.get_partial_message(taken.message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit. What has no time of its own is Discord adding a preview."""
        message = payload.message
        if payload.guild_id is not None and (edited_at := message.edited_at) is not None:
            change = partial(self._typed.change, message, at_time=edited_at)
            await self._follow(change, payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Follow a deletion."""
        if payload.guild_id is not None:
            await self._delete(payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Follow the deletion of many."""
        if payload.guild_id is not None:
            await self._delete(payload.channel_id, sorted(payload.message_ids))

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Withdraw what its author crosses out; count every other reaction but the bot's own."""
        if payload.guild_id is None or payload.user_id == self._me:
            return
        if str(payload.emoji) == WITHDRAW and payload.user_id == payload.message_author_id:
            await self._follow(partial(self._withdraw, payload), payload.channel_id, [payload.message_id])
        else:
            await self._count(payload, is_there=True)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Count a reaction no more."""
        if payload.guild_id is not None and payload.user_id != self._me:
            await self._count(payload, is_there=False)

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Count no reaction to a message any more."""
        forget = partial(self._typed.forget_reactions, payload.message_id, place=payload.channel_id)
        await self._follow(forget, payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        """Count one kind of reaction to a message no more."""
        place, emoji = payload.channel_id, str(payload.emoji)
        forget = partial(self._typed.forget_reactions, payload.message_id, place=place, emoji=emoji)
        await self._follow(forget, place, [payload.message_id])

    async def _take(self, message: discord.Message, aim: Aim) -> None:
        settings = await self._cases.guilds.get(GuildId(message.guild.id if message.guild is not None else 0))
        if aim.given is Given.THREAD and not settings.records_typed:
            return
        if not message.content.strip():
            # A picture alone; or a reply without a ping, whose words Discord keeps from us.
            if aim.given is Given.REPLY and not self._may_read(message):
                await self._tell(message, key="front.reply_unread")
            return
        if await self._typed.record(message, aim):
            await self._receipts.put(message, stands=lambda: self._typed.stands(message.id))

    def _may_read(self, message: discord.Message) -> bool:
        """Return whether Discord gives us the words of *message*."""
        return self._client.intents.message_content or any(one.id == self._me for one in message.mentions)

    async def _withdraw(self, payload: discord.RawReactionActionEvent) -> None:
        if await self._typed.withdraw(payload.message_id, by=payload.user_id, place=payload.channel_id):
            channel = self._client.get_partial_messageable(payload.channel_id, guild_id=payload.guild_id)
            await self._receipts.take_off(channel.get_partial_message(payload.message_id), me=self._me)

    async def _count(self, payload: discord.RawReactionActionEvent, *, is_there: bool) -> None:
        react = partial(
            self._typed.react,
            payload.message_id,
            by=payload.user_id,
            emoji=str(payload.emoji),
            is_there=is_there,
            place=payload.channel_id,
        )
        await self._follow(react, payload.channel_id, [payload.message_id])

    async def _delete(self, place: int, messages: Sequence[int]) -> None:
        await self._follow(partial(self._typed.delete, messages, place=place), place, messages)
        await self._take_away_questions(place, messages)

    async def _follow(
        self, work: Callable[[], Awaitable[object]], place: int, messages: Sequence[int]
    ) -> None:
        """Do what an event asks for; what cannot be done is found out later by reading *place* back."""
        if not self._recall.following.has_room:
            self._recall.miss(place)
            return
        try:
            await work()
        except BotError as error:
            logger.warning("What became of message %s is not noted: %s", messages[0], error.code)
            self._recall.miss(place)

    async def _take_away_questions(self, channel: int, messages: Sequence[int]) -> None:
        """Delete what the bot asked about *messages*, which are deleted: it quotes them."""
        for question in self._asking.forget(messages):
            try:
                await self._client.get_partial_messageable(channel).get_partial_message(question).delete()
            except FAILURES as error:
                logger.info("Question %s to an author stays: %s", question, type(error).__name__)

    async def _tell(
        self,
        message: discord.Message | discord.PartialMessage,
        *,
        key: str,
        data: Mapping[str, object] | None = None,
    ) -> None:
        """Say publicly what is wrong, seldom: a message has no other place for an answer."""
        about = (message.channel.id, key)
        told = self._told.get(about)
        if told is not None and time.monotonic() - told < TELL_EVERY:
            return
        self._told.put(about, time.monotonic())
        settings = GuildSettings()
        with suppress(BotError):  # it may be the database that is wrong
            settings = await self._cases.guilds.get(GuildId(message.guild.id if message.guild else 0))
        text = public_words(settings, message.guild)
        await send_reply(message, Rendered(content=escape(text(key, **(data or {})))))
