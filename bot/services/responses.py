"""What people answer: recorded, changed and taken back by themselves."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.consent import TERMS, Purpose
from bot.domain.discussion import (
    Discussion,
    DiscussionState,
    Given,
    Kept,
    NewResponse,
    Prompt,
    Response,
    to_response_text,
)
from bot.domain.errors import (
    DiscussionClosedError,
    EmptyResponseError,
    NeverRecordedError,
    NoDiscussionError,
    NoOwnResponseError,
    NotAgreedError,
    NotYourResponseError,
    ResponseGoneError,
    ResponseTooLongError,
    UnknownPromptError,
    UnknownQuestionError,
    UnknownResponseError,
    WrongKeyError,
)
from bot.domain.identity import NOBODY, MemberId, PromptId, ResponseId
from bot.domain.moderation_errors import MutedError
from bot.services.clock import Clock
from bot.services.consents import NO_PURPOSES, ConsentService, Wishes, to_member_hash
from bot.services.givers import Givers
from bot.services.guilds import pseudonym
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.storage.store import Store, Transaction

KEY_BYTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The acknowledgement of a response: it is on disk."""

    response: ResponseId
    prompt: Prompt
    key: str | None = None  # of an unlinked one: by it alone its author changes it


class ResponseService:
    """What can be done with the responses of a channel's discussion."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        recorder: Recorder,
        consents: ConsentService | None = None,
        givers: Givers | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._recorder = recorder
        self._consents = consents or ConsentService(store, clock=clock, recorder=recorder)
        self._givers = Givers(clock=clock) if givers is None else givers

    async def give(
        self,
        text: str,
        *,
        given: Given,
        at: Place,
        number: int | None = None,
        prompt: PromptId | None = None,
        kept: Kept = Kept.NAMED,
        message: int | None = None,
        reply_to: int | None = None,
        agreed: bool | None = None,
        uses: Collection[Purpose] | None = None,
        shown: Mapping[Purpose, int] = TERMS,
    ) -> Receipt:
        """Record an answer to *prompt*, to prompt *number*, to that of the thread, or else to the latest.

        *uses* is what its author lets be done with it; where they were not asked, it is what they let be done
        with all of theirs. *shown* is in which versions they read the words. Raises NoDiscussionError,
        UnknownPromptError, UnknownQuestionError, DiscussionClosedError, EmptyResponseError,
        ResponseTooLongError, NotAgreedError, NeverRecordedError, MutedError.
        """
        clean = to_response_text(text)
        if agreed is False:
            raise NotAgreedError
        with self._recorder.coming():  # whoever has all of theirs erased now has this erased too
            typed = None if given is Given.MENU else message  # what is picked is said anew
            wishes = await self._allowed(at, kept=kept, typed=typed)
            async with self._store.read() as tx:
                discussion, wanted = await _aim(tx, at=at, number=number, prompt=prompt)
            author, name = at.person.id, at.person.name
            is_linked = kept is not Kept.UNLINKED
            if uses is None:
                uses = wishes.uses(author) if is_linked else NO_PURPOSES
                agreed_to = {Purpose.RECORD} if agreed else set()
            else:
                agreed_to = {*uses, Purpose.RECORD} if agreed else set(uses)
                # Who agreed in other words agreed to something else; as with what was agreed to before.
                uses = {use for use in uses if shown[use] == TERMS[use]}
            if (agreed_to and is_linked) or kept is Kept.PSEUDONYMOUS:
                async with self._store.write() as tx:
                    for purpose in sorted(agreed_to) if is_linked else ():
                        await tx.consents.add(
                            purpose,
                            version=shown[purpose],
                            guild=at.guild,
                            member=author,
                            on=self._clock().date(),
                        )
                    if kept is Kept.PSEUDONYMOUS:
                        name = await pseudonym(tx, guild=at.guild, member=author, discussion=discussion.id)
            response = NewResponse(
                prompt=wanted.id,
                author=author,
                author_name=name,
                text=clean,
                given=given,
                created_at=self._clock(),
                kept=kept,
                message=message,
                reply_to=reply_to,
                may_quote=Purpose.QUOTE in uses,
                may_publish=Purpose.PUBLISH in uses,
                terms=shown[Purpose.RECORD] if agreed else None,
            )
            if is_linked:
                return Receipt(response=await self._recorder.record(response), prompt=wanted)
            key = secrets.token_hex(KEY_BYTES)  # no mark of Markdown in it, nothing to mistype
            member = to_member_hash(await self._secret(at, wishes), author)
            recorded = await self._recorder.record(unlinked(response, key=key))
            self._givers.put(recorded, member_hash=member)
            return Receipt(response=recorded, prompt=wanted, key=key)

    async def answered(
        self, *, at: Place, number: int | None = None, prompt: PromptId | None = None
    ) -> Prompt:
        """Return the prompt that ``give`` would record an answer to now.

        Raises NoDiscussionError, UnknownPromptError, UnknownQuestionError, DiscussionClosedError,
        NeverRecordedError.
        """
        await self._allowed(at)
        async with self._store.read() as tx:
            return (await _aim(tx, at=at, number=number, prompt=prompt))[1]

    async def room(self) -> None:
        """Wait until one more may be handed in."""
        await self._recorder.room()

    @property
    def has_room(self) -> bool:
        """Whether one more may be handed in now."""
        return self._recorder.has_room

    def hand_in(
        self,
        text: str,
        *,
        given: Given,
        prompt: PromptId,
        author: MemberId,
        author_name: str,
        message: int,
        uses: Collection[Purpose] = NO_PURPOSES,
    ) -> asyncio.Future[ResponseId]:
        """Let what was typed to *prompt*, which is open, be recorded; return what will be the response's id.

        The database is asked nothing but to record it. Raises EmptyResponseError, ResponseTooLongError;
        what is returned raises a StoreError.
        """
        response = NewResponse(
            prompt=prompt,
            author=author,
            author_name=author_name,
            text=to_response_text(text),
            given=given,
            created_at=self._clock(),
            message=message,
            may_quote=Purpose.QUOTE in uses,
            may_publish=Purpose.PUBLISH in uses,
        )
        return self._recorder.hand_in(response)

    async def edit(
        self, text: str, *, at: Place, response: ResponseId | None = None, key: str | None = None
    ) -> Response:
        """Change one's own response, the latest unless it is named; an unlinked one by its *key*.

        Raises what ``give`` raises, NoOwnResponseError, UnknownResponseError, NotYourResponseError,
        ResponseGoneError, WrongKeyError.
        """
        clean = to_response_text(text)
        async with self._store.erase() as tx:
            own = await self._own(tx, response, at=at, key=key)
            now = self._clock() if own.kept is not Kept.UNLINKED else to_day(self._clock())
            await tx.responses.change(own.id, text=clean, edited_at=now)
        return own

    async def withdraw(
        self, *, at: Place, response: ResponseId | None = None, key: str | None = None
    ) -> Response:
        """Take one's own response back for good: its text is removed, that there was one stays.

        Raises what ``edit`` raises, but for the text.
        """
        async with self._store.erase() as tx:
            own = await self._own(tx, response, at=at, key=key)
            now = self._clock() if own.kept is not Kept.UNLINKED else to_day(self._clock())
            await tx.responses.change(own.id, text=None, withdrawn_at=now)
        self._givers.forget(own.id)
        return own

    async def own(self, *, at: Place, response: ResponseId | None = None, key: str | None = None) -> Response:
        """Return one's own response. Raises what ``withdraw`` raises."""
        async with self._store.read() as tx:
            return await self._own(tx, response, at=at, key=key)

    async def has_message(self, message: int) -> bool:
        """Return whether *message* was recorded, though it may have been taken back."""
        async with self._store.read() as tx:
            return await tx.messages.response(message) is not None

    async def edit_message(self, message: int, text: str, *, author: MemberId, at_time: datetime) -> bool:
        """Follow an edit to what was typed; return whether it was a response. A text left empty stays."""
        try:
            clean = to_response_text(text)
        except (EmptyResponseError, ResponseTooLongError):
            return False
        if not await self.has_message(message):
            return False
        async with self._store.erase() as tx:
            return await tx.messages.edit(message, clean, author=author, at=at_time)

    async def delete_messages(self, messages: Sequence[int]) -> bool:
        """Remove what was deleted; return whether any of it was a response."""
        async with self._store.read() as tx:
            known = await tx.messages.known(messages)
        if not known:
            return False
        async with self._store.erase() as tx:
            return await tx.messages.delete(known, at=self._clock())

    async def withdraw_message(self, message: int, *, by: MemberId) -> bool:
        """Take a typed response back for its author; return whether it was one of theirs."""
        if not await self.has_message(message):
            return False
        async with self._store.erase() as tx:
            return await tx.messages.withdraw(message, author=by, at=self._clock())

    async def count_reaction(self, message: int, emoji: str, *, change: int) -> None:
        """Count *change* reactions more, or fewer, to what was typed."""
        if await self.has_message(message):
            async with self._store.write() as tx:
                await tx.messages.react(message, emoji, change=change)

    async def clear_reactions(self, message: int, *, emoji: str | None = None) -> None:
        """Count the reactions to what was typed no more, or those of one kind."""
        if await self.has_message(message):
            async with self._store.write() as tx:
                await tx.messages.clear_reactions(message, emoji=emoji)

    async def scrub(self) -> None:
        """Leave nothing of words that were taken back since the last time, in the write-ahead log either."""
        await self._store.scrub()

    async def page(
        self, *, at: Place, number: int | None = None, limit: int, after: int = 0
    ) -> tuple[Response, ...]:
        """Return responses in the channel's discussion, oldest first. Raises NoDiscussionError."""
        async with self._store.read() as tx:
            discussion = await _current(tx, at)
            return await tx.responses.page(discussion=discussion.id, number=number, limit=limit, after=after)

    async def _allowed(self, at: Place, *, kept: Kept | None = None, typed: int | None = None) -> Wishes:
        """Return what whoever speaks, or *typed* a message, wants. Raises NeverRecordedError, MutedError."""
        wishes = await self._consents.get(at.guild)
        if wishes.forbids(at.person.id, message=typed):
            raise NeverRecordedError
        if kept is Kept.UNLINKED:
            until = wishes.muted_until(at.person.id, today=self._clock().date())
            if until is not None:
                raise MutedError(day=until)
        return wishes

    async def _secret(self, at: Place, wishes: Wishes) -> str:
        """Return what the guild's hashes are made with, making it where there is none yet."""
        if wishes.secret is not None:
            return wishes.secret
        async with self._store.write() as tx:
            return await tx.guilds.secret(at.guild)

    async def _own(
        self, tx: Transaction, response: ResponseId | None, *, at: Place, key: str | None
    ) -> Response:
        if response is None:
            discussion = await _latest(tx, at)
            latest = await tx.responses.latest_of(at.person.id, discussion=discussion.id)
            if latest is None:
                raise NoOwnResponseError
            return latest
        found = await get_response(tx, response, at=at)
        if found.kept is Kept.UNLINKED:
            if not hmac.compare_digest(found.key_hash or "", to_hash(key or "")):
                raise WrongKeyError(response=str(response))
        elif found.author != at.person.id:
            raise NotYourResponseError(response=str(response))
        return found


def unlinked(response: NewResponse, *, key: str) -> NewResponse:
    """Return *response* without anything that leads to its author, who has *key*."""
    return replace(
        response,
        author=NOBODY,
        author_name="",
        created_at=to_day(response.created_at),
        message=None,
        reply_to=None,
        key_hash=to_hash(key),
    )


def to_hash(key: str) -> str:
    """Return what is kept of *key*."""
    return hashlib.sha256(key.strip().encode()).hexdigest()


def to_day(time: datetime) -> datetime:
    """Return the beginning of the day of *time*: an instant would tell who it was."""
    return time.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


async def _aim(
    tx: Transaction, *, at: Place, number: int | None, prompt: PromptId | None
) -> tuple[Discussion, Prompt]:
    """Return the prompt that is answered, with its discussion, which is open."""
    if prompt is not None:
        discussion, wanted = await tx.discussions.prompt(prompt, guild=at.guild)
    elif number is None and at.thread is not None:
        discussion, wanted = await tx.discussions.prompt_in(at.thread, guild=at.guild)
    else:
        discussion = await _current(tx, at)
        wanted = _prompt(await tx.discussions.prompts(discussion.id), number=number)
    if discussion.state is not DiscussionState.OPEN:
        raise DiscussionClosedError(title=await tx.discussions.title(discussion.id))
    return discussion, wanted


async def get_response(tx: Transaction, response: ResponseId, *, at: Place) -> Response:
    """Return one of the guild's responses. Raises UnknownResponseError, ResponseGoneError."""
    found = await tx.responses.get(response, guild=at.guild)
    if found is None:
        raise UnknownResponseError(response=str(response))
    if found.is_gone:
        raise ResponseGoneError(response=str(response))
    return found


async def _current(tx: Transaction, at: Place) -> Discussion:
    current = await tx.discussions.current(guild=at.guild, channel=at.channel)
    if current is None:
        raise NoDiscussionError
    return current


async def _latest(tx: Transaction, at: Place) -> Discussion:
    """Return the discussion that somebody means who changes what they said: the open one or the last one."""
    if at.thread is not None:
        with suppress(UnknownPromptError):
            return (await tx.discussions.prompt_in(at.thread, guild=at.guild))[0]
    found = await tx.discussions.latest(guild=at.guild, channel=at.channel)
    if found is None:
        raise NoDiscussionError
    return found


def _prompt(prompts: tuple[Prompt, ...], *, number: int | None) -> Prompt:
    wanted = len(prompts) if number is None else number
    for prompt in prompts:
        if prompt.number == wanted:
            return prompt
    raise UnknownQuestionError(question=str(number), highest=len(prompts))
