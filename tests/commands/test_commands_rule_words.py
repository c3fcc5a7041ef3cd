"""Tests for bot.commands.rule_words: what people said, said back to them in their own language."""

from datetime import date, time

import pytest

from bot.commands.rule_words import capitalised, timing_in_words
from bot.domain.recurrence import Recurrence, to_recurrence
from bot.domain.schedule import Timing
from bot.domain.spoken import parse_when
from bot.i18n import Language, text_in

EN, FR = text_in(Language.ENGLISH), text_in(Language.FRENCH)
SPACES = str.maketrans("\u00a0\u202f", "  ")
SATURDAY = date(2026, 8, 8)


def in_words(recurrence: Recurrence, *, at: time = time(18), zone: str = "UTC") -> tuple[str, str]:
    """Return the rule in English and in French, without the zone."""
    timing = Timing(recurrence=recurrence, at=at, zone=zone)
    english, french = (timing_in_words(timing, text, today=SATURDAY) for text in (EN, FR))
    return english.replace(", UTC", ""), french.replace(", UTC", "").translate(SPACES)


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        ("daily at 9:00", "every day at 09:00", "tous les jours à 9 h"),
        ("un jour sur deux à 9 h 05", "every other day at 09:05", "un jour sur deux à 9 h 05"),
        ("every 10 days at 9 pm", "every 10 days at 21:00", "tous les 10 jours à 21 h"),
        ("tous les lundis à 18 h", "every Monday at 18:00", "tous les lundis à 18 h"),
        (
            "every Thursday and Monday at 18:30",
            "every Monday and Thursday at 18:30",
            "tous les lundis et jeudis à 18 h 30",
        ),
        (
            "lundi, mercredi et dimanche à midi",
            "every Monday, Wednesday and Sunday at 12:00",
            "tous les lundis, mercredis et dimanches à 12 h",
        ),
        (
            "every weekday at 8:00",
            "every day from Monday to Friday at 08:00",
            "du lundi au vendredi à 8 h",
        ),
        (
            "every Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday at 18:00",
            "every day at 18:00",
            "tous les jours à 18 h",
        ),
        ("un mardi sur deux à 18 h", "every other Tuesday at 18:00", "un mardi sur deux à 18 h"),
        (
            "every other week on Monday and Thursday at 18:00",
            "every other week on Monday and Thursday at 18:00",
            "une semaine sur deux, le lundi et le jeudi à 18 h",
        ),
        (
            "every 3 weeks on Tuesday at 18:00",
            "every 3 weeks on Tuesday at 18:00",
            "toutes les 3 semaines, le mardi à 18 h",
        ),
        (
            "le premier lundi du mois à 18 h",
            "on the first Monday of the month at 18:00",
            "le premier lundi du mois à 18 h",
        ),
        (
            "first, third and last Friday of the month at 18:00",
            "on the first, third and last Friday of the month at 18:00",
            "le premier, le troisième et le dernier vendredi du mois à 18 h",
        ),
        (
            "the first Monday and the third Thursday of the month at 18:00",
            "on the first Monday and the third Thursday of the month at 18:00",
            "le premier lundi et le troisième jeudi du mois à 18 h",
        ),
        (
            "every two months on the last Friday at 18:00",
            "every 2 months on the last Friday at 18:00",
            "tous les 2 mois, le dernier vendredi à 18 h",
        ),
        (
            "le 1er et le 15 du mois à 18 h",
            "on the 1st and the 15th of the month at 18:00",
            "le 1er et le 15 du mois à 18 h",
        ),
        (
            "last day of the month at 18:00",
            "on the last day of the month at 18:00",
            "le dernier jour du mois à 18 h",
        ),
        (
            "every Tuesday from 3 September at 18:00",
            "every Tuesday at 18:00, from September 8, 2026",
            "tous les mardis à 18 h, à partir du 8 septembre 2026",
        ),
        (
            "every two weeks from 1 October at 18:00",
            "every other Thursday at 18:00, from October 1, 2026",
            "un jeudi sur deux à 18 h, à partir du 1er octobre 2026",
        ),
    ],
)
def test_what_was_said_is_said_back(said: str, english: str, french: str) -> None:
    when = parse_when(said, today=SATURDAY)
    assert when.at is not None

    assert in_words(when.recurrence, at=when.at) == (english, french)


@pytest.mark.parametrize(
    "said",
    ["every Monday at 18:00", "un lundi sur deux à 18 h", "first Monday of the month at 18:00", "daily at 9"],
)
def test_what_is_said_back_is_understood_as_what_was_said(said: str) -> None:
    first = parse_when(said, today=SATURDAY)
    assert first.at is not None

    for again in in_words(first.recurrence, at=first.at):
        assert parse_when(again, today=SATURDAY) == first


@pytest.mark.parametrize(
    ("rule", "english", "french"),
    [
        (
            "FREQ=MONTHLY;BYMONTHDAY=2,3,11,21,22,23,31,-1",
            "on the 2nd, the 3rd, the 11th, the 21st, the 22nd, the 23rd, the 31st and the last day of the "
            "month at 18:00",
            "le 2, le 3, le 11, le 21, le 22, le 23, le 31 et le dernier jour du mois à 18 h",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TU,-2TU,4WE,5WE",
            "on the second and second to last Tuesday and the fourth and fifth Wednesday of the month at "
            "18:00",
            "le deuxième et l’avant-dernier mardi et le quatrième et le cinquième mercredi du mois à 18 h",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO;BYMONTH=6,7,8",
            "every Monday in June, July and August at 18:00",
            "tous les lundis en juin, juillet et août à 18 h",
        ),
        (
            "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
            "every year on May 1 at 18:00",
            "tous les ans le 1er mai à 18 h",
        ),
        (
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
            "every 2 years on February 29 at 18:00",
            "tous les 2 ans, le 29 février à 18 h",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261101",
            "every Monday at 18:00, until November 1, 2026",
            "tous les lundis à 18 h, jusqu’au 1er novembre 2026",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO;COUNT=2",
            "every Monday at 18:00, until August 17, 2026",
            "tous les lundis à 18 h, jusqu’au 17 août 2026",
        ),
    ],
)
def test_a_rule_that_somebody_would_say_is_said(rule: str, english: str, french: str) -> None:
    assert in_words(to_recurrence(rule, starts_on=SATURDAY)) == (english, french)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;BYMONTH=3,6;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYDAY=-3MO",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=DAILY;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1;UNTIL=20300101",
    ],
)
def test_any_other_rule_is_shown_as_it_is(rule: str) -> None:
    kept = to_recurrence(rule, starts_on=SATURDAY)

    assert in_words(kept) == (f"by the rule {kept.rule} at 18:00", f"selon la règle {kept.rule} à 18 h")


def test_from_when_on_is_said_only_until_then() -> None:
    recurrence = parse_when("every Tuesday from 3 September", today=SATURDAY).recurrence
    timing = Timing(recurrence=recurrence, at=time(18), zone="UTC")

    assert timing_in_words(timing, EN, today=date(2026, 9, 8)) == "every Tuesday at 18:00, UTC"


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("UTC", "UTC", "UTC"),
        ("Europe/Paris", "Paris time", "heure de Paris"),
        ("Europe/Athens", "Athens time", "heure d’Athènes"),
        ("Africa/Cairo", "Cairo time", "heure du Caire"),
        ("America/Montreal", "Montreal time", "heure de Montréal"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time", "heure de Buenos Aires"),
        ("Pacific/Efate", "Efate time", "heure d’Éfaté"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, english: str, french: str) -> None:
    assert (EN.zone(zone), FR.zone(zone)) == (english, french)


def test_a_sentence_begins_with_a_capital() -> None:
    assert [capitalised(one) for one in ("every day", "tous les jours", "")] == [
        "Every day",
        "Tous les jours",
        "",
    ]
