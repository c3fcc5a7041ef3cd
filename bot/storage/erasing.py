"""Erasing a member: all that is held about them in a guild goes; what they moderated stays without them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.discussion import Given
from bot.domain.identity import NOBODY, GuildId, MemberId
from bot.domain.my_data import Erased
from bot.storage.article_tables import articles, draft_items, draft_steps, drafts, fact_history
from bot.storage.changes import change_responses
from bot.storage.counters import CHANGES, RESPONSES, Counters, erasures_of
from bot.storage.engine import SLICE, or_time
from bot.storage.my_data import prompts_of, theirs
from bot.storage.people_tables import absences, consents, flags, tombstones
from bot.storage.schema import (
    discussions,
    exports,
    gap_waiters,
    moderation_log,
    occurrences,
    prompts,
    reactions,
    responses,
    schedules,
)

# What may still be read back from Discord keeps its message's number, or it would be recorded anew.
MAY_BE_READ_BACK = func.coalesce(
    responses.c.message
    > (
        select(func.coalesce(prompts.c.seen, prompts.c.thread))
        .where(prompts.c.key == responses.c.prompt)
        .scalar_subquery()
    ),
    False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Responses that answer messages of somebody, as long as there was none after *last*."""

    keys: tuple[int, ...] = ()
    last: int = 0


class Erasing:
    """Erasing members, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def answering(self, member: MemberId, *, guild: GuildId) -> Answering:
        """Return others' responses that answer messages of *member*. All there are have to be looked at."""
        last = await Counters(self._connection).value(RESPONSES)
        own = theirs(member, guild)
        asked: Select[Any] = select(responses.c.prompt).where(own)  # they were typed in the same threads
        if await self._is_any(select(responses.c.key).where(own, responses.c.given == Given.MENU)):
            asked = prompts_of(guild)  # but for what was picked, which may stand anywhere
        rows = await self._connection.execute(
            select(responses.c.key).where(
                responses.c.prompt.in_(asked), responses.c.reply_to.in_(_messages(own))
            )
        )
        return Answering(keys=tuple(rows.scalars()), last=last)

    async def erase(
        self, member: MemberId, *, guild: GuildId, member_hash: str, at: datetime, answering: Answering
    ) -> Erased:
        """Erase all that is held about *member*; what stays does so without them.

        *answering* may be of a moment before. An export under way is begun again, and one taken from now on
        says which responses are gone.
        """
        rows = await self._connection.execute(
            select(responses.c.key, responses.c.message).where(theirs(member, guild))
        )
        own = rows.all()
        if own:
            await Counters(self._connection).take(erasures_of(guild))
            await self._forget_replies(member, guild, answering)
            await self._responses(member, guild, at=at)
        others = await self._others(member, guild, member_hash)
        await self._reasons(guild, {str(row.key) for row in own})
        return Erased(
            responses=len(own),
            others=others,
            messages=tuple(row.message for row in own if row.message is not None),
        )

    async def forgettable(self, *, limit: int) -> tuple[int, ...]:
        """Return erased responses whose messages are not going to be read back any more."""
        rows = await self._connection.execute(
            select(responses.c.key)
            .where(responses.c.author == NOBODY, responses.c.message.is_not(None), ~MAY_BE_READ_BACK)
            .limit(limit)
        )
        return tuple(rows.scalars())

    async def forget_messages(self, keys: Sequence[int]) -> None:
        """Remove the numbers of the messages of erased responses."""
        await self._connection.execute(
            update(responses)
            .where(responses.c.key.in_(keys), responses.c.author == NOBODY)
            .values(message=None)
        )

    async def _forget_replies(self, member: MemberId, guild: GuildId, answering: Answering) -> None:
        """Let no response say any more that it answers one of the member's messages."""
        last = await Counters(self._connection).value(RESPONSES)
        is_newer = (responses.c.key > answering.last) & (responses.c.key <= last)
        rows = await self._connection.execute(
            select(responses.c.key).where(
                is_newer, responses.c.reply_to.in_(_messages(theirs(member, guild)))
            )
        )
        keys = [*answering.keys, *rows.scalars()]
        for start in range(0, len(keys), SLICE):
            some = responses.c.key.in_(keys[start : start + SLICE])
            await change_responses(self._connection, some, reply_to=None)

    async def _responses(self, member: MemberId, guild: GuildId, *, at: datetime) -> None:
        own = theirs(member, guild)
        keys = select(responses.c.key).where(own)
        await self._connection.execute(delete(reactions).where(reactions.c.response.in_(keys)))
        await self._connection.execute(delete(flags).where(flags.c.response.in_(keys)))
        if await self._is_any(select(exports.c.key).where(exports.c.guild == guild)):
            number = await Counters(self._connection).take(CHANGES)
            goes = select(
                responses.c.key, literal(guild), responses.c.prompt, literal("erased"), literal(number)
            ).where(own, ~MAY_BE_READ_BACK)
            names = ["response", "guild", "prompt", "why", "changed"]
            await self._connection.execute(insert(tombstones).from_select(names, goes))
        await change_responses(
            self._connection,
            own,
            MAY_BE_READ_BACK,
            text=None,
            author=NOBODY,
            author_name="",
            reply_to=None,
            key_hash=None,
            hidden_because=None,
            terms=None,
            may_quote=False,
            may_publish=False,
            withdrawn_at=or_time(responses.c.withdrawn_at, at),
        )
        await self._connection.execute(delete(responses).where(own))

    async def _others(self, member: MemberId, guild: GuildId, member_hash: str) -> int:
        """Erase what is held beside responses; return how many rows."""
        changed = 0
        theirs_too = select(drafts.c.key).where(drafts.c.guild == guild, drafts.c.made_by == member)
        for table in (draft_items, draft_steps):
            await self._connection.execute(delete(table).where(table.c.draft.in_(theirs_too)))
        gone: tuple[tuple[Table, ColumnElement[bool]], ...] = (
            (drafts, (drafts.c.guild == guild) & (drafts.c.made_by == member)),
            (consents, (consents.c.guild == guild) & (consents.c.member == member)),
            (gap_waiters, (gap_waiters.c.guild == guild) & (gap_waiters.c.member == member)),
            (flags, (flags.c.guild == guild) & (flags.c.member_hash == member_hash)),
            (absences, (absences.c.guild == guild) & (absences.c.member == member)),
        )
        for table, where in gone:
            changed += _count(await self._connection.execute(delete(table).where(where)))
        for column, where, more in _signed(guild):
            table = column.table
            named = {column.name: NOBODY, **more}
            statement = update(table).where(column == member, where).values(named)
            changed += _count(await self._connection.execute(statement))
        return changed

    async def _reasons(self, guild: GuildId, ids: set[str]) -> None:
        """Remove what moderators wrote of responses that are gone: it is about whoever gave them."""
        rows = await self._connection.execute(
            select(moderation_log.c.key, moderation_log.c.target).where(
                moderation_log.c.guild == guild,
                moderation_log.c.action.startswith("response."),
                moderation_log.c.reason.is_not(None),
            )
        )
        for key in [row.key for row in rows if row.target in ids]:
            await self._connection.execute(
                update(moderation_log).where(moderation_log.c.key == key).values(reason=None)
            )

    async def _is_any(self, query: Any) -> bool:
        return (await self._connection.execute(query.limit(1))).first() is not None


def _messages(own: ColumnElement[bool]) -> Select[Any]:
    return select(responses.c.message).where(own, responses.c.message.is_not(None))


def _signed(guild: GuildId) -> tuple[tuple[Any, ColumnElement[bool], dict[str, object]], ...]:
    """Return the columns that say who did something in *guild*, which is to be told of nobody any more."""
    in_articles = fact_history.c.article.in_(select(articles.c.key).where(articles.c.guild == guild))
    in_drafts = draft_steps.c.draft.in_(select(drafts.c.key).where(drafts.c.guild == guild))
    in_schedules = occurrences.c.schedule.in_(select(schedules.c.key).where(schedules.c.guild == guild))
    nothing: dict[str, object] = {}
    return (
        (moderation_log.c.moderator, moderation_log.c.guild == guild, nothing),
        (articles.c.added_by, articles.c.guild == guild, nothing),
        (fact_history.c.changed_by, in_articles, {"changed_by_name": ""}),
        (draft_steps.c.made_by, in_drafts, nothing),
        (discussions.c.opened_by, discussions.c.guild == guild, nothing),
        (schedules.c.made_by, schedules.c.guild == guild, nothing),
        (occurrences.c.decided_by, in_schedules, nothing),
        (exports.c.taken_by, exports.c.guild == guild, nothing),
    )


def _count(result: Any) -> int:
    return max(0, int(result.rowcount))
