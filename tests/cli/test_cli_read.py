"""``causerie article read``: what a terminal shows, a page that is written, input that is piped."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from command_line import PACK, CommandLine, Here, is_one_clear_line

from bot.articles.decode import MAX_BYTES

PLAIN = """\
The new library opens its doors

The city of Arlen opened its new library on 4 March 2025. The building cost 12 million euros, the mayor said.
“Nobody will have to buy a book again,” said Ines Robert, the librarian.

Questions for discussion:

1. Should a city pay for a library when so much is online?
2. What is a library for?
"""
RESET = re.compile(r"\x1b\[(?:0|1|2|33)m")


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


@pytest.fixture
def plain(line: CommandLine) -> str:
    """The name of a small article in the folder that commands run in."""
    return line.write("plain.txt", PLAIN).name


@pytest.fixture
def pipe(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    """What makes its argument standard input."""
    with ExitStack() as opened:

        def put(content: bytes) -> None:
            path = line.write("piped", content)
            monkeypatch.setattr("sys.stdin", opened.enter_context(path.open(encoding="utf-8")))

        yield put


def pasted(line: CommandLine, command: str, *, columns: int) -> Any:
    """Return the command at a real terminal, with an article pasted into it."""
    child = pytest.importorskip("pexpect").spawn(
        sys.executable,
        ["-m", "bot", "article", command, "-"],
        cwd=str(line.home),
        env=line.environment | {"TERM": "xterm"},
        timeout=20,
        encoding="utf-8",
        dimensions=(40, columns),
    )
    child.setecho(False)
    child.expect_exact("Paste the article, then end with Ctrl-D on a")
    child.send(PLAIN + "\x04")
    return child


def test_a_file_is_read_into_a_page_for_the_terminal(here: Here, plain: str) -> None:
    ran = here("article", "read", plain)
    lines = ran.out.splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert lines[0] == "The new library opens its doors"
    assert "English" in ran.out
    assert "2 questions" in ran.out
    assert "\x1b" not in ran.out
    order = [lines.index(heading) for heading in ("Questions:", "All facts, in the article’s order:")]
    assert order == sorted(order)
    assert "  1. Should a city pay for a library when so much is online?" in lines
    assert "Ines Robert: “Nobody will have to buy a book again,”" in ran.out
    assert lines[-1] == "--all shows the passages; --html page.html shows them in the text."
    assert not here.line.database.exists()


def test_all_of_it_leaves_nothing_to_be_hinted_at(here: Here, plain: str) -> None:
    ran = here("article", "read", plain, "--all", "--language", "fr")

    assert ran.code == 0
    assert "Questions :" in ran.out
    assert "--html" not in ran.out


def test_what_is_piped_is_read_as_a_file_is(here: Here, plain: str, pipe: Callable[[bytes], None]) -> None:
    read = here("article", "read", plain).out
    pipe(PLAIN.encode())

    assert here("article", "read", "-").out == read


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "standard input is empty", id="empty"),
        pytest.param(b"a" * (MAX_BYTES + 1), "standard input is too large", id="too-large"),
        pytest.param(b"\x00\x01\x02\x03" * 10, "standard input is not text", id="binary"),
    ],
)
def test_piped_input_that_cannot_be_read(
    here: Here, pipe: Callable[[bytes], None], content: bytes, said: str
) -> None:
    pipe(content)

    ran = here("article", "read", "-")

    assert ran.code == 1
    assert is_one_clear_line(ran)
    assert ran.err.startswith(said)


@pytest.mark.parametrize("command", [("article", "add", "-"), ("article", "refresh", "library", "-")])
def test_what_is_piped_is_added_and_refreshed_as_a_file_is(
    here: Here, pipe: Callable[[bytes], None], command: tuple[str, ...]
) -> None:
    if "refresh" in command:
        pack = 'id = "library"\ntitle = "The library"\n[[facts]]\ntext = "It opened in May."\n'
        assert here("article", "add", str(here.line.write("library.toml", pack)), "--yes").code == 0
    pipe(PLAIN.encode())

    looked = here(*command)

    assert (looked.code, looked.err) == (1, "")
    assert "What is a library for?" in looked.out
    assert "Nothing was stored. Add --yes to store it." in looked.out
    pipe(PLAIN.encode())
    assert here(*command, "--yes").code == 0
    (article,) = json.loads(here("article", "list", "--json").out)
    assert article["questions"] == 2


def test_a_page_that_is_piped_is_read_as_one(here: Here, pipe: Callable[[bytes], None]) -> None:
    sentence = "The mill at Lisse lost 600 sacks of flour in the flood of 2021."
    pipe(f"<!doctype html><title>The mill</title><article><p>{sentence}</p></article>".encode())

    read = json.loads(here("article", "read", "-", "--json").out)

    assert (read["title"], [fact["text"] for fact in read["facts"]]) == ("The mill", [sentence])


def test_piped_input_that_cannot_be_read_is_not_added(here: Here, pipe: Callable[[bytes], None]) -> None:
    pipe(b"")

    ran = here("article", "add", "-", "--yes")

    assert ran.code == 1
    assert is_one_clear_line(ran)
    assert ran.err.startswith("standard input is empty")


def test_what_is_pasted_is_added_once_somebody_says_yes(line: CommandLine) -> None:
    child = pasted(line, "add", columns=80)
    child.expect_exact("Keep it? [y/N]")
    child.send("y\n")
    child.expect(pytest.importorskip("pexpect").EOF)
    child.close()

    assert child.exitstatus == 0
    assert len(json.loads(line.run("article", "list", "--json").out)) == 1


def test_a_process_reads_what_another_says(line: CommandLine) -> None:
    ran = line.run("article", "read", "-", "--json", stdin=PLAIN)

    assert (ran.code, ran.err) == (0, "")
    read = json.loads(ran.out)
    assert [question["text"] for question in read["questions"]] == [
        "Should a city pay for a library when so much is online?",
        "What is a library for?",
    ]
    assert read["facts"][0]["text"] == PLAIN[read["facts"][0]["start"] : read["facts"][0]["end"]]


def test_programs_are_told_what_is_wrong_as_json(here: Here) -> None:
    ran = here("article", "read", "nothing.txt", "--json")

    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "file_missing"


def test_a_page_is_written(here: Here, plain: str) -> None:
    ran = here("article", "read", plain, "--html", "page.html", "--language", "fr")

    assert (ran.code, ran.out, ran.err) == (0, "Page écrite : page.html\n", "")
    page = (here.line.home / "page.html").read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">')
    assert "What is a library for?" in page
    assert sorted(path.name for path in here.line.home.iterdir()) == ["page.html", "plain.txt"]


def test_a_page_may_be_written_along_with_json(here: Here, plain: str) -> None:
    ran = here("article", "read", plain, "--html", "page.html", "--json")

    assert json.loads(ran.out)["title"] == "The new library opens its doors"
    assert (here.line.home / "page.html").exists()


def test_what_is_there_is_written_over_only_when_that_is_meant(here: Here, plain: str) -> None:
    mine = here.line.write("page.html", "mine")

    refused = here("article", "read", plain, "--html", "page.html")
    assert refused.code == 1
    assert is_one_clear_line(refused)
    assert "page.html is already there. Choose another name, or add --force" in refused.err
    assert mine.read_text() == "mine"

    assert here("article", "read", plain, "--html", "page.html", "--force").code == 0
    assert mine.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_page_that_cannot_be_written(here: Here, plain: str, force: tuple[str, ...]) -> None:
    for name, said in (
        (".", "is not a file"),
        ("no/such/folder/page.html", "cannot be written"),
        ("x\0y", ""),
    ):
        ran = here("article", "read", plain, "--html", name, *force)

        assert ran.code == 1
        assert is_one_clear_line(ran)
        assert said in ran.err
    assert [path.name for path in here.line.home.iterdir()] == ["plain.txt"]


def test_nothing_is_written_of_what_cannot_be_read(here: Here) -> None:
    here.line.write("empty.txt", "")

    assert here("article", "read", "empty.txt", "--html", "page.html", "--force").code == 1
    assert not (here.line.home / "page.html").exists()


def test_a_hostile_pack_cannot_act_in_a_terminal_nor_in_a_page(here: Here) -> None:
    attack = "\\u001b]0;gone\\u0007\\u202e<script>alert(1)</script>\\nsecond line"
    here.line.write("hostile.toml", PACK.replace("The mill on the river", attack))

    ran = here("article", "read", "hostile.toml", "--all")
    assert ran.code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", ran.out)

    assert here("article", "read", "hostile.toml", "--html", "page.html").code == 0
    page = (here.line.home / "page.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_at_a_terminal_lines_are_wrapped_and_a_person_is_told_how_to_end(line: CommandLine) -> None:
    child = pasted(line, "read", columns=50)
    child.expect(pytest.importorskip("pexpect").EOF)
    child.close()
    shown = RESET.sub("", child.before)

    assert child.exitstatus == 0
    assert "\x1b[1mThe new library opens its doors\x1b[0m" in child.before
    assert "  1. Should a city pay for a library when so much" in shown
    assert "     is online?" in shown.splitlines()
    assert all(len(row) <= 50 for row in shown.splitlines())
