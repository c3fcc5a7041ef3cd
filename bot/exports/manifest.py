"""The manifest: what an export holds, how much, and by what a reader can tell that it is whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.exports.formats import SCHEMA_VERSION
from bot.exports.tables import Table

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file of an export."""

    name: str
    format: str
    rows: int  # of responses, or of tombstones
    bytes: int
    sha256: str
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPrompt:
    """A prompt to which there may be more answers than the export holds, or other ones."""

    prompt: int
    question: str
    reason: str  # a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """The responses that an earlier export may have, and that are not to be used any more."""

    file: str
    count: int
    by_reason: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export says about itself."""

    program: str  # name and version
    taken_at: str  # ISO 8601, UTC
    database: (
        str  # another one wherever a backup was put back: numbers of exports and answers come again then
    )
    asked: Mapping[str, Any]
    complete: bool  # whether it holds all that stood when it was taken
    counts: Mapping[str, int]  # rows by table, and prompts
    left_out: Mapping[str, int]  # responses that do not stand or were not agreed to, by why
    files: tuple[ExportedFile, ...]
    tables: tuple[Table, ...]
    unread: tuple[UnreadPrompt, ...] = ()
    tombstones: Tombstones | None = None  # of an export that goes on from an earlier one

    @property
    def parts(self) -> int:
        """Return into how many parts it was divided."""
        return max((file.parts for file in self.files), default=1)

    def to_dict(self) -> dict[str, Any]:
        """Return it as it is written."""
        return {
            "schema_version": SCHEMA_VERSION,
            "program": self.program,
            "taken_at": self.taken_at,
            "database": self.database,
            "complete": self.complete,
            "unread": [asdict(one) for one in self.unread],
            "asked": dict(self.asked),
            "counts": dict(self.counts),
            "left_out": dict(self.left_out),
            "tombstones": None if self.tombstones is None else asdict(self.tombstones),
            "columns": {table.name: [column.name for column in table.columns] for table in self.tables},
            "files": [asdict(file) for file in self.files],
        }

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return (json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()
