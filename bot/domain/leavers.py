"""Members who left their guild: what becomes of what is held about them, and when they left for good."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Whoever leaves by mistake, or in anger, and is back within the week finds everything as it was.
GRACE = timedelta(days=7)
# A clock that is ahead for a day must erase nobody: time alone does not count, Discord has to say it again.
LEAST_DAYS = 3


class Leavers(StrEnum):
    """What becomes of what is held about members who left."""

    KEEP = "keep"  # all stays as it was
    ERASE = "erase"  # it goes, as when they erase it themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Since which day somebody was not found in their guild, and on how many days Discord said so."""

    since: date
    days: int

    def is_for_good(self, *, today: date) -> bool:
        """Return whether they are taken to have left for good."""
        return today - self.since >= GRACE and self.days >= LEAST_DAYS
