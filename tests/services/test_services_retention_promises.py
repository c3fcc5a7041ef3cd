"""Tests for bot.services.retention: what was said under a prompt is kept to, whatever is chosen later."""

from collections.abc import AsyncIterator

import pytest
from old_rows import BEGAN, DAY, Time, respond
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.app import to_use_cases
from bot.chat_front.history import TerminalHistory
from bot.domain.article import StoredArticle
from bot.services.events import NoEvents
from bot.services.leaving import NoGuilds
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.telling import NoTelling
from bot.services.use_cases import UseCases
from bot.storage.store import Store


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def cases(store: Store, clock: Time) -> AsyncIterator[UseCases]:
    recorder = Recorder(store)
    yield to_use_cases(
        store,
        threads=QuietThreads(),
        history=TerminalHistory(),
        notices=None,
        events=NoEvents(),
        members=NoGuilds(),
        tell=NoTelling(),
        recorder=recorder,
        clock=clock,
    )
    await recorder.close()


async def test_answers_to_what_was_posted_before_go_when_it_said_so_though_they_are_kept_longer_now(
    *, store: Store, cases: UseCases, clock: Time, loaded: StoredArticle, place: Place, database_url: str
) -> None:
    await cases.guilds.change(at=place, retention_days=30)
    first = await cases.discussions.start(loaded, at=place)
    await cases.guilds.change(at=place, retention_days=90)
    second = await cases.discussions.next(at=place)
    for prompt in (first, second):
        await respond(store, prompt, at=BEGAN + 10 * DAY)

    clock.now = BEGAN + 40 * DAY
    assert await cases.retention.expire() == 0
    clock.now = BEGAN + 41 * DAY
    assert await cases.retention.expire() == 1
    assert await stored(database_url, "SELECT prompt FROM responses") == [(second.id,)]

    await cases.guilds.change(at=place, retention_days=None)
    clock.now = BEGAN + 101 * DAY
    assert await cases.retention.expire() == 1


async def test_a_shorter_time_that_is_chosen_later_counts_for_what_was_posted_before(
    *, store: Store, cases: UseCases, clock: Time, loaded: StoredArticle, place: Place
) -> None:
    article = await cases.articles.retain(loaded.key, days=90, at=place)
    prompt = await cases.discussions.start(article, at=place)
    await respond(store, prompt, at=BEGAN)
    await cases.guilds.change(at=place, retention_days=7)

    clock.now = BEGAN + 8 * DAY

    assert await cases.retention.expire() == 1


async def test_what_is_posted_anew_promises_what_it_says_then(
    *, store: Store, cases: UseCases, clock: Time, loaded: StoredArticle, place: Place
) -> None:
    prompt = await cases.discussions.start(loaded, at=place)
    async with store.write() as tx:
        await tx.expiry.promise(prompt.id, guild=place.guild, days=1)
        await tx.expiry.promise(prompt.id, guild=place.guild, days=None)
    await respond(store, prompt, at=BEGAN)

    clock.now = BEGAN + 1_000 * DAY

    assert await cases.retention.expire() == 0
