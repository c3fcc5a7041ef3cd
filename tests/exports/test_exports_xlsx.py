"""Tests for bot.exports.xlsx: what is written reads back, through openpyxl."""

import itertools
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from attacks import FORMULAS
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import about_of, opened, sheet_of, table, values_in, values_of, written

from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Kind, Row, Table, Value

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = datetime(1900, 3, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

# Every character, and those that make trouble more often than by chance.
texts = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("a\"',;\n\r\t =+-@&<>]é今🙂\u202eש\ufeff\x00\x1f\x85\u2028\ufffe\uffff")
    | st.text("_x0059dDfFX\x01\r")
)
# Opening a workbook takes longer than all that is in it.
in_columns = settings(max_examples=15)


def many(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=20, max_size=60)


@given(said=st.lists(texts, min_size=1, max_size=10))
def test_texts_read_back_as_they_were_written(said: list[str]) -> None:
    read = values_in(sheet_of(written((table(Kind.TEXT, Kind.ID), zip(said, said, strict=True)))))

    assert read == [[text, text] for text in said]


@pytest.mark.parametrize(
    "said", ["_x000D_", "_x005F_x000D_", "_x005F\x01", "_x0041_x0042_", "_X000D_", "__x000D__", "_x000d_"]
)
def test_what_looks_like_an_escape_is_kept(said: str) -> None:
    assert values_of(Kind.TEXT, said) == [said]


@given(said=st.text(st.sampled_from("a\ud83d\ude42_x0"), min_size=1))
def test_half_a_pair_is_shown_as_a_character_that_is_missing(said: str) -> None:
    expected = said.replace("\ud83d", "\ufffd").replace("\ude42", "\ufffd")

    assert values_of(Kind.TEXT, said) == [expected]


@given(said=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_names_and_values_about_the_export_read_back(said: str) -> None:
    content = written((table(Kind.TEXT), []), about=[("program", said)])

    assert about_of(content)["program"] == said


@pytest.mark.parametrize("attack", FORMULAS)
def test_what_people_write_is_never_a_formula(attack: str) -> None:
    content = written(
        (table(Kind.TEXT, Kind.ID, Kind.LINK), [(attack, attack, attack)]), about=[("a", attack)]
    )

    for sheet in opened(content):
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            assert cell.data_type in {"s", "n"}
    assert values_in(sheet_of(content)) == [[attack, attack, attack]]


def test_what_people_write_stays_a_text_when_its_cell_is_edited() -> None:
    text, id_ = sheet_of(written((table(Kind.TEXT, Kind.ID), [("=1+1", "=1+1")])))[2]

    assert text.quotePrefix
    assert id_.number_format == "@"


@in_columns
@given(numbers=many(st.integers(0, 2**64 - 1)))
def test_ids_keep_all_of_their_digits(numbers: list[int]) -> None:
    ids = [str(number) for number in numbers]

    assert values_of(Kind.ID, *ids) == ids
    assert values_of(Kind.ID, *numbers) == ids


@in_columns
@given(after=many(st.integers(0, (LAST - FIRST) // timedelta(milliseconds=1))))
def test_times_are_dates_to_the_millisecond(after: list[int]) -> None:
    times = [FIRST + timedelta(milliseconds=one) for one in after]

    assert values_of(Kind.TIME, *times) == [at.replace(tzinfo=None) for at in times]


def test_times_are_in_utc_and_look_like_it() -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=2)))
    content = written((table(Kind.TIME), [(paris,)]))

    (cell,) = sheet_of(content)[2]
    assert cell.value == NOON.replace(tzinfo=None)
    assert cell.number_format == r"yyyy\-mm\-dd\ hh:mm:ss"
    assert about_of(content)["times"] == "UTC"


@in_columns
@given(days=many(st.dates(FIRST.date())))
def test_days_are_dates(days: list[date]) -> None:
    assert values_of(Kind.DAY, *days) == [datetime.combine(day, time()) for day in days]


def test_days_look_like_days() -> None:
    (cell,) = sheet_of(written((table(Kind.DAY), [(date(2026, 3, 1),)])))[2]

    assert cell.number_format == r"yyyy\-mm\-dd"


def test_what_spreadsheets_have_no_date_for_is_text() -> None:
    assert values_of(Kind.DAY, date(1900, 2, 28), date(1, 1, 1)) == ["1900-02-28", "0001-01-01"]
    assert values_of(Kind.TIME, datetime(1899, 12, 31, 23, 5, tzinfo=UTC)) == ["1899-12-31T23:05:00+00:00"]


@in_columns
@given(numbers=many(st.integers(-(10**15) + 1, 10**15 - 1)))
def test_numbers_are_numbers(numbers: list[int]) -> None:
    read = values_of(Kind.NUMBER, *numbers)

    assert read == numbers
    assert {type(number) for number in read} == {int}


def test_a_number_of_which_digits_would_be_lost_is_text() -> None:
    assert values_of(Kind.NUMBER, 10**15, -(10**15)) == [str(10**15), str(-(10**15))]


def test_flags_are_true_or_false() -> None:
    assert [read is flag for read, flag in zip(values_of(Kind.FLAG, True, False), (True, False), strict=True)]
    assert values_of(Kind.FLAG, True, False) == [True, False]


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_an_empty_cell(kind: Kind) -> None:
    assert values_of(kind, None) == [None]


@pytest.mark.parametrize(
    "address",
    [
        "https://discord.com/channels/1/2/3",
        "http://example.org/?a=1&b=2#c",
        "HTTPS://example.org",
        "https://fr.wikipedia.org/wiki/Éducation",
        "https://example.org/" + "a" * 235,
    ],
)
def test_an_address_is_a_link(address: str) -> None:
    (cell,) = sheet_of(written((table(Kind.LINK), [(address,)])))[2]

    assert cell.value == f'=HYPERLINK("{address}")'
    assert cell.font.underline == "single"


@pytest.mark.parametrize(
    "address",
    [
        'https://example.org/")&WEBSERVICE("https://evil.example',
        "https://example.org/ =1+1",
        "https://example.org/\u202egpj.exe",
        "https://example.org/\x01",
        "https://example.org/<b>",
        "https://example.org/" + "a" * 236,
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "www.example.org",
        "https://",
        "",
    ],
)
def test_what_is_no_address_of_the_web_or_more_than_one_is_text(address: str) -> None:
    assert values_of(Kind.LINK, address) == [address]


def as_read(value: Value) -> object:
    """Return *value* as openpyxl has it: dates are times, times have no zone, links are formulas."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    return f'=HYPERLINK("{value}")' if str(value).startswith("https://") else value


def test_the_tables_of_an_export_are_its_sheets() -> None:
    asked = ("1", None, "rain", "Rain", "2", "q1", 1, "Why?")
    answered = (
        "42",
        "Ana",
        "thread",
        "named",
        True,
        False,
        "Because.",
        NOON,
        None,
        None,
        3,
        "https://a.example",
    )
    rows: dict[Table, list[Row]] = {
        RESPONSES: [(*asked, *answered)],
        QUESTIONS: [("rain", "Rain", "2", "q1", 1, "Why?", "How?\nWhen?", NOON, 1, None)],
        FACTS: [("rain", "Rain", "f1", "It rained.", "It rained.", None, "stated", "https://example.org")],
        LOOKUPS: [("rain", "f1", date(2026, 3, 1), 5)],
        GAPS: [("1", "snow?", 2, date(2026, 3, 1), date(2026, 3, 2), "open", None, None)],
    }
    content = written(*rows.items(), about=[("program", "causerie 1.0")])

    assert opened(content).sheetnames == ["responses", "questions", "facts", "lookups", "gaps", "about"]
    for one, expected in rows.items():
        sheet = sheet_of(content, one.name)
        assert [cell.value for cell in sheet[1]] == [column.name for column in one.columns]
        (row,) = values_in(sheet)
        assert row == [as_read(value) for value in expected[0]]


def test_the_last_sheet_says_what_the_others_do_not() -> None:
    content = written((table(Kind.TEXT), [("a",)]), about=[("program", "causerie 1.0"), ("complete", "yes")])

    assert about_of(content) == {
        "program": "causerie 1.0",
        "complete": "yes",
        "times": "UTC",
        "cells_cut": "0",
    }
