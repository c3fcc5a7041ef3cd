"""What people answer: recorded, changed and taken back by themselves, hidden and restored by moderators."""

from dataclasses import dataclass

from bot.domain.discussion import Discussion, Given, NewResponse, Prompt, Response, to_response_text
from bot.domain.errors import (
    NoDiscussionError,
    NoOwnResponseError,
    NotYourResponseError,
    ResponseGoneError,
    UnknownQuestionError,
    UnknownResponseError,
)
from bot.domain.identity import ResponseId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.storage.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The acknowledgement of a response: it is on disk."""

    response: ResponseId
    prompt: Prompt


class ResponseService:
    """What can be done with the responses of a channel's discussion."""

    def __init__(self, store: Store, *, clock: Clock, recorder: Recorder) -> None:
        self._store = store
        self._clock = clock
        self._recorder = recorder

    async def give(self, text: str, *, given: Given, at: Place, number: int | None = None) -> Receipt:
        """Record an answer to prompt *number*, or to the latest.

        Raises NoDiscussionError, UnknownQuestionError, EmptyResponseError, ResponseTooLongError.
        """
        clean = to_response_text(text)
        async with self._store.read() as tx:
            discussion = await _current(tx, at)
            prompt = _prompt(await tx.discussions.prompts(discussion.id), number=number)
        response = NewResponse(
            prompt=prompt.id,
            author=at.person.id,
            author_name=at.person.name,
            text=clean,
            given=given,
            created_at=self._clock(),
        )
        return Receipt(response=await self._recorder.record(response), prompt=prompt)

    async def edit(self, text: str, *, at: Place, response: ResponseId | None = None) -> Response:
        """Change one's own response, the latest unless it is named.

        Raises what ``give`` raises, NoOwnResponseError, UnknownResponseError, NotYourResponseError,
        ResponseGoneError.
        """
        clean = to_response_text(text)
        async with self._store.write() as tx:
            own = await self._own(tx, response, at=at)
            await tx.responses.change(own.id, text=clean, edited_at=self._clock())
        return own

    async def withdraw(self, *, at: Place, response: ResponseId | None = None) -> Response:
        """Take one's own response back for good: its text is removed, that there was one stays.

        Raises NoOwnResponseError, UnknownResponseError, NotYourResponseError, ResponseGoneError.
        """
        async with self._store.write() as tx:
            own = await self._own(tx, response, at=at)
            await tx.responses.change(own.id, text=None, withdrawn_at=self._clock())
        return own

    async def page(
        self, *, at: Place, number: int | None = None, limit: int, after: int = 0
    ) -> tuple[Response, ...]:
        """Return responses in the channel's discussion, oldest first. Raises NoDiscussionError."""
        async with self._store.read() as tx:
            discussion = await _current(tx, at)
            return await tx.responses.page(discussion=discussion.id, number=number, limit=limit, after=after)

    async def hide(self, response: ResponseId, *, reason: str, at: Place) -> Response:
        """Keep a response out of sight and out of exports. Raises UnknownResponseError, ResponseGoneError."""
        return await self._moderate(response, is_hidden=True, reason=reason, at=at)

    async def restore(self, response: ResponseId, *, reason: str, at: Place) -> Response:
        """Put a hidden response back. Raises UnknownResponseError, ResponseGoneError."""
        return await self._moderate(response, is_hidden=False, reason=reason, at=at)

    async def _moderate(self, response: ResponseId, *, is_hidden: bool, reason: str, at: Place) -> Response:
        now = self._clock()
        async with self._store.write() as tx:
            found = await _get(tx, response, at=at)
            await tx.responses.change(found.id, hidden_at=now if is_hidden else None)
            action = "response.hide" if is_hidden else "response.restore"
            await tx.log.add(
                action, target=str(found.id), guild=at.guild, at=now, by=at.person.id, reason=reason
            )
        return found

    async def _own(self, tx: Transaction, response: ResponseId | None, *, at: Place) -> Response:
        if response is None:
            discussion = await _current(tx, at)
            latest = await tx.responses.latest_of(at.person.id, discussion=discussion.id)
            if latest is None:
                raise NoOwnResponseError
            return latest
        found = await _get(tx, response, at=at)
        if found.author != at.person.id:
            raise NotYourResponseError(response=str(response))
        return found


async def _get(tx: Transaction, response: ResponseId, *, at: Place) -> Response:
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


def _prompt(prompts: tuple[Prompt, ...], *, number: int | None) -> Prompt:
    wanted = len(prompts) if number is None else number
    for prompt in prompts:
        if prompt.number == wanted:
            return prompt
    raise UnknownQuestionError(question=str(number), highest=len(prompts))
