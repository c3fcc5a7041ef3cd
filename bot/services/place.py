"""Who asks for something, and where: what every use-case needs to know of a request."""

from dataclasses import dataclass

from bot.domain.identity import ChannelId, GuildId, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A person in a channel of a guild."""

    guild: GuildId
    channel: ChannelId
    person: Person
