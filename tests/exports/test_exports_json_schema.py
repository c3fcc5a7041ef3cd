"""Tests for bot.exports.json_schema and for the schemas that are published."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from referencing import Registry
from written import Row, columns
from written import written as written_lines

from bot.exports import json_schema
from bot.exports.json_schema import SCHEMAS, TABLES, to_schema
from bot.exports.jsonl import INTEGERS, JSON_LINES
from bot.exports.tables import RESPONSES, Kind

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas"
RESPONSE: dict[str, Any] = {
    "response_id": 1,
    "change": None,
    "article_id": "rain",
    "article_title": "A title",
    "discussion_id": 3,
    "question_id": "q2",
    "question_number": 2,
    "question": "What then?",
    "author_id": None,
    "author": "Quiet Heron",
    "given": "thread",
    "kept": "pseudonymous",
    "may_quote": True,
    "may_publish": False,
    "text": "I think so.",
    "created_at": "2025-03-04T10:00:00.000000Z",
    "edited_at": None,
    "reply_to": None,
    "reactions": 0,
    "link": None,
}
LOOKUP = {"article_id": "rain", "fact_id": "f1", "day": "2025-03-04", "times": 2}
EXPORT: dict[str, Any] = {
    "about": {"purpose": "record"},
    "questions": [],
    "facts": [],
    "lookups": [LOOKUP],
    "gaps": [],
    "responses": [RESPONSE],
}
MANIFEST: dict[str, Any] = {
    "schema_version": 3,
    "program": "causerie 0.2.0",
    "taken_at": "2025-03-04T10:00:00.000000Z",
    "database": "0123456789abcdef",
    "complete": False,
    "unread": [{"prompt": 7, "question": "What then?", "reason": "no_access"}],
    "asked": {
        "purpose": "record",
        "names": False,
        "reason": None,
        "article": None,
        "discussion": 3,
        "question": None,
        "since_export": 4,
        "from": None,
        "until": "2025-03-04",
        "given": "thread",
        "role": None,
        "role_name": None,
        "text": None,
        "raw": False,
    },
    "counts": {"responses": 1, "prompts": 1, "questions": 0, "facts": 0, "lookups": 1, "gaps": 0},
    "left_out": {"withdrawn": 1},
    "tombstones": {"file": "tombstones.jsonl", "count": 2, "by_reason": {"erased": 2}},
    "columns": {"responses": list(RESPONSE)},
    "files": [
        {
            "name": "responses.csv",
            "format": "csv",
            "rows": 1,
            "bytes": 120,
            "sha256": "0" * 64,
            "part": 1,
            "parts": 1,
        }
    ],
}
VALID = {"responses": RESPONSE, "export": EXPORT, "manifest": MANIFEST}


def check(name: str, document: object) -> None:
    # With a registry of its own, nothing is looked for on the network.
    Draft202012Validator(SCHEMAS[name](), registry=Registry(), format_checker=FormatChecker()).validate(
        document
    )


def spoilt(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield *document* with one thing wrong each time."""
    yield {**document, "more": 1}
    for name, value in document.items():
        yield {other: document[other] for other in document if other != name}
        yield {**document, name: [] if not isinstance(value, list) else {}}


def test_the_published_files_are_what_is_made_from_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PUBLISHED.parent))
    import schemas  # noqa: PLC0415 (a script of the documentation)

    published = {path.name: path.read_text("utf-8") for path in PUBLISHED.iterdir()}

    assert published == schemas.written(), "write them anew: PYTHONPATH=. python docs/schemas.py"


def test_the_script_writes_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PUBLISHED.parent))
    import schemas  # noqa: PLC0415 (a script of the documentation)

    monkeypatch.setattr(schemas, "FOLDER", tmp_path / "schemas")
    schemas.main()

    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {
        f"{name}.schema.json" for name in SCHEMAS
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name]())


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_right_is_accepted_and_anything_else_refused(name: str) -> None:
    check(name, VALID[name])

    for wrong in spoilt(VALID[name]):
        with pytest.raises(ValidationError):
            check(name, wrong)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_has_the_columns_of_its_table(table: Any) -> None:
    schema = to_schema(table)

    assert list(schema["properties"]) == schema["required"] == [column.name for column in table.columns]


def test_every_optional_column_and_every_integer_is_a_column() -> None:
    named = {(table.name, column.name) for table in TABLES for column in table.columns}

    assert named.issuperset(json_schema.OPTIONAL)
    assert {name for _, name in named}.issuperset(INTEGERS)
    assert set(json_schema.KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("response_id", "1", id="id-of-ours-as-text"),
        pytest.param("author_id", 2**63, id="id-of-discord-as-number"),
        pytest.param("reactions", -1, id="negative-count"),
        pytest.param("created_at", "2025-03-04T10:00:00Z", id="time-without-microseconds"),
        pytest.param("created_at", "2025-03-04T10:00:00.000000+00:00", id="time-with-an-offset"),
        pytest.param("created_at", None, id="no-time"),
        pytest.param("given", "shouted", id="given-otherwise"),
        pytest.param("may_quote", 1, id="number-for-a-flag"),
    ],
)
def test_a_response_that_is_not_as_promised_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        check("responses", {**RESPONSE, name: value})


def test_whole_numbers_are_no_texts_and_days_are_days() -> None:
    with pytest.raises(ValidationError):
        check("export", {**EXPORT, "lookups": [{**LOOKUP, "day": "yesterday"}]})


@given(
    author=st.none() | st.text(),
    text=st.text(),
    link=st.none() | st.just("https://discord.com/channels/1/2/3"),
)
def test_any_text_is_accepted(author: str | None, text: str, link: str | None) -> None:
    response = {**RESPONSE, "author": author, "text": text, "link": link, "edited_at": RESPONSE["created_at"]}

    check("responses", json.loads(json.dumps(response)))


def test_what_json_lines_says_is_what_its_schema_says() -> None:
    row: Row = (1, 42, "Alex", "Été", "thread", "2025-03-04T10:00:00.000000Z", None)
    line = json.loads(written_lines(JSON_LINES, row, prompt=columns()))
    properties = to_schema(RESPONSES)["properties"]

    assert line.keys() <= properties.keys()
    for name, value in line.items():
        Draft202012Validator(properties[name], registry=Registry()).validate(value)
