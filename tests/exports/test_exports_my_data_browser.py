"""The page of what is held about a member, in a browser: read in both modes, inert whatever is in it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from browser import Tab, find_browser, open_tab
from held_data import everything
from read_articles import EVIL

from bot.exports.my_data_page import to_page
from bot.i18n import Language, text_in

BROWSER = find_browser()

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium and no Chrome is installed here"),
    pytest.mark.asyncio(loop_scope="module"),
]

ALIEN = "script, img, svg, iframe, form, input, link, base, a, [onclick], [onerror], [onload], [style]"
STORABLE = EVIL.encode(errors="replace").decode()  # no database holds halves of surrogate pairs


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tab]:
    async with open_tab(str(BROWSER), profile=tmp_path_factory.mktemp("profile")) as opened:
        yield opened


async def show(tab: Tab, folder: Path, words: str, *, scheme: str = "light", width: int = 1280) -> None:
    path = folder / "my-data.html"
    path.write_text(to_page(everything(words), text_in(Language.FRENCH), name=words), "utf-8")
    await tab.show_as(width=width, prefers_color_scheme=scheme)
    await tab.open(path.as_uri())


async def test_nothing_that_people_wrote_does_anything(tab: Tab, tmp_path: Path) -> None:
    await show(tab, tmp_path, STORABLE)

    assert await tab.run(f"document.querySelectorAll({json.dumps(ALIEN)}).length") == 0
    assert [one for one in tab.requests if not one.startswith("file:")] == []
    assert tab.complaints == []
    assert tab.dialogs == []
    assert "onerror=alert(1)" in await tab.run("document.body.innerText")


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(251, 250, 246)"), ("dark", "rgb(23, 24, 26)")])
async def test_it_is_as_light_or_as_dark_as_people_like_it(
    tab: Tab, tmp_path: Path, scheme: str, paper: str
) -> None:
    await show(tab, tmp_path, "It should.", scheme=scheme)

    assert await tab.run("getComputedStyle(document.body).backgroundColor") == paper
    assert await tab.run("document.documentElement.lang") == "fr"


async def test_it_fits_the_narrowest_screen(tab: Tab, tmp_path: Path) -> None:
    await show(tab, tmp_path, "w" * 500, width=320)

    assert await tab.run("document.documentElement.scrollWidth") <= 320
