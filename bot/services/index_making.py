"""Indexes made of what the database has: here, elsewhere, from a file, from the one before."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.identity import ArticleId, GuildId
from bot.domain.lookup import IndexedFact
from bot.lookup.engine import FactIndex
from bot.services.clock import Clock
from bot.services.index_files import IndexFiles
from bot.services.indexing import IndexingError, Order, make_elsewhere
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)

# An index of so many facts is made in a process of its own: in a thread, it would take a second of all.
WORKER_FROM = 2_000
# Each change makes an index a little slower: after so many facts, or that share of all, it is made anew.
CHANGED, SHARE = 2_000, 0.25
# The most changed facts, or share of all, that are put into an index here, while people wait: half a second
# for each 10,000. If there are more, it is made anew at once.
READ_HERE, SHARE_HERE = 10_000, 0.1
# After a process that failed, the next one is not tried at once.
REST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """An index, and the state of the guild's facts that it shows."""

    revision: int
    index: FactIndex

    @property
    def is_worn(self) -> bool:
        """Whether so much has changed since it was made as a whole that it should be made anew."""
        return self.index.changed > max(CHANGED, SHARE * len(self.index))


class IndexMaker:
    """Makes indexes of the facts in *store*; large ones are kept in *files*, if there are any.

    From *worker_from* facts on they are made in a process of its own, which may take as long as *patience*.
    """

    def __init__(
        self, store: Store, *, clock: Clock, files: IndexFiles | None, worker_from: int, patience: timedelta
    ) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self._worker_from = worker_from
        self._patience = patience
        self._resting: dict[GuildId, datetime] = {}  # until when no process is tried

    async def make(self, guild: GuildId) -> Indexed:
        """Return an index of all that *guild* has, from its file if there is one. Raises a StoreError."""
        return await self._from_file(guild) or await self.make_anew(guild)

    async def make_anew(self, guild: GuildId) -> Indexed:
        """Return an index of all that *guild* has, made as a whole. Raises a StoreError."""
        async with self._store.read() as tx:
            is_large = await tx.indexed.count(guild) >= self._worker_from
        if is_large and (made := await self._made_elsewhere(guild)) is not None:
            return made
        async with self._store.read() as tx:
            revision = await tx.indexed.revision(guild)
            facts = await tx.indexed.facts(guild)
        return Indexed(revision=revision, index=await asyncio.to_thread(FactIndex.of, facts))

    async def bring_up(self, guild: GuildId, held: Indexed) -> Indexed | None:
        """Return *held* with what has changed since; None where it is of no use any more.

        Raises a StoreError.
        """
        async with self._store.read() as tx:
            revision = await tx.indexed.revision(guild)
            if revision == held.revision:
                return held
            if revision < held.revision:
                return None  # all of it was erased
            changed = await tx.indexed.revisions(guild, since=held.revision)
            facts = await _facts(tx, guild, of=changed, for_=held.index)
        return await self._changed(guild, held.index, changed, facts, revision=revision)

    async def of_article(
        self, guild: GuildId, article: ArticleId, *, before: Indexed | None
    ) -> tuple[int, Indexed | None]:
        """Return the guild's revision and an index of *article* alone: the one *before* if that still holds.

        None where the guild has facts of no other article. Raises a StoreError.
        """
        async with self._store.read() as tx:
            revision = await tx.indexed.revision(guild)
            if await tx.indexed.only_article(guild) == article:
                return revision, None
            if before is not None and before.revision <= revision:
                changed = await tx.indexed.revisions(guild, since=before.revision)
                if article not in changed:
                    return revision, replace(before, revision=revision)
            facts = await tx.indexed.facts(guild, only=[article])
        return revision, Indexed(revision=revision, index=await asyncio.to_thread(FactIndex.of, facts))

    def forget(self, guild: GuildId) -> None:
        """Keep nothing of *guild*."""
        self._resting.pop(guild, None)
        if self._files is not None:
            self._files.remove(guild)

    async def tidy(self) -> None:
        """Keep nothing of guilds that have no facts any more, whoever erased them. Raises a StoreError."""
        files = self._files
        if files is None:
            return
        for guild in await asyncio.to_thread(lambda: list(files.guilds())):
            if not await self._is_known(guild):
                self.forget(guild)
        await asyncio.to_thread(files.clean)

    async def _is_known(self, guild: GuildId) -> bool:
        async with self._store.read() as tx:
            return bool(await tx.indexed.revision(guild))

    async def _from_file(self, guild: GuildId) -> Indexed | None:
        """Return the index that is kept of *guild*, with what has changed since."""
        saved = None if self._files is None else await asyncio.to_thread(self._files.read, guild)
        if saved is None:
            return None
        logger.info("Guild %s: an index of %d facts is read from its file", guild, len(saved.index))
        async with self._store.read() as tx:
            revision = await tx.indexed.revision(guild)
            # Each article's is compared: the guild's alone says nothing once a backup was put back.
            changed = await asyncio.to_thread(saved.differing, await tx.indexed.revisions(guild))
            facts = await _facts(tx, guild, of=changed, for_=saved.index)
        return await self._changed(guild, saved.index, changed, facts, revision=revision)

    async def _changed(
        self,
        guild: GuildId,
        index: FactIndex,
        changed: Collection[ArticleId],
        facts: list[IndexedFact] | None,
        *,
        revision: int,
    ) -> Indexed | None:
        if facts is None:
            return None
        if changed:
            logger.info("Guild %s: %d articles have changed since its index was made", guild, len(changed))
            index = await asyncio.to_thread(_changed_to, index, changed, facts)
        return Indexed(revision=revision, index=index)

    async def _made_elsewhere(self, guild: GuildId) -> Indexed | None:
        """Return an index that a process of its own makes and keeps in a file; None where that fails."""
        rests_until = self._resting.get(guild)
        if self._files is None or (rests_until is not None and self._clock() < rests_until):
            return None
        partial = await asyncio.to_thread(self._files.begin, guild)
        if partial is None:
            return None
        label = self._files.label(guild)
        order = Order(address=self._store.address, guild=guild, label=label, partial=partial)
        try:
            await make_elsewhere(order, patience=self._patience)
            # Nothing comes between the two: what is erased meanwhile is not to be kept.
            if await self._is_known(guild):
                self._files.finish(partial, guild=guild)
        except (IndexingError, OSError) as error:
            logger.warning("The facts of guild %s could not be indexed elsewhere: %s", guild, error)
            self._resting[guild] = self._clock() + REST
            return None
        finally:
            self._files.abandon(partial)
        self._resting.pop(guild, None)
        return await self._from_file(guild)


async def _facts(
    tx: Transaction, guild: GuildId, *, of: Collection[ArticleId], for_: FactIndex
) -> list[IndexedFact] | None:
    """Return the facts that the articles *of* have now; None where they are too many to put into *for_*."""
    if await tx.indexed.count(guild, only=of) > max(READ_HERE, SHARE_HERE * len(for_)):
        return None
    return await tx.indexed.facts(guild, only=of)


def _changed_to(index: FactIndex, changed: Collection[ArticleId], facts: list[IndexedFact]) -> FactIndex:
    articles: dict[str, list[IndexedFact]] = {str(key): [] for key in changed}
    for fact in facts:
        articles[fact.article].append(fact)
    return index.changed_to(articles)
