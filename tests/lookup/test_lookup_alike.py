"""Tests for bot.lookup.alike: what asks the same is one gap, and whatever is in doubt is two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.alike import ask_the_same, heads, to_key

SAME = [
    ("Who composed the national anthem?", "composed, the NATIONAL anthem: who?"),
    ("Who composed the national anthem?", "who compsoed the national anthem"),
    ("Who composed the national anthem?", "who composed the natonal anthem"),
    ("Who composed the national anthem?", "composed national anthem"),
    ("How many boats were lost in the storm?", "how many boat were lost in storm"),
    ("boats lost", "boat lost"),
    ("Quel est le budget de l’enquête ?", "quel budget pour l'enquete"),
    ("Combien de bateaux ont été perdus ?", "combien de bateau perdu"),
    ("Where does Odile Brandt live?", "where does Odile Brandt live"),
    ("Did the city of Lisse sue Oudeland?", "did the city of lisse sue oudeland"),
    ("What about 8 million euros?", "8 millions euros"),
    ("¿Quién compuso el himno?", "quien compuso himno"),
    ("Wer komponierte die Hymne?", "wer komponierte Hymne"),
    ("Le prix de l’eau à Lisse", "le prix de l eau a Lisse"),
    ("Isn’t there a quay for boats?", "isn't there a quay for the boats"),
    ("A quay for Lisse", "a quay for Lisse"),
    # A word that is small in the language of one of them, and kept in the other: nothing tells its own.
    ("composer hymne national qui", "composer hymne national"),
]
OTHER = [
    ("What was the budget in 2023?", "What was the budget in 2024?"),
    ("What was the budget in 2023?", "What was the budget?"),
    ("What did 12 boats cost?", "What did 12 boat cost in 3 days?"),
    ("How many employees are there?", "How many employers are there?"),
    ("population of the county", "population of the country"),
    ("Who composed the anthem?", "When was the anthem composed?"),
    ("Où le moulin a-t-il brûlé ?", "Quand le moulin a-t-il brûlé ?"),
    ("ou a brule le moulin", "quand a brule le moulin"),
    ("Which countries signed the treaty?", "Which countries did not sign the treaty?"),
    ("What happened before the storm?", "What happened after the storm?"),
    ("How old is the mayor?", "How old is the son of the mayor?"),
    ("What did Odile Brandtner promise the fishermen?", "What did Odile Brandtnar promise the fishermen?"),
    ("the election of Kowalski", "the election of Kowalsky"),
    ("What does the WHO say of the harbour?", "What do they say of the harbour?"),
    ("WHO funding of vaccines", "funding of vaccines"),
    ("Did the city of Lisse sue Oudeland?", "Did the city of Oudeland sue Lisse?"),
    ("horses in the storm", "houses in the storm"),
    ("natonal", "national"),
    ("natonal compsed anthem", "national composed anthem"),
    ("director of the theatre", "directory of the theatre"),
    ("the national anthem", "the fishermen"),
    ("Covid-19 vaccines", "Covid-21 vaccines"),
    ("How did the boats arrive?", "How many boats did arrive?"),
    ("Comment les bateaux sont-ils arrivés ?", "Combien de bateaux sont arrivés ?"),
    ("Who elected the mayor?", "Who did the mayor elect?"),
    ("the dose of vitamin C", "the dose of vitamin D"),
    ("the cost of plan A", "the cost of plan C"),
    ("vitamine c", "vitamine d"),
    ("who is in the union", "who is out of the union"),
    ("are prices up", "are prices down"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_queries_that_differ_in_slips_and_small_words_ask_the_same(one: str, other: str) -> None:
    assert ask_the_same(to_key(one), to_key(other))
    assert ask_the_same(to_key(other), to_key(one))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_queries_that_may_ask_something_else_are_two(one: str, other: str) -> None:
    assert not ask_the_same(to_key(one), to_key(other))
    assert not ask_the_same(to_key(other), to_key(one))
    assert to_key(one).text != to_key(other).text


def test_the_key_is_what_is_left_once_dress_does_not_count() -> None:
    key = to_key("How many boats did the fishermen lose in 1 901?")
    assert key.text == "1901 ?how ?many boat fishermen lose"
    assert to_key("combien de millions en 2023").text == to_key("En 2023, combien de millions ?").text


def test_a_key_is_short_enough_for_an_index_and_tells_long_queries_apart() -> None:
    long = " ".join(chr(0x20000 + 7 * number) * 39 for number in range(24))
    one, other = to_key(long), to_key(f"{long[:-1]}\u4e00")

    assert 600 < len(one.text) < 640
    assert len(one.text.encode()) < 2_600
    assert one.text != other.text
    assert one.text == to_key(f" {long} ").text


def test_what_is_shouted_names_nobody() -> None:
    assert to_key("WHO PAID THE MAYOR").names == ()
    assert to_key("who paid the Mayor-elect").names == ("mayor", "elect")


def test_a_key_names_the_beginnings_by_which_its_like_is_looked_for() -> None:
    assert heads(to_key("the national anthem in 12 ports")) == ("12", "anth", "nati", "port")


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_is_the_same_both_ways(one: str, other: str) -> None:
    keys = to_key(one), to_key(other)

    assert ask_the_same(*keys) == ask_the_same(*reversed(keys))
    assert ask_the_same(keys[0], keys[0]) is bool(keys[0].words)
