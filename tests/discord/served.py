"""``causerie run`` as a process of its own, told to take the stub for Discord."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from api_stub.stub import Stub

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
# Whatever Python warns of is an error, but for what discord.py imports.
WARNINGS = "error,ignore:'audioop' is deprecated:DeprecationWarning"


class Served:
    """A process, what it says, and how it ends. Its database is in *folder*."""

    process: asyncio.subprocess.Process
    program: tuple[str, ...] = ("-m", "bot", "run")

    def __init__(self, stub: Stub, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.out = ""
        self.err = ""
        self._readers: list[asyncio.Task[None]] = []
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "LANG": "en_GB.UTF-8",
            "TERM": "dumb",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": WARNINGS,
            "PYTHONUNBUFFERED": "1",
            "CAUSERIE_DATABASE__URL": f"sqlite:///{folder / 'causerie.db'}",
            "CAUSERIE_DISCORD__TOKEN": stub.token,
            "CAUSERIE_DISCORD__API_URL": stub.url,
            "CAUSERIE_LANGUAGE": "en",
            **variables,
        }

    def hide(self, folder: Path) -> None:
        """Let the process find what is in *folder* in place of what is installed."""
        self._environment["PYTHONPATH"] = os.pathsep.join([str(folder), str(ROOT)])

    def let(self, name: str, value: str) -> None:
        """Let the process find *value* in its environment."""
        self._environment[name] = value

    async def start(self, *arguments: str, is_ready: bool = True) -> None:
        """Start; wait until it says that it is connected, unless the test has other plans."""
        self.out = self.err = ""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(*self.program, *arguments),
            cwd=self.folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._readers = [asyncio.create_task(self._read_out()), asyncio.create_task(self._read_err())]
        if is_ready:
            await self.until_said("Signed in to Discord")

    async def until_said(self, words: str) -> None:
        """Wait until it has said *words*, in its answers or in its log."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.out + self.err:
                if self.process.returncode is not None:
                    raise AssertionError(f"it ended with {self.process.returncode}: {self.err}")
                await asyncio.sleep(0.01)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(how)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended; return the exit code."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            await asyncio.gather(*self._readers)
        return code

    async def close(self) -> None:
        """End it, however the test went."""
        if not self._readers:
            return
        if self.process.returncode is None:
            self.process.kill()
        await self.ended()

    async def _read_out(self) -> None:
        async for line in _stream(self.process.stdout):
            self.out += _plain(line)

    async def _read_err(self) -> None:
        async for line in _stream(self.process.stderr):
            self.err += _plain(line)


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise AssertionError("it was started with pipes")
    return stream


def _plain(line: bytes) -> str:
    """Return *line* with plain spaces where French has others."""
    return line.decode().translate(str.maketrans("\u00a0\u202f", "  "))
