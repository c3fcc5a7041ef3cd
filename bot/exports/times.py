"""Times in files, in the one form that all of ours have them in."""

from datetime import UTC, datetime


def to_text(at: datetime) -> str:
    """Return *at* in UTC, to the microsecond: ``2026-03-29T12:00:00.000000Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
