"""Finding out what is wrong: from what waits and fails in the database, and from how channels stand now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.discord_errors import PostingDelayedError, RestlessError
from bot.domain.errors import BotError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.health import LOW, Problem, is_low, is_worth_telling, severity_of
from bot.domain.identity import ChannelId, DiscussionId, GuildId
from bot.domain.opening import DISCUSSION_OPEN, openings_left
from bot.domain.outbox import Step
from bot.domain.schedule import Schedule
from bot.services.clock import Clock
from bot.services.threads import ThreadPort
from bot.storage.health import Failing, Held, Troubled, Unread
from bot.storage.store import Store, Transaction

# What is left to open is counted anew when something opened, or the queue changed; and now and then, since
# articles and discussions change too.
COUNT_AGAIN = timedelta(minutes=10)
# Guilds in which it is counted in one round: some tens of milliseconds' worth.
COUNTED_AT_ONCE = 25

# What lies below a thread's not being read back, by the reason that services.recall gives.
_UNREAD: dict[str, tuple[str, dict[str, object]]] = {
    "lacks_view": ("lacks", {"permission": "view_channel"}),
    "lacks_history": ("lacks", {"permission": "read_message_history"}),
    "refused": ("read_refused", {}),
    "delayed": (PostingDelayedError.code, {}),
    "restless": (RestlessError.code, {}),
}

NameOf = Callable[[ChannelId, GuildId], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much there was left to open in a guild."""

    pulse: tuple[object, ...]
    at: datetime
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Stored:
    """What the database knows of what is wrong."""

    failing: list[Failing] = field(default_factory=list)
    troubled: list[Troubled] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    titles: dict[DiscussionId, str] = field(default_factory=dict)


class Problems:
    """What is wrong, in one guild or in all."""

    def __init__(self, store: Store, *, clock: Clock, threads: ThreadPort, name_of: NameOf) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._name_of = name_of
        self._counted: dict[GuildId, Counted] = {}

    async def of(self, guild: GuildId) -> tuple[Problem, ...]:
        """Return what is wrong in *guild*, the worst first."""
        async with self._store.read() as tx:
            stored = await _read(tx, guild)
            low = await self._count(tx, [guild])
            reported = await tx.flags.counts(guild)
        found = await self._put_together(stored)
        return _sorted([*found.get(guild, ()), *low[guild], *map(_reported, reported.values())])

    async def everywhere(self) -> dict[GuildId, tuple[Problem, ...]]:
        """Return what is wrong in each guild of Discord where anything is."""
        async with self._store.read() as tx:
            stored = await _read(tx, None)
            pulses = await tx.ailments.pulses()
            reported = await tx.flags.counts()
        found = await self._put_together(stored)
        await self._count_where_needed(pulses)
        for guild, counted in self._counted.items():
            if counted.problems:
                found[guild].extend(counted.problems)
        for guild, count in reported.items():
            found[guild].append(_reported(count))
        return {guild: _sorted(problems) for guild, problems in found.items()}

    async def _count_where_needed(self, pulses: dict[GuildId, tuple[object, ...]]) -> None:
        now = self._clock()
        for guild in self._counted.keys() - pulses.keys():
            del self._counted[guild]
        old = [
            (counted.at, guild)
            for guild, counted in self._counted.items()
            if counted.pulse == pulses[guild] and now - counted.at >= COUNT_AGAIN
        ]
        changed = [
            guild
            for guild, pulse in pulses.items()
            if guild not in self._counted or self._counted[guild].pulse != pulse
        ]
        due = [*changed, *(guild for _, guild in sorted(old))][:COUNTED_AT_ONCE]
        if due:
            async with self._store.read() as tx:
                found = await self._count(tx, due)
            for guild in due:
                self._counted[guild] = Counted(pulse=pulses[guild], at=now, problems=found[guild])

    async def _count(
        self, tx: Transaction, guilds: Collection[GuildId]
    ) -> dict[GuildId, tuple[Problem, ...]]:
        """Return where little is left to open in each of *guilds*."""
        found: dict[GuildId, tuple[Problem, ...]] = dict.fromkeys(guilds, ())
        for schedule, left in await count_all(tx, await tx.schedules.on(guilds)):
            if left is not None and left <= LOW and is_low(left, ahead=_ahead(schedule)):
                found[schedule.guild] += (self._low(schedule, left),)
        return found

    def _low(self, schedule: Schedule, left: int) -> Problem:
        data: dict[str, object] = {
            "number": str(schedule.id),
            "channel": self._name_of(schedule.channel, schedule.guild),
        }
        # How many are left is part of the text, whose form depends on it.
        if left:
            data["n"] = left
        return Problem(
            code="queue_low" if left else "queue_empty",
            severity=Severity.NOTICE,
            data=data,
            subject=schedule.id,
        )

    async def _put_together(self, stored: Stored) -> defaultdict[GuildId, list[Problem]]:
        now = self._clock()
        found: defaultdict[GuildId, list[Problem]] = defaultdict(list)
        for failing in stored.failing:
            if is_worth_telling(attempts=failing.attempts, since=failing.since, now=now):
                found[failing.guild].append(_of_step(failing, stored.titles))
        for troubled in stored.troubled:
            found[troubled.guild].append(self._of_schedule(troubled))
        for held in stored.held:
            problem = await self._of_opening(held)
            if problem is not None:
                found[held.guild].append(problem)
        for unread in stored.unread:
            found[unread.guild].append(self._of_threads(unread))
        return found

    def _of_schedule(self, troubled: Troubled) -> Problem:
        return Problem(
            code="schedule",
            severity=Severity.BROKEN,
            since=troubled.since,
            data={
                "number": str(troubled.schedule),
                "channel": self._name_of(troubled.channel, troubled.guild),
                "reason": troubled.problem,
            },
            subject=troubled.schedule,
        )

    async def _of_opening(self, held: Held) -> Problem | None:
        """Return why *held* waits; None where that is over, so that it opens in a moment."""
        data: dict[str, object] = {
            "number": str(held.schedule),
            "channel": self._name_of(held.channel, held.guild),
        }
        if held.is_asked:
            return Problem(
                code="asked",
                severity=Severity.NOTICE,
                data={**data, "due": held.at},
                subject=held.occurrence,
            )
        if held.problem == DISCUSSION_OPEN:
            return Problem(
                code="channel_taken",
                severity=Severity.NOTICE,
                since=held.at,
                data=data,
                subject=held.occurrence,
            )
        cause = await self._look(held)
        if cause is None:
            return None
        return Problem(
            code="opening",
            severity=Severity.BROKEN,
            since=held.at,
            data=data,
            subject=held.occurrence,
            cause=cause,
        )

    async def _look(self, held: Held) -> Finding | None:
        """Return what stands in the way of *held* now: of what it was stopped by, only the code is known."""
        try:
            found = await self._threads.inspect(
                guild=held.guild, channel=held.channel, settings=GuildSettings()
            )
        except BotError:
            return None
        broken = [one for one in found if one.severity is Severity.BROKEN]
        same = [one for one in broken if one.code == held.problem]
        return next(iter([*same, *broken]), None)

    def _of_threads(self, unread: Unread) -> Problem:
        channel = self._name_of(unread.channel, unread.guild)
        code, data = _UNREAD.get(unread.problem, (BotError.code, {}))
        return Problem(
            code="unread",
            severity=Severity.NOTICE,
            since=unread.since,
            data={"channel": channel, "n": unread.threads},
            subject=unread.channel,
            cause=Finding(code=code, severity=Severity.NOTICE, data={"channel": channel, **data}),
        )


async def count_all(tx: Transaction, schedules: Sequence[Schedule]) -> list[tuple[Schedule, int | None]]:
    """Return for how many openings of each there is something to open; None where that never ends.

    In a few statements, however many there are.
    """
    if not schedules:
        return []
    under = await tx.openings.under({(one.guild, one.channel) for one in schedules})
    queues = await tx.queue.of({one.guild for one in schedules})
    wanted = {one.discussion.article for one in under.values()}
    wanted |= {one.article for one in schedules if one.article is not None}
    wanted |= {article for queue in queues.values() for article in queue}
    questions = await tx.openings.questions(wanted)
    return [
        (
            one,
            openings_left(
                one, under=under.get((one.guild, one.channel)), queue=queues[one.guild], questions=questions
            ),
        )
        for one in schedules
    ]


async def _read(tx: Transaction, guild: GuildId | None) -> Stored:
    failing = await tx.ailments.failing(guild)
    return Stored(
        failing=failing,
        troubled=await tx.ailments.troubled(guild),
        held=await tx.ailments.held(guild),
        unread=await tx.ailments.unread(guild),
        titles=await tx.ailments.titles({one for each in failing if (one := _discussion_of(each))}),
    )


def _of_step(failing: Failing, titles: dict[DiscussionId, str]) -> Problem:
    discussion = _discussion_of(failing)
    data: dict[str, object] = {}
    if discussion is not None:
        data["title"] = titles.get(discussion, "?")
    elif failing.step is Step.EVENT:
        data["number"] = str(failing.subject)
    return Problem(
        code=failing.step,
        severity=severity_of(failing.step),
        since=failing.since,
        data=data,
        subject=failing.subject,
        cause=Finding(code=failing.problem, severity=Severity.BROKEN, data=failing.details),
    )


def _reported(count: int) -> Problem:
    """Return that so many answers wait for a moderator."""
    return Problem(code="reported", severity=Severity.NOTICE, data={"n": count})


def _discussion_of(failing: Failing) -> DiscussionId | None:
    kind, _, number = failing.stream.partition(":")
    return DiscussionId(int(number)) if kind == "discussion" else None


def _ahead(schedule: Schedule) -> int:
    """Return how many openings are planned, as far as that matters."""
    if schedule.next is None:
        return 0
    try:
        return 1 + len(schedule.timing.upcoming(after=schedule.next.at, count=LOW))
    except BotError:
        return LOW + 1  # told of as a schedule that cannot be followed


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    order = list(Severity)
    return tuple(sorted(problems, key=lambda one: -order.index(one.severity)))
