"""A ZIP archive written from its beginning to its end, into a file that is never sought in or read.

One that is given up stays without its directory, so that nothing takes it for whole. Equal content makes
equal bytes: no entry says when it was written.
"""

from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.exports.sink import Sink


class ZipStream:
    """An archive while it grows; its entries come one after another, each of less than 2 GiB."""

    def __init__(self, file: BinaryIO, *, level: int) -> None:
        self._sink = Sink(file)
        self._zip = _Zip(self._sink, "w", compression=ZIP_DEFLATED, compresslevel=level)

    def put(self, name: str, content: str) -> None:
        """Add an entry that is whole."""
        entry = self.begin(name)
        entry.write(content)
        entry.end()

    def begin(self, name: str) -> "Entry":
        """Begin an entry; the one before it has ended."""
        return Entry(self._zip, name, sink=self._sink)

    def finish(self) -> None:
        """Write the directory, and close the file."""
        with self._sink.wanted():
            self._zip.close()
        self._sink.end()


class Entry:
    """A file in an archive while it grows."""

    def __init__(self, archive: ZipFile, name: str, *, sink: Sink) -> None:
        self._sink = sink
        with sink.wanted():
            self._file = archive.open(name, "w")

    def write(self, content: str) -> int:
        """Append *content*, and return how many bytes that is before it is compressed."""
        with self._sink.wanted():
            return self._file.write(content.encode())

    def end(self) -> None:
        """End it."""
        with self._sink.wanted():
            self._file.close()


class _Zip(ZipFile):
    """An archive that does not mind being thrown away in the middle of an entry."""

    def __del__(self) -> None:
        """Leave everything as it is."""
