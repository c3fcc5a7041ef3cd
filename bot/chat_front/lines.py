"""Reads what a script pipes in, line by line, without ever holding the program up."""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator

# Lines read ahead of those that have been answered.
AHEAD = 100
BLOCK = 65_536


async def piped_lines(descriptor: int) -> AsyncIterator[str]:
    """Yield the lines of the open file *descriptor*; bytes that are not UTF-8 become U+FFFD.

    A thread does the reading, since a regular file cannot be waited for. It reads the descriptor itself: one
    that waits inside ``sys.stdin`` would hold that lock when the interpreter ends.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    places = threading.Semaphore(AHEAD)

    def hand_over(line: str | None) -> bool:
        places.acquire()
        try:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        except RuntimeError:  # the loop has been closed: nobody listens any more
            return False
        return True

    def read() -> None:
        pending = b""
        with contextlib.suppress(OSError):  # what cannot be read has ended
            while block := os.read(descriptor, BLOCK):
                *whole, pending = (pending + block).split(b"\n")
                if not all(hand_over(_decode(line)) for line in whole):
                    return
        if pending:
            hand_over(_decode(pending))
        hand_over(None)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    while (line := await lines.get()) is not None:
        places.release()
        yield line


def _decode(line: bytes) -> str:
    return line.decode("utf-8-sig", errors="replace").rstrip("\r")
