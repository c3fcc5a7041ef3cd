"""Tests for bot.exports.csv."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inert import runs, undone
from into_files import Files, response, write
from written import Row, columns, written

from bot.exports.csv import CSV, NAMES, cell, defuse
from bot.exports.formats import PromptColumns
from bot.exports.tables import RESPONSES

ROW: Row = (1, 42, "Alex", "I think so.", "thread", "2025-03-04T10:00:00Z", None)

# Every script, controls and quotes among them; what no database keeps never reaches an export.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.text(
    "a\"',;\n\r\t =+-@é今🙂\u202eש\ufeff"
)


def read(*rows: Row, prompt: PromptColumns | None = None) -> list[dict[str, str]]:
    content = written(CSV, *rows, prompt=prompt or columns())
    decoded = content.encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(decoded, newline=""), strict=True))


def said(text: str) -> Row:
    return (1, 42, text, text, "thread", "2025-03-04T10:00:00Z", None)


def test_a_file_begins_with_a_byte_order_mark_and_the_columns() -> None:
    assert written(CSV, prompt=columns()).encode() == b"\xef\xbb\xbf" + ",".join(NAMES).encode() + b"\r\n"


def test_lines_end_as_rfc_4180_says() -> None:
    lines = written(CSV, ROW, ROW, prompt=columns())

    assert lines.endswith("\r\n")
    assert lines.count("\r\n") == lines.count("\n") == 3


def test_a_row_reads_back() -> None:
    prompt = columns(title='A "title", and more', question="What, then, of “trust”?", article="stability-ai")

    assert read((*ROW[:-1], "2025-03-05T10:00:00Z"), prompt=prompt) == [
        {
            "response_id": "1",
            "change": "",
            "article_id": "stability-ai",
            "article_title": 'A "title", and more',
            "discussion_id": "3",
            "question_id": "q2",
            "question_number": "2",
            "question": "What, then, of “trust”?",
            "author_id": "42",
            "author": "Alex",
            "given": "thread",
            "kept": "named",
            "may_quote": "false",
            "may_publish": "true",
            "text": "I think so.",
            "created_at": "2025-03-04T10:00:00Z",
            "edited_at": "2025-03-05T10:00:00Z",
            "reply_to": "",
            "reactions": "0",
            "link": "",
        }
    ]


def test_a_response_that_was_not_edited_has_no_time_of_it() -> None:
    assert read(ROW)[0]["edited_at"] == ""


@given(people=st.lists(st.tuples(texts, texts), max_size=5), title=texts, question=texts)
def test_every_text_reads_back(people: list[tuple[str, str]], title: str, question: str) -> None:
    rows: list[Row] = [
        (number, 42, name, text, "reply", "2025-03-04T10:00:00Z", None)
        for number, (name, text) in enumerate(people)
    ]

    found = read(*rows, prompt=columns(title=title, question=question))

    assert len(found) == len(people)
    for line, (name, text) in zip(found, people, strict=True):
        assert undone(line["author"], original=name) == name
        assert undone(line["text"], original=text) == text
        assert undone(line["article_title"], original=title) == title
        assert undone(line["question"], original=question) == question


@pytest.mark.parametrize(
    "attack",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://example.org";"here")',
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\tplain",
        "\rplain",
        " =1",
        "\u00a0\u3000 +1",
        "\ufeff=1",
        "\ufeff \ufeff@a",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        " \uff1d1",
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(attack: str) -> None:
    (found,) = read(said(attack))

    assert found["text"] == found["author"]
    assert found["text"].startswith("'")
    assert undone(found["text"], original=attack) == attack
    assert not runs(found["text"])


@pytest.mark.parametrize(
    ("attack", "shown"),
    [
        pytest.param("a;=1+1;b", "a;'=1+1;b", id="a-semicolon-as-in-French"),
        pytest.param("a;=cmd|' /C calc'!A0;b", "a;'=cmd|' /C calc'!A0;b", id="a-program"),
        pytest.param("a\t@SUM(1)", "a\t'@SUM(1)", id="a-tab"),
        pytest.param("yes\n- one\n- two", "yes\n'- one\n'- two", id="a-line"),
        pytest.param("a\r=1", "a\r'=1", id="an-old-line"),
        pytest.param("a\r\n=1", "a\r\n'=1", id="a-line-of-Windows"),
        pytest.param('a;"=1&";b', 'a;"\'=1&";b', id="quoted"),
        pytest.param('a; "\u00a0"\uff1d1', 'a; "\u00a0"\'\uff1d1', id="behind-blanks-and-quotes"),
        pytest.param("a;;\t\n+1", "a;;\t\n'+1", id="several-once"),
        pytest.param(";=1", ";'=1", id="at-once"),
        pytest.param("\n=1", "'\n'=1", id="at-once-in-both-ways"),
        pytest.param("a;" + 63 * " " + "=1", "a;" + 63 * " " + "'=1", id="far-behind"),
        pytest.param("a;" + 64 * " " + "=1", "a;" + 64 * " " + "'=1", id="farther"),
        pytest.param(
            "a;" + 90 * "\u3000" + "=1", "a;" + 64 * "\u3000" + "'" + 26 * "\u3000" + "=1", id="far"
        ),
    ],
)
def test_so_is_what_begins_a_cell_within_a_text_for_readers_with_another_separator(
    attack: str, shown: str
) -> None:
    (found,) = read(said(attack))

    assert found["text"] == found["author"] == shown


@pytest.mark.parametrize("separator", [";", "\t", "\r", "\n"])
@pytest.mark.parametrize("blanks", [0, 1, 2])
@pytest.mark.parametrize("quotes", [31, 32, 63, 64, 65, 200])
def test_many_quotes_within_a_text_stay_whole(separator: str, blanks: int, quotes: int) -> None:
    text = "a" + separator + " " * blanks + '"' * quotes + ",=1,=2"

    (found,) = read(said(text))

    assert undone(found["text"], original=text) == text
    assert not runs(found["text"])


def test_a_raw_text_is_left_as_it_was_within_too() -> None:
    content = written(CSV, said("a;=1+1\n-2"), prompt=columns(), is_raw=True)

    assert ',"a;=1+1\n-2",' in content


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "plain",
        "1=1",
        "a-b",
        "a@b.example",
        "(=1)",
        "'=1",
        '"=1',
        '","=1',
        'a,"=1',
        'a,""=1',
        "yes; no - maybe",
        "a;\tb\nc = d",
        'a;"b"=1',
        "a,",
        "«=1»",
        "5 + 5",
        "é=",
        "\u200f=1",
        ",=1",
        " a",
        "first line\nsecond = line",
    ],
)
def test_other_text_is_untouched(harmless: str) -> None:
    (found,) = read(said(harmless))

    assert found["text"] == found["author"] == harmless


def test_titles_and_questions_are_defused_too() -> None:
    (found,) = read(ROW, prompt=columns(title="=title", question="=text", article="=a", id_="=q"))

    shown = [found[column] for column in ("question_id", "question", "article_id", "article_title")]
    assert shown == ["'=q", "'=text", "'=a", "'=title"]


@given(name=texts, text=texts, title=texts, question=texts)
def test_no_cell_begins_like_a_formula(name: str, text: str, title: str, question: str) -> None:
    (found,) = read((*ROW[:2], name, text, *ROW[4:]), prompt=columns(title=title, question=question))

    for column in ("author", "text", "article_title", "question"):
        assert not runs(found[column])


def test_cells_are_quoted_and_defused_where_they_begin() -> None:
    assert cell('a "b"') == '"a ""b"""'
    assert defuse(b'1,"=a","b","-c"\r\n') == b'1,"\'=a","b","\'-c"\r\n'
    assert defuse(b"") == b""


def test_raw_cells_are_as_they_were_written() -> None:
    content = written(CSV, said("=1+1"), prompt=columns(), is_raw=True)

    assert ',"=1+1",' in content


@given(name=texts, text=texts, title=texts, edited=st.booleans())
def test_rows_and_lines_make_the_same_bytes(*, name: str, text: str, title: str, edited: bool) -> None:
    of = columns(title=title)
    times = ("2025-03-04T10:00:00.000000Z", "2025-03-05T10:00:00.000001Z" if edited else None)
    lines = written(CSV, (1, 42, name, text, "reply", *times), prompt=of)
    created, changed = (None if one is None else datetime.fromisoformat(one) for one in times)

    files = Files()
    row = response(
        1,
        text,
        article_title=title,
        author_id="42",
        author=name,
        given="reply",
        kept="named",
        may_quote=False,
        may_publish=True,
        created_at=created,
        edited_at=changed,
    )
    write(CSV.open(files.output), (RESPONSES, [row]))

    (file,) = files.made.values()
    assert file.getvalue().decode() == lines
