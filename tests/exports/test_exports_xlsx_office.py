"""Tests for bot.exports.xlsx in LibreOffice: what a person would see there, and that nothing of it runs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attacks import FORMULAS
from office import EVERY_SHEET_AS_CSV, convert, find_office
from workbooks import table, written

from bot.exports.tables import Kind

OFFICE = find_office()

pytestmark = [
    pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed here"),
    # Its first start with an empty profile takes long on a busy machine.
    pytest.mark.timeout(180),
]

SAID = (
    "« À l’été », dit-elle : où ça ? Œuvre, naïve, ça.",
    "Ünï · Ελλάδα · Київ · ไทย · 日本 · שלום · مرحبا · 🙂👍🏽",
    'Deux\nlignes, des "guillemets" et ; un , point',
    " blanks around \t",
    "_x000D_ and \x01",
    "a" * 40_000,
)
TEXTS = (*SAID, *FORMULAS)
SNOWFLAKE = "1480000000000000001"
LINK = "https://discord.com/channels/1/2/3?a=1&b=2"
TABLE_NS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook, and what LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("office")
    responses = table(Kind.TEXT, Kind.ID, Kind.TIME, Kind.DAY, Kind.NUMBER, Kind.FLAG, Kind.LINK)
    at = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)
    rows = [(text, SNOWFLAKE, at, date(2026, 3, 2), 7, True, LINK) for text in TEXTS]
    path = folder / "responses.xlsx"
    path.write_bytes(
        written((responses, rows), (table(Kind.TEXT, name="facts"), [("é",)]), about=[("a", "b")])
    )
    for to in (EVERY_SHEET_AS_CSV, "ods", "pdf"):
        convert(str(OFFICE), path, to=to, folder=folder)
    return folder


def lines_of(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, without the header."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))[1:]


def test_every_sheet_opens(folder: Path) -> None:
    names = [path.name for path in sorted((folder / "csv").iterdir())]

    assert names == ["responses-about.csv", "responses-facts.csv", "responses-responses.csv"]
    assert lines_of(folder / "csv" / "responses-facts.csv") == [["é"]]


def test_texts_are_shown_as_they_were_written(folder: Path) -> None:
    shown = [row[0] for row in lines_of(folder / "csv" / "responses-responses.csv")]

    whole = [text if len(text) < 40_000 else text[:32_766] + "…" for text in TEXTS]
    # It has its own ends of lines.
    assert [text.splitlines() for text in shown] == [text.splitlines() for text in whole]


def test_ids_dates_numbers_and_links_are_shown(folder: Path) -> None:
    for row in lines_of(folder / "csv" / "responses-responses.csv"):
        assert row[1:] == [SNOWFLAKE, "2026-03-01 12:30:05", "2026-03-02", "7", "TRUE", LINK]


def test_nothing_that_people_wrote_is_computed(folder: Path) -> None:
    with zipfile.ZipFile(folder / "ods" / "responses.ods") as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314

    formulas = [cell.get(f"{TABLE_NS}formula") for cell in content.iter(f"{TABLE_NS}table-cell")]
    # It takes a flag for a formula of its own.
    assert {formula for formula in formulas if formula} == {"of:=TRUE()", f'of:=HYPERLINK("{LINK}")'}


def test_the_rows_can_be_filtered(folder: Path) -> None:
    with zipfile.ZipFile(folder / "ods" / "responses.ods") as archive:
        content = ET.fromstring(archive.read("content.xml"))  # noqa: S314

    filters = [
        one.get(f"{TABLE_NS}target-range-address") for one in content.iter(f"{TABLE_NS}database-range")
    ]
    assert f"responses.A1:responses.G{len(TEXTS) + 1}" in filters


def test_it_prints(folder: Path) -> None:
    assert (folder / "pdf" / "responses.pdf").read_bytes().startswith(b"%PDF-")
