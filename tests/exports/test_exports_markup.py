"""Tests for bot.exports.markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_articles import ATTACKS

from bot.exports.markup import Html, element, joined, shown, to_html


class Parsed(HTMLParser):
    """What a browser would make of a page: elements, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_an_element_has_its_attributes_and_what_is_in_it() -> None:
    made = element("a", "x", Html("<b>y</b>"), href="#1", class_="c d", aria_label="L", id=None)

    assert made == '<a href="#1" class="c d" aria-label="L">x<b>y</b></a>'
    assert isinstance(made, Html)


def test_an_element_without_an_end_has_none() -> None:
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'


def test_pieces_that_are_no_html_are_escaped() -> None:
    assert joined("<", element("b", "&"), '"') == "&lt;<b>&amp;</b>&quot;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh", id="line-ends"),
        pytest.param("\x00\x1b\x07", "\u2400\u241b\u2407", id="controls"),
        pytest.param("\x7f\x80\x9f", "\ufffd\ufffd\ufffd", id="more-controls"),
        pytest.param("\u202eabc\u202c \u2066d\u2069", "\ufffdabc\ufffd \ufffdd\ufffd", id="turned"),
        pytest.param("\ud83d \udfff \uffff \ufdd0", "\ufffd \ufffd \ufffd \ufffd", id="no-characters"),
        pytest.param("שלום\u200f é 🚧\tx\u00a0y", "שלום\u200f é 🚧\tx\u00a0y", id="untouched"),
    ],
)
def test_what_a_browser_would_obey_is_made_visible(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_text_wherever_it_stands(attack: str) -> None:
    parsed = Parsed(element("p", attack, title=attack))

    assert parsed.tags == ["p"]
    assert parsed.text == shown(attack)
    assert parsed.attributes == [("title", shown(attack))]


@given(st.text())
def test_any_text_can_be_written_and_is_nothing_but_text(text: str) -> None:
    parsed = Parsed(to_html(text).encode().decode())

    assert parsed.tags == []
    assert parsed.text == shown(text)
