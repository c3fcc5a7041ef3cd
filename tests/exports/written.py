"""Writes the lines of an export as the database does: by the template of a format, in SQLite."""

import sqlite3
from contextlib import closing

from bot.domain.identity import DiscussionId, PromptId
from bot.exports.rows import Format, PromptColumns

# Response id, author id, author's name, text, how it was given, created, edited.
Row = tuple[int, int, str, str, str, str, str | None]


def columns(
    *, title: str = "A title", question: str = "What then?", article: str = "rain", id_: str = "q2"
) -> PromptColumns:
    """Return what lines say of a prompt."""
    return PromptColumns(
        prompt=PromptId(7),
        number=2,
        question=id_,
        text=question,
        discussion=DiscussionId(3),
        article=article,
        title=title,
    )


def written(format_: Format, *rows: Row, prompt: PromptColumns) -> str:
    """Return what a file of *format_* holds after its header."""
    a_text = "json_quote(?)" if format_.has_json_texts else "?"
    around, nothing = format_.around, format_.nothing
    template = f"SELECT printf(?, ?, ?, ?, {a_text}, ?, 'named', {a_text}, ?, ?, ?, 0)"
    with closing(sqlite3.connect(":memory:")) as database:
        lines = [
            database.execute(
                template,
                (
                    format_.line,
                    key,
                    format_.head(prompt),
                    f"{around}{author}{around}",
                    name,
                    given,
                    text,
                    created,
                    nothing if edited is None else f"{around}{edited}{around}",
                    nothing,
                ),
            ).fetchone()[0]
            for key, author, name, text, given, created, edited in rows
        ]
    return format_.finish("".join(lines).encode()).decode()
