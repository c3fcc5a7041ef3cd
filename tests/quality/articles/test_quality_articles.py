"""What the rules find in invented articles must not get worse.

The cases were written by people who knew no rule, in sets of their own; docs/decisions.md has what each set
reached when it was first read. To raise a floor is welcome; lowering one, or changing a case, shows in
``floors.json``.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scoring import Score, score, words_of

from bot.articles.read import read_article
from bot.domain.article import Article

HERE = Path(__file__).parent
FLOORS: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted(HERE.glob("cases_*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@cache
def understood() -> list[tuple[dict[str, Any], Article]]:
    return [(case, read_article(case["text"].encode(), name=case["name"])) for case in CASES]


@cache
def total(language: str | None = None) -> Score:
    whole = Score()
    for case, article in understood():
        if language in {None, case["lang"]}:
            whole += score(case, article)
    return whole


def test_cases_are_the_ones_the_floors_were_set_for() -> None:
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("cases_*.jsonl")):
        digest.update(path.read_bytes())

    assert digest.hexdigest() == FLOORS["cases_sha256"]


@pytest.mark.parametrize("measure", ["facts_f1", "prompts_f1", "exact_prompts", "speakers"])
def test_articles_are_understood(measure: str) -> None:
    assert getattr(total(), measure) >= FLOORS["all"][measure]


@pytest.mark.parametrize("language", sorted(FLOORS["languages"]))
@pytest.mark.parametrize("measure", ["facts_f1", "prompts_f1", "exact_prompts", "speakers"])
def test_every_language_is_understood(language: str, measure: str) -> None:
    assert getattr(total(language), measure) >= FLOORS["languages"][language][measure]


def test_passages_are_quoted_to_the_letter() -> None:
    for _, article in understood():
        assert all(article.text[fact.start : fact.end] == fact.passage for fact in article.facts)


def test_what_is_set_aside_points_to_where_it_stands() -> None:
    for _, article in understood():
        for part in article.set_aside:
            assert set(words_of(part.text)[:3]) <= set(words_of(article.text[part.start : part.end]))


def test_no_fact_is_longer_than_a_reader_takes_in_at_once() -> None:
    lengths = [len(fact.passage) for _, article in understood() for fact in article.facts]

    assert max(lengths) <= FLOORS["longest"]
