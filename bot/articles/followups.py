"""Which question hangs on which: by the lines they stand in, by the glue between them, by their words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question and how it is set."""

    text: str
    block: int
    opens_line: bool
    is_glued: bool
    is_listed: bool
    indent: int
    marker: str


_ENUMERATOR = re.compile(r"\A\s{0,3}(?:\(?\d{1,2}[.)]|\(?[a-zA-Z]\)|[-–•‣▪])\s{0,3}(?=\S)")
# Asks about what was just asked: "Pourquoi ?", "To what extent?", "If so, when?"
_ANAPHOR = re.compile(
    r"\A(?:(?:et |mais |and |but |or )?(?:pourquoi(?: pas)?|pour quelles? raisons?|comment(?: cela|"
    r" ça)?|dans quelles? (?:mesure|conditions?|cas)|à quelles? conditions?|à quel (?:prix|point)|"
    r"sous quelle forme|"
    r"lesquel(?:le)?s|laquelle|lequel|qui|quand|où|de quelle (?:manière|façon)|why(?: or why not|"
    r" not)?|how(?: so| come)?|to what (?:extent|degree)|in what (?:way|sense|circumstances)s?|"
    r"under what (?:conditions|circumstances)|which(?: ones?)?|who|when|where|what for|"
    r"for what reasons?|for example|par exemple|what else|such as what)"
    r"|(?:si (?:oui|non|c[’']est le cas)|if (?:so|not|yes|no)|le cas échéant|dans ce cas|"
    r"in (?:that|this|which) case)\b.{0,120}"
    r"|(?:y croyez-vous|le feriez-vous|êtes-vous d[’']accord|(?:do|would) you(?: agree|"
    r" disagree)?(?: with (?:this|that|them|him|her|it))?|qu[’']en (?:pensez|dites|avez|concluez|"
    r"retirez|retenez)-vous.{0,40}|or not|ou pas|vraiment|really|est-ce (?:suffisant|réaliste|"
    r"souhaitable|possible|juste)|is (?:it|this|that) (?:enough|fair|right|realistic)))"
    r"\s?\?",
    re.IGNORECASE,
)
_BACK_REFERENCE = re.compile(
    r"\b(?:y|en|cela|ça|ceci|celui-ci|celle-ci|this|that|it|they|them|those|these|so)\b", re.IGNORECASE
)
_MAX_BACK_REFERENCE_WORDS = 5


def group(items: Sequence[Item]) -> list[list[str]]:
    """Return each prompt's text followed by its follow-ups."""
    prompts: list[list[str]] = []
    lines = Counter(item.block for item in items)
    runs = _glue_of(items)
    top = items[0] if items else None
    last: Item | None = None
    for item in items:
        text = _ENUMERATOR.sub("", item.text)
        if (
            last is None
            or top is None
            or not _hangs(item, last, top=top, glue=runs[item.block], is_lined=len(lines) > 1)
        ):
            prompts.append([text])
        else:
            prompts[-1].append(text)
        last = item
    return prompts


def is_anaphor(text: str) -> bool:
    """Whether *text* asks about the question before it."""
    words = text.split()
    is_short = len([word for word in words if word != "?"]) <= _MAX_BACK_REFERENCE_WORDS
    return bool(_ANAPHOR.match(text)) or (is_short and bool(_BACK_REFERENCE.search(text)))


def _glue_of(items: Sequence[Item]) -> dict[int, bool]:
    """Return for each block whether the glue between its questions tells prompts from follow-ups."""
    kinds: dict[int, set[bool]] = {item.block: set() for item in items}
    for before, item in pairwise(items):
        if item.block == before.block:
            kinds[item.block].add(item.is_glued)
    return {block: len(seen) > 1 for block, seen in kinds.items()}


def _hangs(item: Item, last: Item, *, top: Item, glue: bool, is_lined: bool) -> bool:
    if _ENUMERATOR.match(item.text):
        return False
    if item.opens_line:
        is_below = (
            item.is_listed
            and top.is_listed
            and (item.indent > top.indent + 1 or (_is_letter(item.marker) and not _is_letter(top.marker)))
        )
        is_below = is_below or (item.is_listed and not top.is_listed and item.indent > top.indent + 1)
        return is_below or (is_anaphor(item.text) and not item.marker.isdigit())
    if glue:
        return not item.is_glued or is_anaphor(item.text)
    if item.is_listed or (is_lined and not item.is_glued):
        return True
    return is_anaphor(item.text)


def _is_letter(marker: str) -> bool:
    return marker.isalpha()
