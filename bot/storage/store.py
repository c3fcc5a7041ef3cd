"""The database as the use-cases see it: transactions, and in each the repositories."""

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.shards import Shards
from bot.storage.absences import Absences
from bot.storage.articles import Articles
from bot.storage.consents import Consents, Objections
from bot.storage.departures import Departures
from bot.storage.discussions import Discussions
from bot.storage.drafts import Drafts
from bot.storage.engine import Database
from bot.storage.erased import ErasedMembers
from bot.storage.erasing import Erasing
from bot.storage.events import Events
from bot.storage.expiry import Expiry
from bot.storage.exports import Exports
from bot.storage.extract import Extract
from bot.storage.facts import Facts
from bot.storage.flags import Flags
from bot.storage.gaps import Gaps
from bot.storage.guilds import Guilds, Marks
from bot.storage.health import Ailments
from bot.storage.indexed import IndexedFacts
from bot.storage.keyring import Keyring
from bot.storage.likeness import Likeness
from bot.storage.lookups import Lookups
from bot.storage.messages import Messages
from bot.storage.moderation import ModerationLog
from bot.storage.my_data import MyData
from bot.storage.openings import Openings
from bot.storage.outbox import Outbox
from bot.storage.queue import Queue
from bot.storage.recall import Recalls
from bot.storage.responses import Responses
from bot.storage.schedules import Occurrences, Schedules
from bot.storage.sealing import settle_keys
from bot.storage.upgrade import upgrade
from bot.storage.waiters import Waiters

# After the file was written anew nobody else is kept waiting by that for so many times as long as it took.
REST = 20
LEAST = 0.05  # seconds
# The mark in which it is remembered that the file has yet to be written anew.
LEFTOVERS = "leftovers"
# That in which it is remembered that words were taken away since it was.
TAKEN_AWAY = "taken_away"
# Larger files are written anew only when somebody is erased: who writes waits meanwhile, and by default no
# longer than five seconds.
LARGEST = 500_000_000  # bytes; four seconds where that was measured


class Transaction:
    """Everything that is read or changed together."""

    def __init__(self, connection: AsyncConnection, *, shards: Shards | None = None) -> None:
        self.articles = Articles(connection)
        self.facts = Facts(connection)
        self.indexed = IndexedFacts(connection)
        self.likeness = Likeness(connection)
        self.discussions = Discussions(connection, shards=shards)
        self.responses = Responses(connection)
        self.messages = Messages(connection)
        self.guilds = Guilds(connection)
        self.consents = Consents(connection)
        self.objections = Objections(connection)
        self.absences = Absences(connection, shards=shards)
        self.my_data = MyData(connection)
        self.erasing = Erasing(connection)
        self.erased = ErasedMembers(connection)
        self.marks = Marks(connection)
        self.drafts = Drafts(connection)
        self.outbox = Outbox(connection, shards=shards)
        self.schedules = Schedules(connection, shards=shards)
        self.occurrences = Occurrences(connection, shards=shards)
        self.openings = Openings(connection)
        self.queue = Queue(connection)
        self.events = Events(connection)
        self.recalls = Recalls(connection)
        self.ailments = Ailments(connection, shards=shards)
        self.gaps = Gaps(connection)
        self.waiters = Waiters(connection, shards=shards)
        self.exports = Exports(connection)
        self.lookups = Lookups(connection)
        self.expiry = Expiry(connection)
        self.departures = Departures(connection)
        self.flags = Flags(connection, shards=shards)
        self.log = ModerationLog(connection)


class Store:
    """One open database, brought to this release's tables.

    Where "all guilds" are asked for, those of *shards* are meant, if the process has but some of them.
    """

    _has_erased = False
    _has_leftovers: bool | None = None  # until it was looked up
    _may_rewrite_at = 0.0  # as time.monotonic has it

    def __init__(self, database: Database, *, shards: Shards | None = None) -> None:
        self._database = database
        self.shards = shards
        self.where = database.where
        self.address = database.address
        self.path = database.path

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Open a transaction: all of it is on disk when the block ends, or none when it raises."""
        async with self._database.write() as connection:
            yield Transaction(connection, shards=self.shards)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Open a look at one state of the database."""
        async with self._database.read() as connection:
            yield Transaction(connection, shards=self.shards)

    @asynccontextmanager
    async def extract(self) -> AsyncIterator[Extract]:
        """Open a look at one state of the database for an export."""
        async with self._database.read(makes_tables=True) as connection:
            yield Extract(connection)

    @asynccontextmanager
    async def erase(self, *, for_good: bool = False) -> AsyncIterator[Transaction]:
        """Open a transaction as ``write`` does, which takes words away.

        What is taken away *for_good* is to be found nowhere in the file either, once ``scrub`` is done.
        """
        async with self.write() as tx:
            yield tx
            if for_good:
                # Should the program end before, it is done by the next one.
                await tx.marks.put(LEFTOVERS, "1")
            elif self.path is not None:
                await tx.marks.put(TAKEN_AWAY, "1")
        self._has_erased = True
        self._has_leftovers = for_good or self._has_leftovers

    async def renew(self) -> None:
        """Have ``scrub`` write the file anew, unless it is large or nothing was taken away since it was."""
        if self.path is None or not _can_be_renewed(self.path):
            return
        async with self.write() as tx:
            if await tx.marks.get(TAKEN_AWAY) != "1":
                return
            await tx.marks.put(LEFTOVERS, "1")
        self._has_leftovers = True

    async def scrub(self) -> None:
        """Leave nothing of words that were taken away since the last time, in the write-ahead log either."""
        try:
            if self._has_leftovers is None:
                async with self.read() as tx:
                    self._has_leftovers = await tx.marks.get(LEFTOVERS) == "1"
            if self._has_leftovers and time.monotonic() >= self._may_rewrite_at:
                await self._rewrite()
        finally:
            if self._has_erased:
                self._has_erased = False
                self._has_erased = not await self._database.scrub()

    async def _rewrite(self) -> None:
        """Write the file anew; not again before many times as long has gone by, whatever people ask for."""
        self._has_leftovers = False
        began = time.monotonic()
        try:
            # Before, for words may be taken away as soon as it is done.
            async with self.write() as tx:
                await tx.marks.put(TAKEN_AWAY, "0")
            await self._database.rewrite()
            async with self.write() as tx:
                # Asked in here, where nobody else writes: more may have been erased while this waited.
                if not self._has_leftovers:
                    await tx.marks.put(LEFTOVERS, "0")
        except BaseException:
            self._has_leftovers = True
            raise
        finally:
            ended = time.monotonic()
            self._may_rewrite_at = ended + REST * max(ended - began, LEAST)
        self._has_erased = True


def _can_be_renewed(path: Path) -> bool:
    """Return whether writing the file anew takes little time, and finds the room for its copy and the log."""
    size = path.stat().st_size
    return size <= LARGEST and shutil.disk_usage(path.parent).free > 2 * size


@asynccontextmanager
async def open_store(
    url: str,
    *,
    keep_backups: int,
    patience: timedelta,
    shards: Shards | None = None,
    keyring: Keyring | None = None,
) -> AsyncIterator[Store]:
    """Open the database at *url*, creating or upgrading it as needed; close it when the block ends.

    With a *keyring* names and texts are encrypted. Raises a StoreError that says what is wrong and where.
    """
    database = Database(url, patience=patience, keyring=keyring)
    try:
        await upgrade(database, keep_backups=keep_backups)
        await settle_keys(database)
        yield Store(database, shards=shards)
    finally:
        await database.close()


@asynccontextmanager
async def read_store(address: str, *, patience: timedelta) -> AsyncIterator[Store]:
    """Open the database at *address* as it is, to read beside whoever serves it. Raises a StoreError."""
    database = Database(address, patience=patience)
    try:
        yield Store(database)
    finally:
        await database.close()


async def upgrade_store(url: str, *, keep_backups: int, patience: timedelta) -> Path | None:
    """Upgrade the database at *url* and return the backup made before, if one was needed."""
    database = Database(url, patience=patience)
    try:
        return await upgrade(database, keep_backups=keep_backups)
    finally:
        await database.close()
