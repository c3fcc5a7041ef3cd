"""Writes the lines of an export as the database does: by the template of a format, in SQLite."""

import sqlite3
from contextlib import closing

from into_files import Files

from bot.domain.identity import DiscussionId, PromptId
from bot.exports.formats import Format, PromptColumns
from bot.exports.tables import RESPONSES, Output

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


def written(format_: Format, *rows: Row, prompt: PromptColumns, is_raw: bool = False) -> str:
    """Return what a file of *format_* holds whose lines were made by the database."""
    lines = format_.lines
    assert lines is not None
    a_text = "json_quote(?)" if lines.has_json_texts else "?"
    around, nothing = lines.around, lines.nothing
    template = f"SELECT printf(?, ?, ?, ?, ?, {a_text}, ?, 'named', ?, ?, {a_text}, ?, ?, ?, 0, ?)"
    with closing(sqlite3.connect(":memory:")) as database:
        made = [
            database.execute(
                template,
                (
                    lines.line,
                    key,
                    nothing,
                    lines.head(prompt),
                    f"{around}{author}{around}",
                    name,
                    given,
                    lines.no,
                    lines.yes,
                    text,
                    created,
                    nothing if edited is None else f"{around}{edited}{around}",
                    nothing,
                    nothing,
                ),
            ).fetchone()[0]
            for key, author, name, text, given, created, edited in rows
        ]
    files = Files()
    writer = lines.open(Output(create=files.create, spool=files.output.spool, is_raw=is_raw))
    writer.begin(RESPONSES)
    writer.append("".join(made).encode())
    writer.finish(())
    (file,) = files.made.values()
    return file.getvalue().decode()
