"""Tests for bot.services.retention: what is old is deleted, on time, everywhere, and nothing else."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from old_rows import BEGAN, BO, CY, DAY, Time, choose, respond
from stored_rows import stored

from bot.domain.article import Article, StoredArticle, fingerprint
from bot.domain.discussion import Given, Kept, Prompt
from bot.domain.guild import kept_days
from bot.domain.identity import GuildId, MemberId
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.services.retention import AGREED, RetentionService
from bot.storage.engine import SLICE
from bot.storage.store import Store

COUNT = "SELECT count(*) FROM responses"
ELSEWHERE = GuildId(1_199_999_999_999_999_200)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def retention(store: Store, clock: Time) -> RetentionService:
    return RetentionService(store, clock=clock)


async def limit(store: Store, article: StoredArticle, days: int | None) -> None:
    async with store.write() as tx:
        await tx.articles.retain(article.key, days=days)


@pytest.mark.parametrize(
    ("of_guild", "of_article", "days"),
    [(None, None, None), (30, None, 30), (None, 7, 7), (30, 7, 7), (7, 30, 7), (30, 30, 30)],
)
async def test_the_shorter_of_the_two_counts(
    *,
    store: Store,
    retention: RetentionService,
    clock: Time,
    loaded: StoredArticle,
    prompt: Prompt,
    place: Place,
    of_guild: int | None,
    of_article: int | None,
    days: int | None,
) -> None:
    await respond(store, prompt, at=BEGAN)
    await choose(store, guild=place.guild, days=of_guild)
    await limit(store, loaded, of_article)
    assert kept_days(of_guild, of_article) == days

    clock.now = BEGAN + (days or 10_000) * DAY
    assert await retention.expire() == 0
    clock.now += timedelta(seconds=1)
    assert await retention.expire() == (0 if days is None else 1)


async def test_without_settings_of_its_guild_an_article_counts_all_the_same(
    *, store: Store, retention: RetentionService, clock: Time, loaded: StoredArticle, prompt: Prompt
) -> None:
    await respond(store, prompt, at=BEGAN)
    await limit(store, loaded, 7)

    clock.now = BEGAN + 8 * DAY

    assert await retention.expire() == 1


class TestResponses:
    async def test_the_old_go_with_their_reactions_and_the_others_stay(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        for day in (0, 10, 20):
            await respond(store, prompt, at=BEGAN + day * DAY, message=900 + day)
        async with store.write() as tx:
            for day in (0, 20):
                await tx.messages.react(900 + day, "👍", change=1)

        clock.now = BEGAN + 45 * DAY

        assert await retention.expire() == 2
        assert await stored(database_url, "SELECT message FROM responses") == [(920,)]
        assert await stored(database_url, "SELECT count(*) FROM reactions") == [(1,)]

    async def test_those_that_were_taken_back_or_have_no_author_go_as_well(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN)
        await respond(store, prompt, at=BEGAN, author=MemberId(0), kept=Kept.UNLINKED)
        taken_back = "text = NULL, withdrawn_at = '2026-01-02T12:00:00.000000Z'"
        await stored(database_url, f"UPDATE responses SET {taken_back} WHERE key = 1")  # noqa: S608 (ours)

        clock.now = BEGAN + 31 * DAY

        assert await retention.expire() == 2

    async def test_other_guilds_keep_theirs(
        self, *, store: Store, retention: RetentionService, clock: Time, prompt: Prompt
    ) -> None:
        await respond(store, prompt, at=BEGAN)
        await choose(store, guild=ELSEWHERE, days=1)

        clock.now = BEGAN + 31 * DAY

        assert await retention.expire() == 0

    async def test_their_words_are_nowhere_on_disk_once_that_is_scrubbed(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_path: Path,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN)
        clock.now = BEGAN + 31 * DAY

        await retention.expire()
        await retention.scrub()

        written = b"".join(part.read_bytes() for part in database_path.parent.glob(f"{database_path.name}*"))
        assert b"words of" not in written

    async def test_many_go_in_slices_between_which_others_write(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN, many=3 * SLICE + 1)
        clock.now = BEGAN + 31 * DAY
        left: list[int] = []

        async def write() -> None:
            for _ in range(2):
                async with store.write() as tx:
                    await tx.marks.put("somebody", "else")
                left.extend(count for (count,) in await stored(database_url, COUNT))
                await asyncio.sleep(0)

        deleted, _ = await asyncio.gather(retention.expire(), write())

        assert deleted == 3 * SLICE + 1
        assert any(one > 0 for one in left)
        assert await stored(database_url, "SELECT count(*) FROM responses") == [(0,)]

    async def test_one_that_is_cut_short_is_finished_the_next_time(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN, many=SLICE + 1)
        clock.now = BEGAN + 31 * DAY
        async with store.read() as tx:
            old = await tx.expiry.responses(days=30, before=clock.now - 30 * DAY, limit=SLICE)
        async with store.erase() as tx:
            await tx.expiry.delete(old)

        assert await retention.expire() == 1


class TestAgreements:
    async def agree(self, store: Store, place: Place, member: MemberId, on: date) -> None:
        async with store.write() as tx:
            await tx.consents.add("record", version=1, guild=place.guild, member=member, on=on)

    async def test_they_go_once_nothing_hangs_on_them(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await choose(store, guild=place.guild, days=30)
        await respond(store, prompt, at=BEGAN, author=BO)
        await respond(store, prompt, at=BEGAN + 20 * DAY, author=CY)
        for member in (BO, CY):
            await self.agree(store, place, member, BEGAN.date())

        clock.now = BEGAN + 40 * DAY
        await retention.expire()
        assert await stored(database_url, "SELECT member FROM consents") == [(CY,)]

        clock.now = BEGAN + 60 * DAY
        await retention.expire()
        assert await stored(database_url, "SELECT member FROM consents") == []

    async def test_an_answer_elsewhere_is_none_that_they_are_about(
        self,
        *,
        store: Store,
        retention: RetentionService,
        clock: Time,
        prompt: Prompt,
        place: Place,
        database_url: str,
    ) -> None:
        await respond(store, prompt, at=BEGAN, author=BO)
        await self.agree(store, replace(place, guild=ELSEWHERE), BO, BEGAN.date())

        clock.now = BEGAN + 40 * DAY
        await retention.expire()

        assert await stored(database_url, "SELECT count(*) FROM consents") == [(0,)]

    async def test_whoever_agreed_a_moment_ago_has_yet_to_answer(
        self, *, store: Store, retention: RetentionService, clock: Time, place: Place, database_url: str
    ) -> None:
        await self.agree(store, place, BO, BEGAN.date())

        await retention.expire()
        assert await stored(database_url, "SELECT member FROM consents") == [(BO,)]

        clock.now = BEGAN + AGREED + DAY
        await retention.expire()
        assert await stored(database_url, "SELECT member FROM consents") == []

    async def test_whoever_agrees_anew_while_theirs_is_found_old_keeps_it(
        self, *, store: Store, clock: Time, prompt: Prompt, place: Place, database_url: str
    ) -> None:
        await self.agree(store, place, BO, BEGAN.date())
        clock.now = BEGAN + 40 * DAY
        recorder = Recorder(store)
        responses = ResponseService(store, clock=clock, recorder=recorder)
        async with store.read() as tx:
            old = await tx.expiry.consents(place.guild, before=(clock.now - AGREED).date(), limit=SLICE)
        assert old.keys

        bo = replace(place, person=replace(place.person, id=BO))
        await responses.give("again", given=Given.BUTTON, at=bo, prompt=prompt.id, agreed=True)
        await recorder.close()
        async with store.erase() as tx:
            await tx.expiry.delete(old)

        assert await stored(database_url, "SELECT member, given_on FROM consents") == [(BO, "2026-02-10")]


async def test_an_empty_database_has_nothing_that_is_old(retention: RetentionService) -> None:
    assert await retention.expire() == 0
    await retention.scrub()


async def test_an_article_of_the_same_guild_keeps_its_own_time(
    *,
    store: Store,
    retention: RetentionService,
    clock: Time,
    article: Article,
    loaded: StoredArticle,
    prompt: Prompt,
    place: Place,
) -> None:
    other = replace(article, id="bridge", title="The bridge of Lisse", facts=article.facts[:1])
    async with store.write() as tx:
        key = await tx.articles.add(
            other, guild=place.guild, fingerprint=fingerprint(other), at=BEGAN, by=place.person.id
        )
        await tx.articles.retain(key, days=7)
    await respond(store, prompt, at=BEGAN)

    clock.now = BEGAN + 8 * DAY

    assert await retention.expire() == 0
