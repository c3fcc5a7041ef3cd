"""Discord's gateway on loopback: real clients identify, get events and resume; tests watch and disturb it."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any

from aiohttp import web

from api_stub.gateway_codes import Close
from api_stub.gateway_compression import COMPRESSIONS, encoder_for
from api_stub.gateway_connection import Connection
from api_stub.gateway_faults import GatewayFaults
from api_stub.gateway_protocol import API_VERSION, hold_conversation

_POLL_SECONDS = 0.005
_FLOOD_BATCH = 64


class Gateway(GatewayFaults):
    """The gateway of one bot, by its token, telling of one world."""

    async def serve_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one client, as an aiohttp handler of any path."""
        if self._refusals > 0:
            self._refusals -= 1
            raise web.HTTPServiceUnavailable
        compression = request.query.get("compress", "")
        if compression not in COMPRESSIONS or request.query.get("encoding", "json") != "json":
            raise web.HTTPBadRequest
        # The stream has a compression of its own; the WebSocket's would hide what is in it.
        websocket = web.WebSocketResponse(compress=False, autoclose=True, timeout=1.0)
        await websocket.prepare(request)
        if request.query.get("v") != str(API_VERSION):
            await websocket.close(code=Close.INVALID_VERSION)
            return websocket
        connection = Connection(websocket, encoder=encoder_for(compression), request=request)
        await hold_conversation(self, connection, websocket)
        return websocket

    async def flood(
        self,
        payloads: Iterable[Mapping[str, Any]],
        *,
        rate: float | None = None,
        event: str = "MESSAGE_CREATE",
    ) -> float:
        """Send *payloads* as fast as clients take them, or *rate* a second; return the seconds it took.

        They are serialised before the clock starts. Held, doubled and unavailable do not apply.
        """
        queues = []
        for payload in payloads:
            guild = int(payload["guild_id"])
            for session in self.live_sessions:
                if session.covers(guild):
                    data = self.fitted(event, payload, session=session)
                    queues.append((session, json.dumps(data, separators=(",", ":"))))
        began = monotonic()
        for number, (session, text) in enumerate(queues, 1):
            session.emit(event, text)
            if rate is not None:
                await asyncio.sleep(max(0.0, began + number / rate - monotonic()))
            elif number % _FLOOD_BATCH == 0:
                await self.flushed()
        await self.flushed()
        return monotonic() - began

    async def burst(
        self, payloads: Iterable[Mapping[str, Any]], *, event: str = "MESSAGE_CREATE"
    ) -> Callable[[], None]:
        """Make *payloads* ready to the last byte, and return what sends them all at once.

        Whatever a client is sent before that breaks its stream.
        """
        texts: dict[str, list[str]] = {session.id: [] for session in self.live_sessions}
        for payload in payloads:
            for session in self.live_sessions:
                if session.covers(int(payload["guild_id"])):
                    data = self.fitted(event, payload, session=session)
                    texts[session.id].append(json.dumps(data, separators=(",", ":")))
        await self.flushed()
        bursts = [self.sessions[session].burst(event, some) for session, some in texts.items()]

        def send() -> None:
            for connection, frames in bursts:
                connection.send_raw(frames)

        return send

    async def flushed(self) -> None:
        """Wait until everything sent so far has been handed to the sockets."""
        for connection in list(self.connections):
            await connection.flushed()

    async def until(self, condition: Callable[[], object], *, timeout: float = 20.0) -> None:  # noqa: ASYNC109 (how long a test waits before it fails)
        """Wait until *condition* holds."""
        async with asyncio.timeout(timeout):
            while not condition():  # noqa: ASYNC110 (a condition of any kind has no event to wait for)
                await asyncio.sleep(_POLL_SECONDS)

    async def wait_ready(self, *, shards: int = 1) -> None:
        """Wait until so many sessions are live and have been told all that READY brings."""
        await self.until(lambda: len(self.live_sessions) >= shards)
        await self.flushed()

    async def wait_identified(self, count: int) -> None:
        """Wait until clients have identified *count* times in all."""
        await self.until(lambda: len(self.identifies) >= count)

    async def wait_resumed(self, count: int = 1) -> None:
        """Wait until clients have resumed successfully *count* times in all."""
        await self.until(lambda: sum(resume.is_accepted for resume in self.resumes) >= count)

    async def stop(self) -> None:
        """Cut every connection and wait until their handlers are done."""
        self.drop()
        await self.until(lambda: not self.connections)
