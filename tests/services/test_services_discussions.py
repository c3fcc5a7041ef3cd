"""Tests for bot.services.discussions: questions put one after another, each posted, whatever dies between."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from quiet_threads import QuietThreads

from bot.domain.article import StoredArticle
from bot.domain.discussion import Given, Progress
from bot.domain.errors import (
    DiscussionOpenError,
    NoDiscussionError,
    NoQuestionLeftError,
    NoQuestionsError,
)
from bot.domain.identity import ChannelId
from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.discussions import DiscussionService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.services.steps import Steps
from bot.storage.store import Store


@pytest.fixture
def threads() -> QuietThreads:
    return QuietThreads()


@pytest.fixture
def discussions(store: Store, clock: Clock, threads: QuietThreads) -> DiscussionService:
    delivery = Delivery(store, clock=clock, steps=Steps(store, clock=clock, threads=threads), holder="test")
    return DiscussionService(store, clock=clock, threads=threads, delivery=delivery)


async def test_a_discussion_starts_with_its_first_question(
    discussions: DiscussionService, threads: QuietThreads, loaded: StoredArticle, place: Place
) -> None:
    prompt = await discussions.start(loaded, at=place)

    assert (prompt.number, prompt.question, prompt.text) == (1, "q1", "Should the harbour move?")
    assert threads.posted == ["harbour q1"]
    assert await discussions.article_here(at=place) == loaded.key


async def test_every_question_is_put_once_and_then_there_is_none(
    discussions: DiscussionService, threads: QuietThreads, loaded: StoredArticle, place: Place
) -> None:
    await discussions.start(loaded, at=place)
    numbers = [(await discussions.next(at=place)).number for _ in range(2)]

    with pytest.raises(NoQuestionLeftError):
        await discussions.next(at=place)

    assert numbers == [2, 3]
    assert threads.posted == ["harbour q1", "harbour q2", "harbour q3"]


async def test_a_channel_has_one_discussion(
    discussions: DiscussionService, threads: QuietThreads, loaded: StoredArticle, place: Place
) -> None:
    await discussions.start(loaded, at=place)

    with pytest.raises(DiscussionOpenError) as caught:
        await discussions.start(loaded, at=place)
    await discussions.start(loaded, at=replace(place, channel=ChannelId(5)))

    assert caught.value.data == {"title": loaded.title}
    assert threads.posted == ["harbour q1", "harbour q1"]


async def test_an_article_without_questions_is_not_discussed(
    discussions: DiscussionService, loaded: StoredArticle, place: Place
) -> None:
    bare = replace(loaded, article=replace(loaded.article, questions=()))

    with pytest.raises(NoQuestionsError):
        await discussions.start(bare, at=place)

    assert await discussions.status(at=place) is None


async def test_what_is_asked_is_what_the_article_says_now(
    *,
    discussions: DiscussionService,
    threads: QuietThreads,
    store: Store,
    loaded: StoredArticle,
    place: Place,
    clock: Clock,
) -> None:
    async with store.write() as tx:
        fewer = replace(loaded.article, questions=loaded.article.questions[1:])
        await tx.articles.replace(loaded.key, fewer, guild=place.guild, at=clock())

    prompt = await discussions.start(loaded, at=place)

    assert prompt.question == "q2"


async def test_nothing_is_asked_where_nothing_is_discussed(
    discussions: DiscussionService, loaded: StoredArticle, place: Place
) -> None:
    for ask in (discussions.next, discussions.close):
        with pytest.raises(NoDiscussionError):
            await ask(at=place)
    await discussions.post_pending(at=place)

    assert await discussions.status(at=place) is None
    assert await discussions.article_here(at=place) is None


async def test_the_status_counts_what_was_said(
    *,
    discussions: DiscussionService,
    store: Store,
    loaded: StoredArticle,
    place: Place,
    member_place: Place,
    clock: Clock,
) -> None:
    await discussions.start(loaded, at=place)
    responses = ResponseService(store, clock=clock, recorder=Recorder(store))
    for at in (place, place, member_place):
        await responses.give("words", given=Given.THREAD, at=at)

    running = await discussions.status(at=place)

    assert running is not None
    assert running.progress == Progress(asked=1, questions=3, responses=3, people=2)
    assert [prompt.thread for prompt in running.prompts] == [101]


async def test_closing_says_how_it_ended_and_lets_the_next_begin(
    discussions: DiscussionService, threads: QuietThreads, loaded: StoredArticle, place: Place
) -> None:
    await discussions.start(loaded, at=place)

    ended = await discussions.close(at=place)

    progress = Progress(asked=1, questions=3, responses=0, people=0)
    assert ended.progress == progress
    assert [(one.title, one.progress) for one in threads.closed] == [(loaded.title, progress)]
    assert await discussions.status(at=place) is None
    assert (await discussions.start(loaded, at=place)).number == 1


@pytest.mark.parametrize("step", ["start", "next"])
async def test_a_prompt_that_was_planned_and_not_posted_is_posted_once_later(
    discussions: DiscussionService, threads: QuietThreads, loaded: StoredArticle, place: Place, step: str
) -> None:
    if step == "next":
        await discussions.start(loaded, at=place)
    before = list(threads.posted)
    threads.fails = ConnectionResetError()
    with pytest.raises(ConnectionResetError):
        await (discussions.next(at=place) if step == "next" else discussions.start(loaded, at=place))
    threads.fails = None

    for _ in range(3):
        await discussions.post_pending(at=place)

    posted = "harbour q2" if step == "next" else "harbour q1"
    assert threads.posted == [*before, posted]
    running = await discussions.status(at=place)
    assert running is not None
    assert all(prompt.thread is not None for prompt in running.prompts)


async def test_what_moderators_do_is_in_the_log_with_who_did_it(
    discussions: DiscussionService, loaded: StoredArticle, place: Place, database_path: Path
) -> None:
    await discussions.start(loaded, at=place)
    await discussions.close(at=place)

    with closing(sqlite3.connect(database_path)) as connection:
        log = connection.execute(
            "SELECT action, target, moderator FROM moderation_log ORDER BY key"
        ).fetchall()
    assert log == [
        ("discussion.start", "harbour", place.person.id),
        ("discussion.close", "harbour", place.person.id),
    ]
