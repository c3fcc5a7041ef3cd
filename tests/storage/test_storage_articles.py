"""Tests for bot.storage.articles: what keeps its id, and what stays behind."""

from dataclasses import replace

import pytest

from bot.domain.article import Article, Fact, FactState, Question, StoredArticle, fingerprint
from bot.domain.discussion import Prompt
from bot.domain.identity import ArticleId, GuildId
from bot.domain.storage_errors import StoreError
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.store import Store

SURPRISE = "Ünïcode: «quotes» 🦀, a\ttab,\r\na line\nand a NUL-free end"


async def put(store: Store, article: Article, *, place: Place, clock: Clock) -> ArticleId:
    async with store.write() as tx:
        return await tx.articles.add(
            article, guild=place.guild, fingerprint=fingerprint(article), at=clock(), by=place.person.id
        )


async def change(
    store: Store, stored: StoredArticle, article: Article, *, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await tx.articles.replace(stored.key, article, guild=place.guild, at=clock())


async def read(store: Store, key: ArticleId) -> Article:
    async with store.read() as tx:
        return (await tx.articles.get(key)).article


async def question_keys(store: Store, key: ArticleId) -> dict[str, int]:
    async with store.read() as tx:
        return dict(await tx.articles.question_keys(key))


async def revision(store: Store, guild: GuildId) -> int:
    async with store.read() as tx:
        return await tx.indexed.revision(guild)


async def test_an_article_comes_back_as_it_was(store: Store, place: Place, clock: Clock) -> None:
    article = Article(
        id="all",
        title=SURPRISE,
        language="fr",
        source=SURPRISE,
        url="https://example.org/?a=1&b=2",
        date="2024-03",
        text=SURPRISE,
        facts=(
            Fact(
                id="b",
                text=SURPRISE,
                passage=SURPRISE,
                speaker="Zoë",
                start=3,
                end=9,
                score=0.1,
                state=FactState.DISPUTED,
                note="why",
            ),
            Fact(id="a", text="Second.", passage="Second."),
        ),
        questions=(
            Question(id="z", text=SURPRISE, follow_ups=(SURPRISE, "?")),
            Question(id="y", text="Why?"),
        ),
    )

    key = await put(store, article, place=place, clock=clock)

    assert await read(store, key) == article


async def test_lines_show_the_newest_first_and_count_what_is_served(
    store: Store, article: Article, place: Place, clock: Clock
) -> None:
    withdrawn = replace(article.facts[0], state=FactState.WITHDRAWN)
    older = replace(article, id="older", title=None, facts=(withdrawn, *article.facts[1:]))
    await put(store, older, place=place, clock=clock)
    await put(store, replace(article, facts=()), place=place, clock=clock)

    async with store.read() as tx:
        lines = await tx.articles.lines(place.guild)
        elsewhere = await tx.articles.lines(GuildId(1))

    assert [(line.id, line.title, line.facts, line.questions) for line in lines] == [
        ("harbour", "The harbour of Lisse closes", 0, 3),
        ("older", "older", 2, 3),
    ]
    assert elsewhere == ()


async def test_an_id_is_used_once_in_a_guild(
    store: Store, loaded: StoredArticle, article: Article, place: Place, clock: Clock
) -> None:
    with pytest.raises(StoreError):
        await put(store, replace(article, text="Another."), place=place, clock=clock)

    async with store.read() as tx:
        assert len(await tx.articles.lines(place.guild)) == 1


async def test_replacing_keeps_the_rows_of_what_keeps_its_id(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    before = await question_keys(store, loaded.key)
    questions = tuple(reversed(loaded.article.questions))
    changed = replace(
        loaded.article,
        title="Renamed",
        questions=(*questions[:2], replace(questions[2], text="Reworded?")),
        facts=(replace(loaded.article.facts[1], text="Corrected."), loaded.article.facts[0]),
    )

    await change(store, loaded, changed, place=place, clock=clock)

    assert await read(store, loaded.key) == changed
    assert await question_keys(store, loaded.key) == before


async def test_replacing_by_a_pack_keeps_the_text(
    store: Store, article: Article, place: Place, clock: Clock
) -> None:
    key = await put(store, replace(article, text="The source."), place=place, clock=clock)

    async with store.write() as tx:
        await tx.articles.replace(key, article, guild=place.guild, at=clock())

    assert (await read(store, key)).text == "The source."


async def test_a_question_that_was_never_asked_is_removed_for_good(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    before = await question_keys(store, loaded.key)
    await change(store, loaded, replace(loaded.article, questions=()), place=place, clock=clock)
    await change(store, loaded, loaded.article, place=place, clock=clock)

    after = await question_keys(store, loaded.key)

    assert set(after) == set(before)
    assert not set(after.values()) & set(before.values())


async def test_a_question_that_was_asked_stays_behind_its_prompt_and_comes_back(
    store: Store, loaded: StoredArticle, prompt: Prompt, place: Place, clock: Clock
) -> None:
    before = await question_keys(store, loaded.key)
    without = replace(loaded.article, questions=loaded.article.questions[1:])

    await change(store, loaded, without, place=place, clock=clock)

    assert await read(store, loaded.key) == without
    assert set(await question_keys(store, loaded.key)) == {"q2", "q3"}
    async with store.read() as tx:
        assert await tx.discussions.prompts(prompt.discussion) == (prompt,)

    await change(store, loaded, loaded.article, place=place, clock=clock)

    assert await question_keys(store, loaded.key) == before


async def test_a_removed_article_is_found_no_more_but_is_still_there(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await tx.articles.remove(loaded.key, guild=place.guild, at=clock())
    async with store.read() as tx:
        assert await tx.articles.lines(place.guild) == ()
        assert await tx.articles.find(guild=place.guild, id="harbour") is None
        assert await tx.articles.find(guild=place.guild, fingerprint=fingerprint(loaded.article)) is None
        assert await tx.indexed.facts(place.guild) == []
        assert await tx.articles.taken_ids(place.guild) == {"harbour"}
        assert await tx.articles.get(loaded.key) == loaded


async def test_a_removed_article_can_be_added_again(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        await tx.articles.remove(loaded.key, guild=place.guild, at=clock())

    again = await put(store, replace(loaded.article, id="harbour-2"), place=place, clock=clock)

    async with store.read() as tx:
        assert await tx.articles.find(guild=place.guild, fingerprint=fingerprint(loaded.article)) == again


async def test_what_is_indexed_leaves_out_what_was_withdrawn(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    facts = loaded.article.facts
    withdrawn = replace(
        loaded.article, facts=(facts[0], replace(facts[1], state=FactState.WITHDRAWN), facts[2])
    )
    await change(store, loaded, withdrawn, place=place, clock=clock)

    async with store.read() as tx:
        indexed = await tx.indexed.facts(place.guild)

    assert [fact.id for fact in indexed] == [f"{loaded.key}:f1", f"{loaded.key}:f3"]


async def test_the_revision_changes_with_what_is_indexed_and_only_in_its_guild(
    store: Store, article: Article, place: Place, clock: Clock
) -> None:
    seen = [await revision(store, place.guild)]
    key = await put(store, article, place=place, clock=clock)
    seen.append(await revision(store, place.guild))
    async with store.write() as tx:
        await tx.articles.replace(key, replace(article, facts=()), guild=place.guild, at=clock())
    seen.append(await revision(store, place.guild))
    async with store.write() as tx:
        await tx.articles.remove(key, guild=place.guild, at=clock())
    seen.append(await revision(store, place.guild))

    assert len(set(seen)) == 4
    assert await revision(store, GuildId(1)) == 0


async def test_each_article_has_the_revision_at_which_its_facts_changed_last(
    *, store: Store, loaded: StoredArticle, article: Article, place: Place, clock: Clock
) -> None:
    async def revisions() -> dict[ArticleId, int]:
        async with store.read() as tx:
            return await tx.indexed.revisions(place.guild)

    other = replace(article, id="bakery", title="The bakery")
    async with store.write() as tx:
        bakery = await tx.articles.add(
            other, guild=place.guild, fingerprint="-", at=clock(), by=place.person.id
        )
    first = await revisions()
    assert first[bakery] > first[loaded.key] > 0

    async with store.write() as tx:
        await tx.articles.replace(loaded.key, article, guild=place.guild, at=clock())
    async with store.write() as tx:
        await tx.articles.add_fact(bakery, Fact(id="m1", text="New.", passage="New."), guild=place.guild)
    async with store.write() as tx:
        await tx.articles.change_fact(
            loaded.key,
            "f1",
            state=FactState.DISPUTED,
            note="-",
            guild=place.guild,
            at=clock(),
            by=place.person,
        )
        assert (await tx.articles.get(bakery)).article.facts[-1].id == "m1"
        assert await tx.facts.taken_ids(bakery) == {"f1", "f2", "f3", "m1"}
    after = await revisions()
    assert after[loaded.key] > after[bakery] > first[bakery]

    async with store.write() as tx:
        await tx.indexed.answered_otherwise(place.guild)
        await tx.articles.remove(bakery, guild=place.guild, at=clock())
        assert await tx.indexed.revision(place.guild) > after[loaded.key]
        of_removed = await tx.indexed.revision(place.guild)
    assert await revisions() == {loaded.key: after[loaded.key], bakery: of_removed}
    async with store.read() as tx:
        assert await tx.indexed.revisions(place.guild, since=after[loaded.key]) == {bakery: of_removed}
        assert await tx.indexed.revisions(GuildId(1)) == {}
