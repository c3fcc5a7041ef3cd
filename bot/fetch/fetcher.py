"""Opens an address of the web for somebody, and brings back the page there, or the reason why not.

Nothing is sent along that says more than who asks: no cookies, no passwords, not the page one comes from.
Nothing is believed of what comes back: not its size, its type, how it is packed, nor where it leads.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import metadata

import aiohttp
from yarl import URL

from bot.articles.decode import MAX_BYTES
from bot.domain.errors import BotError
from bot.domain.fetch_errors import (
    AddressNotPublicError,
    AddressWrongError,
    DowngradeError,
    FetchTimeoutError,
    HostUnknownError,
    HostUnprovenError,
    HostUnreachableError,
    PageAnswerError,
    PageBusyError,
    PageFailingError,
    PageIncompleteError,
    PageMissingError,
    PageRefusedError,
    RobotsRefusedError,
    RobotsUnknownError,
    TooManyRedirectsError,
)
from bot.fetch import body, kinds
from bot.fetch.body import Body
from bot.fetch.guard import ForbiddenSocketError, Guard, GuardedResolver, Lookup, look_up
from bot.fetch.page import Page
from bot.fetch.robots import LONGEST, Rule, may_read, read_rules, size_of

PATIENCE = 10.0  # seconds for all of it
REDIRECTS = 5
REDIRECTING = frozenset({301, 302, 303, 307, 308})
# So many pages are opened at once; whoever asks for one more waits.
AT_ONCE = 4
LONGEST_ADDRESS = 2_000
# How long it is remembered what a site lets programs read, and of how many sites.
ROBOTS_FOR = 3_600.0  # seconds
ROBOTS_OF = 200
# How much of them in all: a site may say 60,000 things, and whoever means harm has any number of sites.
ROBOTS_SIZE = 20_000_000  # bytes, roughly


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a site lets programs read."""

    rules: tuple[Rule, ...] = ()
    size: int = 0
    until: float = 0.0


class Fetcher:
    """Opens addresses that *guard* lets it open, under its own name and *contact*, who answers for it."""

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        contact: str = "",
        lookup: Lookup = look_up,
        patience: float = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guard = guard or Guard()
        self._contact = contact
        self._lookup = lookup
        self._patience = patience
        self._monotonic = monotonic
        self._room = asyncio.Semaphore(AT_ONCE)
        self._robots: dict[URL, _Known] = {}

    async def fetch(self, address: str) -> Page:
        """Return the page at *address*. Raises what is in ``bot.domain.fetch_errors``."""
        url = to_url(address)
        self._guard.check(url)
        async with self._room:
            try:
                async with asyncio.timeout(self._patience), self._session() as session:
                    return await self._page(session, url)
            except TimeoutError:
                raise FetchTimeoutError(host=url.host, seconds=f"{self._patience:g}") from None

    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(self._guard, lookup=self._lookup),
                socket_factory=self._guard.open_socket,
                use_dns_cache=False,
            ),
            headers={
                "User-Agent": user_agent(self._contact),
                "Accept": kinds.ACCEPTED,
                "Accept-Encoding": body.ACCEPTED,
            },
            timeout=aiohttp.ClientTimeout(total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,  # no proxies, no passwords
        )

    async def _page(self, session: aiohttp.ClientSession, url: URL) -> Page:
        async with self._follow(session, url, obeys=True) as (response, final):
            refuse_status(response.status, host=final.host or "")
            has_type = "Content-Type" in response.headers
            media = response.content_type if has_type else ""
            kinds.refuse_kind(media)
            content = await read_body(response, limit=MAX_BYTES, host=final.host or "")
            return Page(
                content=content,
                name=kinds.to_name(final, media, content),
                charset=response.charset if has_type else None,
                address=str(final),
            )

    @asynccontextmanager
    async def _follow(
        self, session: aiohttp.ClientSession, url: URL, *, obeys: bool
    ) -> AsyncIterator[tuple[aiohttp.ClientResponse, URL]]:
        """Open *url*, and whatever it leads to, each looked at as if somebody had typed it."""
        for _ in range(REDIRECTS + 1):
            self._guard.check(url)
            if obeys:
                await self._obey_robots(session, url)
            async with explained(url), session.get(url, allow_redirects=False) as response:
                if response.status not in REDIRECTING:
                    yield response, url
                    return
                url = next_address(url, response.headers.get("Location", ""))
        raise TooManyRedirectsError(limit=REDIRECTS)

    async def _obey_robots(self, session: aiohttp.ClientSession, url: URL) -> None:
        site = url.origin()
        known = self._robots.get(site, _Known())
        if known.until <= self._monotonic():
            rules = await self._rules(session, site)
            known = _Known(rules=rules, size=size_of(rules), until=self._monotonic() + ROBOTS_FOR)
            self._remember(site, known)
        if not may_read(known.rules, url):
            raise RobotsRefusedError(host=url.host)

    def _remember(self, site: URL, known: _Known) -> None:
        """Remember what *site* lets us read, and forget the oldest where that is too much."""
        self._robots.pop(site, None)
        room = ROBOTS_SIZE - known.size
        while self._robots and (
            len(self._robots) >= ROBOTS_OF or sum(one.size for one in self._robots.values()) > room
        ):
            del self._robots[next(iter(self._robots))]
        self._robots[site] = known

    async def _rules(self, session: aiohttp.ClientSession, site: URL) -> tuple[Rule, ...]:
        """Return what *site* lets us read: where it says nothing everything, where it fails nothing."""
        try:
            async with self._follow(session, site / "robots.txt", obeys=False) as (response, final):
                # RFC 9309, sections 2.3.1.3 and 2.3.1.4.
                if response.status >= 500:  # noqa: PLR2004 (HTTP's server errors)
                    raise RobotsUnknownError(host=site.host)
                if response.status != 200:  # noqa: PLR2004 (HTTP's OK)
                    return ()
                host = final.host or ""
                content = await read_body(response, limit=LONGEST, host=host, is_cut=True)
        except TooManyRedirectsError:
            return ()
        return await asyncio.to_thread(read_rules, content)


def to_url(address: str) -> URL:
    """Return what somebody typed or pasted as an address. Raises AddressWrongError."""
    typed = address.strip()
    if typed.startswith("<") and typed.endswith(">"):  # which keeps Discord from showing the page
        typed = typed[1:-1].strip()
    if "://" not in typed.partition("?")[0]:
        typed = f"https://{typed}"
    if len(typed) > LONGEST_ADDRESS or not typed.isprintable() or " " in typed:
        raise AddressWrongError
    try:
        return URL(typed).with_fragment(None)
    except ValueError as error:
        raise AddressWrongError from error


def next_address(url: URL, location: str) -> URL:
    """Return where *url* leads. Raises AddressWrongError, DowngradeError."""
    try:
        following = url.join(URL(location)).with_fragment(None)
        host = following.host
    except ValueError as error:
        raise AddressWrongError from error
    if not location or len(str(following)) > LONGEST_ADDRESS:
        raise AddressWrongError
    # Whoever asked for https was promised that nobody on the way changes what the page says.
    if url.scheme == "https" and following.scheme == "http":
        raise DowngradeError(host=host)
    return following


def user_agent(contact: str) -> str:
    """Return who we say we are: the program, its version, and where to complain."""
    known = metadata("causerie")
    homes = (home.rpartition(",")[2].strip() for home in known.get_all("Project-URL", []))
    where = contact or next(homes, "")
    return f"Causerie/{known['Version']}" + (f" (+{where})" if where else "")


def refuse_status(status: int, *, host: str) -> None:
    """Raise the reason why there is no page, if *status* says so."""
    if status in {404, 410}:
        raise PageMissingError(host=host)
    if status == 429:  # noqa: PLR2004 (Too Many Requests)
        raise PageBusyError(host=host)
    if 400 <= status < 500:  # noqa: PLR2004 (HTTP's client errors)
        raise PageRefusedError(host=host, status=status)
    if status not in {200, 203}:
        raise PageFailingError(host=host, status=status)


async def read_body(
    response: aiohttp.ClientResponse, *, limit: int, host: str, is_cut: bool = False
) -> bytes:
    """Return what *response* holds, unpacked. Raises PageTooLargeError, PageIncompleteError."""
    packing = response.headers.get("Content-Encoding", "")
    came = Body(packing, limit=limit, host=host, is_cut=is_cut)
    async for chunk in response.content.iter_any():
        came.add(chunk)
        if came.is_full:
            response.close()
            break
    return came.content()


@asynccontextmanager
async def explained(url: URL) -> AsyncIterator[None]:
    """Say in our words what goes wrong with *url*."""
    try:
        yield
    except (aiohttp.ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise explanation(error, host=url.host or "") from error


def explanation(error: Exception, *, host: str) -> BotError:  # noqa: PLR0911 (one for each kind)
    """Return what *error*, met on the way to *host*, means."""
    if isinstance(error, aiohttp.InvalidURL):
        return AddressWrongError()
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return HostUnprovenError(host=host)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return HostUnknownError(host=host)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ForbiddenSocketError):
        return AddressNotPublicError(host=host)
    if isinstance(error, aiohttp.ClientPayloadError):
        return PageIncompleteError(host=host)
    if isinstance(error, aiohttp.ClientResponseError):
        return PageAnswerError(host=host)
    return HostUnreachableError(host=host)
