"""Lines that ask one after another, and what stands above them."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.articles.blocks import Kind
from bot.articles.phrases import faq_heading
from bot.articles.sheet import MAX_INTRODUCTION, Sheet

_MAX_INTRODUCTIONS = 2
_MAX_ABOVE = 12  # lines: what announces questions is near


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What stands above a run of questions: from line *first* on."""

    first: int
    is_strong: bool = False  # it says that questions follow
    is_weak: bool = False  # a heading, of whatever kind
    is_exercise: bool = False
    is_faq: bool = False


class Runs:
    """Finds the runs among the lines of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def end_of(self, at: int) -> int:
        """Return where the lines that ask together from *at* on end; *at* where that is no such line."""
        line = self._sheet.lines[at]
        if self._sheet.is_aside(line) or self._sheet.is_title(line) or self._sheet.is_source(at):
            return at
        if line.kind is Kind.HEADING and self._sheet.stands_above(at):
            return at
        if line.marker:
            end = at if self._sheet.is_exercise_heading(at) else self._list(at)
            # "B. Read the text" alone is a heading, whatever it asks.
            return (
                at
                if end == at + 1 and self._sheet.kind(at) == "A" and not self._sheet.has_question(at)
                else end
            )
        if self._sheet.asked[at] is None or self._sheet.is_announcer(at) or self._introduces(at):
            return at
        end = at
        while end < len(self._sheet.lines) and self._joins(end, at):
            end += 1
        return end

    def announcement(self, first: int) -> Announcement:
        """Return what stands above the run that begins at the line *first*."""
        if first in self._sheet.labelled:
            return Announcement(first=first, is_strong=True)
        exercise: int | None = None
        for introductions, at in enumerate(self._above(first)):
            line = self._sheet.lines[at]
            if self._sheet.is_announcer(at):
                return Announcement(first=at, is_strong=True, is_exercise=exercise is not None)
            if introductions < _MAX_INTRODUCTIONS and self._sheet.is_exercise(line):
                exercise = at
            elif self._sheet.is_heading(line):
                if exercise is None:
                    is_faq = bool(faq_heading(self._sheet.lexicon).search(line.text))
                    return Announcement(first=at, is_weak=not is_faq, is_faq=is_faq)
                break
            elif introductions >= _MAX_INTRODUCTIONS or len(line.text) > MAX_INTRODUCTION:
                break
        if exercise is not None:
            return Announcement(first=exercise, is_strong=True, is_exercise=True)
        return Announcement(first=first)

    def _above(self, first: int) -> Iterator[int]:
        """Yield the article's lines above *first*, the nearest first, as far as its title or source."""
        for at in range(first - 1, max(-1, first - 1 - _MAX_ABOVE), -1):
            line = self._sheet.lines[at]
            if self._sheet.is_title(line) or self._sheet.is_source(at):
                return
            if not self._sheet.is_aside(line):
                yield at

    def _introduces(self, at: int) -> bool:
        """Whether a line only says what to do with the questions below: "In pairs, choose two of these."."""
        if not self._sheet.is_exercise(self._sheet.lines[at]) or self._sheet.has_question(at):
            return False
        return self._sheet.stands_above(at)

    def _joins(self, at: int, first: int) -> bool:
        line, asked = self._sheet.lines[at], self._sheet.asked[at]
        if self._sheet.is_aside(line) or asked is None:
            return False
        if at > first and (self._sheet.is_phrase(line.text) or at in self._sheet.labelled):
            return False
        if line.marker and at > first:
            return line.indent > self._sheet.lines[first].indent + 1
        return (line.kind is Kind.HEADING) == (self._sheet.lines[first].kind is Kind.HEADING)

    def _list(self, at: int) -> int:
        """Return where the list that begins at *at* ends; what asks between its items belongs to it."""
        end = at
        while end < len(self._sheet.lines):
            line = self._sheet.lines[end]
            if self._sheet.is_aside(line) or line.kind is Kind.HEADING:
                break
            if not line.marker and not (self._sheet.asked[end] and not line.is_apart and end > at):
                break
            if end > at and line.marker and self._begins_another(end, at):
                break
            if not line.marker and self._heads_list(end):
                break
            end += 1
        return end

    def _heads_list(self, at: int) -> bool:
        """Whether a short line stands above a list of its own."""
        is_above = at + 1 < len(self._sheet.lines) and bool(self._sheet.lines[at + 1].marker)
        return is_above and (self._sheet.is_announcer(at) or self._sheet.is_exercise(self._sheet.lines[at]))

    def _begins_another(self, at: int, first: int) -> bool:
        """Whether the item at *at* is none of the list that begins at *first*, nor below one of its."""
        if self._sheet.lines[at].indent + 1 < self._sheet.lines[first].indent:
            return True
        if (
            self._sheet.kind(at) != self._sheet.kind(first)
            and self._sheet.lines[at].indent <= self._sheet.lines[first].indent + 1
        ):
            is_below = self._sheet.kind(first) == "1" and self._sheet.kind(at) == "a"
            return not is_below
        return self._sheet.is_exercise_heading(at)
