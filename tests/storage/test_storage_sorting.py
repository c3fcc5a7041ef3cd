"""Servers sort texts by the language of their database: what is looked for must not depend on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.identity import GuildId
from bot.storage.store import Store


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


async def test_marks_are_found_by_how_they_begin_and_not_between_two_others(
    store: Store, statements: list[str]
) -> None:
    # In English ";" comes before ":", so between "erased:" and "erased;" there is nothing.
    async with store.write() as tx:
        await tx.marks.put(f"erased:{'0' * 64}:5", "7")
        assert await tx.erased.known(GuildId(5)) == {"0" * 64: 7}
        await tx.erased.forget(before=8)
        assert await tx.erased.known(GuildId(5)) == {}
        await tx.ailments.said()

    asked = [one for one in statements if "LIKE" in one and "marks" in one]
    assert len(asked) == 4
    assert not [one for one in asked if "<" in one or ">" in one]
