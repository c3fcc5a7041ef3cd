"""A conversation in JSON lines by which any program can load facts and look them up.

One line is answered by one line::

    {"op": "load", "facts": [{"id": "a", "text": "…", "lang": "fr", "article": "…", "title": "…", "pos": 0}]}
    {"ok": true, "n": 1}
    {"op": "query", "q": "…", "k": 10}
    {"hits": [{"id": "a", "score": 0.93}], "abstain": false}

What cannot be understood is answered by ``{"error": "…"}`` and changes nothing.
"""

import json
from typing import Any

from bot.domain.lookup import IndexedFact, Verdict
from bot.lookup.engine import FactIndex

DEFAULT_HITS = 10


class MalformedLineError(Exception):
    """A line does not speak the protocol; the message says why, for a programmer."""


class LookupProtocol:
    """One conversation; it holds the facts that were last loaded."""

    def __init__(self) -> None:
        self._index = FactIndex(())

    def reply(self, line: str) -> str:
        """Return the answer to one *line*, without a line end."""
        try:
            answer = self._answer(_parse(line))
        except MalformedLineError as error:
            answer = {"error": str(error)}
        return json.dumps(answer)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request asks."""
        match request.get("op"):
            case "load":
                facts = request.get("facts")
                if not isinstance(facts, list):
                    raise MalformedLineError("facts is not a list")
                self._index = FactIndex([_to_fact(fact) for fact in facts])
                return {"ok": True, "n": len(self._index)}
            case "query":
                lookup = self._index.find(
                    _text(request, "q"), limit=_number(request, "k", default=DEFAULT_HITS)
                )
                return {
                    "hits": [{"id": match.id, "score": match.score} for match in lookup.matches],
                    "abstain": lookup.verdict is Verdict.NOTHING,
                }
            case _:
                raise MalformedLineError("op is neither load nor query")


def _parse(line: str) -> dict[str, Any]:
    """Return the object that a line holds."""
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MalformedLineError("the line is not JSON") from error
    if not isinstance(request, dict):
        raise MalformedLineError("the line is not an object")
    return request


def _to_fact(row: object) -> IndexedFact:
    """Return the fact that a row of a load describes."""
    if not isinstance(row, dict):
        raise MalformedLineError("a fact is not an object")
    return IndexedFact(
        id=_text(row, "id"),
        text=_text(row, "text"),
        language=_text(row, "lang", default=""),
        article=_text(row, "article", default=""),
        title=_text(row, "title", default=""),
        position=_number(row, "pos", default=0),
    )


def _text(row: dict[str, Any], key: str, *, default: str | None = None) -> str:
    """Return the text at *key*."""
    value = row.get(key, default)
    if not isinstance(value, str):
        raise MalformedLineError(f"{key} is not a text")
    return value


def _number(row: dict[str, Any], key: str, *, default: int) -> int:
    """Return the whole number at *key*."""
    value = row.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedLineError(f"{key} is not a whole number")
    return value
