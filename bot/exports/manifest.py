"""The manifest: what an export holds, how much, and by what a reader can tell that it is whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.exports.rows import COLUMNS, SCHEMA_VERSION

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file of an export."""

    name: str
    format: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPrompt:
    """A prompt to which there may be more answers than the export holds, or other ones."""

    prompt: int
    question: str
    reason: str  # a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export says about itself."""

    program: str  # name and version
    taken_at: str  # ISO 8601, UTC
    filters: Mapping[str, str | int | None]
    complete: bool  # whether it holds all that stood when it was taken
    responses: int
    prompts: int
    left_out: Mapping[str, int]  # responses that do not stand, by why
    files: tuple[ExportedFile, ...]
    unread: tuple[UnreadPrompt, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as it is written."""
        return {
            "schema_version": SCHEMA_VERSION,
            "program": self.program,
            "taken_at": self.taken_at,
            "complete": self.complete,
            "unread": [asdict(one) for one in self.unread],
            "filters": dict(self.filters),
            "counts": {"responses": self.responses, "prompts": self.prompts},
            "left_out": dict(self.left_out),
            "columns": list(COLUMNS),
            "files": [asdict(file) for file in self.files],
        }

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        return (json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()
