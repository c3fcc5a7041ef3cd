"""Tests for bot.services.retention: look-ups, drafts, steps and records that are old go, each at its time."""

from datetime import timedelta

import pytest
from old_rows import BEGAN, BO, DAY, Time, choose, respond
from stored_rows import stored

from bot.domain.article import Article
from bot.domain.discussion import Prompt
from bot.domain.export import Point
from bot.domain.identity import ChannelId, ScheduleId
from bot.domain.outbox import Step
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import OccurrenceState, Opens, Schedule, ScheduleState, Timing
from bot.services.place import Place
from bot.services.retention import GAPS_KEPT, RECORDS_KEPT, STEPS_KEPT, RetentionService
from bot.storage.schedules import REMOVED
from bot.storage.store import Store


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def retention(store: Store, clock: Time) -> RetentionService:
    return RetentionService(store, clock=clock)


class TestLookUps:
    @pytest.mark.parametrize(("days", "kept"), [(None, GAPS_KEPT), (30, 30 * DAY), (1_000, GAPS_KEPT)])
    async def test_what_was_asked_in_vain_goes_with_the_answers_or_after_a_year(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        place: Place,
        database_url: str,
        days: int | None,
        kept: timedelta,
    ) -> None:
        await choose(store, guild=place.guild, days=days)
        async with store.write() as tx:
            for day in (0, 5):
                await tx.gaps.count(
                    f"the {day}", folded=f"{day}", guild=place.guild, on=BEGAN.date() + day * DAY
                )

        clock.now = BEGAN + kept
        await retention.expire()
        assert await stored(database_url, "SELECT count(*) FROM gaps") == [(2,)]

        clock.now += DAY
        await retention.expire()
        assert await stored(database_url, "SELECT query FROM gaps") == [("the 5",)]

    async def test_what_is_still_asked_stays(
        self, *, store: Store, retention: RetentionService, clock: Time, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            for day in (0, 300):
                await tx.gaps.count("it", folded="it", guild=place.guild, on=BEGAN.date() + day * DAY)

        clock.now = BEGAN + 400 * DAY
        await retention.expire()

        assert await stored(database_url, "SELECT asked FROM gaps") == [(2,)]

    async def test_what_is_asked_again_while_old_ones_are_deleted_stays(
        self, *, store: Store, place: Place, database_url: str
    ) -> None:
        today = BEGAN.date() + 400 * DAY
        async with store.write() as tx:
            await tx.gaps.count("it", folded="it", guild=place.guild, on=BEGAN.date())
        async with store.read() as tx:
            old = await tx.expiry.gaps(before=today - 365 * DAY, limit=10)
        assert len(old.keys) == 1

        async with store.write() as tx:
            await tx.gaps.count("it", folded="it", guild=place.guild, on=today)
        async with store.erase() as tx:
            await tx.expiry.delete(old)

        assert await stored(database_url, "SELECT asked FROM gaps") == [(2,)]


def schedule(place: Place, *, state: ScheduleState = ScheduleState.ON) -> Schedule:
    weekly = Recurrence(rule="FREQ=WEEKLY;BYDAY=MO", starts_on=BEGAN.date())
    timing = Timing(recurrence=weekly, at=BEGAN.time(), zone="UTC")
    return Schedule(
        id=ScheduleId(0),
        guild=place.guild,
        channel=ChannelId(5),
        timing=timing,
        opens=Opens.QUEUE,
        state=state,
        next=timing.first(after=BEGAN),
        made_by=place.person.id,
        made_at=BEGAN,
    )


class TestTheRest:
    async def test_drafts_that_nobody_kept_go_after_a_week(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        article: Article,
        place: Place,
        database_url: str,
    ) -> None:
        async with store.write() as tx:
            for day in (0, 5):
                await tx.drafts.add(
                    article,
                    name=f"{day}.md",
                    had_title=True,
                    guild=place.guild,
                    by=BO,
                    at=BEGAN + day * DAY,
                )

        clock.now = BEGAN + 8 * DAY
        await retention.expire()

        assert await stored(database_url, "SELECT name FROM drafts") == [("5.md",)]
        assert await stored(database_url, "SELECT DISTINCT draft FROM draft_items") == [(2,)]

    async def test_steps_go_a_month_after_they_were_done(
        self, *, store: Store, retention: RetentionService, clock: Time, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            steps = [(Step.PROMPT, 1), (Step.PIN, 1), (Step.EVENT, 1)]
            await tx.outbox.add("discussion:1", steps, guild=place.guild, at=BEGAN)
            for key in (1, 3):
                await tx.outbox.done(key, at=BEGAN)  # type: ignore[arg-type]  # an id

        clock.now = BEGAN + STEPS_KEPT
        await retention.expire()
        assert await stored(database_url, "SELECT count(*) FROM outbox") == [(3,)]

        clock.now += timedelta(seconds=1)
        await retention.expire()
        assert await stored(database_url, "SELECT step FROM outbox ORDER BY key") == [("pin",), ("event",)]

    async def test_what_moderators_did_and_took_and_what_opened_goes_after_two_years(
        self, *, store: Store, retention: RetentionService, clock: Time, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            key = await tx.schedules.add(schedule(place))
            point = Point(export=0, last_response=0, last_change=0, unlinked_from=0)
            for at in (BEGAN, BEGAN + DAY):
                await tx.log.add("response.hide", target="1", guild=place.guild, at=at, by=BO, reason="-")
                await tx.exports.log({}, guild=place.guild, at=at, by=BO, point=point)
                await tx.occurrences.add(
                    [
                        {
                            "schedule": key,
                            "due_on": at.date().isoformat(),
                            "due_at": at,
                            "state": OccurrenceState.MISSED,
                            "opens_at": None,
                            "decided_at": at,
                        }
                    ]
                )

        clock.now = BEGAN + RECORDS_KEPT
        await retention.expire()
        counted = "SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM {}), (SELECT count(*) FROM {})"
        query = counted.format("moderation_log", "exports", "occurrences")
        assert await stored(database_url, query) == [(2, 2, 2)]

        clock.now += timedelta(seconds=1)
        await retention.expire()
        assert await stored(database_url, query) == [(1, 1, 1)]
        assert await stored(database_url, "SELECT state FROM schedules") == [("on",)]

    async def test_schedules_that_were_removed_go_with_the_last_of_what_they_opened(
        self, *, store: Store, retention: RetentionService, clock: Time, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            keys = [await tx.schedules.add(schedule(place)) for _ in range(4)]
            draft = await tx.schedules.add(schedule(place, state=ScheduleState.DRAFT))
            kept, opened, shown, gone = keys
            for key in (opened, shown, gone):
                await tx.schedules.change(key, state=REMOVED, opening=None, at=BEGAN)
            row = {"due_on": "2026-01-01", "due_at": BEGAN, "state": "opened", "decided_at": BEGAN}
            await tx.occurrences.add([{"schedule": opened, **row}])
            # Its event has yet to be taken back; that of the other was.
            await tx.outbox.arm(f"schedule:{shown}", Step.EVENT, shown, guild=place.guild, at=BEGAN)
            await tx.outbox.arm(f"schedule:{gone}", Step.EVENT, gone, guild=place.guild, at=BEGAN)
            await tx.outbox.done(2, at=BEGAN)  # type: ignore[arg-type]  # an id

        await retention.expire()
        assert await stored(database_url, "SELECT key FROM schedules ORDER BY key") == [
            (key,) for key in (kept, opened, shown, draft)
        ]
        assert await stored(database_url, "SELECT subject FROM outbox") == [(shown,)]

        clock.now = BEGAN + 2 * DAY
        await retention.expire()
        assert await stored(database_url, "SELECT key FROM schedules ORDER BY key") == [
            (key,) for key in (kept, opened, shown)
        ]

        clock.now = BEGAN + RECORDS_KEPT + DAY
        await retention.expire()
        assert await stored(database_url, "SELECT key FROM schedules ORDER BY key") == [(kept,), (shown,)]

    async def test_nothing_is_said_of_it(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN)
        clock.now = BEGAN + 31 * DAY

        await retention.expire()

        assert await stored(database_url, "SELECT count(*) FROM outbox") == [(0,)]
        assert await stored(database_url, "SELECT count(*) FROM moderation_log") == [(0,)]
