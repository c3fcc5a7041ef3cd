"""Facts as rows, and what they said before somebody changed them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.article import Fact, FactState
from bot.domain.identity import NOBODY, ArticleId, GuildId, MemberId, Person
from bot.storage.article_tables import articles, fact_history, facts
from bot.storage.engine import SLICE, in_slices, upsert

# The text, the speaker, the state and the note of a fact: what somebody who changes it changes.
Said = tuple[str, str | None, FactState, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactVersion:
    """What a fact said until *changed_at*, when somebody had it say something else, or took it out."""

    fact: str
    text: str
    speaker: str | None
    state: FactState
    note: str | None
    changed_at: datetime
    changed_by: MemberId
    name: str  # of whoever changed it, as it was then


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledFact:
    """A fact that is not as it was stated any more, and what it said before."""

    fact: Fact
    article: str  # its id
    is_there: bool  # whether its article is
    versions: frozenset[Said]  # what it said before


class Facts:
    """The facts of every guild, inside one transaction. Whoever changes them tells ``Articles``."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def write(
        self, article: ArticleId, stated: Sequence[Fact], *, at: datetime, by: Person | None
    ) -> None:
        """Make *stated* the facts of *article*; what others said, and any that go, becomes history."""
        rows = await self._connection.execute(select(facts).where(facts.c.article == article))
        before = {fact.id: fact for fact in await in_slices(rows, to_fact)}
        after = {fact.id: fact for fact in stated}
        gone = [fact for id_, fact in before.items() if id_ not in after]
        changed = [fact for id_, fact in before.items() if id_ in after and said(fact) != said(after[id_])]
        await self._remember(article, [*changed, *gone], at=at, by=by)
        for start in range(0, len(gone), SLICE):
            ids = [fact.id for fact in gone[start : start + SLICE]]
            await self._connection.execute(
                delete(facts).where(facts.c.article == article, facts.c.id.in_(ids))
            )
        await self._put(article, [_dated(fact, before.get(fact.id), at=at) for fact in stated])

    async def append(self, article: ArticleId, fact: Fact) -> None:
        """Put *fact*, whose id must be free, behind the others."""
        last = await self._connection.execute(
            select(func.coalesce(func.max(facts.c.position), -1)).where(facts.c.article == article)
        )
        await self._put(article, [fact], first=1 + last.scalar_one())

    async def taken_ids(self, article: ArticleId) -> frozenset[str]:
        """Return every id that a fact of *article* has, or had before it went."""
        rows = await self._connection.execute(
            union(
                select(facts.c.id).where(facts.c.article == article),
                select(fact_history.c.fact).where(fact_history.c.article == article),
            )
        )
        return frozenset(rows.scalars())

    async def change(
        self,
        article: ArticleId,
        id_: str,
        *,
        state: FactState,
        note: str | None,
        text: str | None = None,
        at: datetime,
        by: Person | None,
    ) -> Fact | None:
        """Let a fact have *state*, and say *text* if there is one; return it, or None where it is not served.

        What it says otherwise is as it is now: somebody else may just have changed it.
        """
        found = await self._connection.execute(
            # Of two who correct it at once, the second one corrects what the first one made of it.
            select(facts).where(facts.c.article == article, facts.c.id == id_).with_for_update()
        )
        row = found.one_or_none()
        if row is None or not to_fact(row).is_served:
            return None
        before = to_fact(row)
        after = replace(before, text=before.text if text is None else text, state=state, note=note)
        if said(before) == said(after):
            return before
        await self._remember(article, [before], at=at, by=by)
        after = _dated(after, before, at=at)
        await self._connection.execute(
            update(facts)
            .where(facts.c.key == row.key)
            .values(text=after.text, state=after.state, note=after.note, changed_at=after.changed_at)
        )
        return after

    async def history(self, article: ArticleId, id_: str | None = None) -> tuple[FactVersion, ...]:
        """Return what the facts of *article* said before, or that one, in the order of the changes."""
        wanted = fact_history.c.article == article
        if id_ is not None:
            wanted &= fact_history.c.fact == id_
        rows = await self._connection.execute(select(fact_history).where(wanted).order_by(fact_history.c.key))
        return tuple(await in_slices(rows, _to_version))

    async def forget_names(self, article: ArticleId) -> None:
        """Keep nothing of who changed the facts of *article*: nobody can ask any more."""
        await self._connection.execute(
            update(fact_history)
            .where(fact_history.c.article == article)
            .values(changed_by=NOBODY, changed_by_name="")
        )

    async def settled(self, guild: GuildId) -> tuple[SettledFact, ...]:
        """Return the guild's facts that are not as they were stated, those of removed articles too.

        Of those that were removed themselves the words are known, and no passage.
        """
        found = await self._connection.execute(
            select(facts, articles.c.id.label("article_id"), articles.c.removed_at)
            .join(articles, articles.c.key == facts.c.article)
            .where(articles.c.guild == guild, facts.c.state != FactState.STATED)
            .order_by(facts.c.key)
        )
        rows = found.all()
        past = await self._connection.execute(
            select(
                fact_history,
                articles.c.id.label("article_id"),
                articles.c.removed_at,
                facts.c.key.label("now"),
            )
            .join(articles, articles.c.key == fact_history.c.article)
            .outerjoin(
                facts, (facts.c.article == fact_history.c.article) & (facts.c.id == fact_history.c.fact)
            )
            .where(articles.c.guild == guild)
            .order_by(fact_history.c.key)
        )
        versions: dict[tuple[int, str], set[Said]] = {}
        gone: dict[tuple[int, str], Row[Any]] = {}
        for row in past:
            before = (row.text, row.speaker, FactState(row.state), row.note)
            versions.setdefault((row.article, row.fact), set()).add(before)
            if row.now is None:
                gone[row.article, row.fact] = row
        settled = [(row, to_fact(row)) for row in rows]
        settled += [(row, _as_it_went(row)) for row in gone.values() if row.state != FactState.STATED]
        return tuple(
            SettledFact(
                fact=fact,
                article=row.article_id,
                is_there=row.removed_at is None,
                versions=frozenset(versions.get((row.article, fact.id), ())),
            )
            for row, fact in settled
        )

    async def _remember(
        self, article: ArticleId, before: Sequence[Fact], *, at: datetime, by: Person | None
    ) -> None:
        rows = [
            {
                "article": article,
                "fact": fact.id,
                "text": fact.text,
                "speaker": fact.speaker,
                "state": fact.state,
                "note": fact.note,
                "changed_at": at,
                "changed_by": NOBODY if by is None else by.id,
                "changed_by_name": "" if by is None else by.name,
            }
            for fact in before
        ]
        for start in range(0, len(rows), SLICE):
            await self._connection.execute(insert(fact_history), rows[start : start + SLICE])

    async def _put(self, article: ArticleId, stated: Sequence[Fact], *, first: int = 0) -> None:
        rows = [
            {
                "article": article,
                "id": fact.id,
                "position": position,
                "text": fact.text,
                "passage": fact.passage,
                "speaker": fact.speaker,
                "start": fact.start,
                "end": fact.end,
                "score": fact.score,
                "state": fact.state,
                "note": fact.note,
                "changed_at": fact.changed_at,
                "orphaned_at": fact.orphaned_at,
                "added_at": fact.added_at,
            }
            for position, fact in enumerate(stated, first)
        ]
        if not rows:
            return
        statement = upsert(self._connection, facts)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in {"article", "id"}}
        statement = statement.on_conflict_do_update(
            index_elements=[facts.c.article, facts.c.id], set_=changed
        )
        # All at once, SQLAlchemy would keep everybody waiting while it looks at ten thousand rows.
        for start in range(0, len(rows), SLICE):
            await self._connection.execute(statement, rows[start : start + SLICE])


def said(fact: Fact) -> Said:
    """Return what somebody who changes *fact* changes."""
    return fact.text, fact.speaker, fact.state, fact.note


def to_fact(row: Row[Any]) -> Fact:
    """Return a row as a fact."""
    return Fact(
        id=row.id,
        text=row.text,
        passage=row.passage,
        speaker=row.speaker,
        start=row.start,
        end=row.end,
        score=row.score,
        state=FactState(row.state),
        note=row.note,
        changed_at=row.changed_at,
        orphaned_at=row.orphaned_at,
        added_at=row.added_at,
    )


def _as_it_went(row: Row[Any]) -> Fact:
    """Return the fact of which the last that is remembered is *row*."""
    return Fact(
        id=row.fact,
        text=row.text,
        passage="",
        speaker=row.speaker,
        state=FactState(row.state),
        note=row.note,
    )


def _dated(fact: Fact, before: Fact | None, *, at: datetime) -> Fact:
    """Return *fact* with when it was corrected, disputed or withdrawn."""
    if fact.state is FactState.STATED:
        return replace(fact, changed_at=None)
    if before is None:
        return replace(fact, changed_at=fact.changed_at or at)
    return replace(fact, changed_at=before.changed_at if said(fact) == said(before) else at)


def _to_version(row: Row[Any]) -> FactVersion:
    return FactVersion(
        fact=row.fact,
        text=row.text,
        speaker=row.speaker,
        state=FactState(row.state),
        note=row.note,
        changed_at=row.changed_at,
        changed_by=MemberId(row.changed_by),
        name=row.changed_by_name,
    )
