"""A year of one weekly schedule: two outages, a pause, a skip, a late article, a channel that is deleted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from programme import Programme, mondays
from quiet_threads import QuietThreads

from bot.domain.guild import Finding, Severity
from bot.domain.identity import DiscussionId
from bot.services.place import Place
from bot.storage.store import Store

GONE = Finding(code="channel_gone", severity=Severity.BROKEN, data={"channel": "#talk"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
def programme(store: Store, threads: QuietThreads) -> Programme:
    return Programme(store, threads=threads, now=utc("2026-01-01T09:00"))


async def test_a_year_reads_right(
    programme: Programme, threads: QuietThreads, place: Place, store: Store
) -> None:
    for name, questions in (("harbour", 5), ("mill", 12), ("bridge", 10)):
        article = await programme.add(name, questions, at=place)
        await programme.schedules.enqueue(article, place=None, at=place)
    weekly = await programme.follow(mondays(place), at=place)

    await programme.live(utc("2026-02-18T12:00"))
    # Away over one Monday for less than a day: it opens late. Over three: one opens, if any.
    programme.sleep(utc("2026-02-24T09:00"))
    await programme.live(utc("2026-03-20T12:00"))
    programme.sleep(utc("2026-04-14T09:00"))
    await programme.live(utc("2026-05-05T12:00"))
    await programme.schedules.pause(weekly.id, at=place)
    await programme.live(utc("2026-05-28T12:00"))
    await programme.schedules.resume(weekly.id, at=place)
    await programme.live(utc("2026-07-08T12:00"))
    await programme.schedules.skip(weekly.id, at=place)
    await programme.live(utc("2026-09-17T12:00"))
    late = await programme.add("lock", 3, at=place)
    await programme.schedules.enqueue(late, place=None, at=place)
    await programme.live(utc("2026-10-21T12:00"))
    another = await programme.add("weir", 9, at=place)
    await programme.schedules.enqueue(another, place=None, at=place)
    await programme.live(utc("2026-11-18T12:00"))
    threads.findings = (GONE,)
    await programme.live(utc("2026-12-31T12:00"), at_least=timedelta(hours=12))

    assert await programme.outcomes(weekly) == [
        *expected("2026-01-05", weeks=11, outcome="opened"),
        *expected("2026-03-23", weeks=3, outcome="missed"),
        *expected("2026-04-13", weeks=4, outcome="opened"),
        # Nothing falls due during a pause.
        *expected("2026-06-01", weeks=6, outcome="opened"),
        *expected("2026-07-13", weeks=1, outcome="skipped"),
        *expected("2026-07-20", weeks=6, outcome="opened"),
        # The queue is empty, and nothing is made up.
        *expected("2026-08-31", weeks=3, outcome="empty"),
        *expected("2026-09-21", weeks=3, outcome="opened"),
        *expected("2026-10-12", weeks=2, outcome="empty"),
        *expected("2026-10-26", weeks=4, outcome="opened"),
        # Its channel is gone: the last waits for somebody to say what is to become of it.
        *expected("2026-11-23", weeks=5, outcome="missed"),
        *expected("2026-12-28", weeks=1, outcome="due"),
    ]
    assert threads.posted == [
        f"{name} q{number}"
        for name, asked in (("harbour", 5), ("mill", 12), ("bridge", 10), ("lock", 3), ("weir", 4))
        for number in range(1, asked + 1)
    ]
    assert [one.title for one in threads.closed] == ["Harbour", "Mill", "Bridge", "Lock"]
    times = await posted_at(store)
    off_time = [at for at in times if (at.weekday(), at.hour) != (0, 18)]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in off_time] == ["2026-02-24 10:00", "2026-04-14 11:00"]


def expected(first: str, *, weeks: int, outcome: str) -> list[str]:
    """Return *outcome* of as many Mondays, the *first* among them."""
    monday = date.fromisoformat(first)
    assert monday.weekday() == 0
    return [f"{monday + timedelta(weeks=number)} {outcome}" for number in range(weeks)]


async def posted_at(store: Store) -> list[datetime]:
    """Return when each prompt was posted, by the clocks of Paris."""
    async with store.read() as tx:
        times = [
            prompt.planned_at
            for number in range(1, 6)
            for prompt in await tx.discussions.prompts(DiscussionId(number))
        ]
    return [at.astimezone(ZoneInfo("Europe/Paris")) for at in times]
