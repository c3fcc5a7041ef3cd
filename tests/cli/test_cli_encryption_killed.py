"""Encrypting that is killed in the middle loses nothing, and is gone on with."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import CommandLine, Here

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL on this system")

# So that it takes long enough to be met in the middle.
MANY = 60_000
COUNT = "SELECT count(*) FROM moderation_log WHERE reason LIKE 'sealed:%'"
WORDS = b"because of the mill"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """A command line on a database with many reasons in plain words, and a key that they are not by."""
    here = Here(CommandLine(tmp_path), monkeypatch, capsys)
    here.add_mill()
    with closing(sqlite3.connect(here.line.database)) as connection, connection:
        connection.executemany(
            "INSERT INTO moderation_log (guild, at, moderator, action, target, reason)"
            " VALUES (0, '2026-05-04T12:30:00.000000Z', 7, 'response.hide', ?, ?)",
            [(str(number), f"{WORDS.decode()} {number}") for number in range(MANY)],
        )
    monkeypatch.setenv("CAUSERIE_DATABASE__KEY_FILE", str(tmp_path / "keys"))
    assert here("db", "new-key").code == 0
    return here


def encrypted(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute(COUNT).fetchone()
    return int(count)


def test_what_was_killed_in_the_middle_is_gone_on_with_and_leaves_no_plain_word(here: Here) -> None:
    line = here.line
    keys = str(line.home / "keys")
    with line.start("db", "encrypt", CAUSERIE_DATABASE__KEY_FILE=keys) as process:
        deadline = time.monotonic() + 30
        while not encrypted(line.database):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert 0 < encrypted(line.database) < MANY
    assert "Run “causerie db encrypt”" in here("doctor").out

    assert here("db", "encrypt").code == 0

    assert encrypted(line.database) == MANY
    assert WORDS not in b"".join(part.read_bytes() for part in line.home.glob("causerie.db*"))
    assert here("db", "decrypt").code == 0
    with closing(sqlite3.connect(line.database)) as connection:
        rows = connection.execute("SELECT reason FROM moderation_log WHERE reason IS NOT NULL")
        assert {reason for (reason,) in rows} == {f"{WORDS.decode()} {number}" for number in range(MANY)}
