"""Tests for bot.fetch.guard: whatever is not public is not opened, however it is written."""

import asyncio
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    AddressCredentialsError,
    AddressNotPublicError,
    AddressPortError,
    AddressSchemeError,
    AddressWrongError,
)
from bot.fetch.fetcher import to_url
from bot.fetch.guard import ForbiddenSocketError, Guard, GuardedResolver, is_public, look_up

GUARD = Guard()
V4 = st.integers(0, 2**32 - 1).map(IPv4Address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.0.1.",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0",
        "0x",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "\u0661\u0662\u0667.0.0.1",
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "169.254.169.254",
        "192.0.0.192",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::8.8.8.8]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[2606:4700::1111%25eth0]",
        "[fec0::1]",
        "[fd00:ec2::254]",
        "[fd20:ce::254]",
        "[ff02::1]",
        "[100::1]",
        "[5f00::1]",
    ],
)
def test_an_address_that_is_not_public_is_told_by_looking_at_it(host: str) -> None:
    with pytest.raises(AddressNotPublicError) as refused:
        GUARD.check(to_url(f"http://{host}/latest/meta-data"))

    assert refused.value.data["host"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("file:///etc/passwd", AddressSchemeError),
        ("ftp://example.org/a", AddressSchemeError),
        ("gopher://example.org/", AddressSchemeError),
        ("data://text/plain,a", AddressSchemeError),
        ("https://ann@example.org/", AddressCredentialsError),
        ("https://ann:secret@example.org/", AddressCredentialsError),
        ("https://:secret@example.org/", AddressCredentialsError),
        ("https://example.org:8080/", AddressPortError),
        ("https://example.org:22/", AddressPortError),
        ("https://example.org:99999/", AddressWrongError),
        ("https://", AddressWrongError),
        ("", AddressWrongError),
        ("the bakery on the quay", AddressWrongError),
        ("https:///example.org", AddressWrongError),
        ("https://exa mple.org/", AddressWrongError),
        ("https://127%2e0%2e0%2e1/", AddressWrongError),
        ("https://a..b/", AddressWrongError),
        ("https://xn--a/", AddressWrongError),
        ("https://xn--zzzzzzzz.org/", AddressWrongError),
        ("https://example.org\\@127.0.0.1/", AddressWrongError),
        ("https://example.org/\x00", AddressWrongError),
        ("https://example.org/\u202egro", AddressWrongError),
        ("https://example.org/\ud800", AddressWrongError),
        ("https://[::1/", AddressWrongError),
        ("https://example.org/" + "a" * 2_000, AddressWrongError),
    ],
)
def test_an_address_that_is_none_of_a_page_is_refused_with_the_reason(
    typed: str, error: type[BotError]
) -> None:
    with pytest.raises(error):
        GUARD.check(to_url(typed))


def test_a_port_is_named_as_it_was_typed() -> None:
    with pytest.raises(AddressPortError) as raised:
        GUARD.check(to_url("https://example.org:8080/"))

    assert raised.value.data == {"port": "8080"}  # and not, as a number would be, 8,080


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://example.org/article", "https://example.org/article"),
        ("  <https://example.org/article>\n", "https://example.org/article"),
        (
            "example.org/article?from=https://example.net",
            "https://example.org/article?from=https://example.net",
        ),
        ("HTTP://EXAMPLE.org:80/a#part", "http://example.org/a"),
        ("https://éditions.example/é?q=ü", "https://xn--ditions-9xa.example/%C3%A9?q=%C3%BC"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_may_be_given_as_people_copy_it(typed: str, expected: str) -> None:
    url = to_url(typed)
    GUARD.check(url)

    assert str(url) == expected


@given(address=V4)
def test_no_address_is_public_that_python_does_not_call_global(address: IPv4Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(address=st.integers(0, 2**128 - 1).map(IPv6Address))
def test_no_address_of_the_newer_kind_is_public_either(address: IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert address.teredo is None
        assert address.sixtofour is None


@given(address=V4)
def test_an_older_address_within_a_newer_one_is_judged_as_itself(address: IPv4Address) -> None:
    assert is_public(IPv6Address(f"::ffff:{address}")) is is_public(address)
    assert is_public(IPv6Address(int(ip_address("64:ff9b::")) + int(address))) is is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "2130706433", "0177.0.0.1", "site.test", ""])
def test_no_socket_is_opened_for_what_is_not_public(address: str) -> None:
    with pytest.raises(ForbiddenSocketError):
        GUARD.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)))


def test_a_test_permits_one_address_and_no_other() -> None:
    permitting = Guard(permitted=(ip_network("127.0.0.1"),), ports=frozenset({8080}))

    permitting.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8080))).close()
    assert not permitting.permits("127.0.0.2")
    assert not permitting.permits("::1")


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(("127.0.0.1",), id="private"),
        pytest.param(("8.8.8.8", "10.0.0.1"), id="one-of-two-private"),
        pytest.param(("2606:4700::1111", "fe80::1"), id="one-of-two-link-local"),
        pytest.param(("not an address",), id="no-address"),
    ],
)
async def test_a_name_that_leads_to_what_is_not_public_is_refused(addresses: tuple[str, ...]) -> None:
    async def lookup(_host: str) -> tuple[str, ...]:
        return addresses

    resolver = GuardedResolver(GUARD, lookup=lookup)

    with pytest.raises(AddressNotPublicError):
        await resolver.resolve("metadata.google.internal", 80)


async def test_the_addresses_that_were_looked_at_are_those_that_are_connected_to() -> None:
    async def lookup(_host: str) -> tuple[str, ...]:
        return "2606:4700::1111", "8.8.8.8"

    found = await GuardedResolver(GUARD, lookup=lookup).resolve("example.org", 443)

    assert [(one["host"], one["port"], one["family"]) for one in found] == [
        ("2606:4700::1111", 443, socket.AF_INET6),
        ("8.8.8.8", 443, socket.AF_INET),
    ]
    assert all(one["flags"] & socket.AI_NUMERICHOST for one in found)


async def test_names_whose_service_keeps_silent_keep_nothing_else_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait() and [])
    # More than there are threads that everything shares.
    waiting = [asyncio.create_task(look_up("silent.test")) for _ in range(40)]
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(int) == 0
    finally:
        answers.set()
        await asyncio.gather(*waiting)


async def test_this_machine_is_looked_up_as_what_it_is() -> None:
    assert set(await look_up("localhost")) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["a" * 64, "a." + "b" * 64 + ".test"])
async def test_a_name_that_cannot_be_one_is_not_found(host: str) -> None:
    with pytest.raises(OSError, match="name"):
        await look_up(host)
