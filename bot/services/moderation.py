"""What moderators decide about answers, and what members report to them. Nothing of it is done silently.

An answer's author is told once of each decision, in private, with the reason. Who reported an answer is
told to nobody, and who gave an unlinked one is known to nobody: see ``bot.services.givers``.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.discussion import Kept, Response
from bot.domain.identity import NOBODY, GuildId, ResponseId
from bot.domain.moderation import LogLine, Reported
from bot.domain.moderation_errors import (
    AlreadyHiddenError,
    AlreadyReportedError,
    AuthorForgottenError,
    NotRecordedError,
    NotUnlinkedError,
    OwnResponseReportedError,
)
from bot.domain.outbox import Step, response_stream
from bot.services.clock import Clock
from bot.services.consents import ConsentService, to_member_hash
from bot.services.delivery import Delivery
from bot.services.givers import Givers
from bot.services.place import Place
from bot.services.responses import get_response, to_day
from bot.storage.store import Store, Transaction

# Answers that wait, as many as anybody looks through; the others move up.
QUEUED = 500
REASONS = 5
SUNDAY = 6  # as in datetime.weekday()
# Lines of the log that a file has: of more than that, those of the last time.
TAKEN = 50_000


class ModerationService:
    """What can be done about a guild's answers by those who look after them."""

    def __init__(
        self, store: Store, *, clock: Clock, consents: ConsentService, delivery: Delivery, givers: Givers
    ) -> None:
        self._store = store
        self._clock = clock
        self._consents = consents
        self._delivery = delivery
        self._givers = givers

    async def hide(self, response: ResponseId, *, reason: str, at: Place) -> Response:
        """Keep a response out of sight and out of exports. Raises UnknownResponseError, ResponseGoneError."""
        return await self._decide(response, is_hidden=True, reason=reason, at=at)

    async def restore(self, response: ResponseId, *, reason: str, at: Place) -> Response:
        """Put a hidden response back. Raises UnknownResponseError, ResponseGoneError."""
        return await self._decide(response, is_hidden=False, reason=reason, at=at)

    async def stand(self, response: ResponseId, *, at: Place) -> Response:
        """Leave a response that waits for a moderator as it is; it waits no more.

        Nothing changes for its author, who is told nothing. Raises UnknownResponseError, ResponseGoneError.
        """
        now = self._clock()
        async with self._store.write() as tx:
            found = await get_response(tx, response, at=at)
            await tx.flags.settle(found.id, at=now)
            if found.changed_hidden:
                await tx.responses.change(found.id, changed_hidden=False)
            await tx.log.add("response.stand", target=str(found.id), guild=at.guild, at=now, by=at.person.id)
        return found

    async def get(self, response: ResponseId, *, at: Place) -> Response:
        """Return a response to be decided about. Raises UnknownResponseError, ResponseGoneError."""
        async with self._store.read() as tx:
            return await get_response(tx, response, at=at)

    # -- reports -------------------------------------------------------------------------------------

    async def reportable(
        self, *, at: Place, response: ResponseId | None = None, message: int | None = None
    ) -> Response:
        """Return what somebody wants to report: a response, or the one that *message* is.

        Raises NotRecordedError, UnknownResponseError, ResponseGoneError, AlreadyHiddenError,
        OwnResponseReportedError.
        """
        async with self._store.read() as tx:
            return await _reportable(tx, at=at, response=response, message=message)

    async def report(
        self, *, reason: str, at: Place, response: ResponseId | None = None, message: int | None = None
    ) -> Response:
        """Let moderators look at a response. A person counts once for each.

        Raises what ``reportable`` raises, and AlreadyReportedError.
        """
        async with self._store.write() as tx:
            found = await _reportable(tx, at=at, response=response, message=message)
            member = to_member_hash(await tx.guilds.secret(at.guild), at.person.id)
            is_new = await tx.flags.add(
                found.id, guild=at.guild, member_hash=member, reason=reason, at=self._clock()
            )
        if not is_new:
            raise AlreadyReportedError(response=str(found.id))
        return found

    async def waiting(self, guild: GuildId) -> Sequence[ResponseId]:
        """Return the responses that wait for a moderator, those that most people reported first."""
        async with self._store.read() as tx:
            return await tx.flags.waiting(guild, limit=QUEUED)

    async def reported(self, response: ResponseId, *, at: Place) -> Reported:
        """Return what is known of a response that waits. Raises UnknownResponseError, ResponseGoneError."""
        async with self._store.read() as tx:
            found = await get_response(tx, response, at=at)
            people, before = await tx.flags.people(found.id)
            return Reported(
                response=found,
                question=(await tx.discussions.prompt(found.prompt, guild=at.guild))[1].text,
                people=people,
                before=before,
                reasons=await tx.flags.reasons(found.id, limit=REASONS),
            )

    # -- muting --------------------------------------------------------------------------------------

    async def mute(self, response: ResponseId, *, days: int, at: Place) -> date:
        """Let whoever gave an unlinked response give no others for so many days; return until which.

        It is always a Sunday, so that the day does not tell when it was said, and to which response. Nobody
        is told who it is. Raises UnknownResponseError, ResponseGoneError, NotUnlinkedError,
        AuthorForgottenError.
        """
        now = self._clock()
        async with self._store.write() as tx:
            found = await get_response(tx, response, at=at)
            if found.kept is not Kept.UNLINKED:
                raise NotUnlinkedError(response=str(response))
            member = self._givers.get(found.id)
            if member is None:
                raise AuthorForgottenError(response=str(response))
            until = to_sunday(now.date() + timedelta(days=days))
            await tx.objections.mute(member, guild=at.guild, until=until)
            await tx.log.add_anywhere("response.mute", guild=at.guild, day=to_day(now), by=at.person.id)
        self._consents.forget(at.guild)
        return until

    def sweep(self) -> None:
        """Forget who gave the unlinked responses of more than a day ago."""
        self._givers.sweep()

    # -- the log -------------------------------------------------------------------------------------

    async def log(self, guild: GuildId, *, limit: int, offset: int) -> tuple[Sequence[LogLine], int]:
        """Return lines of what moderators did, the newest first, and how many there are in all."""
        async with self._store.read() as tx:
            return await tx.log.lines(guild, limit=limit, offset=offset), await tx.log.count(guild)

    async def take_log(self, *, at: Place) -> Sequence[LogLine]:
        """Return all that is known of what moderators did, the newest first. That it was taken is in it."""
        async with self._store.write() as tx:
            await tx.log.add("log.take", target="", guild=at.guild, at=self._clock(), by=at.person.id)
        async with self._store.read() as tx:
            return await tx.log.lines(at.guild, limit=TAKEN)

    async def _decide(self, response: ResponseId, *, is_hidden: bool, reason: str, at: Place) -> Response:
        now = self._clock()
        async with self._store.write() as tx:
            found = await get_response(tx, response, at=at)
            await tx.responses.change(
                found.id,
                hidden_at=now if is_hidden else None,
                hidden_because=reason if is_hidden else None,
                changed_hidden=False,
            )
            await tx.flags.settle(found.id, at=now)
            action = "response.hide" if is_hidden else "response.restore"
            line = await tx.log.add(
                action, target=str(found.id), guild=at.guild, at=now, by=at.person.id, reason=reason
            )
            is_told = found.author not in {NOBODY, at.person.id} and (is_hidden or found.is_hidden)
            if is_told:
                stream = response_stream(found.id)
                await tx.outbox.add(stream, [(Step.DECIDED, line)], guild=at.guild, at=now)
        if is_told:
            self._delivery.wanted.set()
        return found


def to_sunday(day: date) -> date:
    """Return *day*, or the next Sunday after it."""
    return day + timedelta(days=SUNDAY - day.weekday())


async def _reportable(
    tx: Transaction, *, at: Place, response: ResponseId | None, message: int | None
) -> Response:
    if response is None:
        response = None if message is None else await tx.messages.response(message)
        if response is None:
            raise NotRecordedError
    found = await get_response(tx, response, at=at)
    if found.author == at.person.id:
        raise OwnResponseReportedError(response=str(response))
    if found.is_hidden:
        raise AlreadyHiddenError(response=str(response))
    return found
