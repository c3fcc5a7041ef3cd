"""The next opening of a schedule, against dateutil's rrule alone.

rrule is given what is cheapest for it: the rule as objects, its start moved to the last opening, no zone.
Ours takes the rule as it is stored, ten years after its start, leaves out excluded days, and resolves the
local time in a zone.

    python benchmarks/next_opening.py [REPEATS] [RUNS]
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock
from statistics import median

from dateutil.rrule import DAILY, FR, MONTHLY, SU, TU, WEEKLY, YEARLY, rrule

from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Days, Timing

STARTS_ON = date(2016, 1, 4)
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
REPEATED = 50
EXCLUDED = (
    Days(first=date(2025, 12, 24), last=date(2026, 1, 2)),
    Days(first=date(2026, 5, 1), last=date(2026, 5, 1)),
)


def start(day: date) -> datetime:
    """Return the beginning of *day*."""
    return datetime.combine(day, clock())


# The rule as we keep it, and the next day as rrule finds it.
CASES: dict[str, tuple[str, Callable[[datetime], rrule]]] = {
    "every day": ("FREQ=DAILY", lambda last: rrule(DAILY, dtstart=last)),
    "every 3 days": ("FREQ=DAILY;INTERVAL=3", lambda last: rrule(DAILY, dtstart=last, interval=3)),
    "Tuesdays": ("FREQ=WEEKLY;BYDAY=TU", lambda last: rrule(WEEKLY, dtstart=last, byweekday=TU)),
    "Tuesdays and Sundays, every other week": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
        lambda last: rrule(WEEKLY, dtstart=last, interval=2, byweekday=(TU, SU)),
    ),
    "last Friday of the month": (
        "FREQ=MONTHLY;BYDAY=-1FR",
        lambda last: rrule(MONTHLY, dtstart=last, byweekday=FR(-1)),
    ),
    "once a year": (
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2",
        lambda last: rrule(YEARLY, dtstart=last, bymonth=5, bymonthday=2),
    ),
}


def cost(work: Callable[[date], object], days: Sequence[date], repeats: int) -> float:
    """Return the CPU time of one call, in microseconds."""
    began = time.process_time()
    for _ in range(repeats):
        for day in days:
            work(day)
    return (time.process_time() - began) / (repeats * len(days)) * 1e6


def ours(timing: Timing) -> Callable[[date], object]:
    """Return what finds the opening after a day."""
    return lambda day: timing.next(after=day)


def theirs(plain: Callable[[datetime], rrule]) -> Callable[[date], object]:
    """Return what finds the day after a day."""
    return lambda day: plain(start(day)).after(start(day))


def main() -> None:
    """Print the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    print(f"next opening, median of {runs} runs of {repeats * REPEATED:,} in turn, CPU time of each")
    for name, (rule, plain) in CASES.items():
        timing = Timing(
            recurrence=Recurrence(rule=rule, starts_on=STARTS_ON),
            at=clock(18),
            zone="Europe/Paris",
            excluded=EXCLUDED,
        )
        # The last opening before each of many days, so that no rule is lucky.
        lasts = [one.on for one in timing.upcoming(after=SINCE, count=REPEATED)]
        pairs = [
            (
                cost(ours(timing), lasts, repeats),
                cost(theirs(plain), lasts, repeats),
            )
            for _ in range(runs)
        ]
        own, base = (median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = median(own / base for own, base in pairs)
        print(f"{name:<40} causerie {own:6.1f} µs   rrule {base:6.1f} µs   {ratio:5.2f} x")


if __name__ == "__main__":
    main()
