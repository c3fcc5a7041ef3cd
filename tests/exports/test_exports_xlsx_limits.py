"""Tests for bot.exports.xlsx: what a sheet or a cell cannot hold, how sheets look, and files that fail."""

import gc
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from into_files import into
from workbooks import Kept, about_of, opened, sheet_of, table, values_in, values_of, written

from bot.exports.tables import Kind
from bot.exports.xlsx import NAME, XlsxWriter

MOST = 32_767  # UTF-16 code units in a cell


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    "said", ["a" * MOST, "🙂" * (MOST // 2) + "a", "\x01" * MOST, "_x000D_" * (MOST // 7)]
)
def test_the_longest_texts_that_a_cell_can_hold_are_whole(said: str) -> None:
    content = written((table(Kind.TEXT), [(said,)]))

    assert values_in(sheet_of(content)) == [[said]]
    assert about_of(content)["cells_cut"] == "0"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("a" * (MOST + 1), "a" * (MOST - 1), id="one-too-many"),
        pytest.param("a" * 400_000, "a" * (MOST - 1), id="many-too-many"),
        pytest.param("🙂" * (MOST // 2 + 1), "🙂" * (MOST // 2), id="pairs"),
        pytest.param("a" + "🙂" * (MOST // 2 + 1), "a" + "🙂" * (MOST // 2 - 1), id="never-half-a-pair"),
        pytest.param("\x01" * (MOST + 1), "\x01" * (MOST - 1), id="never-half-an-escape"),
        pytest.param("\ud83d" * (MOST + 1), "\ufffd" * (MOST - 1), id="halves-of-pairs"),
    ],
)
def test_longer_texts_are_cut_with_a_mark(said: str, kept: str) -> None:
    (read,) = values_of(Kind.TEXT, said)

    assert read == kept + "…"
    assert units(read) <= MOST


@settings(max_examples=30)
@given(length=st.integers(MOST - 3, MOST + 3), wide=st.integers(0, MOST))
def test_no_cell_is_longer_than_it_may_be(length: int, wide: int) -> None:
    said = "a" * (length - wide) + "🙂" * wide

    (read,) = values_of(Kind.TEXT, said)

    assert units(read) <= MOST
    assert read == said if units(said) <= MOST else said.startswith(read.removesuffix("…"))


def test_cut_cells_are_counted_and_it_is_said_where_they_are_whole() -> None:
    long = "a" * 40_000
    content = written(
        (table(Kind.TEXT, Kind.TEXT), [(long, long), ("a", long)]),
        (table(Kind.LINK, name="facts"), [(long,)]),
    )

    about = about_of(content)
    assert about["cells_cut"] == "4"
    assert about["cells_cut_are_whole_in"] == "JSON Lines"


def test_a_table_of_more_rows_than_a_sheet_goes_on_in_others_with_its_header() -> None:
    content = written((table(Kind.NUMBER), [(number,) for number in range(7)]), most_rows=4)

    assert opened(content).sheetnames == ["responses", "responses (2)", "responses (3)", "about"]
    sheets = [sheet_of(content, name) for name in opened(content).sheetnames[:-1]]
    assert [[cell.value for cell in sheet["A"]] for sheet in sheets] == [
        ["number_0", 0, 1, 2],
        ["number_0", 3, 4, 5],
        ["number_0", 6],
    ]
    assert [sheet.auto_filter.ref for sheet in sheets] == ["A1:A4", "A1:A4", "A1:A2"]


def test_a_full_sheet_is_followed_by_no_empty_one() -> None:
    content = written((table(Kind.NUMBER), [(1,), (2,), (3,)]), most_rows=4)

    assert opened(content).sheetnames == ["responses", "about"]


def test_a_sheet_ends_before_its_file_would_be_too_large() -> None:
    rows = [("a" * 30_000,)] * 20
    content = written((table(Kind.TEXT), rows), most_bytes=150_000)

    names = opened(content).sheetnames
    assert len(names) > 3
    read = [row for name in names[:-1] for row in values_in(sheet_of(content, name))]
    assert read == [list(row) for row in rows]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert max(entry.file_size for entry in archive.infolist()) < 300_000


def test_names_of_sheets_are_ones_that_excel_takes_and_no_two_are_alike() -> None:
    names = ("a" * 40, "A" * 40, "about", "what?/why*", "'quoted'", 'é&<"')
    content = written(*((table(Kind.TEXT, name=name), []) for name in names))

    assert opened(content).sheetnames == [
        "a" * 31,
        "A" * 27 + " (2)",
        "about",
        "what--why-",
        "-quoted-",
        'é&<"',
        "about (2)",
    ]


def test_a_table_without_rows_has_its_header() -> None:
    sheet = sheet_of(written((table(Kind.TEXT, Kind.NUMBER), [])))

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["text_0", "number_1"]]
    assert sheet.auto_filter.ref == "A1:B1"


def test_a_workbook_without_tables_opens() -> None:
    assert opened(written()).sheetnames == ["about"]


def test_the_header_stays_is_bold_and_filters() -> None:
    content = written(
        (table(Kind.TEXT, Kind.ID), [("a", "1"), ("b", "2")]), (table(Kind.ID, name="facts"), [])
    )

    sheet = sheet_of(content)
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not any(cell.font.bold for cell in sheet[2])
    assert sheet.auto_filter.ref == "A1:B3"
    assert [one.sheet_view.tabSelected for one in opened(content)] == [True, None, None]


def test_texts_are_wrapped_in_a_column_that_is_wide_enough_to_read() -> None:
    sheet = sheet_of(written((table(Kind.TEXT, Kind.ID), [("a", "1")])))

    text, id_ = sheet[2]
    assert text.alignment.wrap_text
    assert not id_.alignment.wrap_text
    assert sheet.column_dimensions["A"].width == 50
    assert sheet.column_dimensions["B"].width == 22


@pytest.mark.parametrize(
    ("said", "height"),
    [
        pytest.param("a" * 50, None, id="one-line"),
        pytest.param("a" * 51, 30, id="two-lines"),
        pytest.param("a\nb\nc", 45, id="three-lines"),
        pytest.param("a" * 4_000, 150, id="no-more-than-ten"),
        pytest.param("a\n" * 400, 150, id="no-more-than-ten-short-ones"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_a_row_is_as_high_as_its_longest_text(said: str | None, height: int | None) -> None:
    sheet = sheet_of(written((table(Kind.TEXT, Kind.ID, Kind.TEXT), [("a", "1" * 99, said)])))

    assert sheet.row_dimensions[2].height == height


def test_columns_beyond_the_26th_have_two_letters() -> None:
    content = written((table(*[Kind.NUMBER] * 30), [tuple(range(30))]))

    assert values_in(sheet_of(content)) == [list(range(30))]
    assert sheet_of(content)["AD2"].value == 29


def test_numbers_that_are_text_are_not_marked_as_mistakes() -> None:
    with zipfile.ZipFile(io.BytesIO(written((table(Kind.ID), [("1",)])))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert '<ignoredError sqref="A1:A2" numberStoredAsText="1"/>' in sheet


def test_the_parts_are_whole_and_hold_nothing_that_runs_or_leads_elsewhere() -> None:
    content = written((table(Kind.LINK), [("https://example.org",)]))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "_rels/.rels",
            "docProps/app.xml",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "[Content_Types].xml",
        ]
        assert b"External" not in b"".join(archive.read(name) for name in archive.namelist())


def test_equal_rows_make_equal_bytes_however_many_come_at_a_time() -> None:
    one = table(Kind.ID, Kind.TEXT, Kind.TIME)
    began = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(str(n), f"réponse {n * n}" * 9, began + timedelta(seconds=n)) for n in range(3_000)]
    file = Kept()
    writer = XlsxWriter(into(lambda _: file))
    writer.begin(one)
    for row in rows:
        writer.add([row])
    writer.finish([])

    assert file.content == written((one, iter(rows)))


def test_the_file_is_made_under_its_name_and_closed_when_it_is_whole() -> None:
    asked: list[str] = []
    files = [Kept(), Kept()]

    def create(name: str) -> Kept:
        asked.append(name)
        return files[len(asked) - 1]

    first, second = XlsxWriter(into(create)), XlsxWriter(into(create), name="réponses.xlsx")
    first.finish([])

    assert asked == [NAME, "réponses.xlsx"]
    assert files[0].closed
    assert not files[1].closed
    second.finish([])


class Full(io.BytesIO):
    """A disk with room for some bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, content: Any) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return super().write(content)

    def seek(self, *_: Any) -> int:
        raise AssertionError("written from its beginning to its end")


@pytest.mark.parametrize("room", range(0, 3_500, 250))
def test_a_disk_that_fills_is_told_of(room: int) -> None:
    file = Full(room)

    with pytest.raises(OSError, match="No space left"):
        write_some(file)

    assert not file.closed
    assert is_left_unfinished(file)


def is_left_unfinished(file: io.BytesIO) -> bool:
    """Say whether nothing is added to what stands in *file* when its writer is gone, and no ZIP opens it."""
    before = file.getvalue()
    gc.collect()
    return file.getvalue() == before and not zipfile.is_zipfile(io.BytesIO(before))


def write_some(file: io.BytesIO) -> None:
    writer = XlsxWriter(into(lambda _: file))
    writer.begin(table(Kind.TEXT))
    writer.add([("a",)])
    writer.finish([])


def test_a_disk_with_room_is_written_to_without_going_back() -> None:
    write_some(Full(100_000))


def test_a_workbook_that_is_given_up_does_not_look_whole() -> None:
    file = io.BytesIO()
    writer = XlsxWriter(into(lambda _: file))
    writer.begin(table(Kind.TEXT))
    writer.add([("a" * 30_000,)] * 20)
    before = file.getvalue()

    del writer

    assert is_left_unfinished(file)
    assert file.getvalue() == before


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    writer = XlsxWriter(into(lambda _: io.BytesIO()))
    writer.begin(table(Kind.TEXT, Kind.TEXT))

    with pytest.raises(ValueError, match="shorter"):
        writer.add([("a",)])
