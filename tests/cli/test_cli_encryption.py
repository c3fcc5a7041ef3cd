"""Tests for ``causerie db new-key``, ``encrypt`` and ``decrypt``, and for a database without its keys."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import CommandLine, Here, is_one_clear_line

from bot.storage.hold import hold

REASON = "because of the mill"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(CommandLine(tmp_path), monkeypatch, capsys)


@pytest.fixture
def keys(here: Here, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that keys are to be in."""
    path = here.line.home / "keys"
    monkeypatch.setenv("CAUSERIE_DATABASE__KEY_FILE", str(path))
    return path


def say_something(here: Here) -> None:
    """Have a moderator write words that are encrypted: why names were taken along."""
    here.add_mill()
    assert here("export", "--names", "--reason", REASON, "--out", "out").code == 0


def reasons(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT reason FROM moderation_log WHERE reason IS NOT NULL")
        return [reason for (reason,) in rows]


def test_a_database_is_encrypted_gets_another_key_and_is_decrypted(
    here: Here, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAUSERIE_DATABASE__KEY_FILE")
    say_something(here)
    assert reasons(here.line.database) == [REASON]
    monkeypatch.setenv("CAUSERIE_DATABASE__KEY_FILE", str(keys))

    made = here("db", "new-key")
    encrypted = here("db", "encrypt")
    assert (made.code, encrypted.code) == (0, 0)
    assert "Keep a copy of this file in another place" in made.out
    assert "run “causerie db encrypt” for what is there already" in made.out
    assert "are encrypted with the key" in encrypted.out
    assert "delete those that are not encrypted" in encrypted.out
    (first,) = reasons(here.line.database)
    assert first.startswith("sealed:")

    assert "restart every process" in here("db", "new-key").out
    assert "Run “causerie db encrypt”" in here("doctor").out
    again = here("db", "encrypt")
    assert "This database needs the older keys in the file no longer" in again.out
    (second,) = reasons(here.line.database)
    assert second.split(":")[1] != first.split(":")[1]
    keys.write_text(keys.read_text("ascii").splitlines()[0], "ascii")
    assert "encrypted in the database, with the key" in here("doctor").out
    assert here("article", "list").code == 0

    assert "take database.key_file out of the settings" in here("db", "decrypt").out
    monkeypatch.delenv("CAUSERIE_DATABASE__KEY_FILE")
    assert reasons(here.line.database) == [REASON]
    assert here("article", "list").code == 0
    assert "are not encrypted in the database; the disk should be" in here("doctor").out


def test_without_the_keys_nobody_gets_in_and_is_told_what_to_do(
    here: Here, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here("db", "new-key").code == 0
    say_something(here)
    monkeypatch.delenv("CAUSERIE_DATABASE__KEY_FILE")

    for command in ("article list", "export --out more", "chat", "lookup mill"):
        ran = here(*command.split())
        assert ran.code == 1, command
        assert "Set database.key_file to the file that holds them" in ran.err
        assert is_one_clear_line(ran)
    assert "Set database.key_file to the file that holds them" in here("doctor").out
    assert "il manque les clés" in here("--language", "fr", "article", "list").err
    # What tells nothing of what people wrote needs no keys.
    assert here("db", "check").code == 0
    assert here("db", "backup", "--out", "backup.db").code == 0
    assert reasons(here.line.home / "backup.db")[0].startswith("sealed:")


def test_a_backup_without_its_keys_is_not_put_in_the_place_of_anything(
    here: Here, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here("db", "new-key").code == 0
    say_something(here)
    assert here("db", "backup", "--out", "backup.db").code == 0
    here.line.database.unlink()
    monkeypatch.delenv("CAUSERIE_DATABASE__KEY_FILE")

    refused = here("db", "restore", "backup.db")

    assert refused.code == 1
    assert "Names and texts in backup.db are encrypted" in refused.err
    assert not here.line.database.exists()
    monkeypatch.setenv("CAUSERIE_DATABASE__KEY_FILE", str(keys))
    assert here("db", "restore", "backup.db").code == 0
    assert here("article", "list").code == 0


@pytest.mark.parametrize("command", ["db new-key", "db encrypt", "db decrypt"])
def test_without_a_file_of_keys_it_is_said_how_to_name_one(here: Here, command: str) -> None:
    ran = here(*command.split())

    assert ran.code == 1
    assert "with database.key_file, where it is to be" in ran.err
    assert not here.line.database.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(
            None, "cannot be read: No such file or directory. “causerie db new-key” makes it", id="none"
        ),
        pytest.param("", "holds no key. “causerie db new-key” makes one.", id="empty"),
        pytest.param("\nnot a key\n", "Line 2 of the file of keys", id="rubbish"),
    ],
)
@pytest.mark.parametrize("command", ["article list", "db encrypt", "db decrypt"])
def test_a_file_of_keys_that_is_none_is_refused(
    here: Here, keys: Path, command: str, content: str | None, said: str
) -> None:
    if content is not None:
        keys.write_text(content, "ascii")

    ran = here(*command.split())

    assert ran.code == 1
    assert said in ran.err
    assert is_one_clear_line(ran)
    assert "not a key" not in ran.err


def test_the_doctor_says_when_others_may_read_the_keys(here: Here, keys: Path) -> None:
    assert here("db", "new-key").code == 0
    here.add_mill()
    assert "Other accounts of this machine" not in here("doctor").out

    keys.chmod(0o644)

    assert "Other accounts of this machine may read the file of keys" in here("doctor").out


async def test_nothing_is_decrypted_while_the_bot_serves_the_database(here: Here, keys: Path) -> None:
    assert (await asyncio.to_thread(here, "db", "new-key")).code == 0
    await asyncio.to_thread(say_something, here)

    async with hold(f"sqlite:///{here.line.database}", holder="the bot"):
        refused = await asyncio.to_thread(here, "db", "decrypt")

    assert refused.code == 1
    assert "the bot" in refused.err
    assert reasons(here.line.database)[0].startswith("sealed:")
