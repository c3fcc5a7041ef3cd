"""A file for libraries that end what they write even when it was given up, so that half would look whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO


class Sink:
    """A file that is written to while that is wanted, and at no other time.

    It has no ``tell``, so that it is taken for a pipe: nothing in it is gone back to.
    """

    closed = False  # asked for by pyarrow

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._is_wanted = False

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Let what is written meanwhile through."""
        self._is_wanted = True
        try:
            yield
        finally:
            self._is_wanted = False

    def write(self, content: bytes) -> int:
        """Append *content*, if it is wanted."""
        if self._is_wanted:
            self._file.write(content)
        return len(content)

    def flush(self) -> None:
        """Do nothing: what flushes a file is its owner."""

    def close(self) -> None:
        """Do nothing before the file is whole."""

    def end(self) -> None:
        """Close the file, which is whole."""
        self._file.close()
