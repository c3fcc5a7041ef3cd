"""What the rules find in invented articles must not get worse.

To raise a floor is welcome; lowering one, or changing a case, shows in ``floors.json``.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.articles.read import read_article
from bot.domain.article import Article

HERE = Path(__file__).parent
FLOORS: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@cache
def understood() -> list[tuple[dict[str, Any], Article]]:
    return [(case, read_article(case["text"].encode(), name=case["name"])) for case in CASES]


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_cases_are_the_ones_the_floors_were_set_for() -> None:
    digest = hashlib.sha256((HERE / "cases.jsonl").read_bytes()).hexdigest()

    assert digest == FLOORS["cases_sha256"]


def test_facts_that_are_there_are_found() -> None:
    hits = [
        any(words(gold["text"]) in words(fact.text) for fact in article.facts)
        for case, article in understood()
        for gold in case["facts"]
    ]

    assert share(hits) >= FLOORS["facts_recall"]


def test_facts_that_are_found_are_there() -> None:
    hits = [
        any(words(gold["text"]) in words(fact.text) for gold in case["facts"])
        for case, article in understood()
        for fact in article.facts
    ]

    assert share(hits) >= FLOORS["facts_precision"]


def test_quotations_have_their_speakers() -> None:
    hits = [
        any(
            words(gold["text"]) in words(fact.text) and (fact.speaker or "").endswith(gold["speaker"])
            for fact in article.facts
        )
        for case, article in understood()
        for gold in case["facts"]
        if "speaker" in gold
    ]

    assert share(hits) >= FLOORS["speakers"]


def test_prompts_are_found_exactly() -> None:
    hits = [
        [(question.text, list(question.follow_ups)) for question in article.questions]
        == [(gold["text"], gold["follow_ups"]) for gold in case["questions"]]
        for case, article in understood()
    ]

    assert share(hits) >= FLOORS["prompts"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_passages_are_quoted_to_the_letter(case: dict[str, Any]) -> None:
    article = read_article(case["text"].encode(), name=case["name"])

    assert all(case["text"][fact.start : fact.end] == fact.passage for fact in article.facts)
