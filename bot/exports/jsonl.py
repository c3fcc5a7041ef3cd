"""JSON Lines: one response a line, its text as it was written."""

import json
from collections.abc import Callable, Iterable, Sequence

from bot.exports.formats import Format, Lines, LineWriter, PromptColumns
from bot.exports.tables import RESPONSES, Output, Row, Table, Value, to_text

# Ours, and small enough for JavaScript's numbers, which end at 53 bits; other ids are Discord's, or names.
INTEGERS = frozenset({"response_id", "discussion_id", "reply_to"})


def prompt_members(columns: PromptColumns) -> str:
    """Return what each line says about the prompt that it answers."""
    members = {
        "article_id": columns.article,
        "article_title": columns.title,
        "discussion_id": columns.discussion,
        "question_id": columns.question,
        "question_number": columns.number,
        "question": columns.text,
    }
    return json.dumps(members, ensure_ascii=False)[1:-1]


def to_json(table: Table, row: Row) -> str:
    """Return *row* of *table* as a JSON object."""
    members = {
        column.name: to_member(value, is_id_number=column.name in INTEGERS)
        for column, value in zip(table.columns, row, strict=True)
    }
    return json.dumps(members, ensure_ascii=False)


def to_member(value: Value, *, is_id_number: bool) -> str | int | None:
    """Return *value* as JSON has it."""
    if value is None or isinstance(value, int):
        return value
    return int(to_text(value)) if is_id_number else to_text(value)


def lines_opened_by(open_: Callable[[Output], LineWriter]) -> Lines:
    """Return what a line is made of, in files that *open_* begins."""
    return Lines(
        line='{"response_id": %s, "change": %s, %s, "author_id": %s, "author": %s, "given": "%s", '
        '"kept": "%s", "may_quote": %s, "may_publish": %s, "text": %s, "created_at": "%s", "edited_at": %s, '
        '"reply_to": %s, "reactions": %s, "link": %s}\n',
        head=prompt_members,
        has_json_texts=True,
        around='"',
        nothing="null",
        yes="true",
        no="false",
        open=open_,
    )


class JsonLinesWriter:
    """``responses.jsonl`` while it grows."""

    def __init__(self, output: Output) -> None:
        self._file = output.create("responses.jsonl")

    def begin(self, table: Table) -> None:
        """Do nothing: each line names its columns."""

    def add(self, rows: Iterable[Row]) -> None:
        """Append *rows* of responses."""
        self.append("".join(to_json(RESPONSES, row) + "\n" for row in rows).encode())

    def append(self, lines: bytes) -> None:
        """Append *lines* of responses."""
        self._file.write(lines)

    def finish(self, about: Sequence[tuple[str, str]]) -> None:
        """Do nothing: a file is its lines."""


JSON_LINES = Format(
    name="jsonl",
    tables=(RESPONSES,),
    open=JsonLinesWriter,
    lines=lines_opened_by(JsonLinesWriter),
    is_text=True,
)
