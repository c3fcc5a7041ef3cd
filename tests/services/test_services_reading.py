"""Tests for bot.services.reading: what is long is read elsewhere, and read the same."""

import io
import logging
import pickle
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bot.articles.decode import MAX_BYTES
from bot.articles.read import read_article
from bot.domain.errors import FileKindError, PackError
from bot.domain.reading_errors import ReadingFailedError, ReadingTimeoutError, WallError
from bot.services import reading
from bot.services.reading import LONG, read

# Where the system ends what takes too much.
limited = pytest.mark.skipif(sys.platform != "linux", reason="only Linux caps the memory of a process")
SENTENCE = "“The mill lost {} sacks of flour in the flood,” said Odile Brandt, who runs it.\n\n"


async def test_a_long_article_is_read_as_a_short_one_is() -> None:
    content = "".join(SENTENCE.format(number) for number in range(LONG // len(SENTENCE) + 1)).encode()
    assert len(content) >= LONG

    assert await read(content, name="mill.txt") == read_article(content, name="mill.txt")


async def test_a_long_pack_keeps_its_facts_and_questions_in_their_order() -> None:
    facts = "".join(f'[[facts]]\nid = "f{number}"\ntext = "Fact {number}."\n' for number in range(700))
    questions = "".join(f'[[questions]]\nid = "q{number}"\ntext = "Why {number}?"\n' for number in range(700))
    pack = f'title = "The mill"\nlanguage = "en"\n{facts}{questions}'.encode().ljust(LONG + 1)

    understood = await read(pack, name="mill.toml")

    assert [fact.id for fact in understood.facts] == [f"f{number}" for number in range(700)]
    assert [question.id for question in understood.questions] == [f"q{number}" for number in range(700)]
    assert understood == read_article(pack, name="mill.toml")


async def test_what_is_wrong_with_a_long_file_is_said_as_of_a_short_one() -> None:
    pack = b"[[facts]]\ntext = 3\n" + b"#" * LONG

    with pytest.raises(PackError) as refused:
        await read(pack, name="mill.toml")
    assert (refused.value.code, refused.value.data["where"]) == ("pack_type", "facts[1].text")
    with pytest.raises(FileKindError, match="file_kind") as unknown:
        await read(b"\0\1" * LONG, name="mill.exe")
    assert unknown.value.data["name"] == "mill.exe"


async def test_what_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.05)

    with caplog.at_level(logging.WARNING), pytest.raises(ReadingTimeoutError) as refused:
        await read(b"A secret of mine. " * LONG, name="mill.txt")
    assert refused.value.data == {"name": "mill.txt"}
    assert "took too long" in caplog.text
    assert "secret" not in caplog.text


PAGE = "<article><p>“The mill at Lisse lost 600 sacks in the flood,” said Odile Brandt, who runs it.</p>"


async def test_a_page_is_read_elsewhere_however_short(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is read here would use this.
    monkeypatch.setattr("bot.articles.read.read_article", None)

    article = await read(
        PAGE.encode("cp1252"), name="mill.HTM", charset="windows-1252", url="https://lisse.example/a"
    )

    assert [fact.speaker for fact in article.facts] == ["Odile Brandt"]
    assert article.url == "https://lisse.example/a"


async def test_what_is_wrong_with_a_page_is_said() -> None:
    with pytest.raises(WallError) as refused:
        await read(b"<p>Log in to continue reading.</p>", name="mill.html")
    assert (refused.value.code, refused.value.data) == ("wall_login", {"name": "mill.html"})


@limited
async def test_what_takes_too_much_effort_is_ended(caplog: pytest.LogCaptureFixture) -> None:
    # A parser compares each attribute with all before it.
    page = b"<p " + b" ".join(b"a%d" % number for number in range(200_000)) + b">The mill opened in 1842.</p>"

    with caplog.at_level(logging.WARNING), pytest.raises(ReadingTimeoutError) as refused:
        await read(page, name="mill.html")
    assert refused.value.data == {"name": "mill.html"}
    assert "too much effort" in caplog.text


async def test_a_system_without_the_signal_for_too_much_effort_reads_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("signal.SIGPROF", raising=False)  # as on Windows

    assert (await read(PAGE.encode(), name="mill.html")).facts


@limited
async def test_a_reading_that_breaks_down_is_said_to_have(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with caplog.at_level(logging.WARNING), pytest.raises(ReadingFailedError) as refused:
        await read(PAGE.encode(), name="mill.html")
    assert refused.value.data == {"name": "mill.html"}
    assert "ended with 1" in caplog.text


@limited
def test_whatever_reads_has_so_much_memory_and_no_more() -> None:
    code = "from bot.services import reading; reading.main(); bytearray(reading.MEMORY)"
    asked = pickle.dumps((PAGE.encode(), "mill.html", None, None))

    ended = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, check=False)

    assert b"MemoryError" in ended.stderr


def test_a_system_that_can_end_nothing_reads_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.BytesIO()
    asked = pickle.dumps((PAGE.encode(), "mill.html", None, None))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=said))
    monkeypatch.delattr("signal.setitimer")
    monkeypatch.setitem(sys.modules, "resource", None)

    reading.main()

    assert b"The mill at Lisse" in said.getvalue()


# What reading a page has used, asked of a process that does nothing else: while a process starts, what its
# parent has in memory counts as its own.
USED = """
import asyncio, resource, sys
from contextlib import suppress
from bot.domain.errors import BotError
from bot.services.reading import read

with suppress(BotError):
    asyncio.run(read(sys.stdin.buffer.read(), name="mill.html"))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
"""


@limited
@pytest.mark.parametrize(
    "worst",
    [b"<p>a", b"<table><tr><td>a?<td>1</table>", b"<li>Why?</li>", b"<a href=x>a", b"<", b"a?<br>"],
)
def test_the_worst_pages_cost_seconds_and_some_memory(worst: bytes) -> None:
    page = (worst * (MAX_BYTES // len(worst)))[:MAX_BYTES]

    used = subprocess.run([sys.executable, "-c", USED], input=page, capture_output=True, check=True)

    effort, memory = map(float, used.stdout.split())
    assert effort < 2 * reading.EFFORT
    assert memory <= reading.MEMORY
