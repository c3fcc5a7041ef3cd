"""Facts corrected, disputed and withdrawn: what they said stays to be seen, and is not put back unawares."""

from dataclasses import dataclass

from bot.articles.anchors import fold
from bot.domain.article import Article, Fact, FactState, StoredArticle
from bot.domain.errors import UnknownFactError
from bot.domain.identity import ArticleId, GuildId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.facts import FactVersion, SettledFact, said
from bot.storage.store import Store, Transaction

# What is written down of each.
ACTIONS = {
    FactState.CORRECTED: "fact.correct",
    FactState.DISPUTED: "fact.dispute",
    FactState.WITHDRAWN: "fact.withdraw",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactHistory:
    """A fact of an article as it is now, and what it said before, the oldest first."""

    fact: Fact
    article: StoredArticle
    versions: tuple[FactVersion, ...]


class CorrectionService:
    """What can be done about a guild's facts once they are loaded."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def correct(self, key: ArticleId, fact: Fact, *, text: str, reason: str, at: Place) -> Fact:
        """Let *fact* say *text* from now on, and why. Its passage stays: that is what the article said.

        Raises UnknownFactError.
        """
        return await self._change(key, fact, FactState.CORRECTED, text=text, reason=reason, at=at)

    async def dispute(self, key: ArticleId, fact: Fact, *, reason: str, at: Place) -> Fact:
        """Let look-ups say that *fact* is disputed, and why. Raises UnknownFactError."""
        return await self._change(key, fact, FactState.DISPUTED, reason=reason, at=at)

    async def withdraw(self, key: ArticleId, fact: Fact, *, reason: str, at: Place) -> Fact:
        """Let no look-up quote *fact* any more. Raises UnknownFactError."""
        return await self._change(key, fact, FactState.WITHDRAWN, reason=reason, at=at)

    async def history(self, key: ArticleId, fact: str, *, guild: GuildId) -> FactHistory:
        """Return what a fact said before, served or not. Raises UnknownFactError."""
        async with self._store.read() as tx:
            if key not in {line.key for line in await tx.articles.lines(guild)}:
                raise UnknownFactError
            article = await tx.articles.get(key, only=(fact,))
            if not article.article.facts:
                raise UnknownFactError
            return FactHistory(
                fact=article.article.facts[0],
                article=article,
                versions=await tx.facts.history(key, fact),
            )

    async def changed(self, key: ArticleId) -> tuple[Fact, ...]:
        """Return the facts of an article that are not as they were, withdrawn ones and orphans too."""
        async with self._store.read() as tx:
            article = (await tx.articles.get(key)).article
            has_history = {version.fact for version in await tx.facts.history(key)}
        return tuple(
            fact
            for fact in article.facts
            if fact.state is not FactState.STATED or fact.orphaned_at is not None or fact.id in has_history
        )

    async def _change(
        self, key: ArticleId, fact: Fact, state: FactState, *, text: str | None = None, reason: str, at: Place
    ) -> Fact:
        now = self._clock()
        async with self._store.write() as tx:
            changed = await tx.articles.change_fact(
                key, fact.id, state=state, note=reason, text=text, guild=at.guild, at=now, by=at.person
            )
            if changed is None:
                raise UnknownFactError
            await tx.log.add(
                ACTIONS[state],
                target=f"{(await tx.articles.get(key, only=())).id} {fact.id}",
                guild=at.guild,
                at=now,
                by=at.person.id,
                reason=reason,
            )
        return changed


async def put_back(tx: Transaction, article: Article, *, guild: GuildId) -> tuple[Fact, ...]:
    """Return the guild's corrected, disputed and withdrawn facts that *article* would state as they were.

    It may be a pack from before they were changed; or another copy of the article, which was removed or is
    loaded under another address.
    """
    stated = [fact for fact in article.facts if fact.state is FactState.STATED]
    by_id = {fact.id: fact for fact in article.facts}
    words = {fold(fact.text) for fact in stated}
    passages = {fold(fact.passage) for fact in stated if fact.has_passage}
    found = []
    for one in await tx.facts.settled(guild):
        # Within an article several facts may rest on one passage.
        is_own = one.is_there and one.article == article.id
        known = _is_undone(one, by_id.get(one.fact.id)) if is_own else fold(one.fact.passage) in passages
        if known or any(fold(text) in words for text in _stated_as(one)):
            found.append(one.fact)
    return tuple(found)


def _is_undone(settled: SettledFact, fact: Fact | None) -> bool:
    """Return whether *fact*, which has its id, is served again or says what it said before it was changed."""
    if fact is None or said(fact) == said(settled.fact):
        return False
    return fact.state is FactState.STATED or not settled.fact.is_served or said(fact) in settled.versions


def _stated_as(settled: SettledFact) -> frozenset[str]:
    """Return in what words a fact was stated; only a correction changes them."""
    texts = {text for text, _, state, _ in settled.versions if state is FactState.STATED}
    is_corrected = settled.fact.state is FactState.CORRECTED
    return frozenset(texts if is_corrected else texts | {settled.fact.text})
