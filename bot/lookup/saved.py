"""A segment as the content of a file, which can be mapped back into memory in milliseconds.

It is a line of JSON that tells what arrays follow, then the arrays as they are in memory. It is a cache:
whatever is wrong with it, it is made anew.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.lookup.segment import Segment

VERSION = 1  # raise it whenever what the arrays hold changes: words, stems, signatures
_ALIGNED = 64  # bytes
_LONGEST_HEAD = 64 * 1024


class UnreadableIndexError(Exception):
    """A file is not a segment that this version has written whole."""


def pieces(segment: Segment, *, label: str) -> Iterator[bytes | memoryview]:
    """Yield the content of a file that holds *segment*; *label* says of what."""
    described: list[dict[str, Any]] = []
    offset = 0
    for name, array in segment.arrays.items():
        described.append({"name": name, "type": array.dtype.str, "length": len(array), "at": offset})
        offset += _padded(array.nbytes)
    head = json.dumps({"version": VERSION, "label": label, "size": offset, "arrays": described}).encode()
    yield head.ljust(_padded(len(head) + 1) - 1) + b"\n"
    for array in segment.arrays.values():
        yield np.ascontiguousarray(array).view(np.uint8).data
        yield bytes(_padded(array.nbytes) - array.nbytes)


def unpacked(content: NDArray[np.uint8], *, label: str) -> Segment:
    """Return the segment that *content* holds, without reading more of it than is needed.

    Raises UnreadableIndexError.
    """
    head = content[:_LONGEST_HEAD].tobytes().partition(b"\n")[0]
    try:
        told = json.loads(head)
        if (told["version"], told["label"]) != (VERSION, label):
            raise UnreadableIndexError("of another version, or of something else")
        start = len(head) + 1
        if len(content) != start + told["size"]:
            raise UnreadableIndexError("not whole")
        return Segment({one["name"]: _array(content[start:], one) for one in told["arrays"]})
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UnreadableIndexError("not an index") from error


def _array(content: NDArray[np.uint8], told: dict[str, Any]) -> NDArray[Any]:
    kind = np.dtype(told["type"])
    size = told["length"] * kind.itemsize
    return np.asarray(content[told["at"] : told["at"] + size].view(kind))


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
