"""Articles in Discord by their addresses: opened, looked over, kept, and refused with what to do instead."""

import asyncio

import pytest
from api_stub.stub import Stub
from lighthouse import EN, FR, live, open_lighthouse
from running import Running
from under_way import PACK
from web_on_loopback import Web

from bot.fetch.page import refuse
from bot.services.pages import PAGES

TITLE = "The bakery on the quay"
LINES = (
    "The bakery on the quay opened in 1950 and bakes 400 loaves a day.",
    "The town bought the building in March 2024 for 300,000 euros.",
)
HTML = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title></head>
<body><nav><a href="/">Home</a> <a href="/subscribe">Subscribe</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{line}</p>" for line in LINES)}</article></body></html>"""


async def test_a_page_is_opened_looked_over_and_kept(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch

    draft = await server.ann.run("article add", channel=server.place, url=web.page("/bakery", HTML))
    listed = await server.bea.run("articles", channel=server.place)
    kept = await server.ann.click(draft, EN("action.keep_article"))
    found = await server.bea.run("fact", channel=server.place, query="how many loaves")

    assert draft.is_private
    assert draft.modal is None
    assert TITLE in draft.text
    assert listed.text == EN("error.no_article")
    assert TITLE in kept.text
    assert "400 loaves" in found.text


async def test_a_page_may_be_kept_at_once_in_french(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub, locale="fr")
    bot.fetch = web.fetcher().fetch
    address = web.page("/mill.toml", PACK, media="text/plain")

    kept = await server.ann.run("article ajouter", channel=server.place, adresse=f"<{address}>", oui=True)

    assert kept.buttons == [FR("action.start"), FR("action.enqueue")]


async def test_a_slow_page_keeps_discord_waiting_and_nobody_else(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch
    asked, go_on = asyncio.Event(), asyncio.Event()
    web.page("/bakery", HTML)
    at_once = web.answers["/bakery"]

    async def in_a_while(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await go_on.wait()
        await at_once(writer)

    adding = asyncio.create_task(
        server.ann.run("article add", channel=server.place, url=web.does("/bakery", in_a_while))
    )
    await asked.wait()
    meanwhile = await server.bea.run("articles", channel=server.place)
    go_on.set()
    draft = await adding

    assert meanwhile.text == EN("error.no_article")
    assert TITLE in draft.text


async def test_without_file_and_address_the_text_is_asked_for(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    form = await server.ann.run("article add", channel=server.place)

    assert form.modal is not None


@pytest.mark.parametrize(
    ("path", "status", "media", "code"),
    [
        pytest.param("/a", "404 Not Found", "text/html", "page_missing", id="missing"),
        pytest.param("/a", "429 Too Many Requests", "text/html", "page_busy", id="busy"),
        pytest.param("/a", "200 OK", "application/pdf", "page_pdf", id="pdf"),
        pytest.param("/a", "200 OK", "video/mp4", "page_video", id="video"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_do_instead(
    stub: Stub, bot: Running, web: Web, *, path: str, status: str, media: str, code: str
) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch
    address = web.page(path, "<p>a", status=status, media=media)

    refused = await server.ann.run("article add", channel=server.place, url=address)

    assert refused.is_private
    assert refused.text == EN(f"error.{code}", host="site.test")
    assert refused.buttons == []


async def test_what_an_address_says_is_not_obeyed(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch

    for typed in (
        "@everyone",
        "<@&1>://a",
        "https://`[a](b)`||c||",
        "discord.gg/abc@everyone",
        "x@everyone:1://a",
    ):
        refused = await server.ann.run("article add", channel=server.place, url=typed)
        assert refused.is_private

    assert live(stub) == []


async def test_what_a_site_says_of_itself_is_not_obeyed(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch

    for path, answer in (
        ("/a", {"media": "@everyone/<@1>"}),
        ("/b", {"content_encoding": "@everyone"}),
        ("/c", {"status": "302 Found", "location": "@everyone://a"}),
    ):
        refused = await server.ann.run("article add", channel=server.place, url=web.page(path, "", **answer))
        assert refused.is_private

    assert live(stub) == []


async def test_a_private_address_is_refused_by_what_really_runs(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)

    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433"):
        refused = await server.ann.run("article add", channel=server.place, url=f"http://{host}/")
        assert "is not a public address" in refused.text

    assert web.connections == 0


async def test_where_it_is_switched_off_that_is_said(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = refuse

    refused = await server.ann.run("article add", channel=server.place, url="https://example.org/a")

    assert refused.text == EN("error.fetch_off")


async def test_a_server_opens_so_many_pages_and_then_waits(stub: Stub, bot: Running, web: Web) -> None:
    server = await open_lighthouse(stub)
    bot.fetch = web.fetcher().fetch
    address = web.page("/a", "", status="404 Not Found")

    for _ in range(PAGES):
        refused = await server.ann.run("article add", channel=server.place, url=address)
        assert refused.text == EN("error.page_missing", host="site.test")
    waits = await server.max.run("article add", channel=server.place, url=address)

    assert waits.text.startswith("Please wait")
    assert web.paths() == ["/a"] * PAGES
