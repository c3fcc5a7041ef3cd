"""The indexes that look-ups are answered from: made when they are asked for, kept up to date, let go of.

There is one for each guild, and one for each article that somebody asks in. The database is the only truth:
an index knows the revision of the facts that it shows, and whoever asks says which one counts now. So it does
not matter which process has changed a fact, nor what a file holds.
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakValueDictionary

from bot.domain.identity import ArticleId, GuildId
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.services.index_files import IndexFiles
from bot.services.index_making import WORKER_FROM, Indexed, IndexMaker
from bot.storage.store import Store

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
# What an index takes besides its arrays.
OVERHEAD = 32 * 1024  # bytes

Scope = tuple[GuildId, ArticleId | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How indexes are kept: in how much memory, how long while unused, in what folder, if in any."""

    folder: Path | None = None
    memory: int = 256 * MEBIBYTE  # bytes
    idle: timedelta = timedelta(minutes=30)
    worker_from: int = WORKER_FROM  # facts
    patience: timedelta = timedelta(minutes=10)  # with a process that makes one
    # How long somebody who types waits for what an index has to suggest: Discord lets nobody wait for 3 s.
    soon: timedelta = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An index that is held, about how many bytes it takes, and when it was used last."""

    indexed: Indexed
    size: int
    used_at: datetime


class Shelf:
    """The indexes that this process holds."""

    def __init__(self, store: Store, *, clock: Clock, keeping: Keeping) -> None:
        self._store = store
        self._clock = clock
        self._keeping = keeping
        files = None if keeping.folder is None else IndexFiles(keeping.folder, where=store.where)
        self._maker = IndexMaker(
            store, clock=clock, files=files, worker_from=keeping.worker_from, patience=keeping.patience
        )
        self._held: OrderedDict[Scope, Held] = OrderedDict()  # the one used last is the last
        self.nbytes = 0
        # The only article that a guild had facts of, at a revision: the guild's index is that article's, too.
        self._lone: dict[GuildId, tuple[int, ArticleId]] = {}
        self._tasks: dict[Scope, asyncio.Task[Indexed]] = {}
        self._renewing: dict[GuildId, asyncio.Task[None]] = {}
        self._turns: WeakValueDictionary[Scope, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._held)

    async def current(self, guild: GuildId, article: ArticleId | None = None, *, revision: int) -> Indexed:
        """Return an index of the facts of *guild*, or of an *article*, as they are at *revision*, or later.

        Raises a StoreError.
        """
        if article is not None and self._lone.get(guild) == (revision, article):
            article = None
        scope = (guild, article)
        held = self._use(scope)
        if held is not None and held.revision == revision:
            return held
        # One task for all who wait: whoever gives up leaves it to the others.
        made = await asyncio.shield(self._begin(scope))
        if made.revision < revision:
            # It was begun by somebody else, before the facts were changed.
            made = await asyncio.shield(self._begin(scope))
        return made

    def soon(self) -> float:
        """Return until when, by the event loop's time, somebody waits who begins to do so now."""
        return asyncio.get_running_loop().time() + self._keeping.soon.total_seconds()

    async def at_once(
        self, guild: GuildId, article: ArticleId | None = None, *, revision: int, ends: float
    ) -> Indexed | None:
        """Return what ``current`` does, or the index before if there is one, while the new one is made.

        None where there is none and it takes longer to make one than the event loop's time *ends*. Raises a
        StoreError.
        """
        lone = self._lone.get(guild)
        is_lone = lone is not None and lone[1] == article
        held = self._use((guild, None if is_lone else article))
        if held is None:
            task = self._begin((guild, article))
            left = ends - asyncio.get_running_loop().time()
            done, _ = await asyncio.wait({task}, timeout=max(0.0, left))
            return task.result() if done else None
        if held.revision != revision or (is_lone and lone != (revision, article)):
            _ = self._begin((guild, article))
        return held

    def forget(self, guild: GuildId) -> None:
        """Keep nothing of *guild*, in a file neither."""
        for scope in [scope for scope in self._held if scope[0] == guild]:
            self._drop(scope)
        self._lone.pop(guild, None)
        self._maker.forget(guild)

    def sweep(self) -> None:
        """Let go of what was not used for long, and of what there is no room for; not of what is used."""
        now = self._clock()
        while self._held:
            scope, oldest = next(iter(self._held.items()))
            is_idle = now - oldest.used_at >= self._keeping.idle
            if not is_idle and (self.nbytes <= self._keeping.memory or len(self._held) == 1):
                return
            self._drop(scope)

    async def tidy(self) -> None:
        """Let go of what was not used for long, and of what is kept of guilds without facts."""
        self.sweep()
        await self._maker.tidy()

    async def close(self) -> None:
        """End what goes on behind the scenes."""
        tasks = [*self._tasks.values(), *self._renewing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _use(self, scope: Scope) -> Indexed | None:
        held = self._held.get(scope)
        if held is None:
            return None
        self._held[scope] = replace(held, used_at=self._clock())
        self._held.move_to_end(scope)
        self.sweep()
        return held.indexed

    def _hold(self, scope: Scope, made: Indexed) -> None:
        self._drop(scope)
        size = made.index.nbytes + OVERHEAD
        self._held[scope] = Held(indexed=made, size=size, used_at=self._clock())
        self.nbytes += size
        self.sweep()

    def _drop(self, scope: Scope) -> None:
        held = self._held.pop(scope, None)
        if held is not None:
            self.nbytes -= held.size

    def _begin(self, scope: Scope) -> asyncio.Task[Indexed]:
        """Return the task that brings the index of *scope* up to date."""
        if scope not in self._tasks:
            self._tasks[scope] = task = asyncio.create_task(self._bring(scope))
            task.add_done_callback(lambda done: self._end(scope, done))
        return self._tasks[scope]

    def _end(self, scope: Scope, done: asyncio.Task[Indexed]) -> None:
        del self._tasks[scope]
        # Whether or not somebody waits for it.
        if not done.cancelled() and (error := done.exception()) is not None:
            reason = error.code if isinstance(error, StoreError) else type(error).__name__
            logger.warning("The facts of guild %s could not be read: %s", scope[0], reason)

    async def _bring(self, scope: Scope) -> Indexed:
        guild, article = scope
        async with self._turn(scope):
            held = self._held.get(scope)
            before = None if held is None else held.indexed
            if article is not None:
                return await self._bring_article(guild, article, before=before)
            made = None if before is None else await self._maker.bring_up(guild, before)
            made = made or await self._maker.make(guild)
            self._hold(scope, made)
        if made.is_worn and guild not in self._renewing:
            self._renewing[guild] = task = asyncio.create_task(self._renew(guild))
            task.add_done_callback(lambda _: self._renewing.pop(guild))
        return made

    async def _bring_article(self, guild: GuildId, article: ArticleId, *, before: Indexed | None) -> Indexed:
        while True:
            revision, made = await self._maker.of_article(guild, article, before=before)
            if made is not None:
                if self._lone.get(guild, (0, None))[1] == article:
                    del self._lone[guild]
                self._hold((guild, article), made)
                return made
            self._drop((guild, article))
            self._lone[guild] = (revision, article)
            of_guild = await self.current(guild, revision=revision)
            if of_guild.revision == revision:
                return of_guild
            # Another article may have come meanwhile.

    async def _renew(self, guild: GuildId) -> None:
        """Make the index of *guild* as a whole, behind the scenes."""
        scope = (guild, None)
        try:
            anew = await self._maker.make_anew(guild)
            async with self._turn(scope):
                made = await self._maker.bring_up(guild, anew)
                if made is not None and scope in self._held:
                    self._hold(scope, made)
        except StoreError as error:
            logger.warning("The facts of guild %s could not be read: %s", guild, error.code)

    def _turn(self, scope: Scope) -> asyncio.Lock:
        return self._turns.setdefault(scope, asyncio.Lock())
