"""Tests for bot.storage.schedules: each due day once, each move once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from planned import DAY, NOON, add, add_articles, due, mondays
from stored_rows import stored

from bot.domain.identity import LOCAL_GUILD, ArticleId, GuildId, RoleId
from bot.domain.schedule import Days, Missed, OccurrenceState, Opening, Opens, Quiet, Schedule, ScheduleState
from bot.domain.schedule_errors import UnknownScheduleError
from bot.services.place import Place
from bot.storage.openings import PutOff
from bot.storage.schedules import REMOVED
from bot.storage.store import Store


@pytest.fixture
def schedule(place: Place) -> Schedule:
    return mondays(place)


@pytest.fixture
async def added(store: Store, schedule: Schedule) -> Schedule:
    return await add(store, schedule)


class TestSchedules:
    async def test_all_of_a_schedule_comes_back(self, store: Store, schedule: Schedule, place: Place) -> None:
        (article,) = await add_articles(store, place, "harbour")
        full = replace(
            schedule,
            timing=replace(
                schedule.timing,
                excluded=(
                    Days(first=date(2026, 5, 1), last=date(2026, 5, 1)),
                    Days(first=date(2026, 12, 24), last=date(2027, 1, 2)),
                ),
                quiet=Quiet(start=time(22), end=time(7, 30)),
            ),
            opens=Opens.ARTICLE,
            article=article,
            stays=timedelta(days=6, minutes=5),
            ping=RoleId(2**62),
            has_event=True,
            missed=Missed.ASK,
            grace=timedelta(hours=3),
        )
        async with store.write() as tx:
            keys = [await tx.schedules.add(one) for one in (schedule, full)]
            found = [await tx.schedules.get(key, guild=place.guild) for key in keys]

        assert found == [replace(schedule, id=keys[0]), replace(full, id=keys[1])]

    async def test_it_is_known_in_its_own_guild_until_it_is_removed(
        self, store: Store, added: Schedule
    ) -> None:
        async with store.write() as tx:
            with pytest.raises(UnknownScheduleError):
                await tx.schedules.get(added.id, guild=GuildId(1))
            await tx.schedules.change(added.id, state=REMOVED, opening=None, at=NOON)
            with pytest.raises(UnknownScheduleError):
                await tx.schedules.get(added.id, guild=added.guild)

    async def test_drafts_are_nobodys_yet_and_forgotten_when_nobody_agrees(
        self, store: Store, added: Schedule
    ) -> None:
        old = await add(store, replace(added, state=ScheduleState.DRAFT, made_at=NOON - DAY))
        new = await add(store, replace(added, state=ScheduleState.DRAFT))
        async with store.write() as tx:
            await tx.schedules.unkept(before=NOON)
            assert [one.id for one in await tx.schedules.all(added.guild)] == [added.id]
            assert (await tx.schedules.get(new.id, guild=added.guild)).state is ScheduleState.DRAFT
            with pytest.raises(UnknownScheduleError):
                await tx.schedules.get(old.id, guild=added.guild)

    async def test_what_is_on_and_due_is_found_the_longest_due_first(
        self, store: Store, schedule: Schedule
    ) -> None:
        async def next_at(at: datetime, **values: Any) -> Schedule:
            return await add(store, replace(schedule, next=Opening(on=at.date(), at=at), **values))

        second = await next_at(NOON)
        first = await next_at(NOON - DAY)
        await next_at(NOON + DAY)
        await next_at(NOON, state=ScheduleState.PAUSED)
        await next_at(NOON, state=ScheduleState.DRAFT)
        local = await next_at(NOON, guild=LOCAL_GUILD)
        elsewhere = await next_at(NOON, guild=GuildId(1))
        async with store.read() as tx:
            found = [
                [one.id for one in await tx.schedules.due(NOON, guild=guild, limit=9)]
                for guild in (None, schedule.guild, LOCAL_GUILD)
            ]
            assert found == [[first.id, second.id, elsewhere.id], [first.id, second.id], [local.id]]
            assert len(await tx.schedules.due(NOON, guild=None, limit=1)) == 1
            assert await tx.schedules.next_at(guild=GuildId(1)) == NOON
            assert await tx.schedules.next_at(guild=GuildId(9)) is None
            assert len(await tx.schedules.waiting()) == 5

    async def test_of_a_guild_that_was_left_nothing_is_due(self, store: Store, added: Schedule) -> None:
        async with store.write() as tx:
            await tx.occurrences.add([due(added, date(2026, 1, 5))])
            await tx.guilds.change(added.guild, at=NOON, left_at=NOON)
            assert await tx.schedules.due(NOON, guild=None, limit=9) == ()
            assert await tx.occurrences.due(NOON, guild=None, limit=9) == ()
            assert await tx.occurrences.due_in(NOON, guild=None, limit=9) == []
            assert await tx.schedules.next_at(guild=None) is None
            assert await tx.occurrences.next_at(guild=None) is None

    async def test_a_schedule_is_moved_on_from_where_it_was_seen_and_from_nowhere_else(
        self, store: Store, added: Schedule
    ) -> None:
        monday, tuesday = (Opening(on=date(2026, 1, day), at=NOON + (day - 5) * DAY) for day in (12, 13))
        async with store.write() as tx:
            await tx.schedules.move_on([(added, monday)])
            await tx.schedules.move_on([(added, tuesday)])
            await tx.schedules.move_on([])
            assert (await tx.schedules.get(added.id, guild=added.guild)).next == monday
            await tx.schedules.move_on([(replace(added, next=monday), None)])
            assert (await tx.schedules.get(added.id, guild=added.guild)).next is None
            assert await tx.schedules.due(NOON + 99 * DAY, guild=None, limit=9) == ()

    async def test_trouble_is_known_since_it_began_until_all_is_well(
        self, store: Store, added: Schedule, database_url: str
    ) -> None:
        other = await add(store, added)
        async with store.write() as tx:
            for hour in range(2):
                at = NOON + timedelta(hours=hour)
                for one in (added, other):
                    await tx.schedules.trouble(one.id, problem=f"hour {hour}", at=at)
            await tx.schedules.well([added.id])

        assert await stored(database_url, "SELECT problem, problem_since FROM schedules ORDER BY key") == [
            (None, None),
            ("hour 1", "2026-01-05T12:00:00.000000Z"),
        ]


class TestOccurrences:
    async def test_a_day_is_written_down_once(self, store: Store, added: Schedule) -> None:
        async with store.write() as tx:
            await tx.occurrences.add([due(added, date(2026, 1, 5)), due(added, date(2026, 1, 12))])
            (again,) = await tx.occurrences.of(added.id, limit=1)
            await tx.occurrences.decide(again.id, state=OccurrenceState.SKIPPED, at=NOON)
            await tx.occurrences.add([due(added, date(2026, 1, 12)), due(added, date(2026, 1, 19))])
            await tx.occurrences.add([])
            found = await tx.occurrences.of(added.id, limit=9)

        assert sorted((one.on.day, one.state.value) for one in found) == [
            (5, "due"),
            (12, "skipped"),
            (19, "due"),
        ]

    async def test_of_one_schedule_the_last_that_may_open_is_due(self, store: Store, added: Schedule) -> None:
        other = await add(store, added)
        async with store.write() as tx:
            await tx.occurrences.add(
                [
                    due(added, date(2026, 1, 5), at=NOON - 2 * DAY),
                    due(added, date(2026, 1, 6), at=NOON - DAY),
                    due(added, date(2026, 1, 7), at=NOON, opens_at=NOON + DAY),
                    due(other, date(2026, 1, 5), at=NOON - 3 * DAY),
                    due(other, date(2026, 1, 6), state=OccurrenceState.ASKED, opens_at=None),
                ]
            )
            found = await tx.occurrences.due(NOON, guild=None, limit=9)
            places = await tx.occurrences.due_in(NOON, guild=None, limit=9)
            later = await tx.occurrences.due(NOON + DAY, guild=added.guild, limit=1)

        assert [(one.on.day, schedule.id) for one, schedule in found] == [(5, other.id), (6, added.id)]
        assert places == [(added.guild, added.channel)] * 2
        assert [(one.on.day, schedule.id) for one, schedule in later] == [(5, other.id)]

    async def test_the_questions_of_any_number_of_articles_are_found(
        self, store: Store, place: Place
    ) -> None:
        (last,) = await add_articles(store, place, "harbour")
        wanted = [ArticleId(1_000_000 + number) for number in range(40_000)]

        async with store.read() as tx:
            found = await tx.openings.questions([last, *wanted])

        assert len(found) == 40_001
        assert [one.question.id for one in found[last]] == ["q0"]

    async def test_what_opens_supersedes_what_waited_before_it(self, store: Store, added: Schedule) -> None:
        other = await add(store, added)
        async with store.write() as tx:
            await tx.occurrences.add(
                [
                    due(added, date(2026, 1, 3), at=NOON - 2 * DAY, state=OccurrenceState.SKIPPED),
                    due(added, date(2026, 1, 4), at=NOON - DAY, state=OccurrenceState.ASKED, opens_at=None),
                    due(added, date(2026, 1, 5)),
                    due(added, date(2026, 1, 6), at=NOON + DAY),
                    due(other, date(2026, 1, 4), at=NOON - DAY),
                ]
            )
            (opening, _), *_ = [
                one for one in await tx.occurrences.due(NOON, guild=None, limit=9) if one[1].id == added.id
            ]
            await tx.openings.supersede([opening], at=NOON)
            states = {
                one.id: [day.state.value for day in reversed(await tx.occurrences.of(one.id, limit=9))]
                for one in (added, other)
            }

        assert states == {added.id: ["skipped", "missed", "due", "due"], other.id: ["due"]}

    async def test_what_waits_for_more_than_its_time_is_woken_in_its_guild(
        self, store: Store, added: Schedule
    ) -> None:
        elsewhere = await add(store, replace(added, guild=GuildId(1)))
        days = [date(2026, 1, day) for day in (5, 6)]
        async with store.write() as tx:
            await tx.occurrences.add([due(one, day) for one in (added, elsewhere) for day in days])
            for schedule in (added, elsewhere):
                for one in await tx.occurrences.of(schedule.id, limit=9):
                    problem = "lacks" if one.on == days[0] else None
                    until = PutOff(occurrence=one.id, until=NOON + DAY, problem=problem)
                    await tx.openings.put_off([until])
            assert await tx.occurrences.due(NOON, guild=None, limit=9) == ()
            assert await tx.occurrences.next_at(guild=None) == NOON + DAY

            await tx.occurrences.wake(added.guild, at=NOON)

            ((woken, schedule),) = await tx.occurrences.due(NOON, guild=None, limit=9)
            assert (woken.on, schedule.id) == (days[0], added.id)

    async def test_giving_up_leaves_nothing_waiting(self, store: Store, added: Schedule) -> None:
        async with store.write() as tx:
            await tx.occurrences.add(
                [
                    due(added, date(2026, 1, 4), state=OccurrenceState.ASKED, opens_at=None),
                    due(added, date(2026, 1, 5)),
                    due(added, date(2026, 1, 6), state=OccurrenceState.OPENED, opens_at=None),
                ]
            )
            await tx.occurrences.give_up(added.id, at=NOON)
            states = [one.state.value for one in await tx.occurrences.of(added.id, limit=9)]
            assert sorted(states) == ["opened", "skipped", "skipped"]
            assert await tx.occurrences.next_at(guild=None) is None

    async def test_who_decided_is_remembered(
        self, store: Store, added: Schedule, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            await tx.occurrences.add([due(added, date(2026, 1, 5), state=OccurrenceState.ASKED)])
            (asked,) = await tx.occurrences.of(added.id, limit=1)
            await tx.occurrences.decide(
                asked.id, state=OccurrenceState.DUE, at=NOON, by=place.person.id, opens_at=NOON
            )
            found, schedule = await tx.occurrences.get(asked.id, guild=added.guild)
            with pytest.raises(UnknownScheduleError):
                await tx.occurrences.get(asked.id, guild=GuildId(1))

        assert (asked.by_hand, found.by_hand, schedule) == (False, True, added)
        assert await stored(database_url, "SELECT decided_by, decided_at FROM occurrences") == [
            (place.person.id, None)
        ]
