"""Tests for bot.storage.queue and bot.storage.openings, and for several processes that open what is due."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta

import pytest
from planned import DAY, NOON, add, add_articles, due, mondays
from stored_rows import stored

from bot.domain.errors import DiscussionOpenError
from bot.domain.identity import ArticleId, ChannelId, GuildId, MemberId
from bot.domain.schedule import Occurrence, OccurrenceState, Opening, Schedule
from bot.services.place import Place
from bot.storage.openings import NewDiscussion, NewPrompt
from bot.storage.store import Store, open_store

RIVALS = 4


@pytest.fixture
def schedule(place: Place) -> Schedule:
    return mondays(place)


@pytest.fixture
async def added(store: Store, schedule: Schedule) -> Schedule:
    return await add(store, schedule)


@pytest.fixture
async def rivals(database_url: str, store: Store) -> AsyncIterator[list[Store]]:
    """Stores as several processes have them, all on the database of ``store``."""
    async with AsyncExitStack() as stack:
        patience = timedelta(seconds=20)
        yield [
            await stack.enter_async_context(open_store(database_url, keep_backups=1, patience=patience))
            for _ in range(RIVALS)
        ]


class TestQueue:
    async def waiting(self, store: Store, place: Place) -> list[ArticleId]:
        async with store.read() as tx:
            return (await tx.queue.of([place.guild]))[place.guild]

    async def test_articles_wait_in_the_order_in_which_they_came(self, store: Store, place: Place) -> None:
        one, two, three = await add_articles(store, place, "one", "two", "three")
        async with store.write() as tx:
            assert [await tx.queue.put(each, guild=place.guild) for each in (two, one, three)] == [1, 2, 3]

        assert await self.waiting(store, place) == [two, one, three]

    @pytest.mark.parametrize(
        ("place_wanted", "expected", "position"),
        [
            pytest.param(1, "cab", 1, id="next"),
            pytest.param(2, "acb", 2, id="between"),
            pytest.param(None, "abc", 3, id="last"),
            pytest.param(99, "abc", 3, id="beyond-the-end"),
            pytest.param(-5, "cab", 1, id="before-the-first"),
        ],
    )
    async def test_one_that_waits_already_is_moved(
        self, *, store: Store, place: Place, place_wanted: int | None, expected: str, position: int
    ) -> None:
        articles = dict(zip("abc", await add_articles(store, place, *"abc"), strict=True))
        async with store.write() as tx:
            for one in articles.values():
                await tx.queue.put(one, guild=place.guild)
            assert await tx.queue.put(articles["c"], guild=place.guild, place=place_wanted) == position

        assert await self.waiting(store, place) == [articles[name] for name in expected]

    async def test_an_article_that_was_removed_waits_no_longer(self, store: Store, place: Place) -> None:
        one, two = await add_articles(store, place, "one", "two")
        async with store.write() as tx:
            for each in (one, two):
                await tx.queue.put(each, guild=place.guild)
            await tx.articles.remove(one, guild=place.guild, at=NOON)

        assert await self.waiting(store, place) == [two]
        async with store.read() as tx:
            assert await tx.openings.questions([one]) == {one: []}

    async def test_taking_one_says_whether_it_was_there(self, store: Store, place: Place) -> None:
        (one,) = await add_articles(store, place, "one")
        async with store.write() as tx:
            await tx.queue.put(one, guild=place.guild)
            assert not await tx.queue.take(one, guild=GuildId(1))
            assert [await tx.queue.take(one, guild=place.guild) for _ in range(2)] == [True, False]

    async def test_guilds_have_queues_of_their_own(self, store: Store, place: Place) -> None:
        elsewhere = replace(place, guild=GuildId(1))
        (one,) = await add_articles(store, place, "one")
        (two,) = await add_articles(store, elsewhere, "two")
        async with store.write() as tx:
            await tx.queue.put(one, guild=place.guild)
            await tx.queue.put(two, guild=elsewhere.guild)
            await tx.openings.take([(place.guild, one), (place.guild, two)])
            found = await tx.queue.of([place.guild, elsewhere.guild, GuildId(9)])

        assert found == {place.guild: [], elsewhere.guild: [two], GuildId(9): []}


class TestOpenings:
    async def test_many_are_opened_at_once_each_with_its_own_id(
        self, store: Store, place: Place, database_url: str
    ) -> None:
        (article,) = await add_articles(store, place, "one", questions=2)
        channels = [ChannelId(number) for number in range(300, 0, -1)]
        new = [
            NewDiscussion(guild=place.guild, channel=channel, article=article, at=NOON, closes_at=NOON + DAY)
            for channel in channels
        ]
        async with store.write() as tx:
            keys = await tx.openings.open(new)
            questions = (await tx.openings.questions([article]))[article]
            prompts = await tx.openings.plan(
                [
                    NewPrompt(discussion=key, number=number, asked=asked, at=NOON, ping=None)
                    for key in reversed(keys)
                    for number, asked in enumerate(questions, 1)
                ]
            )
            assert (await tx.openings.open([]), await tx.openings.plan([])) == ([], [])
            under = await tx.openings.under([(place.guild, channel) for channel in channels])

        found = {(place.guild, channel): key for channel, key in zip(channels, keys, strict=True)}
        assert {where: one.discussion.id for where, one in under.items()} == found
        assert {(one.last, len(one.asked), one.discussion.by_hand) for one in under.values()} == {
            (2, 2, False)
        }
        rows = await stored(database_url, "SELECT key, discussion, number FROM prompts")
        expected = [(key, number) for key in reversed(keys) for number in (1, 2)]
        assert {row[0]: row[1:] for row in rows} == dict(zip(prompts, expected, strict=True))

    async def test_a_channel_has_one_open_discussion(self, store: Store, place: Place) -> None:
        (article,) = await add_articles(store, place, "one")
        new = NewDiscussion(
            guild=place.guild, channel=place.channel, article=article, at=NOON, closes_at=None
        )
        async with store.write() as tx:
            await tx.openings.open([new])
            with pytest.raises(DiscussionOpenError):
                await tx.discussions.open(
                    article,
                    guild=place.guild,
                    channel=place.channel,
                    at=NOON,
                    by=MemberId(1),
                    title="one",
                )

    async def test_it_is_open_for_as_long_as_it_is_prolonged(self, store: Store, place: Place) -> None:
        (article,) = await add_articles(store, place, "one")
        new = NewDiscussion(
            guild=place.guild, channel=place.channel, article=article, at=NOON, closes_at=NOON + DAY
        )
        async with store.write() as tx:
            (key,) = await tx.openings.open([new])
            await tx.openings.prolong([(key, NOON + 2 * DAY)])
            await tx.openings.prolong([])
            over = [
                [one.id for one in await tx.discussions.over(NOON + days * DAY, guild=None, limit=9)]
                for days in (1, 2)
            ]
            assert over == [[], [key]]
            assert await tx.discussions.next_over(guild=None) == NOON + 2 * DAY


class TestRivals:
    async def test_a_day_that_several_write_down_is_one(self, rivals: list[Store], added: Schedule) -> None:
        async def plan(store: Store) -> None:
            async with store.write() as tx:
                for one in await tx.schedules.due(NOON, guild=None, limit=9):
                    assert one.next is not None
                    await tx.occurrences.add([due(one, one.next.on)])
                    following = Opening(on=one.next.on + timedelta(days=7), at=NOON + 7 * DAY)
                    await tx.schedules.move_on([(one, following)])

        await asyncio.gather(*(plan(store) for store in rivals))

        async with rivals[0].read() as tx:
            assert len(await tx.occurrences.of(added.id, limit=9)) == 1
            moved = await tx.schedules.get(added.id, guild=added.guild)
            assert moved.next is not None
            assert moved.next.on == date(2026, 1, 12)

    async def test_what_is_due_is_opened_by_one(self, rivals: list[Store], schedule: Schedule) -> None:
        for number in range(5):
            one = await add(rivals[0], replace(schedule, channel=ChannelId(number + 1)))
            async with rivals[0].write() as tx:
                await tx.occurrences.add([due(one, date(2026, 1, 5))])
        opened: list[Occurrence] = []

        async def work(store: Store) -> None:
            while True:
                async with store.write() as tx:
                    found = await tx.occurrences.due(NOON, guild=None, limit=2)
                    await asyncio.sleep(0.005)  # others come meanwhile
                    await tx.openings.opened(
                        [(one.id, OccurrenceState.OPENED, None) for one, _ in found], at=NOON
                    )
                    opened.extend(one for one, _ in found)
                if not found:
                    return

        await asyncio.gather(*(work(store) for store in rivals))

        assert len(opened) == len({one.id for one in opened}) == 5

    async def test_an_article_goes_out_of_the_queue_once(self, rivals: list[Store], place: Place) -> None:
        articles = await add_articles(rivals[0], place, *"abcdef")
        async with rivals[0].write() as tx:
            for one in articles:
                await tx.queue.put(one, guild=place.guild)

        async def take(store: Store) -> list[ArticleId]:
            taken = []
            for _ in articles:
                async with store.write() as tx:
                    waiting = (await tx.queue.of([place.guild]))[place.guild]
                    if waiting and await tx.queue.take(waiting[0], guild=place.guild):
                        taken.append(waiting[0])
            return taken

        found = await asyncio.gather(*(take(store) for store in rivals))

        assert sorted(one for taken in found for one in taken) == sorted(articles)
