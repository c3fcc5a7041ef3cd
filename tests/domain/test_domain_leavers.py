"""Tests for bot.domain.leavers, and for how the log counts who was erased."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.identity import NOBODY
from bot.domain.leavers import GRACE, LEAST_DAYS, Absence
from bot.domain.moderation import ErasedLeavers, LogLine

LEFT = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("after", "days", "expected"),
    [
        pytest.param(GRACE, LEAST_DAYS, True, id="a-week-later"),
        pytest.param(GRACE - timedelta(days=1), 9, False, id="within-the-week"),
        pytest.param(timedelta(days=400), LEAST_DAYS - 1, False, id="a-clock-that-jumped"),
        pytest.param(timedelta(days=-400), 9, False, id="a-clock-that-fell-back"),
    ],
)
def test_somebody_left_for_good_once_it_was_said_often_enough_for_long_enough(
    after: timedelta, days: int, *, expected: bool
) -> None:
    assert Absence(since=LEFT, days=days).is_for_good(today=LEFT + after) is expected


def line(action: str, target: str) -> LogLine:
    return LogLine(
        key=1, at=datetime(2026, 11, 20, tzinfo=UTC), moderator=NOBODY, action=action, target=target
    )


def test_what_the_log_counts_is_read_back() -> None:
    erased = ErasedLeavers(members=3, answers=12)

    assert ErasedLeavers.of(line(ErasedLeavers.ACTION, erased.to_target())) == erased


@pytest.mark.parametrize(("action", "target"), [(ErasedLeavers.ACTION, "few"), ("guild.setup", "3 (12)")])
def test_other_lines_count_nobody(action: str, target: str) -> None:
    assert ErasedLeavers.of(line(action, target)) is None
