"""How well look-ups do on ten invented articles, 515 queries; lowering a floor is a visible change.

Two articles with 155 queries were written beside the engine; the others by somebody who did not know it,
before it was run on them, and nothing in it was set by them.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.domain.lookup import IndexedFact, Lookup, Verdict
from bot.lookup.engine import FactIndex

STYLES = ("paraphrase", "crosslanguage", "typo", "inflected", "number", "date", "name")
HERE = Path(__file__).parent
FINGERPRINT = "3c22e534fc22be70f270e7f4b6bb8e3b3d6491d4b8d524bee62f2e5af81b4867"


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

    def is_right(case: dict[str, Any], lookup: Lookup, *, among: int = 1) -> bool:
        right = {str(fact) for fact in (case["fact"], *case.get("also", ()))}
        return any(match.id in right for match in lookup.matches[:among])

    def unanswerable(distance: str, *verdicts: Verdict) -> list[bool]:
        return [lookup.verdict in verdicts for case, lookup in tried if case.get("distance") == distance]

    def styled(style: str) -> list[bool]:
        return [is_right(case, lookup) for case, lookup in answerable if case.get("style") == style]

    shares = {
        "first": [is_right(case, lookup) for case, lookup in answerable],
        "among_three": [is_right(case, lookup, among=3) for case, lookup in answerable],
        "first_and_offered": [
            is_right(case, lookup) and lookup.verdict is not Verdict.NOTHING for case, lookup in answerable
        ],
        "answered_right": [
            is_right(case, lookup) for case, lookup in answerable if lookup.verdict is Verdict.ANSWER
        ],
        "unanswered_near": unanswerable("near", Verdict.NOTHING, Verdict.CHOICES),
        "silent_near": unanswerable("near", Verdict.NOTHING),
        "silent_far": unanswerable("far", Verdict.NOTHING),
        **{f"first_{style}": styled(style) for style in STYLES},
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
