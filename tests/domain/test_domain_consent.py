"""Tests for bot.domain.consent: which words somebody had before them."""

import pytest

from bot.domain.consent import TERMS, Purpose, from_shown, to_shown


def test_what_a_form_shows_is_read_from_it() -> None:
    assert from_shown(to_shown()) == TERMS
    assert len(to_shown()) < 10


def test_it_stays_what_was_shown_when_the_words_change(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = to_shown()
    before = dict(TERMS)

    monkeypatch.setitem(TERMS, Purpose.RECORD, before[Purpose.RECORD] + 1)

    assert from_shown(shown) == before != TERMS


@pytest.mark.parametrize("shown", [None, "", "1", "1.1.x", "1.1.1.1", "-1.1.1", "1.1.\u0661", "9" * 20])
def test_where_it_cannot_be_told_it_is_that_of_now(shown: str | None) -> None:
    assert from_shown(shown) == TERMS


def test_nobody_agreed_to_words_that_are_yet_to_be_written() -> None:
    assert from_shown("99.99.99") == TERMS
