"""Tests for bot.services.indexes: an index shows what stands, whoever changed it."""

import asyncio
import gc
import logging
import weakref
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from shelved import CHANGED, Library, another_process, said, texts, turns

from bot.domain.article import Article, FactState
from bot.domain.errors import UnknownFactError
from bot.domain.identity import ArticleId, GuildId
from bot.domain.lookup import Verdict
from bot.services.indexes import Keeping
from bot.services.place import Place
from bot.storage.store import Store

BOATS = "How many boats did the fishermen lose?"
ELEVEN = "Fishermen lost eleven boats in the storm."
NINE = "Fishermen lost nine boats in the storm."
BREAD = "The baker of Oudeland bakes rye bread."


@pytest.fixture
async def other_store(database_url: str, store: Store) -> AsyncIterator[Store]:
    async with another_process(database_url) as opened:
        yield opened


@pytest.fixture
async def library(store: Store, article: Article, place: Place) -> AsyncIterator[Library]:
    opened = Library(store=store, place=place, article=article)
    yield opened
    await opened.close()


@pytest.fixture
async def harbour(library: Library) -> ArticleId:
    return await library.add("harbour", "The harbour of Lisse was closed on 3 May.", ELEVEN)


@pytest.fixture
async def bakery(library: Library) -> ArticleId:
    return await library.add("bakery", BREAD, "The bakery opens at six.")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


class TestTwoProcessesOnOneDatabase:
    @pytest.fixture(params=["in this process", "in another"])
    def by(self, request: pytest.FixtureRequest, store: Store, other_store: Store) -> Store:
        return store if request.param == "in this process" else other_store

    async def test_a_fact_that_is_corrected_or_withdrawn_is_seen(
        self, library: Library, harbour: ArticleId, bakery: ArticleId, by: Store
    ) -> None:
        lookup = library.service()
        assert (await library.find(lookup, BOATS))[0] == ELEVEN

        await library.change(harbour, "f2", text=NINE, store=by)
        assert (await library.find(lookup, BOATS))[0] == NINE
        assert (await library.find(lookup, BOATS, only=harbour))[0] == NINE

        await library.change(harbour, "f2", state=FactState.WITHDRAWN, store=by)
        assert NINE not in await library.find(lookup, BOATS)
        assert NINE not in await library.find(lookup, BOATS, only=harbour)
        assert NINE not in await library.find(lookup, BOATS, first=harbour)

    async def test_an_article_that_comes_or_goes_is_seen(
        self, library: Library, harbour: ArticleId, bakery: ArticleId, by: Store
    ) -> None:
        lookup = library.service()
        assert (await library.find(lookup, "Who bakes rye bread?"))[0] == BREAD

        await library.remove(bakery, store=by)
        assert await library.find(lookup, "Who bakes rye bread?") == []
        assert await library.find(lookup, "Who bakes rye bread?", only=bakery) == []

        library.store = by
        await library.add("mill", "The miller of Lisse grinds spelt.")
        assert await library.find(lookup, "Who grinds spelt?") == ["The miller of Lisse grinds spelt."]

    async def test_only_what_changed_is_read(
        self,
        library: Library,
        harbour: ArticleId,
        bakery: ArticleId,
        by: Store,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        lookup = library.service()
        await library.find(lookup, BOATS)
        assert said(caplog, CHANGED) == []

        await library.change(harbour, "f2", text=NINE, store=by)
        await library.find(lookup, BOATS)
        await library.find(lookup, BOATS)

        assert said(caplog, CHANGED) == [1]

    async def test_where_look_ups_are_answered_otherwise_no_fact_is_read(
        self, library: Library, harbour: ArticleId, by: Store, caplog: pytest.LogCaptureFixture
    ) -> None:
        lookup = library.service()
        await library.find(lookup, BOATS)

        async with by.write() as tx:
            await tx.indexed.answered_otherwise(library.place.guild)

        assert (await library.find(lookup, BOATS))[0] == ELEVEN
        assert said(caplog, CHANGED) == []


class TestBursts:
    async def test_who_gives_up_waiting_leaves_it_to_the_others(
        self, library: Library, harbour: ArticleId
    ) -> None:
        lookup = library.service()
        asked = [asyncio.create_task(library.find(lookup, BOATS)) for _ in range(5)]
        await asyncio.sleep(0)
        asked[0].cancel()

        first, *others = await asyncio.gather(*asked, return_exceptions=True)

        assert isinstance(first, asyncio.CancelledError)
        assert [found[0] for found in others if isinstance(found, list)] == [ELEVEN] * 4

    async def test_what_is_asked_again_is_not_answered_from_before_a_change(
        self, library: Library, harbour: ArticleId, other_store: Store
    ) -> None:
        lookup = library.service()
        for _ in range(3):
            assert (await library.find(lookup, BOATS))[0] == ELEVEN

        await library.change(harbour, "f2", state=FactState.WITHDRAWN, store=other_store)

        for _ in range(3):
            assert ELEVEN not in await library.find(lookup, BOATS)

    async def test_more_is_not_given_than_each_one_asks_for(
        self, library: Library, harbour: ArticleId, bakery: ArticleId
    ) -> None:
        lookup, guild = library.service(), library.place.guild
        several = await lookup.find("opens closed boats", guild=guild, counts=False, limit=3)
        one = await lookup.find("opens closed boats", guild=guild, counts=False, limit=1)

        assert texts(one) == texts(several)[:1]


class TestSuggestions:
    async def test_what_was_withdrawn_is_not_suggested_and_what_was_reworded_is_as_it_is_now(
        self, library: Library, harbour: ArticleId, bakery: ArticleId, other_store: Store
    ) -> None:
        lookup, guild = library.service(), library.place.guild
        assert (await lookup.suggest("fisherm", guild=guild))[0].text == ELEVEN

        await library.change(harbour, "f2", text=NINE, store=other_store)
        assert (await lookup.suggest("fisherm", guild=guild))[0].text == NINE
        await library.change(harbour, "f2", state=FactState.WITHDRAWN, store=other_store)
        assert NINE not in [one.text for one in await lookup.suggest("fisherm", guild=guild)]

    async def test_those_of_the_article_at_hand_come_first(
        self, library: Library, harbour: ArticleId, bakery: ArticleId
    ) -> None:
        lookup, guild = library.service(), library.place.guild

        here = await lookup.suggest("", guild=guild, first=bakery)
        there = await lookup.suggest("", guild=guild, first=harbour)

        assert [one.text for one in here][:2] == [BREAD, "The bakery opens at six."]
        assert [one.text for one in there][1] == ELEVEN
        assert len(here) == len(there) == 4

    async def test_the_first_article_stays_the_first_when_another_one_comes(
        self, library: Library, bakery: ArticleId
    ) -> None:
        lookup, guild = library.service(), library.place.guild
        await library.find(lookup, "rye", only=bakery)
        mill = await library.add("mill", "The miller of Lisse grinds spelt.")

        assert (await library.find(lookup, "rye", only=bakery))[0] == BREAD
        assert BREAD not in await library.find(lookup, "Who bakes rye bread?", only=mill)
        suggested = await lookup.suggest("", guild=guild, first=mill)
        assert suggested[0].text == "The miller of Lisse grinds spelt."

    @pytest.mark.parametrize("reference", ["#", "#x", "#:", "#1", f"#{'9' * 40}:f1", "#-1:f1", "#7:f\0"])
    async def test_a_reference_to_nothing_is_refused(
        self, library: Library, harbour: ArticleId, reference: str
    ) -> None:
        with pytest.raises(UnknownFactError):
            await library.service().get(reference, guild=library.place.guild)

    async def test_a_fact_of_another_server_is_not_to_be_had(
        self, library: Library, harbour: ArticleId
    ) -> None:
        lookup = library.service()
        (suggested, *_) = await lookup.suggest("fisherm", guild=library.place.guild)

        assert (await lookup.get(suggested.reference, guild=library.place.guild)).fact.text == ELEVEN
        with pytest.raises(UnknownFactError):
            await lookup.get(suggested.reference, guild=GuildId(1))


class TestHowMuchIsHeld:
    async def test_what_nobody_asks_for_is_let_go_of(self, library: Library, harbour: ArticleId) -> None:
        lookup = library.service(keeping=Keeping(idle=timedelta(minutes=30)))
        await library.find(lookup, BOATS)
        assert (len(lookup.shelf), lookup.shelf.nbytes > 0) == (1, True)

        library.clock.now += timedelta(minutes=29)
        await lookup.tidy()
        assert len(lookup.shelf) == 1
        library.clock.now += timedelta(minutes=1)
        await lookup.tidy()

        assert (len(lookup.shelf), lookup.shelf.nbytes) == (0, 0)
        assert (await library.find(lookup, BOATS))[0] == ELEVEN

    async def test_it_is_let_go_of_where_nobody_asks_for_anything(
        self, library: Library, harbour: ArticleId
    ) -> None:
        lookup = library.service(keeping=Keeping(idle=timedelta(minutes=30)))
        await library.find(lookup, BOATS)
        async with library.store.read() as tx:
            revision = await tx.indexed.revision(library.place.guild)
        index = weakref.ref((await lookup.shelf.current(library.place.guild, revision=revision)).index)
        library.clock.now += timedelta(minutes=30)

        lookup.sweep()
        gc.collect()

        assert index() is None

    async def test_what_is_used_lets_go_of_what_is_not(
        self, library: Library, harbour: ArticleId, bakery: ArticleId
    ) -> None:
        lookup = library.service(keeping=Keeping(idle=timedelta(minutes=30)))
        await library.find(lookup, BOATS, only=harbour)
        await library.find(lookup, "rye", only=bakery)
        library.clock.now += timedelta(minutes=20)
        await library.find(lookup, "rye", only=bakery)
        library.clock.now += timedelta(minutes=20)

        await library.find(lookup, "rye", only=bakery)

        assert len(lookup.shelf) == 1

    async def test_those_used_last_stay_where_there_is_no_room_for_all(
        self, library: Library, harbour: ArticleId, bakery: ArticleId
    ) -> None:
        without_limit = library.service()
        await library.find(without_limit, BOATS, only=harbour)
        lookup = library.service(keeping=Keeping(memory=int(2.5 * without_limit.shelf.nbytes)))

        for _ in range(2):
            assert (await library.find(lookup, BOATS, only=harbour))[0] == ELEVEN
            assert (await library.find(lookup, "rye", only=bakery))[0] == BREAD
            assert (await library.find(lookup, BOATS))[0] == ELEVEN
            assert len(lookup.shelf) == 2

    async def test_an_index_that_was_changed_much_is_made_anew_behind_the_scenes(
        self, library: Library, harbour: ArticleId
    ) -> None:
        chronicle = await library.add(
            "chronicle", *(f"In the year {number} the mill lost {number} sacks." for number in range(1_100))
        )
        lookup, guild = library.service(), library.place.guild
        await library.find(lookup, BOATS)

        async def changed() -> int:
            async with library.store.read() as tx:
                revision = await tx.indexed.revision(guild)
            return (await lookup.shelf.current(guild, revision=revision)).index.changed

        await library.change(chronicle, "f7", text="In the year 6 the mill burned down.")
        assert await changed() > 2_000
        async for _ in turns():
            if not await changed():
                break

        assert (await library.find(lookup, "When did the mill burn down?"))[0].startswith("In the year 6")
        assert (await library.find(lookup, BOATS))[0] == ELEVEN


@pytest.mark.usefixtures("database_path")
async def test_where_much_has_changed_at_once_all_is_read_anew(
    library: Library, harbour: ArticleId, caplog: pytest.LogCaptureFixture
) -> None:
    lookup = library.service()
    await library.find(lookup, BOATS)

    await library.add(
        "chronicle", *(f"In {number} the mill lost {number} sacks." for number in range(10_001))
    )

    assert (await library.find(lookup, BOATS))[0] == ELEVEN
    assert "In 7777 the mill lost 7777 sacks." in await library.find(lookup, "How many sacks in 7777?")
    assert said(caplog, CHANGED) == []


async def test_it_is_counted_what_look_ups_find(library: Library, harbour: ArticleId) -> None:
    lookup = library.service()
    await library.find(lookup, BOATS)
    await library.find(lookup, "Who composed the national anthem?")

    assert (lookup.answered[Verdict.ANSWER], lookup.answered[Verdict.NOTHING]) == (1, 1)
