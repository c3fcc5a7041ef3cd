"""A simple Discord to read back from: what stands there, the events it sends, and a history port over it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.identity import ChannelId, GuildId, MemberId
from bot.domain.snowflake import from_snowflake, to_snowflake
from bot.services.history import Page, Standing

START = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
GUILD, CHANNEL = GuildId(1_199_999_999_999_999_100), ChannelId(1_199_999_999_999_999_101)
AUTHOR = 1_199_999_999_999_999_200  # the first of several
CROSS = "❌"
STEP = timedelta(milliseconds=7)


@dataclass(slots=True, kw_only=True)
class Written:
    """A message as it stands, or stood."""

    id: int
    place: int
    author: int
    text: str
    reply_to: int | None = None
    is_persons: bool = True
    edited_at: datetime | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    is_gone: bool = False
    was_crossed: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many people reacted with what."""
        return {emoji: len(people) for emoji, people in self.reactions.items() if people}

    @property
    def is_crossed(self) -> bool:
        """Whether its author crosses it out now."""
        return self.author in self.reactions.get(CROSS, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What Discord tells of something that happened: as it was then."""

    kind: str
    message: Written
    text: str = ""
    at: datetime = START
    by: int = 0
    emoji: str | None = None


class Discord:
    """Two places, what people write in them, and what the gateway has still to tell of it."""

    def __init__(self) -> None:
        self.messages: list[Written] = []
        self.events: list[Event] = []  # on their way
        self.told: list[Event] = []
        self.time = START

    def tick(self) -> datetime:
        """Return the time, which goes on."""
        self.time += STEP
        return self.time

    def write(
        self, place: int, *, author: int, text: str, reply_to: int | None = None, is_persons: bool = True
    ) -> Written:
        """Let somebody write."""
        message = Written(
            id=to_snowflake(self.tick()) + len(self.messages) % 1_000,
            place=place,
            author=AUTHOR + author,
            text=text,
            reply_to=reply_to,
            is_persons=is_persons,
        )
        self.messages.append(message)
        self._tell("write", message, text=text)
        return message

    def edit(self, message: Written, text: str) -> None:
        """Let its author change *message*."""
        if not message.is_gone:
            message.text, message.edited_at = text, self.tick()
            self._tell("edit", message, text=text, at=message.edited_at)

    def delete(self, message: Written) -> None:
        """Let *message* be deleted."""
        if not message.is_gone:
            message.is_gone = True
            self._tell("delete", message)

    def react(self, message: Written, emoji: str, *, by: int) -> None:
        """Let somebody react."""
        who, people = AUTHOR + by, message.reactions.setdefault(emoji, set())
        if message.is_gone or who in people:
            return
        people.add(who)
        is_crossing = emoji == CROSS and who == message.author
        message.was_crossed |= is_crossing
        self._tell("cross" if is_crossing else "react", message, by=who, emoji=emoji)

    def unreact(self, message: Written, emoji: str, *, by: int) -> None:
        """Let somebody take a reaction away."""
        who = AUTHOR + by
        if not message.is_gone and who in message.reactions.get(emoji, ()):
            message.reactions[emoji].discard(who)
            self._tell("unreact", message, by=who, emoji=emoji)

    def clear(self, message: Written, emoji: str | None) -> None:
        """Let a moderator take reactions away: all, or those of one kind."""
        if not message.is_gone:
            for kind in [emoji] if emoji is not None else list(message.reactions):
                message.reactions.pop(kind, None)
            self._tell("clear", message, emoji=emoji)

    def stands_in(self, place: int) -> list[Written]:
        """Return what stands in *place*, the oldest first."""
        return sorted(
            (one for one in self.messages if one.place == place and not one.is_gone), key=lambda one: one.id
        )

    def _tell(self, kind: str, message: Written, **more: Any) -> None:
        self.events.append(Event(kind=kind, message=message, **more))


class ModelHistory:
    """The history port over a model. Each request waits for two turns: before it is looked at, and after."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self.turns = asyncio.Semaphore(1_000_000)
        self.is_by_turns = False
        self.fails: dict[int, Exception] = {}  # by place
        self.has_channel = True
        self.gives_texts = True
        self.asked: list[tuple[int, int]] = []
        self.page_size = 3
        self.waiting = 0  # requests

    def take_turns(self) -> None:
        """Let requests wait for ``turn`` from now on."""
        self.turns, self.is_by_turns = asyncio.Semaphore(0), True

    def turn(self) -> None:
        """Let one request go a step further."""
        self.turns.release()

    def go_on(self) -> None:
        """Let requests wait no more."""
        self.is_by_turns = False
        for _ in range(1_000):
            self.turns.release()

    def now(self) -> int:
        return to_snowflake(self.discord.time)

    def has_replies(self, *, guild: GuildId, channel: ChannelId) -> bool:
        return self.has_channel

    async def page(self, place: int, *, guild: GuildId, channel: ChannelId, after: int) -> Page:
        await self._wait()
        self.asked.append((place, after))
        if place in self.fails:
            raise self.fails[place]
        found = [one for one in self.discord.stands_in(place) if one.id > after]
        shown = tuple(self._shown(one) for one in found[: self.page_size])
        page = Page(messages=shown, is_last=len(found) < self.page_size)
        await self._wait()
        return page

    async def has_crossed_out(self, place: int, *, message: int, author: MemberId) -> bool:
        await self._wait()
        found = next(one for one in self.discord.messages if one.id == message)
        is_crossed = found.is_crossed and not found.is_gone
        await self._wait()
        return is_crossed

    async def _wait(self) -> None:
        if self.is_by_turns:
            self.waiting += 1
            try:
                await self.turns.acquire()
            finally:
                self.waiting -= 1

    def _shown(self, message: Written) -> Standing:
        return Standing(
            id=message.id,
            author=MemberId(message.author),
            author_name=f"Member {message.author - AUTHOR}",
            text=message.text if self.gives_texts else "",
            is_persons=message.is_persons,
            asks_bot=False,
            reply_to=message.reply_to,
            edited_at=message.edited_at,
            reactions=message.counts,
            is_crossed=bool(message.reactions.get(CROSS)),
        )


def at(message: Written) -> datetime:
    """Return when *message* was written."""
    return from_snowflake(message.id)
