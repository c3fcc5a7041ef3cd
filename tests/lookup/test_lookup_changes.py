"""Tests for what a change of some facts makes of an index."""

import gc
import random
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from bot.domain.lookup import IndexedFact
from bot.lookup.engine import MAX_YOUNG, FactIndex, Part
from bot.lookup.saved import UnreadableIndexError, pieces, unpacked
from bot.lookup.weights import standard

TOWNS = ("Arles", "Bruges", "Celle", "Delft", "Evora")


def facts_of(town: str, *texts: str) -> tuple[IndexedFact, ...]:
    return tuple(
        IndexedFact(
            id=f"{town}-{place}",
            text=text,
            language="en",
            article=town,
            title=f"News of {town}",
            position=place,
        )
        for place, text in enumerate(texts)
    )


def make_index() -> FactIndex:
    return FactIndex.of(
        fact
        for town in TOWNS
        for fact in facts_of(town, f"The council of {town} met on Monday.", "A bakery closed.")
    )


def first_of(index: FactIndex, query: str) -> str | None:
    matches = index.find(query, limit=1).matches
    return matches[0].id if matches else None


def test_a_correction_is_found_and_what_it_corrects_is_not() -> None:
    old = make_index()
    new = old.changed_to({"Bruges": facts_of("Bruges", "The council of Bruges met on Thursday.")})

    assert first_of(new, "thursday council") == "Bruges-0"
    assert "Bruges-1" not in {match.id for match in new.find("bakery closed", limit=20).matches}
    assert len(new) == len(old) - 1
    # The old one is as it was.
    assert first_of(old, "thursday council") != first_of(new, "thursday council")
    assert len(old.find("bakery", limit=20).matches) == 10


def test_an_article_that_is_gone_is_found_no_more() -> None:
    index = make_index().changed_to({"Celle": ()})

    assert all("Celle" not in match.id for match in index.find("council met", limit=20).matches)
    assert all("Celle" not in match.id for match in index.suggest("", limit=20))
    assert len(index.suggest("", limit=20)) == len(index) == 8


def test_an_article_may_go_and_come_back() -> None:
    index = make_index().changed_to({"Celle": ()}).changed_to({"Celle": facts_of("Celle", "A kiln was lit.")})

    assert first_of(index, "kiln") == "Celle-0"
    assert len(index) == 9


def test_what_is_not_there_may_be_withdrawn() -> None:
    index = make_index()

    assert index.changed_to({"Faro": ()}).find("council").matches == index.find("council").matches


def test_many_changes_find_what_one_index_of_all_finds() -> None:
    luck = random.Random(5)  # noqa: S311
    words = ("tram", "bridge", "mayor", "school", "budget", "harbour", "strike", "museum", "concert")
    stand = {town: facts_of(town, f"The council of {town} met.") for town in TOWNS}
    index = FactIndex.of(fact for facts in stand.values() for fact in facts)
    for _ in range(4 * MAX_YOUNG):
        town = luck.choice(TOWNS)
        texts = [
            f"The {luck.choice(words)} of {town} {luck.choice(words)}." for _ in range(luck.randrange(4))
        ]
        stand[town] = facts_of(town, *texts)
        index = index.changed_to({town: stand[town]})

    whole = FactIndex.of(fact for facts in stand.values() for fact in facts)

    assert len(index) == len(whole)
    for query in (*words, "council met", "harbour of Delft"):
        found = {match.id for match in index.find(query, limit=60).matches}
        assert found == {match.id for match in whole.find(query, limit=60).matches}, query


def test_tells_how_much_has_changed_and_how_large_it_is() -> None:
    index = make_index()
    changed = index.changed_to({"Arles": facts_of("Arles", "A kiln was lit.")})

    assert index.changed == 0
    assert changed.changed == 3  # two have gone, one has come
    assert changed.nbytes > index.nbytes > 0


def test_how_large_it_is_counts_what_python_has_beside_the_arrays() -> None:
    texts = [f"The wordy{number:04x}{number % 7} met wordy{number:03x}." for number in range(500)]
    facts = facts_of("Arles", *texts)
    FactIndex.of(facts)  # what is worked out once for all is none of its own
    gc.collect()
    tracemalloc.start()
    index = FactIndex.of(facts)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert taken / 1.5 < index.nbytes < taken * 1.5


def saved(index: FactIndex, *, label: str) -> bytes:
    return b"".join(pieces(index.first, label=label))


def test_a_saved_index_answers_as_the_one_that_was_saved() -> None:
    index = make_index()
    content = np.frombuffer(saved(index, label="guild 1"), np.uint8)

    again = FactIndex([Part(segment=unpacked(content, label="guild 1"))])

    for query in ("council of Delft", "bakery", "mondya", "zygomorph"):
        assert again.find(query, explained=True) == index.find(query, explained=True)
    assert first_of(again.changed_to({"Arles": facts_of("Arles", "A kiln was lit.")}), "kiln") == "Arles-0"


def test_an_index_of_nothing_can_be_saved() -> None:
    content = np.frombuffer(saved(FactIndex.of(()), label=""), np.uint8)

    assert len(FactIndex([Part(segment=unpacked(content, label=""))])) == 0


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: content[:-1], id="cut"),
        pytest.param(lambda content: content + b"\x00", id="longer"),
        pytest.param(lambda content: content[:40], id="head-cut"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"not an index\n" * 9, id="something-else"),
        pytest.param(lambda _: b"[1]\n", id="other-json"),
        pytest.param(lambda _: b"[" * 60_000 + b"\n", id="deep-json"),
        pytest.param(lambda content: content.replace(b'"version": ', b'"version": 9', 1), id="other-version"),
        pytest.param(lambda content: content.replace(b'"label": "a"', b'"label": "b"', 1), id="other-guild"),
        pytest.param(lambda content: content.replace(b'"<i4"', b'"<x4"', 1), id="other-type"),
        pytest.param(lambda content: content.replace(b'"postings"', b'"postingz"', 1), id="array-missing"),
    ],
)
def test_what_is_no_saved_index_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    content = spoil(saved(make_index(), label="a"))

    with pytest.raises(UnreadableIndexError):
        unpacked(np.frombuffer(content, np.uint8), label="a")


def test_the_same_facts_can_be_weighed_otherwise() -> None:
    index = make_index()
    unmoved = replace(standard().article, rank=np.zeros_like(standard().article.rank))

    other = index.weighted(replace(standard(), article=unmoved))

    assert first_of(index, "council of Celle") == "Celle-0"
    assert first_of(other, "council of Celle") == "Arles-0"
