"""Tests for bot.exports.my_data and its page: all of it, as it is, and nothing that a browser would obey."""

import json
import re
from base64 import b64encode
from dataclasses import fields, replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from held_data import GUILD, MEMBER, everything
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.consent import TERMS, Purpose
from bot.domain.my_data import Held
from bot.exports.my_data import to_json
from bot.exports.my_data_page import to_page
from bot.i18n import Language, Text, text_in

NASTY = "<script>alert(1)</script>\u202eevil\x00 & \"quoted\" 'too' =1+1"
TEXTS = [text_in(language) for language in Language]


class Shown(HTMLParser):
    """The words of a page, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_document_has_all_of_it() -> None:
    held = everything()

    document = json.loads(to_json(held))

    assert document["answers"][0] == {
        "id": 7,
        "article": "mill",
        "article_title": "The mill",
        "discussion": 2,
        "question": 1,
        "question_text": "Should it stay?",
        "text": "It should.",
        "state": "stands",
        "hidden_because": None,
        "name": "Sam",
        "kept": "named",
        "given": "button",
        "given_at": "2026-03-29T12:00:00.000000Z",
        "edited_at": "2026-03-29T12:00:00.000000Z",
        "withdrawn_at": None,
        "deleted_at": None,
        "hidden_at": None,
        "message": "5",
        "in_reply_to": "4",
        "may_be_quoted": True,
        "may_be_published": False,
        "terms": 2,
        "reactions": {"👍": 2},
    }
    assert [one["state"] for one in document["answers"]] == ["stands", "hidden", "withdrawn", "deleted"]
    assert document["consents"][1] == {
        "purpose": "quote",
        "version_of_words": 1,
        "agreed_on": "2026-03-29",
        "withdrawn_on": None,
        "for_all_answers": True,
    }
    assert document["consents"][2]["withdrawn_on"] == "2026-03-29"
    assert (document["guild"], document["member"]) == (str(GUILD), str(MEMBER))
    assert document["never_recorded_since"] == document["no_unlinked_answers_until"] == "2026-03-29"
    assert document["not_found_on_the_server_since"] == "2026-03-29"
    # What is held is not forgotten here when there is more of it.
    assert len(document) == len(fields(Held)) + 2


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_words_are_in_the_document_to_the_letter(words: str) -> None:
    document = json.loads(to_json(everything(words)))

    assert document["answers"][0]["text"] == words
    assert document["done_as_moderator"][0]["reason"] == words


@pytest.mark.parametrize("text", TEXTS, ids=list(Language))
def test_the_page_says_all_of_it(text: Text) -> None:
    words = Shown(to_page(everything(), text, name="Sam")).words

    for said in (
        "It should.",
        "The mill · 1. Should it stay?",
        "👍 2",
        "response.hide 7",
        "Sam",
        str(MEMBER),
    ):
        assert said in words


def test_nothing_of_it_is_obeyed() -> None:
    page = to_page(everything(NASTY), TEXTS[0], name=NASTY)
    shown = Shown(page)

    assert not {"script", "img", "iframe", "link"} & set(shown.elements)
    assert not [name for name, _ in shown.attributes if name.startswith("on") or name in {"src", "href"}]
    assert "<script>alert(1)</script>" in shown.words
    assert "\u202e" not in page
    assert "\x00" not in page


def test_the_page_loads_nothing_and_its_policy_knows_its_style() -> None:
    page = to_page(everything(), TEXTS[0], name="Sam")

    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;" in page
    assert "url(" not in style
    assert "prefers-color-scheme: dark" in style


def test_whoever_left_nothing_gets_a_short_page() -> None:
    held = Held(guild=GUILD, member=MEMBER)

    shown = Shown(to_page(held, TEXTS[0], name="Sam"))

    assert "No answers are kept." in shown.words
    assert "section" not in shown.elements
    assert held.is_empty
    assert not everything().is_empty


def test_what_stands_and_what_is_hidden_is_told_apart() -> None:
    held = everything()

    assert len(held.standing) == 2
    assert [one.hidden_because for one in held.hidden] == ["It should."]
    quote = held.agreed(Purpose.QUOTE)
    assert quote is not None
    assert quote.stands
    assert not replace(quote, version=TERMS[Purpose.QUOTE] - 1).stands
    assert Held(guild=GUILD, member=MEMBER).agreed(Purpose.QUOTE) is None
