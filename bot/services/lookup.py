"""Answering look-ups: in the article at hand first, then in all of the guild's; counting those in vain."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from bot.domain.article import Fact, StoredArticle
from bot.domain.errors import EmptyQueryError, NoArticleError, UnknownFactError
from bot.domain.gap import Gap
from bot.domain.identity import ArticleId, GapId, GuildId, MemberId
from bot.domain.lookup import IndexedFact, Lookup, Match, Verdict
from bot.domain.storage_errors import StoreError
from bot.lookup.engine import FactIndex
from bot.lookup.normalise import has_words
from bot.services.clock import Clock
from bot.services.gaps import GapBook, in_scope
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)

# Indexes held at once, of articles and of guilds. An index of 200 facts is about a megabyte.
INDEXES = 32

# How a fact is referred to where its words would be too long: by the article's key and its own id.
REFERENCE = "#"
# A sentence, or a line of a list, is a claim of its own; so many of a message are looked up.
CLAIM_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
CLAIMS = 8
CHECKED = 4_000

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
    gap: GapId | None = None  # what it was counted as, where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A fact that somebody may be typing a query for. *reference* is what ``get`` takes."""

    reference: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """An index, and the state of the guild's facts that it shows."""

    revision: int
    index: FactIndex
    texts: dict[str, str]


class LookupService:
    """What can be asked of a guild's facts."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._gaps = GapBook(store, clock=clock)
        self._indexes: OrderedDict[Scope, Indexed] = OrderedDict()
        self._building: WeakValueDictionary[Scope, asyncio.Lock] = WeakValueDictionary()
        self._renewing: dict[Scope, asyncio.Task[None]] = {}

    async def find(
        self,
        query: str,
        *,
        guild: GuildId,
        only: ArticleId | None = None,
        first: ArticleId | None = None,
        limit: int = 3,
        counts: bool = True,
        by: MemberId | None = None,
    ) -> Found:
        """Answer *query* from the article *only*, or from *first* and then from all of the guild's.

        What moderators said answers it does, whatever else is like it. What cannot be answered is counted as
        a gap, without who asked, if it *counts*; not twice in a day for the same member.
        Raises EmptyQueryError, NoArticleError.
        """
        if not has_words(query):
            raise EmptyQueryError
        scopes = [only] if only is not None else [first, None] if first is not None else [None]
        best = Lookup(verdict=Verdict.NOTHING, matches=())
        revision = await self._revision(guild)
        answered = await self._gaps.answered(query, guild=guild, revision=revision)
        for scope in scopes:
            if (gap := in_scope(answered, scope)) is not None:
                said = Match(id=f"{gap.article}:{gap.fact}", score=1.0)
                best = Lookup(verdict=Verdict.ANSWER, matches=(said,))
                break
            index = (await self._index(guild, scope, revision=revision)).index
            if scope is None and not len(index):
                await self._refuse_without_articles(guild)
            found = await asyncio.to_thread(index.find, query, limit=limit)
            if _rank(found) > _rank(best):
                best = found
            if best.verdict is Verdict.ANSWER:
                break
        counted = None
        # What another article answers is no gap: it is this one that does not say.
        if best.verdict is Verdict.NOTHING and counts and not answered:
            counted = await self._gaps.count(query, guild=guild, by=by)
        async with self._store.read() as tx:
            hits = await _to_hits(tx, best.matches if best.verdict is not Verdict.NOTHING else ())
        return Found(verdict=best.verdict if hits else Verdict.NOTHING, hits=hits, gap=counted)

    async def suggest(
        self, typed: str, *, guild: GuildId, first: ArticleId | None = None, limit: int = 25
    ) -> tuple[Suggestion, ...]:
        """Return facts that somebody may be typing a query for, at most *limit*: Discord shows 25.

        Those of the article *first* come before the guild's others. What was added or reworded a moment ago
        may be missing or as it was: Discord does not wait for suggestions. What was withdrawn is not there.
        """
        found: dict[str, str] = {}
        is_old = False
        revision = await self._revision(guild)
        for scope in (first, None) if first is not None else (None,):
            indexed = await self._index(guild, scope, revision=revision, may_be_old=True)
            is_old |= indexed.revision != revision
            matches = await asyncio.to_thread(indexed.index.suggest, typed, limit=limit)
            for match in matches:
                found.setdefault(match.id, indexed.texts[match.id])
            if len(found) >= limit:
                break
        shown = dict(list(found.items())[:limit])
        if is_old:
            async with self._store.read() as tx:
                served = await tx.articles.served(shown)
            shown = {id_: text for id_, text in shown.items() if id_ in served}
        return tuple(Suggestion(reference=f"{REFERENCE}{id_}", text=text) for id_, text in shown.items())

    async def get(self, reference: str, *, guild: GuildId) -> Hit:
        """Return the fact that a suggestion refers to. Raises UnknownFactError."""
        indexed = await self._index(guild, None)
        id_ = reference.removeprefix(REFERENCE)
        if id_ not in indexed.texts:
            raise UnknownFactError
        async with self._store.read() as tx:
            hits = await _to_hits(tx, (Match(id=id_, score=1.0),))
        if not hits:
            raise UnknownFactError
        return hits[0]

    async def check(
        self, text: str, *, guild: GuildId, first: ArticleId | None = None, limit: int = 5
    ) -> tuple[Hit, ...]:
        """Return facts that bear on what somebody wrote, the surest first; none where none does.

        Raises EmptyQueryError, NoArticleError.
        """
        found: dict[tuple[ArticleId, str], tuple[bool, Hit]] = {}
        for claim in claims(text):
            looked_up = await self.find(claim, guild=guild, first=first, limit=2, counts=False)
            is_sure = looked_up.verdict is Verdict.ANSWER
            for hit in looked_up.hits[:1] if is_sure else looked_up.hits:
                key = (hit.article.key, hit.fact.id)
                if key not in found or (is_sure, hit.score) > (found[key][0], found[key][1].score):
                    found[key] = (is_sure, hit)
        best = sorted(found.values(), key=lambda one: (one[0], one[1].score), reverse=True)
        return tuple(hit for _, hit in best[:limit])

    async def gaps(self, guild: GuildId, *, limit: int) -> tuple[Gap, ...]:
        """Return what the guild's articles could not answer, the most asked first."""
        async with self._store.read() as tx:
            return await tx.gaps.most_asked(guild, limit=limit)

    def forget(self, guild: GuildId) -> None:
        """Remember nothing of a guild of which nothing is kept any more."""
        for scope in [scope for scope in self._indexes if scope[0] == guild]:
            del self._indexes[scope]
        self._gaps.forget(guild)

    async def _refuse_without_articles(self, guild: GuildId) -> None:
        async with self._store.read() as tx:
            if not await tx.articles.lines(guild):
                raise NoArticleError

    async def _revision(self, guild: GuildId) -> int:
        async with self._store.read() as tx:
            return await tx.articles.revision(guild)

    async def _index(
        self,
        guild: GuildId,
        article: ArticleId | None,
        *,
        revision: int | None = None,
        may_be_old: bool = False,
    ) -> Indexed:
        """Return an index of the facts as they stand now, at *revision*, whichever process changed them last.

        One that *may_be_old* is returned at once if there is any, while a new one is made.
        """
        scope: Scope = (guild, article)
        if revision is None:
            revision = await self._revision(guild)
        held = self._indexes.get(scope)
        if held is not None and held.revision == revision:
            self._indexes.move_to_end(scope)
            return held
        if held is not None and may_be_old:
            if scope not in self._renewing:
                self._renewing[scope] = task = asyncio.create_task(self._renew(scope))
                task.add_done_callback(lambda _: self._renewing.pop(scope))
            return held
        # One build of an index at a time: whoever comes meanwhile waits for it instead of building another.
        async with self._building.setdefault(scope, asyncio.Lock()):
            held = self._indexes.get(scope)
            if held is not None and held.revision == revision:
                return held
            async with self._store.read() as tx:
                revision = await tx.articles.revision(guild)
                facts = await tx.articles.indexed_facts(guild)
            if article is not None and {fact.article for fact in facts} == {str(article)}:
                made = await self._index(guild, None)  # its only article: one index serves for both
            else:
                made = await asyncio.to_thread(_build, facts, article=article, revision=revision)
            self._indexes[scope] = made
            while len(self._indexes) > INDEXES:
                self._indexes.popitem(last=False)
            return made

    async def _renew(self, scope: Scope) -> None:
        try:
            await self._index(*scope)
        except StoreError as error:
            logger.warning("The facts of guild %s could not be read: %s", scope[0], error.code)


def claims(text: str) -> tuple[str, ...]:
    """Return what *text* says, a sentence each: a look-up is about one thing."""
    parts = (part.strip() for part in CLAIM_END.split(text[:CHECKED]))
    found = tuple(part for part in parts if has_words(part))[:CLAIMS]
    if not found:
        raise EmptyQueryError
    return found


def _build(facts: Sequence[IndexedFact], *, article: ArticleId | None, revision: int) -> Indexed:
    wanted = [fact for fact in facts if article is None or fact.article == str(article)]
    return Indexed(revision=revision, index=FactIndex.of(wanted), texts={fact.id: fact.text for fact in wanted})


def _rank(found: Lookup) -> int:
    return {Verdict.NOTHING: 0, Verdict.CHOICES: 1, Verdict.ANSWER: 2}[found.verdict]


async def _to_hits(tx: Transaction, matches: tuple[Match, ...]) -> tuple[Hit, ...]:
    """Return the facts as the database has them now: one withdrawn a moment ago is not among them."""
    wanted: dict[ArticleId, list[str]] = {}
    for match in matches:
        key, _, fact_id = match.id.partition(":")
        wanted.setdefault(ArticleId(int(key)), []).append(fact_id)
    # No more of an article than is quoted: of ten thousand facts, three.
    articles = {key: await tx.articles.get(key, only=ids) for key, ids in wanted.items()}
    facts = {
        f"{key}:{fact.id}": fact for key, article in articles.items() for fact in article.article.served_facts
    }
    return tuple(
        Hit(
            fact=facts[match.id],
            article=articles[ArticleId(int(match.id.partition(":")[0]))],
            score=match.score,
        )
        for match in matches
        if match.id in facts
    )
