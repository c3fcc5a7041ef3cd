"""Tests for bot.storage.drafts: an article in parts, each of which can change without the others."""

from dataclasses import replace

import pytest
from stored_rows import stored

from bot.domain.article import Article, Fact, Question
from bot.domain.errors import UnknownDraftError
from bot.domain.identity import DraftId, GuildId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.engine import SLICE
from bot.storage.store import Store

ARTICLE = Article(
    id="mill",
    title="The mill",
    language="fr",
    source="Agence Méridienne",
    date="2024-03",
    text="Le moulin a brûlé. Il a été rebâti.",
    facts=tuple(
        # Out of the order of their ids, and more than are written at a time.
        Fact(id=f"f{number}", text=f"Fact {number}", passage="Le moulin a brûlé.", start=0, end=18, score=0.5)
        for number in reversed(range(SLICE + 2))
    ),
    questions=(
        Question(id="q2", text="Pourquoi ?", follow_ups=("Et quand ?",)),
        Question(id="f1", text="Où ?"),  # by the name of a fact
    ),
)


async def add(store: Store, *, place: Place, clock: Clock) -> DraftId:
    async with store.write() as tx:
        return await tx.drafts.add(
            ARTICLE, name="mill.md", had_title=True, guild=place.guild, by=place.person.id, at=clock()
        )


async def read(store: Store, draft: DraftId, *, place: Place) -> Article:
    async with store.read() as tx:
        return (await tx.drafts.get(draft, guild=place.guild)).article


async def test_a_draft_comes_back_as_it_was(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)
    await add(store, place=place, clock=clock)

    async with store.read() as tx:
        stored = await tx.drafts.get(draft, guild=place.guild)

    assert (stored.id, stored.name, stored.had_title) == (draft, "mill.md", True)
    assert stored.article == ARTICLE


async def test_one_part_changes_and_the_others_stay(store: Store, place: Place, clock: Clock) -> None:
    draft, other = [await add(store, place=place, clock=clock) for _ in range(2)]
    first, second, *rest = ARTICLE.facts
    reworded = replace(second, text="In other words.")

    async with store.write() as tx:
        await tx.drafts.drop(draft, f"f:{first.id}")
        await tx.drafts.put(draft, reworded)
        await tx.drafts.drop(draft, "q:f1")

    assert await read(store, draft, place=place) == replace(
        ARTICLE, facts=(reworded, *rest), questions=ARTICLE.questions[:1]
    )
    assert await read(store, other, place=place) == ARTICLE


async def test_a_draft_that_goes_leaves_nothing(
    store: Store, database_url: str, place: Place, clock: Clock
) -> None:
    draft, old = [await add(store, place=place, clock=clock) for _ in range(2)]

    async with store.write() as tx:
        await tx.drafts.remove(draft)
        await tx.drafts.remove_older(clock())

    for gone in (draft, old):
        with pytest.raises(UnknownDraftError):
            await read(store, gone, place=place)
    assert await stored(database_url, "SELECT count(*) FROM draft_items") == [(0,)]


async def test_a_draft_is_one_guilds(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)

    async with store.read() as tx:
        with pytest.raises(UnknownDraftError):
            await tx.drafts.get(draft, guild=GuildId(place.guild + 1))
