"""Tests for how bot.i18n says days, times of day and lengths of time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Language, text_in

EN, FR = text_in(Language.ENGLISH), text_in(Language.FRENCH)
NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (time(18), "18:00", "18 h"),
        (time(18, 30), "18:30", "18 h 30"),
        (time(9, 5), "09:05", "9 h 05"),
        (time(0), "00:00", "0 h"),
    ],
)
def test_a_time_of_day(value: time, english: str, french: str) -> None:
    assert EN.clock(value) == english
    assert FR.clock(value) == french.replace(" ", NO_BREAK)


def test_a_day_with_its_time_is_by_the_clock_of_its_place() -> None:
    at = datetime(2026, 8, 1, 16, 30, tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris"))

    assert EN.local(at) == "Saturday, August 1, 2026 at 18:30"
    assert FR.local(at).replace(NO_BREAK, " ") == "samedi 1er août 2026 à 18 h 30"
    assert EN.beside(at) == ""


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (timedelta(minutes=1), "1 minute", "1 minute"),
        (timedelta(hours=1), "1 hour", "1 heure"),
        (timedelta(hours=24), "24 hours", "24 heures"),
        (timedelta(hours=36, minutes=5), "36 hours and 5 minutes", "36 heures et 5 minutes"),
        (timedelta(days=2), "2 days", "2 jours"),
        (
            timedelta(days=9, hours=1, minutes=30),
            "9 days, 1 hour and 30 minutes",
            "9 jours, 1 heure et 30 minutes",
        ),
    ],
)
def test_a_length_of_time(value: timedelta, english: str, french: str) -> None:
    assert (EN.length(value), FR.length(value)) == (english, french)


def test_what_is_listed() -> None:
    assert [EN.listed(["a", "b", "c"][:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert FR.listed(["a", "b", "c"]) == "a, b et c"


def test_days_of_the_week_and_months_by_their_names() -> None:
    assert [EN.weekday(0), FR.weekday(6)] == ["Monday", "dimanche"]
    assert [EN.month(1), FR.month(12)] == ["January", "décembre"]


def test_a_day_of_every_year() -> None:
    assert [EN.month_day(5, 1), FR.month_day(5, 1), FR.month_day(2, 29)] == ["May 1", "1er mai", "29 février"]


def test_a_day_where_there_is_little_room() -> None:
    assert [text.short_day(date(2026, 12, 1)) for text in (EN, FR)] == ["Dec 1, 2026", "1er déc. 2026"]


def test_english_counts_every_day_of_a_month_and_french_the_first() -> None:
    counted = [EN.ordinal(day) for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)]

    assert " ".join(counted) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st"
    assert [FR.ordinal(day) for day in (1, 2, 21)] == ["1er", "2", "21"]
