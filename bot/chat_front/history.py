"""The history port of the local chat, where nothing is said while the program is away."""

from bot.domain.identity import ChannelId, GuildId, MemberId
from bot.services.history import Page


class TerminalHistory:
    """Has nothing to read back: what is typed at a terminal is recorded as it is typed, or not at all."""

    def now(self) -> int:
        """Return 0: nothing here has an id."""
        return 0

    def has_replies(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return False: a terminal has one place."""
        return False

    async def page(self, place: int, *, guild: GuildId, channel: ChannelId, after: int) -> Page:
        """Return no messages."""
        return Page(messages=(), is_last=True)

    async def has_crossed_out(self, place: int, *, message: int, author: MemberId) -> bool:
        """Return False: nothing can be crossed out."""
        return False
