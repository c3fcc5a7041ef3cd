"""Tests for bot.fetch: pages as sites have them, and what is sent along."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from web_on_loopback import SITE, Web
from yarl import URL

from bot.articles.decode import MAX_BYTES, decode
from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    PageAudioError,
    PageDocumentError,
    PageFeedError,
    PageImageError,
    PageKindError,
    PagePdfError,
    PageVideoError,
)
from bot.fetch.body import Body
from bot.fetch.fetcher import ROBOTS_FOR, ROBOTS_OF, ROBOTS_SIZE, Fetcher, user_agent
from bot.fetch.kinds import to_name
from bot.fetch.robots import read_rules, size_of

TEXT = "Les pêcheurs de Lisse ont perdu onze bateaux dans la tempête du 3 mai 2026.\n"
PAGE = f"<!doctype html><title>Lisse</title><p>{TEXT}"


async def test_a_page_comes_back_as_it_was_sent(web: Web) -> None:
    address = web.page("/lisse", PAGE)

    page = await web.fetcher().fetch(address)

    assert page.content == PAGE.encode()
    assert page.charset == "utf-8"
    assert page.address == address
    assert page.name == f"{SITE}/lisse.html"
    assert TEXT not in repr(page)


async def test_who_asks_is_said_truthfully_and_nothing_else(web: Web) -> None:
    web.page("/a?b=c", "", status="302 Found", location="/b", set_cookie="known=ann; Path=/")
    web.page("/b", PAGE)

    await web.fetcher(contact="https://example.org/bot").fetch(web.url("/a?b=c#d"))

    for asked in web.asked:
        assert asked.headers["user-agent"] == user_agent("https://example.org/bot")
        assert asked.headers["user-agent"].endswith(" (+https://example.org/bot)")
        assert asked.headers["user-agent"].startswith("Causerie/")
        assert asked.headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}
    assert web.paths() == ["/a?b=c", "/b"]


async def test_no_proxy_and_no_password_of_the_machine_is_used(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert (await web.fetcher().fetch(web.page("/a", PAGE))).content


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
async def test_a_page_that_has_moved_is_followed(web: Web, status: str) -> None:
    address = web.redirect("/old", "moved?to=new", status=status)
    web.redirect("/moved?to=new", web.url("/new#part", host="other.test"))
    web.page("/new", PAGE)

    page = await web.fetcher().fetch(address)

    assert page.address == web.url("/new", host="other.test")
    assert web.paths() == ["/old", "/moved?to=new", "/new"]


# -- packed ------------------------------------------------------------------------------------


def raw_deflate(content: bytes) -> bytes:
    packs = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packs.compress(content) + packs.flush()


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("X-GZIP", gzip.compress, id="gzip-by-its-old-name"),
        pytest.param("deflate", zlib.compress, id="deflate"),
        pytest.param("deflate", raw_deflate, id="deflate-as-half-the-servers-mean-it"),
        pytest.param("identity", bytes, id="not-at-all"),
        pytest.param(
            "gzip", lambda page: gzip.compress(page[:40]) + gzip.compress(page[40:]), id="in-two-parts"
        ),
        pytest.param("gzip", lambda page: gzip.compress(page) + b"\0\0\0", id="with-rubbish-behind"),
        pytest.param("deflate", lambda page: zlib.compress(page) + b"xx", id="deflate-with-rubbish"),
    ],
)
async def test_a_packed_page_is_unpacked(web: Web, packing: str, pack: Callable[[bytes], bytes]) -> None:
    address = web.page("/a", pack(PAGE.encode()), content_encoding=packing)

    assert (await web.fetcher().fetch(address)).content == PAGE.encode()


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate])
def test_a_page_is_unpacked_however_it_is_cut_up(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(PAGE.encode())
    body = Body("gzip" if pack is gzip.compress else "deflate", limit=MAX_BYTES, host=SITE)

    for at in range(len(packed)):
        body.add(packed[at : at + 1])

    assert body.content() == PAGE.encode()


# -- kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media", "expected"),
    [
        ("/a", "text/html", "site.test/a.html"),
        ("/", "text/html", "site.test.html"),
        ("/a.php", "application/xhtml+xml", "site.test/a.html"),
        ("/a.html", "text/html", "site.test/a.html"),
        ("/a", "text/plain", "site.test/a.txt"),
        ("/a.md", "text/plain", "site.test/a.md"),
        ("/a.markdown", "text/plain", "site.test/a.md"),
        ("/a.html", "text/plain", "site.test/a.html"),
        ("/a.c", "text/plain", "site.test/a.txt"),
        ("/a", "text/markdown", "site.test/a.md"),
        ("/a.toml", "application/octet-stream", "site.test/a.toml"),
        ("/a.YML", "text/yaml", "site.test/a.yml"),
        ("/a.json", "application/json", "site.test/a.json"),
        ("/a", "", "site.test/a.txt"),
        ("/a.md", "", "site.test/a.md"),
        ("/" + "a" * 500, "text/plain", "site.test/" + "a" * 110 + ".txt"),
        ("/a%00%0A%E2%80%AEb%FF", "text/plain", "site.test/a\ufffd\ufffd\ufffdb%FF.txt"),
    ],
)
def test_what_is_at_an_address_has_a_name_by_which_it_is_read(path: str, media: str, expected: str) -> None:
    assert to_name(URL(f"https://{SITE}{path}"), media, TEXT.encode()) == expected


@pytest.mark.parametrize("media", ["", "application/octet-stream"])
@pytest.mark.parametrize(
    "content", ["<!DOCTYPE html><p>a", "\n <!-- made by hand -->\n<html lang=fr>", "<head>", "<body class=a>"]
)
def test_a_page_of_which_nothing_is_said_is_told_by_how_it_begins(media: str, content: str) -> None:
    assert to_name(URL(f"https://{SITE}/a.txt"), media, content.encode()) == f"{SITE}/a.html"


def test_a_row_of_comments_is_gone_through_once() -> None:
    # Cut up in every way there is, these would take longer than there has been a world.
    assert to_name(URL(f"https://{SITE}/a"), "", b"<!---->" * 140) == f"{SITE}/a.txt"
    assert to_name(URL(f"https://{SITE}/a"), "", b"<!-- <html> -->a") == f"{SITE}/a.txt"
    assert to_name(URL(f"https://{SITE}/a"), "", b"<!-- a -- b --> <!----><html>") == f"{SITE}/a.html"


@pytest.mark.parametrize(
    ("path", "media", "error"),
    [
        ("/a", "application/pdf", PagePdfError),
        ("/a", "video/mp4", PageVideoError),
        ("/a", "audio/mpeg", PageAudioError),
        ("/a", "image/png", PageImageError),
        ("/a", "application/rss+xml", PageFeedError),
        ("/a", "application/msword", PageDocumentError),
        (
            "/a",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            PageDocumentError,
        ),
        ("/a", "application/zip", PageKindError),
        ("/a", "text/css", PageKindError),
        ("/a", "application/json", PageKindError),
        ("/a.exe", "application/octet-stream", PageKindError),
    ],
)
async def test_what_is_not_read_is_refused_with_what_to_do_instead(
    web: Web, path: str, media: str, error: type[BotError]
) -> None:
    with pytest.raises(error):
        await web.fetcher().fetch(web.page(path, "Something else.", media=media))


async def test_a_kind_that_takes_pages_to_say_is_not_said_whole(web: Web) -> None:
    found = await web.refusal(web.page("/a", "Something else.", media=f"a/{'b' * 4_000}"))

    assert found.data == {"kind": f"a/{'b' * 78}"}


@pytest.mark.parametrize("media", ["application/pdf", "text/html", None])
async def test_a_pdf_is_one_whatever_the_site_calls_it(web: Web, media: str | None) -> None:
    with pytest.raises(PagePdfError):
        await web.fetcher().fetch(web.page("/a", b"%PDF-1.7\n...", media=media))


# -- characters --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media", "encoding"),
    [
        pytest.param("text/plain; charset=utf-8", "utf-8", id="the-truth"),
        pytest.param('text/plain; charset="ISO-8859-15"', "iso-8859-15", id="another-truth"),
        pytest.param("text/plain; charset=shift_jis", "utf-8", id="it-is-utf-8-all-the-same"),
        pytest.param("text/plain; charset=utf-8", "cp1252", id="it-is-windows-1252"),
        pytest.param("text/plain; charset=iso-8859-1", "cp1252", id="what-the-web-calls-latin-1"),
        pytest.param("text/plain; charset=hex", "cp1252", id="an-encoding-that-is-none"),
        pytest.param("text/plain; charset=" + "x" * 500, "cp1252", id="an-encoding-that-there-is-not"),
        pytest.param("text/plain", "cp1252", id="nothing-said"),
    ],
)
async def test_characters_are_made_out_whatever_the_site_says_of_them(
    web: Web, media: str, encoding: str
) -> None:
    said = TEXT + ("C’est « tout ».\n" if encoding == "cp1252" else "")
    page = await web.fetcher().fetch(web.page("/a", said.encode(encoding), media=media))

    assert decode(page.content, name=page.name, charset=page.charset) == said


async def test_characters_that_only_their_name_tells(web: Web) -> None:
    said = "Рыбаки потеряли одиннадцать лодок во время бури 3 мая 2026 года.\n"
    page = await web.fetcher().fetch(
        web.page("/a", said.encode("koi8-r"), media="text/plain; charset=koi8-r")
    )

    assert decode(page.content, name=page.name, charset=page.charset) == said


# -- robots ------------------------------------------------------------------------------------


async def test_the_rules_of_a_site_are_asked_for_once_in_a_while(web: Web) -> None:
    times: list[float] = [0.0]
    fetcher = Fetcher(guard=web.guard(), lookup=web.look_up, monotonic=lambda: times[-1])
    web.page("/robots.txt", "User-agent: *\nDisallow: /private")
    address = web.page("/a", PAGE)

    for later in (0.0, ROBOTS_FOR - 1, ROBOTS_FOR + 1):
        times.append(later)
        await fetcher.fetch(address)

    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]


async def test_rules_are_remembered_of_so_many_sites_only(web: Web) -> None:
    fetcher = web.fetcher()
    web.page("/a", PAGE)

    for number in range(ROBOTS_OF + 1):
        await fetcher.fetch(web.url("/a", host=f"site{number}.test"))
    before = len(web.asked)
    await fetcher.fetch(web.url("/a", host=f"site{ROBOTS_OF}.test"))
    await fetcher.fetch(web.url("/a", host="site0.test"))

    assert [asked.path for asked in web.asked[before:]] == ["/a", "/robots.txt", "/a"]


async def test_of_sites_that_say_a_great_deal_fewer_are_remembered(web: Web) -> None:
    rules = "User-agent: *\n" + "Allow:/\n" * 60_000
    fetcher = web.fetcher()
    web.page("/robots.txt", rules)
    web.page("/a", PAGE)
    fitting = ROBOTS_SIZE // size_of(read_rules(rules.encode()))

    for number in range(fitting + 1):
        await fetcher.fetch(web.url("/a", host=f"site{number}.test"))
    before = len(web.asked)
    await fetcher.fetch(web.url("/a", host="site1.test"))
    await fetcher.fetch(web.url("/a", host="site0.test"))

    assert fitting >= 2
    assert [asked.path for asked in web.asked[before:]] == ["/a", "/robots.txt", "/a"]


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "410 Gone", "429 Too Many Requests"])
async def test_a_site_without_rules_may_be_read(web: Web, status: str) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)

    assert (await web.fetcher().fetch(web.page("/a", PAGE))).content


async def test_rules_that_lead_on_and_on_are_none(web: Web) -> None:
    web.redirect("/robots.txt", "/robots.txt")

    assert (await web.fetcher().fetch(web.page("/a", PAGE))).content


async def test_rules_may_have_moved(web: Web) -> None:
    web.redirect("/robots.txt", web.url("/rules", host="other.test"))
    web.page("/rules", gzip.compress(b"User-agent: *\nDisallow: /b"), content_encoding="gzip")

    assert (await web.fetcher().fetch(web.page("/a", PAGE))).content


async def test_of_endless_rules_the_beginning_counts(web: Web) -> None:
    web.page("/robots.txt", gzip.compress(b"User-agent: *\n" + b"#" * 3_000_000), content_encoding="gzip")

    assert (await web.fetcher().fetch(web.page("/a", PAGE))).content
