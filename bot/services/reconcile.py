"""Making what is recorded of a place equal to what stands there."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.consent import Purpose
from bot.domain.discord_errors import RestlessError
from bot.domain.discussion import Given, NewResponse, to_response_text
from bot.domain.errors import EmptyResponseError, ResponseTooLongError
from bot.domain.identity import ChannelId, GuildId, PromptId
from bot.domain.snowflake import from_snowflake, to_snowflake
from bot.services.clock import Clock
from bot.services.consents import ConsentService, Wishes
from bot.services.following import Following, Watch
from bot.services.history import HistoryPort, Page, Standing
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.recall import Reach, Recorded
from bot.storage.store import Store

# Before what something happened to meanwhile is looked at again; what happens on and on is left for later.
PAUSES = (0.0, 0.25, 0.5, 1.0, 2.0)  # seconds
ENDLESS = 1 << 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A place where people answer, and what counts there."""

    guild: GuildId
    channel: ChannelId  # the discussion's
    place: int  # that channel, or a thread of it
    prompts: Mapping[int, PromptId]  # by the messages that replies name
    thread_of: PromptId | None  # the prompt that whatever is typed here answers
    given: frozenset[Given]  # as what answers are recorded that stand here and nowhere else
    typed_since: int | None  # what is typed here without replying is recorded if it is newer, if at all
    floors: Mapping[PromptId, int]  # what answers each and is older was recorded, or not to be
    until: int  # so is what is newer: the discussion was over

    @property
    def wanted(self) -> tuple[PromptId, ...]:
        """The prompts that are answered here."""
        return tuple(self.prompts.values())

    @property
    def since(self) -> int:
        """The message after which there may be something new."""
        return min(self.floors.values())


class Reconciler:
    """Reads places back and changes what is recorded of them."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        recorder: Recorder,
        responses: ResponseService,
        consents: ConsentService,
        history: HistoryPort,
        following: Following,
    ) -> None:
        self._store = store
        self._consents = consents
        self._clock = clock
        self._recorder = recorder
        self._responses = responses
        self._history = history
        self._following = following

    async def read(self, ground: Ground, *, again: Callable[[], None]) -> int:
        """Make what is recorded equal to what stands in *ground*; return up to which message all is known.

        It has to be read *again* where an event comes in late, which may have been counted twice.
        Raises UnreadableError, PostingDelayedError, a StoreError, RestlessError.
        """
        newest, left = await self._pass(ground, only=None, again=again)
        for pause in PAUSES:
            if not left:
                break
            await asyncio.sleep(pause)
            _, left = await self._pass(ground, only=left, again=again)
        if left:
            raise RestlessError
        return newest

    async def _pass(
        self, ground: Ground, *, only: set[int] | None, again: Callable[[], None]
    ) -> tuple[int, set[int]]:
        """Go through *ground* once, or to some messages in it only.

        Return up to which message all is known, and which have to be looked at again.
        """
        with self._following.watch(ground.place) as watch:
            standing = await self._standing(ground, only=only)
            # What was picked from a message's menu may stand elsewhere: that it is not here means nothing.
            known = {one for one, row in standing.items() if row.given in ground.given}
            last, newest, answers = 0, ground.since, set[int]()
            left = set(watch.under_way if only is None else watch.under_way & only)
            needed = sorted(standing if only is None else only)
            since = ground.since if only is None and ground.since < ground.until else None
            while (after := _next(needed, last=last, since=since)) is not None:
                began = self._history.now()
                page = await self._history.page(
                    ground.place, guild=ground.guild, channel=ground.channel, after=after
                )
                last = ENDLESS if page.is_last else max(after, page.messages[-1].id)
                newest = max(newest, *(one.id for one in page.messages), began if page.is_last else 0)
                if last >= ground.until:
                    since = None  # whatever else was said there since
                gone = [one for one in needed if after < one <= last and one in known]
                ours, touched = await self._apply(ground, page, watch=watch, only=only, known=gone)
                answers |= ours
                left |= touched
                if page.is_last:
                    break
            # From here on it is an event that comes in late.
            self._following.has_read(ground.place, answers=answers, tell=again)
        return newest, left | (watch.touched & answers)

    async def _standing(self, ground: Ground, *, only: set[int] | None) -> dict[int, Recorded]:
        """Return what is recorded of messages that stand here, or may."""
        async with self._store.read() as tx:
            if only is None:
                return await tx.recalls.standing(ground.wanted, (*ground.given, Given.MENU))
            found = await tx.recalls.recorded(sorted(only))
        return {id_: row for id_, row in found.items() if not row.is_gone}

    async def _apply(
        self, ground: Ground, page: Page, *, watch: Watch, only: set[int] | None, known: Sequence[int]
    ) -> tuple[set[int], set[int]]:
        """Make what is recorded equal to *page*, where of *known* all should be that still stand.

        Return the messages that are recorded, and those to which something happened meanwhile.
        """
        here = {one.id: one for one in page.messages if only is None or one.id in only}
        async with self._store.read() as tx:
            recorded = await tx.recalls.recorded(list(here))
        with self._recorder.coming():  # whoever has all of theirs erased now has this erased too
            wishes = await self._consents.get(ground.guild)
            new = [
                as_wished(response, wishes)
                for one in here.values()
                if one.id not in recorded and one.id not in watch.touched
                if not wishes.forbids(one.author, message=one.id)
                for response in to_responses(one, ground=ground)
            ]
            if new:
                await self._record(new)
        if new:
            async with self._store.read() as tx:
                recorded = await tx.recalls.recorded(list(here))
        ours = {id_: row for id_, row in recorded.items() if not row.is_gone}
        crossed = await self._crossed(ground, (here[id_] for id_ in ours), recorded=ours)
        standing = {one.id for one in page.messages}
        gone = [id_ for id_ in known if id_ not in standing]
        await self._write(
            {id_: here[id_] for id_ in ours}, recorded=ours, crossed=crossed, gone=gone, watch=watch
        )
        for id_ in ours.keys() - watch.touched:
            self._following.forget_counts(id_)
        candidates = {one.id for one in here.values() if to_responses(one, ground=ground)}
        return set(ours), watch.touched & (ours.keys() | candidates | set(gone))

    async def _record(self, new: Sequence[NewResponse]) -> None:
        """Record *new* by the way of everything that is recorded."""
        stored = []
        for response in new:
            while not self._recorder.has_room:
                await self._recorder.room()
            stored.append(self._recorder.hand_in(response))
        await asyncio.gather(*stored)

    async def _crossed(
        self, ground: Ground, messages: Iterable[Standing], *, recorded: Mapping[int, Recorded]
    ) -> set[int]:
        """Return which of *messages* their authors crossed out."""
        return {
            one.id
            for one in messages
            if one.is_crossed
            and one.author == recorded[one.id].author
            and await self._history.has_crossed_out(ground.place, message=one.id, author=one.author)
        }

    async def _write(
        self,
        messages: Mapping[int, Standing],
        *,
        recorded: Mapping[int, Recorded],
        crossed: set[int],
        gone: Sequence[int],
        watch: Watch,
    ) -> None:
        """Write down what became of recorded *messages*, and that others are *gone*."""
        async with self._store.read() as tx:
            counts = await tx.recalls.counts([row.response for row in recorded.values()])
        edited = [one for one in messages.values() if _is_edited(one, recorded[one.id])]
        counted = [
            one
            for one in messages.values()
            if one.reactions != counts.get(recorded[one.id].response, {}) and one.id not in crossed
        ]
        if not (edited or counted or crossed or gone):
            return
        now = self._clock()
        async with self._store.erase() as tx:
            await tx.messages.delete([one for one in gone if one not in watch.touched], at=now)
            for one in edited:
                if one.id not in watch.touched and (text := to_text(one)) is not None:
                    await tx.messages.edit(one.id, text, author=one.author, at=one.edited_at or now)
            for id_ in crossed - watch.touched:
                await tx.messages.withdraw(id_, author=recorded[id_].author, at=now)
            for one in counted:
                if one.id not in watch.touched:
                    await tx.recalls.set_counts(recorded[one.id].response, one.reactions)


def grounds(
    reaches: Sequence[Reach],
    *,
    has_replies: bool,
    typed_since: int | None,
    oldest: int | None,
    now: datetime,
) -> Iterator[Ground]:
    """Yield the places in which the prompts of one discussion are answered."""
    until = min(ENDLESS if one.closed_at is None else to_snowflake(one.closed_at) for one in reaches)
    floors = {one.prompt: _floor(one, oldest=oldest, now=now) for one in reaches}
    if has_replies:
        yield Ground(
            guild=reaches[0].guild,
            channel=reaches[0].channel,
            place=reaches[0].channel,
            prompts={one.thread: one.prompt for one in reaches},
            thread_of=None,
            given=frozenset({Given.REPLY}),
            typed_since=None,
            floors=floors,
            until=until,
        )
    for one in reaches:
        yield Ground(
            guild=one.guild,
            channel=one.channel,
            place=one.thread,
            prompts={one.thread: one.prompt},
            thread_of=one.prompt,
            given=frozenset({Given.THREAD} if has_replies else {Given.THREAD, Given.REPLY}),
            typed_since=typed_since,
            floors={one.prompt: floors[one.prompt]},
            until=until,
        )


def _floor(reach: Reach, *, oldest: int | None, now: datetime) -> int:
    """Return the message up to which nothing is to be recorded any more as an answer to a prompt."""
    known = reach.seen or reach.thread
    if oldest is not None:
        known = max(reach.thread, min(known, oldest - 1))
    if reach.kept_days is None:
        return known
    # What is as old would be deleted within the hour; it may have been already.
    return max(known, to_snowflake(now - timedelta(days=reach.kept_days)))


def to_responses(message: Standing, *, ground: Ground) -> tuple[NewResponse, ...]:
    """Return the response that *message* is, if it is one."""
    if not message.is_persons or message.id >= ground.until:
        return ()
    prompt = ground.prompts.get(message.reply_to or 0)
    is_reply = prompt is not None
    since = ground.typed_since
    if prompt is None and since is not None and message.id > since and not message.asks_bot:
        prompt = ground.thread_of
    if prompt is None or message.id <= ground.floors[prompt] or (text := to_text(message)) is None:
        return ()
    response = NewResponse(
        prompt=prompt,
        author=message.author,
        author_name=message.author_name,
        text=text,
        given=Given.REPLY if is_reply else Given.THREAD,
        created_at=from_snowflake(message.id),
        message=message.id,
        reply_to=None if is_reply else message.reply_to,
    )
    return (response,)


def as_wished(response: NewResponse, wishes: Wishes) -> NewResponse:
    """Return *response* with what its author lets be done with all of theirs."""
    uses = wishes.uses(response.author)
    if not uses:
        return response
    return replace(response, may_quote=Purpose.QUOTE in uses, may_publish=Purpose.PUBLISH in uses)


def to_text(message: Standing) -> str | None:
    """Return the words of *message* as they are recorded, or None where there are none, or too many."""
    with suppress(EmptyResponseError, ResponseTooLongError):
        return to_response_text(message.text)
    return None


def _is_edited(message: Standing, recorded: Recorded) -> bool:
    edited_at = message.edited_at
    return edited_at is not None and (recorded.edited_at is None or recorded.edited_at < edited_at)


def _next(needed: Sequence[int], *, last: int, since: int | None) -> int | None:
    """Return after which message to go on, where it was gone on as far as *last*.

    What is *needed* has to be looked at, and all that is newer than *since*.
    """
    first = next((one for one in needed if one > last), None)
    if since is None:
        return None if first is None else max(last, first - 1)
    return max(last, min(since, since if first is None else first - 1))
