"""Discord's ids: each begins with the millisecond in which it was given out, by Discord's own clock."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TIME_BITS = 22


def to_snowflake(at: datetime) -> int:
    """Return the first id that something made *at* this time could have."""
    return max(0, (at - EPOCH) // MILLISECOND) << TIME_BITS


def from_snowflake(number: int) -> datetime:
    """Return when what has this id was made."""
    return EPOCH + (number >> TIME_BITS) * MILLISECOND


def earlier(number: int, by: timedelta) -> int:
    """Return the first id of the time that is *by* before the one of *number*."""
    return max(0, (number >> TIME_BITS) - by // MILLISECOND) << TIME_BITS
