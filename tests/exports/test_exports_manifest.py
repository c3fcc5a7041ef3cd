"""Tests for bot.exports.manifest and the table of formats."""

import json
from dataclasses import replace

from bot.exports import FORMATS
from bot.exports.formats import SCHEMA_VERSION
from bot.exports.manifest import NAME, ExportedFile, Manifest, Tombstones, UnreadPrompt
from bot.exports.tables import GAPS, RESPONSES

MANIFEST = Manifest(
    program="causerie 0.1.0",
    taken_at="2025-03-04T10:00:00Z",
    database="0123456789abcdef",
    asked={"article": "été", "discussion": None},
    complete=True,
    counts={"responses": 12, "prompts": 3},
    tables=(GAPS,),
    left_out={"withdrawn": 1, "deleted": 0, "hidden": 2},
    files=(ExportedFile(name="responses.csv", format="csv", rows=12, bytes=345, sha256="ab" * 32),),
)


def test_a_manifest_says_what_the_export_holds() -> None:
    assert json.loads(MANIFEST.to_bytes()) == {
        "schema_version": SCHEMA_VERSION,
        "program": "causerie 0.1.0",
        "taken_at": "2025-03-04T10:00:00Z",
        "database": "0123456789abcdef",
        "complete": True,
        "unread": [],
        "asked": {"article": "été", "discussion": None},
        "counts": {"responses": 12, "prompts": 3},
        "left_out": {"withdrawn": 1, "deleted": 0, "hidden": 2},
        "tombstones": None,
        "columns": {"gaps": [column.name for column in GAPS.columns]},
        "files": [
            {
                "name": "responses.csv",
                "format": "csv",
                "rows": 12,
                "bytes": 345,
                "sha256": "ab" * 32,
                "part": 1,
                "parts": 1,
            }
        ],
    }


def test_a_manifest_is_legible() -> None:
    content = MANIFEST.to_bytes().decode()

    assert NAME == "manifest.json"
    assert "été" in content
    assert content.endswith("}\n")
    assert len(content.splitlines()) > len(MANIFEST.to_dict())


def test_an_incomplete_export_says_so() -> None:
    unfinished = Manifest(
        program="causerie",
        taken_at="",
        database="",
        asked={},
        complete=False,
        counts={},
        tables=(),
        left_out={},
        files=(),
        unread=(UnreadPrompt(prompt=7, question="q1", reason="lacks_history"),),
    )

    written = unfinished.to_dict()
    assert written["complete"] is False
    assert written["unread"] == [{"prompt": 7, "question": "q1", "reason": "lacks_history"}]


def test_tombstones_are_counted_by_their_reasons() -> None:
    gone = Tombstones(file="tombstones.jsonl", count=2, by_reason={"erased": 2})

    written = replace(MANIFEST, tombstones=gone).to_dict()

    assert written["tombstones"] == {"file": "tombstones.jsonl", "count": 2, "by_reason": {"erased": 2}}


def test_the_table_of_formats_is_whole() -> None:
    for name, kind in FORMATS.items():
        assert kind.name == name
        assert RESPONSES in kind.tables
        if kind.lines is not None:
            line = kind.lines.line
            assert line.count("%s") + line.count("%w") == line.count("%") == 15
            assert line.endswith("\n")


def test_an_export_has_as_many_parts_as_the_format_that_has_most() -> None:
    (file,) = MANIFEST.files
    in_parts = replace(MANIFEST, files=(file, replace(file, part=2, parts=3)))

    assert [one.parts for one in (MANIFEST, in_parts, replace(MANIFEST, files=()))] == [1, 3, 1]
