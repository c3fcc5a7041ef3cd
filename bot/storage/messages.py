"""Responses by the messages they were typed as: what becomes of a message becomes of its response."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.identity import NOBODY, MemberId, ResponseId
from bot.storage.changes import change_responses
from bot.storage.engine import upsert
from bot.storage.schema import NOT_TAKEN_BACK, reactions, responses

# So many at once that a statement stays within every database's limit of parameters.
TOGETHER = 500


class Messages:
    """Messages that are responses, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def response(self, message: int) -> ResponseId | None:
        """Return the response that *message* is, though it was taken back."""
        found = await self._connection.execute(select(responses.c.key).where(responses.c.message == message))
        key = found.scalar_one_or_none()
        return None if key is None else ResponseId(key)

    async def known(self, messages: Sequence[int]) -> Sequence[int]:
        """Return which of *messages* are responses."""
        found: list[int] = []
        for start in range(0, len(messages), TOGETHER):
            some = responses.c.message.in_(messages[start : start + TOGETHER])
            rows = await self._connection.execute(select(responses.c.message).where(some))
            found += rows.scalars()
        return found

    async def edit(self, message: int, text: str, *, author: MemberId, at: datetime) -> bool:
        """Follow an edit, unless a later one was followed already; return whether anything changed."""
        return await self._change(
            responses.c.message == message,
            responses.c.author == author,
            responses.c.edited_at.is_(None) | (responses.c.edited_at < at),
            text=text,
            edited_at=at,
        )

    async def delete(self, messages: Sequence[int], *, at: datetime) -> bool:
        """Remove the texts of what was deleted; return whether any of it was a response."""
        has_changed = False
        for start in range(0, len(messages), TOGETHER):
            some = responses.c.message.in_(messages[start : start + TOGETHER])
            has_changed |= await self._change(some, text=None, deleted_at=at)
        return has_changed

    async def withdraw(self, message: int, *, author: MemberId, at: datetime) -> bool:
        """Take a response back for its author; return whether there was one of theirs."""
        return await self._change(
            responses.c.message == message, responses.c.author == author, text=None, withdrawn_at=at
        )

    async def react(self, message: int, emoji: str, *, change: int) -> None:
        """Count a reaction more or less, never fewer than none."""
        # Of what was erased the message's number may be there still, and nothing else is to come to it.
        found = await self._connection.execute(
            select(responses.c.key).where(responses.c.message == message, responses.c.author != NOBODY)
        )
        response = found.scalar_one_or_none()
        if response is None:
            return
        await change_responses(self._connection, responses.c.key == response)
        own = (reactions.c.response == response) & (reactions.c.emoji == emoji)
        if change > 0:
            row = {"response": response, "emoji": emoji, "count": change}
            statement = upsert(self._connection, reactions).values(row)
            statement = statement.on_conflict_do_update(
                index_elements=[reactions.c.response, reactions.c.emoji],
                set_={"count": reactions.c.count + change},
            )
            await self._connection.execute(statement)
            return
        await self._connection.execute(update(reactions).where(own).values(count=reactions.c.count + change))
        await self._connection.execute(delete(reactions).where(own, reactions.c.count <= 0))

    async def clear_reactions(self, message: int, *, emoji: str | None) -> None:
        """Count the reactions to *message* no more, or those of one kind."""
        await change_responses(self._connection, responses.c.message == message)
        response = select(responses.c.key).where(responses.c.message == message).scalar_subquery()
        statement = delete(reactions).where(reactions.c.response == response)
        if emoji is not None:
            statement = statement.where(reactions.c.emoji == emoji)
        await self._connection.execute(statement)

    async def reactions(self, response: ResponseId) -> dict[str, int]:
        """Return how often people reacted to *response*, by emoji."""
        rows = await self._connection.execute(
            select(reactions.c.emoji, reactions.c.count).where(reactions.c.response == response)
        )
        return {emoji: count for emoji, count in rows}  # noqa: C416 (rows are no pairs to a type checker)

    async def _change(self, *conditions: Any, **values: object) -> bool:
        return await change_responses(self._connection, *conditions, NOT_TAKEN_BACK, **values) > 0
