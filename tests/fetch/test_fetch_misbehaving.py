"""Tests for bot.fetch against sites that mean no good, or are broken: a clear reason, and a capped cost."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import count

import pytest
from web_on_loopback import SITE, Web

from bot.articles.decode import MAX_BYTES
from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    FetchTimeoutError,
    HostUnknownError,
    HostUnreachableError,
    PageAnswerError,
    PageBusyError,
    PageFailingError,
    PageIncompleteError,
    PageMissingError,
    PagePackingError,
    PageRefusedError,
    PageTooLargeError,
)
from bot.fetch.body import Body
from bot.fetch.fetcher import Fetcher

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
# Enough for loopback, and too little for what never ends.
IMPATIENT = 0.3


# -- time --------------------------------------------------------------------------------------


async def test_a_page_that_drips_is_given_up(web: Web) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.01)

    error = await web.refusal(web.does("/a", drip), patience=IMPATIENT)

    assert isinstance(error, FetchTimeoutError)
    assert error.data == {"host": SITE, "seconds": "0.3"}


@pytest.mark.parametrize("path", ["/a", "/robots.txt"])
async def test_a_site_that_says_nothing_is_given_up(web: Web, path: str) -> None:
    async def wait(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    web.does(path, wait)

    assert isinstance(await web.refusal(web.url("/a"), patience=IMPATIENT), FetchTimeoutError)


async def test_headers_that_drip_are_given_up(web: Web) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.01)

    assert isinstance(await web.refusal(web.does("/a", drip), patience=IMPATIENT), FetchTimeoutError)


async def test_a_name_service_that_says_nothing_is_given_up(web: Web) -> None:
    async def wait(_host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    fetcher = Fetcher(guard=web.guard(), lookup=wait, patience=IMPATIENT)

    with pytest.raises(FetchTimeoutError):
        await fetcher.fetch(web.url("/a"))


async def test_all_of_it_has_one_time_limit_however_many_addresses_there_are(web: Web) -> None:
    async def wait(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(IMPATIENT / 2)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n")

    assert isinstance(await web.refusal(web.does("/a", wait), patience=IMPATIENT), FetchTimeoutError)


# -- size --------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [b"", b"Transfer-Encoding: chunked\r\n"])
async def test_a_page_without_end_is_cut_short(web: Web, head: bytes) -> None:
    sent = 0

    async def pour(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(HEAD + head + b"\r\n")
        piece = b"a" * 65_536
        while True:
            writer.write(b"10000\r\n" + piece + b"\r\n" if head else piece)
            await writer.drain()
            sent += len(piece)

    error = await web.refusal(web.does("/a", pour))

    assert isinstance(error, PageTooLargeError)
    assert error.data == {"limit": MAX_BYTES}
    assert sent < 4 * MAX_BYTES  # what the system had room for, and no more


async def test_a_page_may_be_as_large_as_a_file(web: Web) -> None:
    fetcher = web.fetcher()

    page = await fetcher.fetch(web.page("/a", b"a" * MAX_BYTES))
    with pytest.raises(PageTooLargeError):
        await fetcher.fetch(web.page("/b", b"a" * (MAX_BYTES + 1)))

    assert len(page.content) == MAX_BYTES


@pytest.mark.parametrize(
    ("packing", "bomb"),
    [
        pytest.param("gzip", gzip.compress(bytes(8 * MAX_BYTES)), id="gzip"),
        pytest.param("deflate", zlib.compress(bytes(8 * MAX_BYTES)), id="deflate"),
        pytest.param("gzip", gzip.compress(bytes(MAX_BYTES)) * 9, id="many-in-a-row"),
        pytest.param("deflate", b"\0\0\0\xff\xff" * (MAX_BYTES // 5 + 1), id="a-row-of-empty-blocks"),
    ],
)
async def test_a_page_that_swells_when_it_is_unpacked_is_cut_short(
    web: Web, packing: str, bomb: bytes
) -> None:
    error = await web.refusal(web.page("/a", bomb, content_encoding=packing))

    assert isinstance(error, PageTooLargeError)


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_swells_is_never_unpacked_whole(packing: str, pack: Callable[[bytes], bytes]) -> None:
    limit = 2**20
    bomb = pack(bytes(64 * limit))
    body = Body(packing, limit=limit, host=SITE)

    tracemalloc.start()
    try:
        with pytest.raises(PageTooLargeError):
            body.add(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 8 * limit


@pytest.mark.parametrize("packing", ["br", "zstd", "compress", "gzip, gzip", "x" * 500])
async def test_a_page_packed_as_nobody_asked_is_not_unpacked(web: Web, packing: str) -> None:
    error = await web.refusal(web.page("/a", b"a", content_encoding=packing))

    assert isinstance(error, PagePackingError)
    assert error.data == {"host": SITE, "packing": packing[:40]}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"X: " + b"a" * 100_000 + b"\r\n", id="one-long"),
        pytest.param(b"".join(b"X%d: a\r\n" % number for number in range(10_000)), id="many"),
        pytest.param(b"Set-Cookie: a=" + b"b" * 50_000 + b"\r\n", id="a-cookie"),
    ],
)
async def test_headers_that_are_too_large_are_refused(web: Web, head: bytes) -> None:
    assert isinstance(await web.refusal(web.says("/a", HEAD + head + b"\r\na")), PageAnswerError)


async def test_headers_without_end_are_refused(web: Web) -> None:
    async def pour(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in count():
            writer.write(b"X%d: a\r\n" % number)
            await writer.drain()

    assert isinstance(await web.refusal(web.does("/a", pour)), PageAnswerError)


# -- broken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param(b"", HostUnreachableError, id="nothing"),
        pytest.param(b"HTTP/1.1 200", HostUnreachableError, id="half-a-line"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", PageAnswerError, id="another-service"),
        pytest.param(b"220 mail.test ESMTP\r\n\r\n", PageAnswerError, id="a-mail-server"),
        pytest.param(HEAD + b"Content-Length: 9\r\n\r\n<p>", PageIncompleteError, id="shorter-than-said"),
        pytest.param(HEAD + b"Content-Length: -9\r\n\r\n<p>", PageAnswerError, id="a-length-below-nothing"),
        pytest.param(HEAD + b"Content-Length: x\r\n\r\n<p>", PageAnswerError, id="a-length-that-is-none"),
        pytest.param(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n", PageIncompleteError, id="no-last-chunk"
        ),
        pytest.param(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", PageAnswerError, id="a-chunk-that-is-none"
        ),
        pytest.param(HEAD + b"\0: a\r\n\r\n<p>", PageAnswerError, id="a-nul-in-a-header"),
    ],
)
async def test_an_answer_that_is_broken_is_told_as_such(web: Web, said: bytes, error: type[BotError]) -> None:
    found = await web.refusal(web.says("/a", said))

    assert type(found) is error
    assert found.data == {"host": SITE}


async def test_what_comes_beyond_the_length_is_not_read(web: Web) -> None:
    address = web.says("/a", HEAD + b"Content-Length: 4\r\n\r\n<p>a" + b"HTTP/1.1 200 OK\r\n\r\nmore")

    assert (await web.fetcher().fetch(address)).content == b"<p>a"


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"<p>not packed at all", id="not-packed"),
        pytest.param(gzip.compress(b"<p>a" * 99)[:-12], id="cut-off"),
        pytest.param(gzip.compress(b"<p>a" * 99)[:20] + b"\xff" * 20, id="damaged"),
        pytest.param(b"\x1f", id="one-byte"),
        pytest.param(gzip.compress(b"") * 1_000, id="a-row-of-empty-ones"),
    ],
)
async def test_a_packed_page_that_is_damaged_is_told_as_such(web: Web, packed: bytes) -> None:
    error = await web.refusal(web.page("/a", packed, content_encoding="gzip"))

    assert isinstance(error, PageIncompleteError)


@pytest.mark.parametrize("before", [b"", HEAD + b"Content-Length: 99\r\n\r\n<p>"])
async def test_a_connection_that_is_reset_is_told_as_such(web: Web, before: bytes) -> None:
    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.write(before)
        await writer.drain()
        writer.transport.abort()

    error = await web.refusal(web.does("/a", reset))

    assert isinstance(error, PageIncompleteError if before else HostUnreachableError)


async def test_a_host_that_takes_no_connection_is_told_as_such() -> None:
    async with Web() as web:
        address = web.page("/a", "<p>a")

    assert isinstance(await web.refusal(address), HostUnreachableError)


async def test_a_host_that_there_is_not_is_told_as_such(web: Web) -> None:
    web.addresses["nowhere.test"] = []

    error = await web.refusal(web.url("/a", host="nowhere.test"))

    assert isinstance(error, HostUnknownError)
    assert error.data == {"host": "nowhere.test"}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("401 Unauthorized", PageRefusedError),
        ("402 Payment Required", PageRefusedError),
        ("403 Forbidden", PageRefusedError),
        ("404 Not Found", PageMissingError),
        ("410 Gone", PageMissingError),
        ("418 I'm a teapot", PageRefusedError),
        ("429 Too Many Requests", PageBusyError),
        ("451 Unavailable For Legal Reasons", PageRefusedError),
        ("500 Internal Server Error", PageFailingError),
        ("503 Service Unavailable", PageFailingError),
        ("206 Partial Content", PageFailingError),
        ("300 Multiple Choices", PageFailingError),
        ("999 Request denied", PageFailingError),
    ],
)
async def test_a_status_says_why_there_is_no_page(web: Web, status: str, error: type[BotError]) -> None:
    found = await web.refusal(web.page("/a", "<p>a", status=status))

    assert type(found) is error
    assert found.data.get("status", int(status[:3])) == int(status[:3])
