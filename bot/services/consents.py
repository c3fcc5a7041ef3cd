"""What members let be done with their answers, and who is never to be recorded: known before they speak."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.consent import TERMS, Purpose
from bot.domain.identity import GuildId, MemberId
from bot.services.clock import Clock
from bot.services.fresh_cache import FreshCache
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.storage.store import Store

NO_PURPOSES: frozenset[Purpose] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the members of a guild want of whatever they say there, and who gives no unlinked answers."""

    secret: str | None = None
    objecting: frozenset[str] = frozenset()
    standing: Mapping[MemberId, frozenset[Purpose]] = field(default_factory=dict)
    muted: Mapping[str, date] = field(default_factory=dict)
    erased: Mapping[str, int] = field(default_factory=dict)  # before which message

    def forbids(self, member: MemberId, *, message: int | None = None) -> bool:
        """Return whether nothing of *member* is to be recorded, or not a *message* from before an erasure."""
        if self.secret is None or not (self.objecting or self.erased):
            return False
        hashed = to_member_hash(self.secret, member)
        return hashed in self.objecting or (message is not None and message < self.erased.get(hashed, 0))

    def muted_until(self, member: MemberId, *, today: date) -> date | None:
        """Return until which day *member* gives no unlinked answers, if that is not over."""
        if not self.muted or self.secret is None:
            return None
        until = self.muted.get(to_member_hash(self.secret, member))
        return None if until is None or until < today else until

    def uses(self, member: MemberId) -> frozenset[Purpose]:
        """Return what *member* lets be done with all that they answer."""
        return self.standing.get(member, NO_PURPOSES)


class ConsentService:
    """What members want, and their changing it.

    What is typed is looked up here and not in the database: it is read once in a while for a whole guild.
    """

    def __init__(self, store: Store, *, clock: Clock, recorder: Recorder) -> None:
        self._store = store
        self._clock = clock
        self._recorder = recorder
        self._wishes: FreshCache[GuildId, Wishes] = FreshCache()

    async def get(self, guild: GuildId) -> Wishes:
        """Return what the members of *guild* want. Raises a StoreError."""
        if (known := self.known(guild)) is not None:
            return known
        cleared = self._wishes.cleared
        async with self._store.read() as tx:
            secret, objecting = await tx.objections.known(guild)
            standing = await tx.consents.standing(guild)
            muted = await tx.objections.muted(guild)
            erased = await tx.erased.known(guild)
        wishes = Wishes(secret=secret, objecting=objecting, standing=standing, muted=muted, erased=erased)
        self._wishes.put(guild, wishes, cleared=cleared)
        return wishes

    def known(self, guild: GuildId) -> Wishes | None:
        """Return what the members of *guild* want where it was read a moment ago."""
        held = self._wishes.get(guild)
        return None if held is None else held.value

    def forget(self, _guild: GuildId) -> None:
        """Remember nothing: something was changed."""
        self._wishes.clear()

    async def allow(self, purpose: Purpose, *, at: Place) -> None:
        """Let all that whoever asks has answered and answers yet be used for *purpose*, where it is linked.

        That answers are kept is agreed to anew, for the words have changed: nothing else comes of it.
        """
        async with self._store.write() as tx:
            await tx.consents.add(
                purpose,
                version=TERMS[purpose],
                guild=at.guild,
                member=at.person.id,
                on=self._clock().date(),
                is_standing=purpose is not Purpose.RECORD,
            )
            if purpose is not Purpose.RECORD:
                await tx.my_data.let(purpose, at.person.id, guild=at.guild, is_on=True)
        self._wishes.clear()

    async def forbid(self, purpose: Purpose, *, at: Place) -> None:
        """Let nothing that whoever asks has answered be used for *purpose* any more."""
        await self._recorder.settled()  # what they said a moment ago counts among it
        async with self._store.write() as tx:
            await tx.consents.withdraw(purpose, guild=at.guild, member=at.person.id, on=self._clock().date())
            if purpose is not Purpose.RECORD:
                await tx.my_data.let(purpose, at.person.id, guild=at.guild, is_on=False)
        self._wishes.clear()
        if purpose is not Purpose.RECORD:
            await self._forbid_typed(purpose, at=at)

    async def _forbid_typed(self, purpose: Purpose, *, at: Place) -> None:
        """Let what was handed in meanwhile be no exception; what was ticked in a form since then is."""
        await self._recorder.settled()
        async with self._store.write() as tx:
            standing = await tx.consents.standing(at.guild)
            if purpose not in standing.get(at.person.id, NO_PURPOSES):
                await tx.my_data.let(purpose, at.person.id, guild=at.guild, is_on=False, unasked=True)

    async def object(self, *, at: Place, is_on: bool) -> None:
        """Let whoever asks never be recorded, or be recorded again."""
        async with self._store.write() as tx:
            member = to_member_hash(await tx.guilds.secret(at.guild), at.person.id)
            if is_on:
                await tx.objections.add(member, guild=at.guild, on=self._clock().date())
            else:
                await tx.objections.remove(member, guild=at.guild)
        self._wishes.clear()


def to_member_hash(secret: str, member: MemberId) -> str:
    """Return by what *member* is recognised where they are not to be named, in the guild with this secret."""
    return hmac.new(bytes.fromhex(secret), f"member:{member}".encode(), hashlib.sha256).hexdigest()
