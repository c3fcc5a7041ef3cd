"""Streams that end, break or were never there, and being interrupted."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import PACK, CommandLine, readable

INTERRUPTED = "Interrupted. Everything acknowledged is stored."
READER_GONE = "Whoever was reading our output has gone, so we stopped. Everything acknowledged is stored."

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path)
    assert line.run("article", "add", str(line.write("mill.toml", PACK)), "--yes").code == 0
    return line


def say(process: "subprocess.Popen[bytes]", words: str, *, until: str) -> None:
    """Type a line and read on until its answer is there."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    process.stdin.write(f"{words}\n".encode())
    process.stdin.flush()
    deadline = time.monotonic() + 20
    while until not in process.stdout.readline().decode():
        assert time.monotonic() < deadline


def answers(line: CommandLine) -> list[str]:
    with closing(sqlite3.connect(line.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [text for (text,) in connection.execute("SELECT text FROM responses ORDER BY 1")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", INTERRUPTED), ("fr", "Interrompu. Tout ce qui a été confirmé est enregistré.")],
)
def test_an_interrupt_in_the_middle_of_a_session(line: CommandLine, language: str, said: str) -> None:
    with line.start("--language", language, "chat") as process:
        say(process, "/discuss start", until="Should the mill")
        say(process, "acknowledged", until="1")
        process.stdout.readline()  # type: ignore[union-attr]  # there is one: start asks for it
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)

    assert readable(err) == f"{said}\n"
    assert process.returncode == 1
    assert answers(line) == ["acknowledged"]


def test_an_interrupt_of_the_demo_leaves_no_folder(line: CommandLine) -> None:
    temporary = line.home / "tmp"
    temporary.mkdir()
    with line.start("demo", TMPDIR=str(temporary)) as process:
        say(process, "hello", until="Recorded")
        assert list(temporary.iterdir())
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)

    assert (readable(err), process.returncode) == (f"{INTERRUPTED}\n", 1)
    assert list(temporary.iterdir()) == []


def test_a_reader_that_leaves_in_the_middle_of_a_session(line: CommandLine) -> None:
    with line.start("chat") as process:
        say(process, "/discuss start", until="Should the mill")
        say(process, "acknowledged", until="answer #1")
        process.stdout.close()  # type: ignore[union-attr]  # there is one: start asks for it
        process.stdin.write(b"never shown\n/discuss next\n")  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
        err = process.stderr.read()  # type: ignore[union-attr]
        process.wait(timeout=20)

    assert (readable(err), process.returncode) == (f"{READER_GONE}\n", 1)
    assert "acknowledged" in answers(line)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--help"], id="help"),
        pytest.param(["article", "list"], id="list"),
        pytest.param(["article", "list", "--json"], id="json"),
        pytest.param(["article", "pack"], id="pack"),
        pytest.param(["lookup", "mill"], id="lookup"),
        pytest.param(["lookup", "--jsonl"], id="protocol"),
        pytest.param(["db", "check"], id="check"),
    ],
)
def test_a_reader_that_was_never_there(line: CommandLine, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=line.home,
            env=line.environment,
            input=b"{}\n",
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=20,
            check=False,
        )
    finally:
        os.close(writer)
    assert (readable(ran.stderr), ran.returncode) == (f"{READER_GONE}\n", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["article", "list"], ["article", "pack"]])
def test_no_room_for_the_output(line: CommandLine, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=line.home,
            env=line.environment,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=20,
            check=False,
        )
    assert readable(ran.stderr).startswith("There is no room left for our output.")
    assert ran.returncode == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_the_shell_closed(line: CommandLine, closed: str) -> None:
    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m bot article add mill.toml {closed}', sys.executable],
        cwd=line.home,
        env=line.environment,
        input=b"",
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert answers(line) == []


def test_a_script_without_its_last_line_end_and_with_those_of_windows(line: CommandLine) -> None:
    ran = line.run("chat", stdin=b"\xef\xbb\xbf/discuss start\r\ncaf\xe9\r\n\r\nlast")
    assert (ran.code, ran.err) == (0, "")
    assert answers(line) == ["caf\ufffd", "last"]


def test_a_line_of_megabytes_is_refused_and_the_next_is_answered(line: CommandLine) -> None:
    ran = line.run("chat", stdin=b"/discuss start\n" + b"x" * 2_000_000 + b"\nshort\n")
    assert (ran.code, ran.err) == (0, "")
    assert "has 2,000,000 characters; 4,000 is the most" in ran.out
    assert answers(line) == ["short"]
