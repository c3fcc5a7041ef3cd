"""What an export reads: all that it holds, in one state of the database."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.consent import Purpose
from bot.domain.export import Census, Choice, Fitting, Point
from bot.domain.gap import GapState
from bot.domain.identity import LOCAL_GUILD, DiscussionId, GuildId, MemberId, PromptId
from bot.exports.formats import Lines, PromptColumns
from bot.exports.tables import FACTS, GAPS, LOOKUPS, QUESTIONS, Table
from bot.storage.article_tables import articles, facts, questions
from bot.storage.columns import keyring_of
from bot.storage.counters import CHANGES, Counters, erasures_of
from bot.storage.counters import RESPONSES as LAST_RESPONSE
from bot.storage.discussions import WAS_PUT
from bot.storage.export_choice import (
    IS_UNLINKED,
    REASONS,
    heads,
    is_agreed,
    is_chosen,
    is_since,
    is_taken,
    narrowed,
    number_people,
    tables_of_its_own,
)
from bot.storage.export_lines import LinePage, line_pages
from bot.storage.export_rows import Rows, row_pages, tombstone_pages
from bot.storage.gaps import IS_ANSWERED
from bot.storage.people_tables import tombstones
from bot.storage.report_rows import ReportRows
from bot.storage.schema import STANDS, discussions, gap_answers, gaps, lookups, prompts, responses

ADDRESS = "https://discord.com/channels"
# More has no number of a question, nor what databases take for one.
DIGITS = 9


class Extract:
    """One state of the database, for one export."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.prompts: Mapping[PromptId, PromptColumns] = {}

    @asynccontextmanager
    async def of(
        self, guild: GuildId, choice: Choice, *, holding: Collection[MemberId] = ()
    ) -> AsyncIterator["Chosen"]:
        """Yield what there is of *choice* in *guild*, of those *holding* its role where it has one."""
        found = await self._prompts(guild, choice)
        async with tables_of_its_own(self._connection, choice, found, holding=holding):
            if not choice.names:
                await number_people(self._connection, choice)
            yield Chosen(self._connection, guild=guild, choice=choice, prompts=found)

    async def point(self, export: int, *, unlinked_from: int) -> Point:
        """Return up to where an export from this state goes."""
        counters = Counters(self._connection)
        return Point(
            export=export,
            last_response=await counters.value(LAST_RESPONSE),
            last_change=await counters.value(CHANGES),
            unlinked_from=unlinked_from,
        )

    async def erasures(self, guild: GuildId) -> int:
        """Return how often somebody's answers had been erased."""
        return await Counters(self._connection).value(erasures_of(guild))

    async def _prompts(self, guild: GuildId, choice: Choice) -> dict[PromptId, PromptColumns]:
        rows = await self._connection.execute(
            select(
                prompts.c.key,
                prompts.c.number,
                prompts.c.text,
                prompts.c.thread,
                prompts.c.discussion,
                questions.c.id.label("question"),
                articles.c.id.label("article"),
                func.coalesce(articles.c.title, articles.c.id).label("title"),
            )
            .select_from(PUT)
            .where(*_in_scope(guild, choice), WAS_PUT)
        )
        return {
            PromptId(row.key): PromptColumns(
                prompt=PromptId(row.key),
                number=row.number,
                question=row.question,
                text=row.text,
                discussion=DiscussionId(row.discussion),
                article=row.article,
                title=row.title,
                address=_address(guild, row.thread),
            )
            for row in rows
        }


class Chosen:
    """What one export takes of one state."""

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        guild: GuildId,
        choice: Choice,
        prompts: Mapping[PromptId, PromptColumns],
    ) -> None:
        self._connection = connection
        self._guild = guild
        self._choice = choice
        self.prompts = prompts

    async def census(self, *, measured: bool = False) -> Census:
        """Return how many responses there are to take, and how many are left out, by why.

        How long their texts are is *measured* only where it is wanted: all of them have to be read for it.
        """
        length = func.sum(func.length(responses.c.text) if measured else literal(0, literal_execute=True))
        stands, agreed = STANDS, is_agreed(self._choice)
        taken = and_(stands, agreed)
        row = (
            await self._connection.execute(
                select(
                    func.count().filter(taken).label("responses"),
                    length.filter(taken).label("characters"),
                    *(func.count().filter(_first(reason)).label(reason) for reason in REASONS),
                    func.count().filter(stands, ~agreed).label("not_agreed"),
                )
                .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
                .where(
                    is_since(self._choice.since),
                    # Of what has no words any more it is not known whether the wanted ones stood in it.
                    or_(responses.c.text.is_(None), is_chosen(self._choice)),
                )
            )
        ).one()
        since = self._choice.since
        gone = await self._connection.execute(
            select(tombstones.c.why, func.count())
            .where(tombstones.c.prompt.in_(select(heads.c.prompt)))
            .where(true() if since is None else tombstones.c.changed > since.last_change)
            .group_by(tombstones.c.why)
        )
        left_out = {reason: int(getattr(row, reason)) for reason in (*REASONS, "not_agreed")}
        left_out |= {"erased": 0, "expired": 0} | {why: count for why, count in gone}  # noqa: C416 (no pairs)
        if self._choice.role is not None:
            left_out["unlinked"] = await self._unlinked()
        return Census(responses=row.responses, characters=row.characters or 0, left_out=left_out)

    @property
    def has_lines(self) -> bool:
        """Whether the database can put lines together: it cannot read texts that are encrypted."""
        return not keyring_of(self._connection.dialect)

    async def fitting(self) -> Fitting:
        """Return how many responses stand, and how many each option leaves of them."""
        each = narrowed(self._choice)
        row = (
            await self._connection.execute(
                select(func.count(), *(func.count().filter(fits) for fits in each.values()))
                .join(heads, heads.c.prompt == responses.c.prompt)
                .where(STANDS)
            )
        ).one()
        return Fitting(responses=row[0], by_option=dict(zip(each, row[1:], strict=True)))

    async def authors(self) -> Sequence[MemberId]:
        """Return whose responses there are to take, but for unlinked ones."""
        rows = await self._connection.execute(
            select(responses.c.author)
            .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
            .where(~IS_UNLINKED, is_taken(self._choice))
            .distinct()
        )
        return [MemberId(author) for author in rows.scalars()]

    async def _unlinked(self) -> int:
        """Return how many unlinked responses there would be to take, were no role chosen."""
        found = await self._connection.execute(
            select(func.count())
            .select_from(responses)
            .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
            .where(IS_UNLINKED, is_taken(replace(self._choice, role=None)))
        )
        return int(found.scalar_one())

    def lines(self, lines: Lines, *, page: int) -> AsyncGenerator[LinePage, None]:
        """Yield the responses as pages of *lines*, in the order of their ids."""
        return line_pages(self._connection, lines, choice=self._choice, prompts=self.prompts, page=page)

    def rows(self, *, page: int) -> AsyncGenerator[Rows, None]:
        """Yield the responses as rows, in the order of their ids."""
        return row_pages(self._connection, choice=self._choice, prompts=self.prompts, page=page)

    def tombstones(self, *, page: int) -> AsyncGenerator[Sequence[tuple[int, str]], None]:
        """Yield the ids of responses that an earlier export may have and that are gone, with why."""
        return tombstone_pages(self._connection, choice=self._choice, page=page)

    def report_rows(self) -> ReportRows:
        """Return what a report reads."""
        return ReportRows(self._connection, guild=self._guild, choice=self._choice)

    async def table(self, table: Table) -> Rows:
        """Return the rows of one of the smaller tables."""
        found: Mapping[str, Any] = {
            QUESTIONS.name: self._questions,
            FACTS.name: self._facts,
            LOOKUPS.name: self._lookups,
            GAPS.name: self._gaps,
        }
        rows: Rows = await found[table.name]()
        return rows

    async def _questions(self) -> Rows:
        counted = await self._connection.execute(
            select(responses.c.prompt, func.count())
            .join(heads, heads.c.prompt == responses.c.prompt + literal(0, literal_execute=True))
            .where(is_taken(self._choice))
            .group_by(responses.c.prompt)
        )
        counts = {prompt: count for prompt, count in counted}  # noqa: C416 (rows are no pairs to a type checker)
        rows = await self._connection.execute(
            select(prompts.c.key, prompts.c.follow_ups, prompts.c.posted_at)
            .join(heads, heads.c.prompt == prompts.c.key)
            .order_by(prompts.c.discussion, prompts.c.number)
        )
        found = []
        for row in rows:
            one = self.prompts[PromptId(row.key)]
            found.append(
                (
                    one.article,
                    one.title,
                    str(one.discussion),
                    one.question,
                    one.number,
                    one.text,
                    "\n".join(row.follow_ups),
                    row.posted_at,
                    counts.get(row.key, 0),
                    one.address,
                )
            )
        return found

    async def _facts(self) -> Rows:
        rows = await self._connection.execute(
            select(
                articles.c.id.label("article"),
                func.coalesce(articles.c.title, articles.c.id).label("title"),
                facts.c.id,
                facts.c.text,
                facts.c.passage,
                facts.c.speaker,
                facts.c.state,
                articles.c.source,
            )
            .join(articles, articles.c.key == facts.c.article)
            .where(*self._of_articles())
            .order_by(articles.c.key, facts.c.position)
        )
        return [tuple(row) for row in rows]

    async def _lookups(self) -> Rows:
        rows = await self._connection.execute(
            select(articles.c.id, lookups.c.fact, lookups.c.day, lookups.c.times)
            .join(articles, articles.c.key == lookups.c.article)
            .where(*self._of_articles())
            .order_by(lookups.c.day, articles.c.id, lookups.c.fact)
        )
        return [(article, fact, date.fromisoformat(day), times) for article, fact, day, times in rows]

    async def _gaps(self) -> Rows:
        if self._choice.purpose is not Purpose.RECORD:
            return ()  # what somebody looked up, nobody let be quoted
        state = case(
            (IS_ANSWERED, literal(GapState.ANSWERED.value)),
            (gaps.c.dismissed_at.is_not(None), literal(GapState.DISMISSED.value)),
            else_=literal(GapState.OPEN.value),
        )
        answering = (
            select(gap_answers.c.gap, gap_answers.c.fact, articles.c.id)
            .join(articles, articles.c.key == gap_answers.c.article)
            .subquery()
        )
        rows = await self._connection.execute(
            select(
                gaps.c.key,
                gaps.c.query,
                gaps.c.asked,
                gaps.c.first_on,
                gaps.c.last_on,
                state.label("state"),
                case((IS_ANSWERED, answering.c.id)),
                case((IS_ANSWERED, answering.c.fact)),
            )
            .outerjoin(answering, answering.c.gap == gaps.c.key)
            .where(gaps.c.guild == self._guild)
            .order_by(gaps.c.key)
        )
        return [
            (str(key), query, asked, date.fromisoformat(first), date.fromisoformat(last), *rest)
            for key, query, asked, first, last, *rest in rows
        ]

    def _of_articles(self) -> list[ColumnElement[bool]]:
        where = [articles.c.guild == self._guild]
        if self._choice.article is not None:
            where.append(articles.c.id == self._choice.article)
        if self._choice.discussion is not None:
            discussed = select(discussions.c.article).where(discussions.c.key == self._choice.discussion)
            where.append(articles.c.key.in_(discussed))
        return where


PUT = (
    prompts.join(discussions, discussions.c.key == prompts.c.discussion)
    .join(questions, questions.c.key == prompts.c.question)
    .join(articles, articles.c.key == discussions.c.article)
)


def _in_scope(guild: GuildId, choice: Choice) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [discussions.c.guild == guild]
    if choice.article is not None:
        wanted.append(articles.c.id == choice.article)
    if choice.discussion is not None:
        wanted.append(discussions.c.key == choice.discussion)
    if choice.question is not None:
        is_number = choice.question.isascii() and choice.question.isdigit() and len(choice.question) <= DIGITS
        by_number = prompts.c.number == int(choice.question) if is_number else literal(False)  # noqa: FBT003 (SQL)
        wanted.append(or_(questions.c.id == choice.question, by_number))
    return wanted


def _address(guild: GuildId, thread: int | None) -> str | None:
    return None if thread is None or guild == LOCAL_GUILD else f"{ADDRESS}/{guild}/{thread}"


def _first(reason: str) -> ColumnElement[bool]:
    """Return whether *reason* is the first one that holds."""
    before = list(REASONS)[: list(REASONS).index(reason)]
    return and_(REASONS[reason], *(~REASONS[one] for one in before))
