"""A text that remembers where each of its characters came from.

Cleaning changes lengths, and a fact must still point at the very source text: every edit goes through
``Traced.edit``, and ``Traced.locate`` undoes them all.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from re import Pattern


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the edited text and the stretch it stands for."""

    at: int
    start: int
    end: int
    is_kept: bool  # kept stretches map character by character, replaced ones as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A text, and the way back to the one it was made from."""

    text: str
    _pieces: tuple[_Piece, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _origin: "Traced | None" = None

    def edit(self, edits: Iterable[tuple[int, int, str]]) -> "Traced":
        """Return the text with each ``(start, end, replacement)`` made; they come in order and apart."""
        parts: list[str] = []
        pieces: list[_Piece] = []
        at = seen = 0
        for start, end, replacement in edits:
            if seen < start:
                pieces.append(_Piece(at, seen, start, is_kept=True))
                parts.append(self.text[seen:start])
                at += start - seen
            if replacement:
                pieces.append(_Piece(at, start, end, is_kept=False))
                parts.append(replacement)
                at += len(replacement)
            seen = end
        if not seen:
            return self
        if seen < len(self.text):
            pieces.append(_Piece(at, seen, len(self.text), is_kept=True))
            parts.append(self.text[seen:])
        starts = tuple(piece.at for piece in pieces)
        return Traced(text="".join(parts), _pieces=tuple(pieces), _starts=starts, _origin=self)

    def replaced(self, text: str) -> "Traced":
        """Return the text with other characters at the same places."""
        if len(text) != len(self.text):
            raise AssertionError("same places, so same length")
        return replace(self, text=text)

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of the characters from *start* to *end*, at least one."""
        if self._origin is None:
            return start, end
        first = self._pieces[bisect_right(self._starts, start) - 1]
        last = self._pieces[bisect_right(self._starts, end - 1) - 1]
        before = first.start + (start - first.at if first.is_kept else 0)
        after = last.start + (end - last.at) if last.is_kept else last.end
        return self._origin.locate(before, after)


def deletions(pattern: Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the edits that remove every match of *pattern*."""
    return ((match.start(), match.end(), "") for match in pattern.finditer(text))
