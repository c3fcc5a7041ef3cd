"""Tests for bot.exports.parquet; what it writes is read by pyarrow."""

import gc
import io
import sys
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as arrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from into_files import START, Files, replaced, response, row, write
from pyarrow import parquet as reader

from bot.domain.storage_errors import ParquetMissingError
from bot.exports import parquet
from bot.exports.parquet import ParquetWriter, storable
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Output, Row, Table, Value

# Every code point there is, surrogates and NUL among them.
texts = st.text(st.characters(exclude_categories=[])) | st.text("a\"',;\n\r\t =+-@é今🙂\u202eש\ufeff\0\ud800")
times = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def written(*rows: Row, table: Table = RESPONSES, about: tuple[tuple[str, str], ...] = ()) -> Any:
    files = Files()
    write(ParquetWriter(files.output), (table, rows), about=about)
    return reader.ParquetFile(io.BytesIO(files[f"{table.name}.parquet"]))


def test_each_table_is_a_file() -> None:
    files = Files()

    write(
        ParquetWriter(files.output), *((table, []) for table in (RESPONSES, QUESTIONS, FACTS, LOOKUPS, GAPS))
    )

    assert list(files.made) == [
        "responses.parquet",
        "questions.parquet",
        "facts.parquet",
        "lookups.parquet",
        "gaps.parquet",
    ]
    assert [reader.read_table(io.BytesIO(files[name])).num_rows for name in files.made] == [0] * 5


def test_an_export_without_tables_has_no_files() -> None:
    files = Files()

    write(ParquetWriter(files.output))

    assert not files.made


def test_columns_have_types() -> None:
    schema = written().schema_arrow

    assert schema.names == [column.name for column in RESPONSES.columns]
    assert schema.field("response_id").type == arrow.string()
    assert schema.field("question_number").type == arrow.int64()
    assert schema.field("may_quote").type == arrow.bool_()
    assert schema.field("created_at").type == arrow.timestamp("us", tz="UTC")
    assert schema.field("link").type == arrow.string()
    assert written(table=LOOKUPS).schema_arrow.field("day").type == arrow.date32()


def test_a_row_reads_back() -> None:
    link = "https://discord.com/channels/1/2/3"
    file = written(response(7, author_id=2**63, reply_to=6, edited_at=START, link=link, reactions=4))

    (found,) = file.read().to_pylist()
    assert found == {
        "response_id": "7",
        "change": None,
        "article_id": "rain",
        "article_title": "A title",
        "discussion_id": "3",
        "question_id": "q2",
        "question_number": 2,
        "question": "What then?",
        "author_id": str(2**63),
        "author": "Quiet Heron",
        "given": "thread",
        "kept": "pseudonymous",
        "may_quote": True,
        "may_publish": False,
        "text": "I think so.",
        "created_at": datetime(2025, 3, 4, 10, 0, 7, tzinfo=UTC),
        "edited_at": START,
        "reply_to": "6",
        "reactions": 4,
        "link": link,
    }


def test_days_read_back() -> None:
    looked_up: dict[str, Value] = {
        "article_id": "rain",
        "fact_id": "f1",
        "day": date(2025, 3, 4),
        "times": 12,
    }

    assert written(row(LOOKUPS, looked_up), table=LOOKUPS).read().to_pylist() == [looked_up]


@given(said=st.lists(st.tuples(texts, texts, times), max_size=8))
def test_every_text_and_time_reads_back(said: list[tuple[str, str, datetime]]) -> None:
    with replaced(parquet, "MOST_ROWS", 3):
        file = written(*(response(author=name, text=text, created_at=at) for name, text, at in said))

    columns = file.read().to_pydict()
    found = list(zip(columns["author"], columns["text"], columns["created_at"], strict=True))
    assert found == [(storable(name), storable(text), at) for name, text, at in said]
    assert file.num_row_groups == -(-len(said) // 3)


def test_rows_are_put_into_columns_before_their_group_is_whole() -> None:
    with replaced(parquet, "MOST_WAITING", 2):
        file = written(*(response(number) for number in range(4)))

    assert file.read().column("response_id").to_pylist() == ["0", "1", "2", "3"]
    assert file.num_row_groups == 1


def test_what_no_database_keeps_is_shown_as_missing() -> None:
    file = written(response(text="a\0b\ud83dc"), about=(("who\0", "\udfff"),))

    assert file.read().column("text").to_pylist() == ["a\ufffdb\ufffdc"]
    assert file.metadata.metadata["who\ufffd".encode()] == "\ufffd".encode()


def test_long_texts_end_a_group_of_rows_early() -> None:
    long = "é" * (parquet.MOST_CHARACTERS // 2)

    file = written(*(response(number, long) for number in range(5)))

    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [2, 2, 1]


def test_files_are_compressed_and_words_are_in_no_statistics() -> None:
    group = written(response(text="a secret")).metadata.row_group(0)

    columns = {group.column(place).path_in_schema: group.column(place) for place in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert columns["text"].statistics is None
    assert columns["created_at"].statistics.max == datetime(2025, 3, 4, 10, 0, 1, tzinfo=UTC)


def test_every_file_is_described() -> None:
    files = Files()
    tables: list[tuple[Table, list[Row]]] = [(RESPONSES, [response()]), (QUESTIONS, [])]

    write(ParquetWriter(files.output), *tables, about=[("purpose", "record"), ("raison", "déjà vu")])

    for name in files.made:
        described = reader.read_metadata(io.BytesIO(files[name])).metadata
        assert described[b"purpose"] == b"record"
        assert described[b"raison"] == "déjà vu".encode()


def test_an_export_that_is_given_up_leaves_no_file_that_can_be_read() -> None:
    files = Files()
    writer = ParquetWriter(files.output)
    writer.begin(RESPONSES)
    writer.add([response()])
    writer.begin(QUESTIONS)

    del writer
    gc.collect()

    for file in files.made.values():
        assert not file.closed
        with pytest.raises(arrow.ArrowInvalid):
            reader.read_table(io.BytesIO(file.getvalue()))


def test_a_full_disk_is_told_and_leaves_no_file_that_can_be_read() -> None:
    class Full(io.BytesIO):
        def write(self, content: Any) -> int:
            if self.tell() >= 4:  # behind the first bytes
                raise OSError(28, "No space left on device")
            return super().write(content)

    file = Full()
    writer = ParquetWriter(Output(create=lambda _: file, spool=io.BytesIO))
    writer.begin(RESPONSES)
    writer.add([response()])

    with pytest.raises(OSError, match="No space left"):
        writer.finish([])
    del writer
    gc.collect()
    assert file.getvalue() == b"PAR1"


def test_where_pyarrow_is_missing_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ParquetMissingError):
        ParquetWriter(Files().output)
