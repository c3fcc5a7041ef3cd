"""Shards: the parts in which Discord hands out servers, and so those that several processes share.

Discord says which server is in which: https://discord.com/developers/docs/topics/gateway#sharding
"""

import re
from dataclasses import dataclass

from bot.domain.discord_errors import ShardsWrongError
from bot.domain.identity import GuildId
from bot.domain.snowflake import TIME_BITS

# More than Discord gives out to anybody.
MOST = 10_000
_RANGE = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Shards:
    """Some shards of so many: those of one process, where there are several."""

    ids: tuple[int, ...]  # in order, from 0 on
    of: int

    def __str__(self) -> str:
        """Return them as an operator writes them, like "0, 2, 3/4"."""
        return f"{', '.join(map(str, self.ids))}/{self.of}"

    def has(self, guild: GuildId) -> bool:
        """Return whether *guild* is in one of them."""
        return (guild >> TIME_BITS) % self.of in self.ids


def to_shards(said: str) -> Shards | None:
    """Read "0-3/8", or "0, 2, 4-6/8"; nothing means all of them, as many as Discord recommends.

    Raises ShardsWrongError.
    """
    if not said.strip():
        return None
    which, slash, count = said.partition("/")
    if not slash or not count.strip().isdecimal() or not 0 < len(count.strip()) <= len(str(MOST)):
        raise ShardsWrongError(said=said)
    of = int(count)
    ids: set[int] = set()
    for part in which.split(","):
        read = _RANGE.fullmatch(part.strip())
        if read is None:
            raise ShardsWrongError(said=said)
        first = int(read[1])
        last = int(read[2] or first)
        if not first <= last < of <= MOST:
            raise ShardsWrongError(said=said)
        ids.update(range(first, last + 1))
    return Shards(tuple(sorted(ids)), of)
