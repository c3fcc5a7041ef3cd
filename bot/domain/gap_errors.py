"""Why a gap cannot be answered as somebody wants it."""

from bot.domain.errors import BotError


class UnknownGapError(BotError):
    """There is no such gap, or not any more."""

    code = "unknown_gap"


class GapAnsweredError(BotError):
    """Another moderator has answered the gap meanwhile. Data: *fact*, what it says."""

    code = "gap_answered"
