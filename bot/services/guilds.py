"""What a guild's moderators choose, and what the program remembers between runs."""

import asyncio
import hashlib
import hmac
import zoneinfo
from functools import cache

from rapidfuzz import fuzz, process, utils

from bot.domain.errors import UnknownZoneError
from bot.domain.guild import GuildSettings
from bot.domain.identity import DiscussionId, GuildId, MemberId
from bot.domain.leavers import Leavers
from bot.domain.snowflake import to_snowflake
from bot.lookup.normalise import fold
from bot.services.clock import Clock
from bot.services.fresh_cache import FreshCache
from bot.services.place import Place
from bot.storage.store import Store, Transaction

ZONE_CUTOFF = 60
PSEUDONYM_DIGITS = 6
# What is offered before anything is typed.
COMMON_ZONES = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/London",
    "Europe/Berlin",
    "America/Montreal",
    "America/New_York",
    "America/Los_Angeles",
    "Africa/Dakar",
    "Asia/Tokyo",
    "UTC",
)


class GuildService:
    """The settings of guilds."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.changed = asyncio.Event()  # set whenever this process changes settings
        self._settings: FreshCache[GuildId, GuildSettings] = FreshCache()

    async def get(self, guild: GuildId) -> GuildSettings:
        """Return the guild's settings, or the defaults. Raises a StoreError."""
        if (known := self.known(guild)) is not None:
            return known
        cleared = self._settings.cleared
        async with self._store.read() as tx:
            settings = await tx.guilds.get(guild)
        self._settings.put(guild, settings, cleared=cleared)
        return settings

    def known(self, guild: GuildId) -> GuildSettings | None:
        """Return the guild's settings where they were read a moment ago."""
        held = self._settings.get(guild)
        return None if held is None else held.value

    def forget(self, _guild: GuildId) -> None:
        """Remember nothing of a guild of which nothing is kept any more."""
        self._settings.clear()

    async def change(self, *, at: Place, **values: object) -> GuildSettings:
        """Set what is given, by the names in GuildSettings, and return all. Raises UnknownZoneError."""
        if isinstance(zone := values.get("time_zone"), str):
            values["time_zone"] = to_zone(zone)
        now = self._clock()
        async with self._store.write() as tx:
            if values.get("records_typed") and not (await tx.guilds.get(at.guild)).records_typed:
                # Nobody was told before that what they typed would be kept: it is not read back either.
                await tx.recalls.take_typed(at.guild, since=to_snowflake(now))
            if values.get("leavers") == Leavers.KEEP:
                await tx.absences.forget(at.guild)
            await tx.guilds.change(at.guild, at=now, **values)
            settings = await tx.guilds.get(at.guild)
            await tx.log.add(
                "guild.setup", target=", ".join(sorted(values)), guild=at.guild, at=now, by=at.person.id
            )
        self._settings.clear()
        self.changed.set()
        return settings

    async def note(self, action: str, *, at: Place) -> None:
        """Write down what a moderator did of which nothing else is kept."""
        async with self._store.write() as tx:
            await tx.log.add(action, target="", guild=at.guild, at=self._clock(), by=at.person.id)

    def zones(self, typed: str, *, limit: int = 25) -> tuple[str, ...]:
        """Return time zones that *typed* may mean, the likeliest first."""
        if not typed.strip():
            return tuple(zone for zone in COMMON_ZONES if zone in _zones())[:limit]
        found = process.extract(
            typed, _zones(), scorer=fuzz.WRatio, processor=utils.default_process, limit=limit
        )
        return tuple(zone for zone, score, _ in found if score >= ZONE_CUTOFF)

    async def records_anywhere(self) -> bool:
        """Return whether any guild records what is typed."""
        async with self._store.read() as tx:
            return await tx.guilds.records_anywhere()

    async def mark(self, name: str) -> str | None:
        """Return what is remembered as *name*."""
        async with self._store.read() as tx:
            return await tx.marks.get(name)

    async def set_mark(self, name: str, value: str) -> None:
        """Remember *value* as *name*."""
        async with self._store.write() as tx:
            await tx.marks.put(name, value)


async def pseudonym(tx: Transaction, *, guild: GuildId, member: MemberId, discussion: DiscussionId) -> str:
    """Return the name that *member* goes by in *discussion*: the same each time, and none elsewhere."""
    secret = await tx.guilds.secret(guild)
    digest = hmac.new(bytes.fromhex(secret), f"{discussion}:{member}".encode(), hashlib.sha256).hexdigest()
    return f"P-{digest[:PSEUDONYM_DIGITS].upper()}"


def to_zone(typed: str) -> str:
    """Return the name of the time zone that *typed* names, whatever its case and accents.

    Raises UnknownZoneError.
    """
    by_name = {zone.casefold(): zone for zone in _zones()}
    wanted = fold(typed).strip().replace(" ", "_")
    if wanted in by_name:
        return by_name[wanted]
    of_city = [zone for name, zone in by_name.items() if name.rpartition("/")[2] == wanted]
    if len(of_city) == 1:
        return of_city[0]
    found = process.extractOne(
        typed, _zones(), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=ZONE_CUTOFF
    )
    raise UnknownZoneError(zone=typed, nearest=found[0] if found else "")


@cache
def _zones() -> tuple[str, ...]:
    """Return the zones' names, without the old and technical ones."""
    return tuple(
        sorted(
            zone
            for zone in zoneinfo.available_timezones()
            if zone == "UTC"
            or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/")))
        )
    )
