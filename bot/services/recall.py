"""Reading back what the recorder missed: after a start, an invalid session, an outage, a moment too busy.

Since when a guild's events come in without a gap is known; whatever was read back from beginning to end after
that is known to be as it is on Discord, and stays so. What is read is no more than what was answered and what
is newer than the last message that all was known up to.
"""

import asyncio
import heapq
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from weakref import WeakValueDictionary

from bot.domain.discord_errors import PostingDelayedError, RestlessError, UnreadableError
from bot.domain.identity import DiscussionId, GuildId, PromptId
from bot.domain.outbox import pause_after
from bot.domain.snowflake import earlier
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.following import Following
from bot.services.history import HistoryPort
from bot.services.reconcile import ENDLESS, Ground, Reconciler, grounds
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.recall import Reach
from bot.storage.store import Store

logger = logging.getLogger(__name__)

# Discussions that are read at once: one that hangs keeps no other waiting, and Discord's fifty requests a
# second are reached at a tenth of a second each.
TOGETHER = 6
# Discussions that are read before others than this service have a say again.
BATCH = 200
# How late a message may come in after its time.
LATE = timedelta(minutes=1)
# How long somebody waits: whoever takes an export, the end of a discussion.
PATIENCE = 60.0  # seconds
# Places where messages were missed; beyond, everything is read back.
MISSED = 10_000
# Trying again is of no use.
GONE = "thread_gone"
# How long after the end of a discussion a gap is a reason to read it back: all there ever were would take
# what Discord allows for minutes after each start. An export reads the others.
OVER = timedelta(days=30)
# What passes by itself, and is no news to anybody unless it lasts.
PASSING = frozenset({"delayed", "restless", "failed"})
LASTING = 5  # attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A prompt whose answers could not be read back."""

    prompt: PromptId
    number: int
    question: str  # its id
    title: str  # of the article
    reason: str  # a code; the text ``export.unread_<reason>`` says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What came of reading back."""

    unread: tuple[Unread, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether all is known now."""
        return not self.unread

    @property
    def may_be_read_later(self) -> bool:
        """Whether what is not known may be by and by."""
        return any(one.reason in PASSING for one in self.unread)


@dataclass(slots=True, kw_only=True)
class Wanted:
    """A discussion that is to be read back."""

    at: float  # as time.monotonic has it
    attempts: int = 0
    is_over: bool = False  # it ended: what people take back there still counts


class Recall:
    """Sees to it that what people answered is known, whatever was missed."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        recorder: Recorder,
        responses: ResponseService,
        history: HistoryPort,
        consents: ConsentService | None = None,
    ) -> None:
        self.following = Following()
        self.wanted = asyncio.Event()  # set where there is something to be read back
        self._store = store
        self._clock = clock
        self._history = history
        self._reconciler = Reconciler(
            store,
            clock=clock,
            recorder=recorder,
            responses=responses,
            consents=consents or ConsentService(store, clock=clock, recorder=recorder),
            history=history,
            following=self.following,
        )
        self._gaps: Counter[GuildId] = Counter()  # how often events of each guild began to come in
        self._gapped: set[GuildId] = set()
        self._missed: dict[int, int] = {}  # places where something was, and the oldest new message
        self._oldest: dict[DiscussionId, int] = {}  # message that was missed in each
        self._waiting: dict[DiscussionId, Wanted] = {}
        self._failing: dict[DiscussionId, GuildId] = {}
        self._known: dict[GuildId, dict[PromptId, Reach]] = {}  # of which all is known since then
        self._newest: dict[int, int] = {}  # message that was heard of, in each guild
        self._noted: dict[int, int] = {}  # of these, what was written down
        self._room = asyncio.Semaphore(TOGETHER)
        self._room_at_once = asyncio.Semaphore(TOGETHER)  # for what somebody waits for
        self._turns: WeakValueDictionary[DiscussionId, asyncio.Lock] = WeakValueDictionary()

    # -- what is heard -------------------------------------------------------------------------

    def hear(self, guild: int, message: int) -> None:
        """Note that *message* has come in from *guild*."""
        self._newest[guild] = message

    def begin(self, guild: GuildId) -> None:
        """Note that the events of *guild* come in from now on: some before may have been missed."""
        self._gaps[guild] += 1
        self._gapped.add(guild)
        self._known.pop(guild, None)
        self.following.forget_gap()
        self.wanted.set()

    def miss(self, place: int, *, message: int = ENDLESS) -> None:
        """Note what could not be dealt with in *place*: a new *message*, or what became of others."""
        if place in self._missed:
            self._missed[place] = min(message, self._missed[place])
            return
        if len(self._missed) >= MISSED:
            self._missed.clear()
            for guild in list(self._gaps):
                self.begin(guild)
        self._missed[place] = message
        self.wanted.set()

    def wake(self, guild: GuildId) -> None:
        """Read at once what could not be read in *guild*: something has changed there."""
        if guild in self._failing.values():
            self._gapped.add(guild)
            self.wanted.set()

    # -- what is done --------------------------------------------------------------------------

    async def work(self) -> timedelta | None:
        """Read back what is due, the newest open discussions first; return how long there is to the next.

        And remember up to where all is known. Raises a StoreError.
        """
        await self._advance()
        await self._collect()
        now = time.monotonic()
        due = [key for key, wanted in self._waiting.items() if wanted.at <= now]
        batch = heapq.nlargest(BATCH, due, key=lambda key: (not self._waiting[key].is_over, key))
        await asyncio.gather(*(self._guarded(key) for key in batch))
        if len(due) > len(batch) or self._gapped or self._missed:
            return timedelta(0)
        if not self._waiting:
            return None
        return timedelta(seconds=max(0.0, min(one.at for one in self._waiting.values()) - time.monotonic()))

    async def recall_discussion(self, discussion: DiscussionId) -> Recalled:
        """Read back what people answered in *discussion*, for somebody who waits; return what was not read.

        Raises a StoreError.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._one(discussion, room=self._room_at_once)
        except TimeoutError:
            self._later(discussion)
            async with self._store.read() as tx:
                reaches = await tx.recalls.discussion(discussion)
            return Recalled(unread=tuple(to_unread(one, "delayed") for one in reaches))

    async def _one(self, discussion: DiscussionId, *, room: asyncio.Semaphore) -> Recalled:
        turn = self._turns.setdefault(discussion, asyncio.Lock())
        async with turn, room:
            async with self._store.read() as tx:
                reaches = await tx.recalls.discussion(discussion)
                typed_since = await tx.recalls.typed_since(reaches[0].guild) if reaches else None
            if not reaches:
                self._waiting.pop(discussion, None)
                return Recalled()
            return await self._recall(reaches, typed_since=typed_since)

    async def recall_for_export(
        self, guild: GuildId, *, article: str | None = None, discussion: DiscussionId | None = None
    ) -> Recalled:
        """Read back what an export takes in, unless it is over and known. Raises a StoreError."""
        async with self._store.read() as tx:
            reaches = await tx.recalls.in_scope(guild, article=article, discussion=discussion)
        needed = {one.discussion for one in reaches if one.is_open or not self._is_known(one)}
        tasks = {
            key: asyncio.create_task(self._one(key, room=self._room_at_once))
            for key in sorted(needed, reverse=True)
        }
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=PATIENCE)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
        unread: list[Unread] = []
        for key, task in tasks.items():
            if task.cancelled():
                unread += [to_unread(one, "delayed") for one in reaches if one.discussion == key]
            else:
                unread += task.result().unread
        return Recalled(unread=tuple(sorted(unread, key=lambda one: one.prompt)))

    async def problems(self, guild: GuildId) -> tuple[Unread, ...]:
        """Return which prompts of open discussions in *guild* could not be read back. Raises a StoreError."""
        async with self._store.read() as tx:
            unread = await tx.recalls.unread(guild)
        return tuple(to_unread(one, one.unrecalled or "") for one in unread)

    # -- how -----------------------------------------------------------------------------------

    async def _advance(self) -> None:
        """Write down up to where all is known of what has been known without a gap."""
        moved = {guild: one for guild, one in self._newest.items() if self._noted.get(guild) != one}
        known = {
            guild: [key for key, one in self._known[guild].items() if self._is_known(one)]
            for guild in self._known.keys() & moved.keys()
        }
        if known:
            oldest = self.following.oldest()
            async with self._store.write() as tx:
                for guild, keys in known.items():
                    seen = earlier(moved[guild], LATE)
                    await tx.recalls.advance(keys, seen=seen if oldest is None else min(seen, oldest - 1))
        self._noted |= moved

    async def _collect(self) -> None:
        """Let what was missed be read back."""
        gapped, missed = set(self._gapped), dict(self._missed)
        async with self._store.read() as tx:
            begun = await tx.recalls.open_in(gapped) if gapped else []
            over = await tx.recalls.over_in(gapped, since=self._clock() - OVER) if gapped else []
            at_missed = await tx.recalls.at(list(missed)) if missed else {}
            new = await tx.recalls.open_in(self._gaps.keys(), only_new=True)
        self._gapped -= gapped
        for place, message in missed.items():
            if self._missed.get(place) == message:
                del self._missed[place]
        now = time.monotonic()
        for key in over:
            self._waiting[key] = Wanted(at=now, is_over=True)
        for key in (*begun, *at_missed):
            self._waiting[key] = Wanted(at=now)
        for key, places in at_missed.items():
            self._oldest[key] = min(self._oldest.get(key, ENDLESS), *(missed[place] for place in places))
        for key in new:
            self._waiting.setdefault(key, Wanted(at=now))

    async def _guarded(self, discussion: DiscussionId) -> None:
        try:
            await self._one(discussion, room=self._room)
        except Exception as error:  # noqa: BLE001 (others are to be read)
            # No traceback, as its last line may quote a person.
            logger.warning("Discussion %s is not read back: %s", discussion, type(error).__name__)
            self._later(discussion)

    async def _recall(self, reaches: Sequence[Reach], *, typed_since: int | None) -> Recalled:
        """Read back the prompts of one discussion and note what came of each."""
        discussion, guild = reaches[0].discussion, reaches[0].guild
        gaps, waited = self._gaps[guild], self._waiting.get(discussion)
        oldest = self._oldest.get(discussion)
        if any(one.recalled_at is None for one in reaches):
            self.following.look_anew()  # so that whatever is written from now on is heard of
        again = partial(self._later, discussion, after=waited)
        ends: dict[int, int | str] = {}
        try:
            has_replies = self._history.has_replies(guild=guild, channel=reaches[0].channel)
            for ground in grounds(
                reaches,
                has_replies=has_replies,
                typed_since=typed_since,
                oldest=oldest,
                now=self._clock(),
            ):
                ends[ground.place] = await self._read(ground, again=again)
        except PostingDelayedError:
            ends = {place: "delayed" for one in reaches for place in (one.thread, one.channel)}
        unread = await self._note(reaches, ends)
        if self._waiting.get(discussion) is waited:
            self._waiting.pop(discussion, None)
        is_over = waited is not None and waited.is_over
        if any(reason in PASSING if is_over else reason != GONE for reason in unread.values()):
            again()
        if unread:
            self._failing[discussion] = guild
        else:
            self._failing.pop(discussion, None)
            if self._oldest.get(discussion) == oldest:
                self._oldest.pop(discussion, None)
        if self._gaps[guild] == gaps:
            known = {one.prompt: one for one in reaches if one.prompt not in unread}
            self._known.setdefault(guild, {}).update(known)
        return Recalled(
            unread=tuple(to_unread(one, unread[one.prompt]) for one in reaches if one.prompt in unread)
        )

    def _is_known(self, reach: Reach) -> bool:
        """Return whether all is known of a prompt, and has been since it was read back."""
        return (
            reach.prompt in self._known.get(reach.guild, ())
            and reach.discussion not in self._oldest
            and not {reach.thread, reach.channel} & self._missed.keys()
        )

    async def _read(self, ground: Ground, *, again: Callable[[], None]) -> int | str:
        """Read back one place; return up to which message all is known, or why that could not be done."""
        try:
            return await self._reconciler.read(ground, again=again)
        except UnreadableError as error:
            reason = str(error.data["reason"])
        except PostingDelayedError:
            reason = "delayed"
        except RestlessError as error:
            reason = error.code
        except StoreError:
            reason = "failed"
        except Exception as error:  # noqa: BLE001 (others are to be read)
            # No traceback, as its last line may quote a person.
            logger.error("Place %s: %s", ground.place, type(error).__name__)  # noqa: TRY400
            reason = "failed"
        logger.warning("Place %s is not read back: %s", ground.place, reason)
        return reason

    async def _note(self, reaches: Sequence[Reach], ends: Mapping[int, int | str]) -> dict[PromptId, str]:
        """Write down how far each prompt is known; return why some are not."""
        unread: dict[PromptId, str] = {}
        now = self._clock()
        waited = self._waiting.get(reaches[0].discussion)
        lasts = waited is not None and waited.attempts >= LASTING
        async with self._store.write() as tx:
            for one in reaches:
                found = [ends[place] for place in (one.thread, one.channel) if place in ends]
                reasons = [end for end in found if isinstance(end, str)]
                read = [end for end in found if isinstance(end, int)]
                if reasons == [GONE] and read:  # replies to it are known
                    await tx.recalls.advance([one.prompt], seen=min(read))
                if reasons:
                    unread[one.prompt] = reasons[0]
                    if lasts or reasons[0] not in PASSING:
                        await tx.recalls.unrecalled(one.prompt, problem=reasons[0])
                else:
                    await tx.recalls.recalled(one.prompt, seen=min(read), at=now)
        return unread

    def _later(self, discussion: DiscussionId, *, after: Wanted | None = None) -> None:
        """Read *discussion* back after a pause, longer each time."""
        before = after or self._waiting.get(discussion) or Wanted(at=0.0)
        attempts = before.attempts + 1
        pause = pause_after(attempts, jitter=random.random()).total_seconds()  # noqa: S311 (jitter)
        at = time.monotonic() + pause
        self._waiting[discussion] = Wanted(at=at, attempts=attempts, is_over=before.is_over)
        self.wanted.set()


def to_unread(reach: Reach, reason: str) -> Unread:
    """Return *reach* as what could not be read back."""
    return Unread(
        prompt=reach.prompt,
        number=reach.number,
        question=reach.question,
        title=reach.title,
        reason=reason,
    )
