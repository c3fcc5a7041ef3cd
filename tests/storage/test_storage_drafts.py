"""Tests for bot.storage.drafts: an article in parts, of which each change can be undone."""

from dataclasses import replace

import pytest
from stored_rows import stored

from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside
from bot.domain.draft_errors import DraftUndoneError, NoDraftError
from bot.domain.errors import UnknownDraftError
from bot.domain.identity import DraftId, GuildId
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.drafts import StoredDraft
from bot.storage.engine import SLICE
from bot.storage.store import Store

ARTICLE = Article(
    id="mill",
    title="The mill",
    language="fr",
    source="Agence Méridienne",
    author="Zoë",
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
    set_aside=(
        SetAside(text="Partagez !", reason=Reason.FURNITURE, start=30, end=40),
        SetAside(text="Lire aussi", reason=Reason.RELATED, start=10, end=20),
    ),
    doubts=(
        Doubtful(doubt=Doubt.LITTLE),
        Doubtful(doubt=Doubt.LONG, item="f:f3"),
        Doubtful(doubt=Doubt.DANGLING, item="f:f3"),
        Doubtful(doubt=Doubt.UNANNOUNCED, item="q:q2"),
    ),
)


async def add(store: Store, *, place: Place, clock: Clock) -> DraftId:
    async with store.write() as tx:
        return await tx.drafts.add(
            ARTICLE, name="mill.md", had_title=True, guild=place.guild, by=place.person.id, at=clock()
        )


async def get(store: Store, draft: DraftId, *, place: Place) -> StoredDraft:
    async with store.read() as tx:
        return await tx.drafts.get(draft, guild=place.guild)


async def change(
    store: Store, draft: DraftId, article: Article, *, place: Place, clock: Clock, numbered: int = 0
) -> StoredDraft:
    async with store.write() as tx:
        before = await tx.drafts.get(draft, guild=place.guild)
        last = max(numbered, before.numbered)
        return await tx.drafts.change(
            before, article, action="change", numbered=last, by=place.person.id, at=clock()
        )


async def undo(store: Store, draft: DraftId) -> str:
    async with store.write() as tx:
        return await tx.drafts.undo(draft)


def whole(article: Article) -> tuple[object, ...]:
    return article, article.set_aside, set(article.doubts)


async def test_a_draft_comes_back_as_it_was(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)
    await add(store, place=place, clock=clock)

    found = await get(store, draft, place=place)

    assert (found.id, found.name, found.had_title) == (draft, "mill.md", True)
    assert whole(found.article) == whole(ARTICLE)
    assert (found.numbered, found.step) == (0, None)


async def test_what_changes_is_there_and_the_rest_stays(store: Store, place: Place, clock: Clock) -> None:
    draft, other = [await add(store, place=place, clock=clock) for _ in range(2)]
    _, second, *rest = ARTICLE.facts
    added = Fact(id="f900", text="New.", passage="New.")
    after = replace(
        ARTICLE,
        title="Le moulin",
        facts=(replace(second, text="In other words."), added, *rest),
        questions=ARTICLE.questions[::-1],
        set_aside=ARTICLE.set_aside[1:],
        doubts=ARTICLE.doubts[1:3],
    )

    told = await change(store, draft, after, place=place, clock=clock, numbered=900)

    found = await get(store, draft, place=place)
    assert found == told
    assert whole(found.article) == whole(after)
    assert found.step == found.numbered == 901
    assert whole((await get(store, other, place=place)).article) == whole(ARTICLE)


async def test_what_changes_nothing_is_no_step(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)

    after = await change(store, draft, ARTICLE, place=place, clock=clock)

    assert after.step is None
    with pytest.raises(DraftUndoneError):
        await undo(store, draft)


async def test_every_change_is_undone_the_last_one_first(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)
    states = [ARTICLE]
    for number in range(1, 6):
        last = states[-1]
        facts = list(last.facts)
        facts.insert(1, Fact(id=f"f{1_000 + number}", text="New.", passage="New."))
        del facts[3]
        states.append(
            replace(last, date=f"200{number}", facts=tuple(facts), doubts=last.doubts[: 5 - number])
        )
        await change(store, draft, states[-1], place=place, clock=clock)
    numbers = []
    while states:
        found = await get(store, draft, place=place)
        assert whole(found.article) == whole(states.pop())
        numbers.append(found.step)
        if states:
            assert await undo(store, draft) == "change"

    assert numbers == [5, 4, 3, 2, 1, None]
    # A number that was given is not given again: a button may still have it.
    again = await change(store, draft, replace(ARTICLE, title="Anew"), place=place, clock=clock)
    assert again.step == 6
    assert await stored_steps(store, draft, place) == 6


async def stored_steps(store: Store, draft: DraftId, place: Place) -> int | None:
    return (await get(store, draft, place=place)).step


async def test_a_change_writes_little_of_a_long_article(
    store: Store, database_url: str, place: Place, clock: Clock
) -> None:
    draft = await add(store, place=place, clock=clock)
    moved = (ARTICLE.facts[1], ARTICLE.facts[0], *ARTICLE.facts[2:])

    await change(store, draft, replace(ARTICLE, facts=moved), place=place, clock=clock)

    ((kept,),) = await stored(database_url, "SELECT length(CAST(before AS TEXT)) FROM draft_steps")
    assert kept < 500


async def test_a_draft_that_goes_leaves_nothing(
    store: Store, database_url: str, place: Place, clock: Clock
) -> None:
    draft, old = [await add(store, place=place, clock=clock) for _ in range(2)]
    for one in (draft, old):
        await change(store, one, replace(ARTICLE, title="Else"), place=place, clock=clock)

    async with store.write() as tx:
        await tx.drafts.remove(draft)
        await tx.drafts.remove_older(clock())

    for gone in (draft, old):
        with pytest.raises(UnknownDraftError):
            await get(store, gone, place=place)
    for table in ("draft_items", "draft_steps"):
        assert await stored(database_url, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 (our tables)


async def test_a_draft_is_one_guilds(store: Store, place: Place, clock: Clock) -> None:
    draft = await add(store, place=place, clock=clock)
    newer = await add(store, place=place, clock=clock)
    elsewhere = GuildId(place.guild + 1)

    async with store.read() as tx:
        assert await tx.drafts.latest(guild=place.guild) == newer
        with pytest.raises(UnknownDraftError):
            await tx.drafts.get(draft, guild=elsewhere)
        with pytest.raises(NoDraftError):
            await tx.drafts.latest(guild=elsewhere)


async def test_ids_that_an_article_ever_had_are_taken(store: Store, place: Place, clock: Clock) -> None:
    async with store.write() as tx:
        key = await tx.articles.add(
            ARTICLE, guild=place.guild, fingerprint="x", at=clock(), by=place.person.id
        )
        fewer = replace(ARTICLE, facts=ARTICLE.facts[:1])
        await tx.articles.replace(key, fewer, guild=place.guild, at=clock())

    async with store.read() as tx:
        taken = await tx.drafts.taken_ids("mill", guild=place.guild)
        assert taken == {part.id for part in ARTICLE.parts}  # those of facts that went, too
        assert await tx.drafts.taken_ids("mill", guild=GuildId(1)) == frozenset()
