"""Schedules, due days and articles for tests of what is stored about them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.article import Article, Question
from bot.domain.identity import ArticleId, ScheduleId
from bot.domain.recurrence import weekly
from bot.domain.schedule import OccurrenceState, Opening, Opens, Schedule, ScheduleState, Timing
from bot.services.place import Place
from bot.storage.store import Store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def mondays(place: Place) -> Schedule:
    """Return a schedule that is due at ``NOON``, and is not stored yet."""
    timing = Timing(recurrence=weekly({0}, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris")
    return Schedule(
        id=ScheduleId(0),
        guild=place.guild,
        channel=place.channel,
        timing=timing,
        opens=Opens.QUEUE,
        state=ScheduleState.ON,
        next=Opening(on=date(2026, 1, 5), at=NOON),
        made_by=place.person.id,
        made_at=NOON,
    )


async def add(store: Store, schedule: Schedule) -> Schedule:
    """Store *schedule*."""
    async with store.write() as tx:
        return replace(schedule, id=await tx.schedules.add(schedule))


def due(schedule: Schedule, on: date, *, at: datetime = NOON, **values: object) -> Mapping[str, Any]:
    """Return the row of a day on which *schedule* is due."""
    row = {
        "schedule": schedule.id,
        "due_on": on.isoformat(),
        "due_at": at,
        "state": OccurrenceState.DUE,
        "opens_at": at,
        "decided_at": None,
    }
    return {**row, **values}


async def add_articles(store: Store, place: Place, *names: str, questions: int = 1) -> list[ArticleId]:
    """Add an article for each of *names*, with so many questions."""
    async with store.write() as tx:
        return [
            await tx.articles.add(
                Article(
                    id=name,
                    title=name,
                    language="en",
                    facts=(),
                    questions=tuple(
                        Question(id=f"q{one}", text=f"{one}?", follow_ups=("Why?",))
                        for one in range(questions)
                    ),
                ),
                guild=place.guild,
                fingerprint=name,
                at=NOON,
                by=place.person.id,
            )
            for name in names
        ]
