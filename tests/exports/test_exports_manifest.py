"""Tests for bot.exports.manifest and the table of formats."""

import json

from bot.exports import FORMATS
from bot.exports.manifest import NAME, ExportedFile, Manifest, UnreadPrompt
from bot.exports.rows import COLUMNS, SCHEMA_VERSION

MANIFEST = Manifest(
    program="causerie 0.1.0",
    taken_at="2025-03-04T10:00:00Z",
    filters={"article": "été", "discussion": None},
    complete=True,
    responses=12,
    prompts=3,
    left_out={"withdrawn": 1, "deleted": 0, "hidden": 2},
    files=(ExportedFile(name="responses.csv", format="csv", rows=12, bytes=345, sha256="ab" * 32),),
)


def test_a_manifest_says_what_the_export_holds() -> None:
    assert json.loads(MANIFEST.to_bytes()) == {
        "schema_version": SCHEMA_VERSION,
        "program": "causerie 0.1.0",
        "taken_at": "2025-03-04T10:00:00Z",
        "complete": True,
        "unread": [],
        "filters": {"article": "été", "discussion": None},
        "counts": {"responses": 12, "prompts": 3},
        "left_out": {"withdrawn": 1, "deleted": 0, "hidden": 2},
        "columns": list(COLUMNS),
        "files": [{"name": "responses.csv", "format": "csv", "rows": 12, "bytes": 345, "sha256": "ab" * 32}],
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
        filters={},
        complete=False,
        responses=0,
        prompts=0,
        left_out={},
        files=(),
        unread=(UnreadPrompt(prompt=7, question="q1", reason="lacks_history"),),
    )

    written = unfinished.to_dict()
    assert written["complete"] is False
    assert written["unread"] == [{"prompt": 7, "question": "q1", "reason": "lacks_history"}]


def test_the_table_of_formats_is_whole() -> None:
    assert set(FORMATS) == {"csv", "jsonl"}
    for name, kind in FORMATS.items():
        assert (kind.name, kind.suffix) == (name, f".{name}")
        assert kind.line.count("%s") + kind.line.count("%w") == kind.line.count("%") == 11
        assert kind.line.endswith("\n")
        assert kind.finish(b"") == b""
