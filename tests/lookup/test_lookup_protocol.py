"""Tests for bot.lookup.protocol."""

import json
from typing import Any

import pytest

from bot.lookup.protocol import LookupProtocol

LOAD = {
    "op": "load",
    "facts": [
        {
            "id": "a",
            "text": "Le maire a démissionné.",
            "lang": "fr",
            "article": "x",
            "title": "Ville",
            "pos": 0,
        },
        {
            "id": "b",
            "text": "Son adjointe le remplace.",
            "lang": "fr",
            "article": "x",
            "title": "Ville",
            "pos": 1,
        },
    ],
}


def ask(protocol: LookupProtocol, request: object) -> dict[str, Any]:
    line = protocol.reply(json.dumps(request))
    assert "\n" not in line
    answer: dict[str, Any] = json.loads(line)
    return answer


def test_loads_and_answers() -> None:
    protocol = LookupProtocol()

    assert ask(protocol, LOAD) == {"ok": True, "n": 2}
    answer = ask(protocol, {"op": "query", "q": "quand le maire a-t-il demissioné ?", "k": 1})
    assert [hit["id"] for hit in answer["hits"]] == ["a"]
    assert 0 < answer["hits"][0]["score"] <= 1
    assert answer["abstain"] is False


def test_abstains() -> None:
    protocol = LookupProtocol()
    ask(protocol, LOAD)

    assert ask(protocol, {"op": "query", "q": "bitcoin"}) == {"hits": [], "abstain": True}


def test_load_replaces_what_was_held() -> None:
    protocol = LookupProtocol()
    ask(protocol, LOAD)

    assert ask(protocol, {"op": "load", "facts": [{"id": "c", "text": "Autre chose."}]}) == {
        "ok": True,
        "n": 1,
    }
    assert ask(protocol, {"op": "query", "q": "maire"})["hits"] == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no JSON",
        "[" * 100_000,
        "[]",
        "{}",
        '{"op": "dance"}',
        '{"op": "load"}',
        '{"op": "load", "facts": {}}',
        '{"op": "load", "facts": ["a"]}',
        '{"op": "load", "facts": [{"id": "a"}]}',
        '{"op": "load", "facts": [{"id": 1, "text": "t"}]}',
        '{"op": "load", "facts": [{"id": "a", "text": "t", "pos": "first"}]}',
        '{"op": "query"}',
        '{"op": "query", "q": 7}',
        '{"op": "query", "q": "maire", "k": 1.5}',
        '{"op": "query", "q": "maire", "k": true}',
    ],
)
def test_a_malformed_line_is_refused_and_changes_nothing(line: str) -> None:
    protocol = LookupProtocol()
    ask(protocol, LOAD)

    assert list(json.loads(protocol.reply(line))) == ["error"]
    assert ask(protocol, {"op": "query", "q": "maire"})["hits"][0]["id"] == "a"


def test_a_lone_surrogate_stays_within_ascii() -> None:
    protocol = LookupProtocol()
    ask(protocol, {"op": "load", "facts": [{"id": "\ud800", "text": "Le maire."}]})

    assert protocol.reply('{"op": "query", "q": "maire"}').encode()
