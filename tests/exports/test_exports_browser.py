"""The page of an article that was read, in a browser: pointed at, tabbed through, narrow, dark, attacked."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from browser import Tab, find_browser, open_tab
from read_articles import ATTACKS, EVIL, HARBOUR, TEXT, hostile

from bot.domain.article import Article
from bot.exports.markup import shown
from bot.exports.reading_page import to_page
from bot.i18n import Language, text_in

BROWSER = find_browser()

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium and no Chrome is installed here"),
    pytest.mark.asyncio(loop_scope="module"),
]

WIDE, PHONE, NARROWEST = 1280, 390, 320  # WCAG 2.2, success criterion 1.4.10, asks for the last one
LIT = {"light": "rgb(255, 230, 148)", "dark": "rgb(88, 72, 0)"}
# The names of all that is lit: marked pieces by their words, notes by their id.
LIT_NOW = """[...document.querySelectorAll('.row .seg, .note')]
    .filter(one => getComputedStyle(one).backgroundColor === '%s')
    .map(one => one.id || one.textContent)"""
F2 = [
    "« Nous rouvrirons avant l’été », a promis ",
    "Odile Brandt",
    ", maire de la ville depuis 2019.",
    "n-f2",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tab]:
    """A page in a browser that all of these tests use."""
    async with open_tab(str(BROWSER), profile=tmp_path_factory.mktemp("profile")) as opened:
        yield opened


async def show(
    tab: Tab,
    article: Article,
    folder: Path,
    *,
    width: int = WIDE,
    scheme: str = "light",
    motion: str = "reduce",
) -> None:
    """Write the page of *article* and open it."""
    path = folder / "page.html"
    path.write_bytes(to_page(article, text_in(Language.FRENCH), about=("Un · deux", "Trois"), key_facts=2))
    await tab.show_as(width=width, prefers_color_scheme=scheme, prefers_reduced_motion=motion)
    await tab.open(path.as_uri())


async def lit(tab: Tab, *, scheme: str = "light") -> list[str]:
    names: list[str] = await tab.run(LIT_NOW % LIT[scheme])
    return names


def asked_for_nothing(tab: Tab) -> bool:
    """Return whether nothing but the page itself was loaded, and the browser had nothing to complain of."""
    return len(tab.requests) == 1 and tab.complaints == [] and tab.dialogs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pointing_at_a_fact_shows_its_span(tab: Tab, tmp_path: Path, scheme: str) -> None:
    await show(tab, HARBOUR, tmp_path, scheme=scheme)
    assert await lit(tab, scheme=scheme) == []

    await tab.hover("#n-f2")

    assert await lit(tab, scheme=scheme) == F2
    assert asked_for_nothing(tab)


@pytest.mark.parametrize("over", [".seg.fact.speaker", "#t-f2", "#n-f2 .number"])
async def test_pointing_at_any_part_of_a_span_shows_its_fact(tab: Tab, tmp_path: Path, over: str) -> None:
    await show(tab, HARBOUR, tmp_path)

    await tab.hover(over)

    assert await lit(tab) == F2


async def test_questions_and_what_was_set_aside_are_shown_too(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)

    await tab.hover("#n-q1-2")
    assert await lit(tab) == ["Vers où ?", "n-q1-2"]
    await tab.hover(".row .seg.aside")
    assert await lit(tab) == ["Les quais de Lisse", "n-a1"]


async def test_the_keyboard_shows_both_ways(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)

    await tab.run("document.querySelector('#t-f1').focus()")
    await tab.press("Tab", code=9)
    assert await tab.run("document.activeElement.id") == "t-f2"
    assert await lit(tab) == F2
    assert await tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(2):
        await tab.press("Tab", code=9)
    assert await tab.run("document.activeElement.closest('li').id") == "n-f2"
    assert await lit(tab) == F2


async def test_a_link_leads_to_the_passage_and_lights_it(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)

    await tab.click("#key-facts [href='#t-f4']")
    await tab.hover("h1")

    assert await lit(tab) == ["Elle a coûté 12 millions d’euros.", "n-f4"]


async def test_the_browser_has_the_very_text(tab: Tab, tmp_path: Path) -> None:
    for article, source in ((HARBOUR, TEXT), (hostile(), shown(EVIL))):
        await show(tab, article, tmp_path)

        texts = "[...document.querySelectorAll('.text')].map(one => one.textContent).join('')"
        assert await tab.run(texts) == source


@pytest.mark.parametrize("width", [WIDE, PHONE, NARROWEST])
async def test_no_width_needs_scrolling_sideways(tab: Tab, tmp_path: Path, width: int) -> None:
    for article in (HARBOUR, hostile()):
        await show(tab, article, tmp_path, width=width)
        await tab.run("document.querySelectorAll('details').forEach(one => one.open = true)")

        assert await tab.run("document.documentElement.scrollWidth") <= width


async def test_on_a_phone_notes_stand_below_the_text_and_beside_it_elsewhere(
    tab: Tab, tmp_path: Path
) -> None:
    sides = "['#t-f1', '#n-f1'].map(one => document.querySelector(one).getBoundingClientRect().left)"
    await show(tab, HARBOUR, tmp_path)
    text, note = await tab.run(sides)
    assert note > text + 500

    await show(tab, HARBOUR, tmp_path, width=PHONE)
    text, note = await tab.run(sides)
    assert note == text


async def test_dark_mode_is_dark(tab: Tab, tmp_path: Path) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    await show(tab, HARBOUR, tmp_path)
    assert await tab.run(background) == "rgb(251, 250, 246)"
    await show(tab, HARBOUR, tmp_path, scheme="dark")
    assert await tab.run(background) == "rgb(23, 24, 26)"


async def test_movement_is_for_those_who_like_it(tab: Tab, tmp_path: Path) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    await show(tab, HARBOUR, tmp_path, motion="no-preference")
    assert await tab.run(behaviour) == "smooth"
    await show(tab, HARBOUR, tmp_path, motion="reduce")
    assert await tab.run(behaviour) == "auto"


async def test_on_paper_there_is_nothing_to_click(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path, scheme="dark")
    await tab.call("Emulation.setEmulatedMedia", media="print")

    assert await tab.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert await tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


async def test_kinds_can_be_told_apart_without_colours(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)
    looks = await tab.run(
        "[...document.querySelectorAll('.legend .seg')].map(one => { const s = getComputedStyle(one);"
        " return [s.borderBottomStyle, s.borderBottomWidth, s.textDecorationLine, s.textDecorationStyle,"
        " s.fontStyle, s.fontWeight, s.backgroundImage === 'none'].join(' '); })"
    )

    assert len(looks) == len(set(looks)) == 6


async def test_a_screen_reader_finds_its_way(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)
    tree = await tab.call("Accessibility.getFullAXTree")
    known = [node for node in tree["nodes"] if not node["ignored"]]
    roles = [node["role"]["value"] for node in known]
    headings = [
        prop["value"]["value"]
        for node in known
        if node["role"]["value"] == "heading"
        for prop in node["properties"]
        if prop["name"] == "level"
    ]

    assert [roles.count(role) for role in ("banner", "navigation", "main", "contentinfo")] == [1, 1, 1, 1]
    assert headings == [1, 2, 2, 2, 2, 2, 2]
    names = {node["name"]["value"] for node in known if node["role"]["value"] == "link"}
    assert {"Fait 2", "Question 1", "Relance 1.2", "Écarté\u00a0: Intertitre"} <= names
    assert await tab.run("document.documentElement.lang") == "fr"


async def test_a_hostile_article_does_nothing(tab: Tab, tmp_path: Path) -> None:
    await show(tab, hostile(), tmp_path)
    await tab.hover("#n-f1")
    await tab.run("document.querySelectorAll('details, .row').forEach(one => one.click())")

    assert await tab.run("document.title") == shown(ATTACKS[2])
    alien = "script, img, svg, iframe, form, input, link, base, [onclick], [onerror], [onload], [style]"
    assert await tab.run(f"document.querySelectorAll({json.dumps(alien)}).length") == 0
    assert await tab.run("[...document.links].every(one => one.protocol === 'file:')") is True
    assert await tab.run("location.protocol") == "file:"
    assert asked_for_nothing(tab)


async def test_its_policy_stops_what_might_yet_get_in(tab: Tab, tmp_path: Path) -> None:
    await show(tab, HARBOUR, tmp_path)

    await tab.run(
        "const add = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));"
        "add('script', {textContent: \"document.title = 'gone'\"});"
        "add('img', {src: 'http://127.0.0.1:9/x'});"
        "add('style', {textContent: 'h1 {display: none}'});"
        "add('form', {action: 'http://127.0.0.1:9/'}); document.forms[0].submit(); 0"
    )
    await tab.until(lambda: len(tab.complaints) == 4)

    assert all("Content Security Policy" in complaint for complaint in tab.complaints)
    assert await tab.run("document.title") == HARBOUR.title
    assert await tab.run("getComputedStyle(document.querySelector('h1')).display") == "block"
