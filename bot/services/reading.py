"""Reading an article's file, which may take seconds, without keeping anybody else waiting.

Its rules are pure Python, and in a thread they would have the interpreter's lock for most of that time. So
what is long is read in a process of its own: this module, run as a program. So is every web page: what takes
them apart is not ours, and whatever it does over a page that means harm, it is stopped after some seconds and
some memory, where the system can do that (not Windows; not macOS, as for memory).
"""

import asyncio
import io
import logging
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath

from bot.articles.decode import PAGES
from bot.domain.article import Article, Fact, Question
from bot.domain.errors import BotError
from bot.domain.reading_errors import ReadingFailedError, ReadingTimeoutError
from bot.services.workers import start_worker

logger = logging.getLogger(__name__)

# How long a file may be read, from the start of the process on; a busy machine may take its time.
PATIENCE = 60.0  # seconds
# How long it may be worked on, once what is needed for that is loaded: two hundred times what an article
# takes, and a quarter more than one of 200,000 words does.
EFFORT = 5.0  # seconds of a processor
# What the process may have in all: five times what it has without an article.
MEMORY = 280 * 1024 * 1024  # bytes
# Bytes; less is read sooner than a process begins, and costs a second or two at the very worst.
LONG = 16 * 1024
# Facts and questions that come back at a time: while some are unpacked, nobody else has a turn.
PARTS_AT_ONCE = 500


async def read(content: bytes, *, name: str, charset: str | None = None, url: str | None = None) -> Article:
    """Return what is understood of a file.

    Raises what ``read_article`` raises, ReadingTimeoutError and ReadingFailedError.
    """
    asked = (content, name, charset, url)
    if len(content) < LONG and not _is_page(name):
        return await asyncio.to_thread(_read, *asked)
    return await _unpacked(await _read_elsewhere(pickle.dumps(asked), name=name))


async def _read_elsewhere(asked: bytes, *, name: str) -> bytes:
    process = await start_worker(__name__)
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate(asked)
    except TimeoutError:
        logger.warning("A file of %d bytes took too long to read", len(asked))
        raise ReadingTimeoutError(name=name) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    # Windows has no such signal, and 0 is a process that went well.
    if process.returncode and process.returncode == -getattr(signal, "SIGPROF", 0):
        logger.warning("A file of %d bytes took too much effort to read", len(asked))
        raise ReadingTimeoutError(name=name)
    if process.returncode or not said:
        # The system has ended it, most likely for want of memory.
        logger.warning("The reading of a file of %d bytes ended with %d", len(asked), process.returncode)
        raise ReadingFailedError(name=name)
    return said


def _is_page(name: str) -> bool:
    return PurePath(name).suffix.casefold() in PAGES


def _read(content: bytes, name: str, charset: str | None, url: str | None) -> Article:
    # Loaded for a file only: its rules take as long to compile as all the rest of a start but SQL.
    from bot.articles.read import read_article  # noqa: PLC0415

    return read_article(content, name=name, charset=charset, url=url)


def _packed(article: Article) -> Iterator[Article | tuple[Fact | Question, ...]]:
    """Return *article* in pieces: itself without its facts and questions, then those."""
    yield replace(article, facts=(), questions=())
    for start in range(0, len(article.parts), PARTS_AT_ONCE):
        yield article.parts[start : start + PARTS_AT_ONCE]


async def _unpacked(said: bytes) -> Article:
    """Return the article that ``main`` said in pieces, letting others have a turn. Raises what it said."""
    stream = io.BytesIO(said)
    understood: Article | BotError = pickle.load(stream)  # noqa: S301 (from this very program)
    if isinstance(understood, BotError):
        raise understood
    parts: list[Fact | Question] = []
    while stream.tell() < len(said):
        parts += pickle.load(stream)  # noqa: S301 (as above)
        await asyncio.sleep(0)
    return understood.with_parts(parts)


def main() -> None:
    """Read what standard input holds of a file, and write what is understood of it, or why nothing is."""
    asked = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the program itself, as its answer is)
    _load(name=asked[1])
    _bound()
    try:
        said = b"".join(pickle.dumps(piece, pickle.HIGHEST_PROTOCOL) for piece in _packed(_read(*asked)))
    except BotError as error:
        said = pickle.dumps(error)
    sys.stdout.buffer.write(said)


def _load(*, name: str) -> None:
    """Load what is needed, which is no effort of the article's."""
    import bot.articles.read  # noqa: PLC0415

    if _is_page(name):
        import bot.articles.html  # noqa: F401, PLC0415


def _bound() -> None:
    """Let the system end this process when it has worked or grown too much."""
    with suppress(AttributeError):  # Windows
        signal.setitimer(signal.ITIMER_PROF, EFFORT)
    try:
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):  # Windows, macOS
        return


if __name__ == "__main__":
    main()
