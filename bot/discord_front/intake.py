"""Messages in the order they come: what is plainly an answer is recorded from what the gateway sends of it.

Reading a message as discord.py does, a task for it and another for its listener cost several times what
recording it does. So discord.py reads only what asks for more: replies, mentions, attachments without words,
and what cannot be recorded. What answers nothing is let go.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator
from typing import Any

from bot.discord_front.cogs.answers import Answers
from bot.discord_front.events import Read
from bot.discord_front.typed import NotKnownError, TypedAnswers
from bot.services.recall import Recall

logger = logging.getLogger(__name__)

Payload = dict[str, Any]

# Messages that are dealt with before something else has its turn: some milliseconds' worth.
TOGETHER = 100
# Messages that wait; those beyond are read back later, for the disk may be slow for as long as it likes. Some
# sixty megabytes' worth: twenty thousand at once are still taken at full speed, which reading back is not.
WAITING = 25_000


class Intake:
    """Sorts messages. Those behind one that something has to be looked up for wait with it."""

    def __init__(self, typed: TypedAnswers, *, read: Read, answers: Answers, recall: Recall) -> None:
        self._typed = typed
        self._read = read
        self._answers = answers
        self._recall = recall
        self._waiting: deque[Payload] = deque()
        recall.following.sources.add(self)

    def put(self, payload: Payload) -> None:
        """Deal with a message, at once if possible."""
        if self._waiting:
            self._wait(payload)
        elif not self._pass(payload):
            self._wait(payload)
            self._answers.begin(self._look_up())

    def _wait(self, payload: Payload) -> None:
        """Let a message wait, if there is room for one more."""
        if len(self._waiting) < WAITING:
            self._waiting.append(payload)
        else:
            place, message = ids(payload)
            self._recall.miss(place, message=message)

    def being_recorded(self) -> Iterator[tuple[int, int]]:
        """Return the place and the id of each message that waits."""
        return map(ids, self._waiting)

    def _pass(self, payload: Payload) -> bool:
        """Deal with a message; return False where something has to be looked up first."""
        try:
            if is_plain(payload):
                thread, guild = int(payload["channel_id"]), int(payload["guild_id"])
                if (taken := self._typed.take(payload, thread=thread, guild=guild)) is not None:
                    self._answers.acknowledge(taken)
                return True
        except NotKnownError:
            return False
        except Exception:  # noqa: BLE001, S110 (whoever reads it says what is wrong with it)
            pass
        self._read(payload)
        return True

    async def _look_up(self) -> None:
        passed = 0
        while self._waiting:
            payload = self._waiting[0]
            if not self._pass(payload):
                try:
                    await self._typed.look_up(int(payload["channel_id"]), guild=int(payload["guild_id"]))
                except Exception as error:  # noqa: BLE001 (those behind it have to have their turn)
                    logger.warning(
                        "What message %s is about is not known: %s", payload["id"], type(error).__name__
                    )
                if not self._pass(payload):
                    self._read(payload)
            self._waiting.popleft()
            passed += 1
            if passed % TOGETHER == 0:
                await asyncio.sleep(0)


def ids(payload: Payload) -> tuple[int, int]:
    """Return where a message is, and its id; 0 for what it does not say."""
    place, message = (str(payload.get(name)) for name in ("channel_id", "id"))
    return int(place) if place.isdecimal() else 0, int(message) if message.isdecimal() else 0


def is_plain(payload: Payload) -> bool:
    """Return whether a message is a person's words in a server: no reply, and nobody mentioned."""
    return (
        payload.get("type") == 0
        and "guild_id" in payload
        and "webhook_id" not in payload
        and payload.get("message_reference") is None
        and not payload["author"].get("bot")
        and bool(payload["content"])
        and "<" not in payload["content"]
    )
