"""Tests for bot.articles.editing: what may be changed of an article before it is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import editing
from bot.articles.editing import Fresh, find, handle, heading_stamp, pieces_of, stamp
from bot.domain.article import (
    FACT,
    Article,
    Doubt,
    Doubtful,
    Fact,
    FactState,
    Question,
    Reason,
    SetAside,
    item_of,
)
from bot.domain.draft_errors import (
    DraftDateError,
    DraftEdgeError,
    DraftFollowUpError,
    DraftHeadingError,
    DraftLanguageError,
    DraftMergeError,
    DraftSpeakerError,
    DraftSplitError,
    UnknownItemError,
)
from bot.domain.errors import BotError, DraftEmptyError, DraftTextError

TEXT = "The mill burned in 1901, and the river took the rest. “We saw it,” said Ann Lee. Share this! Why us?"


def fact(number: int, begins: str, ends: str, **more: object) -> Fact:
    start, end = TEXT.index(begins), TEXT.index(ends) + len(ends)
    passage = TEXT[start:end]
    return replace(
        Fact(id=f"f{number}", text=passage, passage=passage, start=start, end=end, score=number / 10),
        **more,  # type: ignore[arg-type]  # a fact's own fields
    )


def aside(words: str, reason: Reason) -> SetAside:
    start = TEXT.index(words)
    return SetAside(text=words, reason=reason, start=start, end=start + len(words))


MILL = fact(1, "The mill", "1901,")
RIVER = fact(2, "the river", "rest.")
SEEN = fact(3, "“We saw", "it,”", speaker="Ann Lee")
ONE, TWO = (
    Question(id="q1", text="Should it be rebuilt?", follow_ups=("By whom?", "When?")),
    Question(id="q2", text="Who should pay?", follow_ups=("Why?",)),
)
SHARE, WHY = aside("Share this!", Reason.FURNITURE), aside("Why us?", Reason.RHETORIC)
ARTICLE = Article(
    title=None,
    language="en",
    text=TEXT,
    facts=(MILL, RIVER, SEEN),
    questions=(ONE, TWO),
    set_aside=(SHARE, WHY),
    doubts=(
        Doubtful(doubt=Doubt.NO_TITLE),
        Doubtful(doubt=Doubt.UNANNOUNCED),
        Doubtful(doubt=Doubt.DANGLING, item="f:f2"),
        Doubtful(doubt=Doubt.NO_SPEAKER, item="f:f2"),
        Doubtful(doubt=Doubt.LONG, item="f:f1"),
        Doubtful(doubt=Doubt.UNANNOUNCED, item="q:q1"),
    ),
)


def numbered(first: int = 50) -> Fresh:
    numbers = count(first)
    return lambda kind: f"{kind[0]}{next(numbers)}"


def texts(article: Article) -> list[str]:
    return [part.text for part in article.parts]


def doubts(article: Article) -> set[tuple[Doubt, str | None]]:
    return {(one.doubt, one.item) for one in article.doubts}


class TestFinding:
    @pytest.mark.parametrize("part", [MILL, SEEN, ONE, SHARE])
    def test_by_its_name(self, part: Fact | Question | SetAside) -> None:
        assert find(ARTICLE, item_of(part)) is part

    @pytest.mark.parametrize("id_", ["a very long id that some pack may have", "ünïcode", "a b", "x" * 30])
    def test_by_a_short_name_where_its_own_is_long_or_strange(self, id_: str) -> None:
        article = replace(ARTICLE, facts=(replace(MILL, id=id_),))
        short = handle(f"{FACT}{id_}")

        assert len(short) < 24
        assert short.isascii()
        assert find(article, short) is article.facts[0]
        assert handle("f:f12") == "f:f12"

    def test_by_its_id_where_only_one_has_it(self) -> None:
        assert find(ARTICLE, "q2") is TWO
        with pytest.raises(UnknownItemError):
            find(replace(ARTICLE, questions=(replace(ONE, id="f1"),)), "f1")

    @pytest.mark.parametrize("item", ["f:f9", "q:f1", "x", "f:", "s:0-1", ""])
    def test_not_where_it_is_not(self, item: str) -> None:
        with pytest.raises(UnknownItemError):
            find(ARTICLE, item)

    def test_a_stamp_is_another_one_when_something_else_is_said(self) -> None:
        parts: list[Fact | Question | SetAside] = [
            MILL,
            replace(MILL, text="Else."),
            replace(MILL, speaker="Bo"),
            ONE,
            replace(ONE, follow_ups=()),
            SHARE,
        ]

        assert len({stamp(part) for part in parts}) == len(parts)
        assert stamp(replace(MILL, score=0.9)) == stamp(MILL)
        assert heading_stamp(replace(ARTICLE, date="2024")) != heading_stamp(ARTICLE)
        assert heading_stamp(replace(ARTICLE, facts=())) == heading_stamp(ARTICLE)


class TestDropping:
    def test_one_goes_with_what_was_doubted_about_it(self) -> None:
        after = editing.dropped(ARTICLE, "f:f2")

        assert after.facts == (MILL, SEEN)
        assert doubts(after) == {one for one in doubts(ARTICLE) if one[1] != "f:f2"}

    def test_the_last_one_stays(self) -> None:
        with pytest.raises(DraftEmptyError):
            editing.dropped(replace(ARTICLE, facts=(), questions=(ONE,)), "q:q1")

    def test_what_was_set_aside_is_nothing_to_drop(self) -> None:
        with pytest.raises(UnknownItemError):
            editing.dropped(ARTICLE, item_of(SHARE))


class TestRewording:
    def test_words_change_and_the_passage_stays(self) -> None:
        after = editing.reworded(ARTICLE, "f:f1", "  The mill\nburned. ")

        assert after.facts[0] == replace(MILL, text="The mill burned.")
        assert (Doubt.LONG, "f:f1") not in doubts(after)

    def test_of_a_quotation_it_is_still_not_known_whose_it_is(self) -> None:
        after = editing.reworded(ARTICLE, "f:f2", "The rest went.")

        assert (Doubt.NO_SPEAKER, "f:f2") in doubts(after)
        assert (Doubt.DANGLING, "f:f2") not in doubts(after)

    @pytest.mark.parametrize("text", ["", " \n", "x" * (editing.TEXT_LIMIT + 1)])
    def test_some_words_are_needed_and_not_too_many(self, text: str) -> None:
        with pytest.raises(DraftTextError):
            editing.reworded(ARTICLE, "q:q1", text)


class TestSpeakers:
    def test_somebody_says_it(self) -> None:
        after = editing.attributed(ARTICLE, "f:f2", " Ann  Lee ")

        assert after.facts[1].speaker == "Ann Lee"
        assert (Doubt.NO_SPEAKER, "f:f2") not in doubts(after)

    def test_nobody_says_it_any_more(self) -> None:
        assert editing.attributed(ARTICLE, "f:f3", " ").facts[2].speaker is None

    def test_a_question_is_nobodys(self) -> None:
        with pytest.raises(DraftSpeakerError):
            editing.attributed(ARTICLE, "q:q1", "Ann Lee")

    def test_a_name_is_not_as_long_as_that(self) -> None:
        with pytest.raises(DraftHeadingError):
            editing.attributed(ARTICLE, "f:f1", "x" * (editing.HEADING_LIMIT + 1))


class TestMerging:
    @pytest.mark.parametrize(("item", "other"), [("f:f1", "f:f2"), ("f:f2", "f:f1")])
    def test_a_merged_fact_rests_on_all_between(self, item: str, other: str) -> None:
        after = editing.merged(ARTICLE, item, other, fresh=numbered())

        merged = after.facts[0]
        assert merged.id == "f50"
        assert merged.text == f"{MILL.text} {RIVER.text}"
        assert merged.passage == "The mill burned in 1901, and the river took the rest."
        assert TEXT[merged.start : merged.end] == merged.passage
        assert merged.score == RIVER.score
        assert after.facts[1:] == (SEEN,)
        assert doubts(after) == {one for one in doubts(ARTICLE) if one[1] not in {item, other}}

    @pytest.mark.parametrize(
        ("one", "two", "expected"),
        [
            (None, "Bo", "Bo"),
            ("Bo", None, "Bo"),
            ("Bo", "Bo", "Bo"),
            ("Bo", "Cy", "Bo, Cy"),
            (None, None, None),
        ],
    )
    def test_who_says_it(self, one: str | None, two: str | None, expected: str | None) -> None:
        article = replace(ARTICLE, facts=(replace(MILL, speaker=one), replace(RIVER, speaker=two)))

        assert editing.merged(article, "f:f1", "f:f2", fresh=numbered()).facts[0].speaker == expected

    def test_without_the_text_both_passages_stay(self) -> None:
        article = replace(ARTICLE, text="", facts=(MILL, replace(RIVER, start=None, end=None)))

        merged = editing.merged(article, "f:f1", "f:f2", fresh=numbered()).facts[0]

        assert (merged.start, merged.end) == (None, None)
        assert merged.passage == f"{MILL.passage} {RIVER.passage}"

    def test_one_passage_of_both_is_not_said_twice(self) -> None:
        article = replace(ARTICLE, text="", facts=(MILL, replace(RIVER, passage=MILL.passage)))

        assert editing.merged(article, "f:f1", "f:f2", fresh=numbered()).facts[0].passage == MILL.passage

    def test_what_was_withdrawn_is_not_served_by_merging_it(self) -> None:
        withdrawn = replace(MILL, state=FactState.WITHDRAWN, note="wrong")
        article = replace(ARTICLE, facts=(withdrawn, replace(RIVER, state=FactState.CORRECTED)))

        merged = editing.merged(article, "f:f1", "f:f2", fresh=numbered()).facts[0]

        assert (merged.state, merged.note) == (FactState.WITHDRAWN, "wrong")

    @pytest.mark.parametrize("item", ["f:f1", "f:f2"])
    def test_what_the_page_no_longer_says_is_not_hidden_by_merging_it(self, item: str) -> None:
        gone = replace(RIVER, start=None, end=None, orphaned_at=datetime(2026, 5, 4, tzinfo=UTC))
        article = replace(ARTICLE, facts=(MILL, gone))

        merged = editing.merged(article, item, "f:f2" if item == "f:f1" else "f:f1", fresh=numbered()).facts[
            0
        ]

        assert merged.orphaned_at == gone.orphaned_at
        assert (merged.start, merged.end) == (None, None)

    def test_together_they_can_be_too_long(self) -> None:
        article = replace(ARTICLE, facts=(replace(MILL, text="x" * 400), replace(RIVER, text="y" * 400)))

        with pytest.raises(DraftTextError):
            editing.merged(article, "f:f1", "f:f2", fresh=numbered())

    def test_a_question_hangs_on_another_with_its_own_follow_ups(self) -> None:
        after = editing.merged(ARTICLE, "q:q1", "q:q2", fresh=numbered())

        assert after.questions == (replace(TWO, follow_ups=("Why?", ONE.text, "By whom?", "When?")),)

    @pytest.mark.parametrize(("item", "other"), [("f:f1", "f:f1"), ("f:f1", "q:q1"), ("q:q1", "f:f1")])
    def test_what_cannot_be_merged(self, item: str, other: str) -> None:
        with pytest.raises(DraftMergeError):
            editing.merged(ARTICLE, item, other, fresh=numbered())


class TestSplitting:
    LONG = fact(1, "The mill", "rest.", speaker="Bo")

    def test_each_part_has_its_part_of_the_passage(self) -> None:
        article = replace(ARTICLE, facts=(self.LONG, SEEN))

        after = editing.split(
            article, "f:f1", ("The mill burned in 1901.", "and the   river took the rest"), fresh=numbered()
        )

        one, two, rest = after.facts
        assert (one.id, two.id, rest) == ("f50", "f51", SEEN)
        assert one.passage == "The mill burned in 1901"
        assert two.passage == "and the river took the rest."
        for part in (one, two):
            assert TEXT[part.start : part.end] == part.passage
            assert part.speaker == "Bo"

    def test_words_that_are_not_in_the_passage_rest_on_all_of_it(self) -> None:
        article = replace(ARTICLE, facts=(self.LONG,))

        after = editing.split(
            article, "f:f1", ("A fire came.", "the river took the rest.", "…"), fresh=numbered()
        )

        assert [part.passage for part in after.facts] == [
            self.LONG.passage,
            "the river took the rest.",
            self.LONG.passage,
        ]
        assert (after.facts[0].start, after.facts[0].end) == (self.LONG.start, self.LONG.end)

    def test_the_same_words_twice_are_found_one_after_the_other(self) -> None:
        text = "It rained. It rained."
        article = Article(
            title="T",
            language="en",
            text=text,
            facts=(Fact(id="f1", text=text, passage=text, start=0, end=21),),
        )

        after = editing.split(article, "f:f1", ("It rained.", "It rained."), fresh=numbered())

        assert [(part.start, part.end) for part in after.facts] == [(0, 10), (11, 21)]

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({"start": None, "end": None}, (None, None)),
            ({"start": 100, "end": 153}, (125, 153)),
            ({"start": 100, "end": 999}, (100, 999)),
        ],
        ids=["no-span", "a-span", "a-span-that-is-not-its-passages"],
    )
    def test_without_the_text_spans_are_known_as_far_as_they_fit(
        self, more: dict[str, int | None], expected: tuple[int, int]
    ) -> None:
        long = replace(self.LONG, start=more["start"], end=more["end"])
        article = replace(ARTICLE, text="", facts=(long,))

        after = editing.split(article, "f:f1", ("Fire.", "and the river took the rest."), fresh=numbered())

        assert after.facts[1].passage == "and the river took the rest."
        assert (after.facts[1].start, after.facts[1].end) == expected

    @pytest.mark.parametrize(
        ("item", "pieces"), [("f:f1", ("All of it.",)), ("f:f1", ()), ("q:q1", ("a", "b"))]
    )
    def test_what_cannot_be_cut(self, item: str, pieces: tuple[str, ...]) -> None:
        with pytest.raises(DraftSplitError):
            editing.split(ARTICLE, item, pieces, fresh=numbered())

    def test_pieces_are_the_lines_in_which_there_is_something(self) -> None:
        assert pieces_of(" one \r\n\n\t\ntwo\n") == ("one", "two")


class TestMoving:
    @pytest.mark.parametrize(
        ("item", "by", "expected"),
        [
            ("f:f2", -1, ["f2", "f1", "f3", "q1", "q2"]),
            ("f:f2", 1, ["f1", "f3", "f2", "q1", "q2"]),
            ("q:q1", 1, ["f1", "f2", "f3", "q2", "q1"]),
        ],
    )
    def test_it_changes_places_with_its_neighbour(self, item: str, by: int, expected: list[str]) -> None:
        after = editing.moved(ARTICLE, item, by=by)

        assert [part.id for part in after.parts] == expected
        assert doubts(after) == doubts(ARTICLE)

    @pytest.mark.parametrize(("item", "by"), [("f:f1", -1), ("f:f3", 1), ("q:q1", -1), ("q:q2", 1)])
    def test_not_beyond_its_own_kind(self, item: str, by: int) -> None:
        with pytest.raises(DraftEdgeError):
            editing.moved(ARTICLE, item, by=by)


class TestFollowUps:
    def test_they_are_what_is_written(self) -> None:
        after = editing.with_follow_ups(ARTICLE, "q:q1", ["How?", " By\twhom? "])

        assert after.questions[0].follow_ups == ("How?", "By whom?")
        assert (Doubt.UNANNOUNCED, "q:q1") not in doubts(after)

    def test_one_becomes_a_question(self) -> None:
        after = editing.promoted(ARTICLE, "q:q1", 1, fresh=numbered())

        assert after.questions == (
            replace(ONE, follow_ups=("When?",)),
            Question(id="q50", text="By whom?"),
            TWO,
        )

    @pytest.mark.parametrize("number", [-1, 0, 3])
    def test_there_are_no_others(self, number: int) -> None:
        with pytest.raises(DraftFollowUpError):
            editing.promoted(ARTICLE, "q:q1", number, fresh=numbered())

    def test_a_fact_has_none(self) -> None:
        with pytest.raises(DraftFollowUpError):
            editing.with_follow_ups(ARTICLE, "f:f1", ["Why?"])


class TestAdding:
    def test_a_fact_of_a_moderators(self) -> None:
        after = editing.with_fact(
            ARTICLE, "It cost\n3 million. ", speaker="Bo", passage=" So they say. ", fresh=numbered()
        )

        assert after.facts[:3] == ARTICLE.facts
        assert after.facts[3] == Fact(
            id="f50", text="It cost 3 million.", passage="So they say.", speaker="Bo", score=editing.WRITTEN
        )
        assert editing.with_fact(ARTICLE, "It rained.", fresh=numbered()).facts[3].passage == "It rained."

    def test_a_question_with_follow_ups(self) -> None:
        without = replace(ARTICLE, questions=(), doubts=(Doubtful(doubt=Doubt.NO_QUESTIONS),))

        after = editing.with_question(without, "What now?", follow_ups=("Why?",), fresh=numbered())

        assert after.questions == (Question(id="q50", text="What now?", follow_ups=("Why?",)),)
        assert after.doubts == ()

    def test_doubts_about_the_whole_stay_while_they_are_true(self) -> None:
        without = replace(
            ARTICLE,
            questions=(ONE,),
            doubts=tuple(Doubtful(doubt=doubt) for doubt in (Doubt.UNANNOUNCED, Doubt.LITTLE)),
        )

        assert doubts(editing.dropped(without, "q:q1")) == {(Doubt.LITTLE, None)}
        none = replace(without, questions=(), doubts=(Doubtful(doubt=Doubt.NO_QUESTIONS),))
        assert doubts(editing.dropped(none, "f:f1")) == {(Doubt.NO_QUESTIONS, None)}


class TestTakingIn:
    def test_a_fact_stands_where_it_stood(self) -> None:
        first = replace(SHARE, text="The mill", start=0, end=8)
        article = replace(ARTICLE, set_aside=(first, WHY), facts=(RIVER, SEEN))

        after = editing.taken_in(article, item_of(first), as_question=False, fresh=numbered())

        taken = after.facts[0]
        assert (taken.id, taken.text, taken.start, taken.end) == ("f50", "The mill", 0, 8)
        assert after.facts[1:] == (RIVER, SEEN)
        assert after.set_aside == (WHY,)

    def test_a_fact_behind_all_others(self) -> None:
        after = editing.taken_in(ARTICLE, item_of(SHARE), as_question=False, fresh=numbered())

        assert after.facts[3].text == "Share this!"

    def test_a_question(self) -> None:
        after = editing.taken_in(ARTICLE, item_of(WHY), as_question=True, fresh=numbered())

        assert after.questions[2] == Question(id="q50", text="Why us?")
        assert after.set_aside == (SHARE,)

    def test_only_what_was_set_aside(self) -> None:
        with pytest.raises(UnknownItemError):
            editing.taken_in(ARTICLE, "f:f1", as_question=False, fresh=numbered())


class TestAccepting:
    def test_nothing_is_doubted_any_more(self) -> None:
        after = editing.accepted(ARTICLE, "f:f2")

        assert editing.doubts_about(ARTICLE, "f:f2") == (Doubt.DANGLING, Doubt.NO_SPEAKER)
        assert editing.doubts_about(after, "f:f2") == ()
        assert after == ARTICLE
        assert len(after.doubts) == 4


class TestHeading:
    def test_what_is_given_changes(self) -> None:
        after = editing.headed(ARTICLE, {"title": " The  mill ", "date": "2024-02-29", "language": "fr"})

        assert (after.title, after.date, after.language) == ("The mill", "2024-02-29", "fr")
        assert (Doubt.NO_TITLE, None) not in doubts(after)

    def test_what_is_blank_goes_but_for_the_language(self) -> None:
        known = replace(ARTICLE, title="T", source="S", author="A", date="2024")

        after = editing.headed(known, dict.fromkeys(("title", "source", "author", "date", "language"), " "))

        assert (after.title, after.source, after.author, after.date, after.language) == (*[None] * 4, "en")

    @pytest.mark.parametrize("day", ["2024", "2024-12", "2024-12-31"])
    def test_days_months_and_years(self, day: str) -> None:
        assert editing.headed(ARTICLE, {"date": day}).date == day

    @pytest.mark.parametrize("day", ["soon", "2023-02-29", "2024-13", "24", "0000", "2024-1-1", "٢٠٢٤"])
    def test_what_is_no_date(self, day: str) -> None:
        with pytest.raises(DraftDateError):
            editing.headed(ARTICLE, {"date": day})

    def test_what_is_no_language(self) -> None:
        with pytest.raises(DraftLanguageError):
            editing.headed(ARTICLE, {"language": "klingon"})


Edit = Callable[[Article, Fresh], Article]
ITEMS = st.sampled_from([item_of(part) for part in (*ARTICLE.parts, *ARTICLE.set_aside)])
WORDS = st.sampled_from(["It rained.", "The mill burned", "Why?"])
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda item: lambda article, _: editing.dropped(article, item), ITEMS),
    st.builds(lambda item, text: lambda article, _: editing.reworded(article, item, text), ITEMS, WORDS),
    st.builds(lambda item, name: lambda article, _: editing.attributed(article, item, name), ITEMS, WORDS),
    st.builds(
        lambda item, other: lambda article, fresh: editing.merged(article, item, other, fresh=fresh),
        ITEMS,
        ITEMS,
    ),
    st.builds(
        lambda item, one, two: lambda article, fresh: editing.split(article, item, (one, two), fresh=fresh),
        ITEMS,
        WORDS,
        WORDS,
    ),
    st.builds(
        lambda item, by: lambda article, _: editing.moved(article, item, by=by),
        ITEMS,
        st.sampled_from([-1, 1]),
    ),
    st.builds(
        lambda item, text: lambda article, _: editing.with_follow_ups(article, item, (text,)), ITEMS, WORDS
    ),
    st.builds(
        lambda item, number: lambda article, fresh: editing.promoted(article, item, number, fresh=fresh),
        ITEMS,
        st.integers(0, 3),
    ),
    st.builds(lambda text: lambda article, fresh: editing.with_fact(article, text, fresh=fresh), WORDS),
    st.builds(lambda text: lambda article, fresh: editing.with_question(article, text, fresh=fresh), WORDS),
    st.builds(
        lambda item, is_question: (
            lambda article, fresh: editing.taken_in(article, item, as_question=is_question, fresh=fresh)
        ),
        ITEMS,
        st.booleans(),
    ),
    st.builds(lambda item: lambda article, _: editing.accepted(article, item), ITEMS),
    st.builds(lambda text: lambda article, _: editing.headed(article, {"title": text}), WORDS),
)


@given(edits=st.lists(EDITS, max_size=20))
def test_whatever_is_changed_spans_are_right_ids_are_new_and_doubts_are_about_what_is_there(
    edits: list[Edit],
) -> None:
    article, fresh = ARTICLE, numbered()
    ever = {item_of(part) for part in ARTICLE.parts}
    for edit in edits:
        before = article
        try:
            article = edit(article, fresh)
        except BotError:
            assert article is before
            continue
        items = [item_of(part) for part in article.parts]
        assert len(set(items)) == len(items) > 0
        assert not (set(items) - {item_of(part) for part in before.parts}) & ever
        ever |= set(items)
        assert {one.item for one in article.doubts} <= {None, *items}
        for part in article.facts:
            assert part.start is None or article.text[part.start : part.end] == part.passage
            assert 0 < len(part.text) <= editing.TEXT_LIMIT
        assert set(article.set_aside) <= set(before.set_aside)
