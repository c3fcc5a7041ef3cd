"""Tests for bot.services.scheduler: what stands in the way of an opening, what is shared, and what closes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.article import Question, StoredArticle
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import ChannelId, DiscussionId, GuildId
from bot.domain.recurrence import every_days
from bot.domain.schedule import Opens, Quiet, Schedule, Timing
from bot.services.discussions import DiscussionService
from bot.services.place import Place
from bot.services.schedules import Plan
from bot.storage.store import Store

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
LACKS = Finding(code="lacks", severity=Severity.BROKEN, data={"channel": "#talk"})
NOTICE = Finding(code="tags_missing", severity=Severity.NOTICE, data={"channel": "#talk"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


START = utc("2026-01-01T09:00")
DUE = utc("2026-01-05T17:00")  # the first Monday, 18:00 in Paris


class SomeChannels(QuietThreads):
    """Finds what is wrong in some channels only."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[ChannelId] = set()
        self.looked_at: list[ChannelId] = []

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        self.looked_at.append(channel)
        return (NOTICE, LACKS) if channel in self.broken else (NOTICE,)


@pytest.fixture
def threads() -> SomeChannels:
    return SomeChannels()


@pytest.fixture
async def programme(store: Store, threads: SomeChannels) -> Programme:
    return Programme(store, threads=threads, now=START)


@pytest.fixture
async def article(programme: Programme, place: Place) -> StoredArticle:
    """An article of nine questions, in the queue."""
    return await programme.add_to_queue("harbour", 9, at=place)


@pytest.fixture
async def weekly(programme: Programme, article: StoredArticle, place: Place) -> Schedule:
    return await programme.follow(mondays(place), at=place)


def by_hand(programme: Programme) -> DiscussionService:
    return DiscussionService(
        programme.store, clock=programme.clock, threads=programme.threads, delivery=programme.delivery
    )


async def problems(database_url: str) -> list[str | None]:
    return [row[0] for row in await stored(database_url, "SELECT problem FROM occurrences ORDER BY key")]


class TestPermissions:
    async def test_what_cannot_be_posted_waits_for_the_permission(
        self,
        *,
        programme: Programme,
        weekly: Schedule,
        place: Place,
        threads: SomeChannels,
        database_url: str,
    ) -> None:
        threads.broken.add(place.channel)
        await programme.live(DUE + HOUR)
        assert await programme.outcomes(weekly) == ["2026-01-05 due"]
        assert await problems(database_url) == ["lacks"]
        assert threads.posted == []

        threads.broken.clear()
        programme.scheduler.wanted.clear()
        await programme.scheduler.wake(place.guild)
        assert programme.scheduler.wanted.is_set()
        await programme.scheduler.tick()
        await programme.delivery.run()

        assert threads.posted == ["harbour q1"]
        assert await problems(database_url) == [None]

    async def test_where_nobody_says_that_it_is_back_it_is_looked_at_again(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        threads.broken.add(place.channel)
        await programme.live(DUE + HOUR)
        threads.broken.clear()

        await programme.live(DUE + HOUR + MINUTE)

        assert threads.posted == ["harbour q1"]

    async def test_another_server_wakes_nothing(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        threads.broken.add(place.channel)
        await programme.live(DUE)
        programme.scheduler.wanted.clear()

        await programme.scheduler.wake(GuildId(1))

        assert not programme.scheduler.wanted.is_set()
        assert await programme.scheduler.next_at() == DUE + MINUTE

    async def test_the_next_due_day_takes_its_place(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        threads.broken.add(place.channel)
        await programme.live(DUE + WEEK, at_least=12 * HOUR)
        assert await programme.outcomes(weekly) == ["2026-01-05 missed", "2026-01-12 due"]
        threads.broken.clear()

        await programme.live(DUE + WEEK + HOUR)

        assert await programme.outcomes(weekly) == ["2026-01-05 missed", "2026-01-12 opened"]
        assert threads.posted == ["harbour q1"]

    async def test_when_it_comes_back_in_quiet_hours_nobody_is_woken(
        self, programme: Programme, article: StoredArticle, place: Place, threads: SomeChannels
    ) -> None:
        plan = mondays(place)
        quiet = Quiet(start=time(22), end=time(8))
        await programme.follow(replace(plan, timing=replace(plan.timing, quiet=quiet)), at=place)
        threads.broken.add(place.channel)
        await programme.live(utc("2026-01-05T22:00"), at_least=HOUR)
        threads.broken.clear()
        await programme.scheduler.wake(place.guild)

        await programme.live(utc("2026-01-06T06:59"))
        assert threads.posted == []
        await programme.live(utc("2026-01-06T07:00"))

        assert threads.posted == ["harbour q1"]

    async def test_one_channel_keeps_no_other_waiting(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        beside = replace(place, channel=ChannelId(5))
        await programme.follow(mondays(beside), at=place)
        threads.broken.add(place.channel)

        await programme.live(DUE)

        assert threads.posted == ["harbour q1"]
        async with programme.store.read() as tx:
            assert await tx.discussions.current(guild=place.guild, channel=beside.channel) is not None


class TestDiscussionsByHand:
    async def test_somebodys_discussion_is_closed_by_nobody_else(
        self, *, programme: Programme, place: Place, threads: SomeChannels, database_url: str
    ) -> None:
        discussions = by_hand(programme)
        mill = await programme.add("mill", 1, at=place)
        await discussions.start(mill, at=place)
        harbour = await programme.add("harbour", 2, at=place)
        await programme.schedules.enqueue(harbour, place=None, at=place)
        weekly = await programme.follow(mondays(place, opens=Opens.QUEUE), at=place)
        await programme.live(DUE + HOUR)
        assert await problems(database_url) == ["discussion_open"]
        assert threads.closed == []

        await discussions.close(at=place)
        await programme.live(DUE + HOUR + MINUTE)

        assert await programme.outcomes(weekly) == ["2026-01-05 opened"]
        assert threads.posted == ["mill q1", "harbour q1", "harbour q2"]
        assert await programme.schedules.queue(guild=place.guild) == ()

    async def test_its_next_question_is_put_and_it_stays_open(
        self, programme: Programme, place: Place, threads: SomeChannels
    ) -> None:
        await by_hand(programme).start(await programme.add("harbour", 2, at=place), at=place)
        await programme.follow(mondays(place), at=place)

        await programme.live(DUE + timedelta(days=6, hours=1))

        assert threads.posted == ["harbour q1", "harbour q2"]
        assert threads.closed == []


class TestTheQueue:
    async def test_two_schedules_of_a_guild_take_an_article_each(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        await programme.add_to_queue("mill", 1, at=place)
        await programme.follow(mondays(replace(place, channel=ChannelId(5))), at=place)
        third = await programme.follow(mondays(replace(place, channel=ChannelId(6))), at=place)

        await programme.live(DUE)

        assert sorted(threads.posted) == ["harbour q1", "mill q1"]  # two channels wait for no order
        assert await programme.outcomes(third) == ["2026-01-05 empty"]
        assert await programme.schedules.queue(guild=place.guild) == ()

    async def test_two_schedules_of_a_channel_open_one_after_another(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        await programme.add_to_queue("mill", 2, at=place)
        other = await programme.follow(mondays(place, opens=Opens.QUEUE), at=place)

        await programme.live(DUE)
        # Nobody would have seen the first.
        assert (threads.posted, await programme.outcomes(other)) == (["harbour q1"], ["2026-01-05 due"])
        await programme.live(DUE + MINUTE)

        assert await programme.outcomes(weekly) == await programme.outcomes(other) == ["2026-01-05 opened"]
        assert sorted(threads.posted) == ["harbour q1", "mill q1", "mill q2"]
        assert [one.title for one in threads.closed] == ["Harbour"]

    async def test_two_that_put_questions_in_one_channel_put_two(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        await programme.follow(mondays(place), at=place)

        await programme.live(DUE + MINUTE)

        assert threads.posted == ["harbour q1", "harbour q2"]

    async def test_what_discord_does_not_take_for_days_is_no_burst_afterwards(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        threads.fails = PostingDelayedError()
        await programme.live(DUE + 3 * WEEK, at_least=timedelta(days=1))
        threads.fails = None

        await programme.live(DUE + 4 * WEEK - HOUR)

        opened = ["2026-01-05 opened", "2026-01-12 missed", "2026-01-19 missed", "2026-01-26 opened"]
        assert await programme.outcomes(weekly) == opened
        assert threads.posted == ["harbour q1", "harbour q2"]

    async def test_other_servers_have_other_queues(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        elsewhere = replace(place, guild=GuildId(1))
        there = await programme.follow(mondays(elsewhere), at=elsewhere)

        await programme.live(DUE)

        assert await programme.outcomes(there) == ["2026-01-05 empty"]
        assert threads.posted == ["harbour q1"]

    async def test_an_article_that_was_removed_is_not_opened(
        self, *, programme: Programme, weekly: Schedule, place: Place, article: StoredArticle
    ) -> None:
        async with programme.store.write() as tx:
            await tx.articles.remove(article.key, guild=place.guild, at=programme.clock())

        await programme.live(DUE)

        assert await programme.outcomes(weekly) == ["2026-01-05 empty"]

    async def test_nor_one_of_its_own(
        self, *, programme: Programme, place: Place, article: StoredArticle, threads: SomeChannels
    ) -> None:
        plan = replace(mondays(place, opens=Opens.ARTICLE), article=article.key)
        schedule = await programme.follow(plan, at=place)
        await programme.live(DUE)
        async with programme.store.write() as tx:
            await tx.articles.remove(article.key, guild=place.guild, at=programme.clock())

        await programme.live(DUE + WEEK)

        assert await programme.outcomes(schedule) == ["2026-01-05 opened", "2026-01-12 empty"]
        assert len(threads.posted) == 9

    async def test_an_empty_queue_stays_silent_and_what_comes_later_waits_for_its_day(
        self, programme: Programme, place: Place, threads: SomeChannels
    ) -> None:
        weekly = await programme.follow(mondays(place), at=place)
        await programme.live(DUE)
        assert await programme.outcomes(weekly) == ["2026-01-05 empty"]

        await programme.add_to_queue("mill", 1, at=place)
        await programme.live(DUE + WEEK - MINUTE)
        assert threads.posted == []

        await programme.live(DUE + WEEK)
        assert threads.posted == ["mill q1"]


class TestClosing:
    def days(self, place: Place, *, stays: timedelta | None) -> Plan:
        timing = Timing(
            recurrence=every_days(1, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris"
        )
        return Plan(timing=timing, channel=place.channel, stays=stays)

    async def test_it_closes_by_itself_some_time_after_its_last_question(
        self, programme: Programme, place: Place, threads: SomeChannels, database_url: str
    ) -> None:
        await programme.add_to_queue("mill", 3, at=place)
        await programme.follow(self.days(place, stays=timedelta(hours=12)), at=place)

        await programme.live(utc("2026-01-04T04:59"))
        assert (len(threads.posted), threads.closed) == (3, [])
        await programme.live(utc("2026-01-04T05:00"))

        (ending,) = threads.closed
        assert [one.thread for one in ending.prompts] == [101, 102, 103]
        assert threads.shut == [1, 2, 3]
        log = await stored(database_url, "SELECT action, moderator FROM moderation_log ORDER BY key")
        assert log[-1] == ("discussion.close", 0)

    async def test_a_question_that_came_later_keeps_it_open(
        self, programme: Programme, place: Place, threads: SomeChannels
    ) -> None:
        mill = await programme.add("mill", 1, at=place)
        await programme.schedules.enqueue(mill, place=None, at=place)
        await programme.follow(self.days(place, stays=timedelta(hours=36)), at=place)
        await programme.live(utc("2026-01-02T09:00"))
        longer = replace(mill.article, questions=(*mill.article.questions, Question(id="q2", text="2?")))
        async with programme.store.write() as tx:
            await tx.articles.replace(mill.key, longer, guild=place.guild, at=programme.clock())

        await programme.live(utc("2026-01-04T04:00"))
        assert (threads.posted, threads.closed) == (["mill q1", "mill q2"], [])

        await programme.live(utc("2026-01-04T05:00"))
        assert len(threads.closed) == 1

    async def test_without_a_time_it_is_closed_when_its_channel_is_wanted(
        self, programme: Programme, place: Place, threads: SomeChannels
    ) -> None:
        for name in ("mill", "lock"):
            await programme.add_to_queue(name, 1, at=place)
        await programme.follow(self.days(place, stays=None), at=place)

        await programme.live(utc("2026-01-02T16:59"))
        assert threads.closed == []
        await programme.live(utc("2026-01-02T17:00"))

        assert [one.title for one in threads.closed] == ["Mill"]
        assert threads.posted == ["mill q1", "lock q1"]

    async def test_what_is_closed_by_somebody_is_not_closed_again(
        self, programme: Programme, weekly: Schedule, place: Place, threads: SomeChannels
    ) -> None:
        await programme.live(DUE)
        await by_hand(programme).close(at=place)

        await programme.live(DUE + WEEK - HOUR)

        assert [one.discussion.id for one in threads.closed] == [DiscussionId(1)]
