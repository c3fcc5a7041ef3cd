"""Tests for bot.storage.schema: times as they are kept."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect

from bot.storage.columns import UtcDateTime, to_utc_text

ON_SQLITE = sqlite.dialect()
TIMES = st.datetimes(timezones=st.timezones() | st.just(UTC), min_value=datetime(1000, 1, 3))  # noqa: DTZ001 (the zone comes with it)


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        pytest.param(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29T01:30:00.000000Z", id="utc"),
        pytest.param(
            datetime(2026, 3, 29, 3, 30, 0, 5, tzinfo=ZoneInfo("Europe/Paris")),
            "2026-03-29T01:30:00.000005Z",
            id="paris-in-summer",
        ),
        pytest.param(
            datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
            "2026-01-01T09:30:00.000000Z",
            id="half-hours",
        ),
    ],
)
def test_a_time_is_kept_as_text_in_utc(time: datetime, kept: str) -> None:
    assert UtcDateTime().process_bind_param(time, ON_SQLITE) == kept
    assert to_utc_text(time) == kept


@given(time=TIMES)
def test_it_comes_back_as_the_same_instant_with_its_zone(time: datetime) -> None:
    column = UtcDateTime()

    back = column.process_result_value(column.process_bind_param(time, ON_SQLITE), ON_SQLITE)

    assert back == time.astimezone(UTC)
    assert back is not None
    assert back.utcoffset() == timedelta(0)


@given(one=TIMES, other=TIMES)
def test_texts_are_in_the_order_of_time(one: datetime, other: datetime) -> None:
    is_before = one.astimezone(UTC) < other.astimezone(UTC)

    assert (to_utc_text(one) < to_utc_text(other)) == is_before


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(AssertionError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 3, 29), ON_SQLITE)  # noqa: DTZ001 (the point)


def test_no_time_stays_none() -> None:
    column = UtcDateTime()

    assert column.process_bind_param(None, ON_SQLITE) is None
    assert column.process_result_value(None, ON_SQLITE) is None


def test_a_database_with_a_type_for_it_is_given_the_time_itself() -> None:
    time = datetime(2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Paris"))
    column, dialect = UtcDateTime(), PGDialect()  # type: ignore[no-untyped-call]

    assert column.process_bind_param(time, dialect) == time.astimezone(UTC)
    assert column.process_result_value(time, dialect) == time
