"""A notice port that shows nothing, remembers what it was given, and fails when it is told to."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.guild import GuildSettings
from bot.domain.health import Notice
from bot.domain.identity import ChannelId, GuildId


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was put somewhere."""

    notice: Notice
    channel: ChannelId
    message: int | None
    since: datetime | None

    @property
    def codes(self) -> list[str]:
        """What is wrong."""
        return [one.code for one in self.notice.problems]


class QuietNotices:
    """Shows cards nowhere. Messages are numbered from 501 on."""

    def __init__(self) -> None:
        self.where: ChannelId | None = ChannelId(9)
        self.unknown: Exception | None = None
        self.fails: Exception | None = None
        self.shown: list[Shown] = []
        self.taken_away: list[int] = []
        self.lets_go = True  # of cards

    def place(self, *, guild: GuildId, settings: GuildSettings) -> ChannelId | None:
        """Return where it was told to show cards."""
        if self.unknown is not None:
            raise self.unknown
        return settings.notices or self.where

    def name_of(self, channel: ChannelId, *, guild: GuildId) -> str:
        """Return a name."""
        return f"#c{channel}"

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
        """Remember *notice*, unless it is told to fail."""
        if self.fails is not None:
            raise self.fails
        self.shown.append(Shown(notice=notice, channel=channel, message=message, since=since))
        return message or 500 + len(self.shown)

    async def take_away(self, message: int, *, guild: GuildId, channel: ChannelId) -> bool:
        """Remember that a card was taken away."""
        self.taken_away.append(message)
        return self.lets_go
