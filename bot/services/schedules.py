"""Schedules as moderators make and change them, and the queue of articles that they draw from."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError
from bot.domain.errors import DiscussionOpenError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ArticleId, ChannelId, GuildId, OccurrenceId, RoleId, ScheduleId
from bot.domain.opening import DISCUSSION_OPEN, openings_left
from bot.domain.schedule import (
    GRACE,
    Missed,
    Occurrence,
    OccurrenceState,
    Opening,
    Opens,
    Schedule,
    ScheduleState,
    Timing,
    zone_of,
)
from bot.domain.schedule_errors import (
    NothingToOpenError,
    NotQueuedError,
    ScheduleOverError,
    TooManySchedulesError,
)
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.place import Place
from bot.services.scheduler import Scheduler, arm_event
from bot.services.threads import ThreadPort
from bot.storage.schedules import REMOVED
from bot.storage.store import Store, Transaction

# More than anybody plans; a bound on what one guild can make every other wait for.
LIMIT = 50
# How long what was shown and not agreed to is kept.
UNKEPT = timedelta(days=1)
# Openings that are left out before their day: as many as anybody skips.
AHEAD = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """An article that waits for its turn."""

    article: ArticleId
    title: str
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a moderator wants of a schedule."""

    timing: Timing
    channel: ChannelId
    opens: Opens = Opens.QUESTION
    article: ArticleId | None = None
    stays: timedelta | None = None
    ping: RoleId | None = None
    has_event: bool = False
    missed: Missed = Missed.ONCE
    grace: timedelta = GRACE


class ScheduleService:
    """What can be done with a guild's schedules."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        threads: ThreadPort,
        scheduler: Scheduler,
        delivery: Delivery,
    ) -> None:
        self._store = store
        self._clock = clock
        self._threads = threads
        self._scheduler = scheduler
        self._delivery = delivery

    def today(self, zone: str) -> date:
        """Return what day it is in *zone*. Raises UnknownZoneError."""
        return self._clock().astimezone(zone_of(zone)).date()

    async def upcoming(self, schedule: Schedule, *, count: int) -> tuple[Opening, ...]:
        """Return the next openings of *schedule*, as they are known today. Raises UnknownZoneError.

        Of one that is not followed, they are those that it would have if it were from now on.
        """
        if schedule.state is not ScheduleState.ON:
            async with self._store.read() as tx:
                return await _openings(tx, schedule, after=self._clock(), count=count)
        if schedule.next is None:
            return ()
        rest = schedule.timing.upcoming(after=schedule.next.at, count=count - 1)
        return (schedule.next, *rest)

    async def draft(self, plan: Plan, *, at: Place) -> Schedule:
        """Write down what was understood, for whoever asked to agree to.

        Raises ScheduleOverError where it never opens, TooManySchedulesError.
        """
        now = self._clock()
        schedule = Schedule(
            id=ScheduleId(0),
            guild=at.guild,
            channel=plan.channel,
            timing=plan.timing,
            opens=plan.opens,
            article=plan.article,
            stays=plan.stays,
            ping=plan.ping,
            has_event=plan.has_event,
            missed=plan.missed,
            grace=plan.grace,
            next=plan.timing.first(after=now),
            made_by=at.person.id,
            made_at=now,
        )
        if schedule.next is None:
            raise ScheduleOverError
        async with self._store.write() as tx:
            await _refuse_too_many(tx, at)
            await tx.schedules.unkept(before=now - UNKEPT)
            return replace(schedule, id=await tx.schedules.add(schedule))

    async def keep(self, schedule: ScheduleId, *, at: Place) -> Schedule:
        """Follow a schedule that was drafted, from now on.

        Raises UnknownScheduleError, ScheduleOverError, TooManySchedulesError.
        """
        return await self._switch(schedule, "schedule.add", at=at)

    async def resume(self, schedule: ScheduleId, *, at: Place) -> Schedule:
        """Follow a schedule again, from now on: what fell into the pause stays where it is.

        Raises UnknownScheduleError, ScheduleOverError.
        """
        return await self._switch(schedule, "schedule.resume", at=at)

    async def pause(self, schedule: ScheduleId, *, at: Place) -> Schedule:
        """Let nothing open by a schedule until it is resumed. Raises UnknownScheduleError."""
        now = self._clock()
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            if found.state is ScheduleState.ON:
                await tx.schedules.change(schedule, state=ScheduleState.PAUSED, opening=None, at=now)
                await tx.occurrences.give_up(schedule, at=now)
                await self._changed(tx, found, "schedule.pause", at=at, now=now)
            return await tx.schedules.get(schedule, guild=at.guild)

    async def skip(self, schedule: ScheduleId, *, at: Place) -> tuple[Opening, Schedule]:
        """Leave out the next opening; return which, and the schedule as it goes on.

        Raises UnknownScheduleError, ScheduleOverError.
        """
        now = self._clock()
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            skipped = found.next
            if skipped is None:
                raise ScheduleOverError
            await tx.occurrences.add([_row(found, skipped, state=OccurrenceState.SKIPPED, at=at, now=now)])
            await tx.schedules.move_on([(found, found.timing.next(after=skipped.on))])
            await self._changed(tx, found, "schedule.skip", at=at, now=now)
            return skipped, await tx.schedules.get(schedule, guild=at.guild)

    async def discard(self, schedule: ScheduleId, *, at: Place) -> bool:
        """Forget a schedule that was drafted; return False where it was kept meanwhile.

        Raises UnknownScheduleError.
        """
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            is_draft = found.state is ScheduleState.DRAFT
            if is_draft:
                await tx.schedules.change(schedule, state=REMOVED, opening=None, at=self._clock())
            return is_draft

    async def remove(self, schedule: ScheduleId, *, at: Place) -> Schedule:
        """Follow a schedule no more; what it opened stays. Raises UnknownScheduleError."""
        now = self._clock()
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            await tx.schedules.change(schedule, state=REMOVED, opening=None, at=now)
            await tx.occurrences.give_up(schedule, at=now)
            if found.state is not ScheduleState.DRAFT:
                await self._changed(tx, found, "schedule.remove", at=at, now=now)
            return found

    async def run_now(self, schedule: ScheduleId, *, at: Place) -> Occurrence:
        """Open at once what *schedule* would open next; its next opening stays as it is.

        What keeps it from being posted, once it is written down, is not raised: it goes out as soon as it can
        and until then the discussion's status has it as unposted. Raises UnknownScheduleError,
        NothingToOpenError, DiscussionOpenError, CannotPostError.
        """
        now = self._clock()
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            opening = Opening(on=now.astimezone(zone_of(found.timing.zone)).date(), at=now)
            row = _row(found, opening, state=OccurrenceState.DUE, at=at, now=now)
            # By hand, a day has as many openings as are wanted.
            row |= {"due_on": f"{opening.on}T{now:%H%M%S%f}", "opens_at": now, "decided_at": None}
            await tx.occurrences.add([row])
            await tx.log.add("schedule.run", target=str(schedule), guild=at.guild, at=now, by=at.person.id)
            # Of days to come that are left out, there are rows as well.
            lately = await tx.occurrences.of(schedule, limit=AHEAD)
            occurrence = next(one for one in lately if one.at == now)
        return await self._open(occurrence, at=at)

    async def decide(self, occurrence: OccurrenceId, *, opens: bool, at: Place) -> Occurrence:
        """Say whether what was missed opens after all. Raises what ``run_now`` raises."""
        now = self._clock()
        async with self._store.write() as tx:
            found, _ = await tx.occurrences.get(occurrence, guild=at.guild)
            if found.state is not OccurrenceState.ASKED:
                return found
            state = OccurrenceState.DUE if opens else OccurrenceState.SKIPPED
            opens_at = now if opens else None
            by = at.person.id
            await tx.occurrences.decide(occurrence, state=state, at=now, by=by, opens_at=opens_at)
            await tx.log.add(
                "schedule.decide", target=str(found.schedule), guild=at.guild, at=now, by=at.person.id
            )
        return await self._open(found, at=at) if opens else replace(found, state=state)

    async def get(self, schedule: ScheduleId, *, guild: GuildId) -> Schedule:
        """Return one of the guild's schedules. Raises UnknownScheduleError."""
        async with self._store.read() as tx:
            return await tx.schedules.get(schedule, guild=guild)

    async def all(self, *, guild: GuildId) -> tuple[Schedule, ...]:
        """Return the guild's schedules, the oldest first."""
        async with self._store.read() as tx:
            return await tx.schedules.all(guild)

    async def history(self, schedule: ScheduleId, *, limit: int) -> tuple[Occurrence, ...]:
        """Return what came of the last due days, the newest first."""
        async with self._store.read() as tx:
            return await tx.occurrences.of(schedule, limit=limit)

    async def examine(
        self, *, guild: GuildId, channel: ChannelId, ping: RoleId | None = None, has_event: bool = False
    ) -> tuple[Finding, ...]:
        """Return what could keep prompts, a *ping* and events from what they are for, and what is well."""
        found = await self._threads.inspect(guild=guild, channel=channel, settings=GuildSettings())
        if ping is not None:
            found += await self._threads.inspect_ping(guild=guild, channel=channel, role=ping)
        if has_event:
            found += await self._threads.inspect_events(guild=guild)
        return found

    async def openings_left(self, schedule: Schedule) -> int | None:
        """Return for how many openings there is something to open; None where that never ends."""
        async with self._store.read() as tx:
            return await count_openings(tx, schedule)

    async def queue(self, *, guild: GuildId) -> tuple[Queued, ...]:
        """Return the articles that schedules take next, in order."""
        async with self._store.read() as tx:
            waiting = (await tx.queue.of([guild]))[guild]
            titles = await tx.articles.titles(waiting)
            questions = await tx.openings.questions(waiting)
        return tuple(
            Queued(article=article, title=titles[article], questions=len(questions[article]))
            for article in waiting
        )

    async def enqueue(self, article: StoredArticle, *, place: int | None, at: Place) -> int:
        """Let *article* wait at *place* (1 is next), or last; return where it waits."""
        async with self._store.write() as tx:
            has_moved = article.key in (await tx.queue.of([at.guild]))[at.guild]
            position = await tx.queue.put(article.key, guild=at.guild, place=place)
            await self._log(tx, "queue.move" if has_moved else "queue.add", target=article.id, at=at)
            return position

    async def dequeue(self, article: StoredArticle, *, at: Place) -> None:
        """Take *article* out of the queue. Raises NotQueuedError."""
        async with self._store.write() as tx:
            if not await tx.queue.take(article.key, guild=at.guild):
                raise NotQueuedError(title=article.title)
            await self._log(tx, "queue.remove", target=article.id, at=at)

    async def _switch(self, schedule: ScheduleId, action: str, *, at: Place) -> Schedule:
        now = self._clock()
        async with self._store.write() as tx:
            found = await tx.schedules.get(schedule, guild=at.guild)
            if found.state is ScheduleState.DRAFT:
                await _refuse_too_many(tx, at)
            if found.state is not ScheduleState.ON:
                openings = await _openings(tx, found, after=now, count=1)
                if not openings:
                    raise ScheduleOverError
                await tx.schedules.change(schedule, state=ScheduleState.ON, opening=openings[0], at=now)
                await self._changed(tx, found, action, at=at, now=now)
            followed = await tx.schedules.get(schedule, guild=at.guild)
        self._scheduler.wanted.set()  # not before it is there to be found
        return followed

    async def _changed(
        self, tx: Transaction, schedule: Schedule, action: str, *, at: Place, now: datetime
    ) -> None:
        await tx.log.add(action, target=str(schedule.id), guild=at.guild, at=now, by=at.person.id)
        if schedule.has_event:
            await arm_event(tx, schedule, at=now)

    async def _log(self, tx: Transaction, action: str, *, target: str, at: Place) -> None:
        await tx.log.add(action, target=target, guild=at.guild, at=self._clock(), by=at.person.id)

    async def _open(self, occurrence: Occurrence, *, at: Place) -> Occurrence:
        """Open *occurrence* for somebody who waits for it, or let it be."""
        await self._scheduler.open_due(guild=at.guild)
        async with self._store.write() as tx:
            found, schedule = await tx.occurrences.get(occurrence.id, guild=at.guild)
            if found.state not in {OccurrenceState.OPENED, OccurrenceState.EMPTY}:
                await self._let_be(tx, found, was=occurrence.state, at=at)
            open_now = await tx.discussions.current(guild=at.guild, channel=schedule.channel)
            title = None if open_now is None else await tx.discussions.title(open_now.id)
        if found.state is OccurrenceState.OPENED:
            await self._delivery.run(guild=at.guild, at_once=True)
            return found
        if found.state is OccurrenceState.EMPTY:
            raise NothingToOpenError
        findings = await self._findings(schedule)
        if findings:
            raise CannotPostError(findings=findings, channel=schedule.channel)
        raise DiscussionOpenError(title=title or DISCUSSION_OPEN)

    async def _let_be(self, tx: Transaction, found: Occurrence, *, was: OccurrenceState, at: Place) -> None:
        """Let *found* not open by itself later; what the moderators were asked about they are asked again."""
        is_asked = was is OccurrenceState.ASKED
        await tx.occurrences.decide(
            found.id,
            state=OccurrenceState.ASKED if is_asked else OccurrenceState.SKIPPED,
            at=self._clock(),
            by=None if is_asked else at.person.id,
        )

    async def _findings(self, schedule: Schedule) -> tuple[Finding, ...]:
        found = await self.examine(guild=schedule.guild, channel=schedule.channel)
        return tuple(one for one in found if one.severity is Severity.BROKEN)


async def _openings(
    tx: Transaction, schedule: Schedule, *, after: datetime, count: int
) -> tuple[Opening, ...]:
    """Return the first *count* openings later than *after*, but for those that are left out already."""
    rows = await tx.occurrences.of(schedule.id, limit=AHEAD)
    left_out = {one.on for one in rows if one.at > after}
    found: list[Opening] = []
    opening = schedule.timing.first(after=after)
    while opening is not None and len(found) < count:
        if opening.on not in left_out:
            found.append(opening)
        opening = schedule.timing.next(after=opening.on)
    return tuple(found)


async def _refuse_too_many(tx: Transaction, at: Place) -> None:
    if len(await tx.schedules.all(at.guild)) >= LIMIT:
        raise TooManySchedulesError(limit=LIMIT)


async def count_openings(tx: Transaction, schedule: Schedule) -> int | None:
    """Return for how many openings of *schedule* there is something to open; None where that never ends."""
    place = (schedule.guild, schedule.channel)
    under = (await tx.openings.under([place])).get(place)
    queue = (await tx.queue.of([schedule.guild]))[schedule.guild]
    wanted = {*queue, *([] if schedule.article is None else [schedule.article])}
    wanted |= set() if under is None else {under.discussion.article}
    questions = await tx.openings.questions(wanted)
    return openings_left(schedule, under=under, queue=queue, questions=questions)


def _row(
    schedule: Schedule, opening: Opening, *, state: OccurrenceState, at: Place, now: datetime
) -> dict[str, object]:
    return {
        "schedule": schedule.id,
        "due_on": opening.on.isoformat(),
        "due_at": opening.at,
        "state": state,
        "opens_at": None,
        "decided_at": now,
        "decided_by": at.person.id,
    }
