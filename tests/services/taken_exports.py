"""What tests of exports share: giving responses in each way there is, and reading what was taken."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.identity import MemberId, ResponseId
from bot.storage.store import Store

AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
DAY = datetime(2026, 5, 4, tzinfo=UTC)

Line = dict[str, Any]


async def give(
    store: Store,
    prompt: Prompt,
    *texts: str,
    author: int = 2**60,
    kept: Kept = Kept.NAMED,
    message: int | None = None,
    may_quote: bool = False,
) -> list[ResponseId]:
    """Give *texts* as *author*; the first of them is typed as *message*, where there is one."""
    is_unlinked = kept is Kept.UNLINKED
    rows = [
        NewResponse(
            prompt=prompt.id,
            author=MemberId(0 if is_unlinked else author),
            author_name="" if is_unlinked else f"Zoë {author}",
            text=text,
            given=Given.BUTTON if message is None else Given.THREAD,
            created_at=DAY if is_unlinked else AT,
            kept=kept,
            message=None if message is None else message + number,
            may_quote=may_quote,
        )
        for number, text in enumerate(texts)
    ]
    async with store.write() as tx:
        return [ResponseId(id_) for id_ in await tx.responses.add_all(rows)]


def content(path: Path) -> bytes:
    """Return what a file holds, which may be compressed."""
    if path.suffix != ".zip":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        assert name.endswith(Path(path.stem).suffix)
        assert archive.testzip() is None
        return archive.read(name)


def json_lines(path: Path) -> list[Line]:
    """Return the lines of a file in JSON Lines."""
    return [json.loads(line) for line in content(path).decode().split("\n") if line]


def csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content(path).decode("utf-8-sig"), newline=""), strict=True))


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an export."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def left_in(folder: Path) -> list[str]:
    """Return what is in *folder* beside the database."""
    return sorted(path.name for path in folder.iterdir() if path.name != "database")
