"""What keeps discussions from being held, looked for before the hour: on Discord, in the database."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.domain.guild import Finding, GuildSettings, Severity
from bot.domain.identity import LOCAL_GUILD, ChannelId
from bot.domain.storage_errors import DiskFullError, StoreError
from bot.services.guilds import GuildService
from bot.services.health import HealthService
from bot.services.place import Place
from bot.services.threads import ThreadPort
from bot.storage.store import Store

# Below the first, an operator should make room; below the second, the next export or backup may not fit.
LITTLE_ROOM = 200_000_000
NO_ROOM = 20_000_000


class Doctor:
    """Looks over what a guild's discussions rest on."""

    def __init__(
        self,
        store: Store,
        *,
        threads: ThreadPort,
        guilds: GuildService,
        database: Path | None,
        health: HealthService | None = None,
    ) -> None:
        self._store = store
        self._health = health
        self._threads = threads
        self._guilds = guilds
        self._database = database

    async def examine(self, *, at: Place) -> tuple[Finding, ...]:
        """Return what was found in the guild of *at*, good and bad: what failed, and how things stand now."""
        found = await self.look(at=at)
        if self._health is None:
            return found
        settings = await self._guilds.get(at.guild)
        return (*await self._health.findings(at.guild, settings=settings), *found)

    async def look(self, *, at: Place) -> tuple[Finding, ...]:
        """Return how things stand now where discussions are held in the guild of *at*."""
        settings = await self._guilds.get(at.guild)
        found: list[Finding] = []
        if settings.channel is None and at.guild != LOCAL_GUILD:
            found.append(Finding(code="no_channel", severity=Severity.NOTICE))
        channel = _channel(settings, at)
        found += await self._threads.inspect(guild=at.guild, channel=channel, settings=settings)
        found.append(await self._write())
        found += await asyncio.to_thread(lambda: tuple(examine_disk(self._database)))
        return tuple(found)

    async def prepare(self, *, at: Place) -> None:
        """Make what the guild's channel lacks for discussions, as far as that is allowed."""
        await self._threads.prepare(guild=at.guild, settings=await self._guilds.get(at.guild))

    async def rehearse(self, *, at: Place) -> None:
        """Post a prompt for a trial and take it away again. Raises CannotPostError, PostingDelayedError."""
        settings = await self._guilds.get(at.guild)
        await self._threads.rehearse(guild=at.guild, channel=_channel(settings, at), settings=settings)
        await self._guilds.note("guild.rehearse", at=at)

    async def _write(self) -> Finding:
        """Return whether a writing transaction begins and ends."""
        try:
            async with self._store.write():
                pass
        except DiskFullError:
            return Finding(code="database_full", severity=Severity.BROKEN)
        except StoreError as error:
            return Finding(code="database_failed", severity=Severity.BROKEN, data={"error": error})
        return Finding(code="database_fine", severity=Severity.FINE)


def examine_disk(database: Path | None) -> Iterator[Finding]:
    """Yield how much room there is where *database* is, where it is a file."""
    if database is None:
        return
    try:
        free = shutil.disk_usage(database.parent).free
    except OSError:
        return  # what cannot be asked is no finding; writing was tried already
    if free < NO_ROOM:
        yield Finding(code="disk_full", severity=Severity.BROKEN, data={"size": free})
    elif free < LITTLE_ROOM:
        yield Finding(code="disk_low", severity=Severity.NOTICE, data={"size": free})


def _channel(settings: GuildSettings, at: Place) -> ChannelId:
    return at.channel if settings.channel is None else settings.channel
