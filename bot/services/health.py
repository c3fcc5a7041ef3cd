"""Failure reaches a human: each guild's moderators by a card of their own, operators by the log and numbers.

The card says what is wrong as long as anything is, and that all is well once nothing is. It is brought up to
date through the outbox like everything else, and only where it would say something else than it does.
"""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.errors import BotError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.health import Notice, Problem, digest
from bot.domain.identity import LOCAL_GUILD, ChannelId, GuildId
from bot.domain.outbox import OutboxRow, Step, guild_stream
from bot.domain.shards import Shards, to_shards
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.notices import NoticePort
from bot.services.problems import Problems
from bot.services.threads import ThreadPort
from bot.storage.health import PARTS, Said, from_said, mark_of, to_said
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# Cards that are planned in one transaction.
BATCH = 200
# A part of the program that failed for as long as this is worth telling those who ask.
PART_TELLS_AFTER = timedelta(minutes=2)


@dataclass(slots=True, kw_only=True)
class PartState:
    """How a part of the program fares that goes on by itself."""

    well_at: datetime | None = None  # when it last came to its end as it should
    restarts: int = 0
    problem: str | None = None
    since: datetime | None = None  # when that began


class HealthService:
    """Knows what is wrong, and sees that somebody hears of it."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        threads: ThreadPort,
        delivery: Delivery,
        notices: NoticePort | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._delivery = delivery
        self._notices = notices
        self._problems = Problems(store, clock=clock, threads=threads, name_of=self.name_of)
        self._noted: str | None = None  # what the database says of the parts
        self.parts: dict[str, PartState] = {}
        self.wanted = asyncio.Event()  # set when something may be otherwise than the cards say

    async def problems(self, guild: GuildId) -> tuple[Problem, ...]:
        """Return what is wrong in *guild*, the worst first."""
        return await self._problems.of(guild)

    async def findings(self, guild: GuildId, *, settings: GuildSettings) -> tuple[Finding, ...]:
        """Return what is wrong in *guild* and with what goes on by itself, and whether anybody is told."""
        found = [
            Finding(code="problem", severity=one.severity, data={"problem": one})
            for one in await self.problems(guild)
        ]
        return (*self.unsaid(guild, settings=settings), *found, *self._failing_parts())

    def tells_nobody(self, guild: GuildId, *, settings: GuildSettings) -> bool:
        """Return whether nobody in *guild* is told when something goes wrong."""
        if self._notices is None or guild == LOCAL_GUILD:
            return False
        try:
            return self._notices.place(guild=guild, settings=settings) is None
        except PostingDelayedError:
            return False  # that is not known now

    def unsaid(self, guild: GuildId, *, settings: GuildSettings) -> tuple[Finding, ...]:
        """Return that nobody in *guild* is told when something goes wrong, where that is so."""
        if not self.tells_nobody(guild, settings=settings):
            return ()
        return (Finding(code="no_notices", severity=Severity.NOTICE),)

    def name_of(self, channel: ChannelId, guild: GuildId) -> str | None:
        """Return what people in *guild* call *channel*, or None where there is but one: at a terminal."""
        if guild == LOCAL_GUILD:
            return None
        return f"#{channel}" if self._notices is None else self._notices.name_of(channel, guild=guild)

    # -- the card ------------------------------------------------------------------------------------

    async def refresh(self, guild: GuildId) -> None:
        """Let the card of *guild* be brought up to date, if it would say something else."""
        if self._notices is not None and guild != LOCAL_GUILD:
            await self._compare({guild: await self.problems(guild)}, self._notices)

    async def refresh_all(self) -> None:
        """Let every guild's card be brought up to date that would say something else."""
        await self._note_parts()
        if self._notices is not None:
            await self._compare(await self._problems.everywhere(), self._notices, is_all=True)

    async def perform(self, row: OutboxRow) -> int | None:
        """Let the card of a guild say what is wrong now. Raises CannotPostError, PostingDelayedError."""
        guild = row.guild
        if self._notices is None:
            return None
        async with self._store.read() as tx:
            settings = await tx.guilds.get(guild)
            said = to_said(await tx.marks.get(mark_of(guild)))
        problems = _told(await self.problems(guild))
        channel = self._notices.place(guild=guild, settings=settings)
        if channel is None:
            await self._take_away(row, said)
            return None
        if not (problems or row.message is not None):
            return None
        keys = tuple(one.key for one in problems)
        posted = await self._notices.put(
            Notice(
                problems=problems,
                well_since=None if problems else self._clock(),
                is_news=not set(keys) <= set(said.keys),
            ),
            guild=guild,
            channel=channel,
            settings=settings,
            message=row.message if said.channel == channel else None,
            nonce=row.nonce,
            since=row.planned_at if row.is_retry else None,
        )
        now_said = Said(digest=_digest(problems, settings), keys=keys, channel=channel)
        async with self._store.write() as tx:
            await tx.marks.put(mark_of(guild), from_said(now_said))
        if said.channel is not None and said.channel != channel and row.message is not None:
            await self._notices.take_away(row.message, guild=guild, channel=ChannelId(said.channel))
        return posted

    async def _take_away(self, row: OutboxRow, said: Said) -> None:
        """Take away the card that nobody would bring up to date any more: it would say what is long over."""
        if said.channel is None or row.message is None or self._notices is None:
            return
        where = ChannelId(said.channel)
        is_gone = await self._notices.take_away(row.message, guild=row.guild, channel=where)
        # Where it could not be, it is known for later, and there are never two.
        now_said = replace(said, digest="", channel=None if is_gone else where)
        async with self._store.write() as tx:
            await tx.marks.put(mark_of(row.guild), from_said(now_said))

    async def _compare(
        self, found: Mapping[GuildId, Sequence[Problem]], notices: NoticePort, *, is_all: bool = False
    ) -> None:
        """Plan that cards are changed that say something else than what was *found*.

        With *is_all* nothing is wrong in any other guild.
        """
        async with self._store.read() as tx:
            said = await tx.ailments.said()
            ill = {guild for guild, one in said.items() if one.digest}
            guilds = found.keys() | ill if is_all else found.keys()
            settings = await tx.guilds.all(guilds)
            planned = await tx.ailments.planned()
        changed = [
            guild
            for guild in sorted(guilds - planned)
            if _says_else(
                _told(found.get(guild, ())),
                guild=guild,
                said=said.get(guild, Said()),
                settings=settings[guild],
                notices=notices,
            )
        ]
        for start in range(0, len(changed), BATCH):
            now = self._clock()
            async with self._store.write() as tx:
                # Somebody else may have planned it since, and it be on its way: it is not begun anew.
                planned = await tx.ailments.planned()
                for guild in changed[start : start + BATCH]:
                    if guild not in planned:
                        await tx.outbox.arm(guild_stream(guild), Step.HEALTH, guild, guild=guild, at=now)
        if changed:
            self._delivery.wanted.set()

    # -- the program itself --------------------------------------------------------------------------

    def report(self, part: str, problem: str | None) -> None:
        """Note that a part of the program came to its end as it should, or by which *problem* it did not."""
        state = self.parts.setdefault(part, PartState())
        now = self._clock()
        if problem is None:
            state.well_at, state.problem, state.since = now, None, None
            return
        state.restarts += 1
        state.problem = problem
        state.since = state.since or now

    def well(self, part: str) -> None:
        """Note that a part of the program came to its end as it should."""
        self.report(part, None)

    def _failing_parts(self) -> tuple[Finding, ...]:
        now = self._clock()
        return tuple(
            part_failing(name, problem=state.problem, since=state.since)
            for name, state in sorted(self.parts.items())
            if state.problem is not None and state.since is not None and now - state.since >= PART_TELLS_AFTER
        )

    async def _note_parts(self) -> None:
        """Let operators see in the database which parts fail, when that has changed."""
        failing = {
            _name_of(name, shards=self._store.shards): [state.problem, state.since.isoformat()]
            for name, state in sorted(self.parts.items())
            if state.problem is not None and state.since is not None
        }
        content = json.dumps(failing)
        if content == self._noted:
            return
        try:
            async with self._store.write() as tx:
                noted = json.loads(await tx.marks.get(PARTS) or "{}")
                others = {name: one for name, one in noted.items() if _is_others(name, self._store.shards)}
                await tx.marks.put(PARTS, json.dumps({**others, **failing}))
        except BotError as error:
            logger.warning("Which parts fail is not noted: %s", error.code)
        else:
            self._noted = content


def _name_of(part: str, *, shards: Shards | None) -> str:
    return part if shards is None else f"{part} ({shards})"


def _is_others(name: str, shards: Shards | None) -> bool:
    """Return whether a part that was noted is that of another process, which has other shards of as many."""
    _, _, said = name.partition(" (")
    theirs = to_shards(said.removesuffix(")"))
    if shards is None or theirs is None:
        return False
    return theirs.of == shards.of and not set(theirs.ids).intersection(shards.ids)


def part_failing(name: str, *, problem: str, since: datetime) -> Finding:
    """Return that a part of the program fails."""
    data: dict[str, object] = {"part": name, "reason": problem, "since": since}
    return Finding(code="part_failing", severity=Severity.NOTICE, data=data)


async def survey(store: Store, *, limit: int = 20) -> tuple[Finding, ...]:
    """Return how what goes on by itself stands on Discord, for operators: no more than numbers and codes."""
    async with store.read() as tx:
        numbers = await tx.ailments.numbers()
        failing = await tx.ailments.failing()
        troubled = await tx.ailments.troubled()
        guilds = await tx.ailments.guilds()
        parts = json.loads(await tx.marks.get(PARTS) or "{}")
    waiting = sum(one.waiting for one in numbers.steps.values())
    found = [Finding(code="steps_waiting", severity=Severity.FINE, data={"count": waiting})]
    if failing:
        first = failing[0]
        data: dict[str, object] = {
            "count": len(failing),
            "step": first.step.value,
            "guild": str(first.guild),
            "since": first.since,
            "reason": first.problem,
        }
        found.append(Finding(code="steps_failing", severity=Severity.NOTICE, data=data))
    if troubled:
        listed = ", ".join(f"{one.schedule} ({one.problem})" for one in troubled[:limit])
        data = {"count": len(troubled), "schedules": listed}
        found.append(Finding(code="schedules_troubled", severity=Severity.NOTICE, data=data))
    found += [
        part_failing(name, problem=problem, since=datetime.fromisoformat(since))
        for name, (problem, since) in parts.items()
    ]
    for one in guilds[:limit]:
        is_ill = one.failing or one.troubled
        data = {
            "guild": str(one.guild),
            "waiting": one.waiting,
            "failing": one.failing,
            "schedules": one.schedules,
            "troubled": one.troubled,
        }
        severity = Severity.NOTICE if is_ill else Severity.FINE
        found.append(Finding(code="guild_numbers", severity=severity, data=data))
    if len(guilds) > limit:
        data = {"count": len(guilds) - limit}
        found.append(Finding(code="guilds_more", severity=Severity.FINE, data=data))
    return tuple(found)


def _says_else(
    problems: Sequence[Problem],
    *,
    guild: GuildId,
    said: Said,
    settings: GuildSettings,
    notices: NoticePort,
) -> bool:
    """Return whether the card of *guild* should say something else than it does, or elsewhere."""
    if not problems and not said.digest:
        return False
    try:
        channel = notices.place(guild=guild, settings=settings)
    except PostingDelayedError:
        return False  # Discord does not say; the next round asks again
    if channel is None:
        return bool(said.digest)  # it says something that nobody would take back
    return _digest(problems, settings) != said.digest or channel != said.channel


def _told(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return what the card says: not that it cannot be shown."""
    return tuple(one for one in problems if one.code != Step.HEALTH)


def _digest(problems: Sequence[Problem], settings: GuildSettings) -> str:
    return digest(problems, settings.language, settings.is_set_up)
