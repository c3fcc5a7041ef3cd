"""All that is held about a member of a guild: found, changed, and erased for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.consent import Purpose
from bot.domain.discussion import Kept
from bot.domain.identity import GuildId, MemberId
from bot.domain.my_data import Deed, ExportOfTheirs, OwnResponse, Waiting
from bot.storage.article_tables import articles, draft_steps, drafts, fact_history
from bot.storage.changes import change_responses
from bot.storage.people_tables import flags
from bot.storage.schema import (
    NOT_TAKEN_BACK,
    discussions,
    exports,
    gap_waiters,
    gaps,
    moderation_log,
    occurrences,
    prompts,
    reactions,
    responses,
    schedules,
)

# The columns that say what somebody lets be done with a response.
MAY = {Purpose.QUOTE: responses.c.may_quote, Purpose.PUBLISH: responses.c.may_publish}
HIDE = "response.hide"


class MyData:
    """What is held about members, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def responses(self, member: MemberId, *, guild: GuildId) -> tuple[OwnResponse, ...]:
        """Return the member's responses, oldest first, with what became of them."""
        rows = await self._connection.execute(
            select(
                responses,
                prompts.c.number,
                prompts.c.text.label("asked"),
                prompts.c.discussion,
                articles.c.id.label("article"),
                func.coalesce(articles.c.title, articles.c.id).label("title"),
            )
            .select_from(
                responses.join(prompts, prompts.c.key == responses.c.prompt)
                .join(discussions, discussions.c.key == prompts.c.discussion)
                .join(articles, articles.c.key == discussions.c.article)
            )
            .where(theirs(member, guild))
            .order_by(responses.c.key)
        )
        counts = await self._counts(member, guild)
        reasons = await self._reasons(member, guild)
        return tuple(
            OwnResponse(
                id=row.key,
                article=row.article,
                title=row.title,
                discussion=row.discussion,
                question=row.number,
                question_text=row.asked,
                text=row.text,
                author_name=row.author_name,
                kept=Kept(row.kept),
                given=row.given,
                created_at=row.created_at,
                edited_at=row.edited_at,
                withdrawn_at=row.withdrawn_at,
                deleted_at=row.deleted_at,
                hidden_at=row.hidden_at,
                hidden_because=_because(row, reasons),
                message=row.message,
                reply_to=row.reply_to,
                may_quote=row.may_quote,
                may_publish=row.may_publish,
                terms=row.terms,
                reactions=counts.get(row.key, {}),
            )
            for row in rows
        )

    async def waiting(self, member: MemberId, *, guild: GuildId) -> tuple[Waiting, ...]:
        """Return what the member waits to be told."""
        rows = await self._connection.execute(
            select(gaps.c.query, gap_waiters.c.language, gap_waiters.c.asked_at)
            .join(gaps, gaps.c.key == gap_waiters.c.gap)
            .where(gap_waiters.c.guild == guild, gap_waiters.c.member == member)
            .order_by(gap_waiters.c.key)
        )
        return tuple(Waiting(query=row[0], language=row[1], asked_at=row[2]) for row in rows)

    async def deeds(self, member: MemberId, *, guild: GuildId, member_hash: str) -> tuple[Deed, ...]:
        """Return what the member did as a moderator and which responses they reported, oldest first."""
        found = []
        for kind, query in _deeds(member, guild, member_hash):
            rows = await self._connection.execute(query)
            found += [Deed(kind=kind, at=row[0], what=str(row[1]), reason=row[2]) for row in rows]
        return tuple(sorted(found, key=lambda one: one.at))

    async def exports(self, own: Sequence[OwnResponse], *, guild: GuildId) -> tuple[ExportOfTheirs, ...]:
        """Return the exports that were taken when one of the member's *own* responses was there for them."""
        if not own:
            return ()
        rows = await self._connection.execute(
            select(exports).where(exports.c.guild == guild).order_by(exports.c.key)
        )
        found = []
        for row in rows:
            manifest: dict[str, Any] = row.manifest or {}
            # Those of earlier releases named everybody who did not choose a pseudonym.
            asked = manifest.get("asked")
            chosen: dict[str, Any] = asked if asked is not None else manifest.get("filters") or {}
            if any(_may_be_in(one, chosen, last=row.last_response, at=row.at) for one in own):
                found.append(
                    ExportOfTheirs(
                        id=row.key,
                        at=row.at,
                        purpose=Purpose(chosen.get("purpose") or Purpose.RECORD),
                        has_names=bool(chosen.get("names", asked is None)),
                        reason=row.reason,
                    )
                )
        return tuple(found)

    async def let(
        self, purpose: Purpose, member: MemberId, *, guild: GuildId, is_on: bool, unasked: bool = False
    ) -> int:
        """Let all the member's responses be used for *purpose*, or none; return how many were not before.

        With *unasked* those only of which no form asked.
        """
        column = MAY[purpose]
        which = responses.c.terms.is_(None) if unasked else true()
        changes = (theirs(member, guild), NOT_TAKEN_BACK, which, column.is_not(is_on))
        if not await self._is_any(select(responses.c.key).where(*changes)):
            return 0
        return await change_responses(self._connection, *changes, **{column.name: is_on})

    async def _counts(self, member: MemberId, guild: GuildId) -> dict[int, dict[str, int]]:
        rows = await self._connection.execute(
            select(reactions.c.response, reactions.c.emoji, reactions.c.count).where(
                reactions.c.response.in_(select(responses.c.key).where(theirs(member, guild)))
            )
        )
        counts: dict[int, dict[str, int]] = {}
        for response, emoji, count in rows:
            counts.setdefault(response, {})[emoji] = count
        return counts

    async def _reasons(self, member: MemberId, guild: GuildId) -> dict[str, str]:
        """Return why the member's responses were hidden, as the moderators' log has it, by their ids."""
        hidden = await self._connection.execute(
            select(responses.c.key).where(theirs(member, guild), responses.c.hidden_at.is_not(None))
        )
        ids = {str(key) for key in hidden.scalars()}
        if not ids:
            return {}
        rows = await self._connection.execute(
            select(moderation_log.c.target, moderation_log.c.reason)
            .where(moderation_log.c.guild == guild, moderation_log.c.action == HIDE)
            .order_by(moderation_log.c.key)
        )
        return {row.target: row.reason for row in rows if row.target in ids and row.reason}

    async def _is_any(self, query: Select[Any]) -> bool:
        return (await self._connection.execute(query.limit(1))).first() is not None


def theirs(member: MemberId, guild: GuildId) -> ColumnElement[bool]:
    """Return what is true of the member's responses in *guild*."""
    return (responses.c.author == member) & responses.c.prompt.in_(prompts_of(guild))


def prompts_of(guild: GuildId) -> Select[tuple[int]]:
    """Return the prompts of *guild*."""
    return (
        select(prompts.c.key)
        .join(discussions, discussions.c.key == prompts.c.discussion)
        .where(discussions.c.guild == guild)
    )


def _deeds(member: MemberId, guild: GuildId, member_hash: str) -> Sequence[tuple[str, Select[Any]]]:
    """Return what finds each kind of a moderator's deeds: when, what, and why."""
    nothing = literal(None)
    of_article = fact_history.join(articles, articles.c.key == fact_history.c.article)
    of_schedule = occurrences.join(schedules, schedules.c.key == occurrences.c.schedule)
    of_draft = draft_steps.join(drafts, drafts.c.key == draft_steps.c.draft)
    return (
        (
            "log",
            select(
                moderation_log.c.at,
                moderation_log.c.action + " " + moderation_log.c.target,
                moderation_log.c.reason,
            ).where(moderation_log.c.guild == guild, moderation_log.c.moderator == member),
        ),
        (
            "article",
            select(articles.c.added_at, articles.c.id, nothing).where(
                articles.c.guild == guild, articles.c.added_by == member
            ),
        ),
        (
            "fact",
            select(fact_history.c.changed_at, articles.c.id + " " + fact_history.c.fact, nothing)
            .select_from(of_article)
            .where(articles.c.guild == guild, fact_history.c.changed_by == member),
        ),
        (
            "draft",
            select(drafts.c.created_at, drafts.c.name, nothing).where(
                drafts.c.guild == guild, drafts.c.made_by == member
            ),
        ),
        (
            "draft_step",
            select(draft_steps.c.made_at, draft_steps.c.action, nothing)
            .select_from(of_draft)
            .where(drafts.c.guild == guild, draft_steps.c.made_by == member),
        ),
        (
            "discussion",
            select(discussions.c.opened_at, discussions.c.key, nothing).where(
                discussions.c.guild == guild, discussions.c.opened_by == member
            ),
        ),
        (
            "schedule",
            select(schedules.c.made_at, schedules.c.rule, nothing).where(
                schedules.c.guild == guild, schedules.c.made_by == member
            ),
        ),
        (
            "occurrence",
            select(
                func.coalesce(occurrences.c.decided_at, occurrences.c.due_at), occurrences.c.state, nothing
            )
            .select_from(of_schedule)
            .where(schedules.c.guild == guild, occurrences.c.decided_by == member),
        ),
        (
            "export",
            select(exports.c.at, exports.c.key, nothing).where(
                exports.c.guild == guild, exports.c.taken_by == member
            ),
        ),
        (
            "flag",
            select(flags.c.flagged_at, flags.c.response, flags.c.reason).where(
                flags.c.guild == guild, flags.c.member_hash == member_hash
            ),
        ),
    )


def _because(row: Any, reasons: dict[str, str]) -> str | None:
    if row.hidden_at is None:
        return None
    return row.hidden_because or reasons.get(str(row.key))


def _may_be_in(one: OwnResponse, chosen: dict[str, Any], *, last: int | None, at: datetime) -> bool:
    """Return whether an export may hold a response, from what was chosen for it; rather yes than no."""
    if chosen.get("article") not in {None, one.article}:
        return False
    if chosen.get("discussion") not in {None, one.discussion}:
        return False
    return one.id <= last if last is not None else one.created_at <= at
