"""Tests for bot.insight.tally and the packages' words, lengths and quotations, on a made-up discussion."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from generated_responses import BEGAN, ENDED, occasion, prompts, rows

from bot.domain.report import LOWEST_FLOOR, AskedGap, AskedQuestion, Bar, Figure, QuotedFact, Report, Slice
from bot.insight import vocabulary
from bot.insight.lengths import lengths
from bot.insight.tally import AskedPrompt, ResponseRow, Tally

COUNT = 10_000


def row(person: object, text: str = "I agree with all of that.", **more: Any) -> ResponseRow:
    made = ResponseRow(
        prompt=1,
        person=person,
        text=text,
        created_at=BEGAN + timedelta(hours=1),
        given="thread",
        kept="named",
        edited=False,
        reactions=0,
        may_quote=False,
    )
    return made._replace(**more)


def reported(*found: ResponseRow, asked: list[AskedPrompt] | None = None) -> Report:
    tally = Tally(asked or prompts(), occasion())
    tally.add(found)
    return tally.finish()


def first(report: Report) -> AskedQuestion:
    return report.questions[0]


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(language: str) -> Report:
    tally = Tally(prompts(language), occasion(language))
    found = rows(COUNT, language=language)
    while page := list(islice(found, 1_000)):
        tally.add(page)
    return tally.finish()


def test_ten_thousand_responses_are_people_of_those_who_could_see(report: Report, language: str) -> None:
    found = list(rows(COUNT, language=language))

    assert report.people == Figure(number=len({one.person for one in found}))
    assert report.answers == Figure(number=COUNT)
    for one in report.questions:
        assert one.people == len({row.person for row in found if row.prompt == one.number})
        assert one.share == pytest.approx(one.people / (5_200 + 40 * one.number))
    assert (report.began_on, report.ended_on) == (date(2026, 3, 2), date(2026, 3, 15))
    assert not report.is_empty
    assert report.withheld == 0


def test_breakdowns_count_each_person_once_for_each_question(report: Report) -> None:
    people = sum(one.people or 0 for one in report.questions)

    assert sum(bar.count for bar in report.days) == people
    for slices in (report.given, report.kept, report.changed):
        assert sum(one.count for one in slices) == people
    unlinked = next(one.count for one in report.kept if one.name == "unlinked")
    assert sum(bar.count for bar in report.hours) == people - unlinked
    for one in report.questions:
        assert one.lengths is not None
        assert sum(bar.count for bar in one.lengths.bars) == one.people


def test_words_that_stand_out_are_those_of_a_question(report: Report, language: str) -> None:
    expected = {
        "en": (
            {"residents", "assembly", "citizens"},
            {"salt", "ice", "voices"},
            {"tickets", "shops"},
            {"trees"},
        ),
        "fr": ({"habitants", "dernier"}, {"maquereau", "restes"}, {"pointe"}, {"musique"}),
    }
    for one, words in zip(report.questions, expected[language], strict=True):
        assert words & {word.word for word in one.words}, one.words
        assert {word.language for word in one.words} <= {"en", "fr"}
        assert not {"harbour", "port", "fish", "tram", "tramway"} & {word.word for word in one.words[:3]}


def test_quotations_are_of_people_who_agreed_and_say_different_things(report: Report, language: str) -> None:
    may = {one.text for one in rows(COUNT, language=language) if one.may_quote}
    for one in report.questions:
        assert len(one.typical) == 3
        assert len(one.agreed) == 3
        assert {quotation.text for quotation in (*one.typical, *one.agreed)} <= may
        assert all(len(quotation.text) <= 320 for quotation in one.typical)
        reactions = [quotation.reactions or 0 for quotation in one.agreed]
        assert reactions == sorted(reactions, reverse=True)
        assert all(quotation.reactions is None for quotation in one.typical)


def test_look_ups_are_shown_from_the_floor_on(report: Report) -> None:
    assert [fact.times for fact in report.facts] == [412, 233, 97]
    assert [(gap.times, gap.is_answered) for gap in report.gaps] == [(61, True), (24, False)]


def test_pages_may_be_of_any_size() -> None:
    found = list(rows(600))
    one, other = Tally(prompts(), occasion()), Tally(prompts(), occasion())
    one.add(found)
    for start in range(0, 600, 7):
        other.add(found[start : start + 7])

    assert one.finish() == other.finish()


def test_nothing_comes_of_nothing() -> None:
    report = reported()

    assert report.is_empty
    assert report.people == report.answers == Figure(number=0)
    assert (report.days, report.hours, report.given) == ((), (), ())
    assert [one.people for one in report.questions] == [0, 0, 0, 0]
    assert first(report).reach == 5_240
    assert first(report).share == 0


def test_a_few_are_not_told_of_and_count_nowhere() -> None:
    few = [row(person, prompt=2) for person in range(4)]
    many = [row(person) for person in range(10)]
    report = reported(*few, *many)

    assert [one.people for one in report.questions] == [10, None, 0, 0]
    assert report.withheld == 1
    assert report.questions[1] == AskedQuestion(
        number=2, text=report.questions[1].text, posted_at=BEGAN + timedelta(days=2), people=None
    )
    assert report.people == report.answers == Figure(number=10)
    assert report.given == (Slice(name="thread", count=10),)


def test_a_response_to_another_prompt_is_left_out() -> None:
    assert reported(*(row(person, prompt=99) for person in range(9))).is_empty


def test_who_answered_several_times_is_not_told_of_if_they_are_few() -> None:
    people = [row(person) for person in range(12)]

    assert first(reported(*people, row(0), row(0))).answers == Figure(number=12, is_exact=False)
    assert first(reported(*people, *people[:6])).answers == Figure(number=18)
    assert first(reported(*people, *people[:9])).answers == Figure(number=12, is_exact=False)


def test_how_many_took_part_is_not_told_where_it_would_tell_who_did_not() -> None:
    everybody = [row(person) for person in range(12)]

    assert reported(*everybody, *(row(person, prompt=2) for person in range(9))).people == Figure(
        number=12, is_exact=False
    )
    assert reported(*everybody, *(row(person, prompt=2) for person in range(6))).people == Figure(number=12)


@pytest.mark.parametrize(("reach", "shown"), [(10, 10), (12, None), (15, 15), (None, None), (4, 10)])
def test_reach_is_not_told_where_only_few_did_not_answer(reach: int | None, shown: int | None) -> None:
    asked = [replace(prompts()[0], reach=reach)]

    assert first(reported(*(row(person) for person in range(10)), asked=asked)).reach == shown


def test_the_share_of_a_reach_that_is_not_told_is_not_either() -> None:
    asked = [replace(prompts()[0], reach=3)]

    assert first(reported(asked=asked)).reach is None
    assert first(reported(asked=asked)).share is None


def test_unlinked_answers_are_somebody_each_and_have_no_hour() -> None:
    day = BEGAN.replace(hour=0)
    named = [row(person) for person in range(10)]
    report = reported(*named, *(row(f"key {n}", kept="unlinked", created_at=day) for n in range(6)))

    assert first(report).people == 16
    assert report.hours[10] == Bar(start=10, end=11, count=10)
    assert sum(bar.count for bar in report.hours) == 10
    assert report.days[0].count == 16
    few = reported(*named, *(row(f"key {n}", kept="unlinked", created_at=day) for n in range(3)))
    assert few.hours == ()
    assert few.kept == ()


def test_days_and_hours_are_those_of_the_zone_and_of_the_run() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    before = BEGAN - timedelta(days=3)
    after = ENDED + timedelta(days=3)
    report = reported(
        *(row(person, created_at=late) for person in range(5)),
        *(row(person, created_at=before) for person in range(10, 15)),
        *(row(person, created_at=after) for person in range(20, 25)),
    )

    assert [bar.count for bar in report.days] == [5, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]
    assert report.hours[0].count == 5
    tokyo = Tally(prompts(), replace(occasion(), zone=ZoneInfo("Asia/Kolkata")))
    tokyo.add([row(person, created_at=late) for person in range(5)])
    assert tokyo.finish().hours[5].count == 5


def test_a_long_run_is_counted_by_weeks() -> None:
    tally = Tally(prompts(), replace(occasion(), ended_at=BEGAN + timedelta(days=100)))
    tally.add(row(person, created_at=BEGAN + timedelta(days=person)) for person in range(98))
    days = tally.finish().days

    assert [(bar.end or 0) - bar.start for bar in days] == [7] * 14 + [3]
    assert [bar.count for bar in days] == [7] * 14 + [0]


def test_lengths_are_told_as_far_as_there_are_people() -> None:
    few, some, many = (lengths(Counter({10: n // 2, 30: n - n // 2}), floor=5) for n in (8, 12, 40))

    assert (few.median, few.quartiles) == (None, None)
    assert [bar.count for bar in few.bars] == [0, 8, 0, 0, 0]
    assert (some.median, some.quartiles) == (30, None)
    assert (many.median, many.quartiles) == (30, (10, 30))
    assert lengths(Counter({0: 5}), floor=5).bars[0].count == 5


def test_words_count_once_for_each_person_and_from_the_floor_on() -> None:
    others = [row(n, "The tram is fine by me and the bus too.", prompt=2) for n in range(40, 80)]
    often = [row(n, "Seagulls! Seagulls, SEAGULLS and a seagull.") for n in range(8)]
    once = [row(n, "lighthouse " * 30) for n in range(20, 24)]
    neutral = [row(n, "Nothing to add to that here, sorry") for n in range(30, 40)]
    words = first(reported(*others, *often, *once, *neutral)).words

    assert [(word.word, word.people) for word in words if word.word.startswith("seagull")] == [
        ("seagulls", 8)
    ]
    assert not [word for word in words if word.word == "lighthouse"]


def test_a_number_of_people_that_would_tell_who_did_not_use_a_word_is_left_out() -> None:
    said = [row(n, "Seagulls everywhere") for n in range(9)]
    words = first(reported(*said, *(row(n, "perhaps not") for n in range(10, 12)))).words

    assert ("seagulls", None) in [(word.word, word.people) for word in words]


def test_marks_of_discord_and_addresses_are_no_words() -> None:
    marks = "<@123456> <:partyparrot:99> https://example.org/secretpath www.example.org name@example.org"
    text = f"{marks} lighthouses"
    words = first(reported(*(row(n, text) for n in range(10)))).words

    assert [word.word for word in words] == ["lighthouses"]


def test_languages_that_nobody_listed_are_read_all_the_same() -> None:
    asked = [replace(prompts()[0], language="nl", question="Wat nu?")]
    words = first(reported(*(row(n, f"meeuwen {'x' * 60} 42") for n in range(10)), asked=asked)).words

    assert [(word.word, word.language) for word in words] == [("meeuwen", "nl")]


def test_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MAX_PIECES", 50)
    monkeypatch.setattr(vocabulary, "MAX_STEMS", 40)
    monkeypatch.setattr(vocabulary, "FORMS_FROM", 5)
    tally = Tally(prompts(), occasion())
    letters = "abcdefghijklmnopqrstuvwxyz"
    for page in range(30):
        tally.add(
            row(100 * page + n, f"lighthouse {letters[page % 26]}q{letters[n % 26]}zz{letters[-n % 26]}")
            for n in range(20)
        )
    words = first(tally.finish()).words

    assert words[0].word == "lighthouse"
    assert words[0].people == 600


QUOTED = "The residents should have the last word about the quays and the cranes."


def test_quotations_need_as_many_who_agreed_as_the_floor() -> None:
    silent = [row(n, QUOTED) for n in range(20)]
    agreed = [row(n, f"{QUOTED} Says {n}.", may_quote=True, reactions=9) for n in range(50, 54)]

    assert first(reported(*silent, *agreed)).typical == ()
    assert first(reported(*silent, *agreed)).agreed == ()
    found = first(reported(*silent, *agreed, row(54, f"{QUOTED} Says I.", may_quote=True)))
    assert len(found.agreed) == 3
    assert len(found.typical) == 1


def test_a_person_is_quoted_once_and_a_text_too() -> None:
    people = [row(n, f"{QUOTED} Number {n}.", may_quote=True) for n in range(8)]
    again = [
        row(0, f"{QUOTED} {word}.", may_quote=True, reactions=20 + len(word)) for word in ("A", "No", "Yes")
    ]
    copied = [row(n, QUOTED, may_quote=True, reactions=15) for n in (20, 21, 22)]
    found = first(reported(*people, *again, *copied))

    assert [(one.text, one.reactions) for one in found.agreed] == [(f"{QUOTED} Yes.", 23), (QUOTED, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "Ask <@1234567890> about the residents and the last word of the quays.",
        "See https://example.org about the residents and the last word of quays.",
        "@everyone the residents have the last word about the quays and cranes",
        "/fact the residents have the last word about the quays and cranes",
        "Too short.",
        f"{QUOTED} " * 10,
    ],
)
def test_what_names_somebody_or_is_no_answer_is_not_quoted(text: str) -> None:
    people = [row(n, QUOTED) for n in range(9)]
    quoted = [row(n, text, may_quote=True, reactions=0) for n in range(20, 30)]

    assert first(reported(*people, *quoted)).typical == ()


def test_no_more_candidates_are_held_than_are_needed() -> None:
    many = [
        row(n, f"The residents decide about the quays, {n} times over.", may_quote=True, reactions=n % 300)
        for n in range(900)
    ]
    found = first(reported(*many))

    assert [one.reactions for one in found.agreed] == [299, 299, 299]
    assert found == first(reported(*many))


def test_an_answer_in_a_language_of_its_own_is_compared_with_nothing() -> None:
    people = [row(n, QUOTED) for n in range(9)]
    # Their first answers are English; only what they add is not.
    added = [
        row(n, "Les habitants doivent avoir le dernier mot sur les quais.", may_quote=True) for n in range(9)
    ]
    consenting = [row(n, "Yes", may_quote=True) for n in range(20, 26)]

    assert first(reported(*people, *consenting, *added)).typical == ()


def test_the_floor_is_five_and_the_report_says_so() -> None:
    assert LOWEST_FLOOR == 5
    assert reported().floor == 5


def test_facts_and_gaps_are_the_most_asked_ones() -> None:
    many = replace(
        occasion(),
        facts=[QuotedFact(text=str(n), times=n) for n in range(30)],
        gaps=[AskedGap(query=str(n), times=n, is_answered=False) for n in range(30)],
    )
    report = Tally(prompts(), many).finish()

    assert [fact.times for fact in report.facts] == list(range(29, 19, -1))
    assert [gap.times for gap in report.gaps] == list(range(29, 19, -1))


@pytest.mark.parametrize(
    "word",
    [normalize("NFD", "théâtre"), "हिन्दी", "ท่าเรือ", "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
)
def test_a_letter_keeps_the_marks_upon_it(word: str) -> None:
    usage = vocabulary.Usage(vocabulary.Reader("fr"))
    usage.add({f"«{word}»,", "❤\ufe0f"})
    usage.count()

    assert list(usage.forms().values()) == [word]
    assert len(usage.counts) == 1
