"""Exports by role: who holds it is asked of Discord, one author after another, and written down nowhere."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.discussion import UNSTORABLE
from bot.domain.export import Choice, ChosenRole
from bot.domain.export_errors import FewHoldersError, NoSuchRoleError
from bot.domain.identity import GuildId, MemberId, RoleId
from bot.services.leaving import MemberPort
from bot.storage.extract import Chosen
from bot.storage.store import Store

# Asked about at the same time. Discord's limit for everything is fifty a second, and others ask as well.
AT_ONCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Whose responses an export by role takes, and how few people it may be about."""

    members: frozenset[MemberId] = frozenset()
    floor: int = 0

    async def check(self, chosen: Chosen) -> None:
        """Raise FewHoldersError where so few of them are in *chosen* that they would be singled out."""
        if self.floor and len(await chosen.authors()) < self.floor:
            raise FewHoldersError(least=self.floor)


# No role is chosen.
EVERYBODY = Holders()


class RoleService:
    """Who holds which role."""

    def __init__(self, store: Store, *, members: MemberPort) -> None:
        self._store = store
        self._members = members

    async def named(self, role: RoleId, *, guild: GuildId) -> ChosenRole:
        """Return *role* with its name. Raises NoSuchRoleError, MembersUnknownError."""
        name = await self._members.role_name(role, guild=guild)
        if name is None:
            raise NoSuchRoleError
        return ChosenRole(id=role, name=UNSTORABLE.sub("\ufffd", name))

    async def holders(
        self, choice: Choice, *, guild: GuildId, progress: Callable[[int, int], None]
    ) -> Holders:
        """Return who of the authors in *choice* holds its role; whoever left holds none.

        *progress* is told how many were asked about. Raises MembersUnknownError where Discord does not say it
        of one: an export without them would be wrong, and look right.
        """
        if choice.role is None:
            return EVERYBODY
        async with self._store.read() as tx:
            floor = (await tx.guilds.get(guild)).floor
        async with (
            self._store.extract() as extract,
            extract.of(guild, replace(choice, role=None)) as chosen,
        ):
            authors = await chosen.authors()
        held: set[MemberId] = set()
        for start in range(0, len(authors), AT_ONCE):
            held |= await self._ask(authors[start : start + AT_ONCE], role=choice.role.id, guild=guild)
            progress(min(start + AT_ONCE, len(authors)), len(authors))
        return Holders(members=frozenset(held), floor=floor)

    async def _ask(self, members: Sequence[MemberId], *, role: RoleId, guild: GuildId) -> set[MemberId]:
        asking = (self._members.roles_of(member, guild=guild) for member in members)
        # To the end of all: what one raises must not leave the others asking.
        answers = await asyncio.gather(*asking, return_exceptions=True)
        held = set()
        for member, roles in zip(members, answers, strict=True):
            if isinstance(roles, BaseException):
                raise roles
            if roles is not None and role in roles:
                held.add(member)
        return held
