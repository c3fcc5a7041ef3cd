"""A web site on loopback that does what it is told: pages, and whatever else may come over a wire."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_network
from types import TracebackType
from typing import Self

import pytest

from bot.domain.errors import BotError
from bot.fetch.fetcher import Fetcher
from bot.fetch.guard import Guard

LOOPBACK = "127.0.0.1"
SITE = "site.test"
# What whoever wants to speak TLS begins with.
HANDSHAKE = b"\x16"

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asked for, with the headers by their names in lower case."""

    path: str
    headers: dict[str, str]


class Web:
    """The site, under any name: ``Web.look_up`` is the only name service there is.

    What is not there is answered with 404, its rules for robots as well.
    """

    port: int

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.addresses: dict[str, list[tuple[str, ...]]] = {}  # answers in turn, the last for good
        self.looked_up: list[str] = []
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    def url(self, path: str = "/", *, host: str = SITE) -> str:
        """Return the address of *path*."""
        return f"{'http' if self._tls is None else 'https'}://{host}:{self.port}{path}"

    def page(
        self,
        path: str,
        content: str | bytes,
        *,
        media: str | None = "text/html; charset=utf-8",
        status: str = "200 OK",
        **headers: str,
    ) -> str:
        """Let there be a page at *path*; return its address. An underscore in a header's name is a hyphen."""
        body = content.encode() if isinstance(content, str) else content
        given = {"Content-Length": str(len(body)), "Connection": "close"}
        if media is not None:
            given["Content-Type"] = media
        for name, value in headers.items():
            given[name.replace("_", "-").title()] = value
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return self.says(path, f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    def redirect(self, path: str, to: str, *, status: str = "302 Found") -> str:
        """Let *path* lead elsewhere; return its address."""
        return self.page(path, "", status=status, location=to)

    def says(self, path: str, said: bytes) -> str:
        """Let the very bytes *said* be the answer at *path*; return its address."""

        async def answer(writer: asyncio.StreamWriter) -> None:
            writer.write(said)
            await writer.drain()

        return self.does(path, answer)

    def does(self, path: str, answer: Answer) -> str:
        """Let *answer* be done at *path*; return its address."""
        self.answers[path] = answer
        return self.url(path)

    def fetcher(self, *, patience: float = 10.0, guard: Guard | None = None, contact: str = "") -> Fetcher:
        """Return what opens this site's pages, and nothing else of this machine."""
        return Fetcher(guard=guard or self.guard(), lookup=self.look_up, patience=patience, contact=contact)

    async def refusal(self, address: str, *, patience: float = 10.0) -> BotError:
        """Return the reason why *address* is not read."""
        with pytest.raises(BotError) as raised:
            await self.fetcher(patience=patience).fetch(address)
        return raised.value

    def guard(self) -> Guard:
        """Return what lets loopback's one address be opened, on this site's port."""
        return Guard(permitted=(ip_network(LOOPBACK),), ports=frozenset({self.port}))

    async def look_up(self, host: str) -> tuple[str, ...]:
        """Return the addresses that *host* has by now."""
        self.looked_up.append(host)
        turns = self.addresses.get(host, [(LOOPBACK,)])
        if not turns:
            raise OSError("no such host")
        return turns.pop(0) if len(turns) > 1 else turns[0]

    def paths(self) -> list[str]:
        """Return what was asked for, but for rules."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._answer(reader, writer)
        finally:
            with suppress(OSError):
                writer.close()
            self._writers.discard(writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            begun = await reader.readexactly(1)
            if begun == HANDSHAKE:
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            head = (begun + await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.splitlines()
            pairs = (line.partition(":") for line in lines if line)
            headers = {name.casefold(): value.strip() for name, _, value in pairs}
            path = first.split()[1]
            self.asked.append(Asked(path=path, headers=headers))
            if path not in self.answers:
                self.page(path, "There is nothing.", status="404 Not Found")
            await self.answers[path](writer)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """A site without a page."""
    async with Web() as opened:
        yield opened
