"""Taking an export at the command line with its options, and checking whether one is whole."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command_line import CommandLine, Here, is_one_clear_line

READER_GONE = "Whoever was reading our output has gone, so we stopped. Everything acknowledged is stored."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """A command line on a database with two answers."""
    here = Here(CommandLine(tmp_path), monkeypatch, capsys)

    def talk() -> None:
        here.add_mill()
        script = here.line.write("script", "/discuss start\nI think so\nNo, the quay\n/quit\n")
        with script.open(encoding="utf-8") as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            assert here("chat").code == 0

    here.once("two answers", talk)
    return here


@pytest.fixture
def taken(here: Here) -> Path:
    """An export that is whole."""
    ran = here("export", "--out", "out", "--format", "csv", "--format", "jsonl")
    assert (ran.code, ran.err) == (0, "")
    return here.line.home / "out"


def test_an_export_that_is_whole(here: Here, taken: Path) -> None:
    ran = here("export", "verify", str(taken))

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "The export is whole"
    assert "2 files, as long and with the same SHA-256" in ran.out
    assert "2 answers" in ran.out


def test_an_export_that_is_whole_in_french(here: Here, taken: Path) -> None:
    ran = here("--language", "fr", "export", "verify", str(taken))

    assert (ran.code, ran.err) == (0, "")
    assert "2 fichiers" in ran.out
    assert "2 réponses" in ran.out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "responses.csv is missing."),
        ("fr", "responses.csv manque."),
    ],
)
def test_an_export_that_is_damaged(here: Here, taken: Path, language: str, said: str) -> None:
    (taken / "responses.csv").unlink()

    ran = here("--language", language, "export", "verify", str(taken))

    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_each_flaw_is_a_line(here: Here, taken: Path) -> None:
    (taken / "responses.csv").write_bytes(b"")
    (taken / "responses.jsonl").unlink()
    (taken / "thesis.txt").write_text("precious")

    ran = here("export", "verify", str(taken))

    assert ran.code == 1
    title, *lines = ran.err.strip().splitlines()
    assert title == "The export is not what its manifest says"
    assert len(lines) == 3
    assert "responses.csv has 0 bytes instead of" in lines[0]
    assert "responses.jsonl is missing." in lines[1]
    assert "thesis.txt is not in the manifest." in lines[2]


@pytest.mark.parametrize("name", ["\x1b[31mred", "\ud800", "\u202eleft", "two\nlines"])
def test_names_in_a_manifest_are_shown_and_not_obeyed(here: Here, taken: Path, name: str) -> None:
    manifest = json.loads((taken / "manifest.json").read_text("utf-8"))
    manifest["files"][0]["name"] = name
    (taken / "manifest.json").write_text(json.dumps(manifest))

    ran = here("export", "verify", str(taken))

    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert not {"\x1b", "\u202e"} & set(ran.err)
    assert len(ran.err.strip().splitlines()) == 3


@pytest.mark.parametrize("folder", ["none", "script", "."])
def test_what_is_no_export_is_said_in_one_line(here: Here, folder: str) -> None:
    ran = here("export", "verify", folder)

    assert is_one_clear_line(ran)
    assert ran.code == 1
    assert ran.out == ""
    assert f"{folder} is no export: there is no manifest.json in it that can be read." in ran.err


def test_a_folder_has_to_be_named(here: Here) -> None:
    ran = here("export", "verify")

    assert is_one_clear_line(ran)


def test_a_command_that_there_is_not_is_said_in_one_line(here: Here) -> None:
    ran = here("export", "verfy", ".")

    assert is_one_clear_line(ran)


def test_what_was_found_as_json(here: Here, taken: Path) -> None:
    whole = here("export", "verify", str(taken), "--json")
    (taken / "responses.csv").unlink()
    damaged = here("export", "verify", str(taken), "--json")

    said = json.loads(whole.out)
    assert (whole.code, whole.err, said["whole"], said["flaws"]) == (0, "", True, [])
    assert said["manifest"]["counts"]["responses"] == 2
    said = json.loads(damaged.out)
    assert (damaged.code, said["whole"]) == (1, False)
    assert said["flaws"] == [{"code": "missing", "file": "responses.csv"}]


def test_an_export_is_checked_without_any_database(here: Here, taken: Path, tmp_path: Path) -> None:
    shutil.move(taken, tmp_path / "elsewhere")
    here.line.database.unlink()

    assert here("export", "verify", str(tmp_path / "elsewhere")).code == 0
    assert not here.line.database.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "--help"], ["verify", "--format", "--since", "--names", "--reason", "--limit", "--raw"]),
        (["export", "verify", "--help"], ["Say whether an export is whole.", "--json"]),
        (["--language", "fr", "export", "--help"], ["verify", "--format", "depuis"]),
        (["--language", "fr", "export", "verify", "--help"], ["--json"]),
    ],
)
def test_help_says_what_there_is(here: Here, arguments: list[str], said: list[str]) -> None:
    ran = here(*arguments)

    assert (ran.code, ran.err) == (0, "")
    for words in said:
        assert words in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--names"], "Names are exported only for a reason"),
        (["--names", "--reason", " "], "Names are exported only for a reason"),
        (["--first", "2026-13-01"], "“2026-13-01” is no day I can read."),
        (["--last", "31/02/2026"], "“31/02/2026” is no day I can read."),
        (["--since"], "There is no earlier export of yours with this choice to go on from."),
        (["--format", "pdf"], "--format must be one of: csv, xlsx, jsonl, json, parquet, polis."),
        (["--limit", "0"], "The value of --limit is not of the right kind."),
        (["--purpose", "fun"], "--purpose must be one of: record, quote, publish."),
        (["--given", "orally"], "--given must be one of: thread, reply, button, menu, command."),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(here: Here, arguments: list[str], said: str) -> None:
    ran = here("export", "--out", "out", *arguments)

    assert is_one_clear_line(ran)
    assert said in ran.err
    assert not (here.line.home / "out").exists()


def test_options_choose_what_is_taken(here: Here) -> None:
    def texts(*arguments: str) -> list[str]:
        shutil.rmtree(here.line.home / "out", ignore_errors=True)
        ran = here("export", "--out", "out", "--format", "jsonl", *arguments)
        assert (ran.code, ran.err) == (0, "")
        lines = (here.line.home / "out" / "responses.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]

    both = ["I think so", "No, the quay"]
    assert texts() == both
    assert texts("--words", "QUAY") == ["No, the quay"]
    assert texts("--question", "#1", "--article", "mill", "--discussion", "1") == both
    assert texts("--question", "q2") == []
    assert texts("--first", "2026-01-01") == both
    assert texts("--last", "01/01/2026") == []
    assert texts("--purpose", "publish") == []
    assert texts("--since") == []
    assert texts("--names", "--reason", "to thank them") == both
    with closing(sqlite3.connect(here.line.database)) as connection:
        logged = connection.execute("SELECT action, reason FROM moderation_log WHERE action = 'export.names'")
        assert logged.fetchall() == [("export.names", "to thank them")]


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
@pytest.mark.parametrize("arguments", [["export", "--json"], ["export", "verify", "out", "--json"]])
@pytest.mark.usefixtures("taken")
def test_a_reader_that_leaves(here: Here, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=here.line.home,
            env=here.line.environment,
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=25,
            check=False,
        )
    finally:
        os.close(writer)

    assert (ran.stderr.decode().strip(), ran.returncode) == (READER_GONE, 1)
