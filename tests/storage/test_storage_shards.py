"""Tests for stores of some shards: where all guilds are asked for, they have theirs and leave the others."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta

import pytest
from planned import DAY, NOON, add, add_articles, due, mondays

from bot.domain.identity import GuildId
from bot.domain.outbox import Step
from bot.domain.shards import Shards
from bot.services.place import Place
from bot.storage.store import Store, open_store

COUNT = 3
PATIENCE = timedelta(seconds=5)


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[list[Store]]:
    """A store for each of three shards."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                open_store(database_url, keep_backups=1, patience=PATIENCE, shards=Shards((shard,), COUNT))
            )
            for shard in range(COUNT)
        ]


@pytest.fixture
def places(place: Place) -> list[Place]:
    """A place in a guild of each shard."""
    first = place.guild - (place.guild >> 22) % COUNT * (1 << 22)
    return [replace(place, guild=GuildId(first + (shard << 22))) for shard in range(COUNT)]


async def test_each_guild_is_in_the_shard_that_discord_has_it_in(places: list[Place]) -> None:
    for shard, place in enumerate(places):
        assert [Shards((one,), COUNT).has(place.guild) for one in range(COUNT)] == [
            one == shard for one in range(COUNT)
        ]


async def test_steps_are_those_of_its_own_guilds(
    store: Store, stores: list[Store], places: list[Place]
) -> None:
    async with store.write() as tx:
        for number, place in enumerate(places):
            at = NOON + number * DAY
            await tx.outbox.add(f"guild:{number}", [(Step.HEALTH, number)], guild=place.guild, at=at)

    for number, one in enumerate(stores):
        async with one.read() as tx:
            ready = await tx.outbox.ready(holder="me", at=NOON + 9 * DAY, limit=9)
            next_at = await tx.outbox.next_at(after=NOON - DAY)
        assert (ready, next_at) == (((f"guild:{number}", places[number].guild),), NOON + number * DAY)


async def test_who_takes_over_takes_from_the_dead_of_its_own_guilds_only(
    store: Store, stores: list[Store], places: list[Place]
) -> None:
    async with store.write() as tx:
        for number, place in enumerate(places):
            await tx.outbox.add(f"guild:{number}", [(Step.HEALTH, number)], guild=place.guild, at=NOON)
            await tx.outbox.claim(f"guild:{number}", holder="another", at=NOON, until=NOON + DAY)

    async with stores[1].write() as tx:
        await tx.outbox.let_go("me", others=True)

    async with store.read() as tx:
        ready = await tx.outbox.ready(holder="me", at=NOON, limit=9)
    assert [stream for stream, _ in ready] == ["guild:1"]


async def test_schedules_and_their_days_are_those_of_its_own_guilds(
    store: Store, stores: list[Store], places: list[Place]
) -> None:
    added = [await add(store, mondays(place)) for place in places]
    async with store.write() as tx:
        await tx.occurrences.add([due(one, date(2026, 1, 5)) for one in added])

    for number, one in enumerate(stores):
        async with one.write() as tx:
            assert [found.id for found in await tx.schedules.due(NOON, guild=None, limit=9)] == [
                added[number].id
            ]
            days = await tx.occurrences.due(NOON, guild=None, limit=9)
            assert [day.schedule for day, _ in days] == [added[number].id]
            assert await tx.schedules.next_at(guild=None) == NOON
            assert await tx.occurrences.next_at(guild=None) == NOON


async def test_discussions_that_are_over_are_those_of_its_own_guilds(
    store: Store, stores: list[Store], places: list[Place]
) -> None:
    keys = []
    for place in places:
        (article,) = await add_articles(store, place, "mill")
        async with store.write() as tx:
            discussion = await tx.discussions.open(
                article,
                guild=place.guild,
                channel=place.channel,
                at=NOON,
                by=place.person.id,
                title="Mill",
                closes_at=NOON,
            )
            keys.append(discussion.id)

    for key, one in zip(keys, stores, strict=True):
        async with one.read() as tx:
            over = await tx.discussions.over(NOON, guild=None, limit=9)
            assert [found.id for found in over] == [key]
            assert await tx.discussions.next_over(guild=None) == NOON
            assert await tx.discussions.over(NOON, guild=places[0].guild, limit=9) != ()


async def test_what_is_wrong_is_that_of_its_own_guilds(
    store: Store, stores: list[Store], places: list[Place]
) -> None:
    async with store.write() as tx:
        for number, place in enumerate(places):
            await tx.outbox.add(f"guild:{number}", [(Step.HEALTH, number)], guild=place.guild, at=NOON)
            row = await tx.outbox.claim(f"guild:{number}", holder="me", at=NOON, until=NOON + DAY)
            assert row is not None
            await tx.outbox.failed(row.id, at=NOON, next_at=NOON + DAY, problem="lacks")

    for place, one in zip(places, stores, strict=True):
        async with one.read() as tx:
            assert [found.guild for found in await tx.ailments.failing()] == [place.guild]
    async with store.read() as tx:
        assert len(await tx.ailments.failing()) == COUNT
