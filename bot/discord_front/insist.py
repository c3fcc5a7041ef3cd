"""Telling Discord something until it says that it has it, or that it never will."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import Any

import discord

from bot.discord_front.failures import FAILURES, is_final

logger = logging.getLogger(__name__)

ALREADY_ACKNOWLEDGED = 40060
# Of an upload: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json, and of HTTP itself,
# which what stands before Discord says without a code.
ENTITY_TOO_LARGE = 40005
PAYLOAD_TOO_LARGE = 413
# Invalid webhook token, unknown webhook: an interaction whose time is over.
OVER = frozenset({50027, 10015})
TRIES = 3


class Outcome(Enum):
    """What came of telling Discord something."""

    DONE = auto()
    TOO_LARGE = auto()  # it takes no files as large as these
    OVER = auto()  # the interaction's time is over
    REFUSED = auto()
    LOST = auto()  # tried as often as is any use; it may have arrived all the same


async def insist(
    interaction: discord.Interaction,
    send: Callable[[], Awaitable[Any]],
    *,
    patience: float,
    pauses: Sequence[float] = (0.0,) * TRIES,
    ends_at: float | None = None,
) -> Outcome:
    """Do *send* until Discord says something to it, with *pauses* between; return what came of it.

    Each time *patience* seconds long, and none after *ends_at* by the clock that only runs forward.
    """
    for number, pause in enumerate(pauses, 1):
        left = patience if ends_at is None else min(patience, ends_at - time.monotonic())
        if left <= 0:
            return Outcome.OVER
        outcome = await _try(interaction, send, patience=left)
        if outcome is not Outcome.LOST:
            return outcome
        if number < len(pauses):
            ahead = pause if ends_at is None else min(pause, max(0.0, ends_at - time.monotonic()))
            await asyncio.sleep(ahead)
    return Outcome.LOST


async def _try(
    interaction: discord.Interaction, send: Callable[[], Awaitable[Any]], *, patience: float
) -> Outcome:
    try:
        async with asyncio.timeout(patience):
            await send()
    except discord.InteractionResponded:
        return Outcome.DONE
    except discord.HTTPException as error:
        if error.code == ALREADY_ACKNOWLEDGED:
            return Outcome.DONE  # the answer to the first time got lost: the first one counts
        logger.warning("Interaction %s is refused: %s (%s)", interaction.id, error.status, error.code)
        return _refusal(error) if is_final(error) else Outcome.LOST
    except FAILURES as error:
        logger.warning("Interaction %s is not through: %s", interaction.id, type(error).__name__)
        return Outcome.LOST
    except RuntimeError as error:
        # The connection that was asked is closed for good, and its session with it.
        logger.warning("Interaction %s has no way back: %s", interaction.id, type(error).__name__)
        return Outcome.REFUSED
    except (KeyError, TypeError, ValueError) as error:
        # discord.py could not read what Discord answered, which it does once it has taken ours.
        logger.warning("Interaction %s is answered strangely: %s", interaction.id, type(error).__name__)
    return Outcome.DONE


def _refusal(error: discord.HTTPException) -> Outcome:
    if error.code == ENTITY_TOO_LARGE or error.status == PAYLOAD_TOO_LARGE:
        return Outcome.TOO_LARGE
    return Outcome.OVER if error.code in OVER else Outcome.REFUSED
