"""Tests for bot.services.posting: what was planned, and what was closed, each come to one end."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from quiet_threads import QuietThreads

from bot.domain.article import StoredArticle
from bot.domain.discord_errors import CannotPostError, PostingDelayedError
from bot.domain.discussion import Discussion, DiscussionState, Prompt
from bot.domain.errors import DiscussionClosedError, UnknownPromptError
from bot.domain.guild import GuildSettings
from bot.domain.identity import ChannelId, PromptId
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.discussions import DiscussionService
from bot.services.place import Place
from bot.services.steps import Steps
from bot.storage.store import Store

SECOND = PromptId(2)
SECRET = "marmalade"  # noqa: S105 (a word to look for)


class SlowThreads(QuietThreads):
    """Posts, once asked to wait, when it is let; and breaks down over one channel."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.may = asyncio.Event()
        self.may.set()
        self.broken: ChannelId | None = None

    async def post_prompt(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        nonce: str,
        is_retry: bool,
    ) -> int:
        self.asked.set()
        await self.may.wait()
        if discussion.channel == self.broken:
            raise ValueError(SECRET)
        return await super().post_prompt(
            prompt, discussion=discussion, article=article, settings=settings, nonce=nonce, is_retry=is_retry
        )


@pytest.fixture
def threads() -> SlowThreads:
    return SlowThreads()


@pytest.fixture
def discussions(store: Store, clock: Clock, threads: SlowThreads) -> DiscussionService:
    delivery = Delivery(store, clock=clock, steps=Steps(store, clock=clock, threads=threads), holder="test")
    return DiscussionService(store, clock=clock, threads=threads, delivery=delivery)


@pytest.fixture
async def delayed(
    discussions: DiscussionService, threads: SlowThreads, loaded: StoredArticle, place: Place
) -> None:
    """A discussion whose second prompt waits, posted or not."""
    await discussions.start(loaded, at=place)
    threads.fails = PostingDelayedError()
    with pytest.raises(PostingDelayedError):
        await discussions.next(at=place)


def refused(place: Place) -> CannotPostError:
    return CannotPostError(findings=(), channel=place.channel)


@pytest.mark.usefixtures("delayed")
class TestClosing:
    async def test_a_prompt_that_was_posted_after_all_is_closed_like_the_others(
        self, discussions: DiscussionService, threads: SlowThreads, place: Place
    ) -> None:
        threads.there[SECOND] = 999

        await discussions.close(at=place)

        (ending,) = threads.closed
        assert [one.thread for one in ending.prompts] == [101, 999]
        assert ending.progress.asked == 2
        found = await discussions.prompt_of(SECOND, guild=place.guild)
        assert (found[0].state, found[1].thread) == (DiscussionState.CLOSED, 999)

    async def test_a_prompt_that_was_never_posted_leaves_no_trace(
        self, discussions: DiscussionService, threads: SlowThreads, place: Place
    ) -> None:
        await discussions.close(at=place)

        (ending,) = threads.closed
        assert [one.thread for one in ending.prompts] == [101]
        assert ending.progress.asked == 1
        with pytest.raises(UnknownPromptError):
            await discussions.prompt_of(SECOND, guild=place.guild)

    async def test_it_waits_until_that_is_known_and_posts_nothing_meanwhile(
        self, discussions: DiscussionService, threads: SlowThreads, place: Place
    ) -> None:
        threads.fails_finding = PostingDelayedError()
        await discussions.close(at=place)
        threads.fails = None
        await discussions.post_pending()
        assert (threads.posted, threads.closed) == (["harbour q1"], [])

        threads.fails_finding = None
        for _ in range(2):
            await discussions.post_pending()

        assert len(threads.closed) == 1
        assert threads.posted == ["harbour q1"]

    async def test_where_nobody_may_look_it_is_neither_counted_nor_forgotten(
        self, discussions: DiscussionService, threads: SlowThreads, place: Place
    ) -> None:
        threads.fails_finding = refused(place)

        await discussions.close(at=place)

        (ending,) = threads.closed
        assert [one.thread for one in ending.prompts] == [101]
        assert ending.progress.asked == 1
        found, _, _ = await discussions.prompt_of(SECOND, guild=place.guild)
        assert found.state is DiscussionState.CLOSED


async def test_a_question_on_its_way_while_the_discussion_is_closed_keeps_its_place(
    discussions: DiscussionService, threads: SlowThreads, loaded: StoredArticle, place: Place
) -> None:
    await discussions.start(loaded, at=place)
    threads.asked.clear()
    threads.may.clear()
    asking = asyncio.create_task(discussions.next(at=place))
    await threads.asked.wait()
    ending = asyncio.create_task(discussions.close(at=place))
    async with asyncio.timeout(20):
        while await discussions.status(at=place) is not None:  # noqa: ASYNC110 (then it waits for the question)
            await asyncio.sleep(0.01)
    threads.may.set()

    assert (await asking).thread == 102
    await ending
    assert [[one.thread for one in closed.prompts] for closed in threads.closed] == [[101, 102]]


async def test_nothing_is_put_once_the_discussion_is_closed(
    *,
    discussions: DiscussionService,
    threads: SlowThreads,
    loaded: StoredArticle,
    place: Place,
    store: Store,
    clock: Clock,
) -> None:
    await discussions.start(loaded, at=place)
    threads.asked.clear()
    threads.may.clear()
    first = asyncio.create_task(discussions.next(at=place))
    await threads.asked.wait()
    second = asyncio.create_task(discussions.next(at=place))
    await asyncio.sleep(0.05)  # it waits for the first
    threads.fails = PostingDelayedError()
    running = await discussions.status(at=place)
    assert running is not None
    async with store.write() as tx:
        await tx.discussions.close(running.discussion.id, at=clock())
    threads.may.set()

    with pytest.raises(PostingDelayedError):
        await first
    with pytest.raises(DiscussionClosedError):
        await second


async def test_a_discussion_ends_once(
    discussions: DiscussionService, threads: SlowThreads, loaded: StoredArticle, place: Place
) -> None:
    await discussions.start(loaded, at=place)
    await discussions.post_pending()
    assert threads.closed == []

    await discussions.close(at=place)
    await discussions.post_pending()

    assert len(threads.closed) == 1
    assert threads.shut == [1]


@pytest.mark.usefixtures("delayed")
class TestTakingBack:
    @pytest.mark.parametrize("is_there", [True, False], ids=["posted", "not posted"])
    async def test_what_cannot_be_posted_again_is_taken_back_unless_it_is_there(
        self, *, discussions: DiscussionService, threads: SlowThreads, place: Place, is_there: bool
    ) -> None:
        if is_there:
            threads.there[SECOND] = 999
        threads.fails = refused(place)

        with pytest.raises(CannotPostError):
            await discussions.next(at=place)

        running = await discussions.status(at=place)
        assert running is not None
        assert [one.number for one in running.prompts] == ([1, 2] if is_there else [1])

    async def test_it_is_not_taken_back_as_long_as_nobody_knows(
        self, discussions: DiscussionService, threads: SlowThreads, place: Place
    ) -> None:
        threads.fails = refused(place)
        threads.fails_finding = PostingDelayedError()

        with pytest.raises(PostingDelayedError):
            await discussions.next(at=place)

        running = await discussions.status(at=place)
        assert running is not None
        assert running.unposted is not None


async def test_what_nobody_foresaw_keeps_no_other_waiting(
    *,
    discussions: DiscussionService,
    threads: SlowThreads,
    loaded: StoredArticle,
    place: Place,
    caplog: pytest.LogCaptureFixture,
) -> None:
    beside = replace(place, channel=ChannelId(5))
    over = replace(place, channel=ChannelId(6))
    await discussions.start(loaded, at=over)
    threads.fails_closing = PostingDelayedError()
    await discussions.close(at=over)
    threads.fails = PostingDelayedError()
    for at in (place, beside):
        with pytest.raises(PostingDelayedError):
            await discussions.start(loaded, at=at)
    threads.fails = None
    threads.fails_closing = ValueError(SECRET)
    threads.broken = place.channel

    await discussions.post_pending()

    running = await discussions.status(at=beside)
    assert running is not None
    assert running.unposted is None
    assert "Step prompt of discussion:2 failed: ValueError" in caplog.text
    assert "Step card of discussion:1 failed: ValueError" in caplog.text
    assert SECRET not in caplog.text


class TestChannelsThatAreGone:
    async def test_its_discussion_is_closed_by_nobody(
        self, discussions: DiscussionService, loaded: StoredArticle, place: Place, database_path: Path
    ) -> None:
        beside = replace(place, channel=ChannelId(5))
        for at in (place, beside):
            await discussions.start(loaded, at=at)

        for _ in range(2):
            await discussions.abandon(guild=place.guild, channel=place.channel)

        assert await discussions.status(at=place) is None
        assert await discussions.status(at=beside) is not None
        with closing(sqlite3.connect(database_path)) as connection:
            log = connection.execute("SELECT action, moderator FROM moderation_log ORDER BY key").fetchall()
        assert log[2:] == [("discussion.close", 0)]

    @pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "out of sight"])
    async def test_what_cannot_be_posted_is_a_reason_to_look(
        self,
        *,
        discussions: DiscussionService,
        threads: SlowThreads,
        delayed: None,
        place: Place,
        is_gone: bool,
    ) -> None:
        threads.fails = refused(place)
        if is_gone:
            threads.gone.add(place.channel)

        await discussions.post_pending()

        assert (await discussions.status(at=place) is None) == is_gone
