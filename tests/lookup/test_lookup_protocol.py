"""Tests for bot.lookup.protocol."""

import json
from io import BytesIO
from typing import Any

import pytest

from bot.lookup.protocol import LONGEST_FACT, PIECE, LookupProtocol

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


def long_load(count: int, *, end: bytes = b"]}\n") -> bytes:
    facts = [
        {
            "id": str(number),
            "text": f"Le phare nº {number} est fermé, dit l’équipe.",
            "lang": "fr",
            "pos": number,
        }
        for number in range(count)
    ]
    listed = ", ".join(json.dumps(fact, ensure_ascii=False) for fact in facts)
    return b'{"op": "load", "facts": [' + listed.encode() + end


def ask_stream(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(answer) for answer in LookupProtocol().replies(BytesIO(content))]


def test_a_long_load_is_taken_in_piece_by_piece() -> None:
    content = long_load(30_000)
    assert len(content) > 2 * PIECE

    loaded, found = ask_stream(content + b'{"op": "query", "q": "phare 29123", "k": 1}\n')

    assert loaded == {"ok": True, "n": 30_000}
    assert found["hits"][0]["id"] == "29123"


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(b", nothing]}\n", id="no-json"),
        pytest.param(b"\n", id="cut"),
        pytest.param(b"", id="cut-at-the-end"),
        pytest.param(b"], \n", id="not-closed"),
        pytest.param(b", 7]}\n", id="no-object"),
        pytest.param(b', {"id": "' + b"x" * (LONGEST_FACT + 3 * PIECE) + b"\n", id="no-end-of-a-fact"),
    ],
)
def test_a_long_load_that_is_broken_changes_nothing(end: bytes) -> None:
    rest = b"" if not end.endswith(b"\n") else b'{"op": "query", "q": "tramway", "k": 1}\n'

    loaded, broken, *found = ask_stream(json.dumps(LOAD).encode() + b"\n" + long_load(20_000, end=end) + rest)

    assert loaded == {"ok": True, "n": 2}
    assert "error" in broken
    assert [answer["abstain"] for answer in found] == [True] * bool(rest)


def test_a_long_line_that_is_no_load_is_read_as_a_whole() -> None:
    query = json.dumps({"op": "query", "q": "phare " * PIECE, "k": 1}).encode()

    assert ask_stream(query + b"\n") == [{"hits": [], "abstain": True}]
