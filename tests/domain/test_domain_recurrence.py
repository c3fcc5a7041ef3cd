"""Tests for bot.domain.recurrence and bot.domain.recurrence_rule.

What a rule's days are is worked out here from the definitions in RFC 5545, day by day and without a library.
"""

import time
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.recurrence import (
    FIRST_DAY,
    HORIZON,
    LAST_DAY,
    Recurrence,
    counted_from,
    every_days,
    monthly,
    to_recurrence,
    weekly,
)
from bot.domain.recurrence_rule import RULE_LIMIT, WEEKDAYS, to_rule
from bot.domain.schedule_errors import (
    FarDayError,
    RuleNeverError,
    RuleNotAloneError,
    RuleOverError,
    RulePartError,
    RuleTooOftenError,
    SpokenTooLongError,
)

ONE_DAY = timedelta(days=1)
MONDAY = date(2026, 1, 5)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def following(recurrence: Recurrence, *, count: int) -> list[str]:
    found: list[str] = []
    day = recurrence.next_on(after=recurrence.starts_on - ONE_DAY)
    while day is not None and len(found) < count:
        found.append(day.isoformat())
        day = recurrence.next_on(after=day)
    return found


# -- by definition ---------------------------------------------------------------------------------


def numbers(parts: dict[str, str], name: str) -> set[int]:
    return {int(number) for number in parts[name].split(",")} if name in parts else set()


def period_number(day: date, frequency: str, starts: int) -> int:
    if frequency == "WEEKLY":
        return (day.toordinal() - 1 - starts) // 7  # the first day of the year 1 was a Monday
    return {"DAILY": day.toordinal(), "MONTHLY": day.year * 12 + day.month, "YEARLY": day.year}[frequency]


def is_named(day: date, named: str, *, in_year: bool) -> bool:
    weekday, nth = WEEKDAYS.index(named[-2:]), named[:-2]
    if day.weekday() != weekday:
        return False
    if not nth:
        return True
    length = (366 if isleap(day.year) else 365) if in_year else monthrange(day.year, day.month)[1]
    at = day.timetuple().tm_yday if in_year else day.day
    return int(nth) in {(at - 1) // 7 + 1, -((length - at) // 7 + 1)}


@cache
def weeks_of(year: int, starts: int) -> tuple[date, ...]:
    """Return the first days of the weeks that have most of their days in *year*."""
    first = date(year - 1, 12, 20)
    while first.weekday() != starts:
        first += ONE_DAY
    firsts = [first + timedelta(weeks=gap) for gap in range(56)]
    return tuple(one for one in firsts if sum(day.year == year for day in each_day(one, count=7)) > 3)


def is_in_week(day: date, weeks: set[int], starts: int) -> bool:
    for year in (day.year - 1, day.year, day.year + 1):
        firsts = weeks_of(year, starts)
        for at, first in enumerate(firsts):
            if first <= day < first + timedelta(weeks=1):
                return bool(weeks & {at + 1, at - len(firsts)})
    raise AssertionError("every day is in a week of some year")


def is_chosen(day: date, parts: dict[str, str]) -> bool:
    """Return whether *day* passes every BY part but BYSETPOS."""
    length = monthrange(day.year, day.month)[1]
    in_year = 366 if isleap(day.year) else 365
    at = day.timetuple().tm_yday
    month_days, year_days = numbers(parts, "BYMONTHDAY"), numbers(parts, "BYYEARDAY")
    starts = WEEKDAYS.index(parts.get("WKST", "MO"))
    of_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    return (
        ("BYMONTH" not in parts or day.month in numbers(parts, "BYMONTH"))
        and (not month_days or bool(month_days & {day.day, day.day - length - 1}))
        and ("BYWEEKNO" not in parts or is_in_week(day, numbers(parts, "BYWEEKNO"), starts))
        and (not year_days or bool(year_days & {at, at - in_year - 1}))
        and (
            "BYDAY" not in parts
            or any(is_named(day, named, in_year=of_year) for named in parts["BYDAY"].split(","))
        )
    )


def by_definition(rule: str, *, starts_on: date, until: date) -> Iterator[date]:
    """Yield the days of a rule that names its days itself."""
    parts = dict(part.split("=") for part in rule.split(";"))
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    starts = WEEKDAYS.index(parts.get("WKST", "MO"))
    last = date.fromisoformat(parts["UNTIL"]) if "UNTIL" in parts else until
    first_period = period_number(starts_on, frequency, starts)
    # A whole period, though the rule starts within it: positions are counted from its beginning.
    day = starts_on - timedelta(days=366)
    in_period: list[date] = []
    while day <= until + timedelta(days=366):
        number = period_number(day, frequency, starts)
        if number >= first_period and (number - first_period) % interval == 0 and is_chosen(day, parts):
            in_period.append(day)
        day += ONE_DAY
        if period_number(day, frequency, starts) != number:
            positions = numbers(parts, "BYSETPOS")
            size = len(in_period)
            for at, one in enumerate(in_period):
                chosen = not positions or bool(positions & {at + 1, at - size})
                if chosen and starts_on <= one <= min(last, until):
                    yield one
            in_period = []


def some(choices: st.SearchStrategy[int], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(choices, min_size=1, max_size=most, unique=True).map(
        lambda some: ",".join(map(str, some))
    )


def counted(highest: int) -> st.SearchStrategy[int]:
    return st.integers(-highest, highest).filter(bool)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5)))}
    plain = st.sampled_from(WEEKDAYS)
    nth = st.tuples(counted(5), plain).map(lambda both: f"{both[0]}{both[1]}")
    named = st.one_of(plain, nth) if frequency in {"MONTHLY", "YEARLY"} else plain
    choosing = {
        "BYDAY": st.lists(named, min_size=1, max_size=3, unique=True).map(",".join),
        "BYMONTHDAY": some(counted(31), most=8),
        "BYYEARDAY": some(counted(366), most=40),
    }
    allowed = {"DAILY": ["BYDAY", "BYMONTHDAY"], "WEEKLY": ["BYDAY"], "MONTHLY": ["BYDAY", "BYMONTHDAY"]}
    if frequency == "YEARLY" and draw(st.booleans()):
        parts["BYWEEKNO"] = draw(some(counted(53), most=8))
        choosing["BYDAY"] = st.lists(plain, min_size=1, unique=True).map(",".join)
    names = draw(st.sets(st.sampled_from(allowed.get(frequency, list(choosing))), min_size=1, max_size=2))
    for name in sorted(names):
        parts[name] = draw(choosing[name])
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(some(st.integers(1, 12), most=6))
    if draw(st.booleans()):
        parts["BYSETPOS"] = draw(some(counted(4)))
    if draw(st.booleans()):
        parts["WKST"] = draw(plain)
    if draw(st.booleans()):
        parts["UNTIL"] = draw(days).strftime("%Y%m%d")
    return ";".join(f"{name}={value}" for name, value in parts.items())


@given(rule=rules(), starts_on=days, gap=st.integers(-400, 2_500))
def test_the_next_day_is_that_of_the_definition_however_long_the_rule_has_run(
    rule: str, starts_on: date, gap: int
) -> None:
    after = starts_on + timedelta(days=gap)
    until = max(after, starts_on) + timedelta(days=800)
    expected = [day for day in by_definition(rule, starts_on=starts_on, until=until) if day > after]

    found = Recurrence(rule=rule, starts_on=starts_on).next_on(after=after)

    if expected:
        assert found == expected[0]
    else:
        assert found is None or found > until


@given(rule=rules())
def test_a_rule_reads_the_same_once_it_is_written_canonically(rule: str) -> None:
    canonical = str(to_rule(rule))

    assert str(to_rule(canonical)) == canonical
    assert to_rule(canonical) == to_rule(rule)


@given(starts_on=days, number=st.integers(1, 400), gap=st.integers(0, 3_000))
def test_every_so_many_days(starts_on: date, number: int, gap: int) -> None:
    after = starts_on + timedelta(days=gap)
    expected = starts_on
    while expected <= after:
        expected += timedelta(days=number)

    assert every_days(number, starts_on=starts_on).next_on(after=after) == expected


@given(
    starts_on=days,
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 8),
    gap=st.integers(-10, 1_500),
)
def test_weekdays_of_every_so_many_weeks(starts_on: date, weekdays: set[int], every: int, gap: int) -> None:
    first = next(day for day in each_day(starts_on) if day.weekday() in weekdays)
    first_week = (first.toordinal() - 1) // 7
    after = starts_on + timedelta(days=gap)
    expected = next(
        day
        for day in each_day(max(after + ONE_DAY, first))
        if day.weekday() in weekdays and ((day.toordinal() - 1) // 7 - first_week) % every == 0
    )

    assert weekly(weekdays, starts_on=starts_on, every=every).next_on(after=after) == expected


@given(
    starts_on=days,
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 6),
    every=st.integers(1, 6),
    gap=st.integers(-40, 1_500),
)
def test_the_nth_weekday_of_every_so_many_months(
    starts_on: date, nth: int, weekday: int, every: int, gap: int
) -> None:
    def is_nth(day: date) -> bool:
        of_month = [
            one
            for one in each_day(day.replace(day=1), count=monthrange(day.year, day.month)[1])
            if one.weekday() == weekday
        ]
        return day == of_month[nth if nth < 0 else nth - 1]

    first = next(day for day in each_day(starts_on) if day.weekday() == weekday and is_nth(day))
    after = starts_on + timedelta(days=gap)
    expected = next(
        day
        for day in each_day(max(after + ONE_DAY, first))
        if day.weekday() == weekday
        and (day.year * 12 + day.month - first.year * 12 - first.month) % every == 0
        and is_nth(day)
    )

    assert monthly(nth, weekday, starts_on=starts_on, every=every).next_on(after=after) == expected


def each_day(first: date, *, count: int = 4_000) -> Iterator[date]:
    return (first + timedelta(days=gap) for gap in range(count))


# ISO 8601's weeks: 2026 has 53 of them, the first of 2026 begins in 2025.
@pytest.mark.parametrize(
    ("rule", "starts_on", "expected"),
    [
        pytest.param("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2026-01-01", ["2027-01-01"], id="week-53"),
        pytest.param(
            "FREQ=YEARLY;BYDAY=20MO,-1SU",
            "1997-05-19",
            ["1997-05-19", "1997-12-28", "1998-05-18", "1998-12-27"],
            id="weekdays-of-the-year-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            "1997-05-12",
            ["1997-05-12", "1998-05-11", "1999-05-17"],
            id="week-20-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "1996-11-05",
            ["1996-11-05", "2000-11-07", "2004-11-02"],
            id="election-day-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;UNTIL=19970831",
            "1997-08-05",
            ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
            id="weeks-from-monday-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;UNTIL=19970901",
            "1997-08-05",
            ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
            id="weeks-from-sunday-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "1997-09-29",
            ["1997-09-29", "1997-10-30", "1997-11-27"],
            id="last-weekday-but-one-as-in-the-rfc",
        ),
        pytest.param(
            "FREQ=MONTHLY;BYDAY=MO,1TU",
            "2026-01-01",
            ["2026-01-05", "2026-01-06", "2026-01-12", "2026-01-19"],
            id="each-and-the-nth",
        ),
        pytest.param("FREQ=YEARLY;BYMONTH=11;BYDAY=1TU", "2026-01-01", ["2026-11-03"], id="nth-of-a-month"),
        pytest.param(
            "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", ["2026-01-31", "2026-03-31"], id="months-without-it"
        ),
        pytest.param(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "2096-01-01",
            ["2096-02-29", "2104-02-29"],
            id="no-leap-day-in-2100",
        ),
    ],
)
def test_examples(rule: str, starts_on: str, expected: list[str]) -> None:
    recurrence = Recurrence(rule=rule, starts_on=date.fromisoformat(starts_on))

    assert following(recurrence, count=len(expected)) == expected


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        pytest.param("FREQ=DAILY", "FREQ=DAILY", id="nothing-to-add"),
        pytest.param("rrule:freq=weekly;byday=th,mo", "FREQ=WEEKLY;BYDAY=MO,TH", id="case-prefix-order"),
        pytest.param(" RRULE: FREQ = WEEKLY ; BYDAY = MO , TH ; ", "FREQ=WEEKLY;BYDAY=MO,TH", id="spaces"),
        pytest.param("BYDAY=MO;INTERVAL=1;FREQ=WEEKLY;WKST=MO", "FREQ=WEEKLY;BYDAY=MO", id="defaults"),
        pytest.param("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO", id="weekday-of-the-start"),
        pytest.param(
            "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", id="day-of-the-start"
        ),
        pytest.param("FREQ=MONTHLY;BYMONTH=3", "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=5", id="day-in-a-month"),
        pytest.param("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5", id="date-of-the-start"),
        pytest.param("FREQ=YEARLY;BYMONTH=3,2", "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=5", id="day-of-months"),
        pytest.param("FREQ=YEARLY;BYWEEKNO=-1", "FREQ=YEARLY;BYWEEKNO=-1", id="weeks-choose-days"),
        pytest.param("FREQ=YEARLY;BYYEARDAY=+1,-1,1", "FREQ=YEARLY;BYYEARDAY=-1,1", id="once-each"),
        pytest.param("FREQ=MONTHLY;BYDAY=+2TU,-1TU", "FREQ=MONTHLY;BYDAY=-1TU,2TU", id="plus-signs"),
        pytest.param("FREQ=WEEKLY;WKST=SU;BYDAY=MO", "FREQ=WEEKLY;WKST=SU;BYDAY=MO", id="week-starts"),
        pytest.param("FREQ=DAILY;UNTIL=20260201", "FREQ=DAILY;UNTIL=20260201", id="until-a-day"),
        pytest.param("FREQ=DAILY;UNTIL=20260201T235959Z", "FREQ=DAILY;UNTIL=20260201", id="until-an-instant"),
        pytest.param(
            "FREQ=DAILY;UNTIL=20260201t000000", "FREQ=DAILY;UNTIL=20260201", id="until-a-local-time"
        ),
        pytest.param("FREQ=DAILY;UNTIL=20260105", "FREQ=DAILY;UNTIL=20260105", id="until-the-start"),
        pytest.param("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260119", id="count"),
        pytest.param(
            "FREQ=MONTHLY;COUNT=2;BYDAY=FR;BYSETPOS=-1",
            "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1;UNTIL=20260227",
            id="count-of-positions",
        ),
    ],
)
def test_a_rule_as_it_is_kept(typed: str, rule: str) -> None:
    assert to_recurrence(typed, starts_on=MONDAY) == Recurrence(rule=rule, starts_on=MONDAY)


@pytest.mark.parametrize(
    ("typed", "error", "part"),
    [
        pytest.param("", RulePartError, "", id="nothing"),
        pytest.param("RRULE:", RulePartError, "", id="prefix-only"),
        pytest.param("every Monday", RulePartError, "EVERYMONDAY", id="no-rule"),
        pytest.param("BYDAY=MO", RulePartError, "FREQ=", id="no-frequency"),
        pytest.param("FREQ=FORTNIGHTLY", RulePartError, "FREQ=FORTNIGHTLY", id="unknown-frequency"),
        pytest.param("FREQ=DAILY;FREQ=WEEKLY", RulePartError, "FREQ=WEEKLY", id="twice"),
        pytest.param("FREQ=DAILY;;INTERVAL=2", RulePartError, "", id="empty-part"),
        pytest.param("FREQ=YEARLY;BYEASTER=1", RulePartError, "BYEASTER=1", id="unknown-part"),
        pytest.param("FREQ=DAILY;X-NOTE=1", RulePartError, "X-NOTE=1", id="extension"),
        pytest.param("FREQ=DAILY;INTERVAL=0", RulePartError, "INTERVAL=0", id="interval-of-none"),
        pytest.param("FREQ=DAILY;INTERVAL=-1", RulePartError, "INTERVAL=-1", id="interval-backwards"),
        pytest.param("FREQ=DAILY;INTERVAL=3661", RulePartError, "INTERVAL=3661", id="interval-of-days"),
        pytest.param("FREQ=YEARLY;INTERVAL=11", RulePartError, "INTERVAL=11", id="interval-of-years"),
        pytest.param("FREQ=DAILY;INTERVAL=99999", RulePartError, "INTERVAL=99999", id="interval-absurd"),
        pytest.param("FREQ=DAILY;INTERVAL=\u0663", RulePartError, "INTERVAL=\u0663", id="other-digits"),
        pytest.param("FREQ=DAILY;COUNT=0", RulePartError, "COUNT=0", id="count-of-none"),
        pytest.param("FREQ=DAILY;COUNT=1000", RulePartError, "COUNT=1000", id="count-absurd"),
        pytest.param("FREQ=MONTHLY;COUNT=130", RulePartError, "COUNT=130", id="count-of-more-than-ten-years"),
        pytest.param("FREQ=DAILY;COUNT=1;UNTIL=20270101", RulePartError, "COUNT=1", id="count-and-until"),
        pytest.param("FREQ=DAILY;UNTIL=20260230", RulePartError, "UNTIL=20260230", id="no-such-day"),
        pytest.param(
            "FREQ=DAILY;UNTIL=2026-03-01", RulePartError, "UNTIL=2026-03-01", id="until-written-otherwise"
        ),
        pytest.param("FREQ=DAILY;UNTIL=", RulePartError, "UNTIL=", id="until-nothing"),
        pytest.param("FREQ=WEEKLY;WKST=XX", RulePartError, "WKST=XX", id="week-starts"),
        pytest.param("FREQ=WEEKLY;BYDAY=MX", RulePartError, "BYDAY=MX", id="no-weekday"),
        pytest.param("FREQ=WEEKLY;BYDAY=", RulePartError, "BYDAY=", id="no-weekdays"),
        pytest.param("FREQ=WEEKLY;BYDAY=1MO", RulePartError, "BYDAY=1MO", id="nth-of-a-week"),
        pytest.param("FREQ=MONTHLY;BYDAY=6MO", RulePartError, "BYDAY=6MO", id="nth-of-a-month"),
        pytest.param("FREQ=MONTHLY;BYDAY=0MO", RulePartError, "BYDAY=0MO", id="nth-of-zero"),
        pytest.param("FREQ=YEARLY;BYDAY=-54MO", RulePartError, "BYDAY=-54MO", id="nth-of-a-year"),
        pytest.param("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", RulePartError, "BYDAY=1MO", id="nth-of-weeks"),
        pytest.param("FREQ=YEARLY;BYMONTH=13", RulePartError, "BYMONTH=13", id="month"),
        pytest.param("FREQ=YEARLY;BYMONTH=-1", RulePartError, "BYMONTH=-1", id="month-from-the-end"),
        pytest.param("FREQ=YEARLY;BYMONTH=1,", RulePartError, "BYMONTH=1,", id="list-unfinished"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=0", RulePartError, "BYMONTHDAY=0", id="month-day"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=-32", RulePartError, "BYMONTHDAY=-32", id="month-day-back"),
        pytest.param("FREQ=WEEKLY;BYMONTHDAY=1", RulePartError, "BYMONTHDAY=1", id="month-day-of-weeks"),
        pytest.param("FREQ=MONTHLY;BYYEARDAY=1", RulePartError, "BYYEARDAY=1", id="year-day-of-months"),
        pytest.param("FREQ=WEEKLY;BYWEEKNO=1", RulePartError, "BYWEEKNO=1", id="week-of-weeks"),
        pytest.param("FREQ=MONTHLY;BYSETPOS=1", RulePartError, "BYSETPOS=1", id="position-of-nothing"),
        pytest.param("FREQ=HOURLY", RuleTooOftenError, "FREQ=HOURLY", id="hourly"),
        pytest.param("FREQ=SECONDLY;INTERVAL=5", RuleTooOftenError, "FREQ=SECONDLY", id="secondly"),
        pytest.param("FREQ=DAILY;BYHOUR=9,17", RuleTooOftenError, "BYHOUR=9,17", id="hours"),
        pytest.param("DTSTART:20260101\nRRULE:FREQ=DAILY", RuleNotAloneError, "DTSTART", id="with-its-start"),
        pytest.param("RRULE:FREQ=DAILY\nEXDATE:20260101", RuleNotAloneError, "EXDATE", id="with-exceptions"),
        pytest.param("FREQ=DAILY;UNTIL=20260104", RuleOverError, "UNTIL=20260104", id="over"),
    ],
)
def test_what_is_no_rule(typed: str, error: type[BotError], part: str) -> None:
    with pytest.raises(error) as raised:
        to_recurrence(typed, starts_on=MONDAY)

    assert raised.value.data == {"part": part}


def test_a_rule_may_be_long_not_endless() -> None:
    with pytest.raises(SpokenTooLongError) as raised:
        to_rule("FREQ=DAILY" + " " * RULE_LIMIT)

    assert raised.value.data == {"length": RULE_LIMIT + 10, "limit": RULE_LIMIT}


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", id="every-day"),
        pytest.param("FREQ=DAILY;INTERVAL=7;BYDAY=TU", id="every-seventh-day"),
        pytest.param("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", id="weekly"),
        pytest.param("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3;BYMONTHDAY=1", id="monthly"),
        pytest.param("FREQ=YEARLY;BYMONTH=6;BYWEEKNO=53", id="yearly"),
        pytest.param("FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366", id="every-fourth-year"),
        pytest.param("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", id="in-2044"),
        pytest.param("FREQ=WEEKLY;BYMONTH=3;BYDAY=MO;UNTIL=20260228", id="over-before-its-first"),
    ],
)
def test_a_rule_without_a_day_is_refused_and_soon(rule: str) -> None:
    began = time.process_time()
    with pytest.raises(RuleNeverError) as raised:
        to_recurrence(rule, starts_on=MONDAY)

    assert raised.value.data == {"rule": rule}
    # Searched to the year 9999 it takes seconds; to the horizon, some 10 ms at most.
    assert time.process_time() - began < 0.5


@given(rule=rules(), starts_on=days, gap=st.integers(-400, 40_000))
def test_no_search_takes_long(rule: str, starts_on: date, gap: int) -> None:
    recurrence = Recurrence(rule=rule, starts_on=starts_on)
    began = time.process_time()

    found = recurrence.next_on(after=starts_on + timedelta(days=gap))

    assert time.process_time() - began < 0.5
    assert found is None or found <= starts_on + timedelta(days=max(gap, 0)) + HORIZON


@given(typed=st.text(max_size=60) | st.text("FREQ=DAILYWEKMONTHUBS;:,0123456789-+ \n", max_size=60))
def test_whatever_is_typed_is_a_rule_or_refused(typed: str) -> None:
    for text in (typed, f"FREQ=MONTHLY;{typed}", f"FREQ=YEARLY;BYDAY={typed}"):
        try:
            recurrence = to_recurrence(text, starts_on=MONDAY)
        except BotError:
            continue
        assert recurrence.next_on(after=MONDAY - ONE_DAY) is not None


def test_a_rule_that_has_run_for_long_costs_no_more() -> None:
    recurrence = Recurrence(rule="FREQ=DAILY;INTERVAL=2", starts_on=FIRST_DAY)
    began = time.process_time()

    assert recurrence.next_on(after=LAST_DAY - timedelta(days=9)) is not None

    # Followed from its start it takes some 200 ms; it takes some 10 microseconds.
    assert time.process_time() - began < 0.05


def test_a_rule_with_a_count_is_followed_to_its_last_day_from_wherever_one_looks() -> None:
    recurrence = to_recurrence("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=5", starts_on=date(2026, 1, 8))

    assert following(recurrence, count=9) == [
        "2026-01-08",
        "2026-01-12",
        "2026-01-15",
        "2026-01-19",
        "2026-01-22",
    ]
    assert recurrence.next_on(after=date(2026, 1, 19)) == date(2026, 1, 22)
    assert recurrence.next_on(after=date(2026, 1, 22)) is None


def test_periods_are_counted_from_the_first_day_or_from_the_start() -> None:
    wednesday = date(2026, 1, 7)
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"

    assert following(counted_from(rule, starts_on=wednesday), count=2) == ["2026-01-13", "2026-01-27"]
    assert following(to_recurrence(rule, starts_on=wednesday), count=2) == ["2026-01-20", "2026-02-03"]


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("FREQ=DAILY", id="daily"),
        pytest.param("FREQ=WEEKLY;BYDAY=MO", id="weekly"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=31", id="monthly"),
        pytest.param("FREQ=YEARLY;BYWEEKNO=1", id="yearly"),
    ],
)
def test_the_ends_of_the_calendar(rule: str) -> None:
    recurrence = Recurrence(rule=rule, starts_on=FIRST_DAY)
    first = recurrence.next_on(after=date.min)

    assert first is not None
    assert FIRST_DAY <= first < date(1971, 1, 1)
    assert recurrence.next_on(after=LAST_DAY - ONE_DAY) in {None, LAST_DAY}
    assert recurrence.next_on(after=LAST_DAY) is None
    assert recurrence.next_on(after=date.max) is None


@pytest.mark.parametrize("starts_on", [date.min, FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY, date.max])
def test_no_rule_starts_in_another_age(starts_on: date) -> None:
    for make in (to_recurrence, counted_from):
        with pytest.raises(FarDayError) as raised:
            make("FREQ=DAILY", starts_on=starts_on)
        assert raised.value.data == {"day": starts_on, "first": FIRST_DAY, "last": LAST_DAY}
