"""Whether a client may open a session: the checks of its IDENTIFY, each with its close code."""

from collections.abc import Mapping
from typing import Any

from api_stub.gateway_codes import Close
from api_stub.gateway_intents import INTENTS, KNOWN_INTENTS
from api_stub.gateway_session import SHARD_SHIFT
from api_stub.gateway_state import GatewayState


def is_token(state: GatewayState, token: object) -> bool:
    """Say whether *token* is the bot's, with or without the word Bot before it."""
    return isinstance(token, str) and token.removeprefix("Bot ") == state.token


def refusal(state: GatewayState, identify: Mapping[str, Any]) -> Close | None:
    """Return why *identify* is refused, or None."""
    if not is_token(state, identify.get("token")):
        return Close.WRONG_TOKEN
    intents = identify.get("intents")
    if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
        return Close.INVALID_INTENTS
    if intents & _forbidden_intents(state):
        return Close.DISALLOWED_INTENTS
    shard = shard_of(identify)
    if shard is None:
        return Close.INVALID_SHARD
    if _guilds_on(state, shard) > state.guilds_per_shard:
        return Close.SHARDING_REQUIRED
    # Discord resets the token of a bot that starts more sessions than a day allows.
    return Close.WRONG_TOKEN if state.identifies_left <= 0 else None


def shard_of(identify: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the number of the shard and how many there are, or None when that makes no sense."""
    shard = identify.get("shard", [0, 1])
    try:
        number, count = shard
    except (TypeError, ValueError):
        return None
    if not isinstance(number, int) or not isinstance(count, int) or not 0 <= number < count:
        return None
    return number, count


def _forbidden_intents(state: GatewayState) -> int:
    switches = {
        "message_content": state.portal_message_content,
        "members": state.portal_members,
        "presences": state.portal_presences,
    }
    return sum(INTENTS[name] for name, is_on in switches.items() if not is_on)


def _guilds_on(state: GatewayState, shard: tuple[int, int]) -> int:
    number, count = shard
    return sum((int(guild["id"]) >> SHARD_SHIFT) % count == number for guild in state.world.ready_guilds())
