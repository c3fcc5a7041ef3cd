"""Answering look-ups: in the article at hand first, then in all of the guild's; counting those in vain."""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass

from bot.domain.article import Fact, StoredArticle
from bot.domain.errors import EmptyQueryError, NoArticleError, UnknownFactError
from bot.domain.gap import Gap
from bot.domain.identity import ArticleId, GapId, GuildId, MemberId
from bot.domain.lookup import Lookup, Match, MatchedWord, Verdict
from bot.lookup.normalise import has_words
from bot.services.bursts import Bursts
from bot.services.clock import Clock
from bot.services.gaps import GapBook, in_scope
from bot.services.index_making import Indexed
from bot.services.indexes import Keeping, Shelf
from bot.services.lookup_counts import LookupCounts
from bot.storage.store import Store, Transaction

# Results that are kept, of the last queries of all guilds.
RESULTS = 256
# How a fact is referred to where its words would be too long: by the article's key and its own id.
REFERENCE = "#"
# A sentence, or a line of a list, is a claim of its own; so many of a message are looked up.
CLAIM_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
CLAIMS = 8
CHECKED = 4_000

# A guild's revision, the article if it is in one, what is looked up, and how many matches are wanted.
Question = tuple[GuildId, int, ArticleId | None, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact that may answer a look-up, with the article it stands in, and the words it was found by."""

    fact: Fact
    article: StoredArticle
    score: float
    words: tuple[MatchedWord, ...] = ()

    @property
    def id(self) -> str:
        """Return what look-ups know the fact by, among all."""
        return f"{self.article.key}:{self.fact.id}"


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


class LookupService:
    """What can be asked of a guild's facts."""

    def __init__(self, store: Store, *, clock: Clock, keeping: Keeping | None = None) -> None:
        self._store = store
        self._gaps = GapBook(store, clock=clock)
        self._counts = LookupCounts(store, clock=clock)
        self.shelf = Shelf(store, clock=clock, keeping=keeping or Keeping())
        self._bursts: Bursts[Question, Lookup] = Bursts(keep=RESULTS)
        self.answered: Counter[Verdict] = Counter()  # since the start

    async def find(
        self,
        query: str,
        *,
        guild: GuildId,
        only: ArticleId | None = None,
        first: ArticleId | None = None,
        limit: int = 3,
        counts: bool = True,
        nearest: bool = False,
        by: MemberId | None = None,
    ) -> Found:
        """Answer *query* from the article *only*, or from *first* and then from all of the guild's.

        What moderators said answers it does, whatever else is like it. What cannot be answered is counted as
        a gap, without who asked, if it *counts*; not twice in a day for the same member. The *nearest* facts
        are among the hits even if none of them is an answer, where that is wanted.
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
                answer = Match(id=f"{gap.article}:{gap.fact}", score=1.0)
                best = Lookup(verdict=Verdict.ANSWER, matches=(answer,))
                break
            indexed = await self.shelf.current(guild, scope, revision=revision)
            if scope is None and not len(indexed.index):
                await self._refuse_without_articles(guild)
            found = await self._found(indexed, query, guild=guild, scope=scope, limit=limit)
            if _rank(found) > _rank(best) or not best.matches:
                best = found
            if best.verdict is Verdict.ANSWER:
                break
        counted = None
        # What another article answers is no gap: it is this one that does not say.
        if best.verdict is Verdict.NOTHING and counts and not answered:
            counted = await self._gaps.count(query, guild=guild, by=by)
        async with self._store.read() as tx:
            is_shown = nearest or best.verdict is not Verdict.NOTHING
            hits = await _to_hits(tx, best.matches if is_shown else (), guild=guild)
        said = best.verdict if hits else Verdict.NOTHING
        if said is Verdict.ANSWER and hits[0].id != best.matches[0].id:
            said = Verdict.CHOICES  # the answer was withdrawn this very moment
        self.answered[said] += 1
        if said is Verdict.ANSWER and counts:
            self._counts.count(hits[0].article.key, hits[0].fact.id)
        return Found(verdict=said, hits=hits, gap=counted)

    async def suggest(
        self, typed: str, *, guild: GuildId, first: ArticleId | None = None, limit: int = 25
    ) -> tuple[Suggestion, ...]:
        """Return facts that somebody may be typing a query for, at most *limit*: Discord shows 25.

        Those of the article *first* come before the guild's others. What was added or reworded a moment ago
        may not be found yet, and nothing is while an index is made: Discord does not wait for suggestions.
        What was withdrawn is not there.
        """
        found: dict[str, None] = {}  # in order
        ends = self.shelf.soon()  # for both together
        revision = await self._revision(guild)
        for scope in (first, None) if first is not None else (None,):
            indexed = await self.shelf.at_once(guild, scope, revision=revision, ends=ends)
            if indexed is None:
                continue  # it is being made
            matches = await asyncio.to_thread(indexed.index.suggest, typed, limit=limit)
            found |= dict.fromkeys(match.id for match in matches)
            if len(found) >= limit:
                break
        async with self._store.read() as tx:
            served = await tx.indexed.served(list(found)[:limit], guild=guild)
        return tuple(Suggestion(reference=f"{REFERENCE}{id_}", text=text) for id_, text in served.items())

    async def get(self, reference: str, *, guild: GuildId, counts: bool = True) -> Hit:
        """Return the fact that a suggestion refers to, as an answer if it *counts*.

        Raises UnknownFactError.
        """
        id_ = reference.removeprefix(REFERENCE)
        async with self._store.read() as tx:
            hits = await _to_hits(tx, (Match(id=id_, score=1.0),), guild=guild)
        if not hits:
            raise UnknownFactError
        if counts:
            self._counts.count(hits[0].article.key, hits[0].fact.id)
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
        self.shelf.forget(guild)
        self._bursts.forget(lambda question: question[0] == guild)
        self._gaps.forget(guild)

    def forget_member(self, guild: GuildId, member: MemberId, _messages: object) -> None:
        """Remember nothing of what a member asked."""
        self._gaps.forget_member(guild, member)

    def sweep(self) -> None:
        """Let go of the indexes that nobody has used for long."""
        self.shelf.sweep()

    async def tidy(self) -> None:
        """Let go of what is of no use any more, now and then. Raises a StoreError."""
        await self.shelf.tidy()

    async def close(self) -> None:
        """End what goes on behind the scenes."""
        await self._counts.close()
        await self.shelf.close()

    async def _found(
        self, indexed: Indexed, query: str, *, guild: GuildId, scope: ArticleId | None, limit: int
    ) -> Lookup:
        """Return what *indexed* says; what others ask as well, or have just asked, is looked up once."""

        async def find() -> Lookup:
            return await asyncio.to_thread(indexed.index.find, query, limit=limit, explained=True)

        return await self._bursts.get((guild, indexed.revision, scope, query, limit), find)

    async def _refuse_without_articles(self, guild: GuildId) -> None:
        async with self._store.read() as tx:
            if not await tx.articles.lines(guild):
                raise NoArticleError

    async def _revision(self, guild: GuildId) -> int:
        async with self._store.read() as tx:
            return await tx.indexed.revision(guild)


def claims(text: str) -> tuple[str, ...]:
    """Return what *text* says, a sentence each: a look-up is about one thing."""
    parts = (part.strip() for part in CLAIM_END.split(text[:CHECKED]))
    found = tuple(part for part in parts if has_words(part))[:CLAIMS]
    if not found:
        raise EmptyQueryError
    return found


def _rank(found: Lookup) -> int:
    return {Verdict.NOTHING: 0, Verdict.CHOICES: 1, Verdict.ANSWER: 2}[found.verdict]


async def _to_hits(tx: Transaction, matches: tuple[Match, ...], *, guild: GuildId) -> tuple[Hit, ...]:
    """Return the facts as the database has them now: one withdrawn a moment ago is not among them."""
    served = await tx.indexed.served([match.id for match in matches], guild=guild)
    wanted: dict[ArticleId, list[str]] = {}
    for match in matches:
        if match.id not in served:
            continue
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
            words=match.words,
        )
        for match in matches
        if match.id in facts
    )
