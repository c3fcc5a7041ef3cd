"""Tests for bot.services.corrections: histories kept, and nothing put back unawares, on every database."""

from dataclasses import replace
from functools import partial

import pytest

from bot.articles.pack import write_pack
from bot.domain.article import Article, Fact, FactState, StoredArticle
from bot.domain.errors import FactsPutBackError, UnknownFactError
from bot.domain.identity import NOBODY, GuildId, MemberId, Person, Role
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.corrections import CorrectionService, FactHistory
from bot.services.drafts import DraftService
from bot.services.lookup import LookupService
from bot.services.place import Place
from bot.storage.store import Store


@pytest.fixture
def articles(store: Store, clock: Clock) -> ArticleService:
    return ArticleService(store, clock=clock)


@pytest.fixture
def corrections(store: Store, clock: Clock) -> CorrectionService:
    return CorrectionService(store, clock=clock)


@pytest.fixture
def lookup(store: Store, clock: Clock) -> LookupService:
    return LookupService(store, clock=clock)


@pytest.fixture
def drafts(store: Store, clock: Clock, articles: ArticleService) -> DraftService:
    return DraftService(store, clock=clock, articles=articles)


def pack(article: Article) -> bytes:
    return write_pack(article).encode()


async def history(corrections: CorrectionService, loaded: StoredArticle, place: Place) -> FactHistory:
    return await corrections.history(loaded.key, "f1", guild=place.guild)


def told(past: FactHistory) -> list[tuple[str, str, str | None, str]]:
    return [(one.text, one.state, one.note, one.name) for one in past.versions]


async def test_a_fact_keeps_what_it_said_with_when_why_and_by_whom(
    corrections: CorrectionService, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    first = loaded.article.facts[0]
    before = clock()
    corrected = await corrections.correct(loaded.key, first, text="It was 4 May.", reason="A slip.", at=place)
    max_ = replace(place, person=Person(id=MemberId(7), name="Max", role=Role.MODERATOR))
    await corrections.dispute(loaded.key, corrected, reason="By the mayor.", at=max_)

    past = await history(corrections, loaded, place)

    assert told(past) == [
        (first.text, "stated", None, "Ann"),
        ("It was 4 May.", "corrected", "A slip.", "Max"),
    ]
    assert (past.fact.text, past.fact.state, past.fact.note) == ("It was 4 May.", "disputed", "By the mayor.")
    assert before < past.versions[0].changed_at < past.versions[1].changed_at
    assert past.fact.changed_at == past.versions[1].changed_at
    assert corrected.changed_at == past.versions[0].changed_at
    assert past.versions[1].changed_by == 7


async def test_the_same_correction_twice_is_one(
    corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first = loaded.article.facts[0]
    correct = partial(corrections.correct, loaded.key, text="It was 4 May.", reason="A slip.", at=place)
    await correct(first)
    changed = await correct(first)

    past = await history(corrections, loaded, place)
    assert len(past.versions) == 1
    assert past.fact == changed


async def test_what_is_gone_meanwhile_is_not_changed(
    corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    gone = replace(loaded.article.facts[0], id="f99")

    for change in (partial(corrections.dispute, reason="x"), partial(corrections.withdraw, reason="x")):
        with pytest.raises(UnknownFactError):
            await change(loaded.key, gone, at=place)


async def test_who_disputes_a_fact_disputes_what_it_says_by_now(
    corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    seen = loaded.article.facts[0]
    await corrections.correct(loaded.key, seen, text="It was 4 May.", reason="A slip.", at=place)

    disputed = await corrections.dispute(loaded.key, seen, reason="By the mayor.", at=place)

    assert (disputed.text, disputed.state) == ("It was 4 May.", FactState.DISPUTED)


async def test_what_was_withdrawn_a_moment_ago_stays_withdrawn(
    corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    seen = loaded.article.facts[0]
    await corrections.withdraw(loaded.key, seen, reason="Wrong.", at=place)

    for change in (
        partial(corrections.correct, text="It was 4 May.", reason="x"),
        partial(corrections.dispute, reason="x"),
        partial(corrections.withdraw, reason="x"),
    ):
        with pytest.raises(UnknownFactError):
            await change(loaded.key, seen, at=place)
    past = await history(corrections, loaded, place)
    assert (past.fact.state, past.fact.note, len(past.versions)) == (FactState.WITHDRAWN, "Wrong.", 1)


async def test_a_pack_that_changes_facts_leaves_history_too(
    articles: ArticleService, corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first, second, third = loaded.article.facts
    corrected = replace(first, text="It was 4 May.", state=FactState.CORRECTED, note="A slip.")
    new = Fact(id="f9", text="New.", passage="New.", state=FactState.DISPUTED, note="Who knows?")
    edited = replace(loaded.article, facts=(corrected, second, new))

    await articles.add(pack(edited), name="pack.toml", at=place)
    past = await history(corrections, loaded, place)

    assert told(past) == [(first.text, "stated", None, "Ann")]
    assert past.fact.changed_at == past.versions[0].changed_at
    gone = await corrections.changed(loaded.key)
    assert [fact.id for fact in gone] == ["f1", "f9"]
    assert gone[1].changed_at is not None
    with pytest.raises(UnknownFactError):
        await corrections.history(loaded.key, third.id, guild=place.guild)


async def test_when_a_fact_was_changed_does_not_move_with_what_else_is(
    articles: ArticleService, corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first = loaded.article.facts[0]
    changed = await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    now = await articles.get(loaded.id, guild=place.guild)
    content = pack(replace(now.article, title="Renamed"))
    assert b"changed_at" in content

    await articles.add(content, name="pack.toml", at=place)

    stated = (await articles.get(loaded.id, guild=place.guild)).article.facts[0]
    assert stated.changed_at == changed.changed_at
    back = replace(stated, state=FactState.STATED, note=None)
    restored = now.article.with_parts((back, *now.article.parts[1:]))
    await articles.add(pack(restored), name="pack.toml", at=place, anyway=True)
    assert (await articles.get(loaded.id, guild=place.guild)).article.facts[0].changed_at is None


async def test_a_fact_of_elsewhere_or_of_nothing_has_no_history(
    corrections: CorrectionService, articles: ArticleService, loaded: StoredArticle, place: Place
) -> None:
    for key, fact, guild in (
        (loaded.key, "f1", GuildId(5)),
        (loaded.key, "f99", place.guild),
        (type(loaded.key)(99), "f1", place.guild),
    ):
        with pytest.raises(UnknownFactError):
            await corrections.history(key, fact, guild=guild)
    await articles.remove(loaded.id, at=place)
    with pytest.raises(UnknownFactError):
        await corrections.history(loaded.key, "f1", guild=place.guild)


async def test_a_pack_from_before_puts_nothing_back_unawares(
    articles: ArticleService,
    corrections: CorrectionService,
    drafts: DraftService,
    loaded: StoredArticle,
    place: Place,
) -> None:
    first, second, _ = loaded.article.facts
    await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    await corrections.correct(loaded.key, second, text="It was 41.", reason="A slip.", at=place)
    old = replace(loaded.article, title="Edited")

    with pytest.raises(FactsPutBackError) as caught:
        await articles.add(pack(old), name="old.toml", at=place)

    assert caught.value.data == {"n": 2}
    draft = await drafts.make(pack(old), "old.toml", at=place)
    assert [fact.id for fact in await drafts.restored(draft.id, at=place)] == ["f1", "f2"]
    stored, _ = await articles.add(pack(old), name="old.toml", at=place, anyway=True)
    assert [fact.state for fact in stored.article.facts] == ["stated"] * 3


@pytest.mark.parametrize("is_withdrawn", [True, False])
async def test_a_draft_from_between_two_changes_does_not_undo_the_second_unawares(  # noqa: PLR0917 (fixtures)
    articles: ArticleService,
    corrections: CorrectionService,
    drafts: DraftService,
    loaded: StoredArticle,
    place: Place,
    is_withdrawn: bool,
) -> None:
    first = loaded.article.facts[0]
    await corrections.correct(loaded.key, first, text="It was 4 May.", reason="A slip.", at=place)
    between = replace((await articles.get(loaded.id, guild=place.guild)).article, title="Edited")
    draft = await drafts.make(pack(between), "between.toml", at=place)
    assert await drafts.restored(draft.id, at=place) == ()

    if is_withdrawn:
        await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    else:
        await corrections.correct(loaded.key, first, text="It was 5 May.", reason="Again.", at=place)

    assert [fact.id for fact in await drafts.restored(draft.id, at=place)] == ["f1"]
    with pytest.raises(FactsPutBackError):
        await drafts.keep(draft.id, at=place, anyway=False)
    with pytest.raises(FactsPutBackError):
        await articles.add(pack(between), name="between.toml", at=place)
    stored, _ = await drafts.keep(draft.id, at=place)
    assert stored.article.facts[0].text == "It was 4 May."


async def test_what_was_withdrawn_and_then_removed_is_not_put_back_unawares(
    articles: ArticleService, corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first, second, third = loaded.article.facts
    await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    now = (await articles.get(loaded.id, guild=place.guild)).article
    left = replace(now, facts=(now.facts[2],))
    await articles.add(pack(left), name="left.toml", at=place)

    # The second one was only left out.
    assert await articles.put_back(replace(left, facts=(second, third)), guild=place.guild) == ()
    put_back = await articles.put_back(loaded.article, guild=place.guild)
    assert [(fact.text, fact.state, fact.note) for fact in put_back] == [
        (first.text, FactState.WITHDRAWN, "Wrong.")
    ]


async def test_an_article_that_was_removed_does_not_bring_back_what_was_withdrawn_in_it(
    articles: ArticleService, corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first, second, _ = loaded.article.facts
    await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    await corrections.correct(loaded.key, second, text="It was 41.", reason="A slip.", at=place)
    await articles.remove(loaded.id, at=place)
    passage_alone = replace(second, id="f8", text="Otherwise.")
    words_alone = replace(first, id="f9", passage="Otherwise.")
    corrected_words = Fact(id="f7", text="It was 41.", passage="Otherwise.")

    for facts, put_back in (
        ((first,), 1),
        ((passage_alone, words_alone), 2),
        ((corrected_words,), 0),
        ((replace(first, state=FactState.WITHDRAWN),), 0),
    ):
        again = replace(loaded.article, id=None, facts=facts)
        assert len(await articles.put_back(again, guild=place.guild)) == put_back
        assert await articles.put_back(again, guild=GuildId(5)) == ()


async def test_who_changed_facts_is_known_as_long_as_the_article_is_there(
    articles: ArticleService,
    corrections: CorrectionService,
    loaded: StoredArticle,
    place: Place,
    store: Store,
) -> None:
    await corrections.withdraw(loaded.key, loaded.article.facts[0], reason="Wrong.", at=place)
    await articles.remove(loaded.id, at=place)

    async with store.read() as tx:
        past = await tx.facts.history(loaded.key)
    assert [(one.changed_by, one.name) for one in past] == [(NOBODY, "")]


async def test_facts_of_an_article_may_rest_on_one_passage(
    articles: ArticleService, corrections: CorrectionService, loaded: StoredArticle, place: Place
) -> None:
    first = loaded.article.facts[0]
    await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)
    now = (await articles.get(loaded.id, guild=place.guild)).article
    beside = Fact(id="f9", text="Beside it.", passage=first.passage)

    assert await articles.put_back(replace(now, facts=(*now.facts, beside)), guild=place.guild) == ()
    again = replace(first, id="f9")  # under another id
    assert len(await articles.put_back(replace(now, facts=(*now.facts, again)), guild=place.guild)) == 1


async def test_a_withdrawn_fact_is_nowhere_to_be_had(
    articles: ArticleService,
    corrections: CorrectionService,
    lookup: LookupService,
    loaded: StoredArticle,
    place: Place,
) -> None:
    first = loaded.article.facts[0]
    reference = f"#{loaded.key}:{first.id}"
    query = "harbour of Lisse closed on 3 May after a crane fell"
    assert (await lookup.find(query, guild=place.guild)).hits[0].fact.id == first.id  # with an index made

    await corrections.withdraw(loaded.key, first, reason="Wrong.", at=place)

    assert first.id not in {hit.fact.id for hit in (await lookup.find(query, guild=place.guild)).hits}
    assert reference not in {one.reference for one in await lookup.suggest("harbour", guild=place.guild)}
    with pytest.raises(UnknownFactError):
        await lookup.get(reference, guild=place.guild)
    assert first.id not in {hit.fact.id for hit in await lookup.check(first.text, guild=place.guild)}
    stored = await articles.get(loaded.id, guild=place.guild)
    assert first.id not in {fact.id for fact in (*stored.article.served_facts, *stored.article.key_facts)}
    assert (await articles.lines(place.guild))[0].facts == 2


async def test_many_facts_change_at_once(
    articles: ArticleService, corrections: CorrectionService, place: Place
) -> None:
    facts = tuple(Fact(id=f"f{n}", text=f"Fact {n}.", passage=f"Fact {n}.") for n in range(1_200))
    article = Article(id="long", title="Long", language="en", facts=facts)
    stored, _ = await articles.add(pack(article), name="long.toml", at=place)
    others = tuple(replace(fact, text=f"Otherwise {fact.id}.") for fact in facts[:1_100])

    await articles.add(pack(replace(article, facts=others)), name="long.toml", at=place)

    assert len(await corrections.changed(stored.key)) == 1_100
    past = await corrections.history(stored.key, "f7", guild=place.guild)
    assert told(past) == [("Fact 7.", "stated", None, "Ann")]
