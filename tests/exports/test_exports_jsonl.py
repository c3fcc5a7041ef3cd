"""Tests for bot.exports.jsonl."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from into_files import Files, response, write
from written import Row, columns, written

from bot.exports.jsonl import JSON_LINES
from bot.exports.tables import RESPONSES

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def lines_of(*rows: Row, title: str = "Un titre", question: str = "What then?") -> list[str]:
    content = written(JSON_LINES, *rows, prompt=columns(title=title, question=question))
    assert content.endswith("\n") or not rows
    return content.split("\n")[:-1]


def test_a_file_has_no_header() -> None:
    assert written(JSON_LINES, prompt=columns()) == ""


@pytest.mark.parametrize("edited", [None, "2025-03-05T10:00:00Z"])
def test_a_row_reads_back(edited: str | None) -> None:
    member = 2**63 - 1
    row: Row = (1, member, "Alex", "=1+1", "thread", "2025-03-04T10:00:00Z", edited)

    (line,) = lines_of(row, question='What of {braces}, "quotes" and %s?')

    found = json.loads(line)
    assert tuple(found) == tuple(column.name for column in RESPONSES.columns)
    assert found == {
        "response_id": 1,
        "change": None,
        "article_id": "rain",
        "article_title": "Un titre",
        "discussion_id": 3,
        "question_id": "q2",
        "question_number": 2,
        "question": 'What of {braces}, "quotes" and %s?',
        "author_id": str(member),
        "author": "Alex",
        "given": "thread",
        "kept": "named",
        "may_quote": False,
        "may_publish": True,
        "text": "=1+1",
        "created_at": "2025-03-04T10:00:00Z",
        "edited_at": edited,
        "reply_to": None,
        "reactions": 0,
        "link": None,
    }


@given(people=st.lists(st.tuples(texts, texts), max_size=5), title=texts, question=texts)
def test_every_text_reads_back_as_it_was_written(
    people: list[tuple[str, str]], title: str, question: str
) -> None:
    rows: list[Row] = [
        (number, 42, name, text, "reply", "2025-03-04T10:00:00Z", None)
        for number, (name, text) in enumerate(people)
    ]

    found = [json.loads(line) for line in lines_of(*rows, title=title, question=question)]

    assert [(one["author"], one["text"]) for one in found] == people
    assert all((one["article_title"], one["question"]) == (title, question) for one in found)


def test_text_stays_legible() -> None:
    (line,) = lines_of((1, 42, "Élodie", "今日 🙂", "reply", "2025-03-04T10:00:00Z", None))

    assert "Élodie" in line
    assert "今日 🙂" in line


@given(name=texts, text=texts, title=texts, answered=st.none() | st.integers(1, 2**40))
def test_rows_and_lines_say_the_same(name: str, text: str, title: str, answered: int | None) -> None:
    lines = lines_of((1, 42, name, text, "reply", "2025-03-04T10:00:00.000000Z", None), title=title)
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
        created_at=datetime(2025, 3, 4, 10, tzinfo=UTC),
        reply_to=None if answered is None else str(answered),
    )
    write(JSON_LINES.open(files.output), (RESPONSES, [row]))

    (file,) = files.made.values()
    assert json.loads(file.getvalue()) == json.loads(lines[0]) | {"reply_to": answered}
