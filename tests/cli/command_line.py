"""The command line as an operator meets it: a process of its own, in an environment that is clean."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.main import main

ROOT = Path(__file__).parents[2]

PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."

[[facts]]
id = "f2"
text = "A bakery has used the rebuilt mill since 1950."

[[questions]]
id = "q1"
text = "Should the mill have been rebuilt?"

[[questions]]
id = "q2"
text = "What should become of it?"
"""

LEAVES = (
    "demo",
    "chat",
    "article add",
    "article read",
    "article list",
    "article pack",
    "article refresh",
    "lookup",
    "export",
    "export verify",
    "report",
    "doctor",
    "run",
    "db upgrade",
    "db backup",
    "db restore",
    "db check",
    "db new-key",
    "db encrypt",
    "db decrypt",
)


# Databases that were made in this process, by what was done to them.
MADE: dict[str, bytes] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


class CommandLine:
    """Runs commands in *home*, on the database there unless told otherwise."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "causerie.db"
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "USERPROFILE": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "LANG": "en_GB.UTF-8",
            "TERM": "dumb",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "CAUSERIE_DATABASE__URL": f"sqlite:///{self.database}",
        }

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a command with pipes on all sides."""
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.home,
            env=self.environment | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, stdin: str | bytes = b"", **variables: str) -> Ran:
        """Run a command to its end in a process of its own."""
        with self.start(*arguments, **variables) as process:
            out, err = process.communicate(stdin.encode() if isinstance(stdin, str) else stdin, timeout=25)
        return Ran(code=process.returncode, out=readable(out), err=readable(err))

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.home / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


class Here:
    """Runs commands in this process, which is faster and seen by coverage."""

    def __init__(
        self, line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.line = line
        self._capsys = capsys
        for name in list(os.environ):
            if name.startswith("CAUSERIE_") or name in {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR"}:
                monkeypatch.delenv(name)
        for name, value in line.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(line.home)

    def __call__(self, *arguments: str) -> Ran:
        """Run a command."""
        try:
            code = main(arguments)
        finally:
            # What other tests left is to be collected here as well: it may say that something was not closed.
            gc.unfreeze()
        captured = self._capsys.readouterr()
        return Ran(code=code, out=spaced(captured.out), err=spaced(captured.err))

    def add_mill(self) -> None:
        """Add the small article of these tests."""
        pack = self.line.write("mill.toml", PACK)

        def add() -> None:
            assert self("article", "add", str(pack), "--yes").code == 0

        self.once("mill", add)

    def once(self, name: str, make: Callable[[], None]) -> None:
        """Have the database that *make* makes, known by *name*: where it did so before, a copy of that."""
        path = self.line.database
        is_new = not path.exists() and os.environ.get("CAUSERIE_DATABASE__URL") == f"sqlite:///{path}"
        if is_new and name in MADE:
            path.write_bytes(MADE[name])
        else:
            make()
            if is_new:
                MADE[name] = path.read_bytes()


def readable(content: bytes) -> str:
    """Return what was written, with plain spaces."""
    return spaced(content.decode("utf-8", errors="replace"))


def spaced(text: str) -> str:
    """Return *text* with plain spaces where French has others."""
    return text.translate(str.maketrans("\u00a0\u202f", "  "))


def is_one_clear_line(ran: Ran) -> bool:
    """Return whether a command failed with one line on standard error, and nothing worse."""
    return ran.code in {1, 2} and "Traceback" not in ran.err and len(ran.err.strip().splitlines()) == 1
