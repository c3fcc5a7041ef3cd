"""Tests for what several processes do to one database at once: what one has read stays true till it wrote."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.domain.article import StoredArticle
from bot.domain.discussion import Given, NewResponse, Prompt
from bot.domain.errors import ArticleKnownError, DiscussionOpenError
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.store import Store, Transaction, open_store

RIVALS = 6
PACK = b"""\
id = "mill"
title = "The mill"
language = "en"

[[facts]]
id = "f1"
text = "The mill burned down."
"""


@pytest.fixture
async def stores(database_url: str, store: Store) -> AsyncIterator[list[Store]]:
    """Stores as several processes have them, all on the database of ``store``."""
    async with AsyncExitStack() as stack:
        patience = timedelta(seconds=20)
        yield [
            await stack.enter_async_context(open_store(database_url, keep_backups=1, patience=patience))
            for _ in range(RIVALS)
        ]


async def all_at_once(stores: list[Store], act: Callable[[Store], Awaitable[object]]) -> list[object]:
    return await asyncio.gather(*(act(store) for store in stores), return_exceptions=True)


async def test_a_guild_has_one_secret(stores: list[Store], place: Place) -> None:
    async def secret(store: Store) -> str:
        async with store.write() as tx:
            return await tx.guilds.secret(place.guild)

    assert len(set(await all_at_once(stores, secret))) == 1


async def test_a_channel_has_one_open_discussion(
    stores: list[Store], loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async def start(store: Store) -> None:
        async with store.write() as tx:
            await open_one(tx, loaded, place=place, clock=clock)

    found = await all_at_once(stores, start)

    assert [type(one) for one in found if one is not None] == [DiscussionOpenError] * (RIVALS - 1)


async def test_after_a_discussion_that_was_refused_the_transaction_goes_on(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await open_one(tx, loaded, place=place, clock=clock)
        with pytest.raises(DiscussionOpenError):
            await open_one(tx, loaded, place=place, clock=clock)
        await tx.marks.put("after", "all")

    async with store.read() as tx:
        assert await tx.marks.get("after") == "all"
        assert len(await tx.discussions.open_in(place.guild)) == 1


async def test_an_article_is_added_once(stores: list[Store], place: Place, clock: Clock) -> None:
    async def add(store: Store) -> None:
        await ArticleService(store, clock=clock).add(PACK, name="mill.toml", at=place)

    found = await all_at_once(stores, add)

    assert [type(one) for one in found if one is not None] == [ArticleKnownError] * (RIVALS - 1)
    async with stores[0].read() as tx:
        assert [line.id for line in await tx.articles.lines(place.guild)] == ["mill"]


async def test_batches_get_ids_of_their_own(stores: list[Store], prompt: Prompt, clock: Clock) -> None:
    async def respond(store: Store) -> list[int]:
        given: list[int] = []
        for size in (1, 3, 2):
            batch = [
                NewResponse(
                    prompt=prompt.id,
                    author=prompt.id,  # type: ignore[arg-type]  # anybody
                    author_name="Ann",
                    text="words",
                    given=Given.BUTTON,
                    created_at=clock(),
                )
                for _ in range(size)
            ]
            async with store.write() as tx:
                given += await tx.responses.add_all(batch)
        return given

    found = await all_at_once(stores, respond)

    ids = [id_ for given in found if isinstance(given, list) for id_ in given]
    assert sorted(ids) == list(range(1, 6 * RIVALS + 1))


async def test_a_message_that_several_recorded_is_one_response(
    stores: list[Store], prompt: Prompt, clock: Clock
) -> None:
    new = NewResponse(
        prompt=prompt.id,
        author=prompt.id,  # type: ignore[arg-type]  # anybody
        author_name="Ann",
        text="words",
        given=Given.THREAD,
        created_at=clock(),
        message=17,
    )

    async def record(store: Store) -> list[int]:
        async with store.write() as tx:
            return list(await tx.responses.add_all([new]))

    found = await all_at_once(stores, record)

    assert found == [found[0]] * RIVALS
    async with stores[0].read() as tx:
        assert [
            one.id for one in await tx.responses.page(discussion=prompt.discussion, number=None, limit=9)
        ] == (found[0])


async def test_reactions_are_all_counted(stores: list[Store], prompt: Prompt, clock: Clock) -> None:
    new = NewResponse(
        prompt=prompt.id,
        author=prompt.id,  # type: ignore[arg-type]  # anybody
        author_name="Ann",
        text="words",
        given=Given.THREAD,
        created_at=clock(),
        message=17,
    )
    async with stores[0].write() as tx:
        (response,) = await tx.responses.add_all([new])

    async def react(store: Store) -> None:
        for change in (1, 1, -1, 1):
            async with store.write() as tx:
                await tx.messages.react(17, "👍", change=change)

    await all_at_once(stores, react)

    async with stores[0].read() as tx:
        assert await tx.messages.reactions(response) == {"👍": 2 * RIVALS}  # type: ignore[arg-type]


async def open_one(tx: Transaction, article: StoredArticle, *, place: Place, clock: Clock) -> None:
    await tx.discussions.open(
        article.key,
        guild=place.guild,
        channel=place.channel,
        at=clock(),
        by=place.person.id,
        title=article.title,
    )
