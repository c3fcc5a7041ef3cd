"""Tests for bot.domain.lookup."""

from bot.domain.lookup import IndexedFact, Lookup, Match, Verdict


def test_a_fact_to_look_up_needs_a_text_and_an_id_only() -> None:
    assert IndexedFact(id="a1:f1", text="It rained.") == IndexedFact(
        id="a1:f1", text="It rained.", language="", article="", title="", position=0
    )


def test_a_look_up_is_a_value() -> None:
    found = Lookup(verdict=Verdict("answer"), matches=(Match(id="f1", score=0.9),))

    assert found == Lookup(verdict=Verdict.ANSWER, matches=(Match(id="f1", score=0.9),))
