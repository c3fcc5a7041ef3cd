"""An export that is killed in the middle leaves nothing that looks whole, and is in nobody's way."""

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from command_line import CommandLine, Here

from bot.domain.discussion import Given, NewResponse
from bot.domain.identity import MemberId, PromptId
from bot.services.clock import now
from bot.storage.store import open_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL on this system")

# So that the file that is written last takes a second or two.
MANY = 20_000


async def give(line: CommandLine) -> None:
    url = f"sqlite:///{line.database}"
    async with (
        open_store(url, keep_backups=1, patience=timedelta(seconds=5)) as store,
        store.write() as tx,
    ):
        await tx.responses.add_all(
            [
                NewResponse(
                    prompt=PromptId(1),
                    author=MemberId(number),
                    author_name="Bo",
                    text="I think so",
                    given=Given.BUTTON,
                    created_at=now(),
                )
                for number in range(1, MANY + 1)
            ]
        )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """A command line on a database with many answers."""
    here = Here(CommandLine(tmp_path), monkeypatch, capsys)
    here.add_mill()
    script = here.line.write("script", "/discuss start\n/quit\n")
    with script.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert here("chat").code == 0
    asyncio.run(give(here.line))
    return here


def partial(within: Path) -> Iterator[Path]:
    """Yield what has been written into folders of exports that are not whole."""
    for folder in within.glob(".*.partial-*"):
        yield from (path for path in folder.iterdir() if path.stat().st_size)


def killed(line: CommandLine, *arguments: str, within: Path) -> None:
    """Take an export, and kill it once some of it is written."""
    with line.start("export", "--format", "csv", "--format", "xlsx", *arguments) as process:
        deadline = time.monotonic() + 30
        while not any(partial(within)):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("arguments", [("--out", "out"), ()], ids=["named", "by-its-time"])
def test_what_a_killed_export_leaves_goes_with_the_next(here: Here, arguments: tuple[str, ...]) -> None:
    within = here.line.home if arguments else here.line.home / "exports"
    killed(here.line, *arguments, within=within)

    assert any(partial(within))
    assert [path.name for path in within.iterdir() if "partial" not in path.name and path.is_dir()] == []
    with closing(sqlite3.connect(here.line.database, timeout=0)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM exports").fetchone() == (0,)

    ran = here("export", *arguments)

    assert (ran.code, ran.err) == (0, "")
    (taken,) = (path for path in within.iterdir() if path.is_dir())
    assert here("export", "verify", str(taken)).code == 0
