"""Who asks for something, and where: what every use-case needs to know of a request."""

from dataclasses import dataclass

from bot.domain.identity import ChannelId, GuildId, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A person in a channel of a guild."""

    guild: GuildId
    channel: ChannelId  # whose discussion it is about, wherever in the guild the person speaks
    person: Person
    thread: int | None = None  # the prompt's thread that the person speaks in
