"""Answering look-ups: in the article at hand first, then in all of the guild's; counting those in vain."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from bot.domain.article import Fact, StoredArticle
from bot.domain.errors import EmptyQueryError, NoArticleError
from bot.domain.identity import ArticleId, GuildId
from bot.domain.lookup import Lookup, Match, Verdict
from bot.lookup.engine import FactIndex
from bot.lookup.normalise import has_words, parse
from bot.services.clock import Clock
from bot.storage.gaps import Gap
from bot.storage.store import Store, Transaction

# Indexes held at once, of articles and of guilds. An index of 200 facts is about a megabyte.
INDEXES = 32

Scope = tuple[GuildId, ArticleId | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact that may answer a look-up, with the article it stands in."""

    fact: Fact
    article: StoredArticle
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a look-up."""

    verdict: Verdict
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """An index, and the state of the guild's facts that it shows."""

    revision: int
    index: FactIndex


class LookupService:
    """What can be asked of a guild's facts."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._indexes: OrderedDict[Scope, Indexed] = OrderedDict()

    async def find(
        self,
        query: str,
        *,
        guild: GuildId,
        only: ArticleId | None = None,
        first: ArticleId | None = None,
        limit: int = 3,
        counts: bool = True,
    ) -> Found:
        """Answer *query* from the article *only*, or from *first* and then from all of the guild's.

        What cannot be answered is counted as a gap, without who asked, if it *counts*.
        Raises EmptyQueryError, NoArticleError.
        """
        if not has_words(query):
            raise EmptyQueryError
        scopes = [only] if only is not None else [first, None] if first is not None else [None]
        best = Lookup(verdict=Verdict.NOTHING, matches=())
        for scope in scopes:
            index = await self._index(guild, scope)
            if scope is None and not len(index):
                raise NoArticleError
            found = await asyncio.to_thread(index.find, query, limit=limit)
            if _rank(found) > _rank(best):
                best = found
            if best.verdict is Verdict.ANSWER:
                break
        if best.verdict is Verdict.NOTHING and counts:
            await self._count_gap(query, guild=guild)
        async with self._store.read() as tx:
            hits = await _to_hits(tx, best.matches if best.verdict is not Verdict.NOTHING else ())
        return Found(verdict=best.verdict if hits else Verdict.NOTHING, hits=hits)

    async def suggest(
        self, typed: str, *, guild: GuildId, first: ArticleId | None = None, limit: int = 25
    ) -> tuple[str, ...]:
        """Return facts that somebody may be typing a query for, at most *limit*: Discord shows 25."""
        index = await self._index(guild, first)
        matches = index.suggest(typed, limit=limit)
        async with self._store.read() as tx:
            return tuple(hit.fact.text for hit in await _to_hits(tx, matches))

    async def gaps(self, guild: GuildId, *, limit: int) -> tuple[Gap, ...]:
        """Return what the guild's articles could not answer, the most asked first."""
        async with self._store.read() as tx:
            return await tx.gaps.most_asked(guild, limit=limit)

    async def _count_gap(self, query: str, *, guild: GuildId) -> None:
        folded = " ".join(sorted(word for word in parse(query).words))
        async with self._store.write() as tx:
            await tx.gaps.count(query.strip(), folded=folded, guild=guild, on=self._clock().date())

    async def _index(self, guild: GuildId, article: ArticleId | None) -> FactIndex:
        """Return an index of the facts as they stand now, whichever process changed them last."""
        scope: Scope = (guild, article)
        async with self._store.read() as tx:
            revision = await tx.articles.revision(guild)
            held = self._indexes.get(scope)
            if held is not None and held.revision == revision:
                self._indexes.move_to_end(scope)
                return held.index
            facts = await tx.articles.indexed_facts(guild)
        wanted = [fact for fact in facts if article is None or fact.article == str(article)]
        index = await asyncio.to_thread(FactIndex, wanted)
        self._indexes[scope] = Indexed(revision=revision, index=index)
        while len(self._indexes) > INDEXES:
            self._indexes.popitem(last=False)
        return index


def _rank(found: Lookup) -> int:
    return {Verdict.NOTHING: 0, Verdict.CHOICES: 1, Verdict.ANSWER: 2}[found.verdict]


async def _to_hits(tx: Transaction, matches: tuple[Match, ...]) -> tuple[Hit, ...]:
    """Return the facts as the database has them now: one withdrawn a moment ago is not among them."""
    articles: dict[ArticleId, StoredArticle] = {}
    hits = []
    for match in matches:
        key, _, fact_id = match.id.partition(":")
        article_key = ArticleId(int(key))
        if article_key not in articles:
            articles[article_key] = await tx.articles.get(article_key)
        article = articles[article_key]
        for fact in article.article.served_facts:
            if fact.id == fact_id:
                hits.append(Hit(fact=fact, article=article, score=match.score))
    return tuple(hits)
