"""A page as it comes in, unpacked as it comes, and never more of it than is wanted."""

import zlib

from bot.domain.fetch_errors import PageIncompleteError, PagePackingError, PageTooLargeError

# What is asked for: Python unpacks these by itself, as little at a time as one likes.
ACCEPTED = "gzip, deflate"
_GZIP = frozenset({"gzip", "x-gzip"})
_DEFLATE = "deflate"
_PLAIN = frozenset({"", "identity"})
# Archives one after another: a site has a few, and thousands of empty ones would keep us busy.
_MOST_ARCHIVES = 100
# zlib's own numbers for what stands around the packed bytes.
_WITH_GZIP_HEADER = 16 + zlib.MAX_WBITS
_WITHOUT_HEADER = -zlib.MAX_WBITS


class Body:
    """What has come of a page from *host*, up to *limit* bytes; with *is_cut* the rest is left out."""

    def __init__(self, packing: str, *, limit: int, host: str, is_cut: bool = False) -> None:
        self._packing = packing.strip().casefold()
        if self._packing not in _GZIP | _PLAIN | {_DEFLATE}:
            raise PagePackingError(host=host, packing=packing[:40])
        self._limit = limit
        self._host = host
        self._is_cut = is_cut
        self._came = 0
        self._content = bytearray()
        self._waiting = b""
        self._unpacks: zlib._Decompress | None = None
        self._archives = 0
        self.is_full = False

    def add(self, chunk: bytes) -> None:
        """Take what came next. Raises PageTooLargeError, PageIncompleteError."""
        self._came += len(chunk)
        if self._packing in _PLAIN:
            self._content += chunk
        else:
            self._unpack(self._waiting + chunk)
        # Packed bytes count as well: an endless row of empty blocks unpacks to nothing.
        if max(len(self._content), self._came) > self._limit:
            if not self._is_cut:
                raise PageTooLargeError(limit=self._limit)
            self.is_full = True

    def content(self) -> bytes:
        """Return the page, once all of it has come. Raises PageIncompleteError."""
        if not self.is_full and (self._waiting or (self._unpacks is not None and not self._unpacks.eof)):
            raise PageIncompleteError(host=self._host)
        return bytes(self._content[: self._limit])

    def _unpack(self, packed: bytes) -> None:
        self._waiting = b""
        while packed:
            if self._unpacks is None or self._unpacks.eof:
                if self._content and not self._goes_on(packed):
                    return  # rubbish behind an archive, which everybody overlooks
                if len(packed) < 2:  # noqa: PLR2004 (the bytes that tell one kind from another)
                    self._waiting = packed
                    return
                self._archives += 1
                if self._archives > _MOST_ARCHIVES:
                    raise PageIncompleteError(host=self._host)
                self._unpacks = zlib.decompressobj(self._kind(packed))
            room = self._limit + 1 - len(self._content)
            if room <= 0:
                return
            try:
                self._content += self._unpacks.decompress(packed, room)
            except zlib.error as error:
                raise PageIncompleteError(host=self._host) from error
            packed = self._unpacks.unconsumed_tail or self._unpacks.unused_data

    def _goes_on(self, packed: bytes) -> bool:
        """Return whether *packed* begins another archive: gzip may be several, one after another."""
        return self._packing in _GZIP and b"\x1f\x8b".startswith(packed[:2])

    def _kind(self, packed: bytes) -> int:
        if self._packing in _GZIP:
            return _WITH_GZIP_HEADER
        # Half the servers mean zlib's format, as the standard does, and half what is inside of it.
        has_header = packed[0] & 0x0F == zlib.DEFLATED and int.from_bytes(packed[:2]) % 31 == 0
        return zlib.MAX_WBITS if has_header else _WITHOUT_HEADER
