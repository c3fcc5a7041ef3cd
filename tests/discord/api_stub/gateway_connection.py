"""One open WebSocket: its outgoing stream in order, its ways to end, and the rate of what comes in."""

import asyncio
import json
import socket
import struct
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from aiohttp import ClientConnectionResetError, WSCloseCode, web

from api_stub.gateway_compression import Encoder

SENDS_PER_WINDOW = 120
WINDOW_SECONDS = 60.0


class Connection:
    """A client's connection. Sending never waits: a task writes what is queued."""

    def __init__(self, websocket: web.WebSocketResponse, *, encoder: Encoder, request: web.Request) -> None:
        self.url = f"ws://{request.host}{request.path}"
        self.compression = request.query.get("compress", "")
        self.session_id: str | None = None
        self.client_close: int | None = None
        self.server_close: int | None = None
        self._websocket = websocket
        self._encoder = encoder
        self._transport = request.transport
        self._queue: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._received: deque[float] = deque()
        self._writer = asyncio.create_task(self._write())
        self._closer: asyncio.Task[None] | None = None
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether payloads can still be sent."""
        return self._is_open

    def send(self, payload: Mapping[str, Any]) -> None:
        """Queue one payload."""
        self.send_text(json.dumps(payload, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        """Queue the text of one payload, whatever is in it."""
        if self._is_open:
            self._queue.put_nowait(text)

    def send_frame(self, frame: bytes) -> None:
        """Queue a binary frame that bypasses the compression, and so breaks it."""
        if self._is_open:
            self._queue.put_nowait(frame)

    def framed(self, text: str) -> bytes:
        """Return *text* as the next part of the stream, in a frame of its own (RFC 6455, section 5.2)."""
        content = self._encoder.encode(text)
        is_text = isinstance(content, str)
        body = content.encode() if isinstance(content, str) else content
        size = len(body)
        if size < 126:
            length = bytes([size])
        else:
            length = struct.pack("!BH", 126, size) if size < 2**16 else struct.pack("!BQ", 127, size)
        return bytes([0x81 if is_text else 0x82]) + length + body

    def send_raw(self, frames: bytes) -> None:
        """Write whole frames, as fast as the client takes them; what is sent later comes after."""
        if self._transport is not None:
            self._transport.write(frames)

    async def flushed(self) -> None:
        """Wait until everything queued so far has been handed to the socket, or the connection is gone."""
        await self._queue.join()

    def exceeds_rate(self) -> bool:
        """Count one payload from the client, and say whether it is one too many."""
        now = monotonic()
        self._received.append(now)
        while self._received[0] < now - WINDOW_SECONDS:
            self._received.popleft()
        return len(self._received) > SENDS_PER_WINDOW

    def close(self, code: int) -> None:
        """End the connection with *code*, after what is queued."""
        if self._is_open and self._closer is None:
            self.server_close = code
            self._closer = asyncio.create_task(self._close(code))

    def drop(self, *, reset: bool = False) -> None:
        """End the TCP connection without a close frame; with *reset*, by a reset packet."""
        self.end()
        if self._transport is None:
            return
        connection = self._transport.get_extra_info("socket")
        if reset and connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def end(self) -> None:
        """Stop writing; called when the connection is over."""
        self._is_open = False
        self._writer.cancel()
        while not self._queue.empty():
            self._queue.get_nowait()
            self._queue.task_done()

    async def closed(self) -> None:
        """Wait until the close frame asked for is on its way."""
        if self._closer is not None:
            await self._closer

    async def _close(self, code: int) -> None:
        await self._queue.join()
        with suppress(ConnectionError, ClientConnectionResetError):
            await self._websocket.close(code=code, message=b"", drain=True)
        self.end()

    async def _write(self) -> None:
        while True:
            item = await self._queue.get()
            try:
                frame = self._encoder.encode(item) if isinstance(item, str) else item
                if isinstance(frame, str):
                    await self._websocket.send_str(frame)
                else:
                    await self._websocket.send_bytes(frame)
            except (ConnectionError, ClientConnectionResetError):
                self._is_open = False
            finally:
                self._queue.task_done()


def close_code_of(message_data: object) -> int:
    """Return the code in the data of a close frame; a frame without one counts as abnormal."""
    return message_data if isinstance(message_data, int) else int(WSCloseCode.ABNORMAL_CLOSURE)
