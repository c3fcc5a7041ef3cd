"""Members who leave: by the guild's rule, what is held about them stays, or goes after a while.

Discord tells of those who leave only a bot that may see everybody, which this one need not. So it asks:
once a day about each member of whom something is held, some at a time, and only in guilds that chose to have
it erased. Nothing but Discord's saying that somebody is no member counts, and that not at once: see
bot.domain.leavers.
"""

import logging
from datetime import date, datetime, timedelta

from bot.domain.discord_errors import MembersUnknownError
from bot.domain.identity import NOBODY, GuildId, MemberId
from bot.services.clock import Clock
from bot.services.leaving import MemberPort
from bot.services.my_data import MyDataService
from bot.storage.absences import ROUND
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# Asked about in a row, and how long it rests afterwards: what people wait for goes first.
LOT = 50
REST = timedelta(seconds=30)
# Where Discord did not say, it is asked again after so long.
TROUBLE = timedelta(hours=1)

DONE = "done"


class LeaverService:
    """Asks about members in small lots, and goes on where it stopped, whatever stopped it."""

    def __init__(self, store: Store, *, clock: Clock, members: MemberPort, my_data: MyDataService) -> None:
        self._store = store
        self._clock = clock
        self._members = members
        self._my_data = my_data
        self._resting: dict[GuildId, datetime] = {}

    async def work(self) -> timedelta | None:
        """Ask about one lot in the first guild whose round of today is not done.

        Return how long to rest where there is more to ask; None where all is done. Raises a StoreError.
        """
        now = self._clock()
        async with self._store.read() as tx:
            guilds = await tx.absences.guilds()
        self._resting = {guild: at for guild, at in self._resting.items() if now < at <= now + TROUBLE}
        for guild in guilds:
            if guild not in self._resting and await self._ask(guild):
                return REST
        return None

    async def _ask(self, guild: GuildId) -> bool:
        """Ask about one lot; return whether there was anybody left to ask about."""
        today = self._clock().date()
        mark = f"{ROUND}{guild}"
        async with self._store.read() as tx:
            began, _, last = (await tx.marks.get(mark) or "").partition(" ")
            if last == DONE and began == today.isoformat():
                return False
            if last == DONE or not last:
                began, last = today.isoformat(), str(NOBODY)
            lot = await tx.absences.members(guild, after=MemberId(int(last)), limit=LOT)
        there: list[MemberId] = []
        erased = 0
        for member in lot:
            before, last = last, str(member)
            try:
                roles = await self._members.roles_of(member, guild=guild)
            except MembersUnknownError:
                # The next lot begins behind them, or one of whom Discord never says anything would keep
                # all others from being asked about. They have their turn again in the next round.
                self._resting[guild] = self._clock() + TROUBLE
                break
            # At once: asking about a lot may take minutes, after which they may be back.
            if roles is not None:
                there.append(member)
            elif await self._erase(member, guild=guild, today=today):
                erased, last = erased + 1, before  # whose number is to be nowhere
        else:
            last = last if len(lot) == LOT else DONE
        if erased:
            await self._my_data.scrub()
            logger.info("%d members who left guild %s are erased", erased, guild)
        # Last: where it is cut short, the same are asked about again, which changes nothing.
        async with self._store.write() as tx:
            if guild not in await tx.absences.guilds():
                return False
            await tx.absences.found(there, guild=guild)
            if last == DONE:
                await tx.absences.prune(guild)
            await tx.marks.put(mark, f"{began} {last}")
        return True

    async def _erase(self, member: MemberId, *, guild: GuildId, today: date) -> bool:
        """Note that *member* is not there; return whether that is for good, and they are erased."""
        async with self._store.write() as tx:
            # A rule that was changed meanwhile holds at once.
            if guild not in await tx.absences.guilds():
                return False
            absence = await tx.absences.note(member, guild=guild, on=today)
        if absence.is_for_good(today=today):
            await self._my_data.erase_leaver(member, guild=guild)
        return absence.is_for_good(today=today)
