"""Tests for bot.chat_front.printable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_front.printable import to_encodable, to_printable, to_storable

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
TURNS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_safe(character: str) -> bool:
    return character == "\n" or (
        unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} and character not in TURNS
    )


@given(text=ANYTHING)
def test_nothing_a_terminal_would_obey_is_left(text: str) -> None:
    assert all(is_safe(character) for character in to_printable(text))


@given(text=ANYTHING)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    harmless = "".join(character for character in text if is_safe(character) and character != "\ufeff")
    assert to_printable(harmless) == harmless
    assert to_printable(to_printable(text)) == to_printable(text)


@given(text=ANYTHING, encoding=st.sampled_from(["ascii", "latin-1", "cp1252", "cp437", "utf-8", "utf-16"]))
def test_whatever_is_shown_can_be_encoded(text: str, encoding: str) -> None:
    to_encodable(to_printable(text), encoding=encoding).encode(encoding)


@given(text=ANYTHING)
def test_a_terminal_that_can_show_it_is_shown_it(text: str) -> None:
    printable = to_printable(text)
    assert to_encodable(printable, encoding="utf-8") == printable


@given(text=ANYTHING)
def test_whatever_is_kept_can_be_encoded(text: str) -> None:
    kept = to_storable(text)
    assert kept.encode().decode() == kept
    assert len(kept) == len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31m", "␛[31m", id="escape"),
        pytest.param("\x00\x07\x7f", "␀␇␡", id="controls"),
        pytest.param("a\tb", "a    b", id="tab"),
        pytest.param("a\r\nb\rc", "a\nb␍c", id="line-ends"),
        pytest.param("\x9b\u202e\u2028\udcff", "\ufffd" * 4, id="others"),
        pytest.param("👩‍👧 é e\u0301 שלום", "👩‍👧 é e\u0301 שלום", id="letters"),
    ],
)
def test_to_printable(text: str, shown: str) -> None:
    assert to_printable(text) == shown


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        pytest.param("« œuvre » – l’été…", "ascii", '" oeuvre " - l\'ete...', id="ascii"),
        pytest.param("« été » – …", "latin-1", "« été » - ...", id="latin-1"),
        pytest.param("« été » – … œ", "cp1252", "« été » – … œ", id="cp1252"),
        pytest.param("12\u202f000 €", "ascii", "12 000 ?", id="narrow-space"),
        pytest.param("Łódź 👍", "ascii", "?odz ?", id="nothing-near"),
        pytest.param("│ • → ✓", "ascii", "| * -> *", id="drawing"),
    ],
)
def test_to_encodable(text: str, encoding: str, shown: str) -> None:
    assert to_encodable(text, encoding=encoding) == shown
