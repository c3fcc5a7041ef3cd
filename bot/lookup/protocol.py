"""A conversation in JSON lines by which any program can load facts and look them up.

One line is answered by one line::

    {"op": "load", "facts": [{"id": "a", "text": "…", "lang": "fr", "article": "…", "title": "…", "pos": 0}]}
    {"ok": true, "n": 1}
    {"op": "query", "q": "…", "k": 10}
    {"hits": [{"id": "a", "score": 0.93}], "abstain": false}

What cannot be understood is answered by ``{"error": "…"}`` and changes nothing.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from bot.domain.lookup import IndexedFact, Verdict
from bot.lookup.engine import FactIndex

DEFAULT_HITS = 10
PIECE = 1024 * 1024  # bytes of a line that are read at a time
LONGEST_FACT = 8 * PIECE
_LOAD = re.compile(r'\s*\{\s*"op"\s*:\s*"load"\s*,\s*"facts"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


class MalformedLineError(Exception):
    """A line does not speak the protocol; the message says why, for a programmer."""


class LookupProtocol:
    """One conversation; it holds the facts that were last loaded."""

    def __init__(self) -> None:
        self._index = FactIndex.of(())

    def replies(self, stream: BinaryIO) -> Iterator[str]:
        """Yield an answer to each line of *stream*, without a line end; a line may be of any length."""
        while line := stream.readline(PIECE):
            yield json.dumps(self._answer_to(_pieces(line, stream)))

    def reply(self, line: str) -> str:
        """Return the answer to one *line*, without a line end."""
        return next(self.replies(BytesIO(line.encode(errors="replace") + b"\n")))

    def _answer_to(self, pieces: Iterator[str]) -> dict[str, Any]:
        """Return the answer to the line that *pieces* are of, and read them all."""
        text = next(pieces)
        try:
            # A long list of facts is taken in as it comes; any other line is read as a whole.
            if not text.endswith("\n") and (load := _LOAD.match(text)):
                return self._load(_to_fact(row) for row in _rows(text[load.end() :], pieces))
            return self._answer(_parse("".join([text, *pieces])))
        except MalformedLineError as error:
            return {"error": str(error)}
        finally:
            for _ in pieces:
                pass

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what a request asks."""
        match request.get("op"):
            case "load":
                facts = request.get("facts")
                if not isinstance(facts, list):
                    raise MalformedLineError("facts is not a list")
                return self._load(_to_fact(fact) for fact in facts)
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

    def _load(self, facts: Iterable[IndexedFact]) -> dict[str, Any]:
        self._index = FactIndex.of(facts)
        return {"ok": True, "n": len(self._index)}


def _pieces(line: bytes, stream: BinaryIO) -> Iterator[str]:
    """Yield the line that *line* is the beginning of, piece by piece."""
    decoder = getincrementaldecoder("utf-8")(errors="replace")
    yield decoder.decode(line)
    while line and not line.endswith(b"\n"):
        line = stream.readline(PIECE)
        yield decoder.decode(line, final=not line)


def _rows(text: str, pieces: Iterator[str]) -> Iterator[object]:
    """Yield the objects of a list that *text* is the beginning of, one by one: a million need not be held.

    Raises MalformedLineError.
    """
    decoder = json.JSONDecoder()
    place = 0
    while True:
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]  # it may match nothing
        if text.startswith("]", place):
            if "".join([text[place + 1 :], *pieces]).strip() != "}":
                raise MalformedLineError("the line is not JSON")
            return
        try:
            row, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            more = next(pieces, "")
            if not more or len(text) - place > LONGEST_FACT:
                raise MalformedLineError("the line is not JSON") from error
            text, place = text[place:] + more, 0
        else:
            yield row


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
