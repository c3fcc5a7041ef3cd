"""How well look-ups do on two invented articles; lowering a floor is a visible change."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.domain.lookup import IndexedFact, Lookup, Verdict
from bot.lookup.engine import FactIndex

HERE = Path(__file__).parent
FINGERPRINT = "300f4d5585f59cc6fd0f68320dafb695535dfbc30ee1836e8e19c670a23fe97e"


def read_rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def make_index(article: dict[str, Any]) -> FactIndex:
    return FactIndex.of(
        IndexedFact(
            id=str(position),
            text=text,
            language=article["language"],
            article=article["article"],
            title=article["title"],
            position=position,
        )
        for position, text in enumerate(article["facts"])
    )


def measure() -> dict[str, float]:
    """Return the share of cases that go well, of each kind."""
    indexes = {article["article"]: make_index(article) for article in read_rows("articles.jsonl")}
    tried = [(case, indexes[case["article"]].find(case["query"])) for case in read_rows("cases.jsonl")]
    answerable = [(case, lookup) for case, lookup in tried if case["fact"] is not None]

    def ids(lookup: Lookup) -> list[str]:
        return [match.id for match in lookup.matches]

    def unanswerable(distance: str, *verdicts: Verdict) -> list[bool]:
        return [lookup.verdict in verdicts for case, lookup in tried if case.get("distance") == distance]

    right = [ids(lookup)[:1] == [str(case["fact"])] for case, lookup in answerable]
    offered = [lookup.verdict is not Verdict.NOTHING for _, lookup in answerable]
    answered = [lookup.verdict is Verdict.ANSWER for _, lookup in answerable]
    shares = {
        "first": right,
        "among_three": [str(case["fact"]) in ids(lookup) for case, lookup in answerable],
        "first_and_offered": [one and other for one, other in zip(right, offered, strict=True)],
        "answered_right": [one for one, other in zip(right, answered, strict=True) if other],
        "unanswered_near": unanswerable("near", Verdict.NOTHING, Verdict.CHOICES),
        "silent_near": unanswerable("near", Verdict.NOTHING),
        "silent_far": unanswerable("far", Verdict.NOTHING),
    }
    return {name: sum(cases) / len(cases) for name, cases in shares.items()}


FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reached() -> dict[str, float]:
    return measure()


@pytest.mark.parametrize("name", FLOORS)
def test_reaches_its_floor(name: str, reached: dict[str, float]) -> None:
    assert reached[name] >= FLOORS[name]


def test_every_measure_has_a_floor(reached: dict[str, float]) -> None:
    assert reached.keys() == FLOORS.keys()


def test_cases_are_those_the_floors_were_pinned_on() -> None:
    files = (HERE / "articles.jsonl", HERE / "cases.jsonl")

    assert sha256(b"".join(file.read_bytes() for file in files)).hexdigest() == FINGERPRINT
