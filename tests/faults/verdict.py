"""What the database and Discord say of each other, once things are quiet."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from time import monotonic
from typing import Any

from api_stub.seen import buttons_of
from api_stub.stub import Stub
from api_stub.world import Message, Payload
from crowd import SAY, Crowd, Note, Standing
from season import Season, Town
from sqlalchemy import select

from bot.discord_front.cards import prompt_of
from bot.domain.discussion import DiscussionState
from bot.domain.schedule import OccurrenceState
from bot.storage.article_tables import articles
from bot.storage.schema import discussions, occurrences, prompts, reactions, responses

PATIENCE = 45.0  # seconds: how long it may take until things are quiet
# What happens that much before a discussion is closed may be taken for later: nobody's clock is everybody's.
MARGIN = 1.0  # seconds
# How a forum's posts are tagged: see found_towns.
OPEN, CLOSED = "Open", "Closed"
Asked = Callable[[], Awaitable[bool]]


async def never() -> bool:
    """Say no."""
    return False


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What is not as it should be."""

    prompts: int = 0
    closed: int = 0
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    unlocked: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """All of it."""
        posted = [*self.doubled, *self.missed, *self.cards, *self.unlocked, *self.misplaced]
        return [*posted, *self.lost, *self.differs]


@dataclass(slots=True)
class Judge:
    """Compares what is in the database of *season* with what is on Discord."""

    stub: Stub
    season: Season
    crowd: Crowd | None = None

    async def sees_doubles(self) -> bool:
        """Return whether anything is doubled by now."""
        return bool((await self.verdict()).doubled)

    async def verdict(self) -> Verdict:
        """Return what is not as it should be."""
        found = Verdict()
        rows = await self._rows(_prompts())
        self._judge_prompts(rows, found)
        self._judge_days(await self._rows(select(occurrences)), rows, found)
        self._judge_ends(rows, found)
        if self.crowd is not None:
            answers = await self._rows(select(responses))
            counts = await self._rows(select(reactions))
            self._judge_answers(self.crowd, rows, answers, counts, found)
        return found

    async def verdict_in_the_end(self) -> Verdict:
        """Return what is not as it should be once all is done, and nothing comes of waiting longer."""
        deadline = monotonic() + PATIENCE
        found: Verdict | None = None
        while monotonic() < deadline:
            if await self.season.is_quiet():
                found = await self.verdict()
                if not found.problems or found.doubled:  # what is doubled stays so
                    return found
            await asyncio.sleep(0.2)
        if found is None:
            raise AssertionError("it never becomes quiet")
        return found

    async def _rows(self, query: Any) -> Sequence[Any]:
        async with self.season.database.read() as connection:
            return (await connection.execute(query)).all()

    def _everywhere(self) -> Iterator[Message]:
        """Yield every message of the bot's."""
        for messages in self.stub.world.messages.values():
            yield from (one for one in messages.values() if one.author == self.stub.world.bot)

    def _judge_prompts(self, rows: Sequence[Any], found: Verdict) -> None:
        """One post for each prompt, with one thread, and no post but those."""
        posts: dict[int, list[Message]] = {}
        for message in self._everywhere():
            for button in buttons_of(message):
                if (prompt := prompt_of(str(button.get("custom_id", "")))) is not None:
                    posts.setdefault(prompt, []).append(message)
        for row in rows:
            there = [one.id for one in posts.pop(row.key, [])]
            if len(there) > 1:
                found.doubled.append(f"prompt {row.key} of {row.discussion} was posted {len(there)} times")
            elif row.thread is None or there != [row.thread]:
                found.missed.append(f"prompt {row.key} of {row.discussion} is {row.thread}, not {there}")
            found.prompts += row.thread is not None
        found.doubled += [f"prompt {key} was posted and is not known" for key in posts]
        for one, following in pairwise(row for row in rows if row.thread is not None):
            if one.discussion == following.discussion and one.thread > following.thread:
                found.misplaced.append(f"prompt {following.key} of {one.discussion} came before {one.key}")
        known = {row.thread for row in rows}
        threads = {int(one) for town in self.season.towns for one in town.guild.guild.threads}
        found.doubled += [f"thread {one} is no prompt's" for one in threads - known]
        found.missed += [f"prompt {one} has no thread" for one in known - threads - {None}]

    def _judge_days(self, days: Sequence[Any], rows: Sequence[Any], found: Verdict) -> None:
        """One opening for each day that was due, with one prompt."""
        opened = Counter(one.schedule for one in days if one.state == OccurrenceState.OPENED)
        found.missed += [f"day {day} opened nothing" for day in sorted(self.season.due - opened.keys())]
        found.doubled += [f"day {day} opened {number} times" for day, number in opened.items() if number > 1]
        asked = Counter(one.discussion for one in days if one.state == OccurrenceState.OPENED)
        put = Counter(one.discussion for one in rows if not one.opened_by)
        for discussion in asked.keys() | put.keys():
            days_of, prompts_of = asked[discussion], put[discussion]
            if prompts_of > days_of:
                found.doubled.append(f"discussion {discussion}: {prompts_of} prompts in {days_of} days")
            elif prompts_of < days_of:
                found.missed.append(f"discussion {discussion}: {prompts_of} prompts in {days_of} days")

    def _judge_ends(self, rows: Sequence[Any], found: Verdict) -> None:
        """One card for each discussion that is over, and its threads locked and put away."""
        titles = Counter(
            (message.guild, str(embed.get("title")))
            for message in self._everywhere()
            for embed in message.embeds
        )
        held = {(row.discussion, row.guild, row.title, row.state == DiscussionState.CLOSED) for row in rows}
        found.closed = sum(is_over for *_, is_over in held)
        runs = Counter((guild, title) for _, guild, title, _ in held)
        found.doubled += [f"{key} was opened {number} times" for key, number in runs.items() if number > 1]
        for discussion, guild, title, is_over in sorted(held):
            if (number := titles.pop((guild, SAY("closing.title", title=title)), 0)) != is_over:
                found.cards.append(f"discussion {discussion} ({is_over=}) has {number} closing cards")
        for town in self.season.towns:
            for row in (one for one in rows if one.guild == town.guild.id and one.thread is not None):
                thread = town.guild.guild.threads.get(row.thread)
                if thread is None:
                    continue  # said already
                is_over = row.state == DiscussionState.CLOSED
                state = thread["thread_metadata"]
                is_shut = bool(state.get("locked")) and bool(state.get("archived"))
                tags = _tags(town, thread)
                if is_shut != is_over or tags not in (None, [CLOSED if is_over else OPEN]):
                    found.unlocked.append(
                        f"thread {row.thread} of {row.discussion} ({row.state}) is {state}, {tags}"
                    )

    def _judge_answers(
        self, crowd: Crowd, rows: Sequence[Any], answers: Sequence[Any], counts: Sequence[Any], found: Verdict
    ) -> None:
        """What was typed as it stands, and all that was acknowledged."""
        typed = {row.message: row for row in answers if row.message is not None}
        reacted: dict[int, list[tuple[str, int]]] = {}
        for row in counts:
            if row.count:
                reacted.setdefault(row.response, []).append((row.emoji, row.count))
        asked = {row.thread: row for row in rows}
        for note in crowd.notes.values():
            row = typed.get(note.message.id)
            if note.is_acknowledged and row is None:
                found.lost.append(f"message {note.message.id} has its sign and is not there")
            if note.prompt in asked and (
                wrong := _differs(note, row, reacted, closed_at=asked[note.prompt].closed_at)
            ):
                found.differs.append(wrong)
        given = Counter(row.text for row in answers if row.message is None)
        stored = {row.key: row.text for row in answers}
        found.lost += [
            f"answer {key} has its receipt and is not there"
            for key, text in crowd.receipts.items()
            if stored.get(key) != text
        ]
        found.differs += [
            f"answer {text!r} is there {given[text]} times" for text in crowd.sent if given[text] > 1
        ]


def _tags(town: Town, thread: Payload) -> list[str] | None:
    """Return what *thread* is tagged with in a forum; None where there are no tags."""
    forum = town.guild.guild.channels[int(thread["parent_id"])]
    names = {one["id"]: one["name"] for one in forum.get("available_tags", ())}
    return [names[one] for one in thread.get("applied_tags", ())] if names else None


def _prompts() -> Any:
    return (
        select(
            prompts,
            discussions.c.guild,
            discussions.c.state,
            discussions.c.opened_by,
            discussions.c.closed_at,
            articles.c.title,
        )
        .join(discussions, discussions.c.key == prompts.c.discussion)
        .join(articles, articles.c.key == discussions.c.article)
        .order_by(prompts.c.discussion, prompts.c.number)
    )


def _differs(
    note: Note, row: Any, reacted: dict[int, list[tuple[str, int]]], *, closed_at: datetime | None
) -> str:
    """Return how *row* differs from what became of a message, if it does.

    What was written, or happened to it, as the discussion was closed or later may be told or not.
    """
    where = f"thread {note.prompt}, closed {closed_at}"
    end = float("inf") if closed_at is None else closed_at.timestamp() - MARGIN
    in_time = [one for one in note.past if one.since < end]
    allowed = [*in_time[-1:], *(one for one in note.past if one.since >= end)]
    if row is None:
        if not in_time or any(one.text is None for one in allowed):
            return ""
        return f"message {note.message.id} is not there ({where})"
    is_gone = row.withdrawn_at is not None or row.deleted_at is not None
    stored = Standing(
        since=0.0,
        text=None if is_gone else row.text,
        reactions=() if is_gone else tuple(sorted(reacted.get(row.key, []))),
    )
    texts = [one.text for one in allowed]
    if stored.text not in texts:
        return f"message {note.message.id} is {stored.text!r}, not any of {texts!r} ({where})"
    counts = [one.reactions for one in allowed if one.text is not None]
    if not is_gone and counts and stored.reactions not in counts:
        return f"message {note.message.id} has {stored.reactions}, not any of {counts} ({where})"
    return ""
