"""Which addresses may be opened: those of the public web, however they are written.

A host is judged when its address is read, again by every answer of the name service, and again by the very
address a socket is about to connect to. Nothing is looked up in between, so no answer can change.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Thread

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.fetch_errors import (
    AddressCredentialsError,
    AddressNotPublicError,
    AddressPortError,
    AddressSchemeError,
    AddressWrongError,
)

Lookup = Callable[[str], Awaitable[tuple[str, ...]]]
AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]

SCHEMES = frozenset({"http", "https"})
PORTS = frozenset({80, 443})
# https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and what a cloud keeps for itself.
SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's own services, under a public address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# All that is given out for hosts, https://www.iana.org/assignments/ipv6-address-space, but for
# https://www.iana.org/assignments/iana-ipv6-special-registry.
GIVEN_OUT_V6 = IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, which hides a v4 address, is in it
        "2001:db8::/32",
        "2002::/16",  # 6to4, as well
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
# A network without v4 reaches it so (RFC 6052), and every name has such addresses there.
NAT64 = IPv6Network("64:ff9b::/96")
# What systems read as a number (https://url.spec.whatwg.org/#ends-in-a-number-checker).
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
# A name as the name service has it, other alphabets rewritten; nothing that would be read as something else.
NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.IGNORECASE)


class ForbiddenSocketError(OSError):
    """A connection was about to be made to an address that is not public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Says what may be opened. What else a test needs is *permitted* by the test: no setting does that."""

    permitted: tuple[IPv4Network | IPv6Network, ...] = ()
    ports: frozenset[int] = PORTS

    def check(self, url: URL) -> None:
        """Raise the reason why *url* is not opened, as far as it can be told by looking at it.

        Raises AddressSchemeError, AddressCredentialsError, AddressWrongError, AddressPortError,
        AddressNotPublicError.
        """
        if url.scheme not in SCHEMES:
            raise AddressSchemeError(scheme=url.scheme)
        if url.raw_user is not None or url.raw_password is not None:
            raise AddressCredentialsError
        host = (url.raw_host or "").rstrip(".")
        try:
            shown = url.host
        except UnicodeError as error:  # "xn--" before what is no other alphabet's
            raise AddressWrongError from error
        if ":" not in host and not NAME.fullmatch(host):
            raise AddressWrongError
        if url.port not in self.ports:
            raise AddressPortError(port=str(url.port))  # no number, of which thousands are set apart
        is_number = ":" in host or NUMBER.fullmatch(host.rpartition(".")[2])
        # A number that is not written as four, such as 0x7f.1, is one that wants to be overlooked.
        if is_number and not self.permits(host):
            raise AddressNotPublicError(host=shown)

    def permits(self, written: str) -> bool:
        """Return whether a connection may be made to the address *written*."""
        try:
            address = ip_address(written)
        except ValueError:
            return False
        return is_public(address) or any(address in network for network in self.permitted)

    def open_socket(self, info: AddrInfo) -> socket.socket:
        """Open the socket of a connection that is about to be made. Raises ForbiddenSocketError."""
        family, kind, proto, _, address = info
        if not self.permits(str(address[0])):
            raise ForbiddenSocketError
        return socket.socket(family=family, type=kind, proto=proto)


class GuardedResolver(AbstractResolver):
    """Looks hosts up, and knows none that has an address which is not public."""

    def __init__(self, guard: Guard, *, lookup: Lookup) -> None:
        self._guard = guard
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of *host*. Raises OSError, AddressNotPublicError."""
        found = await self._lookup(host)
        # A public site has no address elsewhere beside its own; one that has leads somewhere on purpose.
        if not all(map(self._guard.permits, found)):
            raise AddressNotPublicError(host=host)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Close nothing."""


async def look_up(host: str) -> tuple[str, ...]:
    """Return the addresses of *host*, the best first. Raises OSError.

    It has a thread of its own, which nothing waits for: whoever answers for a name may keep it for minutes,
    and those that everything else shares are few.
    """
    answer: Future[tuple[str, ...]] = Future()
    answer.set_running_or_notify_cancel()
    Thread(target=_look_up, args=(host, answer), daemon=True).start()
    return await asyncio.wrap_future(answer)


def _look_up(host: str, answer: Future[tuple[str, ...]]) -> None:
    try:
        infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except UnicodeError:  # a label that is empty or too long
        answer.set_exception(socket.gaierror(socket.EAI_NONAME, "no name of a host"))
    except OSError as error:
        answer.set_exception(error)
    else:
        answer.set_result(tuple(dict.fromkeys(str(info[4][0]) for info in infos)))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether *address* is one of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in GIVEN_OUT_V6 and not any(address in network for network in SPECIAL_V6)
