"""Running a program and reading off what it cost, for every benchmark here."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of a program took."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: int  # bytes of memory


def run(command: Sequence[str], *, environment: dict[str, str] | None = None, feed: bytes = b"") -> Cost:
    """Run *command* to its end, its output thrown away. Raises CalledProcessError when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(feed)
    process.stdin.close()
    said = process.stderr.read()
    process.stderr.close()
    # wait4 is the system's own account of this child alone.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss * unit)


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        wall=median(cost.wall for cost in costs),
        cpu=median(cost.cpu for cost in costs),
        peak=int(median(cost.peak for cost in costs)),
    )


def own_peak() -> int:
    """Return the most memory this process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
