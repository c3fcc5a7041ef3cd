"""Tests for bot.exports.json_document."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from into_files import Files, response, write
from written import columns, written

from bot.exports.json_document import JSON
from bot.exports.json_schema import export_schema
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(said=st.lists(texts, max_size=4))
def test_a_document_reads_back_and_is_of_its_schema(said: list[str]) -> None:
    files = Files()
    rows = [response(number, text) for number, text in enumerate(said, start=1)]
    write(
        JSON.open(files.output),
        *((table, ()) for table in (QUESTIONS, FACTS, LOOKUPS, GAPS)),
        (RESPONSES, rows),
        about=(("purpose", "record"), ("raison", "déjà vu")),
    )

    document = json.loads(files.made["export.json"].getvalue())
    jsonschema.validate(document, export_schema())
    assert [one["text"] for one in document["responses"]] == said
    assert document["about"] == {"purpose": "record", "raison": "déjà vu"}


def test_lines_of_the_database_are_parted_by_commas() -> None:
    row = (1, 42, "Zoë", "one\ntwo", "thread", "2025-03-04T10:00:00.000000Z", None)

    document = json.loads(written(JSON, row, row, row, prompt=columns()))

    assert [one["text"] for one in document["responses"]] == ["one\ntwo"] * 3


def test_a_document_without_tables_is_one() -> None:
    files = Files()
    JSON.open(files.output).finish((("a", "b"),))

    empty: dict[str, object] = {table.name: [] for table in JSON.tables}
    assert json.loads(files.made["export.json"].getvalue()) == {**empty, "about": {"a": "b"}}


def test_rows_belong_to_a_table() -> None:
    with pytest.raises(AssertionError, match="no table"):
        JSON.open(Files().output).add([response()])


def test_pages_are_parted_by_commas_too() -> None:
    files = Files()
    writer = JSON.open(files.output)
    writer.begin(RESPONSES)
    for number in range(3):
        writer.add([response(number, str(number))])
        writer.add([])
    writer.finish(())

    document = json.loads(files.made["export.json"].getvalue())
    assert [one["text"] for one in document["responses"]] == ["0", "1", "2"]
