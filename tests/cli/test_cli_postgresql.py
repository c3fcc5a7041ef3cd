"""Tests for the commands on a database that a server has: what they do there, and what they leave to it."""

import json
from pathlib import Path

import pytest
from command_line import CommandLine, Here
from postgres_server import needs_postgres

pytestmark = [
    needs_postgres,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


@pytest.fixture
def here(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database_url: str,
) -> Here:
    """Commands on a database of the server."""
    line = CommandLine(tmp_path)
    line.environment["CAUSERIE_DATABASE__URL"] = database_url
    return Here(line, monkeypatch, capsys)


def test_an_article_is_kept_there(here: Here) -> None:
    here.add_mill()

    assert "mill" in here("article", "list").out
    found = json.loads(here("db", "check", "--json").out)
    assert found["rows"]["articles"] == 1
    assert found["problems"] == []


def test_a_check_says_that_it_answers(here: Here) -> None:
    ran = here("db", "check")

    assert (ran.code, ran.err) == (0, "")
    assert "pg_amcheck" in ran.out


@pytest.mark.parametrize("command", [("db", "backup"), ("db", "restore", "some.db")], ids=" ".join)
def test_backups_are_left_to_postgresql(here: Here, command: tuple[str, ...]) -> None:
    ran = here(*command)

    assert (ran.code, ran.out) == (1, "")
    assert "pg_dump" in ran.err
    assert "pg_restore" in ran.err


def test_an_upgrade_finds_nothing_to_do(here: Here) -> None:
    assert "up to date" in here("db", "upgrade").out


def test_the_doctor_says_where_nothing_can_be_written(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    there = here.line.environment["CAUSERIE_DATABASE__URL"]
    options = "options=-c%20default_transaction_read_only%3Don"
    monkeypatch.setenv("CAUSERIE_DATABASE__URL", f"{there}{'&' if '?' in there else '?'}{options}")

    ran = here("doctor")

    assert ran.code == 1
    assert "does not let us write" in ran.out


def test_the_doctor_looks_at_it(here: Here) -> None:
    codes = {one["code"] for one in json.loads(here("doctor", "--json").out)}

    assert "database_server_sound" in codes
    assert not codes & {"backup_last", "backup_none", "database_absent"}
