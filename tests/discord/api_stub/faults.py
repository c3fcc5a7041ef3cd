"""What goes wrong over HTTP, at the word of a test."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """How a request fares."""

    STATUS = "status"  # answered with *status*, without effect
    HANG = "hang"  # no answer, no effect, until the client gives up
    HANG_AFTER = "hang_after"  # takes effect, no answer
    RESET = "reset"  # cut before it takes effect
    RESET_AFTER = "reset_after"  # takes effect, cut before the answer
    LOST_AFTER = "lost_after"  # takes effect, answered with *status*


@dataclass(slots=True, kw_only=True)
class Planned:
    """A fault that waits for its request."""

    method: str
    path: re.Pattern[str]
    fault: Fault
    status: int
    code: int
    retry_after: float
    scope: str
    left: int


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []
        self.struck = 0

    def next(
        self,
        method: str,
        path: str,
        fault: Fault,
        *,
        status: int = 500,
        code: int = 0,
        retry_after: float = 1.0,
        scope: str = "shared",
        times: int = 1,
    ) -> None:
        """Let the next *times* requests of *method* whose path matches the pattern *path* fare like that."""
        pattern = re.compile(path)
        self._planned.append(
            Planned(
                method=method,
                path=pattern,
                fault=fault,
                status=status,
                code=code,
                retry_after=retry_after,
                scope=scope,
                left=times,
            )
        )

    def strike(self, method: str, path: str) -> Planned | None:
        """Return the fault that a request meets, if any."""
        for planned in self._planned:
            if planned.left and planned.method in {method, "*"} and planned.path.search(path):
                planned.left -= 1
                self.struck += 1
                return planned
        return None

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._planned.clear()
