"""Changing responses: whatever changes one counts, so that an export can go on from an earlier one.

Times would not do: clocks jump, and two changes may have one time.
"""

from typing import Any

from sqlalchemy import ColumnElement, case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import Kept
from bot.storage.counters import CHANGES, EXPORTED, Counters
from bot.storage.schema import responses


async def change_responses(connection: AsyncConnection, *where: ColumnElement[bool], **values: Any) -> int:
    """Set columns of the responses that *where* finds, and number the change; return how many they are.

    Unlinked ones are marked with the last export, as when they were given. Where only such are changed no
    number is taken: a gap among the others' would tell between which two of them that was.
    A new text of one that is hidden is for moderators to look at.
    """
    if "text" in values:
        values["changed_hidden"] = responses.c.hidden_at.is_not(None)
    counters = Counters(connection)
    linked = select(responses.c.key).where(*where, responses.c.kept != Kept.UNLINKED).limit(1)
    is_counted = (await connection.execute(linked)).first() is not None
    number = await counters.take(CHANGES) if is_counted else None
    mark = await counters.value(EXPORTED)
    marked = case((responses.c.kept == Kept.UNLINKED, literal(mark)), else_=literal(number))
    changed = await connection.execute(update(responses).where(*where).values(changed=marked, **values))
    return max(0, int(changed.rowcount))
