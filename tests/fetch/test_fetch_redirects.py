"""Tests for bot.fetch: whatever an address leads to is looked at as if somebody had typed it."""

import ssl
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest
from web_on_loopback import LOOPBACK, SITE, Web
from yarl import URL

from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    AddressCredentialsError,
    AddressNotPublicError,
    AddressPortError,
    AddressSchemeError,
    AddressWrongError,
    DowngradeError,
    FetchOffError,
    HostUnprovenError,
    HostUnreachableError,
    RobotsRefusedError,
    RobotsUnknownError,
    TooManyRedirectsError,
)
from bot.fetch.fetcher import REDIRECTS, Fetcher, next_address
from bot.fetch.guard import Guard
from bot.fetch.page import refuse

ELSEWHERE = "127.0.0.2"
# Made for these tests: nobody vouches for it.
SELF_SIGNED = Path(__file__).parent / "self_signed.pem"


# -- where it leads ----------------------------------------------------------------------------


async def test_a_page_that_leads_to_itself_is_given_up(web: Web) -> None:
    error = await web.refusal(web.redirect("/a", "/a"))

    assert isinstance(error, TooManyRedirectsError)
    assert len(web.paths()) == REDIRECTS + 1


async def test_five_redirects_are_followed_and_six_are_not(web: Web) -> None:
    for number in range(6):
        web.redirect(f"/{number}", f"/{number + 1}")
    web.page("/6", "<p>a")

    assert (await web.fetcher().fetch(web.url("/1"))).content == b"<p>a"
    assert isinstance(await web.refusal(web.url("/0")), TooManyRedirectsError)


@pytest.mark.parametrize(
    ("location", "error"),
    [
        pytest.param(f"http://{ELSEWHERE}/", AddressNotPublicError, id="loopback"),
        pytest.param("http://[::1]/", AddressNotPublicError, id="loopback-v6"),
        pytest.param("http://2130706434/", AddressNotPublicError, id="loopback-as-a-number"),
        pytest.param("http://[::ffff:7f00:2]/", AddressNotPublicError, id="loopback-mapped"),
        pytest.param("//10.0.0.1/", AddressNotPublicError, id="private"),
        pytest.param("http://169.254.169.254/latest/", AddressNotPublicError, id="metadata"),
        pytest.param("http://inside.test/", AddressNotPublicError, id="a-name-for-private"),
        pytest.param("file:///etc/passwd", AddressSchemeError, id="file"),
        pytest.param("ftp://site.test/", AddressSchemeError, id="ftp"),
        pytest.param("javascript:alert(1)", AddressSchemeError, id="javascript"),
        pytest.param("data:text/html,a", AddressSchemeError, id="data"),
        pytest.param("//ann:secret@site.test/", AddressCredentialsError, id="credentials"),
        pytest.param("//site.test:22/", AddressPortError, id="port"),
        pytest.param("", AddressWrongError, id="nowhere"),
        pytest.param("//[::1/", AddressWrongError, id="what-is-no-address"),
        pytest.param("//xn--a/", AddressWrongError, id="a-name-in-no-alphabet"),
        pytest.param("/" + "a" * 3_000, AddressWrongError, id="too-long"),
    ],
)
async def test_where_a_page_leads_is_looked_at_as_if_it_had_been_typed(
    web: Web, location: str, error: type[BotError]
) -> None:
    web.addresses["inside.test"] = [("10.0.0.1",)]
    guard = Guard(permitted=(ip_network(LOOPBACK),), ports=frozenset({web.port, 80}))

    with pytest.raises(error):
        await web.fetcher(guard=guard).fetch(web.redirect("/a", location))

    assert web.paths() == ["/a"]


async def test_a_page_that_leads_nowhere_is_told_as_such(web: Web) -> None:
    found = await web.refusal(web.page("/a", "", status="302 Found"))

    assert isinstance(found, AddressWrongError)


async def test_rules_for_robots_that_lead_inside_are_not_followed(web: Web) -> None:
    web.redirect("/robots.txt", f"http://{ELSEWHERE}:{web.port}/")

    assert isinstance(await web.refusal(web.page("/a", "<p>a")), AddressNotPublicError)


def test_https_is_not_left_for_http() -> None:
    assert str(next_address(URL("http://a.test/b"), "https://a.test/b")) == "https://a.test/b"
    assert str(next_address(URL("https://a.test/b"), "//c.test/d")) == "https://c.test/d"
    with pytest.raises(DowngradeError) as raised:
        next_address(URL("https://a.test/b"), "http://c.test/b")
    assert raised.value.data == {"host": "c.test"}
    with pytest.raises(AddressWrongError):
        next_address(URL("https://a.test/b"), "http://xn--a/")


# -- names that change -------------------------------------------------------------------------


async def test_a_name_is_looked_up_once_for_each_connection(web: Web) -> None:
    await web.fetcher().fetch(web.page("/a", "<p>a"))

    assert len(web.looked_up) == web.connections == 2  # its rules and the page


async def test_a_name_that_changes_its_answer_gains_nothing(web: Web) -> None:
    web.addresses[SITE] = [(LOOPBACK,), (LOOPBACK,), (ELSEWHERE,)]
    web.redirect("/a", "/b")

    error = await web.refusal(web.url("/a"))

    assert isinstance(error, AddressNotPublicError)
    assert web.paths() == ["/a"]


async def test_a_name_with_one_address_inside_is_refused_altogether(web: Web) -> None:
    web.addresses[SITE] = [(LOOPBACK, ELSEWHERE)]

    assert isinstance(await web.refusal(web.page("/a", "<p>a")), AddressNotPublicError)
    assert web.connections == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetful(Guard):
    """Permits whatever the name service says, as one would that had a hole there."""

    def permits(self, written: str) -> bool:
        self.seen.append(written)
        return len(self.seen) <= self.answers

    answers: int
    seen: list[str]


async def test_a_connection_is_looked_at_once_more_when_it_is_made(web: Web) -> None:
    guard = Forgetful(ports=frozenset({web.port}), answers=1, seen=[])

    with pytest.raises(AddressNotPublicError):
        await web.fetcher(guard=guard).fetch(web.page("/a", "<p>a"))

    assert guard.seen == [LOOPBACK, LOOPBACK]
    assert web.connections == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/"])
async def test_without_a_test_that_permits_it_nothing_of_this_machine_is_opened(address: str) -> None:
    with pytest.raises(AddressNotPublicError):
        await Fetcher().fetch(address)


async def test_where_it_is_switched_off_nothing_is_opened() -> None:
    with pytest.raises(FetchOffError):
        await refuse("https://example.org/")


# -- robots ------------------------------------------------------------------------------------


async def test_a_page_that_robots_are_to_leave_alone_is_left_alone(web: Web) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /private")
    web.page("/private/a", "<p>a")
    web.redirect("/a", "/private/a")

    for path in ("/private/a", "/a"):
        error = await web.refusal(web.url(path))
        assert isinstance(error, RobotsRefusedError)
        assert error.data == {"host": SITE}
    assert web.paths() == ["/a"]


async def test_a_site_whose_rules_cannot_be_had_is_left_alone(web: Web) -> None:
    web.page("/robots.txt", "", status="503 Service Unavailable")
    address = web.page("/a", "<p>a")
    fetcher = web.fetcher()

    with pytest.raises(RobotsUnknownError):
        await fetcher.fetch(address)
    web.page("/robots.txt", "")
    assert (await fetcher.fetch(address)).content == b"<p>a"  # it is asked again


# -- certificates ------------------------------------------------------------------------------


async def test_a_host_that_cannot_prove_who_it_is_is_not_read() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)

    async with Web(tls=context) as web:
        error = await web.refusal(web.page("/a", "<p>a"))

        assert isinstance(error, HostUnprovenError)
        assert web.asked == []


async def test_a_host_that_does_not_speak_https_is_told_as_such(web: Web) -> None:
    error = await web.refusal(web.page("/a", "<p>a").replace("http:", "https:"))

    assert isinstance(error, HostUnreachableError)
