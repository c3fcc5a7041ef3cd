"""What people type stays what they typed: formulas in files of CSV, read by csv and by LibreOffice."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attacks import FORMULAS, HTML
from inert import runs, undone
from into_files import Files, response, write
from office import convert, find_office
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from written import columns, written

from bot.exports.csv import CSV, cell, defuse
from bot.exports.markup import to_html
from bot.exports.polis import PolisWriter
from bot.exports.tables import RESPONSES

ACCENTED = "Été, à Noël : « œuvre » — ğ ł ш 今 🙂"
TEXTS = (*FORMULAS, *HTML, ACCENTED)
OFFICE = find_office() or ""
# Comma, quote, UTF-8, from the first line on, in English, numbers and dates found as a person would have them
# found who opens the file: what takes the most for a formula.
READ_CSV = "CSV:{},34,76,1,,1033,false,true"
COMMA = 44
# What a reader may take for the end of a cell instead: semicolons as in French, tabs, or all of them.
OTHERS = {"semicolon": "59", "tab": "9", "each": "44/59/9"}
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


def of_csv() -> bytes:
    """Return a file of CSV in which each text stands as a name and as a response."""
    rows = [
        (
            number,
            42,
            text.replace("\0", ""),
            text.replace("\0", ""),
            "thread",
            "2025-03-04T10:00:00.000000Z",
            None,
        )
        for number, text in enumerate(TEXTS)
    ]
    return written(CSV, *rows, prompt=columns()).encode()


def of_polis() -> bytes:
    """Return the comments of a conversation, one for each text."""
    files = Files()
    rows = [response(number, text) for number, text in enumerate(TEXTS)]
    write(PolisWriter(files.output), (RESPONSES, rows))
    return files["polis/3-2/comments.csv"]


FILES = {"responses": (of_csv, ("author", "text")), "comments": (of_polis, ("comment-body",))}


@pytest.fixture(scope="module")
def office_sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Any]]]:
    """Return the cells of both files, and of one that is not defused, as LibreOffice reads them."""
    folder = tmp_path_factory.mktemp("office")
    sheets = {}
    for name, content in {
        "raw": b'text\r\n"=1+1"\r\n',
        **{name: make() for name, (make, _) in FILES.items()},
    }.items():
        (folder / f"{name}.csv").write_bytes(content)
        (made,) = convert(
            OFFICE, folder / f"{name}.csv", to="xlsx", folder=folder, reading=READ_CSV.format(COMMA)
        )
        sheets[name] = sheet_of(made)
    return sheets


def sheet_of(path: Path) -> list[list[Any]]:
    """Return the cells of the only sheet."""
    book = load_workbook(path)
    (sheet,) = book.worksheets
    rows = [list(row) for row in sheet.iter_rows()]
    book.close()
    return rows


def run(rows: list[list[Any]]) -> list[str]:
    """Return which cells do something."""
    return [one.coordinate for row in rows for one in row if one.data_type in {"f", "e"} or one.hyperlink]


@pytest.mark.parametrize("attack", FORMULAS)
def test_no_cell_begins_like_a_formula_and_each_can_be_read(attack: str) -> None:
    line = f"1,{cell(attack)},2\r\n"

    (found,) = csv.reader(io.StringIO(defuse(line.encode()).decode(), newline=""), strict=True)

    assert found[0] == "1"
    assert undone(found[1], original=attack) == attack
    assert not runs(found[1])
    assert found[1][:1] not in {"\t", "\r", "\n"}
    assert found[2] == "2"


@pytest.mark.parametrize("name", FILES)
def test_both_files_hold_every_text(name: str) -> None:
    make, shown_in = FILES[name]

    rows = list(csv.DictReader(io.StringIO(make().decode("utf-8-sig"), newline=""), strict=True))

    assert len(rows) == len(TEXTS)
    for row, text in zip(rows, TEXTS, strict=True):
        for column in shown_in:
            stored = text.replace("\0", "")
            assert undone(row[column].replace("\ufffd", ""), original=stored) == stored


@needs_office
@pytest.mark.timeout(180)
def test_libreoffice_would_run_a_formula_that_is_not_defused(
    office_sheets: dict[str, list[list[Any]]],
) -> None:
    assert office_sheets["raw"][1][0].data_type == "f"


@needs_office
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", FILES)
def test_libreoffice_runs_no_text_and_shows_all(name: str, office_sheets: dict[str, list[list[Any]]]) -> None:
    header, *rows = office_sheets[name]
    shown_in = [[cell_.value for cell_ in header].index(column) for column in FILES[name][1]]

    assert run(rows) == []
    assert len(rows) == len(TEXTS)
    for row, text in zip(rows, TEXTS, strict=True):
        for place in shown_in:
            assert row[place].data_type == "s"
            assert shown_letters(unescape(row[place].value)) == shown_letters(text)


@needs_office
@pytest.mark.timeout(180)
@pytest.mark.parametrize("separator", OTHERS)
def test_nor_does_it_where_it_takes_something_else_for_the_end_of_a_cell(
    separator: str, tmp_path: Path
) -> None:
    contents = {name: make() for name, (make, _) in FILES.items()}
    contents["raw"] = b"text\r\n1;=1+1;2\r\n1\t=1+1\t2\r\n"
    found = {}
    for name, content in contents.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
        reading = READ_CSV.format(OTHERS[separator])
        (made,) = convert(OFFICE, tmp_path / f"{name}.csv", to="xlsx", folder=tmp_path, reading=reading)
        found[name] = run(sheet_of(made))

    assert found.pop("raw")
    assert found == {name: [] for name in FILES}


@pytest.mark.parametrize("attack", [*HTML, *FORMULAS])
def test_html_is_shown_and_does_nothing(attack: str) -> None:
    shown = to_html(attack)

    assert not set("<>\"'\0") & set(shown)


def shown_letters(text: str) -> str:
    """Return *text* without the blanks, controls and apostrophes that a spreadsheet may have otherwise."""
    return "".join(_shown(text))


def _shown(text: str) -> Iterator[str]:
    for character in text:
        if character.isprintable() and not character.isspace() and character not in "'\ufffd\u202e\u202c":
            yield character
