"""The notice port: where moderators are told what is wrong, unasked."""

from datetime import datetime
from typing import Protocol

from bot.domain.guild import GuildSettings
from bot.domain.health import Notice
from bot.domain.identity import ChannelId, GuildId


class NoticePort(Protocol):
    """Where a guild's card is shown. What it says speaks the guild's language, and pings nobody."""

    def place(self, *, guild: GuildId, settings: GuildSettings) -> ChannelId | None:
        """Return where moderators are told; None is nowhere. Raises PostingDelayedError."""
        ...

    def name_of(self, channel: ChannelId, *, guild: GuildId) -> str:
        """Return what people call *channel*."""
        ...

    async def put(
        self,
        notice: Notice,
        *,
        guild: GuildId,
        channel: ChannelId,
        settings: GuildSettings,
        message: int | None,
        nonce: str,
        since: datetime | None,
    ) -> int:
        """Let the card in *channel* say *notice*, and return its id.

        *message* is the card that is there, if any; *since*, where it was tried before, when that began.
        Raises CannotPostError, PostingDelayedError.
        """
        ...

    async def take_away(self, message: int, *, guild: GuildId, channel: ChannelId) -> bool:
        """Take away a card that is elsewhere now, if that is possible; return whether it is gone."""
        ...
