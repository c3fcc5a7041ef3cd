"""Articles with their facts and questions, as rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, and_, delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.articles.sketch import Sketch
from bot.domain.address import comparable
from bot.domain.article import Article, Fact, FactState, Question, SetAside, StoredArticle
from bot.domain.identity import ArticleId, GuildId, MemberId, Person, QuestionId
from bot.storage.article_tables import articles, facts, questions
from bot.storage.engine import SLICE, in_slices, upsert
from bot.storage.facts import Facts, to_fact
from bot.storage.indexed import IndexedFacts
from bot.storage.likeness import to_row
from bot.storage.schema import prompts

# An article's text can be megabytes, what was set aside of it too, and they are of use to few.
_LONG = {articles.c.text, articles.c.set_aside, articles.c.sketch}
WITHOUT_TEXT = [column for column in articles.c if column not in _LONG]
_SET_ASIDE = TypeAdapter(tuple[SetAside, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article as a list shows it."""

    key: ArticleId
    id: str
    title: str
    language: str
    source: str | None
    date: str | None
    facts: int
    questions: int
    retention_days: int | None


class Articles:
    """The articles of every guild, inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._facts = Facts(connection)
        self._indexed = IndexedFacts(connection)

    async def add(
        self,
        article: Article,
        *,
        guild: GuildId,
        fingerprint: str,
        at: datetime,
        by: MemberId,
        sketch: Sketch | None = None,
    ) -> ArticleId:
        """Store *article*, whose id must be free in *guild*."""
        row = {
            "guild": guild,
            "id": article.id,
            **_article_values(article),
            "fingerprint": fingerprint,
            "sketch": to_row(sketch),
            "added_at": at,
            "added_by": by,
        }
        added = await self._connection.execute(insert(articles).values(row).returning(articles.c.key))
        key = ArticleId(added.scalar_one())
        await self._write_parts(key, article, at=at)
        await self._changed(key, guild=guild)
        return key

    async def replace(
        self,
        key: ArticleId,
        article: Article,
        *,
        guild: GuildId,
        at: datetime,
        by: Person | None = None,
        fingerprint: str | None = None,
        sketch: Sketch | None = None,
    ) -> None:
        """Make the stored article say what *article* says; ids keep what hangs on them.

        A fact that *article* no longer has becomes history. A question is removed, unless it was ever asked:
        then it stays behind its prompt, out of sight. *fingerprint* is that of a text, where there is one.
        """
        values = {**_article_values(article), "sketch": to_row(sketch)}
        if not article.text:
            # A pack does not carry the source text, and the spans of its facts still point into it.
            del values["text"], values["set_aside"]
        elif fingerprint is not None:
            values["fingerprint"] = fingerprint
        await self._connection.execute(update(articles).where(articles.c.key == key).values(values))
        dropped = and_(
            questions.c.article == key,
            questions.c.id.not_in([question.id for question in article.questions]),
        )
        was_asked = select(prompts.c.question).where(prompts.c.question == questions.c.key).exists()
        await self._connection.execute(delete(questions).where(dropped, ~was_asked))
        await self._connection.execute(update(questions).where(dropped).values(removed_at=at))
        await self._write_parts(key, article, at=at, by=by)
        await self._changed(key, guild=guild)

    async def change_fact(
        self,
        key: ArticleId,
        fact: str,
        *,
        state: FactState,
        note: str | None,
        text: str | None = None,
        guild: GuildId,
        at: datetime,
        by: Person,
    ) -> Fact | None:
        """Do what ``Facts.change`` does, and say so to look-ups."""
        changed = await self._facts.change(key, fact, state=state, note=note, text=text, at=at, by=by)
        await self._changed(key, guild=guild)
        return changed

    async def add_fact(self, key: ArticleId, fact: Fact, *, guild: GuildId) -> None:
        """Put *fact*, whose id must be free in the article, behind the others, and say so to look-ups."""
        await self._facts.append(key, fact)
        await self._changed(key, guild=guild)

    async def remove(self, key: ArticleId, *, guild: GuildId, at: datetime) -> None:
        """Take the article out of sight; what was answered to its questions stays."""
        await self._connection.execute(update(articles).where(articles.c.key == key).values(removed_at=at))
        await self._facts.forget_names(key)
        await self._changed(key, guild=guild)

    async def retain(self, key: ArticleId, *, days: int | None) -> None:
        """Let responses to the article be kept for *days* at most; None is as long as in its guild."""
        await self._connection.execute(
            update(articles).where(articles.c.key == key).values(retention_days=days)
        )

    async def get(self, key: ArticleId, *, only: Collection[str] | None = None) -> StoredArticle:
        """Return the article with its questions in order; removed or not.

        Unless *only* some facts are wanted, or none, all are there, with the text they come from and what was
        set aside of it.
        """
        wanted = true() if only is None else facts.c.id.in_(only)
        columns = articles.c if only is None else WITHOUT_TEXT
        row = (await self._connection.execute(select(*columns).where(articles.c.key == key))).one()
        fact_rows = await self._connection.execute(
            select(facts).where(facts.c.article == key, wanted).order_by(facts.c.position)
        )
        question_rows = await self._connection.execute(
            select(questions)
            .where(questions.c.article == key, questions.c.removed_at.is_(None))
            .order_by(questions.c.position)
        )
        article = Article(
            id=row.id,
            title=row.title,
            language=row.language,
            source=row.source,
            author=row.author,
            url=row.url,
            date=row.date,
            text=row.text if only is None else "",
            set_aside=_SET_ASIDE.validate_python(row.set_aside or ()) if only is None else (),
            facts=tuple(await in_slices(fact_rows, to_fact)),
            questions=tuple(_to_question(question) for question in question_rows),
        )
        return StoredArticle(key=key, article=article, retention_days=row.retention_days)

    async def lines(self, guild: GuildId) -> tuple[ArticleLine, ...]:
        """Return the guild's articles, the newest first."""
        rows = await self._connection.execute(
            _lines().where(articles.c.guild == guild).order_by(articles.c.key.desc())
        )
        return tuple(_to_line(row) for row in rows)

    async def find(
        self,
        *,
        guild: GuildId,
        fingerprint: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> ArticleId | None:
        """Return the guild's article with this fingerprint, or with this id."""
        wanted = articles.c.fingerprint == fingerprint if id is None else articles.c.id == id
        found = await self._connection.execute(
            select(articles.c.key).where(articles.c.guild == guild, articles.c.removed_at.is_(None), wanted)
        )
        key = found.scalar_one_or_none()
        return None if key is None else ArticleId(key)

    async def taken_ids(self, guild: GuildId) -> frozenset[str]:
        """Return every article id that was ever used in *guild*."""
        found = await self._connection.execute(select(articles.c.id).where(articles.c.guild == guild))
        return frozenset(found.scalars())

    async def titles(self, keys: Collection[ArticleId]) -> dict[ArticleId, str]:
        """Return what the articles *keys* are called."""
        rows = await self._connection.execute(
            select(articles.c.key, func.coalesce(articles.c.title, articles.c.id).label("title")).where(
                articles.c.key.in_(list(keys))
            )
        )
        return {ArticleId(row.key): row.title for row in rows}

    async def question_keys(self, key: ArticleId) -> dict[str, QuestionId]:
        """Return the article's questions as rows, by their ids."""
        rows = await self._connection.execute(
            select(questions.c.id, questions.c.key).where(
                questions.c.article == key, questions.c.removed_at.is_(None)
            )
        )
        return {row.id: QuestionId(row.key) for row in rows}

    async def _changed(self, key: ArticleId, *, guild: GuildId) -> None:
        revision = await self._indexed.answered_otherwise(guild)
        await self._connection.execute(
            update(articles).where(articles.c.key == key).values(revision=revision)
        )

    async def _write_parts(
        self, key: ArticleId, article: Article, *, at: datetime, by: Person | None = None
    ) -> None:
        await self._facts.write(key, article.facts, at=at, by=by)
        question_rows = [
            {
                "article": key,
                "id": question.id,
                "position": position,
                "text": question.text,
                "follow_ups": list(question.follow_ups),
                "removed_at": None,
            }
            for position, question in enumerate(article.questions)
        ]
        if not question_rows:
            return
        statement = upsert(self._connection, questions)
        changed = {
            name: statement.excluded[name] for name in question_rows[0] if name not in {"article", "id"}
        }
        statement = statement.on_conflict_do_update(
            index_elements=[questions.c.article, questions.c.id], set_=changed
        )
        for start in range(0, len(question_rows), SLICE):
            await self._connection.execute(statement, question_rows[start : start + SLICE])


def _article_values(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "language": article.language,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "address": comparable(article.url),
        "date": article.date,
        "text": article.text,
        "set_aside": _SET_ASIDE.dump_python(article.set_aside, mode="json"),
    }


def _lines() -> Select[Any]:
    fact_count = (
        select(func.count())
        .where(facts.c.article == articles.c.key, facts.c.state != FactState.WITHDRAWN)
        .scalar_subquery()
    )
    question_count = (
        select(func.count())
        .where(questions.c.article == articles.c.key, questions.c.removed_at.is_(None))
        .scalar_subquery()
    )
    return select(*WITHOUT_TEXT, fact_count.label("facts"), question_count.label("questions")).where(
        articles.c.removed_at.is_(None)
    )


def _to_line(row: Row[Any]) -> ArticleLine:
    return ArticleLine(
        key=ArticleId(row.key),
        id=row.id,
        title=row.title or row.id,
        language=row.language,
        source=row.source,
        date=row.date,
        facts=row.facts,
        questions=row.questions,
        retention_days=row.retention_days,
    )


def _to_question(row: Row[Any]) -> Question:
    follow_ups: Sequence[str] = row.follow_ups
    return Question(id=row.id, text=row.text, follow_ups=tuple(follow_ups))
