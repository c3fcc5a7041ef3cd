"""What happens by the clock: due days are written down, what is due opens, what is over closes.

All of it is rows; nothing is posted here. Each due day of a schedule is one row, which the database lets be
written once and which opens once, whatever clocks do, whoever dies, however many processes look.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.discussion import Discussion
from bot.domain.errors import BotError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import NOBODY, ArticleId, DiscussionId, GuildId, OccurrenceId
from bot.domain.opening import Ask, Begin, Decision, Nothing, Under, Wait, decide
from bot.domain.outbox import POSTING, Step, discussion_stream, schedule_stream
from bot.domain.schedule import Missed, Occurrence, OccurrenceState, Opening, Schedule
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.planning import plan_end
from bot.services.put_back import is_put_back, undo_ahead
from bot.services.steps import ON_TIME
from bot.services.threads import ThreadPort
from bot.storage.openings import Channel, NewDiscussion, NewPrompt, PutOff
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)

# How long what waits for something else is left alone before it is looked at again.
LOOK_AGAIN = timedelta(minutes=1)
# A schedule that cannot be followed, its time zone unknown say.
LOOK_AGAIN_LATER = timedelta(hours=1)
# In one transaction. With 200 it costs a twentieth less, and keeps others waiting for twice as long.
BATCH = 100
# Missed days of one schedule that are written down one by one. Further ones come in the next round.
MISSED_AT_ONCE = 400


@dataclass(slots=True)
class Batch:
    """What a batch of occurrences writes."""

    begun: list[tuple[Occurrence, Schedule, Begin]] = field(default_factory=list)
    asked: list[tuple[Occurrence, Schedule, Ask, int]] = field(default_factory=list)
    empty: list[Occurrence] = field(default_factory=list)
    put_off: list[PutOff] = field(default_factory=list)
    taken_on: list[Occurrence] = field(default_factory=list)  # all of these
    unqueued: list[tuple[GuildId, ArticleId]] = field(default_factory=list)

    @property
    def superseding(self) -> list[Occurrence]:
        """Those in whose place nothing older of their schedules may open any more.

        What somebody opens by hand takes no place unless it opens: otherwise they are told why, no more.
        """
        opening = {one.id for one, _, _ in self.begun} | {one.id for one, _, _, _ in self.asked}
        return [one for one in self.taken_on if not one.by_hand or one.id in opening]


class Scheduler:
    """Follows the schedules of every guild."""

    def __init__(self, store: Store, *, clock: Clock, threads: ThreadPort, delivery: Delivery) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._delivery = delivery
        self.wanted = asyncio.Event()  # set when something may be due sooner than it was
        self._blocked: set[GuildId] = set()  # where openings wait for more than their time
        self._is_first = True
        self._latest: datetime | None = None

    async def tick(self, *, guild: GuildId | None = None) -> None:
        """Do what is due by now, in one guild or in all of Discord. Doing it again does nothing more."""
        now = self._clock()
        if self._is_first or is_put_back(now, self._latest):
            await undo_ahead(self._store, at=now)
            # The rules of zones may have come with the program.
            await self.work_out_anew()
            self._is_first = False
        self._latest = now
        due = await self.next_at(guild=guild)
        if due is None or due > self._clock():
            return  # to look writes nothing, and keeps nobody from writing
        await self.plan_due(guild=guild)
        await self.open_due(guild=guild)
        await self.close_over(guild=guild)
        self._delivery.wanted.set()

    async def wake(self, guild: GuildId) -> None:
        """Try at once what waits in *guild*, where something has changed."""
        await self._delivery.wake(guild)
        if guild in self._blocked:
            self._blocked.discard(guild)
            async with self._store.write() as tx:
                await tx.occurrences.wake(guild, at=self._clock())
            self.wanted.set()

    async def next_at(self, *, guild: GuildId | None = None) -> datetime | None:
        """Return when there is something to do next."""
        async with self._store.read() as tx:
            times = [
                await tx.schedules.next_at(guild=guild),
                await tx.occurrences.next_at(guild=guild),
                await tx.discussions.next_over(guild=guild),
            ]
        return min((at for at in times if at is not None), default=None)

    async def work_out_anew(self) -> int:
        """Work out when each next opening is by the rules that zones have today; return how many moved.

        What counts is the local day. The instant follows from rules that countries change at short notice.
        """
        async with self._store.read() as tx:
            waiting = await tx.schedules.waiting()
        moves = []
        for number, one in enumerate(waiting):
            if number % BATCH == 0:
                await asyncio.sleep(0)  # others have their turn
            try:
                at = one.timing.opening(one.next.on) if one.next else None
            except BotError:
                continue  # found out when it is due
            if one.next and at is not None and at != one.next.at:
                moves.append((one, Opening(on=one.next.on, at=at)))
        for start in range(0, len(moves), BATCH):
            async with self._store.write() as tx:
                some = moves[start : start + BATCH]
                await tx.schedules.move_on(some)
                for one, _ in some:
                    if one.has_event:
                        await arm_event(tx, one, at=self._clock())
        return len(moves)

    async def plan_due(self, *, guild: GuildId | None = None) -> None:
        """Write down the days that are due, and let each schedule wait for its next one."""
        while True:
            now = self._clock()
            async with self._store.write() as tx:
                due = await tx.schedules.due(now, guild=guild, limit=BATCH)
                rows: list[dict[str, Any]] = []
                moves: list[tuple[Schedule, Opening | None]] = []
                followed = []
                for schedule in due:
                    try:
                        new, following = _due(schedule, now=now)
                        followed.append(schedule.id)
                    except BotError as error:
                        logger.warning("Schedule %s cannot be followed: %s", schedule.id, error.code)
                        await tx.schedules.trouble(schedule.id, problem=error.code, at=now)
                        new, following = [], _later(schedule, now=now)
                    rows += new
                    moves.append((schedule, following))
                await tx.occurrences.add(rows)
                await tx.schedules.move_on(moves)
                await tx.schedules.well(followed)
                for schedule in due:
                    if schedule.has_event:
                        await arm_event(tx, schedule, at=now)
            if len(due) < BATCH:
                return

    async def open_due(self, *, guild: GuildId | None = None) -> None:
        """Open what is due, as far as nothing stands in the way."""
        while True:
            async with self._store.read() as tx:
                places = await tx.occurrences.due_in(self._clock(), guild=guild, limit=BATCH)
            if not places:
                return
            broken = await self._broken(set(places))
            now = self._clock()
            async with self._store.write() as tx:
                due = await tx.occurrences.due(now, guild=guild, limit=BATCH)
                await self._open(tx, due, broken=broken, now=now)

    async def close_over(self, *, guild: GuildId | None = None) -> None:
        """Close the discussions whose time is over."""
        while True:
            now = self._clock()
            async with self._store.write() as tx:
                over = await tx.discussions.over(now, guild=guild, limit=BATCH)
                for discussion in over:
                    await _end(tx, discussion, at=now)
            if len(over) < BATCH:
                return

    async def _broken(self, channels: set[Channel]) -> dict[Channel, Finding]:
        """Return what keeps prompts from being posted in those of *channels* where they cannot be."""
        broken = {}
        for guild, channel in channels:
            findings = await self._threads.inspect(guild=guild, channel=channel, settings=GuildSettings())
            found = next((one for one in findings if one.severity is Severity.BROKEN), None)
            if found is not None:
                broken[guild, channel] = found
        return broken

    async def _open(
        self,
        tx: Transaction,
        due: Sequence[tuple[Occurrence, Schedule]],
        *,
        broken: dict[Channel, Finding],
        now: datetime,
    ) -> None:
        under = await tx.openings.under({(one.guild, one.channel) for _, one in due})
        queues = await tx.queue.of({one.guild for _, one in due})
        wanted = {one.discussion.article for one in under.values()}
        wanted |= {one.article for _, one in due if one.article is not None}
        wanted |= {article for queue in queues.values() for article in queue}
        questions = await tx.openings.questions(wanted)
        batch = Batch()
        taken: set[GuildId] = set()
        for occurrence, schedule in due:
            # Two schedules of one guild may want the same article, two of one channel its discussion: one
            # after the other.
            if schedule.guild in taken:
                continue
            taken.add(schedule.guild)
            batch.taken_on.append(occurrence)
            place = (schedule.guild, schedule.channel)
            if place in broken:
                self._blocked.add(schedule.guild)
                batch.put_off.append(_later_on(occurrence, problem=broken[place].code, now=now))
                continue
            if (put_off := _quiet(occurrence, schedule, now=now)) is not None:
                batch.put_off.append(put_off)
                continue
            here = under.get(place)
            decision = decide(schedule, under=here, queue=queues[schedule.guild], questions=questions)
            decision = _in_line(decision, occurrence, here)
            if isinstance(decision, Wait):
                batch.put_off.append(_later_on(occurrence, problem=decision.problem, now=now))
            elif isinstance(decision, Nothing):
                batch.empty.append(occurrence)
            elif isinstance(decision, Ask):
                batch.asked.append((occurrence, schedule, decision, here.last if here else 0))
            else:
                if decision.from_queue:
                    batch.unqueued.append((schedule.guild, decision.article))
                if decision.ends is not None:
                    await _end(tx, decision.ends, at=now)
                batch.begun.append((occurrence, schedule, decision))
        await _write(tx, batch, now=now)


async def _write(tx: Transaction, batch: Batch, *, now: datetime) -> None:
    """Write what *batch* opens, with the steps by which it is posted, and what it does not."""
    await tx.openings.supersede(batch.superseding, at=now)
    await tx.openings.put_off(batch.put_off)
    await tx.openings.take(batch.unqueued)
    new = [
        NewDiscussion(
            guild=schedule.guild,
            channel=schedule.channel,
            article=begin.article,
            at=now,
            closes_at=_closes_at(schedule, begin, now=now),
        )
        for _, schedule, begin in batch.begun
    ]
    opened = await tx.openings.open(new)
    outcomes: list[tuple[OccurrenceId, OccurrenceState, DiscussionId | None]] = [
        (one.id, OccurrenceState.EMPTY, None) for one in batch.empty
    ]
    prompts: list[NewPrompt] = []
    guilds: list[GuildId] = []
    prolonged: list[tuple[DiscussionId, datetime]] = []
    for (occurrence, schedule, begin), discussion in zip(batch.begun, opened, strict=True):
        outcomes.append((occurrence.id, OccurrenceState.OPENED, discussion))
        for number, asked in enumerate(begin.questions, 1):
            prompts.append(
                NewPrompt(
                    discussion=discussion,
                    number=number,
                    asked=asked,
                    at=now,
                    ping=schedule.ping if number == 1 else None,
                )
            )
            guilds.append(schedule.guild)
    for occurrence, schedule, ask, last in batch.asked:
        discussion = ask.discussion.id
        outcomes.append((occurrence.id, OccurrenceState.OPENED, discussion))
        prompts.append(
            NewPrompt(discussion=discussion, number=last + 1, asked=ask.question, at=now, ping=schedule.ping)
        )
        guilds.append(schedule.guild)
        until = _closes_at(schedule, ask, now=now)
        if until is not None and not ask.discussion.by_hand:
            prolonged.append((discussion, until))
    keys = await tx.openings.plan(prompts)
    steps = [
        (discussion_stream(prompt.discussion), step, key, guild)
        for prompt, key, guild in zip(prompts, keys, guilds, strict=True)
        for step in POSTING
    ]
    await tx.outbox.add_all(steps, at=now)
    await tx.openings.prolong(prolonged)
    await tx.openings.opened(outcomes, at=now)
    for key, state, about in outcomes:
        logger.info("Occurrence %s is %s (discussion %s)", key, state, about)


def _due(schedule: Schedule, *, now: datetime) -> tuple[list[dict[str, Any]], Opening | None]:
    """Return the rows of the days of *schedule* that are due by *now*, and its next opening.

    However many were missed, one opens at most: the last.
    """
    if schedule.next is None:
        return [], None
    # Worked out once more: see _later, which puts off by what the clock says, not by what the zone does.
    since = Opening(on=schedule.next.on, at=schedule.timing.opening(schedule.next.on))
    due = schedule.timing.missed(since=since, now=now, limit=MISSED_AT_ONCE)
    if not due.openings:
        return [], due.following
    if due.following is not None and due.following.at <= now:
        return [_row(schedule, one, OccurrenceState.MISSED, now=now) for one in due.openings], due.following
    rows = [_row(schedule, one, OccurrenceState.MISSED, now=now) for one in due.openings[:-1]]
    last = due.openings[-1]
    return [*rows, _row(schedule, last, _state(schedule, last, now=now), now=now)], due.following


def _state(schedule: Schedule, opening: Opening, *, now: datetime) -> OccurrenceState:
    """Return what becomes of *opening*, which may come late."""
    late = now - opening.at
    if late <= ON_TIME:
        return OccurrenceState.DUE
    if schedule.missed is Missed.ASK:
        return OccurrenceState.ASKED
    may_open = schedule.missed is Missed.ONCE and late <= schedule.grace
    return OccurrenceState.DUE if may_open else OccurrenceState.MISSED


def _row(schedule: Schedule, opening: Opening, state: OccurrenceState, *, now: datetime) -> dict[str, Any]:
    is_due = state is OccurrenceState.DUE
    is_over = state is OccurrenceState.MISSED
    return {
        "schedule": schedule.id,
        "due_on": opening.on.isoformat(),
        "due_at": opening.at,
        "state": state,
        # Nobody is woken up because the bot slept.
        "opens_at": (schedule.timing.quiet_until(now) or now) if is_due else None,
        "decided_at": now if is_over else None,
    }


def _later(schedule: Schedule, *, now: datetime) -> Opening | None:
    """Return the same opening, looked at later."""
    return None if schedule.next is None else Opening(on=schedule.next.on, at=now + LOOK_AGAIN_LATER)


def _closes_at(schedule: Schedule, decision: Ask | Begin, *, now: datetime) -> datetime | None:
    """Return when the discussion closes by itself: counted from its last question, or the rest were lost."""
    return now + schedule.stays if schedule.stays is not None and decision.is_last else None


def _later_on(occurrence: Occurrence, *, problem: str | None, now: datetime) -> PutOff:
    return PutOff(occurrence=occurrence.id, until=now + LOOK_AGAIN, problem=problem)


def _quiet(occurrence: Occurrence, schedule: Schedule, *, now: datetime) -> PutOff | None:
    """Return until when *occurrence*, which had to wait, waits for the end of quiet hours.

    What somebody opens by hand opens at any hour.
    """
    if occurrence.by_hand:
        return None
    try:
        until = schedule.timing.quiet_until(now)
    except BotError as error:
        return PutOff(occurrence=occurrence.id, until=now + LOOK_AGAIN_LATER, problem=error.code)
    return None if until is None else PutOff(occurrence=occurrence.id, until=until, problem=None)


def _in_line(decision: Decision, occurrence: Occurrence, here: Under | None) -> Decision:
    """Return *decision*, but let no question be put before people have seen the one before it.

    Once Discord takes what it did not take for days, several would come at once.
    """
    is_early = here is not None and not here.is_posted and not occurrence.by_hand
    return Wait(problem=None) if isinstance(decision, Ask) and is_early else decision


async def _end(tx: Transaction, discussion: Discussion, *, at: datetime) -> None:
    await plan_end(tx, discussion, at=at)
    target = str(discussion.id)
    await tx.log.add("discussion.close", target=target, guild=discussion.guild, at=at, by=NOBODY)


async def arm_event(tx: Transaction, schedule: Schedule, *, at: datetime) -> None:
    """Let what Discord shows of *schedule* be brought up to date."""
    stream = schedule_stream(schedule.id)
    await tx.outbox.arm(stream, Step.EVENT, schedule.id, guild=schedule.guild, at=at)
