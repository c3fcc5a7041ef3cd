"""What opening an address brings, apart from how it is opened, which takes a library that loads slowly."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.domain.fetch_errors import FetchOffError


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What there was at an address."""

    content: bytes = field(repr=False)
    name: str  # for people; its suffix says how the content is read
    charset: str | None  # as the server says, which need not be true
    address: str  # where it was found in the end


Fetch = Callable[[str], Coroutine[Any, Any, Page]]


async def refuse(_address: str) -> Page:
    """Open nothing. Raises FetchOffError."""
    raise FetchOffError
