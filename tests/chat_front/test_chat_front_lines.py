"""Tests for bot.chat_front.lines."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from bot.chat_front.lines import AHEAD, BLOCK, piped_lines


async def read_all(content: bytes) -> list[str]:
    """Pipe *content* in and return the lines that come out."""
    reader, writer = os.pipe()

    def write() -> None:
        with os.fdopen(writer, "wb") as file:
            file.write(content)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        return [line async for line in piped_lines(reader)]
    finally:
        writing.join()
        os.close(reader)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\n", [""], id="one-empty-line"),
        pytest.param(b"a\nb\n", ["a", "b"], id="lines"),
        pytest.param(b"a\nb", ["a", "b"], id="no-final-newline"),
        pytest.param(b"a\r\nb\r\n", ["a", "b"], id="crlf"),
        pytest.param(b"a\rb\n", ["a\rb"], id="cr-inside"),
        pytest.param(b"\xef\xbb\xbfa\n", ["a"], id="byte-order-mark"),
        pytest.param("é 👍\n".encode(), ["é 👍"], id="utf-8"),
        pytest.param(b"caf\xe9\nok\n", ["caf\ufffd", "ok"], id="not-utf-8"),
        pytest.param(b"\x00\x1b\n", ["\x00\x1b"], id="controls"),
        pytest.param("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d"], id="only-line-feeds-end-lines"),
    ],
)
async def test_what_comes_out_of_a_pipe(content: bytes, lines: list[str]) -> None:
    assert await read_all(content) == lines


async def test_a_character_cut_in_two_by_the_block_is_whole() -> None:
    line = "é" * BLOCK + "x" + "é" * BLOCK
    assert await read_all(f"{line}\nend".encode()) == [line, "end"]


async def test_more_lines_than_are_read_ahead() -> None:
    lines = [str(number) for number in range(AHEAD * 5)]
    assert await read_all("\n".join(lines).encode()) == lines


async def test_a_huge_line() -> None:
    (line,) = await read_all(b"x" * 3_000_000)
    assert len(line) == 3_000_000


async def test_a_regular_file(tmp_path: Path) -> None:
    path = tmp_path / "script"
    path.write_bytes(b"a\nb")
    with path.open("rb") as file:
        assert [line async for line in piped_lines(file.fileno())] == ["a", "b"]


async def test_what_cannot_be_read_has_ended() -> None:
    reader, writer = os.pipe()
    try:
        # The end that is written to cannot be read from.
        assert [line async for line in piped_lines(writer)] == []
    finally:
        os.close(reader)
        os.close(writer)


async def test_a_line_is_answered_before_the_next_is_there() -> None:
    reader, writer = os.pipe()
    lines = piped_lines(reader)
    try:
        os.write(writer, b"first\n")
        assert await asyncio.wait_for(anext(lines), 5) == "first"
        os.write(writer, b"second\n")
        assert await asyncio.wait_for(anext(lines), 5) == "second"
    finally:
        os.close(writer)
        assert [line async for line in lines] == []
        os.close(reader)
