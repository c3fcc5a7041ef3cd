"""How gateway payloads travel: as text, or as one zlib or zstd stream for each connection."""

import zlib
from importlib import import_module
from typing import Any, Protocol

COMPRESSIONS = ("", "zlib-stream", "zstd-stream")


class Encoder(Protocol):
    """Turns the text of one payload into what goes into one WebSocket frame."""

    def encode(self, text: str) -> str | bytes:
        """Return the frame for *text*: text frames are strings, binary ones bytes."""
        ...


class PlainEncoder:
    """Sends payloads as they are."""

    def encode(self, text: str) -> str:
        """Return *text*."""
        return text


class ZlibEncoder:
    """One zlib stream, flushed after each payload."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(level=1)

    def encode(self, text: str) -> bytes:
        """Return the next piece of the stream, ending with the mark 00 00 FF FF."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdEncoder:
    """One zstd stream, flushed after each payload."""

    def __init__(self) -> None:
        # Only a client that has the library asks for this, so the stub does not need it otherwise.
        zstandard: Any = import_module("zstandard")
        self._stream: Any = zstandard.ZstdCompressor(level=1).compressobj()
        self._flush: int = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def encode(self, text: str) -> bytes:
        """Return the next piece of the stream, which decompresses to the whole of *text*."""
        compressed: bytes = self._stream.compress(text.encode()) + self._stream.flush(self._flush)
        return compressed


def encoder_for(compression: str) -> Encoder:
    """Return a new encoder for the ``compress`` parameter of a connection's address."""
    if compression == "zlib-stream":
        return ZlibEncoder()
    if compression == "zstd-stream":
        return ZstdEncoder()
    return PlainEncoder()
