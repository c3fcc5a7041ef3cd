"""Tests for bot.domain.spoken and the modules it reads with."""

import time as clock
from contextlib import suppress
from datetime import MAXYEAR, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.recurrence import FIRST_DAY, LAST_DAY
from bot.domain.schedule import Days, Quiet
from bot.domain.schedule_errors import (
    DaysBackwardsError,
    DaysUnclearError,
    FarDayError,
    HoursEmptyError,
    HoursUnclearError,
    RuleCountError,
    RuleNotAloneError,
    RulePartError,
    RuleTooOftenError,
    SpokenTooLongError,
    StayRangeError,
    StayUnclearError,
    WhenAmbiguousError,
    WhenAnotherError,
    WhenElsewhereError,
    WhenNoDaysError,
    WhenUnclearError,
)
from bot.domain.spoken import parse_days, parse_hours, parse_stay, parse_when
from bot.domain.spoken_reader import SPOKEN_LIMIT
from bot.domain.spoken_words import GROUPS, MONTHS, NUMBERS, ORDINALS, UNITS, WEEKDAYS

TODAY = date(2026, 3, 4)  # a Wednesday


def understood(text: str) -> tuple[str, str, str]:
    when = parse_when(text, today=TODAY)
    at = f"{when.at:%H:%M}" if when.at else ""
    return when.recurrence.rule, when.recurrence.starts_on.isoformat(), at


@pytest.mark.parametrize(
    ("text", "rule", "starts_on", "at"),
    [
        # Weekdays
        ("every Monday at 18:00", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("Mondays 6pm", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("MON. & WED. 10h", "FREQ=WEEKLY;BYDAY=MO,WE", "2026-03-04", "10:00"),
        ("on Mondays, on Tuesdays and on Fridays at 8", "FREQ=WEEKLY;BYDAY=MO,TU,FR", "2026-03-06", "08:00"),
        ("Mon-Fri 8:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:30"),
        ("Fri – Mon 8:30", "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU", "2026-03-06", "08:30"),
        ("from Monday to Friday at 8", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:00"),
        ("weekdays at 8", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:00"),
        ("every weekend at noon", "FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-07", "12:00"),
        ("every week on Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", ""),
        ("tous les lundis à 18 h", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("chaque mardi et vendredi à 18h30", "FREQ=WEEKLY;BYDAY=TU,FR", "2026-03-06", "18:30"),
        ("le mardi, le jeudi et le samedi à 9 h", "FREQ=WEEKLY;BYDAY=TU,TH,SA", "2026-03-05", "09:00"),
        ("du lundi au vendredi à 8 h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:00"),
        ("en semaine à 8 h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:00"),
        ("tous les jours ouvrés à 8 h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-03-04", "08:00"),
        ("tous les week-ends à 10 h", "FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-07", "10:00"),
        (
            "tous les jours sauf le dimanche à 9 h",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
            "2026-03-04",
            "09:00",
        ),
        (
            "daily except weekends, except Mondays, at 9",
            "FREQ=WEEKLY;BYDAY=TU,WE,TH,FR",
            "2026-03-04",
            "09:00",
        ),
        ("weekdays except Wednesday and Friday", "FREQ=WEEKLY;BYDAY=MO,TU,TH", "2026-03-05", ""),
        # Weeks apart
        ("every other Tuesday at noon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-10", "12:00"),
        ("Tuesdays, every other week, at noon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-10", "12:00"),
        (
            "every 2 weeks on Tue and Fri at 6.30 pm",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
            "2026-03-06",
            "18:30",
        ),
        ("every third week on Sunday at midnight", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "2026-03-08", "00:00"),
        ("fortnightly on Thursdays at 12:15", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05", "12:15"),
        ("every two fortnights on Thursday", "FREQ=WEEKLY;INTERVAL=4;BYDAY=TH", "2026-03-05", ""),
        ("un lundi sur deux à midi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-03-09", "12:00"),
        (
            "toutes les deux semaines le jeudi à 18 heures",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
            "2026-03-05",
            "18:00",
        ),
        ("le jeudi une semaine sur trois à minuit", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "2026-03-05", "00:00"),
        ("tous les 15 jours le jeudi à 18 h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05", "18:00"),
        ("tous les quinze jours dès le 5 mars", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05", ""),
        ("every 14 days on Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-03-05", ""),
        # Days apart
        ("every 15 days at 9", "FREQ=DAILY;INTERVAL=15", "2026-03-04", "09:00"),
        ("daily at 9", "FREQ=DAILY", "2026-03-04", "09:00"),
        ("every day at 9 o'clock", "FREQ=DAILY", "2026-03-04", "09:00"),
        ("every 3 days at 09:00", "FREQ=DAILY;INTERVAL=3", "2026-03-04", "09:00"),
        ("every second day at 9 a.m.", "FREQ=DAILY;INTERVAL=2", "2026-03-04", "09:00"),
        ("tous les jours à 9 h", "FREQ=DAILY", "2026-03-04", "09:00"),
        ("tous les 3 jours à 9h", "FREQ=DAILY;INTERVAL=3", "2026-03-04", "09:00"),
        ("un jour sur deux à 9 h 05", "FREQ=DAILY;INTERVAL=2", "2026-03-04", "09:05"),
        # Of the month
        ("first Monday of the month at 18:00", "FREQ=MONTHLY;BYDAY=1MO", "2026-04-06", "18:00"),
        ("last Friday of every month, 5 pm", "FREQ=MONTHLY;BYDAY=-1FR", "2026-03-27", "17:00"),
        ("every second Tuesday of the month at 6", "FREQ=MONTHLY;BYDAY=2TU", "2026-03-10", "06:00"),
        (
            "every second month on the 2nd Tuesday at 10",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
            "2026-03-10",
            "10:00",
        ),
        (
            "first Monday and third Thursday of the month at 6 p.m.",
            "FREQ=MONTHLY;BYDAY=1MO,3TH",
            "2026-03-19",
            "18:00",
        ),
        ("on the 15th of each month at 10", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-03-15", "10:00"),
        (
            "the 1st and 15th of every other month",
            "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15",
            "2026-03-15",
            "",
        ),
        ("monthly on the 3rd, 18:00", "FREQ=MONTHLY;BYMONTHDAY=3", "2026-04-03", "18:00"),
        ("last day of the month at noon", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31", "12:00"),
        ("le premier lundi du mois à 18 h", "FREQ=MONTHLY;BYDAY=1MO", "2026-04-06", "18:00"),
        ("tous les premiers lundis du mois à 18 h", "FREQ=MONTHLY;BYDAY=1MO", "2026-04-06", "18:00"),
        ("le dernier vendredi de chaque mois à 17 h", "FREQ=MONTHLY;BYDAY=-1FR", "2026-03-27", "17:00"),
        ("les 1er et 3e mardis du mois à 20 h", "FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-03-17", "20:00"),
        ("les 1ᵉʳ et 3ᵉ mardis du mois à 20 h", "FREQ=MONTHLY;BYDAY=1TU,3TU", "2026-03-17", "20:00"),
        (
            "le premier lundi d’un mois sur deux à 8 h",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
            "2026-04-06",
            "08:00",
        ),
        ("le 15 de chaque mois à 10 h", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-03-15", "10:00"),
        ("le 1er et le 15 du mois à 19 h", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-03-15", "19:00"),
        ("le dernier jour du mois à midi", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31", "12:00"),
        # From some day on
        ("every Monday at 18:00 from 2027-01-11", "FREQ=WEEKLY;BYDAY=MO", "2027-01-11", "18:00"),
        ("starting 11 January 2027, every 2 days at 9", "FREQ=DAILY;INTERVAL=2", "2027-01-11", "09:00"),
        ("every Monday as of Jan 12th, 2027", "FREQ=WEEKLY;BYDAY=MO", "2027-01-18", ""),
        ("every 2 weeks from 2027-01-12", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2027-01-12", ""),
        ("every month from 2027-01-12", "FREQ=MONTHLY;BYMONTHDAY=12", "2027-01-12", ""),
        ("tous les lundis à 18 h à partir du 11 janvier 2027", "FREQ=WEEKLY;BYDAY=MO", "2027-01-11", "18:00"),
        ("un jour sur deux dès le 1er mars", "FREQ=DAILY;INTERVAL=2", "2027-03-01", ""),
        ("chaque jour à compter du lundi 11 janvier 2027", "FREQ=DAILY", "2027-01-11", ""),
        # Up to some day
        ("every Monday at 18:00 until 3 May", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260503", "2026-03-09", "18:00"),
        (
            "every Monday until Friday at 8 from 5 March to 20 March",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260320",
            "2026-03-05",
            "08:00",
        ),
        (
            "un lundi sur deux à 18 h jusqu’au 1er mai",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20260501",
            "2026-03-09",
            "18:00",
        ),
        ("FREQ=DAILY until 3 May at 6", "FREQ=DAILY;UNTIL=20260503", "2026-03-04", "06:00"),
        # In a part of the day
        ("Monday evening at 6", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("at 9:30 on Monday and Friday mornings", "FREQ=WEEKLY;BYDAY=MO,FR", "2026-03-06", "09:30"),
        ("every other evening at 8", "FREQ=DAILY;INTERVAL=2", "2026-03-04", "20:00"),
        ("every Sunday afternoon", "FREQ=WEEKLY;BYDAY=SU", "2026-03-08", ""),
        ("tous les lundis soir à 20 h", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "20:00"),
        ("tous les soirs à 8 h", "FREQ=DAILY", "2026-03-04", "20:00"),
        ("un soir sur deux à 20 h", "FREQ=DAILY;INTERVAL=2", "2026-03-04", "20:00"),
        ("le premier dimanche après-midi du mois à 3 h", "FREQ=MONTHLY;BYDAY=1SU", "2026-04-05", "15:00"),
        # In any order, with any marks
        ("Mon Wed Fri 18:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-03-04", "18:00"),
        ("lundi mercredi et vendredi 18h15min", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-03-04", "18:15"),
        ("MONDAYS @ 6PM!!!", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("at 18:00 every Monday", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("À 18 h, tous les lundis.", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("Monday — 18:00", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("  TOUS\u00a0LES\tLUNDIS à 18\u202fh  ", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        ("tous les lu\u00adndis a\u0300 18 h", "FREQ=WEEKLY;BYDAY=MO", "2026-03-09", "18:00"),
        # Rules
        ("RRULE:FREQ=WEEKLY;BYDAY=MO at 18:00", "FREQ=WEEKLY;BYDAY=MO", "2026-03-04", "18:00"),
        ("freq=weekly; byday=mo,th, 6pm", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-03-04", "18:00"),
        ("à 18 h : FREQ=DAILY;INTERVAL=2 dès le 1er mai", "FREQ=DAILY;INTERVAL=2", "2026-05-01", "18:00"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=4", "2026-03-04", ""),
    ],
)
def test_when(text: str, rule: str, starts_on: str, at: str) -> None:
    assert understood(text) == (rule, starts_on, at)


def test_wide_letters_and_stray_accents_are_no_matter() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "Monday,18:00")

    assert understood(wide) == understood("Möndaÿ 18:00") == understood("Monday 18:00")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("6:00", "06:00"),
        ("06.05", "06:05"),
        ("18:59", "18:59"),
        ("6 am", "06:00"),
        ("12 am", "00:00"),
        ("12:30 a.m.", "00:30"),
        ("12 pm", "12:00"),
        ("11:59pm", "23:59"),
        ("6 h", "06:00"),
        ("0h", "00:00"),
        ("23 h 59", "23:59"),
        ("18 heures 30", "18:30"),
        ("at 6", "06:00"),
        ("à 18", "18:00"),
        ("@ 7", "07:00"),
        ("6 o’clock", "06:00"),
        ("à 6 h du matin", "06:00"),
        ("0 h 30 du matin", "00:30"),
        ("à 6 h du soir", "18:00"),
        ("19 h du soir", "19:00"),
        ("2 h 15 de l’après-midi", "14:15"),
        ("6 in the evening", "18:00"),
        ("6:30 in the morning", "06:30"),
        ("at 2 in the afternoon", "14:00"),
        ("midday", "12:00"),
        ("à minuit", "00:00"),
    ],
)
def test_times(text: str, at: str) -> None:
    assert understood(f"every Monday {text}")[2] == at
    assert understood(f"{text}, tous les lundis")[2] == at


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("every Funday at 6", "Funday"),
        ("tous les lundredis à 18 h", "lundredis"),
        ("every Monday at 25:00", "25:00"),
        ("every Monday at 24:00", "24:00"),
        ("tous les lundis à 18 h 75", "18 h 75"),
        ("every Monday at 13pm", "13pm"),
        ("every Monday at 0 am", "0 am"),
        ("tous les lundis à 13 h du matin", "13 h du matin"),
        ("tous les lundis à 0 h du soir", "0 h du soir"),
        ("every Monday at", "at"),
        ("every Monday at six", "six"),
        ("every Monday at 1800", "1800"),
        ("every Monday 8", "8"),
        ("every Monday 18:5", "18:5"),
        ("every Monday from Tuesday", "Tuesday"),
        ("every Monday from 2027-02-30", "2027-02-30"),
        ("every Monday from Tuesday 11 January 2027", "Tuesday 11 January 2027"),
        ("every Monday from 11/01/2027", "11/01/2027"),
        ("every Monday from 2027-01-11 from 2027-01-12", "from 2027-01-12"),
        ("every", "every"),
        ("every other", "other"),
        ("every other hour", "hour"),
        ("every 2 hours", "hours"),
        ("every 99999 days", "99999"),
        ("every 9999 days", "every 9999 days"),
        ("every 0 days", "every 0 days"),
        ("un lundi sur zéro", "zéro"),
        ("un lundi sur 0", "un lundi sur 0"),
        ("une heure sur deux", "heure"),
        ("every Monday until March", "March"),
        ("every Monday until Friday at 6 until 3 May until 4 May", "until 4 May"),
        ("Monday morning at 18:00", "morning"),
        ("Monday morning evening at 6", "evening"),
        ("tous les lundis soir à minuit", "soir"),
        ("every 2 days except Sundays", "except Sundays"),
        ("FREQ=DAILY at 6 except Sundays", "except Sundays"),
        ("Sundays except weekends", "except weekends"),
        ("first Sunday of the month except on Sunday", "except on Sunday"),
        ("every 2 Tuesdays of the month", "every 2 Tuesdays"),
        ("every second day of the month", "second day"),
        ("every last week on Monday", "every last"),
        ("first Monday and 15th of the month", "15th"),
        ("last of the month", "last"),
        ("0th Monday of the month", "0th Monday"),
        ("sixth Monday of the month", "sixth Monday"),
        ("the 32nd of every month", "the 32nd"),
        ("the 0th of every month", "the 0th"),
        ("on the", "the"),
        ("of the year", "year"),
        ("every other Monday every 2 weeks", "every 2 weeks"),
        ("bi-weekly on Monday", "bi-weekly"),
        ("every Monday 🎉", "🎉"),
        ("every ٣ days", "٣"),
        ("٣ of every month", "٣"),
        ("<@&1> every Monday", "<@&1"),
        ("DTSTART:20260101 RRULE:FREQ=DAILY", "DTSTART:20260101"),
        ("FREQ=DAILY every Monday", "every"),
        ("FREQ=WEEKLY;BYDAY=MO, TH 18:00", "TH"),
    ],
)
def test_what_is_not_understood_is_named_as_it_was_typed(text: str, part: str) -> None:
    with pytest.raises(WhenUnclearError) as raised:
        parse_when(text, today=TODAY)

    assert raised.value.data == {"part": part}
    assert part in text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("every second Tuesday at 6", "every second Tuesday"),
        ("3rd Monday at 6 pm", "3rd Monday"),
        ("the 1st and 15th at 6 pm", "the 1st and 15th"),
        ("le premier mardi à 18 h 30", "le premier mardi"),
        ("the 15th", "the 15th"),
        ("every day on Monday", "every day on Monday"),
        ("every day 8", "every day 8"),
        ("on Mondays at 6, every month", "on Mondays at 6, every month"),
        ("every 0 days on Monday", "every 0 days on Monday"),
    ],
)
def test_what_may_mean_several_things_is_not_guessed(text: str, part: str) -> None:
    with pytest.raises(WhenAmbiguousError) as raised:
        parse_when(text, today=TODAY)

    assert raised.value.data == {"part": part}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("every Monday at 18:00 at 19:00", "at 19:00"),
        ("Mondays at 6pm and 8pm", "8pm"),
        ("Mondays at 6pm, 8pm", "8pm"),
        ("every Monday and every first Friday of the month", "every first Friday of the month"),
        ("first Monday and Tuesday of the month", "Tuesday of the month"),
        ("tous les lundis à 18 h et", "et"),
    ],
)
def test_a_second_time_or_rule_is_for_another_schedule(text: str, part: str) -> None:
    with pytest.raises(WhenAnotherError) as raised:
        parse_when(text, today=TODAY)

    assert raised.value.data == {"part": part}


@pytest.mark.parametrize(
    ("text", "part", "option"),
    [
        ("daily at 8 except 25 December", "except 25 December", "without"),
        ("tous les jours à 9 h sauf lundi 25 mai", "sauf lundi 25 mai", "without"),
        ("every Monday at 6 pm for 3 days", "for 3 days", "stays"),
        ("Mondays 6pm EST", "EST", "zone"),
        ("every Monday at 18:00, Paris time", "Paris time", "zone"),
        ("tous les lundis à 18 h, heure de Paris", "heure de Paris", "zone"),
    ],
)
def test_what_another_option_is_for_is_sent_there(text: str, part: str, option: str) -> None:
    with pytest.raises(WhenElsewhereError) as raised:
        parse_when(text, today=TODAY)

    assert raised.value.data == {"part": part, "option": option}


@pytest.mark.parametrize(
    "text", ["every Monday until 2026-03-01", "every Monday from 2027-01-11 until 2027-01-10"]
)
def test_no_end_comes_before_the_start(text: str) -> None:
    with pytest.raises(DaysBackwardsError):
        parse_when(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(" \u200b ", "\u200b", id="nothing-to-be-seen"),
        pytest.param("at 18:00", "at 18:00", id="a-time"),
        pytest.param("18 h, à partir du 1er mai", "18 h, à partir du 1er mai", id="a-time-and-a-start"),
        pytest.param("every 2 weeks at 18:00", "every 2 weeks", id="weeks"),
        pytest.param("at 6, monthly", "monthly", id="months"),
        pytest.param("tous les 15 jours à 18 h", "tous les 15 jours", id="two-weeks"),
    ],
)
def test_which_days_has_to_be_said(text: str, part: str) -> None:
    with pytest.raises(WhenNoDaysError) as raised:
        parse_when(text, today=TODAY)

    assert raised.value.data == {"part": part}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("FREQ=WEEKLY;BYDAY=MX at 18:00", RulePartError, id="part"),
        pytest.param("FREQ=YEARLY;COUNT=12", RuleCountError, id="count"),
        pytest.param("FREQ=DAILY;COUNT=3 until 3 May", RulePartError, id="two-ends"),
        pytest.param("FREQ=HOURLY", RuleTooOftenError, id="hourly"),
        pytest.param("FREQ=DAILY;EXDATE=20260101", RuleNotAloneError, id="another-line"),
        pytest.param("every day from 1492-10-12", FarDayError, id="long-ago"),
        pytest.param("FREQ=DAILY from 9999-12-31", FarDayError, id="far-off"),
    ],
)
def test_a_rule_or_a_start_is_refused_for_its_own_reason(text: str, error: type[BotError]) -> None:
    with pytest.raises(error):
        parse_when(text, today=TODAY)


DAYS = {
    "2026-12-24..2027-01-02, 1 May": ["2026-05-01", "2026-12-24..2027-01-02"],
    "2026-12-24…2027-1-2": ["2026-12-24..2027-01-02"],
    "2026-12-24 - 2027-01-02": ["2026-12-24..2027-01-02"],
    "2026-12-24 to 2 January": ["2026-12-24..2027-01-02"],
    "du 24 décembre au 2 janvier": ["2026-12-24..2027-01-02"],
    "24 December..2 January 2028": ["2027-12-24..2028-01-02"],
    "24–26 December 2026": ["2026-12-24..2026-12-26"],
    "from 3 to 5 August": ["2026-08-03..2026-08-05"],
    "du 3 au 5 mars": ["2026-03-03..2026-03-05"],
    "1er mai, 8 mai et 14 juillet": ["2026-05-01", "2026-05-08", "2026-07-14"],
    "on 4 March; the 3rd of March": ["2026-03-04", "2027-03-03"],
    "May 1, May 1st": ["2026-05-01"],
    "Dec 24th, 2026": ["2026-12-24"],
    "1 mar": ["2027-03-01"],
    "mar. 5 mai": ["2026-05-05"],
    "mar 6 2027": ["2027-03-06"],
    "lundi 11 janvier 2027": ["2027-01-11"],
    "29 February": ["2028-02-29"],
    "9999-12-31": ["9999-12-31"],
    " , ": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), list(DAYS.items()))
def test_days(text: str, expected: list[str]) -> None:
    ranges = [(one.split("..") * 2)[:2] for one in expected]

    assert parse_days(text, today=TODAY) == tuple(
        Days(first=date.fromisoformat(first), last=date.fromisoformat(last)) for first, last in ranges
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("31 June", "31 June"),
        ("2026-02-29", "2026-02-29"),
        ("0000-01-01", "0000-01-01"),
        ("24, 25 December", "24"),
        ("monday 12 January 2027", "monday 12 January 2027"),
        ("1 May to", "to"),
        ("1 May to tomorrow", "tomorrow"),
        ("31 to 2 February", "31"),
        ("tomorrow", "tomorrow"),
        ("Monday", "Monday"),
        ("12/24/2026", "12/24/2026"),
        ("May", "May"),
        ("1 May 20260", "20260"),
    ],
)
def test_days_that_are_not_understood(text: str, part: str) -> None:
    with pytest.raises(DaysUnclearError) as raised:
        parse_days(text, today=TODAY)

    assert raised.value.data == {"part": part}


@pytest.mark.parametrize("text", ["2027-01-02..2026-12-24", "26-24 December 2026", "5 to 3 August"])
def test_days_backwards(text: str) -> None:
    with pytest.raises(DaysBackwardsError):
        parse_days(text, today=TODAY)


def test_days_at_the_end_of_time() -> None:
    last = date(MAXYEAR, 12, 31)

    assert parse_days("31 December", today=last) == (Days(first=last, last=last),)
    with pytest.raises(DaysUnclearError):
        parse_days("30 December", today=last)
    with pytest.raises(DaysUnclearError):
        parse_days("24 December - 2 January 0001", today=TODAY)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22:00-08:00", "22:00", "08:00"),
        ("22 h – 8 h", "22:00", "08:00"),
        ("10pm to 8am", "22:00", "08:00"),
        ("de 22 h à 8 h 30", "22:00", "08:30"),
        ("between 10 pm and 7 am", "22:00", "07:00"),
        ("entre midi et 14 h", "12:00", "14:00"),
        ("22-8", "22:00", "08:00"),
        ("from 22:00 until 8", "22:00", "08:00"),
    ],
)
def test_hours(text: str, start: str, end: str) -> None:
    assert parse_hours(text) == Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("22h", "22h"),
        ("night", "night"),
        ("22:00 08:00", "08:00"),
        ("22:00-soon", "soon"),
        ("22:00-25:00", "25:00"),
        ("22:00-08:00 on Mondays", "on"),
    ],
)
def test_hours_that_are_not_understood(text: str, part: str) -> None:
    with pytest.raises(HoursUnclearError) as raised:
        parse_hours(text)

    assert raised.value.data == {"part": part}


def test_hours_that_are_none() -> None:
    with pytest.raises(HoursEmptyError):
        parse_hours("8 h - 8 am")


@pytest.mark.parametrize(
    ("text", "stay"),
    [
        ("3 days", timedelta(days=3)),
        ("une semaine", timedelta(weeks=1)),
        ("a week", timedelta(weeks=1)),
        ("48 h", timedelta(hours=48)),
        ("48h", timedelta(hours=48)),
        ("2 weeks", timedelta(weeks=2)),
        ("a fortnight", timedelta(weeks=2)),
        ("deux jours", timedelta(days=2)),
        ("for 90 min.", timedelta(minutes=90)),
        ("pendant 1 semaine et 2 jours", timedelta(days=9)),
        ("1 day, 12 h", timedelta(hours=36)),
        ("2j 6h", timedelta(hours=54)),
        ("1 minute", timedelta(minutes=1)),
        ("366 days", timedelta(days=366)),
    ],
)
def test_stays(text: str, stay: timedelta) -> None:
    assert parse_stay(text) == stay


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        (",", ","),
        ("3", "3"),
        ("days", "days"),
        ("3 months", "months"),
        ("2 jours et demi", "demi"),
        ("1.5 days", ".5"),
        ("9999999999 days", "9999999999"),
    ],
)
def test_stays_that_are_not_understood(text: str, part: str) -> None:
    with pytest.raises(StayUnclearError) as raised:
        parse_stay(text)

    assert raised.value.data == {"part": part}


@pytest.mark.parametrize("text", ["0 h", "367 days", "999999999 weeks"])
def test_stays_beyond_measure(text: str) -> None:
    with pytest.raises(StayRangeError) as raised:
        parse_stay(f" {text} ")

    assert raised.value.data == {"part": text}


def all_of(text: str, *, today: date) -> None:
    """Read *text* in every way; whatever is raised but an error of ours is a failure."""
    with suppress(BotError):
        parse_when(text, today=today)
    with suppress(BotError):
        parse_days(text, today=today)
    with suppress(BotError):
        parse_hours(text)
    with suppress(BotError):
        parse_stay(text)


def test_what_is_typed_may_be_long_not_endless() -> None:
    longest = "every Monday".ljust(SPOKEN_LIMIT)

    assert understood(longest)[0] == "FREQ=WEEKLY;BYDAY=MO"
    for read in (
        lambda: parse_when(longest + " ", today=TODAY),
        lambda: parse_days(longest + " ", today=TODAY),
        lambda: parse_hours(longest + " "),
        lambda: parse_stay(longest + " "),
    ):
        with pytest.raises(SpokenTooLongError) as raised:
            read()
        assert raised.value.data == {"length": SPOKEN_LIMIT + 1, "limit": SPOKEN_LIMIT}


@given(text=st.text(max_size=SPOKEN_LIMIT), today=st.dates())
def test_no_text_breaks_anything(text: str, today: date) -> None:
    all_of(text, today=today)


OTHER_WORDS = """
    until till jusqu' evening soir matin except sauf for time EST ! jours
    every each tous les other on the le of du d' and et , ; - : .. . at à am pm h noon sur un from to au a
    starting partir 1 2 15 18 31 99 2027 2027-01-11 st e th 18:00 freq=daily ;byday=mo FREQ=MONTHLY
"""
WORDS = sorted(
    {*WEEKDAYS, *MONTHS, *NUMBERS, *ORDINALS, *UNITS, *(word for group in GROUPS for word in group)}
    | set(OTHER_WORDS.split())
)


@given(words=st.lists(st.sampled_from(WORDS), max_size=24), today=st.dates(FIRST_DAY, LAST_DAY))
def test_no_words_in_whatever_order_break_anything_or_take_long(words: list[str], today: date) -> None:
    began = clock.process_time()

    all_of(" ".join(words)[:SPOKEN_LIMIT], today=today)

    assert clock.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("." * SPOKEN_LIMIT, id="dots"),
        pytest.param("1" * SPOKEN_LIMIT, id="digits"),
        pytest.param("freq=;" * 33, id="rules"),
        pytest.param("FREQ=" + ";A=" * 65, id="parts"),
        pytest.param("a. " * 66, id="halves"),
        pytest.param("\ufdfa" * SPOKEN_LIMIT, id="one-letter-that-is-eighteen"),
        pytest.param("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", id="never"),
        pytest.param("1 " * 100, id="numbers"),
        pytest.param("29 feb," * 28, id="leap-days"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = clock.process_time()

    all_of(text, today=TODAY)

    assert clock.process_time() - began < 0.5
