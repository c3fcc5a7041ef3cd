"""The history port: what stands where people answer, read back a page at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.identity import ChannelId, GuildId, MemberId


class Standing(NamedTuple):
    """A message as it stands now. No dataclass: they come by the hundred."""

    id: int
    author: MemberId
    author_name: str
    text: str  # with people and channels by their names; empty where Discord keeps it from us
    is_persons: bool  # no bot's, no webhook's, no notice of Discord's
    asks_bot: bool
    reply_to: int | None
    edited_at: datetime | None
    reactions: Mapping[str, int]  # how many people, the bot not among them
    is_crossed: bool  # whether anybody crossed it out


class Page(NamedTuple):
    """Messages that follow each other, the oldest first."""

    messages: tuple[Standing, ...]
    is_last: bool  # there is nothing after them


class HistoryPort(Protocol):
    """Where people answer, read back.

    Its methods raise UnreadableError where it will not work until somebody changes something,
    PostingDelayedError where it may work later.
    """

    def now(self) -> int:
        """Return an id that nothing written from now on falls short of."""
        ...

    def has_replies(self, *, guild: GuildId, channel: ChannelId) -> bool:
        """Return whether prompts in *channel* are replied to in the channel itself, too."""
        ...

    async def page(self, place: int, *, guild: GuildId, channel: ChannelId, after: int) -> Page:
        """Return the messages in *place* that come after the id *after*, as many as one request gives.

        *place* is *channel*, or a thread of it.
        """
        ...

    async def has_crossed_out(self, place: int, *, message: int, author: MemberId) -> bool:
        """Return whether the *author* of *message* crossed it out."""
        ...
