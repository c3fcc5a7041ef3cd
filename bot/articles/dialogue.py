"""Interviews and their like: who asks, who answers, and what only says whose turn it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.articles.blocks import Block, Kind

_LABEL = re.compile(
    r"(?P<label>[A-ZÀ-ÖØ-Þ](?:[\w’'-]{0,24}|\.)(?:\s?(?:[A-ZÀ-ÖØ-Þ][\w’'-]{0,24}\.?|de|da|von|van)){0,4})"
    r"(?:\s?:|\.?\s?[–—-])\s+(?=[^\s\d])|(?P<letter>[QARDPFI])(?::|\.(?=\s+[A-ZÀ-Þ¿«“]))\s+(?=\S)"
)
_QUESTION = re.compile(r"\?[\s»”\"’')]*\Z")
_ONLY_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[ -]?)+")
_MIN_TURNS = 3
_MIN_SAME = 2
_MAX_TURN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """The blocks without the labels of turns, and what the labels tell."""

    blocks: list[Block]
    labels: dict[int, str]  # of the blocks that are somebody's turn
    askers: frozenset[str]  # the labels of those who ask


def find_dialogue(text: str, blocks: Sequence[Block]) -> Dialogue:
    """Return the turns that are labelled with a name, initials or a letter."""
    found: dict[int, tuple[str, int]] = {}
    for index, block in enumerate(blocks):
        match = _LABEL.match(text, block.start, block.end)
        if match and block.kind is not Kind.HEADING:
            found[index] = ((match["label"] or match["letter"]).strip(), match.end())
    counts = Counter(label for label, _ in found.values())
    turns = {index: (label, start) for index, (label, start) in found.items() if counts[label] >= _MIN_SAME}
    initials = {_initials(label) for label, _ in turns.values()}
    # A first turn often has the name in full, those behind it initials.
    turns |= {
        index: one for index, one in found.items() if index not in turns and _initials(one[0]) in initials
    }
    if len(turns) < _MIN_TURNS:
        return Dialogue(blocks=list(blocks), labels={}, askers=frozenset())
    moved = [
        replace(block, start=turns[index][1], kind=Kind.PARAGRAPH, marker="") if index in turns else block
        for index, block in enumerate(blocks)
    ]
    labels = {index: label for index, (label, _) in turns.items()}
    return Dialogue(blocks=moved, labels=labels, askers=_askers(text, moved, labels))


def resolve(label: str, names: Counter[str]) -> str | None:
    """Return the full name among *names* that *label* stands for; None where it is only a letter."""
    for name, _ in names.most_common():
        if (
            " " in name
            and not _ONLY_INITIALS.fullmatch(name)
            and (name == label or name.endswith(f" {label}") or name.startswith(f"{label} "))
        ):
            return name
    wanted = _initials(label)
    if len(wanted) > 1:
        for name, _ in names.most_common():
            if " " in name and _initials(name) == wanted and not _ONLY_INITIALS.fullmatch(name):
                return name
    return label if " " in label and "." not in label else None


def _initials(label: str) -> str:
    bare = label.replace(".", " ")
    words = [word for word in re.split(r"[\s-]+", bare) if word]
    if len(words) == 1 and words[0].isupper():
        return words[0]
    return "".join(word[0] for word in words if word[0].isupper())


def _askers(text: str, blocks: Sequence[Block], labels: dict[int, str]) -> frozenset[str]:
    """Return the labels whose turns are mostly questions."""
    asks: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for index, label in labels.items():
        shown = text[blocks[index].start : blocks[index].end].rstrip()
        turns[_initials(label)] += 1
        asks[_initials(label)] += len(shown) <= _MAX_TURN and bool(_QUESTION.search(shown))
    askers = {label for label, count in turns.items() if 2 * asks[label] >= count}
    return frozenset(label for label in labels.values() if _initials(label) in askers)
