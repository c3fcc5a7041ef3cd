"""Tests for bot.services.lookup: what is served is what stands now, and what is not there is counted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Article, FactState, StoredArticle, fingerprint
from bot.domain.errors import EmptyQueryError, NoArticleError
from bot.domain.identity import ArticleId, GuildId
from bot.domain.lookup import Verdict
from bot.services.clock import Clock
from bot.services.indexes import Keeping
from bot.services.lookup import Found, LookupService
from bot.services.place import Place
from bot.storage.store import Store, open_store

BOATS = "How many boats did the fishermen lose?"
EUROS = "How many million euros did the mayor promise?"


@pytest.fixture
def lookup(store: Store, clock: Clock) -> LookupService:
    return LookupService(store, clock=clock)


@pytest.fixture
async def another(database_url: str, loaded: StoredArticle) -> AsyncIterator[Store]:
    """What another process has: a store of its own on the same database."""
    async with open_store(database_url, keep_backups=1, patience=timedelta(seconds=5)) as opened:
        yield opened


async def change(
    store: Store, stored: StoredArticle, article: Article, *, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await tx.articles.replace(stored.key, article, guild=place.guild, at=clock())


async def put(store: Store, article: Article, *, place: Place, clock: Clock) -> ArticleId:
    async with store.write() as tx:
        return await tx.articles.add(
            article, guild=place.guild, fingerprint=fingerprint(article), at=clock(), by=place.person.id
        )


def texts(found: Found) -> list[str]:
    return [hit.fact.text for hit in found.hits]


def with_state(article: Article, id_: str, state: FactState) -> Article:
    facts = (replace(fact, state=state) if fact.id == id_ else fact for fact in article.facts)
    return replace(article, facts=tuple(facts))


@pytest.mark.usefixtures("loaded")
async def test_a_fact_is_found_with_its_article(lookup: LookupService, place: Place) -> None:
    found = await lookup.find(BOATS, guild=place.guild)

    assert found.verdict is Verdict.ANSWER
    assert found.hits[0].fact.text == "Fishermen lost eleven boats in the storm."
    assert found.hits[0].article.id == "harbour"
    assert 0 < found.hits[0].score <= 1
    assert await lookup.gaps(place.guild, limit=5) == ()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("query", ["", "  ", "?!", "\u200b"])
async def test_a_query_without_a_word_is_refused_and_not_counted(
    lookup: LookupService, place: Place, query: str
) -> None:
    with pytest.raises(EmptyQueryError):
        await lookup.find(query, guild=place.guild)

    assert await lookup.gaps(place.guild, limit=5) == ()


async def test_without_an_article_there_is_nothing_to_answer_from(
    lookup: LookupService, loaded: StoredArticle, place: Place
) -> None:
    with pytest.raises(NoArticleError):
        await lookup.find(BOATS, guild=GuildId(1))

    assert await lookup.gaps(GuildId(1), limit=5) == ()


@pytest.mark.usefixtures("loaded")
async def test_what_is_not_there_is_counted_as_a_gap_without_who_asked(
    lookup: LookupService, place: Place
) -> None:
    for query in ("Who composed the national anthem?", "composed, the NATIONAL anthem: who?"):
        found = await lookup.find(query, guild=place.guild)
        assert (found.verdict, found.hits) == (Verdict.NOTHING, ())
    await lookup.find("Who composed the national anthem?", guild=place.guild, counts=False)

    (gap,) = await lookup.gaps(place.guild, limit=5)
    assert (gap.query, gap.asked) == ("Who composed the national anthem?", 2)


async def test_a_withdrawn_fact_is_never_served_and_a_disputed_one_is(
    lookup: LookupService, store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    assert "eleven" in texts(await lookup.find(BOATS, guild=place.guild))[0]

    withdrawn = with_state(loaded.article, "f3", FactState.WITHDRAWN)
    await change(store, loaded, withdrawn, place=place, clock=clock)
    assert not any("eleven" in text for text in texts(await lookup.find(BOATS, guild=place.guild)))
    suggested = await lookup.suggest("fishermen lost", guild=place.guild)
    assert not any("eleven" in suggestion.text for suggestion in suggested)

    disputed = with_state(loaded.article, "f3", FactState.DISPUTED)
    await change(store, loaded, disputed, place=place, clock=clock)
    found = await lookup.find(BOATS, guild=place.guild)
    assert found.hits[0].fact.state is FactState.DISPUTED


async def test_a_removed_fact_or_article_is_never_served(
    *,
    lookup: LookupService,
    store: Store,
    loaded: StoredArticle,
    article: Article,
    place: Place,
    clock: Clock,
) -> None:
    bakery = replace(article, id="bakery", facts=article.facts[:1])
    await put(store, bakery, place=place, clock=clock)
    await lookup.find(BOATS, guild=place.guild)

    await change(
        store, loaded, replace(loaded.article, facts=loaded.article.facts[:2]), place=place, clock=clock
    )
    assert not any("boats" in text for text in texts(await lookup.find(BOATS, guild=place.guild)))

    async with store.write() as tx:
        await tx.articles.remove(loaded.key, guild=place.guild, at=clock())
    assert texts(await lookup.find(EUROS, guild=place.guild)) == []


async def test_what_another_process_changes_is_seen(
    lookup: LookupService, another: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    assert "eleven" in texts(await lookup.find(BOATS, guild=place.guild))[0]

    facts = (*loaded.article.facts[:2], replace(loaded.article.facts[2], text="Fishermen lost nine boats."))
    await change(another, loaded, replace(loaded.article, facts=facts), place=place, clock=clock)

    assert texts(await lookup.find(BOATS, guild=place.guild))[0] == "Fishermen lost nine boats."


async def test_an_article_that_another_process_adds_is_seen(
    lookup: LookupService, another: Store, article: Article, place: Place, clock: Clock
) -> None:
    question = "What did the baker bake?"
    assert (await lookup.find(question, guild=place.guild)).hits == ()

    fact = replace(article.facts[0], text="The baker baked rye bread.", passage="")
    await put(another, replace(article, id="bakery", facts=(fact,)), place=place, clock=clock)

    assert texts(await lookup.find(question, guild=place.guild))[0] == "The baker baked rye bread."


@pytest.fixture
async def bakery(
    store: Store, loaded: StoredArticle, article: Article, place: Place, clock: Clock
) -> ArticleId:
    facts = (
        replace(article.facts[0], text="The bakery of Oudeland closed on 9 June.", passage=""),
        replace(
            article.facts[1], text="Fishermen lost eleven boats in the storm, the baker said.", passage=""
        ),
    )
    return await put(store, replace(article, id="bakery", facts=facts), place=place, clock=clock)


async def test_the_article_at_hand_comes_first(
    lookup: LookupService, bakery: ArticleId, loaded: StoredArticle, place: Place
) -> None:
    here = await lookup.find(BOATS, guild=place.guild, first=bakery)
    there = await lookup.find(BOATS, guild=place.guild, first=loaded.key)

    assert here.hits[0].article.id == "bakery"
    assert there.hits[0].article.id == "harbour"


async def test_what_the_article_at_hand_does_not_say_is_looked_up_in_the_others(
    lookup: LookupService, bakery: ArticleId, place: Place
) -> None:
    found = await lookup.find(EUROS, guild=place.guild, first=bakery)

    assert found.verdict is Verdict.ANSWER
    assert found.hits[0].article.id == "harbour"


async def test_only_one_article_means_only_that_one(
    lookup: LookupService, bakery: ArticleId, place: Place
) -> None:
    found = await lookup.find(EUROS, guild=place.guild, only=bakery)

    assert "harbour" not in {hit.article.id for hit in found.hits}
    assert found.verdict is not Verdict.ANSWER


@pytest.mark.usefixtures("loaded")
async def test_suggestions_are_facts_in_full(lookup: LookupService, place: Place) -> None:
    found = await lookup.suggest("mayor odi", guild=place.guild, limit=2)

    assert found[0].text == "Mayor Odile Brandt promised 40 million euros for new quays."
    assert len(found) <= 2


async def test_more_articles_than_indexes_are_held_are_all_answered_from(
    store: Store, article: Article, place: Place, clock: Clock
) -> None:
    lookup = LookupService(store, clock=clock, keeping=Keeping(memory=0))
    keys = []
    for number in range(5):
        fact = replace(article.facts[0], text=f"The lighthouse has {number} lamps.", passage="")
        one = replace(article, id=f"a{number}", facts=(fact,))
        keys.append(await put(store, one, place=place, clock=clock))

    for _ in range(2):
        for number, key in enumerate(keys):
            found = await lookup.find("How many lamps has the lighthouse?", guild=place.guild, only=key)
            assert texts(found) == [f"The lighthouse has {number} lamps."]
    assert len(lookup.shelf) == 1
