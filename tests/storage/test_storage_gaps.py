"""Tests for bot.storage.gaps and .waiters, and for what becomes of gaps that an earlier release counted."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from bot.domain.article import StoredArticle
from bot.domain.gap import GapState
from bot.domain.identity import GuildId, MemberId
from bot.lookup.alike import to_key
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.engine import Database
from bot.storage.gaps import WORDINGS
from bot.storage.schema import HEAD
from bot.storage.store import Store, open_store
from bot.storage.upgrade import migrate, upgrade

DAY = date(2026, 5, 1)
PATIENCE = timedelta(seconds=5)


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{database_path}", patience=PATIENCE)
    yield opened
    await opened.close()


async def test_gaps_that_an_earlier_release_counted_are_kept_and_counted_on(
    database: Database, database_path: Path
) -> None:
    async with database.write() as connection:
        await connection.run_sync(migrate, to="0004")
        await connection.execute(
            text(
                "INSERT INTO gaps (guild, folded, query, asked, first_on, last_on) VALUES"
                " (7, 'paid who', 'Who paid?', 3, '2026-01-01', '2026-02-01')"
            )
        )
        await connection.execute(
            text(
                "INSERT INTO articles (guild, id, title, language, text, fingerprint, added_at, added_by)"
                " VALUES (7, 'mill', 'The mill', 'en', '', '-', '2026-01-01T00:00:00.000000Z', 1)"
            )
        )
    await upgrade(database, keep_backups=1)

    async with open_store(f"sqlite:///{database_path}", keep_backups=1, patience=PATIENCE) as store:
        async with store.write() as tx:
            await tx.gaps.count("who paid", folded="paid who", guild=GuildId(7), on=DAY)
        async with store.read() as tx:
            (gap,) = await tx.gaps.most_asked(GuildId(7), limit=5)
            (of_article,) = (await tx.indexed.revisions(GuildId(7))).values()
            assert of_article > 0
    assert (gap.query, gap.asked, gap.last_on, gap.state) == ("Who paid?", 4, DAY, GapState.OPEN)


async def test_going_back_to_the_release_before_keeps_gaps_and_facts(database: Database) -> None:
    await upgrade(database, keep_backups=1)
    async with database.write() as connection:
        await connection.execute(
            text(
                "INSERT INTO gaps (guild, folded, query, asked, first_on, last_on) VALUES"
                " (7, 'paid who', 'Who paid?', 3, '2026-01-01', '2026-02-01')"
            )
        )
        await connection.run_sync(migrate, to="0004")
        left = await connection.execute(text("SELECT query FROM gaps"))
        assert left.scalars().all() == ["Who paid?"]
        await connection.run_sync(migrate, to=HEAD)


async def test_a_gap_is_found_by_any_of_its_wordings_of_which_some_are_kept(
    store: Store, place: Place
) -> None:
    async with store.write() as tx:
        gap = await tx.gaps.count("Who paid?", folded="paid", guild=place.guild, on=DAY)
        for number in range(WORDINGS + 5):
            again = await tx.gaps.count(
                f"Who paid {number}?", folded=f"paid {number}", guild=place.guild, on=DAY, into=gap
            )
            assert again == gap

    async with store.read() as tx:
        assert await tx.gaps.find("paid", guild=place.guild) == gap
        assert await tx.gaps.find("paid 3", guild=place.guild) == gap
        assert await tx.gaps.find(f"paid {WORDINGS + 1}", guild=place.guild) is None
        assert await tx.gaps.find("paid", guild=GuildId(1)) is None
        assert len(await tx.gaps.wordings(gap)) == WORDINGS
        (one,) = await tx.gaps.most_asked(place.guild, limit=5)
    assert one.asked == WORDINGS + 6


async def test_a_gap_that_went_meanwhile_is_counted_anew(store: Store, place: Place) -> None:
    async with store.write() as tx:
        gap = await tx.gaps.count("Who paid?", folded="paid", guild=place.guild, on=DAY)
        gone = type(gap)(gap + 1)

        fresh = await tx.gaps.count("Who lost?", folded="lost", guild=place.guild, on=DAY, into=gone)

        assert {one.query for one in await tx.gaps.most_asked(place.guild, limit=5)} == {
            "Who paid?",
            "Who lost?",
        }
        assert fresh not in {gap}


async def test_those_that_share_most_words_are_compared_and_no_sign_means_anything(
    store: Store, place: Place
) -> None:
    async with store.write() as tx:
        for folded in ("anthem compos nation", "anthem sing", "5% tax", "50 tax", "a_b tax"):
            await tx.gaps.count(folded, folded=folded, guild=place.guild, on=DAY)
        await tx.gaps.count("anthem", folded="anthem", guild=GuildId(1), on=DAY)

    async with store.read() as tx:

        async def near(*heads: str, limit: int = 9) -> list[str]:
            return [query for _, query in await tx.gaps.near(heads, guild=place.guild, limit=limit)]

        assert await near("anth", "comp", "nati") == ["anthem compos nation", "anthem sing"]
        assert await near("anth", "comp", "nati", limit=1) == ["anthem compos nation"]
        assert await near("5%") == ["5% tax"]
        assert await near("a_") == ["a_b tax"]
        assert await near("nthe") == []
        assert await near() == []


async def test_only_what_is_served_answers(
    store: Store, loaded: StoredArticle, place: Place, clock: Clock
) -> None:
    async with store.write() as tx:
        gap = await tx.gaps.count("Who paid?", folded="paid", guild=place.guild, on=DAY)
        await tx.gaps.count("Who payd?", folded="payd", guild=place.guild, on=DAY, into=gap)
        assert await tx.gaps.answered(place.guild) == []
        await tx.gaps.answer(gap, article=loaded.key, fact="f1", at=clock())
        (answered,) = await tx.gaps.answered(place.guild)
        assert (set(answered.keys), answered.fact) == ({"paid", "payd"}, "f1")

        await tx.gaps.answer(gap, article=loaded.key, fact="none of these", at=clock())

        assert await tx.gaps.answered(place.guild) == []
        (one,) = await tx.gaps.most_asked(place.guild, limit=5)
        assert (one.state, one.answer) == (GapState.OPEN, None)


async def test_who_waits_goes_with_the_gap(store: Store, place: Place, clock: Clock) -> None:
    async with store.write() as tx:
        gap = await tx.gaps.count("Who paid?", folded="paid", guild=place.guild, on=DAY)
        assert await tx.waiters.add(gap, guild=place.guild, member=MemberId(1), language="fr", at=clock())
        (waiter,) = await tx.waiters.of_gap(gap)
        assert await tx.waiters.get(waiter.id) == waiter
        old = await tx.expiry.gaps(before=DAY + timedelta(days=1), limit=5)
        await tx.expiry.delete(old)

        assert await tx.waiters.get(waiter.id) is None


async def test_a_query_in_any_script_fits_into_the_index_however_long(store: Store, place: Place) -> None:
    signs = Random(1)  # noqa: S311 (any will do)
    query = " ".join("".join(chr(signs.randint(0x20000, 0x2A000)) for _ in range(39)) for _ in range(30))

    async with store.write() as tx:
        first = await tx.gaps.count(query, folded=to_key(query).text, guild=place.guild, on=DAY)
        assert await tx.gaps.find(to_key(query).text, guild=place.guild) == first
