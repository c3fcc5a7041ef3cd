"""``causerie article read``: what is understood of a file or a page, without keeping it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.articles.wire import to_wire
from bot.chat_front.files import write_page
from bot.chat_front.terminal import FAINT, Terminal
from bot.cli.source import read_source
from bot.cli.tree import Leaf
from bot.commands.reply import Reply
from bot.commands.review_words import KEY_FACTS, about, reading_cards
from bot.commands.words import explain
from bot.domain.article import Article
from bot.domain.errors import BotError
from bot.i18n import Text

FAILED = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["file"], metavar=text("cli.source_metavar")),
        click.Option(["--all", "has_passages"], is_flag=True, help=text("cli.read_all")),
        click.Option(["--html", "page"], metavar=text("cli.file_metavar"), help=text("cli.read_html")),
        click.Option(["--force"], is_flag=True, help=text("cli.read_force")),
        click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json")),
    ]
    return Leaf("article read", text=text, params=params, callback=_reading(text))


def _reading(text: Text) -> Callable[..., int]:
    @click.pass_context
    def read(
        ctx: click.Context,
        /,
        file: str,
        *,
        has_passages: bool,
        page: str | None,
        force: bool,
        as_json: bool,
        **_shared: Any,
    ) -> int:
        try:
            article = read_source(file, ctx=ctx, text=text)
            if page is not None:
                _write(article, text, Path(page), force=force)
        except BotError as error:
            if not as_json:
                raise
            # A program that asked for JSON gets JSON, and can tell by the exit code.
            empty: dict[str, Any] = {
                "title": None,
                "language": None,
                "source": None,
                "facts": [],
                "questions": [],
            }
            click.echo(_to_line({**empty, "error": explain(error, text), "code": error.code}))
            return FAILED
        if as_json:
            click.echo(_to_line(to_wire(article)))
        elif page is None:
            _show(article, text, has_passages=has_passages)
        else:
            Terminal(sys.stdout, text=text).say(text("cli.read_page", path=page))
        return 0

    return read


def _write(article: Article, text: Text, path: Path, *, force: bool) -> None:
    from bot.exports.reading_page import to_page  # noqa: PLC0415 (for a page only)

    content = to_page(article, text, about=about(article, text), key_facts=KEY_FACTS)
    write_page(path, content, replaces=force)


def _to_line(content: dict[str, Any]) -> bytes:
    # ASCII escapes: a lone surrogate in a file could not be written otherwise.
    return json.dumps(content).encode()


def _show(article: Article, text: Text, *, has_passages: bool) -> None:
    terminal = Terminal(sys.stdout, text=text)
    terminal.show(Reply(cards=reading_cards(article, text, has_passages=has_passages)))
    if not has_passages:
        terminal.say()
        terminal.say(text("cli.read_hint"), style=FAINT)
