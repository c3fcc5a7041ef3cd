"""Answers that are typed: what a message answers, and that it counts once, however events come in."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.discord_front.cards import prompt_of
from bot.discord_front.find import custom_ids
from bot.discord_front.people import parent_of, to_person
from bot.discord_front.recent import Recent
from bot.domain.discussion import Given
from bot.domain.identity import ChannelId, GuildId, MemberId, PromptId
from bot.services.place import Place
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a message answers."""

    prompt: PromptId
    given: Given
    reply_to: int | None = None  # another member's message


class TypedAnswers:
    """Records, changes and removes answers by their messages."""

    def __init__(self, cases: UseCases) -> None:
        self._cases = cases
        self._recording: dict[int, asyncio.Event] = {}
        self._deleted: Recent[int, bool] = Recent()
        self._edited: Recent[int, tuple[datetime, str]] = Recent()
        self._reactions: Recent[tuple[int, int, str], bool] = Recent()

    async def aim(self, message: discord.Message) -> Aim | None:
        """Return what *message* answers: a prompt it replies to, or the one in whose thread it stands."""
        if message.guild is None or message.author.bot or message.webhook_id or message.type not in PEOPLE:
            return None
        guild = GuildId(message.guild.id)
        find = self._cases.discussions.thread_prompt
        answered = message.reference.message_id if message.reference is not None else None
        if answered is not None:
            prompt = await find(answered, guild=guild) or _asked_by(message)
            if prompt is not None:
                return Aim(prompt=prompt, given=Given.REPLY)
        if (prompt := await find(message.channel.id, guild=guild)) is not None:
            return Aim(prompt=prompt, given=Given.THREAD, reply_to=answered)
        return None

    async def record(self, message: discord.Message, aim: Aim) -> bool:
        """Record *message* as an answer; return whether it stands.

        Raises what ``ResponseService.give`` raises.
        """
        if message.id in self._recording or message.id in self._deleted or message.guild is None:
            return False
        done = self._recording[message.id] = asyncio.Event()
        try:
            edited = self._edited.get(message.id)
            await self._cases.responses.give(
                edited[1] if edited else said(message),
                given=aim.given,
                at=await self._place(message, message.guild),
                prompt=aim.prompt,
                message=message.id,
                reply_to=aim.reply_to,
            )
        finally:
            done.set()
            del self._recording[message.id]
        return message.id not in self._deleted

    async def change(self, message: discord.Message, *, at_time: datetime) -> None:
        """Follow the edit of a message."""
        text = said(message)
        if text:
            self._edited.put(message.id, (at_time, text))
        await self._settled(message.id)
        await self._cases.responses.edit_message(
            message.id, text, author=MemberId(message.author.id), at_time=at_time
        )

    async def delete(self, messages: Sequence[int]) -> None:
        """Follow the deletion of messages."""
        for message in messages:
            self._deleted.put(message, True)  # noqa: FBT003 (a value)
        for message in messages:
            await self._settled(message)
        await self._cases.responses.delete_messages(messages)

    async def withdraw(self, message: int, *, by: int) -> bool:
        """Take an answer back at its author's sign; return whether there was one of theirs."""
        await self._settled(message)
        return await self._cases.responses.withdraw_message(message, by=MemberId(by))

    async def react(self, message: int, *, by: int, emoji: str, is_there: bool) -> None:
        """Count a reaction, or that it was taken away."""
        key = (message, by, emoji)
        if self._reactions.get(key) is is_there:
            return  # the same event again
        self._reactions.put(key, is_there)
        await self._settled(message)
        await self._cases.responses.count_reaction(message, emoji, change=1 if is_there else -1)

    async def forget_reactions(self, message: int, *, emoji: str | None = None) -> None:
        """Count the reactions to a message no more, or those of one kind."""
        await self._settled(message)
        await self._cases.responses.clear_reactions(message, emoji=emoji)

    async def _settled(self, message: int) -> None:
        """Wait until *message* is recorded, if it is being."""
        if (recording := self._recording.get(message)) is not None:
            await recording.wait()

    async def _place(self, message: discord.Message, guild: discord.Guild) -> Place:
        settings = await self._cases.guilds.get(GuildId(guild.id))
        # What a member may do is of no account here, and permissions would have to be worked out.
        person = to_person(message.author, discord.Permissions.none(), settings)
        channel = parent_of(message.channel) or message.channel.id
        return Place(
            guild=GuildId(guild.id), channel=ChannelId(channel), person=person, thread=message.channel.id
        )


def _asked_by(message: discord.Message) -> PromptId | None:
    """Return the prompt that *message* replies to although its discussion is not open any more."""
    answered = message.reference.resolved if message.reference is not None else None
    if not isinstance(answered, discord.Message) or message.guild is None:
        return None
    if answered.author.id != message.guild.me.id:
        return None
    return next(filter(None, map(prompt_of, custom_ids(answered))), None)


def said(message: discord.Message) -> str:
    """Return what *message* says, with people and channels by their names."""
    return message.clean_content if "<" in message.content else message.content
