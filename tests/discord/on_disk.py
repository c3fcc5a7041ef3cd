"""What the bot has on disk, read beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def responses(folder: Path) -> list[dict[str, Any]]:
    """Return the responses, the oldest first."""
    return table(folder, "SELECT * FROM responses ORDER BY key")


def standing(folder: Path) -> list[str]:
    """Return the texts that stand, the oldest first."""
    return [row["text"] for row in responses(folder) if row["text"] is not None]


def reactions(folder: Path) -> dict[str, int]:
    """Return how often people reacted to responses, by emoji."""
    return {row["emoji"]: row["count"] for row in table(folder, "SELECT * FROM reactions")}


def ended(folder: Path) -> list[bool]:
    """Return for each discussion whether its threads are shut and its card is out."""
    return [row["ended_at"] is not None for row in table(folder, "SELECT * FROM discussions")]


def table(folder: Path, query: str) -> list[dict[str, Any]]:
    """Return the rows of *query*."""
    with closing(sqlite3.connect(folder / "causerie.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]
