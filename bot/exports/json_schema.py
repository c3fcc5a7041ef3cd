"""JSON Schemas (draft 2020-12) of what an export writes as JSON, made from its tables.

They are published in docs/schemas; ``python docs/schemas.py`` writes them anew.
"""

from typing import Any

from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept
from bot.exports.formats import SCHEMA_VERSION
from bot.exports.jsonl import INTEGERS
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, RESPONSES, Column, Kind, Table

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What there need not be: all other columns have a value in each row.
OPTIONAL = frozenset(
    {
        ("responses", "change"),
        ("responses", "author_id"),
        ("responses", "author"),
        ("responses", "edited_at"),
        ("responses", "reply_to"),
        ("responses", "link"),
        ("questions", "follow_ups"),
        ("questions", "posted_at"),
        ("questions", "link"),
        ("facts", "passage"),
        ("facts", "speaker"),
        ("facts", "source"),
        ("gaps", "article_id"),
        ("gaps", "fact_id"),
    }
)
TABLES = (RESPONSES, QUESTIONS, FACTS, LOOKUPS, GAPS)
COUNTED = tuple(table.name for table in TABLES)
PURPOSES = tuple(Purpose)
REASONS = ("withdrawn", "deleted", "hidden", "not_agreed", "erased", "expired")
# What is left out besides where a role is chosen: of nobody knows whom it cannot be asked.
LEFT_OUT = (*REASONS, "unlinked")
# Why an answer of an earlier export is not to be used any more: besides, it is not among the wanted ones now.
GONE = (*REASONS, "not_chosen")

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
# Always with microseconds and in UTC, so that times are sorted as texts are.
TIME: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$",
}
DAY: Schema = {"type": "string", "format": "date"}
LINK: Schema = TEXT  # an address, or what stands for one
KINDS = {
    Kind.ID: TEXT,
    Kind.TEXT: TEXT,
    Kind.NUMBER: COUNT,
    Kind.FLAG: FLAG,
    Kind.TIME: TIME,
    Kind.DAY: DAY,
    Kind.LINK: LINK,
}


def to_schema(table: Table) -> Schema:
    """Return the schema of one row of *table*."""
    return members({column.name: _value(table, column) for column in table.columns})


def responses_schema() -> Schema:
    """Return the schema of a line of JSON Lines."""
    return _published("responses", "A response, as one line of JSON Lines", to_schema(RESPONSES))


def export_schema() -> Schema:
    """Return the schema of the JSON document that holds a whole export."""
    tables = {table.name: _list({"$ref": f"#/$defs/{table.name}"}) for table in TABLES}
    content = members(
        {
            "about": {"type": "object", "additionalProperties": TEXT},
            "questions": tables["questions"],
            "facts": tables["facts"],
            "lookups": tables["lookups"],
            "gaps": tables["gaps"],
            "responses": tables["responses"],
        }
    )
    definitions = {table.name: to_schema(table) for table in TABLES}
    return _published("export", "An export as one JSON document", {**content, "$defs": definitions})


def manifest_schema() -> Schema:
    """Return the schema of the manifest of an export."""
    content = members(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "program": TEXT,
            "taken_at": TIME,
            "database": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "complete": FLAG,
            "unread": _list(members({"prompt": COUNT, "question": TEXT, "reason": TEXT})),
            "asked": _asked(),
            "counts": members(dict.fromkeys(("prompts", *COUNTED), COUNT), are_required=False),
            "left_out": members(dict.fromkeys(LEFT_OUT, COUNT), are_required=False),
            "tombstones": _or_null(
                members(
                    {
                        "file": TEXT,
                        "count": COUNT,
                        "by_reason": members(dict.fromkeys(GONE, COUNT), are_required=False),
                    }
                )
            ),
            "columns": members({table.name: _list(TEXT) for table in TABLES}, are_required=False),
            "files": _list(_file()),
        }
    )
    return _published("manifest", "The manifest of an export", content)


def members(properties: Schema, *, are_required: bool = True) -> Schema:
    """Return the schema of an object that has *properties* and no others."""
    required = {"required": list(properties)} if are_required else {}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


SCHEMAS = {"responses": responses_schema, "export": export_schema, "manifest": manifest_schema}


def _asked() -> Schema:
    return members(
        {
            "purpose": {"enum": list(PURPOSES)},
            "names": FLAG,
            "reason": _or_null(TEXT),
            "article": _or_null(TEXT),
            "discussion": _or_null(COUNT),
            "question": _or_null(TEXT),
            "since_export": _or_null(COUNT),
            "from": _or_null(DAY),
            "until": _or_null(DAY),
            "given": _or_null({"enum": list(Given)}),
            "role": _or_null(TEXT),
            "role_name": _or_null(TEXT),
            "text": _or_null(TEXT),
            "raw": FLAG,
        }
    )


def _file() -> Schema:
    return members(
        {
            "name": TEXT,
            "format": TEXT,
            "rows": COUNT,
            "bytes": COUNT,
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "part": {"type": "integer", "minimum": 1},
            "parts": {"type": "integer", "minimum": 1},
        }
    )


def _value(table: Table, column: Column) -> Schema:
    schema = COUNT if column.name in INTEGERS else KINDS[column.kind]
    choices = {"given": list(Given), "kept": list(Kept)}.get(column.name)
    if choices:
        schema = {"enum": choices}
    return _or_null(schema) if (table.name, column.name) in OPTIONAL else schema


def _or_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _published(name: str, title: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", "title": title, **schema}
