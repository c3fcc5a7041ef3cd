"""What a guild's moderators chose, and what keeps the bot from doing as they chose."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.identity import ChannelId, RoleId
from bot.domain.leavers import Leavers
from bot.domain.report import LOWEST_FLOOR

# A floor above it would let hardly any guild be told anything.
HIGHEST_FLOOR = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSettings:
    """How the bot behaves in a guild."""

    channel: ChannelId | None = None  # where discussions are held; None is wherever one is started
    notices: ChannelId | None = None  # where moderators are told what is wrong; None is where Discord does
    moderators: RoleId | None = None  # whose members look after discussions; None goes by permissions
    language: str = "en"  # what is public is said in it
    time_zone: str = "UTC"  # an IANA name
    records_typed: bool = False  # whether what is typed in a prompt's thread is an answer
    retention_days: int | None = None  # how long responses are kept; None is until they are erased
    leavers: Leavers = Leavers.KEEP
    floor: int = LOWEST_FLOOR  # fewer people are never shown apart
    is_set_up: bool = False  # whether anybody ever chose


def kept_days(*limits: int | None) -> int | None:
    """Return for how many days a response is kept that several *limits* hold for; None is for ever.

    The shortest counts: what a guild promised its members, an article cannot take back.
    """
    return min((days for days in limits if days is not None), default=None)


class Severity(StrEnum):
    """What a finding means."""

    FINE = "fine"
    NOTICE = "notice"  # works, with less than was asked for
    BROKEN = "broken"  # keeps a discussion from being held


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``code`` selects the text ``finding.<code>``, ``data`` fills it."""

    code: str
    severity: Severity
    data: dict[str, object] = field(default_factory=dict)
