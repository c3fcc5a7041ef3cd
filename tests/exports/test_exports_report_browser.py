"""The page of a report in a browser: judged by axe, narrow, dark, printed, without a mouse, attacked."""

import base64
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from browser import Tab, find_browser, open_tab
from example_reports import empty, hostile, one_day, report_of, without_reach
from read_articles import ATTACKS

from bot.domain.report import Report
from bot.exports.markup import shown
from bot.exports.report_page import to_report_page
from bot.i18n import Language, text_in

BROWSER = find_browser()

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium and no Chrome is installed here"),
    pytest.mark.asyncio(loop_scope="module"),
]

WIDE, PHONE, NARROWEST = 1280, 390, 320  # WCAG 2.2, success criterion 1.4.10, asks for the last one
# Deque's axe-core (MPL-2.0), of which the package is used for nothing but this file.
AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
CHECK = """axe.run({runOnly: {type: 'tag', values:
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}}).then(found =>
    found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | ')))"""
# Words of a chart that lie over each other.
TOUCHING = """[...document.querySelectorAll('svg')].flatMap(svg => {
    const all = [...svg.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
    return all.flatMap(([name, a], i) => all.slice(i + 1)
        .filter(([, b]) => a.left < b.right && b.left < a.right)
        .filter(([, b]) => a.top < b.bottom - 4 && b.top < a.bottom - 4)
        .map(([other]) => [name, other])); })"""
LOOKS = "[document.body, document.querySelector('.bar')].map(one => getComputedStyle(one).%s)"
ALL = [report_of("en"), hostile(), one_day(), empty(), without_reach()]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tab]:
    """A page in a browser that all of these tests use."""
    async with open_tab(str(BROWSER), profile=tmp_path_factory.mktemp("profile")) as opened:
        yield opened


async def show(
    tab: Tab,
    report: Report,
    folder: Path,
    *,
    language: Language = Language.ENGLISH,
    width: int = WIDE,
    scheme: str = "light",
) -> None:
    """Write the page of *report* and open it, its tables too."""
    path = folder / "report.html"
    path.write_bytes(to_report_page(report, text_in(language)))
    await tab.show_as(width=width, prefers_color_scheme=scheme, prefers_reduced_motion="reduce")
    await tab.open(path.as_uri())
    await tab.run("document.querySelectorAll('details').forEach(one => one.open = true)")


async def objections(tab: Tab) -> list[str]:
    """Return what axe finds wrong, and with what."""
    await tab.run(f"{AXE}; 0")
    answer = await tab.call("Runtime.evaluate", expression=CHECK, returnByValue=True, awaitPromise=True)
    found: list[str] = answer["result"]["value"]
    return found


def asked_for_nothing(tab: Tab) -> bool:
    """Return whether nothing but the page itself was loaded, and the browser had nothing to complain of."""
    return len(tab.requests) == 1 and tab.complaints == [] and tab.dialogs == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", list(Language))
async def test_axe_finds_nothing_to_object_to(
    tab: Tab, tmp_path: Path, language: Language, scheme: str, width: int
) -> None:
    await show(tab, report_of(language.value), tmp_path, language=language, scheme=scheme, width=width)
    assert await objections(tab) == []
    assert asked_for_nothing(tab)


@pytest.mark.parametrize("report", [one_day(), empty(), without_reach()])
async def test_axe_has_nothing_against_small_reports(tab: Tab, tmp_path: Path, report: Report) -> None:
    await show(tab, report, tmp_path)
    assert await objections(tab) == []


async def test_axe_would_object(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("en"), tmp_path)

    await tab.run("document.querySelector('svg title').remove(); document.documentElement.lang = ''")
    assert {one.split(":")[0] for one in await objections(tab)} >= {"html-has-lang", "svg-img-alt"}


@pytest.mark.parametrize("width", [WIDE, PHONE, NARROWEST])
async def test_no_width_needs_scrolling_sideways(tab: Tab, tmp_path: Path, width: int) -> None:
    for report in ALL:
        await show(tab, report, tmp_path, width=width)

        assert await tab.run("document.documentElement.scrollWidth") <= width


async def test_words_in_charts_keep_their_size_on_a_phone_and_do_not_touch(tab: Tab, tmp_path: Path) -> None:
    for language in Language:
        await show(tab, report_of(language.value), tmp_path, language=language, width=PHONE)

        assert await tab.run(TOUCHING) == []


async def test_dark_mode_is_dark(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("en"), tmp_path)
    assert (await tab.run(LOOKS % "backgroundColor"))[0] == "rgb(251, 250, 246)"
    assert (await tab.run(LOOKS % "fill"))[1] == "rgb(11, 107, 88)"
    await show(tab, report_of("en"), tmp_path, scheme="dark")
    assert (await tab.run(LOOKS % "backgroundColor"))[0] == "rgb(23, 24, 26)"
    assert (await tab.run(LOOKS % "fill"))[1] == "rgb(95, 211, 182)"


async def test_it_prints_on_white_a4_without_what_cannot_be_clicked(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("en"), tmp_path, scheme="dark")
    await tab.call("Emulation.setEmulatedMedia", media="print")
    assert await tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in ("nav", "details"):
        assert await tab.run(f"getComputedStyle(document.querySelector('{gone}')).display") == "none"

    printed = await tab.call("Page.printToPDF", preferCSSPageSize=True)
    content = base64.b64decode(printed["data"])
    assert content.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.9" in content.replace(b"\n", b" ")


async def test_the_keyboard_skips_and_sees_where_it_is(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("fr"), tmp_path, language=Language.FRENCH)
    await tab.press("Tab", code=9)
    assert await tab.run("document.activeElement.className") == "skip"
    assert await tab.run("document.activeElement.getBoundingClientRect().left") >= 0
    assert await tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await tab.press("Tab", code=9)
    assert await tab.run("document.activeElement.hash") == "#participation"

    await tab.run("document.querySelector('summary').focus()")
    assert await tab.run("document.activeElement.parentElement.tagName") == "DETAILS"


async def test_a_screen_reader_finds_its_way(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("en"), tmp_path)
    tree = await tab.call("Accessibility.getFullAXTree")
    known = [node for node in tree["nodes"] if not node["ignored"]]
    roles = [node["role"]["value"] for node in known]
    levels = [
        prop["value"]["value"]
        for node in known
        if node["role"]["value"] == "heading"
        for prop in node["properties"]
        if prop["name"] == "level"
    ]
    charts = [node for node in known if node["role"]["value"] == "image"]

    assert [roles.count(role) for role in ("banner", "navigation", "main", "contentinfo")] == [1, 1, 1, 1]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(charts) == await tab.run("document.querySelectorAll('svg').length") == 14
    assert all(node["name"]["value"] and node["description"]["value"] for node in charts)
    assert "Question 1 (2,746 people · 52%)" in charts[0]["description"]["value"]


async def test_a_hostile_report_does_nothing(tab: Tab, tmp_path: Path) -> None:
    await show(tab, hostile(), tmp_path)
    await tab.run(
        "document.querySelectorAll('a, summary, svg, li')"
        ".forEach(one => one.dispatchEvent(new Event('click')))"
    )

    assert await tab.run("document.title") == shown(ATTACKS[2])
    alien = (
        "script, img, iframe, form, input, link, base, [onclick], [onerror], [onload], [style], [onmouseover]"
    )
    assert await tab.run(f"document.querySelectorAll({json.dumps(alien)}).length") == 0
    assert await tab.run("[...document.links].every(one => one.protocol === 'file:')") is True
    assert await tab.run("document.querySelector('blockquote').textContent") == shown(ATTACKS[0])
    assert asked_for_nothing(tab)


async def test_its_policy_stops_what_might_yet_get_in(tab: Tab, tmp_path: Path) -> None:
    await show(tab, report_of("en"), tmp_path)

    await tab.run(
        "const add = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));"
        "add('script', {textContent: \"document.title = 'gone'\"});"
        "add('img', {src: 'http://127.0.0.1:9/x'});"
        "add('style', {textContent: 'h1 {display: none}'}); 0"
    )
    await tab.until(lambda: len(tab.complaints) == 3)

    assert all("Content Security Policy" in complaint for complaint in tab.complaints)
    assert await tab.run("document.title") == report_of("en").title
