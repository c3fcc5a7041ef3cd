"""What moderators make of gaps: a fact that answers one, or nothing; and who is told of it."""

import asyncio
from dataclasses import dataclass, replace
from itertools import count

from bot.articles.anchors import Folded, fold
from bot.articles.editing import WRITTEN, clean
from bot.domain.article import Article, Fact, StoredArticle
from bot.domain.errors import UnknownFactError
from bot.domain.gap import Gap, GapState
from bot.domain.gap_errors import GapAnsweredError, UnknownGapError
from bot.domain.identity import LOCAL_GUILD, ArticleId, GapId, GuildId
from bot.domain.outbox import Step, waiter_stream
from bot.services.articles import find_article
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.lookup import Hit
from bot.services.place import Place
from bot.storage.store import Store, Transaction

# Words that a passage has at least: fewer stand in any article by chance, and show nothing.
PASSAGE_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGap:
    """A gap with all that is known of it."""

    gap: Gap
    wordings: tuple[str, ...]  # beside the first
    hit: Hit | None  # what answers it


class GapService:
    """What moderators can do about a guild's gaps."""

    def __init__(self, store: Store, *, clock: Clock, delivery: Delivery) -> None:
        self._store = store
        self._clock = clock
        self._delivery = delivery

    async def most_asked(self, guild: GuildId, *, state: GapState, limit: int) -> tuple[Gap, ...]:
        """Return the guild's gaps of which that became, the most asked first."""
        async with self._store.read() as tx:
            return await tx.gaps.most_asked(guild, state=state, limit=limit)

    async def get(self, key: GapId, *, guild: GuildId) -> KnownGap:
        """Return all that is known of a gap. Raises UnknownGapError."""
        async with self._store.read() as tx:
            gap = await tx.gaps.get(key, guild=guild)
            if gap is None:
                raise UnknownGapError
            return KnownGap(gap=gap, wordings=await tx.gaps.wordings(key), hit=await hit_of(tx, gap))

    async def answer(
        self, key: GapId, *, text: str, where: str = "", article: str | None = None, at: Place
    ) -> Hit:
        """Answer a gap with a new fact of an article, which says so *where*, or for which that is the reason.

        Raises UnknownGapError, GapAnsweredError, DraftTextError, and what ``ArticleService.get`` raises.
        """
        said = clean(text)
        async with self._store.read() as tx:
            await _unanswered(tx, key, guild=at.guild)
            stored = await tx.articles.get(await find_article(tx, article, guild=at.guild))
        now = self._clock()
        fact = await asyncio.to_thread(_to_fact, said, " ".join(where.split()), article=stored.article)
        async with self._store.write() as tx:
            await _unanswered(tx, key, guild=at.guild)
            await find_article(tx, stored.id, guild=at.guild)
            taken = await tx.facts.taken_ids(stored.key)
            fresh = next(id_ for number in count(1) if (id_ := f"m{number}") not in taken)
            fact = replace(fact, id=fresh, added_at=now)
            await tx.articles.add_fact(stored.key, fact, guild=at.guild)
            hit = await self._settle(tx, key, stored.key, fact.id, action="gap.answer", at=at)
        self._delivery.wanted.set()
        return hit

    async def point(self, key: GapId, hit: Hit, *, at: Place) -> Hit:
        """Answer a gap with a fact that is there.

        Raises UnknownGapError, GapAnsweredError, UnknownFactError.
        """
        async with self._store.write() as tx:
            await _unanswered(tx, key, guild=at.guild)
            if not await tx.indexed.served([f"{hit.article.key}:{hit.fact.id}"], guild=at.guild):
                raise UnknownFactError
            await tx.indexed.answered_otherwise(at.guild)
            hit = await self._settle(tx, key, hit.article.key, hit.fact.id, action="gap.point", at=at)
        self._delivery.wanted.set()
        return hit

    async def dismiss(self, key: GapId, *, at: Place) -> Gap:
        """Let a gap not be among the open ones. Raises UnknownGapError, GapAnsweredError."""
        async with self._store.write() as tx:
            gap = await _unanswered(tx, key, guild=at.guild)
            await tx.gaps.dismiss(key, at=self._clock())
            await self._log(tx, "gap.dismiss", str(key), at=at)
        return gap

    async def reopen(self, key: GapId, *, at: Place) -> Gap:
        """Let a gap be open that was dismissed, or answered by what does not. Raises UnknownGapError."""
        async with self._store.write() as tx:
            gap = await tx.gaps.get(key, guild=at.guild)
            if gap is None:
                raise UnknownGapError
            if gap.state is not GapState.OPEN:
                await tx.gaps.reopen(key)
                await tx.indexed.answered_otherwise(at.guild)
                await self._log(tx, "gap.reopen", str(key), at=at)
        return gap

    async def _settle(
        self, tx: Transaction, key: GapId, article: ArticleId, fact: str, *, action: str, at: Place
    ) -> Hit:
        """Let *fact* answer the gap, and everybody who waits be told."""
        now = self._clock()
        await tx.gaps.answer(key, article=article, fact=fact, at=now)
        stored = await tx.articles.get(article, only=(fact,))
        await self._log(tx, action, f"{key} {stored.id} {fact}", at=at)
        if at.guild != LOCAL_GUILD:  # at a terminal they are told at their next line
            for waiter in await tx.waiters.of_gap(key):
                stream = waiter_stream(waiter.id)
                await tx.outbox.arm(stream, Step.TELL, waiter.id, guild=at.guild, at=now)
        return Hit(fact=stored.article.facts[0], article=stored, score=1.0)

    async def _log(self, tx: Transaction, action: str, target: str, *, at: Place) -> None:
        await tx.log.add(action, target=target, guild=at.guild, at=self._clock(), by=at.person.id)


async def hit_of(tx: Transaction, gap: Gap) -> Hit | None:
    """Return the fact that answers *gap*, if there is one."""
    if gap.answer is None:
        return None
    article: StoredArticle = await tx.articles.get(gap.answer.article, only=(gap.answer.fact,))
    return Hit(fact=article.article.facts[0], article=article, score=1.0)


async def _unanswered(tx: Transaction, key: GapId, *, guild: GuildId) -> Gap:
    gap = await tx.gaps.get(key, guild=guild)
    if gap is None:
        raise UnknownGapError
    if (hit := await hit_of(tx, gap)) is not None:
        raise GapAnsweredError(fact=hit.fact.text)
    return gap


def _to_fact(said: str, where: str, *, article: Article) -> Fact:
    """Return the fact with its passage where that is the article's, with the reason for it otherwise."""
    fact = Fact(id="", text=said, passage="", score=WRITTEN)
    if len(where.split()) < PASSAGE_WORDS:
        return replace(fact, note=where or None)
    text, words = Folded(article.text), fold(where)
    if places := text.places(words):
        start, end = text.original(places[0]), text.original(places[0] + len(words) - 1) + 1
        return replace(fact, passage=article.text[start:end], start=start, end=end)
    if not article.text:  # it came as a pack, of which passages are all that there is
        for one in article.served_facts:
            if one.added_at is None and Folded(one.passage).places(words):
                return replace(fact, passage=where)
    return replace(fact, note=where)
