"""Articles by their addresses, at the local chat."""

from pathlib import Path

import pytest
from talk import PACK, open_talk
from web_on_loopback import Web

from bot.fetch.page import refuse
from bot.i18n import Language

TEXT = """\
The bakery on the quay

The bakery on the quay opened in 1950 and bakes 400 loaves a day.
The town bought the building in March 2024 for 300,000 euros.
"""


@pytest.mark.parametrize(
    "typed", ["{}", "url:{}", "file:{}", '"{}"', "<{}>"], ids=["bare", "url", "file", "quoted", "in-brackets"]
)
async def test_an_address_is_typed_where_a_file_would_be(tmp_path: Path, web: Web, typed: str) -> None:
    address = web.page("/bakery?page=1", TEXT, media="text/plain")
    async with open_talk(tmp_path, fetch=web.fetcher().fetch) as talk:
        drafted = await talk(f"/article add {typed.format(address)}")
        kept = await talk("/yes")
        found = await talk("/fact how many loaves")

    assert "The bakery on the quay" in drafted
    assert "The bakery on the quay" in kept
    assert "400 loaves" in found


async def test_an_address_may_be_kept_at_once(tmp_path: Path, web: Web) -> None:
    address = web.page("/mill.toml", PACK, media="application/octet-stream")
    async with open_talk(tmp_path, Language.FRENCH, fetch=web.fetcher().fetch) as talk:
        kept = await talk(f"/article ajouter adresse:{address} oui:oui")
        pack = await talk("/article fiche mill")

    assert "The mill on the river" in kept
    assert "mill.toml" in pack


async def test_a_file_is_a_file_all_the_same(tmp_path: Path, web: Web) -> None:
    async with open_talk(tmp_path, fetch=web.fetcher().fetch) as talk:
        kept = await talk(f"/article add {talk.write('mill.toml', PACK)} yes:yes")
        missing = await talk("/article add site.test/mill.toml")

    assert "The mill on the river" in kept
    assert "There is no file site.test/mill.toml." in missing
    assert web.connections == 0


@pytest.mark.parametrize(
    ("language", "name", "instead"),
    [
        pytest.param(Language.ENGLISH, "article add", "Paste the article’s text or give it", id="en"),
        pytest.param(Language.FRENCH, "article ajouter", "Collez plutôt le texte de l’article", id="fr"),
    ],
)
async def test_what_goes_wrong_is_said_with_what_to_do_instead(
    tmp_path: Path, web: Web, language: Language, name: str, instead: str
) -> None:
    async with open_talk(tmp_path, language, fetch=web.fetcher().fetch) as talk:
        for path, status in (("/a", "403 Forbidden"), ("/b", "500 Internal Server Error")):
            refused = await talk(f"/{name} {web.page(path, '', status=status)}")
            assert instead in " ".join(refused.split())


async def test_where_it_is_switched_off_that_is_said(tmp_path: Path) -> None:
    async with open_talk(tmp_path, fetch=refuse) as talk:
        refused = await talk("/article add https://example.org/bakery")
        listed = await talk("/articles")

    assert "fetch.enabled" in refused
    assert "Traceback" not in refused
    assert "No article" in listed


async def test_a_private_address_is_refused_by_what_really_runs(tmp_path: Path, web: Web) -> None:
    web.page("/secret", TEXT, media="text/plain")
    async with open_talk(tmp_path) as talk:
        for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
            assert "is not a public address" in await talk(f"/article add http://{host}/secret")

    assert web.connections == 0
