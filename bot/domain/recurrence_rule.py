"""What a recurrence rule says: RFC 5545's RRULE, as far as it speaks of days.

Strict, for what is kept is followed for years: whatever the RFC does not allow, or says nothing of, is never
passed over but refused, with the part that is wrong.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.domain.schedule_errors import RuleNotAloneError, RulePartError, RuleTooOftenError, SpokenTooLongError

RULE_LIMIT = 200  # characters; the longest rule of any use has some 60
YEARS_AHEAD = 10  # nobody plans a discussion further ahead
HIGHEST_COUNT = 999

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Frequency(StrEnum):
    """The period that a rule repeats itself in."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


HIGHEST_INTERVAL = {
    Frequency.DAILY: YEARS_AHEAD * 366,
    Frequency.WEEKLY: YEARS_AHEAD * 52,
    Frequency.MONTHLY: YEARS_AHEAD * 12,
    Frequency.YEARLY: YEARS_AHEAD,
}
SUB_DAILY = frozenset({"FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"})
TIME_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
# The highest number that each list may hold, and whether it also counts from the end.
LISTS = {
    "BYMONTH": (12, False),
    "BYWEEKNO": (53, True),
    "BYYEARDAY": (366, True),
    "BYMONTHDAY": (31, True),
    "BYSETPOS": (366, True),
}
NAMES = frozenset({"FREQ", "INTERVAL", "WKST", "UNTIL", "COUNT", "BYDAY", *LISTS})
# As many of one weekday as a month and a year can have.
IN_MONTH = 5
IN_YEAR = 53
# By RFC 5545, 3.3.10, the frequencies with which a part makes no sense.
SENSELESS = {
    "BYWEEKNO": {Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY},
    "BYYEARDAY": {Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY},
    "BYMONTHDAY": {Frequency.WEEKLY},
}
# With one of these, the day that a rule starts on says nothing more of the days it falls on.
CHOOSING = ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")

OTHER_LINE = re.compile(r"\b(?:BEGIN|DTSTART|DTEND|DURATION|EXDATE|EXRULE|RDATE)\b")
NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
UNTIL = re.compile(r"(\d{8})(?:T\d{6}Z?)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A recurrence rule, taken apart. Lists are sorted, each number in them once."""

    frequency: Frequency
    interval: int = 1
    week_starts: int = 0  # 0 is Monday, as in datetime.weekday()
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()  # each with which of them it is; 0 is all
    positions: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None

    @property
    def chooses_days(self) -> bool:
        """Whether its days follow from the rule alone, without the day that it starts on."""
        return bool(self.weeks or self.year_days or self.month_days or self.weekdays)

    def __str__(self) -> str:
        """Return the rule in its one canonical form."""
        by_weekday = [f"{nth or ''}{WEEKDAYS[weekday]}" for weekday, nth in self.weekdays]
        parts: dict[str, object] = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else "",
            "WKST": WEEKDAYS[self.week_starts] if self.week_starts else "",
            "BYMONTH": _listed(self.months),
            "BYWEEKNO": _listed(self.weeks),
            "BYYEARDAY": _listed(self.year_days),
            "BYMONTHDAY": _listed(self.month_days),
            "BYDAY": ",".join(by_weekday),
            "BYSETPOS": _listed(self.positions),
            "COUNT": self.count or "",
            "UNTIL": f"{self.until:%Y%m%d}" if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


@lru_cache(maxsize=4096)
def to_rule(text: str) -> Rule:
    """Return the rule that *text* is, with or without ``RRULE:`` and whatever its case.

    Raises RulePartError, RuleTooOftenError, RuleNotAloneError and SpokenTooLongError.
    """
    if len(text) > RULE_LIMIT:
        raise SpokenTooLongError(length=len(text), limit=RULE_LIMIT)
    if other := OTHER_LINE.search(text.upper()):
        raise RuleNotAloneError(part=other[0])
    values = _split("".join(text.upper().split()).removeprefix("RRULE:"))
    frequency = _frequency(values)
    _check_together(values, frequency)
    lists = {name: _numbers(name, values) for name in LISTS}
    return Rule(
        frequency=frequency,
        interval=_number("INTERVAL", values, highest=HIGHEST_INTERVAL[frequency]) or 1,
        week_starts=_week_starts(values),
        months=lists["BYMONTH"],
        weeks=lists["BYWEEKNO"],
        year_days=lists["BYYEARDAY"],
        month_days=lists["BYMONTHDAY"],
        weekdays=_weekdays(values, frequency),
        positions=lists["BYSETPOS"],
        until=_until(values),
        count=_number("COUNT", values, highest=HIGHEST_COUNT),
    )


def _split(typed: str) -> dict[str, str]:
    """Return the values by the names of their parts."""
    values: dict[str, str] = {}
    for part in typed.removesuffix(";").split(";"):
        name, _, value = part.partition("=")
        if name in TIME_PARTS or part in SUB_DAILY:
            raise RuleTooOftenError(part=part)
        if name not in NAMES or name in values:
            raise RulePartError(part=part)
        values[name] = value
    return values


def _frequency(values: Mapping[str, str]) -> Frequency:
    typed = values.get("FREQ", "")
    if typed not in set(Frequency):
        raise RulePartError(part=f"FREQ={typed}")
    return Frequency(typed)


def _check_together(values: Mapping[str, str], frequency: Frequency) -> None:
    """Refuse parts that make no sense beside each other."""
    for name, frequencies in SENSELESS.items():
        if name in values and frequency in frequencies:
            raise RulePartError(part=f"{name}={values[name]}")
    if "BYSETPOS" in values and not any(name in values for name in ("BYMONTH", *CHOOSING)):
        raise RulePartError(part=f"BYSETPOS={values['BYSETPOS']}")
    if "COUNT" in values and "UNTIL" in values:
        raise RulePartError(part=f"COUNT={values['COUNT']}")


def _number(name: str, values: Mapping[str, str], *, highest: int) -> int | None:
    if name not in values:
        return None
    typed = values[name]
    if not NUMBER.fullmatch(typed) or not 1 <= int(typed) <= highest:
        raise RulePartError(part=f"{name}={typed}")
    return int(typed)


def _numbers(name: str, values: Mapping[str, str]) -> tuple[int, ...]:
    if name not in values:
        return ()
    highest, counts_back = LISTS[name]
    typed = values[name].split(",")
    allowed = {*range(-highest if counts_back else 1, 0), *range(1, highest + 1)}
    if not all(NUMBER.fullmatch(number) and int(number) in allowed for number in typed):
        raise RulePartError(part=f"{name}={values[name]}")
    return tuple(sorted(set(map(int, typed))))


def _weekdays(values: Mapping[str, str], frequency: Frequency) -> tuple[tuple[int, int], ...]:
    if "BYDAY" not in values:
        return ()
    read = [WEEKDAY.fullmatch(one) for one in values["BYDAY"].split(",")]
    highest = 0 if "BYWEEKNO" in values else highest_nth(frequency, of_months="BYMONTH" in values)
    found: set[tuple[int, int]] = set()
    for one in read:
        if one is None or (one[1] and not 1 <= abs(int(one[1])) <= highest):
            raise RulePartError(part=f"BYDAY={values['BYDAY']}")
        found.add((WEEKDAYS.index(one[2]), int(one[1] or 0)))
    return tuple(sorted(found))


def highest_nth(frequency: Frequency, *, of_months: bool) -> int:
    """Return up to which one the same weekdays are told apart: within a month, or else a year, only."""
    if frequency is Frequency.YEARLY and not of_months:
        return IN_YEAR
    return IN_MONTH if frequency in {Frequency.MONTHLY, Frequency.YEARLY} else 0


def _week_starts(values: Mapping[str, str]) -> int:
    typed = values.get("WKST", WEEKDAYS[0])
    if typed not in WEEKDAYS:
        raise RulePartError(part=f"WKST={typed}")
    return WEEKDAYS.index(typed)


def _until(values: Mapping[str, str]) -> date | None:
    """Return the last day: that of a date and time as it is written, whatever its zone."""
    if "UNTIL" not in values:
        return None
    typed = UNTIL.fullmatch(values["UNTIL"])
    with suppress(ValueError):  # such as the 31st of February
        if typed:
            return date.fromisoformat(typed[1])
    raise RulePartError(part=f"UNTIL={values['UNTIL']}")
