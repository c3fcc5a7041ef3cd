"""Tests for bot.app: what is opened is closed, and what was handed in is on disk by then."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from quiet_threads import QuietThreads

from bot.app import open_use_cases
from bot.articles.pack import write_pack
from bot.config import Settings
from bot.domain.article import Article
from bot.domain.discussion import Given
from bot.domain.lookup import Verdict
from bot.domain.storage_errors import StoreMissingError
from bot.services.clock import Clock
from bot.services.place import Place


@pytest.fixture
def settings(database_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in os.environ:
        if name.startswith("CAUSERIE_"):
            monkeypatch.delenv(name)
    return Settings(database={"url": f"sqlite:///{database_path}"})  # type: ignore[arg-type]


async def test_an_article_is_discussed_from_beginning_to_end(
    *, settings: Settings, article: Article, place: Place, member_place: Place, clock: Clock, tmp_path: Path
) -> None:
    async with open_use_cases(settings, threads=QuietThreads(), clock=clock) as cases:
        stored, _ = await cases.articles.add(write_pack(article).encode(), name="pack.toml", at=place)
        await cases.discussions.start(stored, at=place)
        await cases.responses.give("It should move.", given=Given.THREAD, at=member_place)
        found = await cases.lookup.find("how many boats", guild=place.guild)
        taken = await cases.exports.take(["csv"], folder=tmp_path / "out", at=place)

    assert found.verdict is Verdict.ANSWER
    assert taken.manifest.counts["responses"] == 1


async def test_what_is_under_way_when_it_closes_is_on_disk(
    settings: Settings, article: Article, place: Place, database_path: Path
) -> None:
    async with open_use_cases(settings, threads=QuietThreads()) as cases:
        stored, _ = await cases.articles.add(write_pack(article).encode(), name="pack.toml", at=place)
        await cases.discussions.start(stored, at=place)
        giving = [
            asyncio.create_task(cases.responses.give(f"answer {number}", given=Given.THREAD, at=place))
            for number in range(50)
        ]
        await giving[0]
        await asyncio.gather(*giving)

    with closing(sqlite3.connect(database_path)) as connection:
        assert connection.execute("SELECT count(*) FROM responses").fetchone() == (50,)
    assert not database_path.with_name("causerie.db-wal").exists()


async def test_it_goes_on_where_it_ended(settings: Settings, article: Article, place: Place) -> None:
    async with open_use_cases(settings, threads=QuietThreads()) as cases:
        stored, _ = await cases.articles.add(write_pack(article).encode(), name="pack.toml", at=place)
        await cases.discussions.start(stored, at=place)
        first = await cases.responses.give("first", given=Given.THREAD, at=place)
    async with open_use_cases(settings, threads=QuietThreads()) as cases:
        second = await cases.responses.give("second", given=Given.THREAD, at=place)
        running = await cases.discussions.status(at=place)

    assert second.response == first.response + 1
    assert running is not None
    assert running.progress.responses == 2


async def test_a_database_that_cannot_be_opened_is_an_error_of_ours(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Settings(database={"url": f"sqlite:///{tmp_path}/nowhere/causerie.db"})  # type: ignore[arg-type]

    with pytest.raises(StoreMissingError):
        async with open_use_cases(nowhere, threads=QuietThreads()):
            pass
