"""The chat at a real terminal: a prompt, a history, completion, colour, and ways to leave."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import PACK, CommandLine

pexpect = pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("pexpect needs a pseudo-terminal", allow_module_level=True)

from pexpect import EOF, spawn  # noqa: E402 (not there on Windows)

COLOUR = re.compile(r"\x1b\[(1|2|33)m")
Open = Callable[..., "spawn[str]"]


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def open_(line: CommandLine) -> Iterator[Open]:
    opened: list[spawn[str]] = []

    def start(*arguments: str, **variables: str) -> "spawn[str]":
        terminal = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        child = spawn(
            sys.executable,
            ["-m", "bot", *arguments],
            cwd=str(line.home),
            env=line.environment | terminal | variables,
            timeout=15,
            encoding="utf-8",
            dimensions=(40, 120),
        )
        opened.append(child)
        return child

    yield start
    for child in opened:
        child.close(force=True)


def leave(child: "spawn[str]", keys: str) -> int | None:
    child.send(keys)
    child.expect(EOF)
    child.close()
    code: int | None = child.exitstatus
    return code


def test_a_session_with_history_completion_and_colour(open_: Open) -> None:
    child = open_("demo")
    child.expect("Welcome to Causerie")
    child.expect_exact("\x1b[1mEmad Mostaque")
    child.expect("Alex ›")

    child.send("/discuss ne")
    child.expect("discuss next")
    child.send("\t")
    child.send("\r")
    child.expect("Question 2 has been asked")
    child.expect("Alex ›")

    child.send("first thought\r")
    child.expect("answer #1 to question 2")
    child.expect("Alex ›")
    child.send("\x1b[A")
    child.expect("first thought")
    child.send("\r")
    child.expect("answer #2 to question 2")
    child.expect("Alex ›")

    child.send("/as Sam\r")
    child.expect("Sam ›")
    assert leave(child, "\x04") == 0


def test_a_fact_is_completed(open_: Open) -> None:
    child = open_("demo", "--language", "fr")
    child.expect("Alex ›")

    child.send("/fait getty")
    child.expect("Getty Images poursuit")
    child.send("\t")
    child.send("\r")
    child.expect("Stability AI est visée par des procédures")
    child.expect("Alex ›")
    assert leave(child, "/quitter\r") == 0


def test_ctrl_c_leaves_an_empty_line(open_: Open) -> None:
    child = open_("chat")
    child.expect("Local chat on")
    child.expect("Alex ›")
    assert leave(child, "\x03") == 0


def test_names_cannot_rule_the_prompt(open_: Open) -> None:
    child = open_("chat", "--as", "Eve\x1b]0;owned\x07")
    child.expect("Eve␛]0;owned␇ ›")
    assert leave(child, "\x04") == 0


def test_an_export_says_how_far_it_is_to_whoever_watches(open_: Open, line: CommandLine) -> None:
    line.write("mill.toml", PACK)
    line.run("chat", stdin="/article add mill.toml yes:yes\n/discuss start\nYes, it should.\n")

    child = open_("export", "--out", "out")

    child.expect_exact("100% · 1 answer written…")
    assert leave(child, "") == 0
    assert (line.home / "out" / "manifest.json").exists()


@pytest.mark.parametrize(
    "variables", [pytest.param({"NO_COLOR": "1"}, id="no-colour"), pytest.param({"TERM": "dumb"}, id="dumb")]
)
def test_a_terminal_without_colour(open_: Open, line: CommandLine, variables: dict[str, str]) -> None:
    child = open_("article", "read", str(line.write("mill.toml", PACK)), **variables)
    child.expect(EOF)
    assert "The mill on the river" in str(child.before)
    assert "\x1b" not in str(child.before)


def test_colour_at_a_terminal_and_nowhere_else(open_: Open, line: CommandLine) -> None:
    path = str(line.write("mill.toml", PACK))
    child = open_("article", "read", path)
    child.expect(EOF)
    assert COLOUR.search(str(child.before))
    assert "\x1b" not in line.run("article", "read", path, TERM="xterm").out


@pytest.mark.parametrize(
    ("keys", "code", "said"),
    [
        pytest.param("y\r", 0, "Added “The mill on the river” as mill", id="yes"),
        pytest.param("OUI\r", 0, "Added “The mill on the river” as mill", id="oui"),
        pytest.param("n\r", 1, "Nothing was stored. Add --yes to store it.", id="no"),
        pytest.param("\r", 1, "Nothing was stored. Add --yes to store it.", id="silence"),
        pytest.param("\x04", 1, "Nothing was stored. Add --yes to store it.", id="ctrl-d"),
        pytest.param("\x03", 1, "Nothing was stored. Add --yes to store it.", id="ctrl-c"),
    ],
)
def test_adding_asks_at_a_terminal(open_: Open, line: CommandLine, keys: str, code: int, said: str) -> None:
    child = open_("article", "add", str(line.write("mill.toml", PACK)))
    child.expect_exact("Keep it? [y/N]")
    assert leave(child, keys) == code
    assert said in str(child.before)
    assert "Traceback" not in str(child.before)
