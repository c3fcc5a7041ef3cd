"""What is due by the clock happens at a terminal before the next line is answered, and not between two."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from talk import PACK, Talk, open_talk

TUESDAY = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)
FIRST, SECOND = "Should the mill have been rebuilt?", "What should become of it?"
DAY = timedelta(days=1)


class Calendar:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = TUESDAY

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
async def talk(tmp_path: Path, calendar: Calendar) -> AsyncIterator[Talk]:
    """A chat with an article of two questions, which is opened by a schedule each day at 18:00, in Paris."""
    async with open_talk(tmp_path, clock=calendar) as opened:
        await opened.all(
            "/setup zone:paris",
            f"/article add {opened.write('mill.toml', PACK)} yes:yes",
            "/queue add mill",
            "/schedule add every day at 18:00 stays:1 day",
            "/yes",
        )
        yield opened


def answers(database: Path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT prompt, text FROM responses ORDER BY key").fetchall()


async def test_a_question_that_is_due_comes_before_the_answer_to_what_is_typed(
    talk: Talk, calendar: Calendar
) -> None:
    before = await talk("/queue show")
    calendar.now = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)

    shown = await talk("/queue show")

    assert FIRST not in before
    assert "The mill on the river" in before
    # It is out of the queue by the time that the queue is shown.
    assert "The mill on the river" not in shown.split(FIRST)[1]
    assert FIRST not in await talk("/queue show")


async def test_a_moment_before_nothing_happens(talk: Talk, calendar: Calendar) -> None:
    calendar.now = datetime(2026, 10, 20, 15, 59, 59, tzinfo=UTC)

    assert FIRST not in await talk("/queue show")


async def test_what_is_typed_answers_the_question_that_has_just_come(talk: Talk, calendar: Calendar) -> None:
    calendar.now += DAY
    first = await talk("It should.")
    calendar.now += DAY
    second = await talk("A museum.")

    assert FIRST in first
    assert SECOND in second
    assert answers(talk.folder / "talk.db") == [(1, "It should."), (2, "A museum.")]


async def test_a_line_that_is_wrong_shows_it_as_well(talk: Talk, calendar: Calendar) -> None:
    calendar.now += DAY

    assert FIRST in await talk("/nonsense")


async def test_an_empty_line_does_nothing(talk: Talk, calendar: Calendar) -> None:
    calendar.now += DAY

    assert await talk("   ") == ""
    assert FIRST in await talk("/queue show")


async def test_a_discussion_closes_when_its_time_is_over(talk: Talk, calendar: Calendar) -> None:
    for _ in range(2):
        calendar.now += DAY
        await talk("/queue show")
    calendar.now += DAY + timedelta(seconds=1)

    shown = await talk("/queue show")

    assert "The discussion of “The mill on the river” has ended" in shown
    assert FIRST not in shown
    assert SECOND not in shown


async def test_whoever_comes_back_after_weeks_finds_one_question(talk: Talk, calendar: Calendar) -> None:
    calendar.now += 30 * DAY

    shown = await talk("/queue show")

    assert FIRST in shown
    assert SECOND not in shown
