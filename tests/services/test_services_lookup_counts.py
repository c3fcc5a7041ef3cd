"""Tests for bot.services.lookup_counts: how often facts were answers, and nobody who asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.discussion import Prompt
from bot.services.clock import Clock
from bot.services.lookup import LookupService
from bot.services.lookup_counts import LookupCounts
from bot.services.place import Place
from bot.storage.store import Store, Transaction

ASKED = "SELECT a.id, l.fact, l.day, l.times FROM lookups AS l JOIN articles AS a ON a.key = l.article"


@pytest.mark.usefixtures("prompt")
async def test_what_was_an_answer_is_counted_by_the_day(
    store: Store, place: Place, clock: Clock, database_url: str
) -> None:
    lookup = LookupService(store, clock=clock)
    found = await lookup.find("harbour", guild=place.guild)
    reference = (await lookup.suggest("harbour", guild=place.guild))[0].reference

    for _ in range(2):
        await lookup.get(reference, guild=place.guild)
    await lookup.get(reference, guild=place.guild, counts=False)
    await lookup.find("quantum chromodynamics", guild=place.guild)
    await lookup.close()

    ((article, fact, day, times),) = await stored(database_url, ASKED)
    assert (article, fact) == ("harbour", found.hits[0].fact.id)
    assert day == clock().date().isoformat()
    assert times == 3


async def test_what_is_counted_of_an_article_that_goes_is_not_written(
    store: Store, prompt: Prompt, place: Place, clock: Clock, database_url: str
) -> None:
    lookup = LookupService(store, clock=clock)
    hit = (await lookup.find("harbour", guild=place.guild)).hits[0]
    async with store.write() as tx:
        await tx.lookups.count({(hit.article.key, "f1", clock().date()): 1})
        await tx.lookups.count({(type(hit.article.key)(999), "f1", clock().date()): 1})
    await lookup.close()

    assert sum(row[3] for row in await stored(database_url, ASKED)) == 2


async def test_closing_waits_for_what_is_being_written(
    *, store: Store, loaded: StoredArticle, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.lookup_counts.GATHERED", 0.0)
    counts = LookupCounts(store, clock=clock)
    is_writing, goes_on = asyncio.Event(), asyncio.Event()
    write = store.write

    @asynccontextmanager
    async def slow() -> AsyncIterator[Transaction]:
        is_writing.set()
        await goes_on.wait()
        async with write() as tx:
            yield tx

    monkeypatch.setattr(store, "write", slow)
    counts.count(loaded.key, "f1")
    await is_writing.wait()
    closing = asyncio.create_task(counts.close())
    await asyncio.wait({closing}, timeout=0)
    assert not closing.done()
    goes_on.set()
    await closing

    assert [row[1:4:2] for row in await stored(database_url, ASKED)] == [("f1", 1)]


async def test_what_is_counted_meanwhile_is_written_after_it(
    *, store: Store, loaded: StoredArticle, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = LookupCounts(store, clock=clock)
    write = store.write

    @asynccontextmanager
    async def interrupted() -> AsyncIterator[Transaction]:
        monkeypatch.setattr(store, "write", write)
        counts.count(loaded.key, "f2")
        async with write() as tx:
            yield tx

    monkeypatch.setattr(store, "write", interrupted)
    counts.count(loaded.key, "f1")
    await counts.close()

    assert [row[1:4:2] for row in await stored(database_url, ASKED)] == [("f1", 1), ("f2", 1)]
