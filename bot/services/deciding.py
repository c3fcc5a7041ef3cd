"""Telling the author of an answer what moderators decided about it: once each time, in private.

It is a statement of reasons, as the European Digital Services Act has it (article 17): what was done, why,
and what can be done about it. It goes out once for each decision, and to nobody who wants nothing of the bot.
"""

import logging
from datetime import datetime
from typing import Protocol

from bot.domain.discord_errors import PostingDelayedError
from bot.domain.guild import GuildSettings
from bot.domain.identity import NOBODY, GuildId, OutboxId, ResponseId
from bot.domain.moderation import Decision
from bot.domain.outbox import OutboxRow, Step
from bot.services.clock import Clock
from bot.services.consents import to_member_hash
from bot.services.place import Place
from bot.services.telling import CannotTellError
from bot.storage.store import Store, Transaction

logger = logging.getLogger(__name__)

HIDE = "response.hide"


class DecisionPort(Protocol):
    """Where authors are told in private."""

    async def tell_decision(
        self, decision: Decision, *, settings: GuildSettings, nonce: str, since: datetime | None
    ) -> None:
        """Tell a response's author what was decided about it, in the guild's language.

        *since*, where it was tried before, is when that began: it may have been shown.
        Raises CannotTellError, PostingDelayedError.
        """
        ...


class NoDecisions:
    """At a terminal nobody is told anything but what they see there: see ``DecisionService.untold``."""

    async def tell_decision(
        self, decision: Decision, *, settings: GuildSettings, nonce: str, since: datetime | None
    ) -> None:
        """Leave it to whoever is connected to Discord."""
        raise PostingDelayedError


class DecisionService:
    """Which decisions authors are yet to be told, and telling them."""

    def __init__(self, store: Store, *, clock: Clock, port: DecisionPort) -> None:
        self._store = store
        self._clock = clock
        self._port = port

    async def perform(self, row: OutboxRow) -> None:
        """Tell the author of the decision that *row* is about, if it is still how things stand.

        Raises PostingDelayedError.
        """
        async with self._store.read() as tx:
            decision = await _decision(tx, row.subject, guild=row.guild)
            settings = await tx.guilds.get(row.guild)
        if decision is None:
            return
        since = row.planned_at if row.is_retry else None
        try:
            await self._port.tell_decision(decision, settings=settings, nonce=row.nonce, since=since)
        except CannotTellError:
            # Whose it is stays out of the log: it may be under a pseudonym.
            logger.info("An author takes no messages: step %s is not told", row.id)

    async def untold(self, at: Place) -> tuple[tuple[OutboxId, Decision], ...]:
        """Return what whoever speaks is yet to be told of their answers, the oldest first."""
        async with self._store.read() as tx:
            found = []
            for row, line in await tx.outbox.waiting(Step.DECIDED, guild=at.guild):
                decision = await _decision(tx, line, guild=at.guild)
                if decision is not None and decision.response.author == at.person.id:
                    found.append((row, decision))
            return tuple(found)

    async def told(self, row: OutboxId) -> None:
        """Note that somebody was told."""
        async with self._store.write() as tx:
            await tx.outbox.done(row, at=self._clock())


async def _decision(tx: Transaction, line: int, *, guild: GuildId) -> Decision | None:
    """Return a decision whose author is to be told; None where it is over, or nobody wants to hear of it."""
    noted = await tx.log.get(line, guild=guild)
    if noted is None:
        return None
    response = await tx.responses.get(ResponseId(int(noted.target)), guild=guild)
    is_hidden = noted.action == HIDE
    if response is None or response.is_gone or response.is_hidden is not is_hidden:
        return None
    secret, objecting = await tx.objections.known(guild)
    is_nobody = response.author == NOBODY
    if is_nobody or (secret is not None and to_member_hash(secret, response.author) in objecting):
        return None
    _, prompt = await tx.discussions.prompt(response.prompt, guild=guild)
    return Decision(
        guild=guild,
        response=response,
        question=prompt.text,
        is_hidden=is_hidden,
        reason=noted.reason,
    )
