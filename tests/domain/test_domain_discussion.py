"""Tests for bot.domain.discussion."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.discussion import RESPONSE_LIMIT, Given, Response, to_response_text
from bot.domain.errors import EmptyResponseError, ResponseTooLongError
from bot.domain.identity import MemberId, PromptId, ResponseId

NOW = datetime(2025, 3, 4, tzinfo=UTC)
RESPONSE = Response(
    id=ResponseId(1),
    prompt=PromptId(1),
    prompt_number=1,
    author=MemberId(1),
    author_name="Alex",
    text="I think so.",
    given=Given.THREAD,
    created_at=NOW,
)


@pytest.mark.parametrize(
    "blank",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t\r\u00a0\u202f\u3000\u2028", id="spaces"),
        pytest.param("\u200b\u200c\u200d\u2060\ufeff", id="zero-width"),
        pytest.param("\u00ad", id="soft-hyphen"),
        pytest.param("\u200e\u202e\u2069", id="directions"),
        pytest.param("\x00\x07\x1b\x9b", id="controls"),
        pytest.param("\ufe0f\u034f\u0301", id="marks-on-nothing"),
        pytest.param("\u3164\uffa0\u115f\u1160", id="hangul-fillers"),
        pytest.param("\u2800", id="empty-braille"),
        pytest.param("\U000e0041\U000e007f", id="tags"),
        pytest.param("\ud83d", id="half-a-surrogate-pair"),
    ],
)
def test_what_shows_nothing_is_no_response(blank: str) -> None:
    with pytest.raises(EmptyResponseError):
        to_response_text(blank)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("?", id="one-character"),
        pytest.param("👍🏽", id="emoji"),
        pytest.param("\U0001fae8", id="newer-emoji"),
        pytest.param("\uf8ff", id="private-use"),
        pytest.param("今日は", id="japanese"),
        pytest.param("שלום", id="hebrew"),
        pytest.param("a\u200b\nb  c", id="untouched-inside"),
        pytest.param("<@1> @everyone =1+1 '; DROP TABLE", id="whatever-it-says"),
    ],
)
def test_a_response_is_kept_as_it_was_written(said: str) -> None:
    assert to_response_text(said) == said


def test_a_response_loses_the_blank_space_around_it() -> None:
    assert to_response_text("\n  I think\n so. \u00a0\n") == "I think\n so."


def test_a_response_may_reach_the_limit_not_pass_it() -> None:
    longest = "é" * RESPONSE_LIMIT

    assert to_response_text(f" {longest} ") == longest
    with pytest.raises(ResponseTooLongError) as raised:
        to_response_text(longest + "é")
    assert raised.value.data == {"length": RESPONSE_LIMIT + 1, "limit": RESPONSE_LIMIT}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param("a\x00b", "a\ufffdb", id="nul"),
        pytest.param("a\ud83d b\udc00", "a\ufffd b\ufffd", id="halves-of-surrogate-pairs"),
        pytest.param("a\U0001f600b", "a\U0001f600b", id="a-whole-emoji"),
    ],
)
def test_what_no_database_keeps_is_replaced(said: str, kept: str) -> None:
    assert to_response_text(said) == kept


@given(said=st.text(st.characters(), max_size=50))
def test_every_response_can_be_stored_and_is_the_same_the_second_time(said: str) -> None:
    try:
        kept = to_response_text(said)
    except EmptyResponseError:
        return

    kept.encode()
    assert "\x00" not in kept
    assert len(kept) == len(said.strip())
    assert to_response_text(kept) == kept


@pytest.mark.parametrize(
    ("response", "is_gone", "is_hidden"),
    [
        pytest.param(RESPONSE, False, False, id="standing"),
        pytest.param(replace(RESPONSE, withdrawn_at=NOW), True, False, id="withdrawn"),
        pytest.param(replace(RESPONSE, deleted_at=NOW), True, False, id="deleted"),
        pytest.param(replace(RESPONSE, hidden_at=NOW), False, True, id="hidden"),
    ],
)
def test_whether_a_response_stands(response: Response, is_gone: bool, is_hidden: bool) -> None:
    assert (response.is_gone, response.is_hidden) == (is_gone, is_hidden)
