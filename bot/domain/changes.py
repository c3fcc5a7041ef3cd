"""What would another version of an article change in it?"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.article import Article, Fact, Question, item_of


class Change(StrEnum):
    """What becomes of a fact or a question."""

    ORPHANED = "orphaned"  # the article does not say so any more
    CHANGED = "changed"
    FOUND = "found"  # the article says so again
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact or question that becomes another, is new, or goes."""

    change: Change
    before: Fact | Question | None
    after: Fact | Question | None

    @property
    def part(self) -> Fact | Question:
        """What it is about, as it would be, or as it was where it goes."""
        part = self.after or self.before
        if part is None:
            raise AssertionError("something differs")
        return part

    @property
    def item(self) -> str:
        """The name of what it is about."""
        return item_of(self.part)


def differences(before: Article, after: Article) -> tuple[Difference, ...]:
    """Return what *after* has otherwise than *before*, what needs a look most first."""
    old = {item_of(part): part for part in before.parts}
    new = {item_of(part): part for part in after.parts}
    found = [
        Difference(change=change, before=old.get(item), after=part)
        for item, part in new.items()
        if (change := _change(old.get(item), part)) is not None
    ]
    found += [
        Difference(change=Change.REMOVED, before=part, after=None)
        for item, part in old.items()
        if item not in new
    ]
    order = list(Change)
    return tuple(sorted(found, key=lambda one: order.index(one.change)))


def _change(before: Fact | Question | None, after: Fact | Question) -> Change | None:
    if before is None:
        return Change.ADDED
    if isinstance(before, Fact) and isinstance(after, Fact):
        if (before.orphaned_at is None) != (after.orphaned_at is None):
            return Change.FOUND if after.orphaned_at is None else Change.ORPHANED
        return None if _unplaced(before) == _unplaced(after) else Change.CHANGED
    return None if before == after else Change.CHANGED


def _unplaced(fact: Fact) -> Fact:
    """Return *fact* without where its passage stands: the words before it move it, and change nothing."""
    return replace(fact, start=None, end=None, orphaned_at=None)
