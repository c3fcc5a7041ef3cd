"""Articles by their addresses, at the command line."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from command_line import CommandLine, Here, Ran, is_one_clear_line
from web_on_loopback import Web

from bot import app
from bot.config import Settings
from bot.fetch.page import Fetch

Run = Callable[..., Coroutine[Any, Any, Ran]]

TEXT = """\
The new library opens its doors

The city of Arlen opened its new library on 4 March 2025. The building cost 12 million euros, the mayor said.
"""


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


@pytest.fixture
def run(here: Here, web: Web, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a thread, with the site of this test for a web, while the test serves it."""

    def to_fetch(settings: Settings) -> Fetch:
        assert settings.fetch.enabled
        return web.fetcher().fetch

    monkeypatch.setattr(app, "to_fetch", to_fetch)

    async def run(*arguments: str) -> Ran:
        return await asyncio.to_thread(here, *arguments)

    return run


async def test_a_page_is_added_from_its_address(run: Run, web: Web) -> None:
    address = web.page("/library", TEXT, media="text/plain")

    added = await run("article", "add", address, "--yes")
    found = await run("lookup", "cost of the library")

    assert (added.code, added.err) == (0, "")
    assert "The new library opens its doors" in added.out
    assert "12 million euros" in found.out
    assert web.paths() == ["/library"]


async def test_a_page_that_is_looked_at_is_not_kept_unasked(run: Run, web: Web) -> None:
    looked = await run("article", "add", web.page("/library", TEXT, media="text/plain"))
    listed = await run("article", "list")

    assert looked.code == 1
    assert "12 million euros" in looked.out
    assert "The new library" not in listed.out


async def test_what_is_kept_is_what_was_looked_at(
    run: Run, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = web.page("/library", TEXT, media="text/plain")

    def confirm(_text: object) -> bool:
        web.page("/library", "Gone.", media="text/plain", status="410 Gone")
        return True

    monkeypatch.setattr("bot.cli.article_add._confirm", confirm)
    added = await run("article", "add", address)

    assert (added.code, added.err) == (0, "")
    assert web.paths() == ["/library"]


async def test_a_page_is_read_from_its_address(run: Run, web: Web) -> None:
    address = web.page("/library", TEXT, media="text/plain")

    shown = await run("article", "read", address)
    wire = await run("article", "read", address, "--json")

    assert (shown.code, shown.err) == (0, "")
    assert "12 million euros" in shown.out
    assert json.loads(wire.out)["title"] == "The new library opens its doors"


@pytest.mark.parametrize("command", [("article", "read"), ("article", "add", "--yes")])
async def test_what_goes_wrong_is_one_clear_line(run: Run, web: Web, command: tuple[str, ...]) -> None:
    ran = await run(*command, web.url("/nowhere"))

    assert is_one_clear_line(ran)
    assert "There is no such page on site.test" in ran.err


async def test_a_program_is_told_what_went_wrong(run: Run, web: Web) -> None:
    ran = await run("article", "read", web.url("/nowhere"), "--json")

    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "page_missing"


@pytest.mark.parametrize("command", [("article", "read"), ("article", "add", "--yes")])
@pytest.mark.parametrize(
    ("address", "variables", "said"),
    [
        pytest.param("http://127.0.0.1/", {}, "127.0.0.1 is not a public address", id="private"),
        pytest.param("file:///etc/passwd", {}, "not file:", id="file"),
        pytest.param(
            "https://example.org/a", {"CAUSERIE_FETCH__ENABLED": "false"}, "fetch.enabled", id="switched-off"
        ),
    ],
)
def test_what_is_not_opened_is_refused_by_what_really_runs(
    line: CommandLine, command: tuple[str, ...], address: str, variables: dict[str, str], said: str
) -> None:
    ran = line.run(*command, address, **variables)

    assert is_one_clear_line(ran)
    assert ran.code == 1
    assert said in ran.err
