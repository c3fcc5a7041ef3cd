"""Tests for bot.services.gaps and .answering: one gap for what asks the same, answered from then on."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from old_rows import BO, Time
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.article import Article, FactState, StoredArticle, fingerprint
from bot.domain.errors import DraftTextError, UnknownArticleError, UnknownFactError
from bot.domain.gap import Gap, GapState
from bot.domain.gap_errors import GapAnsweredError, UnknownGapError
from bot.domain.identity import ArticleId, GapId, GuildId, MemberId
from bot.domain.lookup import Verdict
from bot.services.answering import GapService
from bot.services.delivery import Delivery
from bot.services.lookup import Found, Hit, LookupService
from bot.services.place import Place
from bot.services.steps import Steps
from bot.storage.store import Store, open_store

ANTHEM = "Who composed the national anthem?"
ANSWER = "Odile Brandt composed the anthem in 1921."


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def lookup(store: Store, clock: Time) -> LookupService:
    return LookupService(store, clock=clock)


@pytest.fixture
def gaps(store: Store, clock: Time) -> GapService:
    steps = Steps(store, clock=clock, threads=QuietThreads())
    return GapService(store, clock=clock, delivery=Delivery(store, clock=clock, steps=steps, holder="test"))


@pytest.fixture
async def bakery(
    store: Store, loaded: StoredArticle, article: Article, place: Place, clock: Time
) -> ArticleId:
    fact = replace(article.facts[0], text="The bakery of Oudeland closed on 9 June.", passage="")
    other = replace(article, id="bakery", title="The bakery", facts=(fact,))
    async with store.write() as tx:
        return await tx.articles.add(
            other, guild=place.guild, fingerprint=fingerprint(other), at=clock(), by=place.person.id
        )


async def asked(lookup: LookupService, place: Place, query: str = ANTHEM, **how: object) -> Found:
    return await lookup.find(query, guild=place.guild, **how)  # type: ignore[arg-type]


async def gap_of(lookup: LookupService, place: Place, query: str = ANTHEM) -> GapId:
    gap = (await asked(lookup, place, query)).gap
    assert gap is not None
    return gap


async def open_gaps(gaps: GapService, place: Place, state: GapState = GapState.OPEN) -> tuple[Gap, ...]:
    return await gaps.most_asked(place.guild, state=state, limit=50)


async def withdraw(store: Store, hit: Hit, *, place: Place, clock: Time) -> None:
    async with store.write() as tx:
        await tx.articles.change_fact(
            hit.article.key,
            hit.fact.id,
            state=FactState.WITHDRAWN,
            note="wrong",
            guild=place.guild,
            at=clock(),
            by=place.person,
        )


async def logged(database_url: str) -> list[str]:
    return [row[0] for row in await stored(database_url, "SELECT action FROM moderation_log ORDER BY key")]


@pytest.mark.usefixtures("loaded")
class TestCounting:
    async def test_what_asks_the_same_is_one_gap_in_several_wordings(
        self, lookup: LookupService, gaps: GapService, place: Place
    ) -> None:
        first = await gap_of(lookup, place)
        for query in (
            "who compsoed the national anthem",
            "composed national anthem",
            "the national anthem, who composed it",
        ):
            assert await gap_of(lookup, place, query) == first
        other = await gap_of(lookup, place, "Who composed the national anthem of 1921?")

        listed = await open_gaps(gaps, place)
        assert [(gap.id, gap.asked, gap.query) for gap in listed] == [
            (first, 4, ANTHEM),
            (other, 1, "Who composed the national anthem of 1921?"),
        ]
        known = await gaps.get(first, guild=place.guild)
        assert set(known.wordings) == {"who compsoed the national anthem", "composed national anthem"}

    async def test_somebody_who_asks_again_within_a_day_counts_once(
        self, lookup: LookupService, gaps: GapService, place: Place, clock: Time
    ) -> None:
        for by, query in ((1, ANTHEM), (1, "who compsoed the national anthem"), (2, ANTHEM), (1, ANTHEM)):
            await asked(lookup, place, query, by=MemberId(by))
        assert [gap.asked for gap in await open_gaps(gaps, place)] == [2]

        clock.now += timedelta(days=1)
        await asked(lookup, place, by=MemberId(1))

        assert [gap.asked for gap in await open_gaps(gaps, place)] == [3]

    async def test_what_many_ask_at_once_is_one_gap(
        self, lookup: LookupService, gaps: GapService, place: Place
    ) -> None:
        queries = [ANTHEM, "who compsoed the national anthem", "composed the national anthem"] * 4
        await asyncio.gather(*(asked(lookup, place, query) for query in queries))

        assert [gap.asked for gap in await open_gaps(gaps, place)] == [12]

    async def test_a_gap_that_an_earlier_release_counted_is_counted_on(
        self, lookup: LookupService, gaps: GapService, store: Store, place: Place, database_url: str
    ) -> None:
        async with store.write() as tx:
            old = await tx.gaps.count(
                ANTHEM, folded="anthem composed national", guild=place.guild, on=Time().now.date()
            )

        assert await gap_of(lookup, place, "who composed the national anthem") == old

        assert [gap.asked for gap in await open_gaps(gaps, place)] == [2]
        folded = await stored(database_url, "SELECT folded FROM gaps")
        assert folded == [("?who anthem compos nation",)]

    async def test_other_servers_have_gaps_of_their_own(
        self, lookup: LookupService, gaps: GapService, place: Place
    ) -> None:
        gap = await gap_of(lookup, place)

        with pytest.raises(UnknownGapError):
            await gaps.get(gap, guild=GuildId(1))


class TestAnswering:
    async def test_an_answered_gap_answers_all_that_ask_the_same(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, place: Place
    ) -> None:
        gap = await gap_of(lookup, place)

        # Words that no look-up would find by itself.
        hit = await gaps.answer(gap, text="Ask Odile.", at=place)

        for query in (ANTHEM, "who compsoed the national anthem", "national anthem composed"):
            found = await asked(lookup, place, query)
            assert (found.verdict, found.gap) == (Verdict.ANSWER, None)
            assert [one.fact.text for one in found.hits] == ["Ask Odile."]
        assert hit.article.key == loaded.key
        assert await open_gaps(gaps, place) == ()
        (answered,) = await open_gaps(gaps, place, GapState.ANSWERED)
        assert answered.id == gap
        assert (await asked(lookup, place, "Who composed the national anthem of 1921?")).hits == ()

    async def test_another_process_answers_so_too(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, place: Place, database_url: str
    ) -> None:
        async with open_store(database_url, keep_backups=1, patience=timedelta(seconds=5)) as another:
            elsewhere = LookupService(another, clock=Time())
            gap = await gap_of(elsewhere, place)

            await gaps.point(gap, Hit(fact=loaded.article.facts[2], article=loaded, score=1.0), at=place)

            assert (await asked(elsewhere, place)).hits[0].fact.id == "f3"

    async def test_a_withdrawn_answer_leaves_the_gap_open_again(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        store: Store,
        loaded: StoredArticle,
        place: Place,
        clock: Time,
    ) -> None:
        gap = await gap_of(lookup, place)
        hit = await gaps.answer(gap, text=ANSWER, at=place)

        await withdraw(store, hit, place=place, clock=clock)

        found = await asked(lookup, place)
        assert (found.verdict, found.gap) == (Verdict.NOTHING, gap)
        assert [one.id for one in await open_gaps(gaps, place)] == [gap]
        again = await gaps.answer(gap, text=ANSWER, at=place)
        assert again.fact.id != hit.fact.id
        assert (await asked(lookup, place)).hits[0].fact == again.fact

    async def test_an_answer_goes_with_its_article(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        store: Store,
        loaded: StoredArticle,
        bakery: ArticleId,
        place: Place,
        clock: Time,
    ) -> None:
        gap = await gap_of(lookup, place)
        await gaps.answer(gap, text=ANSWER, article="harbour", at=place)

        async with store.write() as tx:
            await tx.articles.remove(loaded.key, guild=place.guild, at=clock())

        assert (await asked(lookup, place)).gap == gap

    async def test_an_answer_in_another_article_is_none_where_only_one_is_asked(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, bakery: ArticleId, place: Place
    ) -> None:
        gap = await gap_of(lookup, place)
        await gaps.answer(gap, text=ANSWER, article="harbour", at=place)

        only_there = await asked(lookup, place, only=bakery)
        assert (only_there.verdict, only_there.gap) == (Verdict.NOTHING, None)
        assert (await asked(lookup, place, only=loaded.key)).hits[0].fact.text == ANSWER
        for first in (bakery, loaded.key):
            assert (await asked(lookup, place, first=first)).hits[0].fact.text == ANSWER

    async def test_a_passage_of_the_article_is_quoted_in_its_own_words(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        store: Store,
        loaded: StoredArticle,
        place: Place,
        clock: Time,
    ) -> None:
        text = "It was a long day. “The anthem,” she said,\n  “was written by  Odile Brandt.” Then it rained."
        async with store.write() as tx:
            told = replace(loaded.article, text=text)
            await tx.articles.replace(loaded.key, told, guild=place.guild, at=clock())
        gap = await gap_of(lookup, place)

        hit = await gaps.answer(
            gap, text=ANSWER, where='"The anthem," she said, "was written by Odile Brandt."', at=place
        )

        fact = hit.fact
        assert fact.passage == "“The anthem,” she said,\n  “was written by  Odile Brandt.”"
        assert text[fact.start : fact.end] == fact.passage
        assert fact.has_passage
        assert (fact.state, fact.note, fact.added_at) == (FactState.STATED, None, clock.now)

    @pytest.mark.parametrize(
        ("where", "note"),
        [("", None), ("the mayor told us so", "the mayor told us so"), ("harbour", "harbour")],
    )
    async def test_what_the_article_does_not_say_is_not_quoted_as_its_own(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        loaded: StoredArticle,
        place: Place,
        where: str,
        note: str | None,
    ) -> None:
        gap = await gap_of(lookup, place)

        hit = await gaps.answer(gap, text=f"  {ANSWER}\n", where=where, at=place)

        assert (hit.fact.text, hit.fact.note, hit.fact.has_passage) == (ANSWER, note, False)
        assert hit.fact.added_at is not None

    async def test_of_a_pack_the_passages_are_all_that_can_be_quoted(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, place: Place
    ) -> None:
        gap = await gap_of(lookup, place)

        hit = await gaps.answer(gap, text=ANSWER, where="lost eleven boats in the storm", at=place)

        assert (hit.fact.passage, hit.fact.note) == ("lost eleven boats in the storm", None)

    async def test_what_cannot_be_answered_so_is_refused(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        store: Store,
        loaded: StoredArticle,
        bakery: ArticleId,
        place: Place,
        clock: Time,
    ) -> None:
        gap = await gap_of(lookup, place)
        hit = Hit(fact=loaded.article.facts[0], article=loaded, score=1.0)
        for text in ("", " \n ", "x" * 601):
            with pytest.raises(DraftTextError):
                await gaps.answer(gap, text=text, article="harbour", at=place)
        with pytest.raises(UnknownArticleError):
            await gaps.answer(gap, text=ANSWER, article="nothing like it", at=place)
        with pytest.raises(UnknownGapError):
            await gaps.answer(GapId(gap + 1), text=ANSWER, article="harbour", at=place)
        with pytest.raises(UnknownGapError):
            await gaps.reopen(GapId(gap + 1), at=place)
        await withdraw(store, hit, place=place, clock=clock)
        with pytest.raises(UnknownFactError):
            await gaps.point(gap, hit, at=place)

        await gaps.answer(gap, text=ANSWER, article="harbour", at=place)

        with pytest.raises(GapAnsweredError) as caught:
            await gaps.answer(gap, text="Somebody else.", article="harbour", at=place)
        assert caught.value.data == {"fact": ANSWER}
        with pytest.raises(GapAnsweredError):
            await gaps.dismiss(gap, at=place)

    async def test_of_two_who_answer_at_once_one_is_refused(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, place: Place, database_url: str
    ) -> None:
        gap = await gap_of(lookup, place)

        done = await asyncio.gather(
            *(gaps.answer(gap, text=f"{ANSWER} {number}", at=place) for number in range(4)),
            return_exceptions=True,
        )

        assert sorted(type(one).__name__ for one in done) == ["GapAnsweredError"] * 3 + ["Hit"]
        assert await stored(database_url, "SELECT count(*) FROM facts WHERE added_at IS NOT NULL") == [(1,)]

    async def test_what_is_dismissed_or_answered_can_be_opened_again(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        loaded: StoredArticle,
        place: Place,
        database_url: str,
    ) -> None:
        gap = await gap_of(lookup, place)

        await gaps.dismiss(gap, at=place)
        assert await open_gaps(gaps, place) == ()
        assert [one.id for one in await open_gaps(gaps, place, GapState.DISMISSED)] == [gap]
        assert await gap_of(lookup, place) == gap  # counted on, out of sight
        await gaps.reopen(gap, at=place)
        await gaps.point(gap, Hit(fact=loaded.article.facts[0], article=loaded, score=1.0), at=place)
        await gaps.reopen(gap, at=place)
        await gaps.reopen(gap, at=place)

        (one,) = await open_gaps(gaps, place)
        assert (one.id, one.asked) == (gap, 2)
        assert (await asked(lookup, place)).gap == gap
        assert await logged(database_url) == ["gap.dismiss", "gap.reopen", "gap.point", "gap.reopen"]

    async def test_an_answer_is_logged_with_who_gave_it_and_raises_its_articles_revision_only(
        self,
        *,
        lookup: LookupService,
        gaps: GapService,
        store: Store,
        loaded: StoredArticle,
        bakery: ArticleId,
        place: Place,
        database_url: str,
    ) -> None:
        async with store.read() as tx:
            before = await tx.indexed.revisions(place.guild)
        gap = await gap_of(lookup, place)

        hit = await gaps.answer(gap, text=ANSWER, article="harbour", at=place)

        async with store.read() as tx:
            after = await tx.indexed.revisions(place.guild)
            assert after[loaded.key] == await tx.indexed.revision(place.guild) > before[loaded.key]
        assert after[bakery] == before[bakery]
        rows = await stored(database_url, "SELECT moderator, action, target FROM moderation_log")
        assert rows == [(place.person.id, "gap.answer", f"{gap} harbour {hit.fact.id}")]

    async def test_nothing_is_remembered_of_a_guild_that_is_forgotten(
        self, lookup: LookupService, gaps: GapService, loaded: StoredArticle, place: Place
    ) -> None:
        await asked(lookup, place, by=BO)
        lookup.forget(place.guild)
        await asked(lookup, place, by=BO)

        assert [gap.asked for gap in await open_gaps(gaps, place)] == [2]


async def test_of_many_answers_about_the_same_the_one_that_was_asked_for_is_found(
    lookup: LookupService, store: Store, loaded: StoredArticle, place: Place
) -> None:
    async with store.write() as tx:
        for number in range(1_000, 1_200):
            query = f"Who led the national company number {number}?"
            gap = await tx.gaps.count(query, folded=f"{number}", guild=place.guild, on=Time().now.date())
            fact = loaded.article.facts[number % 3].id
            await tx.gaps.answer(gap, article=loaded.key, fact=fact, at=Time().now)

    for number in (1_000, 1_100, 1_199):
        found = await asked(lookup, place, f"who led the natonal company number {number}")
        assert [hit.fact.id for hit in found.hits] == [loaded.article.facts[number % 3].id]
    assert (await asked(lookup, place, "who led the national company number 1300")).gap is not None
