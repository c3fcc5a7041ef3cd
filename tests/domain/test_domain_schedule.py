"""Tests for bot.domain.schedule; those of its time zones are in test_domain_schedule_zones.py."""

import time as clock
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UnknownZoneError
from bot.domain.identity import ChannelId, GuildId, MemberId, ScheduleId
from bot.domain.recurrence import LAST_DAY, Recurrence, every_days, weekly
from bot.domain.schedule import (
    Days,
    Due,
    Missed,
    Opening,
    Opens,
    Quiet,
    Schedule,
    ScheduleState,
    Timing,
    zone_of,
)
from bot.domain.schedule_errors import DaysBackwardsError, FarDayError, HoursEmptyError, QuietTimeError

START = date(2026, 1, 1)
DAY = timedelta(days=1)
PARIS = "Europe/Paris"


def timing(
    *,
    at: str = "18:00",
    zone: str = PARIS,
    recurrence: Recurrence | None = None,
    excluded: tuple[Days, ...] = (),
    quiet: Quiet | None = None,
) -> Timing:
    return Timing(
        recurrence=recurrence or every_days(1, starts_on=START),
        at=time.fromisoformat(at),
        zone=zone,
        excluded=excluded,
        quiet=quiet,
    )


def hours(text: str) -> Quiet:
    start, end = text.split("-")
    return Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end))


def on(first: str, last: str | None = None) -> Days:
    return Days(first=date.fromisoformat(first), last=date.fromisoformat(last or first))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "at", "day", "opens"),
    [
        pytest.param(PARIS, "18:00", "2026-01-15", "2026-01-15T17:00Z", id="winter"),
        pytest.param(PARIS, "18:00", "2026-07-15", "2026-07-15T16:00Z", id="summer"),
        pytest.param(
            PARIS, "02:30", "2026-03-29", "2026-03-29T01:30Z", id="skipped-half-past-two-is-half-past-three"
        ),
        pytest.param(
            PARIS, "02:30", "2026-10-25", "2026-10-25T00:30Z", id="repeated-half-past-two-is-the-first"
        ),
        pytest.param(
            "Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45Z", id="half-an-hour-skipped"
        ),
        pytest.param(
            "America/Scoresbysund", "23:30", "2026-03-28", "2026-03-29T01:30Z", id="skipped-to-the-next-day"
        ),
        pytest.param("Pacific/Kiritimati", "00:00", "2026-01-02", "2026-01-01T10:00Z", id="far-east"),
        pytest.param("UTC", "00:00", "2999-12-31", "2999-12-31T00:00Z", id="the-last-day"),
    ],
)
def test_when_a_day_opens(zone: str, at: str, day: str, opens: str) -> None:
    assert timing(at=at, zone=zone).opening(date.fromisoformat(day)) == instant(opens)


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(3000, 1, 1), date.max])
def test_no_day_of_another_age_opens(day: date) -> None:
    with pytest.raises(FarDayError):
        timing().opening(day)


def test_the_days_that_are_excluded_are_left_out_both_ends_of_a_range_included() -> None:
    mondays = weekly({0}, starts_on=START)
    some = timing(
        recurrence=mondays,
        excluded=(on("2026-01-12", "2026-01-19"), on("2026-01-19", "2026-01-26"), on("2026-02-09")),
    )

    openings = some.upcoming(after=instant("2026-01-01T00:00Z"), count=4)

    assert [f"{one.on}" for one in openings] == ["2026-01-05", "2026-02-02", "2026-02-16", "2026-02-23"]
    assert some.next(after=date(2026, 1, 5)) == openings[1]


def test_a_schedule_may_exclude_all_of_its_days() -> None:
    everything = on("2026-01-01", "9999-12-31")
    began = clock.process_time()

    assert timing(excluded=(everything,)).next(after=START - DAY) is None

    # Day by day it takes seconds.
    assert clock.process_time() - began < 0.5


def test_a_day_that_a_place_never_had_opens_nothing() -> None:
    # Samoa went from the 29th to the 31st of December 2011.
    in_samoa = timing(zone="Pacific/Apia", recurrence=every_days(1, starts_on=date(2011, 12, 28)))

    openings = in_samoa.upcoming(after=instant("2011-12-28T00:00Z"), count=4)

    assert [one.on.day for one in openings] == [28, 29, 31, 1]
    assert len({one.at for one in openings}) == 4


@pytest.mark.parametrize(
    ("after", "first"),
    [
        pytest.param("2026-03-02T16:59Z", "2026-03-02T17:00Z", id="later-the-same-day"),
        pytest.param("2026-03-02T17:00Z", "2026-03-03T17:00Z", id="strictly-later"),
        pytest.param("2026-03-02T18:00+01:00", "2026-03-03T17:00Z", id="in-another-zone"),
        pytest.param("1900-01-01T00:00Z", "2026-01-01T17:00Z", id="long-before"),
        pytest.param("0001-01-01T00:00+14:00", "2026-01-01T17:00Z", id="as-early-as-can-be"),
        pytest.param("2999-12-31T16:59Z", "2999-12-31T17:00Z", id="the-last"),
        pytest.param("2999-12-31T17:00Z", None, id="after-the-last"),
        pytest.param("9999-12-31T23:59-12:00", None, id="as-late-as-can-be"),
    ],
)
def test_the_first_opening_after_an_instant(after: str, first: str | None) -> None:
    opening = timing().first(after=instant(after))

    assert (opening.at if opening else None) == (instant(first) if first else None)


def test_an_opening_that_the_clocks_move_to_the_next_day_is_the_first_there() -> None:
    # At 23:00 on Saturday the clocks went to midnight: half past eleven is half past midnight, on Sunday.
    late = timing(zone="America/Scoresbysund", at="23:30")

    assert late.first(after=instant("2026-03-29T01:15Z")) == Opening(
        on=date(2026, 3, 28), at=instant("2026-03-29T01:30Z")
    )
    assert late.first(after=instant("2026-03-29T01:30Z")) == Opening(
        on=date(2026, 3, 29), at=instant("2026-03-30T00:30Z")
    )


@given(
    minutes=st.integers(0, 5_000_000),
    zone=st.sampled_from(
        [PARIS, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]
    ),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    every=st.integers(1, 40),
)
def test_openings_follow_one_another_and_none_is_left_out(
    minutes: int, zone: str, at: time, every: int
) -> None:
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    some = timing(at=f"{at:%H:%M}", zone=zone, recurrence=every_days(every, starts_on=START))

    openings = some.upcoming(after=after, count=4)

    assert len(openings) == 4
    assert after < openings[0].at <= max(after, datetime(2026, 1, 1, tzinfo=UTC)) + (every + 2) * DAY
    for early, late in pairwise(openings):
        assert late.on - early.on == every * DAY
        assert early.at < late.at
        assert some.first(after=early.at) == some.next(after=early.on) == late
        assert some.first(after=late.at - timedelta(seconds=1)) == late


def test_no_more_openings_than_there_are() -> None:
    twice = timing(recurrence=Recurrence(rule="FREQ=DAILY;UNTIL=20260102", starts_on=START))
    before = instant("2025-12-31T00:00Z")

    assert len(twice.upcoming(after=before, count=5)) == 2
    assert twice.upcoming(after=before, count=0) == ()
    assert twice.upcoming(after=instant("2026-01-02T17:00Z"), count=5) == ()


@pytest.mark.parametrize(
    ("now", "limit", "due", "following"),
    [
        pytest.param("2026-01-10T16:59Z", 9, [], 10, id="not-yet"),
        pytest.param("2026-01-10T17:00Z", 9, [10], 11, id="at-the-minute"),
        pytest.param("2026-01-13T03:00Z", 9, [10, 11, 12], 13, id="several"),
        pytest.param("2026-01-13T03:00Z", 2, [10, 11], 12, id="more-than-are-asked-for"),
        pytest.param("2026-01-13T03:00Z", 0, [], 10, id="none-asked-for"),
        pytest.param("2026-03-01T00:00Z", 99, list(range(10, 16)), None, id="to-the-last"),
        pytest.param("2025-06-01T00:00Z", 9, [], 10, id="the-clock-went-back"),
    ],
)
def test_what_was_missed(now: str, limit: int, due: list[int], following: int | None) -> None:
    some = timing(recurrence=Recurrence(rule="FREQ=DAILY;UNTIL=20260115", starts_on=START))

    def opening(day: int) -> Opening:
        return Opening(on=date(2026, 1, day), at=datetime(2026, 1, day, 17, tzinfo=UTC))

    assert some.missed(since=opening(10), now=instant(now), limit=limit) == Due(
        openings=tuple(opening(day) for day in due), following=opening(following) if following else None
    )


@pytest.mark.parametrize(
    ("quiet", "covered", "not_covered"),
    [
        pytest.param(
            "22:00-08:00", ["22:00", "23:59", "00:00", "07:59"], ["08:00", "12:00", "21:59"], id="night"
        ),
        pytest.param("12:00-14:00", ["12:00", "13:59"], ["11:59", "14:00", "00:00"], id="noon"),
        pytest.param("22:00-00:00", ["22:00", "23:59"], ["00:00", "21:59"], id="to-midnight"),
        pytest.param("00:00-06:00", ["00:00", "05:59"], ["06:00", "23:59"], id="from-midnight"),
    ],
)
def test_which_times_are_quiet(quiet: str, covered: list[str], not_covered: list[str]) -> None:
    assert all(hours(quiet).covers(time.fromisoformat(at)) for at in covered)
    assert not any(hours(quiet).covers(time.fromisoformat(at)) for at in not_covered)


def test_quiet_hours_that_have_just_ended_end_next_a_day_later() -> None:
    night = hours("22:00-08:00")

    assert night.end_after(datetime.fromisoformat("2026-01-10T07:59")) == datetime.fromisoformat(
        "2026-01-10T08:00"
    )
    assert night.end_after(datetime.fromisoformat("2026-01-10T08:00")) == datetime.fromisoformat(
        "2026-01-11T08:00"
    )


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        pytest.param("22:00-08:00", "2026-01-10T20:59Z", None, id="before"),
        pytest.param("22:00-08:00", "2026-01-10T21:00Z", "2026-01-11T07:00Z", id="in-the-evening"),
        pytest.param("22:00-08:00", "2026-01-11T06:59Z", "2026-01-11T07:00Z", id="in-the-morning"),
        pytest.param("22:00-08:00", "2026-01-11T07:00Z", None, id="over"),
        pytest.param("12:00-14:00", "2026-01-11T11:30Z", "2026-01-11T13:00Z", id="at-noon"),
        pytest.param("22:00-08:00", "2026-03-28T21:30Z", "2026-03-29T06:00Z", id="a-short-night"),
        pytest.param("22:00-08:00", "2026-10-24T20:30Z", "2026-10-25T07:00Z", id="a-long-night"),
        pytest.param("22:00-02:30", "2026-03-29T00:30Z", "2026-03-29T01:30Z", id="an-end-that-is-skipped"),
        pytest.param("22:00-02:30", "2026-10-25T00:15Z", "2026-10-25T00:30Z", id="the-first-of-two-ends"),
        pytest.param("22:00-02:30", "2026-10-25T00:45Z", None, id="between-two-ends"),
        pytest.param("22:00-02:30", "2026-10-25T01:15Z", "2026-10-25T01:30Z", id="the-second-of-two-ends"),
        pytest.param("22:00-08:00", "0001-01-01T00:00Z", None, id="as-early-as-can-be"),
        pytest.param("22:00-08:00", "9999-12-31T23:00Z", None, id="as-late-as-can-be"),
    ],
)
def test_until_when_it_is_quiet(quiet: str, now: str, until: str | None) -> None:
    found = timing(quiet=hours(quiet)).quiet_until(instant(now))

    assert found == (instant(until) if until else None)


def test_without_quiet_hours_it_never_is() -> None:
    assert timing().quiet_until(instant("2026-01-10T03:00Z")) is None


@given(
    minutes=st.integers(0, 2_600_000),
    start=st.integers(0, 95),
    length=st.integers(1, 95),
    zone=st.sampled_from([PARIS, "Australia/Lord_Howe", "America/Scoresbysund", "Asia/Kathmandu"]),
)
def test_quiet_hours_last_to_their_end_and_not_beyond(
    minutes: int, start: int, length: int, zone: str
) -> None:
    def at(quarter: int) -> time:
        return time(quarter // 4 % 24, quarter % 4 * 15)

    quiet = Quiet(start=at(start), end=at(start + length))
    some = timing(zone=zone, at=f"{quiet.end:%H:%M}", quiet=quiet)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    until = some.quiet_until(now)

    if until is None:
        assert not quiet.covers(now.astimezone(zone_of(zone)).time())
    else:
        assert now < until <= now + timedelta(minutes=15 * length + 120)
        assert some.quiet_until(until) is None
        # Where the clocks skip the end, it is as much later as they skip.
        shown = until.astimezone(zone_of(zone)).time()
        late = (datetime.combine(START, shown) - datetime.combine(START, quiet.end)) % DAY
        assert late in {timedelta(), timedelta(minutes=30), timedelta(hours=1)}


def test_a_schedule_does_not_open_within_its_quiet_hours() -> None:
    with pytest.raises(QuietTimeError) as raised:
        timing(at="23:30", quiet=hours("22:00-08:00"))

    assert raised.value.data == {"time": time(23, 30), "start": time(22), "end": time(8)}
    assert timing(at="08:00", quiet=hours("22:00-08:00")).quiet


def test_hours_and_days_of_nothing() -> None:
    with pytest.raises(HoursEmptyError) as empty:
        hours("22:00-22:00")
    with pytest.raises(DaysBackwardsError) as backwards:
        on("2026-01-02", "2026-01-01")

    assert empty.value.data == {"time": time(22)}
    assert backwards.value.data == {"first": date(2026, 1, 2), "last": date(2026, 1, 1)}


def test_days_come_in_their_order() -> None:
    ranges = [on("2026-05-01"), on("2026-01-02", "2026-01-05"), on("2026-01-02", "2026-01-03")]

    assert sorted(ranges) == ranges[::-1]
    assert date(2026, 1, 5) in ranges[1]
    assert date(2026, 1, 1) not in ranges[1]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("Mars/Phobos", id="unknown"),
        pytest.param("Europe", id="a-folder"),
        pytest.param("../../etc/passwd", id="a-path"),
        pytest.param("/etc/localtime", id="an-absolute-path"),
        pytest.param("Europe/Paris\0", id="nul"),
        pytest.param("Europe/Paris ", id="a-space"),
        pytest.param("\ud800", id="half-a-surrogate-pair"),
        pytest.param("x" * 10_000, id="endless"),
    ],
)
def test_what_is_no_time_zone(name: str) -> None:
    with pytest.raises(UnknownZoneError) as raised:
        zone_of(name)

    assert raised.value.data == {"zone": name, "nearest": ""}
    with pytest.raises(UnknownZoneError):
        timing(zone=name).first(after=instant("2026-01-01T00:00Z"))


@given(name=st.text(max_size=30))
def test_no_name_of_a_zone_breaks_anything(name: str) -> None:
    try:
        zone = zone_of(name)
    except UnknownZoneError:
        return
    assert zone.key == name


@given(
    after=st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=14))])
    ),
    zone=st.sampled_from([PARIS, "Pacific/Kiritimati", "Etc/GMT+12"]),
)
def test_no_instant_breaks_anything(after: datetime, zone: str) -> None:
    some = timing(zone=zone, quiet=hours("22:00-08:00"))

    opening = some.first(after=after)
    some.quiet_until(after)

    assert (opening is not None and after < opening.at) or after.date() >= LAST_DAY - DAY


def test_a_schedule_is_quiet_and_a_draft_unless_told_otherwise() -> None:
    schedule = Schedule(
        id=ScheduleId(1),
        guild=GuildId(1),
        channel=ChannelId(1),
        timing=timing(),
        opens=Opens.QUEUE,
        made_by=MemberId(1),
        made_at=instant("2026-01-01T00:00Z"),
    )

    assert (schedule.ping, schedule.has_event, schedule.stays, schedule.next) == (None, False, None, None)
    assert (schedule.state, schedule.missed) == (ScheduleState.DRAFT, Missed.ONCE)
    assert schedule.grace == DAY
