"""Long lists, a page at a time: the page is in the buttons, so that nothing is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.commands.context import Context
from bot.commands.reply import Action

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """A part of a list."""

    items: tuple[Item, ...]
    number: int  # from 1
    of: int
    first: int  # the place of its first item in the whole list, from 1


def page_of(items: Sequence[Item], *, page: int, size: int) -> Page[Item]:
    """Return page *page* of *items*; the last one where there is none of that number."""
    pages = max(1, -(-len(items) // size))
    number = min(max(page, 1), pages)
    start = (number - 1) * size
    return Page(items=tuple(items[start : start + size]), number=number, of=pages, first=start + 1)


def turns(page: Page[Item], ctx: Context, command: str, **options: object) -> tuple[Action, ...]:
    """Return what leads to the pages before and after *page*."""
    before = ctx.turn("action.previous", command, **options, page=page.number - 1)
    after = ctx.turn("action.following", command, **options, page=page.number + 1)
    return (*((before,) if page.number > 1 else ()), *((after,) if page.number < page.of else ()))
