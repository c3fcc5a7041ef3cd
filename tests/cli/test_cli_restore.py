"""Tests for ``causerie db restore``: what it leaves of what was there."""

import json
from pathlib import Path

import pytest
from command_line import CommandLine, Here

from bot.domain.identity import LOCAL_GUILD
from bot.services.index_files import IndexFiles


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(CommandLine(tmp_path), monkeypatch, capsys)


def test_no_index_stays_of_a_database_that_a_backup_takes_the_place_of(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.add_mill()
    folder = tmp_path / "facts"
    monkeypatch.setenv("CAUSERIE_LOOKUP__FOLDER", str(folder))
    ours = IndexFiles(folder, where=str(here.line.database))
    others = IndexFiles(folder, where=str(tmp_path / "other.db"))
    partial = ours.begin(LOCAL_GUILD)
    assert partial is not None
    for path in (ours.path(LOCAL_GUILD), partial, others.path(LOCAL_GUILD)):
        path.write_bytes(b"what an article says")
    here("db", "backup", "--out", "b.db")

    assert here("db", "restore", "b.db").code == 0

    assert list(folder.iterdir()) == [others.path(LOCAL_GUILD)]


def test_exports_after_it_say_that_they_are_of_another_database(here: Here, tmp_path: Path) -> None:
    def export(name: str) -> str:
        assert here("export", "--out", name).code == 0
        assert here("export", "verify", name).code == 0
        said: str = json.loads((tmp_path / name / "manifest.json").read_text("utf-8"))["database"]
        return said

    here.add_mill()
    before = export("first")
    here("db", "backup", "--out", "b.db")
    assert export("second") == before

    assert here("db", "restore", "b.db").code == 0

    after = export("third")
    assert after != before
    assert export("fourth") == after
