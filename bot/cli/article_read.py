"""``causerie article read``: what is understood of a file, without keeping it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.articles.read import read_article
from bot.articles.wire import to_wire
from bot.chat_front.files import read_file
from bot.chat_front.terminal import BOLD, FAINT, INDENT, Terminal
from bot.cli.tree import Leaf
from bot.commands.words import explain, extent, origin
from bot.domain.article import Article
from bot.domain.errors import BotError
from bot.i18n import Text

FAILED = 1


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["file"], metavar=text("cli.file_metavar")),
        click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json")),
    ]
    return Leaf("article read", text=text, params=params, callback=_reading(text))


def _reading(text: Text) -> Callable[..., int]:
    def read(file: str, *, as_json: bool, **_shared: Any) -> int:
        try:
            article = read_article(read_file(Path(file)), name=file)
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
        else:
            _show(article, text)
        return 0

    return read


def _to_line(content: dict[str, Any]) -> bytes:
    # ASCII escapes: a lone surrogate in a file could not be written otherwise.
    return json.dumps(content).encode()


def _show(article: Article, text: Text) -> None:
    terminal = Terminal(sys.stdout, text=text)
    terminal.say(article.title or text("article.untitled"), style=BOLD)
    counts = extent(len(article.facts), len(article.questions), text)
    parts = [text.language_name(article.language), origin(article, text), counts]
    terminal.say(" · ".join(part for part in parts if part), style=FAINT)
    terminal.say()
    for fact in article.facts:
        speaker = f"{fact.speaker}{text('word.colon')}" if fact.speaker else ""
        terminal.say(f"• {speaker}{fact.text}", indent=INDENT)
    if article.questions:
        terminal.say()
        terminal.say(text("article.questions"))
    for number, question in enumerate(article.questions, 1):
        terminal.say(f"{number}. {' '.join((question.text, *question.follow_ups))}", indent=INDENT)
