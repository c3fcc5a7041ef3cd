"""``causerie lookup``: what the articles say of something; ``--jsonl`` is the engine alone."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from bot.cli.desk import open_desk, prepared, run
from bot.cli.tree import Leaf
from bot.commands.explanation import explained
from bot.commands.fact import told
from bot.config import Settings
from bot.domain.identity import LOCAL_GUILD
from bot.i18n import Text
from bot.lookup.protocol import LookupProtocol
from bot.services.lookup import Found


def command(text: Text) -> click.Command:
    """Return the command."""
    params: list[click.Parameter] = [
        click.Argument(["query"], metavar=text("cli.query_metavar"), required=False, nargs=-1),
        click.Option(["--article"], metavar=text("cli.article_metavar"), help=text("cli.lookup_article")),
        click.Option(["--explain"], is_flag=True, help=text("cli.explain")),
        click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json")),
        click.Option(["--jsonl"], is_flag=True, help=text("cli.jsonl")),
    ]
    return Leaf("lookup", text=text, params=params, callback=lookup)


@click.pass_context
def lookup(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    article: str | None,
    *,
    explain: bool,
    as_json: bool,
    jsonl: bool,
    **_shared: Any,
) -> int:
    """Look the query up."""
    if jsonl:
        return speak_protocol()
    if not query:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    settings, text = prepared(ctx)
    asked = " ".join(query)
    return run(_lookup(settings, text, query=asked, article=article, explain=explain, as_json=as_json))


def speak_protocol() -> int:
    """Answer each line of standard input with one line, until it ends."""
    protocol = LookupProtocol()
    for answer in protocol.replies(sys.stdin.buffer):
        sys.stdout.buffer.write(answer.encode() + b"\n")
        sys.stdout.buffer.flush()
    return 0


async def _lookup(
    settings: Settings, text: Text, *, query: str, article: str | None, explain: bool, as_json: bool
) -> int:
    async with open_desk(settings, text) as desk:
        only = await desk.cases.articles.get(article, guild=LOCAL_GUILD) if article else None
        # An operator trying the look-up out is no member asking: nothing is counted.
        found = await desk.cases.lookup.find(
            query, guild=LOCAL_GUILD, only=only.key if only else None, counts=False, nearest=explain
        )
        if as_json:
            click.echo(json.dumps(_to_dict(query, found)))
        else:
            desk.show(told(found, desk.context(), only=only.title if only else None))
            if explain:
                desk.show(explained(found, desk.context()))
        return 0


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _to_dict(query: str, found: Found) -> dict[str, Any]:
    return {
        "query": query,
        "verdict": found.verdict,
        "matches": [
            {
                **asdict(hit.fact),
                "changed_at": _written(hit.fact.changed_at),
                "orphaned_at": _written(hit.fact.orphaned_at),
                "added_at": _written(hit.fact.added_at),
                "relevance": round(hit.score, 4),
                "words": [asdict(word) for word in hit.words],
                "article": hit.article.id,
                "title": hit.article.title,
                "source": hit.article.article.source,
                "date": hit.article.article.date,
            }
            for hit in found.hits
        ],
    }
