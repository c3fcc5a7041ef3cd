"""The names a text mentions, and the full name behind a surname."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.articles.lexicon import Lexicon
from bot.articles.word_sets import word_set

_PIECE = (
    r"(?:(?:St|Ste|Jr|Sr)\.|[A-ZÀ-ÖØ-Þ]\.(?:[ -]?[A-ZÀ-ÖØ-Þ]\.){0,3}|"
    r"[A-ZÀ-ÖØ-ÞŒ](?:\w|[’'-](?=\w)|&(?=[A-Z])){0,30})"
)
_PARTICLE = r"(?:van|von|der|den|ten|ter|bin|ibn|ben|al|el|di|da|dos|du|y)"
_NAME = re.compile(rf"{_PIECE}(?:\s(?:{_PARTICLE}\s){{0,2}}{_PIECE}){{0,5}}")
_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}")
_WITH_DE = re.compile(rf"(?P<first>{_WORD.pattern})(?=\s(?:de\s(?:la\s|l[’'])?|d[’'])[A-ZÀ-ÖØ-Þ])")
_DE = re.compile(rf"\s(?:de\s(?:la\s|l[’'])?|d[’']){_PIECE}(?:\s{_PIECE}){{0,2}}")
_DOTTED = re.compile(r"\b(?P<title>[^\W\d_]{1,8})\.\s\Z")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ELISION = re.compile(r"(?:[LDJNSMTC]|Qu)[’'](?=[A-ZÀ-Þa-zà-ÿ])")
_PARTICLES = word_set("van von der den ten ter bin ibn ben el di da dos du de la le")
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of somebody or something by name."""

    start: int
    end: int
    text: str  # without titles
    gender: str  # "f" or "m" where a title tells, else ""
    has_title: bool


class Names:
    """The names in a text, in order, and what their short forms stand for."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.all = list(_mentions(text, lexicon))
        self._starts = [name.start for name in self.all]
        self.counts = Counter(name.text for name in self.all)
        # How often each is mentioned, by its full name.
        self.people: Counter[str] = Counter()
        self._full: dict[str, str] = {}
        self._genders: dict[str, str] = {}
        firsts: dict[str, set[str]] = defaultdict(set)
        for full in self.counts:
            if " " in full:
                firsts[full.split()[0]].add(full)
        # The name mentioned most is the one a bare surname stands for; the first, where two are equal.
        for full, _ in sorted(self.counts.items(), key=lambda item: -item[1]):
            pieces = full.split()
            for first in range(1, len(pieces)):
                self._full.setdefault(" ".join(pieces[first:]), full)
        # A given name stands for somebody where only one has it.
        for given, fulls in firsts.items():
            if len(fulls) == 1 and given not in self._full:
                self._full[given] = next(iter(fulls))
        for name in self.all:
            self.people[self.full(name.text)] += 1
            if name.gender:
                self._genders.setdefault(self.full(name.text), name.gender)

    def full(self, name: str) -> str:
        """Return the full name that *name* is the end of, or *name* itself."""
        return self._full.get(name, name)

    def gender(self, name: str) -> str:
        """Return "f" or "m" where a title tells, else an empty string."""
        return self._genders.get(name, "")

    def within(self, start: int, end: int) -> list[Name]:
        """Return the names mentioned from *start* to *end*."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _mentions(text: str, lexicon: Lexicon) -> Iterator[Name]:
    joined = _joined_by_de(text)
    seen = 0
    for match in _NAME.finditer(text):
        start, end = match.span()
        if start < seen:
            continue
        behind = _DE.match(text, end) if match[0].split()[-1] in joined else None
        if behind:
            end = seen = behind.end()
        elision = _ELISION.match(text, start, end)
        if elision:
            start = elision.end()
        name = _titled(text, _trim(text, start, end, lexicon), lexicon)
        if name:
            yield name


def _titled(text: str, name: Name | None, lexicon: Lexicon) -> Name | None:
    """Return *name* with what the dotted title before it tells: "Mrs. Arlo"."""
    title = _DOTTED.search(text, max(0, name.start - 12), name.start) if name else None
    word = title["title"].casefold() if title else ""
    if name is None or word not in lexicon.honorifics:
        return name
    gender = "f" if word in lexicon.feminine_titles else "m" if word in lexicon.masculine_titles else ""
    return replace(name, gender=name.gender or gender, has_title=True)


def _joined_by_de(text: str) -> frozenset[str]:
    """Return the first names that never come without what follows: "Dominique de Brisac"."""
    alone = Counter(match[0] for match in _WORD.finditer(text))
    behind = Counter(match["first"] for match in _WITH_DE.finditer(text))
    return frozenset(first for first, count in behind.items() if count == alone[first])


def _trim(text: str, start: int, end: int, lexicon: Lexicon) -> Name | None:
    """Take off the capital a sentence starts with, and titles."""
    words = list(re.finditer(r"\S+", text[start:end]))
    gender, has_title = "", False
    titles = lexicon.feminine_titles | lexicon.masculine_titles
    while words:
        word = words[0][0].rstrip(".").casefold()
        if word in lexicon.honorifics and (len(words) > 1 or word in titles):
            gender = gender or ("f" if word in lexicon.feminine_titles else "m" if word in titles else "")
            has_title = True
        elif has_title or word not in lexicon.function_words or (_INITIAL.fullmatch(words[0][0])):
            break
        words.pop(0)
    inside = [at for at, word in enumerate(words[:-1]) if at and word[0].casefold() in lexicon.honorifics]
    if inside:
        # "Superior Court Judge Ann Lee": what stands before the title is no name either.
        has_title, words = True, words[inside[-1] + 1 :]
    if has_title and words and words[0][0].islower() and words[0][0] not in _PARTICLES:
        # "L'assessora al Decoro": what follows the title is no name.
        return None
    words = words[:_MAX_WORDS]
    while len(words) > 1 and words[-1][0].casefold() in lexicon.honorifics:
        words.pop()
    if not words:
        return None
    first, last = start + words[0].start(), start + words[-1].end()
    shown = re.sub(r"[’']s?\Z", "", " ".join(text[first:last].split()))
    is_name = len(shown) > 1 and shown.casefold() not in lexicon.honorifics
    return Name(first, last, shown, gender, has_title) if is_name else None
