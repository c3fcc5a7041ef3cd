"""The HTTP side of the stub: who asks, how often, what goes wrong; then the handler of the route answers."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic
from typing import Any

from aiohttp import web

from api_stub.bodies import check
from api_stub.errors import ApiError
from api_stub.faults import Fault, Faults, Planned
from api_stub.limits import RateLimits

PREFIX = "/api/v10"
HANGS = 600.0


@dataclass(slots=True, kw_only=True)
class Request:
    """A request as a handler sees it."""

    method: str
    path: str
    ids: tuple[str, ...]
    query: dict[str, str]
    body: Any = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    reason: str | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The ids in the path that are numbers."""
        return tuple(int(one) for one in self.ids if one.isdigit())


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A request that came, and how it was answered."""

    method: str
    path: str
    body: Any
    status: int
    code: int
    at: float
    problems: tuple[str, ...] = ()
    is_planned: bool = False  # the answer was a fault of the test's own


Handler = Callable[[Request], Awaitable[tuple[int, Any]]]


class Server:
    """Routes requests. ``requests`` has all that came; ``refusals`` those that Discord would mind."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.limits = RateLimits()
        self.faults = Faults()
        self.requests: list[Logged] = []
        self.clock_skew = timedelta(0)
        self._expected: set[int] = set()
        self._routes: list[tuple[str, re.Pattern[str], str, Handler, bool]] = []

    def route(self, method: str, template: str, handler: Handler, *, needs_token: bool = True) -> None:
        """Answer *method* on *template*, whose {} are ids, by *handler*."""
        pattern = re.compile("^" + re.escape(template).replace(r"\{\}", "([^/]+)") + "$")
        self._routes.append((method, pattern, template, handler, needs_token))
        # A word in a place goes before an id there.
        self._routes.sort(key=lambda route: [part == "{}" for part in route[2].split("/")])

    def expect(self, *codes: int) -> None:
        """Take refusals with these codes for what the test wants."""
        self._expected.update(codes)

    def refusals(self) -> list[Logged]:
        """Return the requests that Discord would not have taken, but for those that are expected."""
        return [one for one in self.requests if self._is_minded(one)]

    def _is_minded(self, one: Logged) -> bool:
        if one.is_planned:
            return False
        if 400 <= one.status < 500:
            return not {one.code, one.status} & self._expected
        return bool(one.problems)

    def invalid(self) -> int:
        """Return how many requests count towards the ten thousand that Discord takes it ill."""
        return sum(one.status in {401, 403, 429} and not one.is_planned for one in self.requests)

    def sent(self, method: str, path: str) -> list[Logged]:
        """Return the requests of *method* whose path matches the pattern *path*."""
        return [one for one in self.requests if one.method == method and re.search(path, one.path)]

    async def serve(self, http: web.Request) -> web.StreamResponse:  # noqa: PLR0911 (one for each way it may end)
        """Answer one request."""
        path = http.path.removeprefix(PREFIX)
        found = self._find(http.method, path)
        if found is None:
            self._log(http.method, path, None, status=404, code=0)
            return _json({"message": "404: Not Found", "code": 0}, status=404)
        template, handler, needs_token, ids = found
        if needs_token and http.headers.get("Authorization") != f"Bot {self.token}":
            self._log(http.method, path, None, status=401, code=0)
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        body, files = await _read(http)
        request = Request(
            method=http.method, path=path, ids=ids, query=dict(http.query), body=body, files=files
        )
        planned = self.faults.strike(http.method, path)
        if planned is not None and planned.fault in {Fault.STATUS, Fault.HANG, Fault.RESET}:
            status = planned.status if planned.fault is Fault.STATUS else 0
            self._log(http.method, path, body, status=status, code=planned.code, is_planned=True)
            return await self._fail(http, planned, request)
        bucket = self.limits.bucket(request, template)
        wait = self.limits.wait(request, template)
        if wait is not None:
            self._log(http.method, path, body, status=429, code=0)
            return _too_many(*wait)
        status, answer = await self._answer(handler, request)
        if planned is not None:
            return await self._fail(http, planned, request)
        headers = {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{datetime.now(UTC).timestamp() + bucket.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{bucket.reset_after:.3f}",
            "X-RateLimit-Bucket": bucket.name,
            "Date": format_datetime(datetime.now(UTC) + self.clock_skew, usegmt=True),
            "Via": "1.1 stub",
        }
        if not self.limits.is_on or template.startswith("/interactions/"):
            headers = {name: value for name, value in headers.items() if not name.startswith("X-")}
        if answer is None:
            return web.Response(status=status, headers=headers)
        return _json(answer, status=status, headers=headers)

    def _find(self, method: str, path: str) -> tuple[str, Handler, bool, tuple[str, ...]] | None:
        for verb, pattern, template, handler, needs_token in self._routes:
            match = pattern.match(path) if verb == method else None
            if match:
                return template, handler, needs_token, match.groups()
        return None

    async def _answer(self, handler: Handler, request: Request) -> tuple[int, Any]:
        problems = check(request.method, request.path, request.body) if request.body is not None else ()
        try:
            status, answer = await handler(request)
        except ApiError as error:
            code = int(error.body["code"])
            self._log(
                request.method, request.path, request.body, status=error.status, code=code, problems=problems
            )
            return error.status, error.body
        except Exception as error:
            # discord.py would repeat the request and hide what is wrong with the stub itself.
            strange = f"the stub failed: {error!r}"
            self._log(request.method, request.path, request.body, status=500, code=0, problems=(strange,))
            raise
        self._log(request.method, request.path, request.body, status=status, code=0, problems=problems)
        return status, answer

    async def _fail(self, http: web.Request, planned: Planned, request: Request) -> web.StreamResponse:
        if planned.fault in {Fault.RESET, Fault.RESET_AFTER}:
            if http.transport is not None:
                http.transport.abort()
            raise asyncio.CancelledError
        if planned.fault in {Fault.HANG, Fault.HANG_AFTER}:
            await asyncio.sleep(HANGS)
        if planned.status == 429:
            return _too_many(planned.retry_after, planned.scope)
        return _json({"message": "The stub fails", "code": planned.code}, status=planned.status)

    def _log(
        self,
        method: str,
        path: str,
        body: Any,
        *,
        status: int,
        code: int,
        problems: tuple[str, ...] = (),
        is_planned: bool = False,
    ) -> None:
        self.requests.append(
            Logged(
                method=method,
                path=path,
                body=body,
                status=status,
                code=code,
                at=monotonic(),
                problems=problems,
                is_planned=is_planned,
            )
        )


def _too_many(seconds: float, scope: str) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": scope == "global"}
    headers = {"Via": "1.1 stub", "Retry-After": f"{seconds:.3f}", "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    return _json(body, status=429, headers=headers)


def _json(body: Any, *, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    # discord.py reads JSON where the type is this and nothing else, not even a charset.
    encoded = json.dumps(body).encode()
    return web.Response(body=encoded, status=status, headers=headers, content_type="application/json")


async def _read(http: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    files: dict[str, tuple[str, bytes]] = {}
    if http.content_type != "multipart/form-data":
        raw = await http.read()
        return (json.loads(raw) if raw else None), files
    body: Any = None
    reader = await http.multipart()
    while (part := await reader.next()) is not None:
        name = getattr(part, "name", "") or ""
        content = bytes(await part.read())  # type: ignore[union-attr]  # no part of ours is itself in parts
        if name == "payload_json":
            body = json.loads(content)
        else:
            files[name] = (str(getattr(part, "filename", "") or "file"), content)
    return body, files
