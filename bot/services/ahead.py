"""Pages of a database that are read while those before them are worked on in a thread."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TypeVar

Page = TypeVar("Page")


async def ahead(pages: AsyncGenerator[Page, None]) -> AsyncGenerator[Page, None]:
    """Yield what *pages* yields, having the next one made while this one is worked on."""
    making = asyncio.ensure_future(anext(pages, None))
    try:
        while (page := await making) is not None:
            making = asyncio.ensure_future(anext(pages, None))
            yield page
    finally:
        # Whoever stops early waits for the page under way: its connection is needed whole.
        await asyncio.wait([making])
        if not making.cancelled():
            making.exception()  # or it would be in the log: whoever stopped has a reason of their own
