"""Tests for bot.exports.reading_page and what it is made of; as browsers have it: test_exports_browser.py."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_articles import EVIL, HARBOUR, TEXT, hostile, span

from bot.domain.article import Article, Fact, FactState, Question, Reason, SetAside
from bot.exports.markup import policy_for, shown
from bot.exports.reading_marks import entries_of, namings_of
from bot.exports.reading_page import STYLE, style_for, to_page
from bot.i18n import Language, text_in

ENGLISH, FRENCH = (text_in(language) for language in Language)
ABOUT = ("Somewhere · May", "5 facts")
CSS = STYLE.read_text("utf-8")
TAGS = {
    *("html", "head", "meta", "title", "style", "body"),
    *("header", "nav", "main", "section", "footer", "h1", "h2"),
    *("a", "p", "ul", "ol", "li", "div", "span", "details", "summary"),
}
AA = 4.5  # WCAG 2.2, success criterion 1.4.3
AA_GRAPHICS = 3.0  # success criterion 1.4.11


def page(article: Article, *, language: Language = Language.ENGLISH, key_facts: int = 2) -> str:
    return to_page(article, text_in(language), about=ABOUT, key_facts=key_facts).decode()


def piece(html: str, tag: str, *, id_: str) -> str:
    """Return an element of a page that holds no other of its kind, as it is written."""
    match = re.search(rf'<{tag}\b[^>]*\bid="{re.escape(id_)}"[^>]*>.*?</{tag}>', html, re.DOTALL)
    assert match, id_
    return match[0]


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def source_of(html: str) -> str:
    """Return the text of the article, as the page's rows have it."""
    return "".join(words(row) for row in re.findall(r'<div class="text"[^>]*>(.*?)</div>', html, re.DOTALL))


def segments(html: str) -> list[tuple[str, str]]:
    """Return the marked pieces with their kinds."""
    found = re.findall(r'<span class="seg ([^"]*)">(.*?)</span>', html, re.DOTALL)
    return [(unescape(text), re.sub(r" i\d+", "", classes)) for classes, text in found]


def test_the_rows_join_to_the_source() -> None:
    assert source_of(page(HARBOUR)) == TEXT


def test_every_kind_of_part_is_marked_in_its_own_way() -> None:
    marked = segments(page(HARBOUR).partition('class="row')[2])

    assert ("Les quais de Lisse", "aside") in marked
    assert (
        "Le port de Lisse a été fermé le 3 mai après la chute d’une grue de 40 tonnes sur le quai nord.",
        "fact key",
    ) in marked
    assert ("« Nous rouvrirons avant l’été », a promis ", "fact") in marked
    assert ("Odile Brandt", "fact speaker") in marked
    assert (", maire de la ville depuis 2019.", "fact") in marked
    assert ("Le port doit-il déménager ?", "prompt") in marked
    assert ("Pourquoi ?", "follow") in marked
    assert ("Décrivez le port de votre enfance.", "prompt") in marked


def test_a_mark_and_its_note_share_a_class_and_lead_to_each_other() -> None:
    html = page(HARBOUR)
    place = piece(html, "a", id_="t-f2")
    note = piece(html, "li", id_="n-f2")

    (lit,) = re.findall(r"\bi\d+", place)
    assert 'href="#n-f2"' in place
    assert 'aria-label="Fact 2"' in place
    assert f'class="note fact {lit}"' in note
    assert f'class="number fact {lit}" href="#t-f2"' in note
    assert words(note).startswith("2Odile Brandt: « Nous rouvrirons avant l’été », a promis")


def test_every_link_leads_somewhere_and_every_id_is_there_once() -> None:
    for article in (HARBOUR, hostile()):
        html = page(article)
        ids = re.findall(r' id="([^"]*)"', html)

        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)


def test_doubts_come_first_and_name_what_they_are_about() -> None:
    html = page(HARBOUR)
    doubts = words(piece(html, "section", id_="doubts"))

    assert html.index('id="doubts"') < html.index('id="key-facts"') < html.index('id="questions"')
    assert doubts.index("Is this the article itself?") < doubts.index(
        "3Whose words are these?« Elle n’a rien"
    )
    assert "Q2Nothing announces the questions." in doubts
    assert "Whose words are these?" in words(piece(html, "li", id_="n-f3"))
    assert "Nothing announces the questions." in words(piece(html, "li", id_="n-q2"))


def test_key_facts_are_those_with_the_highest_score_in_its_order() -> None:
    key = words(piece(page(HARBOUR), "section", id_="key-facts"))

    assert key.startswith("Key facts1Le port de Lisse")
    assert key.endswith("4[La grue] a coûté 12 millions d’euros.")


def test_what_was_set_aside_is_listed_by_reason_with_its_words() -> None:
    article = replace(HARBOUR, set_aside=(*HARBOUR.set_aside, replace(HARBOUR.set_aside[0], text="Encore")))
    aside = piece(page(article), "section", id_="set-aside")

    assert re.findall(r"<summary>(.*?)</summary>", aside)[0] == 'Headings<span class="count"> (2)</span>'
    assert "Les quais de Lisse" in words(aside)
    assert "Encore" in words(aside)
    assert "Set aside: Heading" in piece(page(article), "a", id_="t-a1")


def test_a_fact_without_a_passage_is_listed_and_says_how_far_it_stands() -> None:
    unplaced = words(piece(page(HARBOUR), "section", id_="unplaced"))

    assert unplaced == (
        "Facts without a passage in the text5Onze bateaux ont coulé.corrected: douze selon la mairie"
    )


def test_a_pack_has_no_text_to_mark_but_all_of_its_facts() -> None:
    pack = Article(
        title=None,
        language="fr",
        facts=(
            Fact(id="a", text="One.", passage="One.", start=0, end=4, state=FactState.WITHDRAWN),
            Fact(id="b", text="Two.", passage="Two."),
        ),
    )
    html = page(pack)

    assert 'id="text"' not in html
    assert 'id="key-facts"' not in html
    assert 'id="doubts"' not in html
    assert "<h1 dir=" in html
    assert words(piece(html, "section", id_="unplaced")) == "Facts1One.withdrawn2Two."
    assert ENGLISH("article.no_questions") in words(piece(html, "section", id_="questions"))


def test_spans_that_point_elsewhere_mark_nothing() -> None:
    article = replace(
        HARBOUR,
        facts=(
            replace(HARBOUR.facts[0], start=5, end=10_000),
            replace(HARBOUR.facts[1], start=span("f1")[1], end=span("f1")[1] + 1),
        ),
        set_aside=(SetAside(text="Ailleurs", reason=Reason.POST, start=-1, end=4),),
    )
    html = page(article)

    assert source_of(html) == TEXT
    assert {kind for _, kind in segments(html.partition('class="row')[2])} == {"prompt", "follow"}
    assert "Ailleurs" in words(piece(html, "section", id_="set-aside"))


def test_a_question_that_was_also_a_heading_is_marked_where_it_is_put() -> None:
    text = "Why now?\n\nIt rained.\n\nWhy now?"
    article = Article(
        title="Rain",
        language="en",
        text=text,
        questions=(Question(id="q", text="Why now?"),),
        set_aside=(SetAside(text="Why now?", reason=Reason.HEADING, start=0, end=8),),
    )
    entries = entries_of(article, key_facts=1)

    assert [(one.name, one.span) for one in entries] == [("q1", (22, 30)), ("a1", (0, 8))]


def test_one_naming_may_be_of_several_facts() -> None:
    text = "“It rusts,” said Ann Lee. “It leaks.”"
    facts = tuple(
        Fact(
            id=passage,
            text=passage,
            passage=passage,
            speaker="Ann Lee",
            start=start,
            end=start + len(passage),
        )
        for passage in ("“It rusts,”", "“It leaks.”")
        for start in [text.index(passage)]
    )
    article = Article(title="Rust", language="en", text=text, facts=facts)
    (naming,) = namings_of(article, entries_of(article, key_facts=0))

    assert text[slice(*naming.span)] == "Ann Lee"
    assert naming.of == {"f1", "f2"}
    assert '<span class="seg speaker i0 i1">Ann Lee</span>' in page(article)


@pytest.mark.parametrize("language", list(Language))
def test_a_page_is_in_the_language_of_whom_it_is_for(language: Language) -> None:
    html = page(HARBOUR, language=language)
    said = text_in(language)

    assert f'<html lang="{language}">' in html
    assert f'<h2 id="text-heading">{said("page.text")}</h2>' in html
    assert '<div class="text" lang="fr" dir="auto">' in html
    assert '<h1 lang="fr" dir="auto">Le port de Lisse ferme</h1>' in html
    assert not re.search(
        r"\b(page|reading|doubt|reason|state)\.[a-z_]+\b", words(html.partition("</style>")[2])
    )


def test_a_web_address_is_a_link_and_no_other_is() -> None:
    assert 'href="https://lisse.example/port?a=1&amp;b=2" rel="noreferrer noopener"' in page(HARBOUR)
    assert 'href="file:' not in page(replace(HARBOUR, url="file:///etc/passwd"))
    assert page(replace(HARBOUR, url=None)).count('class="about"') == len(ABOUT)


def test_the_policy_allows_the_page_s_own_style_and_nothing_else() -> None:
    html = page(HARBOUR)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', html)[0])

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy == policy_for(style)
    assert html.index("Content-Security-Policy") < html.index("<title>")


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    for article in (HARBOUR, hostile()):
        html = page(article)
        tags = set(re.findall(r"<([a-z0-9]+)", html))

        assert tags <= TAGS
        assert not re.search(r"<[^>]*\s(src|style|on\w+)=", html)
        assert not re.search(r"@import|url\(", html)
        assert all(
            link.startswith(("#", "https://lisse.example/")) for link in re.findall(r'href="([^"]*)"', html)
        )
        assert "\x00" not in html
        assert "\u202e" not in html


def test_a_hostile_article_is_shown_as_it_is_written() -> None:
    html = page(hostile())

    assert source_of(html) == shown(EVIL)
    assert '<html lang="en">' in html
    assert 'lang="en&quot;' not in html


def test_style_rules_are_repeated_for_each_mark_of_a_row() -> None:
    assert ".i0" not in style_for(0)
    assert style_for(3).count(".i2.seg") == style_for(3).count(".i0.seg") == 2
    assert "/* each" not in style_for(2)


letters = st.text(st.sampled_from('ab <&"\n\r?.«»é'), max_size=60)


@given(letters, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8), st.text(max_size=6))
def test_the_text_is_whole_whatever_is_marked_in_it(
    text: str, spans: list[tuple[int, int]], asked: str
) -> None:
    article = Article(
        title="T",
        language="en",
        text=text,
        facts=tuple(
            Fact(id=str(number), text="x", passage="x", speaker="a", start=start, end=end)
            for number, (start, end) in enumerate(spans)
        ),
        questions=(Question(id="q", text=asked, follow_ups=(asked,)),),
    )
    html = page(article)

    assert source_of(html).replace("\n", "") == shown(text).replace("\n", "")
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(re.findall(r' id="([^"]*)"', html))


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    """Return how light a colour is, as WCAG 2.2 defines its relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


LIGHT = colours(CSS.partition("@media")[0])
DARK = LIGHT | colours(CSS.partition("prefers-color-scheme: dark")[2].partition("}\n}")[0])
PRINT = LIGHT | colours(CSS.partition("@media print")[2])


@pytest.mark.parametrize("mode", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_text_and_every_mark_stands_out_from_what_is_behind_it(mode: dict[str, str]) -> None:
    for ink, behind in (
        *(
            (ink, behind)
            for ink in ("ink", "quiet", "prompt", "aside", "doubt")
            for behind in ("paper", "card")
        ),
        ("aside", "hatch"),
        ("paper", "fact"),
        ("ink", "lit"),
    ):
        assert contrast(mode[ink], mode[behind]) >= AA, (ink, behind)
    for line, behind in (("fact", "paper"), ("prompt", "paper"), ("speaker", "paper"), ("edge", "paper")):
        assert contrast(mode[line], mode[behind]) >= AA_GRAPHICS, (line, behind)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_dark_mode_has_a_colour_of_its_own_for_everything() -> None:
    dark = CSS.partition("prefers-color-scheme: dark")[2].partition("}\n}")[0]

    assert colours(dark).keys() == LIGHT.keys()


def test_a_person_who_wants_no_movement_gets_none() -> None:
    reduced = CSS.partition("prefers-reduced-motion: reduce")[2].partition("}\n}")[0]

    assert "scroll-behavior: auto" in reduced
    assert not re.search(r"animation|transition", CSS)


def test_a_large_article_is_written_in_reasonable_size() -> None:
    sentence = "The harbour of Lisse lost a crane. "
    count = 3_000
    facts = tuple(
        Fact(id=str(number), text=sentence, passage=sentence, start=number * 35, end=number * 35 + 34)
        for number in range(count)
    )
    html = page(Article(title="T", language="en", text=sentence * count, facts=facts))

    assert source_of(html) == sentence * count
    assert len(html) < 1_000 * count
    assert max(int(number) for number in re.findall(r"\.i(\d+)", html)) < 40
