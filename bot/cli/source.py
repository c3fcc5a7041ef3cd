"""What an operator names to be read: a file, an address of the web, or standard input."""

import asyncio
import os
import sys
from pathlib import Path

import click

from bot.articles.decode import MAX_BYTES
from bot.chat_front.files import is_address, read_file, upload
from bot.chat_front.terminal import complain
from bot.commands.spec import Upload
from bot.domain.article import Article
from bot.domain.errors import FileTooLargeError
from bot.i18n import Text
from bot.services.reading import read

# As commands have it everywhere: what is piped in, or pasted.
STANDARD_INPUT = "-"


def read_source(named: str, *, ctx: click.Context, text: Text) -> Article:
    """Return what is understood of the file, or of the page, *named*.

    Raises what ``read_file`` and ``read_article`` raise, and what is in ``bot.domain.fetch_errors``.
    """
    if named == STANDARD_INPUT:
        content, name = read_standard_input(text)
        return asyncio.run(read(content, name=name))
    if not is_address(named):
        return asyncio.run(read(read_file(Path(named)), name=named))
    # Loaded for an address only: a file is read without them in a third of the time.
    from bot.app import to_fetch  # noqa: PLC0415
    from bot.cli.desk import prepared, run  # noqa: PLC0415

    settings, _ = prepared(ctx)
    page = run(to_fetch(settings)(named))
    return run(read(page.content, name=page.name, charset=page.charset, url=page.address))


def to_upload(named: str, *, text: Text) -> Upload:
    """Return the file *named*. Standard input is read here and now, where Ctrl-C ends it.

    Raises FileTooLargeError.
    """
    if named != STANDARD_INPUT:
        return upload(named)
    content, name = read_standard_input(text)

    async def read() -> bytes:
        return content

    return Upload(name=name, read=read)


def read_standard_input(text: Text) -> tuple[bytes, str]:
    """Return what standard input holds and the name it is read under; a person is told how to end it.

    Raises FileTooLargeError.
    """
    # Loaded for standard input only, as the fetcher is for an address.
    from bot.fetch.kinds import PAGE, looks_like_page  # noqa: PLC0415

    if sys.stdin.isatty():
        complain(text("cli.read_paste", keys="Ctrl-D" if os.name == "posix" else "Ctrl-Z, Enter"), text=text)
    name = text("cli.read_input")
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileTooLargeError(name=name, size=len(content), limit=MAX_BYTES)
    return content, f"{name}{PAGE}" if looks_like_page(content) else name
