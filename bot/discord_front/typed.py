"""Answers that are typed: what a message answers, and that it counts once, however events come in."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import discord

from bot.discord_front.cards import prompt_of
from bot.discord_front.find import custom_ids
from bot.discord_front.people import is_persons, parent_of, to_person
from bot.discord_front.recent import Recent
from bot.domain.discussion import Given
from bot.domain.identity import ChannelId, GuildId, MemberId, PromptId, ResponseId
from bot.services.place import Place
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a message answers."""

    prompt: PromptId
    given: Given
    reply_to: int | None = None  # another member's message


class NotKnownError(Exception):
    """Whether a message is an answer cannot be told without asking the database."""


class Taken(NamedTuple):
    """A message that is being recorded. No dataclass: they come by the thousand."""

    message: int
    thread: int
    guild: int
    author: int
    stored: asyncio.Future[ResponseId]


class Edited(NamedTuple):
    """What somebody made of a message of theirs, which may be no answer."""

    at: datetime
    text: str
    by: int


class TypedAnswers:
    """Records, changes and removes answers by their messages."""

    def __init__(self, cases: UseCases) -> None:
        self._cases = cases
        self._recall = cases.recall
        self._following = cases.recall.following
        self._following.listeners.append(self)
        self._following.sources.add(self)
        # In which thread, and until when.
        self._recording: dict[int, tuple[int, asyncio.Future[Any]]] = {}
        self._recorded: Recent[int, bool] = Recent()
        # What became of a message may be heard before it is recorded, so it is noted before it is done.
        self._deleted: Recent[int, bool] = Recent()
        self._edited: Recent[int, Edited] = Recent()
        self._withdrawn: Recent[int, int] = Recent()  # by whom
        self._uncounted: Recent[int, Counter[str]] = Recent()
        self._reactions: Recent[tuple[int, int, str], bool] = Recent()

    async def aim(self, message: discord.Message) -> Aim | None:
        """Return what *message* answers: a prompt it replies to, or the one in whose thread it stands."""
        if message.guild is None or not is_persons(message):
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
        """Record *message* as an answer; return whether it is new and stands.

        Raises what ``ResponseService.give`` raises.
        """
        is_known = message.id in self._recording or message.id in self._recorded
        if is_known or message.id in self._deleted or message.guild is None:
            return False
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._recording[message.id] = (message.channel.id, done)
        try:
            await self._cases.responses.give(
                said(message),
                given=aim.given,
                at=await self._place(message, message.guild),
                prompt=aim.prompt,
                message=message.id,
                reply_to=aim.reply_to,
            )
            self._recorded.put(message.id, True)  # noqa: FBT003 (a value)
            await self._catch_up(message.id, author=message.author.id)
        finally:
            done.set_result(None)
            del self._recording[message.id]
        return self.stands(message.id)

    async def look_up(self, thread: int, *, guild: int) -> None:
        """See to it that ``take`` can tell what a message is, for a while. Raises a StoreError."""
        await self._cases.discussions.thread_prompt(thread, guild=GuildId(guild))
        await self._cases.guilds.get(GuildId(guild))
        await self._cases.consents.get(GuildId(guild))
        await self._cases.responses.room()

    def take(self, payload: Mapping[str, Any], *, thread: int, guild: int) -> Taken | None:
        """Record a message as an answer, from what the gateway sends of it; return None where it is none.

        Raises NotKnownError where that has to be looked up first, EmptyResponseError, ResponseTooLongError.
        """
        held = self._cases.discussions.known_thread(thread)
        settings = self._cases.guilds.known(GuildId(guild))
        wishes = self._cases.consents.known(GuildId(guild))
        if held is None or settings is None or wishes is None or not self._cases.responses.has_room:
            raise NotKnownError
        message = int(payload["id"])
        self._recall.hear(guild, message)
        if held.value is None or not settings.records_typed:
            return None
        if message in self._recording or message in self._recorded or message in self._deleted:
            return None
        author = payload["author"]
        member = MemberId(int(author["id"]))
        if wishes.forbids(member, message=message):
            return None
        stored = self._cases.responses.hand_in(
            payload["content"],
            given=Given.THREAD,
            prompt=held.value,
            author=member,
            # As Discord shows it: the server's name for them, their own, or that of their account.
            author_name=payload.get("member", {}).get("nick")
            or author.get("global_name")
            or author["username"],
            message=message,
            uses=wishes.uses(member),
        )
        self._recording[message] = (thread, stored)
        return Taken(message, thread, guild, member, stored)

    async def recorded(self, taken: Taken) -> bool:
        """Wait until a message is recorded; return whether it stands. Raises a StoreError."""
        try:
            await taken.stored
            self._recorded.put(taken.message, True)  # noqa: FBT003 (a value)
            await self._catch_up(taken.message, author=taken.author)
        finally:
            del self._recording[taken.message]
        return self.stands(taken.message)

    def stands(self, message: int) -> bool:
        """Return whether nothing is known of *message* having been taken back."""
        return message not in self._deleted and message not in self._withdrawn

    def is_first_to_delete(self, message: int) -> bool:
        """Note that *message* is to be deleted by us; return whether that is news: events come doubled."""
        is_news = message not in self._deleted
        self._deleted.put(message, True)  # noqa: FBT003 (a value)
        return is_news

    async def change(self, message: discord.Message, *, at_time: datetime) -> None:
        """Follow the edit of a message."""
        text = said(message)
        earlier = self._edited.get(message.id)
        if text and (earlier is None or earlier.at < at_time):
            self._edited.put(message.id, Edited(at_time, text, message.author.id))
        with self._following.follow(message.channel.id, [message.id]):
            await self._settled(message.id)
            await self._cases.responses.edit_message(
                message.id, text, author=MemberId(message.author.id), at_time=at_time
            )

    async def delete(self, messages: Sequence[int], *, place: int) -> None:
        """Follow the deletion of messages."""
        for message in messages:
            self._deleted.put(message, True)  # noqa: FBT003 (a value)
        with self._following.follow(place, messages):
            for message in messages:
                await self._settled(message)
            await self._cases.responses.delete_messages(messages)

    async def withdraw(self, message: int, *, by: int, place: int) -> bool:
        """Take an answer back at its author's sign; return whether there was one of theirs."""
        self._withdrawn.put(message, by)
        with self._following.follow(place, [message]):
            await self._settled(message)
            return await self._cases.responses.withdraw_message(message, by=MemberId(by))

    async def react(self, message: int, *, by: int, emoji: str, is_there: bool, place: int) -> None:
        """Count a reaction, or that it was taken away."""
        key = (message, by, emoji)
        if self._reactions.get(key) is is_there:
            return  # the same event again
        self._reactions.put(key, is_there)
        uncounted = self._uncounted.get(message) or Counter()
        uncounted[emoji] += 1 if is_there else -1
        self._uncounted.put(message, uncounted)
        with self._following.follow(place, [message], counts=True):
            await self._settled(message)
            await self._count(message)

    async def forget_reactions(self, message: int, *, place: int, emoji: str | None = None) -> None:
        """Count the reactions to a message no more, or those of one kind."""
        uncounted = self._uncounted.pop(message)
        if uncounted is not None and emoji is not None:
            del uncounted[emoji]
            self._uncounted.put(message, uncounted)
        with self._following.follow(place, [message], counts=True):
            await self._settled(message)
            await self._cases.responses.clear_reactions(message, emoji=emoji)

    def forget_member(self, _guild: GuildId, member: MemberId, messages: Sequence[int]) -> None:
        """Remember nothing of a member but that *messages* of theirs have been dealt with."""
        theirs = set(messages)
        self._edited.forget(lambda _, edited: edited.by == member)
        self._uncounted.forget(lambda message, _: message in theirs)
        self._withdrawn.forget(lambda _, by: by == member)
        self._reactions.forget(lambda reaction, _: reaction[1] == member or reaction[0] in theirs)

    def being_recorded(self) -> Iterator[tuple[int, int]]:
        """Yield the thread and the id of each message that is being recorded."""
        for message, (thread, _) in self._recording.items():
            yield thread, message

    def look_anew(self) -> None:
        """Look which threads there are when the next message comes."""
        self._cases.discussions.forget_threads()

    def forget_gap(self) -> None:
        """Forget who reacted: they may have thought better of it without our being told."""
        self._reactions = Recent()

    def forget_counts(self, message: int) -> None:
        """Forget the reactions to *message* that wait to be counted: they were counted anew."""
        self._uncounted.pop(message)

    async def _catch_up(self, message: int, *, author: int) -> None:
        """Do what was heard of *message* before it was recorded."""
        if (edited := self._edited.get(message)) is not None:
            await self._cases.responses.edit_message(
                message, edited.text, author=MemberId(author), at_time=edited.at
            )
        await self._count(message)
        if self._withdrawn.get(message) == author:
            await self._cases.responses.withdraw_message(message, by=MemberId(author))

    async def _count(self, message: int) -> None:
        """Count the reactions to *message* that wait, once it is recorded."""
        if message not in self._uncounted or not await self._cases.responses.has_message(message):
            return
        for emoji, change in (self._uncounted.pop(message) or Counter()).items():
            if change:
                await self._cases.responses.count_reaction(message, emoji, change=change)

    async def _settled(self, message: int) -> None:
        """Wait until *message* is recorded, if it is being."""
        if (recording := self._recording.get(message)) is not None:
            await asyncio.wait([recording[1]])

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
