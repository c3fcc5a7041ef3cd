"""Reading an article's file, which may take seconds, without keeping anybody else waiting.

Its rules are pure Python, and in a thread they would have the interpreter's lock for most of that time. So
what is long is read in a process of its own: this module, run as a program.
"""

import asyncio
import io
import logging
import os
import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.article import Article, Fact, Question
from bot.domain.errors import BotError

logger = logging.getLogger(__name__)

# How long a file may be read.
PATIENCE = 60.0  # seconds
# Bytes; less is read within a tenth of a second or two, which a process takes to begin.
LONG = 64 * 1024
# Facts and questions that come back at a time: while some are unpacked, nobody else has a turn.
PARTS_AT_ONCE = 500


async def read(content: bytes, *, name: str) -> Article:
    """Return what is understood of a file. Raises what ``read_article`` raises."""
    if len(content) < LONG:
        return await asyncio.to_thread(_read, content, name)
    return await _unpacked(await _read_elsewhere(pickle.dumps((content, name))))


async def _read_elsewhere(asked: bytes) -> bytes:
    # It has no use for our secrets, and what it would say of a crash may quote the file.
    ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("CAUSERIE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # nothing of the folder one happens to be in
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**ours, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # whoever ends us with Ctrl-C does not mean it
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate(asked)
    except TimeoutError:
        logger.warning("A file of %d bytes took too long to read", len(asked))
        raise BotError from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        # The system has ended it, most likely for want of memory.
        logger.warning("The reading of a file of %d bytes ended with %d", len(asked), process.returncode)
        raise BotError
    return said


def _read(content: bytes, name: str) -> Article:
    # Loaded for a file only: its rules take as long to compile as all the rest of a start but SQL.
    from bot.articles.read import read_article  # noqa: PLC0415

    return read_article(content, name=name)


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
    content, name = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the program itself, as its answer is)
    try:
        pieces = [*_packed(_read(content, name))]
    except BotError as error:
        pickle.dump(error, sys.stdout.buffer)
        return
    for piece in pieces:
        pickle.dump(piece, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
