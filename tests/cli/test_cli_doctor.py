"""Tests for ``causerie doctor``: what is missing before the bot can serve, and what mends it."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import CommandLine, Here

from bot.services import doctor as doctor_service

# The id of an application in base64, then what nobody needs to know.
APPLICATION = 1_234_567_890_123_456_789
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.a-stamp.a-signature"  # noqa: S105 (nobody's)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(CommandLine(tmp_path), monkeypatch, capsys)


def codes(here: Here) -> dict[str, str]:
    ran = here("doctor", "--json")
    assert ran.err == ""
    return {one["code"]: one["severity"] for one in json.loads(ran.out)}


def test_before_the_first_start_nothing_is_made(here: Here) -> None:
    ran = here("doctor")

    assert ran.code == 0
    assert "There is no token, so the bot cannot sign in to Discord" in ran.out
    assert "There is no database at" in ran.out
    assert "There is no config.toml" in ran.out
    assert not here.line.database.exists()


def test_a_database_that_is_sound(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    monkeypatch.setenv("CAUSERIE_DISCORD__TOKEN", TOKEN)
    (here.line.home / "config.toml").write_text('language = "en"\n', "utf-8")

    found = codes(here)
    assert found == {
        "config_file": "fine",
        "token_there": "fine",
        "invitation": "fine",
        "database_sound": "fine",
        "encryption_none": "fine",
        "steps_waiting": "fine",
        "backup_none": "notice",
        "texts_fine": "fine",
    }
    assert here("db", "backup").code == 0
    assert codes(here)["backup_last"] == "fine"
    assert TOKEN not in here("doctor").out


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "invites the bot with this link: "), ("fr", "y invite le bot par ce lien : ")],
)
def test_a_token_says_how_the_bot_is_invited(
    here: Here, monkeypatch: pytest.MonkeyPatch, language: str, expected: str
) -> None:
    monkeypatch.setenv("CAUSERIE_DISCORD__TOKEN", TOKEN)

    link = f"https://discord.com/oauth2/authorize?client_id={APPLICATION}&scope=bot+applications.commands"
    assert f"{expected}{link}&permissions=" in here("doctor", "--language", language).out


def test_what_is_no_token_is_noticed(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "the-client-secret-instead"  # noqa: S105 (nobody's)
    monkeypatch.setenv("CAUSERIE_DISCORD__TOKEN", secret)

    assert codes(here)["token_strange"] == "notice"  # noqa: S105 (a severity)
    ran = here("doctor")
    assert ran.code == 0
    assert "does not look like a bot’s" in ran.out
    assert secret not in ran.out
    assert "oauth2" not in ran.out


def test_a_database_that_is_damaged(here: Here) -> None:
    here.line.write("causerie.db", b"no database" * 100)

    ran = here("doctor", "--language", "fr")

    assert ran.code == 1
    assert ran.out.startswith("À corriger :")
    assert "endommagée" in ran.out


def test_a_database_of_an_older_release_is_left_alone(here: Here) -> None:
    here.add_mill()
    with closing(sqlite3.connect(here.line.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()

    assert codes(here)["database_old"] == "notice"
    with closing(sqlite3.connect(here.line.database)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_a_database_of_a_newer_release_is_said_to_be_one(here: Here) -> None:
    here.add_mill()
    with closing(sqlite3.connect(here.line.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    ran = here("doctor")

    assert ran.code == 1
    assert "was written by a newer Causerie (9999)" in ran.out
    assert "brought up to date" not in ran.out


def test_a_database_of_another_program_is_not_taken_for_an_old_one(here: Here) -> None:
    with closing(sqlite3.connect(here.line.database)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
        connection.commit()

    assert codes(here)["database_failed"] == "broken"
    assert "is damaged, or is not a Causerie database" in here("doctor").out
    assert here("db", "check").code == 1


def test_a_folder_that_is_not_there_is_missed_before_the_first_start(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUSERIE_DATABASE__URL", f"sqlite:///{here.line.home}/nowhere/causerie.db")

    ran = here("doctor")

    assert ran.code == 1
    assert "Check that the folder exists" in ran.out
    assert "made at the first start" not in ran.out


def test_a_database_that_cannot_be_written_is_not_called_sound(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.add_mill()
    # Whoever may do everything may write everywhere, so the system is not asked here.
    monkeypatch.setattr(os, "access", lambda path, _mode: path != here.line.database)

    found = codes(here)

    assert found["database_failed"] == "broken"
    assert "database_sound" not in found
    assert "cannot be written" in here("doctor").out


def test_a_database_that_another_program_does_not_let_go_is_not_called_sound(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.add_mill()
    monkeypatch.setenv("CAUSERIE_DATABASE__PATIENCE_SECONDS", "0.1")
    with closing(sqlite3.connect(here.line.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = here("doctor")

    assert ran.code == 1
    assert "Another program holds the database" in ran.out


SERVER = 1_199_999_999_999_999_100
OUTBOX = """INSERT INTO outbox
(stream, step, subject, guild, state, attempts, planned_at, next_at, failed_since, problem, details)
VALUES (?, ?, ?, ?, 'waiting', 3, ?, ?, ?, ?, ?)"""
SCHEDULE = """INSERT INTO schedules
(guild, channel, state, rule, starts_on, at, zone, excluded, opens, has_event, missed, grace_minutes, made_by,
made_at, problem, problem_since)
VALUES
(?, 5, 'on', 'FREQ=DAILY', '2026-01-01', '18:00', 'Mars/Base', '[]', 'queue', 0, 'once', 60, 7, ?, ?, ?)"""


def test_what_waits_and_what_fails_is_counted_by_server(here: Here) -> None:
    here.add_mill()
    first, later = "2026-03-01T10:00:00.000000Z", "2026-03-02T10:00:00.000000Z"
    secret = "marmalade"  # noqa: S105 (a word to look for)
    details = json.dumps({"channel": secret})
    with closing(sqlite3.connect(here.line.database)) as connection, connection:
        connection.execute(
            OUTBOX, ("discussion:1", "prompt", 1, SERVER, later, later, later, "lacks", details)
        )
        connection.execute(
            OUTBOX, ("discussion:2", "lock", 2, SERVER + 1, first, first, first, "refused", details)
        )
        connection.execute(OUTBOX, ("discussion:3", "prompt", 3, SERVER, later, later, None, None, None))
        connection.execute(SCHEDULE, (SERVER, first, "unknown_zone", first))

    ran = here("doctor")
    french = here("doctor", "--language", "fr")

    assert ran.code == 0
    assert "Steps that are still to be done on Discord: 3" in ran.out
    assert "could not be done on Discord yet: 2. The oldest is “lock”" in ran.out
    assert f"in the server {SERVER + 1}, since Mar 1, 2026, 10:00 UTC (refused)" in ran.out
    assert "Schedules that cannot be followed: 1. Their numbers: 1 (unknown_zone)" in ran.out
    assert (
        f"Server {SERVER}: steps that wait: 2, of them failed: 1; schedules: 1, of them in trouble: 1"
        in ran.out
    )
    assert f"Server {SERVER + 1}: steps that wait: 1" in ran.out
    assert "étapes en attente : 2, dont en échec : 1" in french.out
    assert codes(here)["steps_failing"] == "notice"
    assert secret not in ran.out + french.out


def test_parts_of_the_program_that_fail_are_named(here: Here) -> None:
    here.add_mill()
    noted = json.dumps({"post": ["disk_full", "2026-03-01T10:00:00+00:00"]})
    with closing(sqlite3.connect(here.line.database)) as connection, connection:
        connection.execute("INSERT INTO marks (name, value) VALUES ('parts', ?)", (noted,))

    assert codes(here)["part_failing"] == "notice"
    assert "(post: disk_full)" in here("doctor").out


def test_a_disk_that_is_nearly_full(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_service, "LITTLE_ROOM", 10**18)
    assert codes(here)["disk_low"] == "notice"
    monkeypatch.setattr(doctor_service, "NO_ROOM", 10**18)
    assert codes(here)["disk_full"] == "broken"
    assert here("doctor").code == 1


def test_exports_that_cannot_be_written(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever may do everything may write everywhere, so the system is not asked here.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    assert codes(here)["exports_unwritable"] == "broken"


def test_the_settings_are_read_from_where_they_are_said_to_be(here: Here) -> None:
    path = here.line.write("mine.toml", 'language = "fr"\n')

    assert f"Les réglages viennent de {path}" in here("doctor", "--config", str(path)).out


def test_wrong_settings_are_one_clear_line(here: Here) -> None:
    path = here.line.write("mine.toml", 'langage = "fr"\n')

    ran = here("doctor", "--config", str(path))

    assert (ran.code, ran.out) == (1, "")
    assert "langage" in ran.err
