"""On which local days does a schedule open?

Days only: clocks and zones are bot.domain.schedule's. Each search is bounded, whatever the rule, and costs
the same after years as on the first day: it begins with the period asked about, not where the rule starts.
"""

from calendar import isleap, monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from bot.domain.recurrence_rule import WEEKDAYS, YEARS_AHEAD, Frequency, Rule, to_rule
from bot.domain.schedule_errors import FarDayError, RuleCountError, RuleNeverError, RuleOverError

# Schedules are for these days; within them, no arithmetic comes near what a date or a time can hold.
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2999, 12, 31)
# As far as the next day is searched for. The longest gap of a rule that anybody needs is one of eight years:
# the 29th of February, around 2100.
HORIZON = timedelta(days=YEARS_AHEAD * 366)

ONE_DAY = timedelta(days=1)
DAYS_IN_WEEK = 7
MONTHS_IN_YEAR = 12
# Of a period: in days for the first two, in months for the others.
LENGTHS = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: DAYS_IN_WEEK,
    Frequency.MONTHLY: 1,
    Frequency.YEARLY: MONTHS_IN_YEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """The days that a rule falls on. *rule* is RFC 5545's RRULE, without COUNT (its UNTIL is worked out)."""

    rule: str
    starts_on: date

    def __post_init__(self) -> None:
        if not FIRST_DAY <= self.starts_on <= LAST_DAY:
            raise FarDayError(day=self.starts_on, first=FIRST_DAY, last=LAST_DAY)

    def next_on(self, *, after: date) -> date | None:
        """Return the first day strictly after *after*; None where there is none within ten years.

        There is no need to say when it was last: the search goes straight to the period of *after*.
        """
        if after > LAST_DAY:
            return None
        rule = to_rule(self.rule)
        since = max(after, self.starts_on - ONE_DAY)
        return next(_days(rule, starts_on=self.starts_on, after=since), None)


def every_days(number: int, *, starts_on: date) -> Recurrence:
    """Return each *number*-th day from *starts_on*, itself the first."""
    return counted_from(f"FREQ=DAILY;INTERVAL={number}", starts_on=starts_on)


def weekly(weekdays: Collection[int], *, starts_on: date, every: int = 1) -> Recurrence:
    """Return *weekdays* (0 is Monday) of every week, or of each *every*-th from that of the first of them."""
    named = ",".join(WEEKDAYS[one] for one in weekdays)
    return counted_from(f"FREQ=WEEKLY;INTERVAL={every};BYDAY={named}", starts_on=starts_on)


def monthly(nth: int, weekday: int, *, starts_on: date, every: int = 1) -> Recurrence:
    """Return the *nth* weekday (-1 is the last) of every month, or each *every*-th from the first one's."""
    return counted_from(f"FREQ=MONTHLY;INTERVAL={every};BYDAY={nth}{WEEKDAYS[weekday]}", starts_on=starts_on)


def counted_from(text: str, *, starts_on: date) -> Recurrence:
    """Return a rule whose periods are counted from its first day: "every other Tuesday" begins with the next.

    RFC 5545 counts from the week, or the month, of *starts_on*, be there a day of the rule left in it or not.
    Raises what to_recurrence does.
    """
    each = to_recurrence(str(replace(to_rule(text), interval=1)), starts_on=starts_on)
    first = each.next_on(after=starts_on - ONE_DAY) or starts_on
    return to_recurrence(text, starts_on=first)


def to_recurrence(text: str, *, starts_on: date) -> Recurrence:
    """Return the days of an RRULE that somebody typed, the first of them *starts_on* or later.

    What the rule leaves to the day that it starts on is written into it. Raises FarDayError, RuleNeverError,
    RuleOverError, RuleCountError, and what to_rule does.
    """
    rule = to_rule(text)
    if rule.until and rule.until < starts_on:
        raise RuleOverError(part=f"UNTIL={rule.until:%Y%m%d}")
    rule = replace(_explicit(rule, starts_on), count=None)
    recurrence = Recurrence(rule=str(rule), starts_on=starts_on)
    if recurrence.next_on(after=starts_on - ONE_DAY) is None:
        raise RuleNeverError(rule=str(rule))
    times = to_rule(text).count
    if times is None:
        return recurrence
    counted = list(islice(_days(rule, starts_on=starts_on, after=starts_on - ONE_DAY), times))
    if len(counted) < times:
        raise RuleCountError(part=f"COUNT={times}")
    return Recurrence(rule=str(replace(rule, until=counted[-1])), starts_on=starts_on)


def _explicit(rule: Rule, starts_on: date) -> Rule:
    """Return *rule* with what RFC 5545 takes from its start."""
    if rule.chooses_days or rule.frequency is Frequency.DAILY:
        return rule
    if rule.frequency is Frequency.WEEKLY:
        return replace(rule, weekdays=((starts_on.weekday(), 0),))
    if rule.frequency is Frequency.YEARLY and not rule.months:
        rule = replace(rule, months=(starts_on.month,))
    return replace(rule, month_days=(starts_on.day,))


def _days(rule: Rule, *, starts_on: date, after: date) -> Iterator[date]:
    """Yield the days of *rule* that come after *after*, in order, for ten years."""
    rule = _explicit(rule, starts_on)
    last = min(rule.until or LAST_DAY, after + HORIZON, LAST_DAY)
    for begin, end in _periods(rule, starts_on=starts_on, around=max(after, starts_on), last=last):
        # Positions count within the whole of a period; otherwise what is past need not be looked at.
        chosen = _at_positions(rule, begin, end) if rule.positions else _chosen(rule, max(begin, after), end)
        for day in chosen:
            if day > last:
                return
            if day > after:
                yield day


def _periods(rule: Rule, *, starts_on: date, around: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the periods of *rule*, from the last to begin by *around*: the first day, and the day after."""
    length = LENGTHS[rule.frequency]
    is_in_months = rule.frequency in {Frequency.MONTHLY, Frequency.YEARLY}
    to_number, to_day = (_month_number, _first_of) if is_in_months else (date.toordinal, date.fromordinal)
    # The first day of the calendar, number 1, was a Monday.
    origin = 1 + rule.week_starts if rule.frequency is Frequency.WEEKLY else 0
    first, now = to_number(starts_on), to_number(around)
    first -= (first - origin) % length
    step = rule.interval * length
    for begin in range(first + (now - first) // step * step, to_number(last) + 1, step):
        yield to_day(begin), to_day(begin + length)


def _month_number(day: date) -> int:
    return day.year * MONTHS_IN_YEAR + day.month - 1


def _first_of(month_number: int) -> date:
    year, month = divmod(month_number, MONTHS_IN_YEAR)
    return date(year, month + 1, 1)


def _at_positions(rule: Rule, begin: date, end: date) -> list[date]:
    days = list(_chosen(rule, begin, end))
    return [
        day for at, day in enumerate(days) if at + 1 in rule.positions or at - len(days) in rule.positions
    ]


def _chosen(rule: Rule, begin: date, end: date) -> Iterator[date]:
    """Yield the days before *end* that all the parts of *rule* but its positions let through."""
    day = begin
    while day < end:
        if rule.months and day.month not in rule.months:
            day = _first_of(_month_number(day) + 1)
            continue
        if (
            (not rule.weekdays or _has_weekday(rule, day))
            and (not rule.month_days or _counts(rule.month_days, *_in_month(day)))
            and (not rule.year_days or _counts(rule.year_days, *_in_year(day)))
            and (not rule.weeks or _has_week(rule, day))
        ):
            yield day
        day += ONE_DAY


def _has_weekday(rule: Rule, day: date) -> bool:
    weekday = day.weekday()
    nths = [nth for one, nth in rule.weekdays if one == weekday]
    if not nths or 0 in nths:
        return bool(nths)
    if rule.frequency is Frequency.YEARLY and not rule.months:
        return _counts(nths, *_sevenths(*_in_year(day)))
    return _counts(nths, *_sevenths(*_in_month(day)))


def _has_week(rule: Rule, day: date) -> bool:
    """Return whether one of the rule's weeks has *day*: a week is of the year that has most of its days."""
    middle = day + timedelta(days=DAYS_IN_WEEK // 2 - (day.weekday() - rule.week_starts) % DAYS_IN_WEEK)
    return _counts(rule.weeks, *_sevenths(*_in_year(middle)))


def _counts(numbers: Collection[int], at: int, of: int) -> bool:
    """Return whether *numbers* have the *at*-th *of* so many, by its number from the first or the last."""
    return at in numbers or at - of - 1 in numbers


def _sevenths(at: int, of: int) -> tuple[int, int]:
    """Return which one of its weekday the *at*-th *of* so many days is, and of how many."""
    before, behind = (at - 1) // DAYS_IN_WEEK, (of - at) // DAYS_IN_WEEK
    return before + 1, before + 1 + behind


def _in_month(day: date) -> tuple[int, int]:
    """Return which day of its month *day* is, and of how many."""
    return day.day, monthrange(day.year, day.month)[1]


def _in_year(day: date) -> tuple[int, int]:
    """Return which day of its year *day* is, and of how many."""
    return day.timetuple().tm_yday, 366 if isleap(day.year) else 365
