"""What a statement is in SQL is found out once in a process, not once for each store that a test opens.

It was a quarter of the time of tests of services. SQLAlchemy keeps it for each engine and its dialect, of
which the bot has one and tests have thousands; all of one class are made alike here.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

from bot.storage import engine
from bot.storage.columns import keyring_of

DIALECTS = (SQLiteDialect_aiosqlite, PGDialect_asyncpg)


@pytest.fixture(autouse=True, scope="session")
def statements_are_shared() -> Iterator[None]:
    """Let engines share what they found out."""
    shared: LRUCache[Any, Any] = LRUCache(1_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(engine.POOL, "execution_options", {"compiled_cache": shared})
        for dialect in DIALECTS:
            patch.setattr(dialect, "__eq__", lambda one, other: _made_by(one) == _made_by(other))
            patch.setattr(dialect, "__hash__", lambda one: hash(_made_by(one)))
        yield


def _made_by(dialect: Dialect) -> tuple[object, ...]:
    """Return what a statement depends on: what is encrypted goes through other hands."""
    return type(dialect), keyring_of(dialect).ids
