"""What stands in a test's database, read past everything of ours."""

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import asyncpg

from bot.storage.columns import to_utc_text


async def stored(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows that *statement* finds, times as texts; or change what it changes."""
    scheme, _, path = url.partition(":///")
    if scheme == "sqlite":
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(statement).fetchall()
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(statement)
        return [tuple(to_utc_text(one) if isinstance(one, datetime) else one for one in row) for row in rows]
    finally:
        await connection.close()
