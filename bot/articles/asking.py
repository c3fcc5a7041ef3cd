"""What a line asks: its questions and tasks, with the statements that lead up to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.articles.lexicon import Lexicon


class Act(Enum):
    """What a sentence does."""

    QUESTION = auto()
    TASK = auto()  # "Describe …"
    SETTING = auto()  # "Imagine …", before what is asked of it
    STATEMENT = auto()
    MARK = auto()  # "(2 points)", "T / F", a blank to fill in


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a line asks, one after another; each may begin with what leads up to it."""

    texts: tuple[str, ...]
    lead: int = 0  # characters before the first question or task
    leads: int = 0  # statements before one, at most
    has_question: bool = False


_QUESTION = re.compile(r"\?[\s)\]*_]{0,6}\Z")
_ENUMERATOR = re.compile(
    r"\A[\s:*_]{0,4}(?:"
    r"\d{1,2}\.\d{1,2}\.?(?=\s)|\[[ xX]?\]|\d{1,2}\*(?=\s)|"
    r"\(?\d{1,2}[.)°/](?!\d)|\(?[a-zA-Z]\)|[a-h]\.(?=\s)|"
    r"[-–—•‣▪●◦►→>❓✏👉💬/|]{1,2}(?=\s|\w)|Q\s?\d{1,2}\s?[.:)–-]?(?=\s)|question (?:\d{1,2}|[A-H])\s?[.:)–-]"
    r")?[\s*_]{0,4}",
    re.IGNORECASE,
)
# How many points an answer is worth, what to tick, where to write.
_MARKS = re.compile(
    r"(?:\s*(?:"
    r"[(\[]\s*\d{1,2}(?:[.,]5)?\s*(?:points?|pts?|p|pkt|punkte?|puntos?|punt[oi]|pontos?|marks?|valores?)\.?"
    r"[^()\[\]]{0,20}[)\]]|"
    r"(?<!\S)/\s?\d{1,2}\b(?:\s?(?:p|pts?|pkt|points?|punkte?)\b\.?)?|"
    r"\(\s?[VFTRW]\s?\)|\b[TVRW]\s?/\s?[FW]\b|(?<=[.?!)])\s*(?:_{3,}|\.{5,}|…{2,})|[☐□○]\s?[\w ]{0,20}"
    r"))+[\s.]*\Z",
    re.IGNORECASE,
)
_MAY_BE_MARKED = re.compile(r"[)\]/_…☐□○]|\.{5}")
_LAST = 60
_BLANK = re.compile(r"(?<!: )(?<!:)(?:_{3,}|\.{5,}|…{2,})(?=.*[^\W\d_]|\s?\.)|(?<=[a-zà-ÿ] )_{3,}")
# "Describe …", "If you are a parent, tell us …".
_TASK = (
    r"\A[¡\"«“„]?(?:(?:and|et|y|und|e)\s)?(?:(?:if|si|wenn|falls|se|when|quand)\s[^,]{3,80},\s)?<imperative>"
)
_MAX_LEADS = 3
_MAX_PREFIX = 3  # words: "Stretch: find …"


def act_of(text: str, lexicon: Lexicon) -> Act:
    """Return what the sentence *text* does."""
    if not _unmarked(text).strip(" .()"):
        return Act.MARK
    bare = without_number(text)
    said = _unmarked(bare)
    if lexicon.pattern(r"\A<truth>\s?:\s").match(said):
        return Act.QUESTION
    lead, colon, rest = said.partition(": ")
    if colon and len(lead.split()) <= _MAX_PREFIX:
        said = rest
    if is_question(said):
        return Act.QUESTION
    if lexicon.pattern(r"\A[¡\"«“„]?<settings>\b").match(said):
        return Act.SETTING
    if lexicon.pattern(_TASK).match(said) or _BLANK.search(bare):
        return Act.TASK
    return Act.STATEMENT


def _unmarked(text: str) -> str:
    # Few sentences have any, and looking for them takes long.
    return _MARKS.sub("", text) if _MAY_BE_MARKED.search(text[-_LAST:]) else text


def is_question(text: str) -> bool:
    """Whether *text* asks; a question that ends inside a quotation is somebody else's."""
    return _QUESTION.search(text) is not None


def without_number(text: str) -> str:
    """Return *text* without the number or the sign of a list before it."""
    bare = text[1:-1] if text[:1] == "[" and text[-1:] == "]" and text[1:2] not in " xX]" else text
    return _ENUMERATOR.sub("", bare, count=1)


def without_marks(text: str) -> str:
    """Return *text* without its number and without what it is worth."""
    return _unmarked(without_number(text)).strip()


def read_line(texts: Sequence[str], lexicon: Lexicon) -> Asked | None:
    """Return what the sentences *texts* of a line ask; None where they state, or answer themselves."""
    asked: list[list[str]] = []
    waiting: list[str] = []
    has_question = False
    for text, act in _acts(texts, lexicon):
        waiting.append(text)
        if act in (Act.QUESTION, Act.TASK):
            asked.append(waiting)
            waiting = []
            has_question = has_question or act is Act.QUESTION
    if waiting and not asked and all(act_of(one, lexicon) is Act.SETTING for one in waiting):
        return Asked(texts=(" ".join(waiting),))
    if len(waiting) == 1 and len(asked) > 1 and not lexicon.is_known:
        # In a language whose imperatives are not known, what ends a row of questions is another.
        asked.append([waiting.pop()])
    if waiting or not asked or len(asked[0]) > _MAX_LEADS + 1:
        return None
    return Asked(
        texts=tuple(" ".join(one) for one in asked),
        lead=sum(len(one) for one in asked[0][:-1]),
        leads=max(len(one) for one in asked) - 1,
        has_question=has_question,
    )


def _acts(texts: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, Act]]:
    """Yield each sentence without its marks, and what it does: what is behind "True or false?" is asked."""
    truth = lexicon.pattern(r"\A<truth>\s?[?:.]?\Z")
    is_judged = False
    for text in texts:
        act = act_of(text, lexicon)
        if act is Act.MARK:
            continue
        said = without_marks(text)
        if truth.match(said):
            is_judged, act = True, Act.SETTING
        elif is_judged and act is Act.STATEMENT:
            is_judged, act = False, Act.QUESTION
        yield said, act
