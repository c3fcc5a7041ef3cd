"""Tests for bot.services.indexes: large ones are made elsewhere, and kept in files that nobody trusts."""

import asyncio
import json
import logging
import os
import signal
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from shelved import CHANGED, MADE_ELSEWHERE, READ, Library, another_process, everything, rights, said, turns

from bot.domain.article import Article, FactState
from bot.domain.errors import NoArticleError
from bot.domain.identity import ArticleId, GuildId
from bot.services.index_files import IndexFiles
from bot.services.index_making import REST
from bot.services.indexes import Keeping
from bot.services.leaving import LeavingService, NoGuilds
from bot.services.place import Place
from bot.storage.store import Store

BOATS = "How many boats did the fishermen lose?"
ELEVEN = "Fishermen lost eleven boats in the storm."
NINE = "Fishermen lost nine boats in the storm."
RYE = "Who bakes rye bread?"
BREAD = "The baker of Oudeland bakes rye bread."
SPELT = "The miller of Lisse grinds spelt."


class Nowhere(NoGuilds):
    """Whoever knows that the bot is in no server."""

    async def is_member(self, guild: GuildId) -> bool | None:
        return False


@pytest.fixture
async def other_store(database_url: str, store: Store) -> AsyncIterator[Store]:
    async with another_process(database_url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "facts"


@pytest.fixture
def keeping(folder: Path) -> Keeping:
    """Whoever has one fact has many."""
    return Keeping(folder=folder, worker_from=1)


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
    return await library.add("bakery", BREAD)


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


async def test_a_burst_has_an_index_made_once_and_kept_for_nobody_else_to_read(
    *,
    library: Library,
    harbour: ArticleId,
    keeping: Keeping,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lookup = library.service(keeping=keeping)

    found = await asyncio.gather(
        *(library.find(lookup, query) for query in [BOATS, "boats lost", "storm fishermen"] * 7)
    )

    assert all(ELEVEN in one for one in found)
    assert len(said(caplog, MADE_ELSEWHERE)) == 1
    (kept,) = everything(folder)
    assert str(library.place.guild) in kept.name
    if os.name == "posix":
        assert (rights(folder), rights(kept)) == (0o700, 0o600)


async def test_a_few_facts_are_indexed_here_and_kept_in_no_file(
    library: Library, harbour: ArticleId, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lookup = library.service(keeping=Keeping(folder=folder, worker_from=3))

    assert (await library.find(lookup, BOATS))[0] == ELEVEN
    assert said(caplog, MADE_ELSEWHERE) == []
    assert everything(folder) == []


async def test_who_types_does_not_wait_for_an_index_that_takes_a_while(
    library: Library,
    harbour: ArticleId,
    bakery: ArticleId,
    keeping: Keeping,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lookup, guild = library.service(keeping=replace(keeping, soon=timedelta(0))), library.place.guild

    assert await lookup.suggest("fisherm", guild=guild) == ()
    assert (await library.find(lookup, BOATS))[0] == ELEVEN
    assert (await lookup.suggest("fisherm", guild=guild))[0].text == ELEVEN
    assert len(said(caplog, MADE_ELSEWHERE)) == 1


async def test_who_types_waits_once_for_the_article_at_hand_and_all_others(
    library: Library, harbour: ArticleId, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timedelta(milliseconds=20)
    lookup = library.service(keeping=replace(keeping, soon=soon))
    waits: list[float] = []
    wait = asyncio.wait

    async def noted(tasks: set[asyncio.Task[object]], *, timeout: float) -> object:  # noqa: ASYNC109
        waits.append(timeout)
        return await wait(tasks, timeout=timeout)

    monkeypatch.setattr(asyncio, "wait", noted)

    assert await lookup.suggest("fisherm", guild=library.place.guild, first=harbour) == ()
    assert len(waits) == 2
    assert sum(waits) <= 1.01 * soon.total_seconds()


async def test_an_index_of_an_article_alone_is_kept_in_no_file(
    library: Library, harbour: ArticleId, bakery: ArticleId, keeping: Keeping, folder: Path
) -> None:
    lookup = library.service(keeping=keeping)

    assert (await library.find(lookup, BOATS, only=harbour))[0] == ELEVEN
    assert everything(folder) == []


class TestAfterARestart:
    @pytest.fixture(autouse=True)
    async def before(self, library: Library, harbour: ArticleId, bakery: ArticleId, keeping: Keeping) -> None:
        lookup = library.service(keeping=keeping)
        assert (await library.find(lookup, BOATS))[0] == ELEVEN
        assert (await library.find(lookup, RYE))[0] == BREAD

    @pytest.fixture(autouse=True)
    def not_of_before(self, before: None, caplog: pytest.LogCaptureFixture) -> None:
        caplog.clear()

    async def test_an_index_is_read_from_its_file(
        self, library: Library, keeping: Keeping, caplog: pytest.LogCaptureFixture
    ) -> None:
        lookup = library.service(keeping=keeping)

        assert (await library.find(lookup, BOATS))[0] == ELEVEN
        assert said(caplog, READ) == [3]
        assert said(caplog, CHANGED) == said(caplog, MADE_ELSEWHERE) == []

    async def test_what_changed_meanwhile_is_read_and_nothing_else(
        self,
        *,
        library: Library,
        keeping: Keeping,
        harbour: ArticleId,
        other_store: Store,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        await library.change(harbour, "f2", text=NINE, store=other_store)
        await library.add("mill", SPELT)
        lookup = library.service(keeping=keeping)

        assert (await library.find(lookup, BOATS))[0] == NINE
        assert (await library.find(lookup, "Who grinds spelt?"))[0] == SPELT
        assert (await library.find(lookup, RYE))[0] == BREAD
        assert said(caplog, CHANGED) == [2]
        assert said(caplog, MADE_ELSEWHERE) == []

    async def test_what_was_withdrawn_or_removed_meanwhile_is_not_served(
        self, library: Library, keeping: Keeping, harbour: ArticleId, bakery: ArticleId
    ) -> None:
        await library.change(harbour, "f2", state=FactState.WITHDRAWN)
        await library.remove(bakery)
        lookup = library.service(keeping=keeping)

        assert ELEVEN not in await library.find(lookup, BOATS)
        assert BREAD not in await library.find(lookup, RYE)
        suggested = await lookup.suggest("", guild=library.place.guild)
        assert [one.text for one in suggested] == ["The harbour of Lisse was closed on 3 May."]

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda content: content[:-100], id="truncated"),
            pytest.param(lambda content: b"", id="empty"),
            pytest.param(lambda content: os.urandom(5_000), id="garbage"),
            pytest.param(lambda content: content.replace(b"fishermen", b"fisherman"), id="damaged"),
            pytest.param(lambda content: _with_head(content, version=0), id="of-another-version"),
            pytest.param(lambda content: _with_head(content, label="7 -"), id="of-another-server"),
            pytest.param(lambda content: _with_head(content, arrays=[]), id="without-arrays"),
        ],
    )
    @pytest.mark.usefixtures("database_path")
    async def test_a_file_that_is_of_no_use_is_made_anew(
        self,
        *,
        library: Library,
        keeping: Keeping,
        folder: Path,
        spoil: Callable[[bytes], bytes],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        (kept,) = everything(folder)
        sound = kept.read_bytes()
        kept.write_bytes(spoil(sound))
        lookup = library.service(keeping=keeping)

        assert (await library.find(lookup, BOATS))[0] == ELEVEN
        assert "of no use" in caplog.text
        assert len(said(caplog, MADE_ELSEWHERE)) == 1
        assert kept.read_bytes() == sound

    async def test_nothing_is_left_of_a_server_that_is_forgotten(
        self, library: Library, keeping: Keeping, folder: Path
    ) -> None:
        library.service(keeping=keeping).forget(library.place.guild)

        assert everything(folder) == []

    async def test_nothing_is_left_of_a_server_that_another_process_has_erased(
        self, library: Library, keeping: Keeping, folder: Path, other_store: Store
    ) -> None:
        lookup = library.service(keeping=keeping)
        await lookup.tidy()
        assert len(everything(folder)) == 1

        leaving = LeavingService(other_store, clock=library.clock, members=Nowhere())
        await leaving.left(library.place.guild)
        library.clock.now += timedelta(days=31)
        await leaving.erase_left()
        await lookup.tidy()

        assert everything(folder) == []

    async def test_files_of_other_databases_are_let_alone(
        self, library: Library, keeping: Keeping, folder: Path
    ) -> None:
        other = IndexFiles(folder, where="postgresql://somewhere/else").path(GuildId(7))
        other.write_bytes(b"")
        lookup = library.service(keeping=keeping)

        await lookup.tidy()
        lookup.forget(library.place.guild)

        assert everything(folder) == [other]


async def test_nothing_is_kept_of_a_server_that_is_erased_while_its_index_is_made(
    *,
    library: Library,
    harbour: ArticleId,
    keeping: Keeping,
    folder: Path,
    store: Store,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lookup = library.service(keeping=keeping)
    leaving = LeavingService(store, clock=library.clock, members=Nowhere(), forgets=[lookup.forget])
    await leaving.left(library.place.guild)
    asked = asyncio.create_task(library.find(lookup, BOATS))
    await begun(caplog)

    library.clock.now += timedelta(days=31)
    await leaving.erase_left()

    with pytest.raises(NoArticleError):
        await asked
    assert everything(folder) == []


class TestWhenItCannotBeMadeElsewhere:
    async def test_where_nothing_can_be_kept_it_is_made_here_and_said_once(
        self,
        *,
        library: Library,
        harbour: ArticleId,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        (tmp_path / "file").write_text("no folder")
        keeping = Keeping(folder=tmp_path / "file" / "facts", worker_from=1, idle=timedelta(0))
        lookup = library.service(keeping=keeping)

        for query in (BOATS, "boats lost", "storm fishermen"):
            assert ELEVEN in await library.find(lookup, query)

        assert caplog.text.count("Indexes cannot be kept in") == 1
        assert said(caplog, MADE_ELSEWHERE) == []

    @pytest.mark.skipif(os.name != "posix", reason="there are no signals")
    async def test_a_process_that_is_killed_is_made_up_for_and_not_tried_again_at_once(
        self,
        *,
        library: Library,
        harbour: ArticleId,
        keeping: Keeping,
        folder: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        lookup = library.service(keeping=replace(keeping, idle=timedelta(minutes=1)))
        asked = asyncio.create_task(library.find(lookup, BOATS))
        os.kill(await begun(caplog), signal.SIGKILL)

        assert (await asked)[0] == ELEVEN
        assert "could not be indexed elsewhere: it ended with -9" in caplog.text
        assert everything(folder) == []

        library.clock.now += timedelta(minutes=1)
        await lookup.tidy()
        assert (await library.find(lookup, "boats lost"))[0] == ELEVEN
        assert len(said(caplog, MADE_ELSEWHERE)) == 1
        library.clock.now += REST
        await lookup.tidy()
        assert (await library.find(lookup, "storm fishermen"))[0] == ELEVEN
        assert len(said(caplog, MADE_ELSEWHERE)) == 2
        assert len(everything(folder)) == 1

    async def test_a_process_that_takes_too_long_is_ended(
        self,
        *,
        library: Library,
        harbour: ArticleId,
        folder: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        keeping = Keeping(folder=folder, worker_from=1, patience=timedelta(0))

        assert (await library.find(library.service(keeping=keeping), BOATS))[0] == ELEVEN
        assert "could not be indexed elsewhere: it took too long" in caplog.text
        assert everything(folder) == []

    @pytest.mark.skipif(os.name != "posix", reason="there are no signals")
    async def test_nothing_goes_on_once_it_is_closed(
        self,
        *,
        library: Library,
        harbour: ArticleId,
        keeping: Keeping,
        folder: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        lookup = library.service(keeping=keeping)
        asked = asyncio.create_task(library.find(lookup, BOATS))
        process = await begun(caplog)

        await lookup.close()

        await asyncio.gather(asked, return_exceptions=True)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
        assert everything(folder) == []


async def begun(caplog: pytest.LogCaptureFixture) -> int:
    """Return the process that makes an index, once there is one."""
    async for _ in turns():
        if pids := said(caplog, MADE_ELSEWHERE):
            return pids[0]
    raise AssertionError


def _with_head(content: bytes, **changed: object) -> bytes:
    """Return the content of a file with another beginning, whole in itself."""
    head, _, rest = content[:-4].partition(b"\n")
    other = json.dumps({**json.loads(head), **changed}).encode()
    whole = other.ljust(len(head))[: max(len(head), len(other))] + b"\n" + rest
    return whole + zlib.crc32(whole).to_bytes(4)
