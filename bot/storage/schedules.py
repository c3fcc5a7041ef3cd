"""Schedules, what came of their due days, and the queue of articles, as rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import Prompt
from bot.domain.identity import (
    ArticleId,
    ChannelId,
    DiscussionId,
    GuildId,
    MemberId,
    OccurrenceId,
    RoleId,
    ScheduleId,
)
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import (
    Days,
    Missed,
    Occurrence,
    OccurrenceState,
    Opening,
    Opens,
    Quiet,
    Schedule,
    ScheduleState,
    Timing,
)
from bot.domain.schedule_errors import UnknownScheduleError
from bot.domain.shards import Shards
from bot.storage.engine import in_slices, or_time, upsert
from bot.storage.guilds import is_meant
from bot.storage.schema import occurrences, schedules

REMOVED = "removed"
KEPT = [ScheduleState.ON, ScheduleState.PAUSED]
Due = tuple[tuple[Occurrence, Schedule], ...]
IS_ON = (schedules.c.state == ScheduleState.ON) & schedules.c.next_at.is_not(None)


class Schedules:
    """The schedules of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def add(self, schedule: Schedule) -> ScheduleId:
        """Store *schedule*, whose id is not known yet."""
        added = await self._connection.execute(
            insert(schedules).values(_to_values(schedule)).returning(schedules.c.key)
        )
        return ScheduleId(added.scalar_one())

    async def get(self, schedule: ScheduleId, *, guild: GuildId) -> Schedule:
        """Return the guild's schedule with this id. Raises UnknownScheduleError."""
        found = await self._connection.execute(
            select(schedules).where(
                schedules.c.key == schedule, schedules.c.guild == guild, schedules.c.state != REMOVED
            )
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownScheduleError(number=str(schedule))
        return _to_schedule(row)

    async def all(self, guild: GuildId) -> tuple[Schedule, ...]:
        """Return the guild's schedules that were agreed to, the oldest first."""
        rows = await self._connection.execute(
            select(schedules)
            .where(schedules.c.guild == guild, schedules.c.state.in_(KEPT))
            .order_by(schedules.c.key)
        )
        return tuple(_to_schedule(row) for row in rows)

    async def on(self, guilds: Collection[GuildId]) -> tuple[Schedule, ...]:
        """Return the schedules of *guilds* that are on and have an opening before them, the oldest first."""
        rows = await self._connection.execute(
            select(schedules).where(IS_ON, schedules.c.guild.in_(list(guilds))).order_by(schedules.c.key)
        )
        return tuple(_to_schedule(row) for row in rows)

    async def change(
        self, schedule: ScheduleId, *, state: str, opening: Opening | None, at: datetime
    ) -> None:
        """Let *schedule* be in *state* and open next as *opening* says."""
        values: dict[str, Any] = {"state": state, "problem": None, "problem_since": None, **_next(opening)}
        if state == REMOVED:
            values["removed_at"] = at
        await self._connection.execute(update(schedules).where(schedules.c.key == schedule).values(values))

    async def trouble(self, schedule: ScheduleId, *, problem: str | None, at: datetime) -> None:
        """Remember that *schedule* cannot be followed, why, and since when; or that it can again."""
        since = None if problem is None else or_time(schedules.c.problem_since, at)
        await self._connection.execute(
            update(schedules).where(schedules.c.key == schedule).values(problem=problem, problem_since=since)
        )

    async def well(self, followed: Sequence[ScheduleId]) -> None:
        """Remember no trouble of schedules that could be followed."""
        await self._connection.execute(
            update(schedules)
            .where(schedules.c.key.in_(list(followed)), schedules.c.problem.is_not(None))
            .values(problem=None, problem_since=None)
        )

    async def due(self, at: datetime, *, guild: GuildId | None, limit: int) -> tuple[Schedule, ...]:
        """Return up to *limit* schedules that are due *at* a time, the longest due first."""
        rows = await self._connection.execute(
            select(schedules)
            .where(IS_ON, schedules.c.next_at <= at, is_meant(schedules.c.guild, guild, self._shards))
            .order_by(schedules.c.next_at, schedules.c.key)
            .limit(limit)
        )
        return tuple(_to_schedule(row) for row in rows)

    async def waiting(self) -> tuple[Schedule, ...]:
        """Return every schedule that is on and has an opening before it."""
        rows = await self._connection.execute(select(schedules).where(IS_ON).order_by(schedules.c.key))
        return tuple(await in_slices(rows, _to_schedule))

    async def next_at(self, *, guild: GuildId | None) -> datetime | None:
        """Return when the next schedule is due."""
        found = await self._connection.execute(
            select(func.min(schedules.c.next_at)).where(
                IS_ON, is_meant(schedules.c.guild, guild, self._shards)
            )
        )
        at: datetime | None = found.scalar_one()
        return at

    async def move_on(self, moves: Sequence[tuple[Schedule, Opening | None]]) -> None:
        """Let each schedule open next as is said, unless another process has moved it on already."""
        if not moves:
            return
        statement = (
            update(schedules)
            .where(schedules.c.key == bindparam("k"), schedules.c.next_on == bindparam("was_on"))
            .values(next_on=bindparam("next_on"), next_at=bindparam("next_at"))
        )
        rows = [
            {"k": one.id, "was_on": one.next.on.isoformat() if one.next else None, **_next(opening)}
            for one, opening in moves
        ]
        await self._connection.execute(statement, rows)

    async def unkept(self, *, before: datetime) -> None:
        """Forget the schedules that nobody agreed to."""
        await self._connection.execute(
            update(schedules)
            .where(schedules.c.state == ScheduleState.DRAFT, schedules.c.made_at < before)
            .values(state=REMOVED, removed_at=before)
        )


class Occurrences:
    """The due days of every schedule, inside one transaction."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self._connection = connection
        self._shards = shards

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add due days, each once: what another process added is left as it is."""
        if rows:
            statement = upsert(self._connection, occurrences).on_conflict_do_nothing()
            await self._connection.execute(statement, [dict(row) for row in rows])

    async def due(self, at: datetime, *, guild: GuildId | None, limit: int) -> Due:
        """Return up to *limit* occurrences that can open *at* a time, with their schedules, in order.

        Of those of one schedule the last. They are this transaction's alone: another passes them over.
        """
        rows = await self._connection.execute(
            select(occurrences, *_of_schedule())
            .join(schedules, schedules.c.key == occurrences.c.schedule)
            .where(*_can_open(at, guild=guild, shards=self._shards))
            .order_by(occurrences.c.opens_at, occurrences.c.key)
            .limit(limit)
            .with_for_update(of=occurrences, skip_locked=True)
        )
        return tuple((_to_occurrence(row), _to_schedule(row, prefix="s_")) for row in rows)

    async def due_in(
        self, at: datetime, *, guild: GuildId | None, limit: int
    ) -> list[tuple[GuildId, ChannelId]]:
        """Return where that would be: the guild and the channel of each."""
        rows = await self._connection.execute(
            select(schedules.c.guild, schedules.c.channel)
            .join(occurrences, schedules.c.key == occurrences.c.schedule)
            .where(*_can_open(at, guild=guild, shards=self._shards))
            .order_by(occurrences.c.opens_at, occurrences.c.key)
            .limit(limit)
        )
        return [(GuildId(row.guild), ChannelId(row.channel)) for row in rows]

    async def get(self, occurrence: OccurrenceId, *, guild: GuildId) -> tuple[Occurrence, Schedule]:
        """Return the guild's occurrence with this id, and its schedule. Raises UnknownScheduleError."""
        found = await self._connection.execute(
            select(occurrences, *_of_schedule())
            .join(schedules, schedules.c.key == occurrences.c.schedule)
            .where(occurrences.c.key == occurrence, schedules.c.guild == guild)
        )
        row = found.one_or_none()
        if row is None:
            raise UnknownScheduleError(number=str(occurrence))
        return _to_occurrence(row), _to_schedule(row, prefix="s_")

    async def behind(self, prompt: Prompt, *, guild: GuildId) -> tuple[Occurrence, Schedule] | None:
        """Return the occurrence that opened with *prompt*, and its schedule; None where none did."""
        found = await self._connection.execute(
            select(occurrences, *_of_schedule())
            .join(schedules, schedules.c.key == occurrences.c.schedule)
            .where(schedules.c.guild == guild, occurrences.c.discussion == prompt.discussion)
            .where(occurrences.c.decided_at == prompt.planned_at)  # in one transaction
            .limit(1)
        )
        row = found.one_or_none()
        return None if row is None else (_to_occurrence(row), _to_schedule(row, prefix="s_"))

    async def decide(
        self,
        occurrence: OccurrenceId,
        *,
        state: OccurrenceState,
        at: datetime,
        by: MemberId | None = None,
        discussion: DiscussionId | None = None,
        opens_at: datetime | None = None,
        problem: str | None = None,
    ) -> None:
        """Note what came of an occurrence."""
        is_open = state in {OccurrenceState.DUE, OccurrenceState.ASKED}
        await self._connection.execute(
            update(occurrences)
            .where(occurrences.c.key == occurrence)
            .values(
                state=state,
                discussion=discussion,
                opens_at=opens_at,
                problem=problem,
                decided_at=None if is_open else at,
                decided_by=by,
            )
        )

    async def wake(self, guild: GuildId, *, at: datetime) -> None:
        """Let what waits in *guild* for more than its time open *at* a time, if it can now."""
        of_guild = select(schedules.c.key).where(schedules.c.guild == guild)
        await self._connection.execute(
            update(occurrences)
            .where(occurrences.c.state == OccurrenceState.DUE, occurrences.c.problem.is_not(None))
            .where(occurrences.c.schedule.in_(of_guild), occurrences.c.opens_at > at)
            .values(opens_at=at)
        )

    async def give_up(self, schedule: ScheduleId, *, at: datetime) -> None:
        """Let nothing of *schedule* wait any more."""
        await self._connection.execute(
            update(occurrences)
            .where(occurrences.c.schedule == schedule)
            .where(occurrences.c.state.in_([OccurrenceState.DUE, OccurrenceState.ASKED]))
            .values(state=OccurrenceState.SKIPPED, decided_at=at, opens_at=None)
        )

    async def next_at(self, *, guild: GuildId | None) -> datetime | None:
        """Return when the next occurrence that waits can open."""
        found = await self._connection.execute(
            select(func.min(occurrences.c.opens_at))
            .join(schedules, schedules.c.key == occurrences.c.schedule)
            .where(
                occurrences.c.state == OccurrenceState.DUE,
                occurrences.c.opens_at.is_not(None),
                is_meant(schedules.c.guild, guild, self._shards),
            )
        )
        at: datetime | None = found.scalar_one()
        return at

    async def of(self, schedule: ScheduleId, *, limit: int) -> tuple[Occurrence, ...]:
        """Return the last occurrences of *schedule*, the newest first."""
        rows = await self._connection.execute(
            select(occurrences)
            .where(occurrences.c.schedule == schedule)
            .order_by(occurrences.c.due_at.desc(), occurrences.c.key.desc())
            .limit(limit)
        )
        return tuple(_to_occurrence(row) for row in rows)


def _can_open(at: datetime, *, guild: GuildId | None, shards: Shards | None) -> tuple[Any, ...]:
    """Return what tells the occurrences that can open *at* a time, of those of one schedule the last."""
    later = occurrences.alias()
    is_last = ~(
        select(later.c.key)
        .where(later.c.schedule == occurrences.c.schedule, later.c.due_at > occurrences.c.due_at)
        .where(later.c.state == OccurrenceState.DUE, later.c.opens_at <= at)
        .exists()
    )
    return (
        occurrences.c.state == OccurrenceState.DUE,
        occurrences.c.opens_at <= at,
        is_last,
        is_meant(schedules.c.guild, guild, shards),
    )


def _next(opening: Opening | None) -> dict[str, Any]:
    if opening is None:
        return {"next_on": None, "next_at": None}
    return {"next_on": opening.on.isoformat(), "next_at": opening.at}


def _of_schedule() -> list[Any]:
    return [column.label(f"s_{column.name}") for column in schedules.c]


def _to_values(schedule: Schedule) -> dict[str, Any]:
    timing = schedule.timing
    quiet = timing.quiet
    return {
        "guild": schedule.guild,
        "channel": schedule.channel,
        "state": schedule.state,
        "rule": timing.recurrence.rule,
        "starts_on": timing.recurrence.starts_on.isoformat(),
        "at": f"{timing.at:%H:%M}",
        "zone": timing.zone,
        "excluded": [[days.first.isoformat(), days.last.isoformat()] for days in timing.excluded],
        "quiet": None if quiet is None else [f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}"],
        "opens": schedule.opens,
        "article": schedule.article,
        "stays_minutes": None if schedule.stays is None else schedule.stays // timedelta(minutes=1),
        "ping": schedule.ping,
        "has_event": schedule.has_event,
        "missed": schedule.missed,
        "grace_minutes": schedule.grace // timedelta(minutes=1),
        "made_by": schedule.made_by,
        "made_at": schedule.made_at,
        **_next(schedule.next),
    }


def _to_schedule(row: Row[Any], *, prefix: str = "") -> Schedule:
    values = row._mapping  # noqa: SLF001 (its public way to columns by name)

    def of(name: str) -> Any:
        return values[prefix + name]

    quiet = of("quiet")
    next_on = of("next_on")
    stays = of("stays_minutes")
    return Schedule(
        id=ScheduleId(of("key")),
        guild=GuildId(of("guild")),
        channel=ChannelId(of("channel")),
        timing=Timing(
            recurrence=Recurrence(rule=of("rule"), starts_on=date.fromisoformat(of("starts_on"))),
            at=time.fromisoformat(of("at")),
            zone=of("zone"),
            excluded=tuple(
                Days(first=date.fromisoformat(first), last=date.fromisoformat(last))
                for first, last in of("excluded")
            ),
            quiet=None
            if quiet is None
            else Quiet(start=time.fromisoformat(quiet[0]), end=time.fromisoformat(quiet[1])),
        ),
        opens=Opens(of("opens")),
        article=None if of("article") is None else ArticleId(of("article")),
        stays=None if stays is None else timedelta(minutes=stays),
        ping=None if of("ping") is None else RoleId(of("ping")),
        has_event=of("has_event"),
        missed=Missed(of("missed")),
        grace=timedelta(minutes=of("grace_minutes")),
        state=ScheduleState.PAUSED if of("state") == REMOVED else ScheduleState(of("state")),
        next=None if next_on is None else Opening(on=date.fromisoformat(next_on), at=of("next_at")),
        made_by=MemberId(of("made_by")),
        made_at=of("made_at"),
    )


def _to_occurrence(row: Row[Any]) -> Occurrence:
    return Occurrence(
        id=OccurrenceId(row.key),
        schedule=ScheduleId(row.schedule),
        # By hand, a day has as many as are wanted: see ScheduleService.run_now.
        on=date.fromisoformat(row.due_on[:10]),
        at=row.due_at,
        state=OccurrenceState(row.state),
        opens_at=row.opens_at,
        discussion=None if row.discussion is None else DiscussionId(row.discussion),
        by_hand=row.decided_by is not None,
    )
