"""Tests for bot.articles.refreshed: what an article becomes when its page was read again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.articles.read import read_article
from bot.articles.refreshed import refreshed
from bot.domain.article import Article, Fact, FactState, Question, Reason, SetAside
from bot.domain.changes import Change, differences

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LATER = datetime(2026, 6, 4, 9, tzinfo=UTC)

CLOSED = "The harbour of Lisse was closed on 3 May after a crane fell on the quay."
QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."
MORE = "Mayor Odile Brandt promised 45 million euros for new quays by 2030."
BOATS = "Eleven boats were lost in the storm, more than ever before."
NEW = "A court in The Hague will hear the harbour master in September."
MOVE = "Should the harbour move out of the town?"
PAY = "Who should pay for the quays?"


def page(*sentences: str, questions: tuple[str, ...] = (), left_out: tuple[str, ...] = ()) -> Article:
    """Return what is understood of a page that says *sentences*, without depending on how it is read."""
    text = "\n".join((*sentences, *left_out, *questions))
    facts = [
        Fact(
            id=f"f{number}",
            text=f"{one} (as read)",
            passage=one,
            start=text.index(one),
            end=text.index(one) + len(one),
            score=number / 10,
        )
        for number, one in enumerate(sentences, 1)
    ]
    asked = [Question(id=f"q{number}", text=one) for number, one in enumerate(questions, 1)]
    aside = [
        SetAside(text=one, reason=Reason.COMMENTARY, start=text.index(one), end=text.index(one) + len(one))
        for one in left_out
    ]
    return Article(
        title="Read",
        language="en",
        facts=tuple(facts),
        questions=tuple(asked),
        text=text,
        set_aside=tuple(aside),
    )


STORED = replace(page(CLOSED, QUAYS, BOATS, questions=(MOVE, PAY)), id="harbour", title="The harbour closes")


def again(now: Article, stored: Article = STORED) -> Article:
    after = refreshed(stored, now, at=NOW)
    for fact in after.facts:
        # Spans point at the very characters.
        assert fact.start is None or after.text[fact.start : fact.end] == fact.passage
    return after


def changes(now: Article, stored: Article = STORED) -> list[tuple[Change, str]]:
    return [(one.change, one.item) for one in differences(stored, again(now, stored))]


def fact(article: Article, id_: str) -> Fact:
    (found,) = (one for one in article.facts if one.id == id_)
    return found


def with_fact(changed: Fact, stored: Article = STORED) -> Article:
    return stored.with_parts(changed if one.id == changed.id else one for one in stored.parts)


def test_the_same_page_changes_nothing() -> None:
    assert changes(page(CLOSED, QUAYS, BOATS, questions=(MOVE, PAY))) == []


def test_what_only_moved_keeps_everything_but_its_place() -> None:
    after = again(page("Opinion polls were published on the same day.", BOATS, CLOSED, QUAYS))

    assert [one.id for one in after.facts] == ["f4", "f1", "f2", "f3"]
    assert fact(after, "f1").text == f"{CLOSED} (as read)"
    assert fact(after, "f1").score == 0.1
    assert fact(after, "f1").start != fact(STORED, "f1").start


def test_changed_wording_is_taken_with_the_fact_that_was_read_in_it() -> None:
    after = again(page(CLOSED, MORE, BOATS))

    assert (fact(after, "f2").text, fact(after, "f2").passage) == (f"{MORE} (as read)", MORE)
    assert changes(page(CLOSED, MORE, BOATS)) == [(Change.CHANGED, "f:f2")]


def test_changed_wording_where_no_fact_was_read_is_the_fact() -> None:
    after = again(page(CLOSED, BOATS, left_out=(MORE,)))

    assert (fact(after, "f2").text, fact(after, "f2").passage) == (MORE, MORE)


@pytest.mark.parametrize("state", [FactState.CORRECTED, FactState.WITHDRAWN])
def test_what_a_moderator_settled_stays_so_in_whatever_words(state: FactState) -> None:
    settled = replace(fact(STORED, "f2"), text="It was 41.", state=state, note="A slip.", changed_at=NOW)
    after = again(page(CLOSED, MORE, BOATS), with_fact(settled))

    said = fact(after, "f2")
    assert (said.text, said.state, said.note, said.changed_at) == ("It was 41.", state, "A slip.", NOW)
    assert said.passage == MORE
    assert len(after.facts) == 3


def test_a_disputed_fact_stays_disputed_in_the_new_words() -> None:
    disputed = replace(fact(STORED, "f2"), state=FactState.DISPUTED, note="By the mayor.")
    said = fact(again(page(CLOSED, MORE, BOATS), with_fact(disputed)), "f2")

    assert (said.text, said.state, said.note) == (f"{MORE} (as read)", FactState.DISPUTED, "By the mayor.")


def test_what_is_gone_is_marked_and_kept_in_its_place() -> None:
    after = again(page(CLOSED, BOATS))

    assert [one.id for one in after.facts] == ["f1", "f2", "f3"]
    gone = fact(after, "f2")
    assert (gone.orphaned_at, gone.start, gone.end, gone.passage) == (NOW, None, None, QUAYS)
    assert changes(page(CLOSED, BOATS)) == [(Change.ORPHANED, "f:f2")]


def test_what_is_gone_stays_gone_since_then_and_may_come_back() -> None:
    gone = again(page(CLOSED, BOATS))

    still = refreshed(gone, page(CLOSED, BOATS), at=LATER)
    assert fact(still, "f2").orphaned_at == NOW
    assert differences(gone, still) == ()
    back = refreshed(still, page(CLOSED, QUAYS, BOATS), at=LATER)
    assert fact(back, "f2").orphaned_at is None
    assert [(one.change, one.item) for one in differences(still, back)] == [(Change.FOUND, "f:f2")]
    assert fact(refreshed(still, page(CLOSED, MORE, BOATS), at=LATER), "f2").passage == MORE


def test_what_is_new_is_offered_behind_its_neighbour_by_an_id_of_its_own() -> None:
    after = refreshed(STORED, page(CLOSED, NEW, QUAYS, BOATS), at=NOW, taken=frozenset({"f4"}))

    assert [one.id for one in after.facts] == ["f1", "f5", "f2", "f3"]
    assert [one.change for one in differences(STORED, after)] == [Change.ADDED]


def test_what_a_moderator_left_out_does_not_come_back_as_new() -> None:
    without = STORED.with_parts(one for one in STORED.parts if one.id not in {"f2", "q2"})

    assert changes(page(CLOSED, QUAYS, BOATS, questions=(MOVE, PAY)), without) == []


def test_a_moderators_order_is_kept() -> None:
    turned = STORED.with_parts((*reversed(STORED.facts), *STORED.questions))

    assert [one.id for one in again(page(CLOSED, NEW, QUAYS, BOATS), turned).facts] == [
        "f3",
        "f2",
        "f1",
        "f4",
    ]


def test_a_moderators_own_fact_is_not_missed_on_the_page() -> None:
    own = Fact(id="f9", text="The harbour is old.", passage="The harbour is old.")

    assert changes(page(CLOSED, QUAYS, BOATS), replace(STORED, facts=(*STORED.facts, own))) == []


def test_the_facts_of_a_pack_find_their_places() -> None:
    facts = tuple(replace(one, start=None, end=None) for one in STORED.facts)
    pack = replace(STORED, text="", facts=facts)

    after = again(page(CLOSED, NEW, QUAYS, BOATS), pack)
    assert [(one.id, one.start is not None) for one in after.facts] == [
        ("f1", True),
        ("f4", True),
        ("f2", True),
        ("f3", True),
    ]
    bare = Fact(id="f1", text=NEW, passage=NEW)  # a fact that came without its place
    assert [one.id for one in refreshed(pack, replace(page(CLOSED), facts=(bare,)), at=NOW).facts] == [
        "f1",
        "f4",
        "f2",
        "f3",
    ]


def test_a_fact_within_what_two_known_ones_rest_on_is_not_new() -> None:
    now = page(CLOSED, QUAYS, BOATS)
    whole = Fact(
        id="f1", text="Both.", passage=f"{CLOSED}\n{QUAYS}", start=0, end=len(CLOSED) + 1 + len(QUAYS)
    )

    assert changes(replace(now, facts=(whole, now.facts[2]))) == []


def test_two_facts_may_rest_on_overlapping_passages() -> None:
    part = CLOSED.removesuffix(" after a crane fell on the quay.")
    beside = Fact(id="f9", text="Part.", passage=part, start=0, end=len(part))

    assert changes(page(CLOSED, QUAYS, BOATS), replace(STORED, facts=(*STORED.facts, beside))) == []


def test_a_questions_new_words_are_taken_where_nobody_had_chosen_others() -> None:
    words = "Should the harbour move out of the old town?"
    after = again(page(CLOSED, QUAYS, BOATS, questions=(words, PAY)))

    assert [(one.id, one.text) for one in after.questions] == [("q1", words), ("q2", PAY)]
    own = replace(STORED.questions[0], text="Should the harbour move at all, out of the town?")
    mine = STORED.with_parts((*STORED.facts, own, STORED.questions[1]))
    kept = again(page(CLOSED, QUAYS, BOATS, questions=(words, PAY)), mine)
    assert [one.text for one in kept.questions] == [own.text, PAY]


def test_questions_that_the_page_has_no_more_stay_and_new_ones_follow() -> None:
    after = again(page(CLOSED, QUAYS, BOATS, questions=(MOVE, "What would you do about it?")))

    assert [(one.id, one.text) for one in after.questions] == [
        ("q1", MOVE),
        ("q2", PAY),
        ("q3", "What would you do about it?"),
    ]


def test_what_the_page_says_of_itself_fills_gaps_only() -> None:
    now = replace(
        page(CLOSED), title="New title", source="Lisse Courier", author="A. Writer", date="2026-05-04"
    )

    after = again(now, replace(STORED, date="2026"))
    assert (after.id, after.title, after.source, after.author, after.date) == (
        "harbour",
        "The harbour closes",
        "Lisse Courier",
        "A. Writer",
        "2026",
    )


def test_a_real_reading_is_refreshed_by_a_real_reading() -> None:
    text = (
        f"The harbour closes\n\n{CLOSED} {QUAYS} {BOATS}\n\nQuestions for discussion\n1. {MOVE}\n2. {PAY}\n"
    )
    stored = replace(read_article(text.encode(), name="a.txt"), id="harbour")
    revised = text.replace("40 million", "45 million").replace(BOATS, NEW)

    now = again(read_article(revised.replace("\n", "\r\n").encode(), name="a.txt"), stored)

    found = {one.change: one for one in differences(stored, now)}
    assert found.keys() == {Change.CHANGED, Change.ORPHANED, Change.ADDED}
    changed = found[Change.CHANGED].after
    assert isinstance(changed, Fact)
    assert "45 million" in changed.passage
