"""The people an article names: who they are by role, whether she or he, and who was spoken of last."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.articles.given_names import HE, SHE
from bot.articles.lexicon import Lexicon
from bot.articles.names import Name, Names
from bot.articles.word_sets import word_set

_ORGANISATION = re.compile(
    r"\b(?:Inc|Ltd|Corp|LLC|GmbH|AG|SA|SAS|University|Université|Universidad|Universität|Universidade|Council|"
    r"Committee|Department|Ministry|Ministère|Ministerio|Institute|Institut|Instituto|Istituto|Club|FC|Rovers|"
    r"United|Town|City|Street|Road|Lane|School|College|Lycée|École|Court|Tribunal|Bank|Banque|Agency|Agence|"
    r"Partners|Ventures|Capital|Management|Holdings|Association|Trust|Foundation|Fondation|Museum|Musée|Library|Group|Groupe|Party|Union|Police|Hospital|"
    r"Hôpital|Park|Bridge|Station|Times|Gazette|Journal|News|Post|Review|Press|Books|House|Company|Labs?|"
    r"Research|Centre|Center|Board|Authority|AI|IA|Saint|Rue|Place|Avenue|Island|River|Valley|Lake|North|South|"
    r"East|West|Stiftung|Verein|Rathaus|Comune|Ayuntamiento|Câmara|Prefeitura|Liga|Cup|Coupe|League|Prize|Prix)\b"
)
# Who wrote it, took the pictures or asked the questions.
_BYLINE = re.compile(
    r"\b(?:by|words|text|texte|texto|testo|par|por|di|von|interview|photos?|fotos?|pictures|cura|recueillis|reporting|"
    r"correspondante?|envoyée? spéciale?|fotografías?|redacción|redação|aufgezeichnet)\b[^\n.!?]{0,28}\Z",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;]")
# "TuS", "PanScan": but not "McLean", "DiMaggio".
_MIXED = re.compile(r"\b(?!Mc|Mac|De|Di|La|Le|Du|O[’'])[A-ZÀ-Þ][a-zà-ÿ]{1,10}[A-ZÀ-Þ]")
_WORD = re.compile(r"[\w-]{3,40}")
_PARTICLES = word_set("de la le du des van von der den di da do dos del al el y e ten ter bin ibn")
_MAX_GAP = 60
_MAX_WORDS = 5
_MAX_INITIALS = 3
_MIN_GIVEN = 3
_MAX_BYLINE = 110
_NEAR = 400

_FEMININE_ENDING = re.compile(r"(?:a|ette|ine|elle|ienne|anne|ise|ie)\Z")


class People:
    """Who is named, in the order of the text."""

    def __init__(
        self, text: str, names: Names, lexicon: Lexicon, *, pages: Sequence[tuple[int, int]] = ()
    ) -> None:
        self._text = text
        self._pages = pages  # what is the page's and not the article's
        self._names = names
        self._lexicon = lexicon
        self.counts = Counter({name: count for name, count in names.people.items() if self._is_person(name)})
        self.authors = self._find_authors()
        for author in self.authors:
            del self.counts[author]
        self._mentions = [name for name in names.all if self.of(name)]
        self._starts = [name.start for name in self._mentions]
        self._roles = self._find_roles()

    def of(self, name: Name) -> str | None:
        """Return the full name of the person that *name* mentions, None where it is no person's."""
        full = self._names.full(name.text)
        return full if full in self.counts or (name.has_title and full not in self.authors) else None

    def within(self, start: int, end: int) -> list[Name]:
        """Return the mentions of people from *start* to *end*."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def first_name(self, start: int, end: int) -> str | None:
        """Return the full name of the first person, an author or not, named from *start* to *end*."""
        for name in self._names.within(start, end):
            full = self._names.full(name.text)
            if full in self.counts or full in self.authors:
                return full
        return None

    def is_named_outside(self, person: str, start: int, end: int) -> bool:
        """Whether the article names *person* anywhere but from *start* to *end*; a byline does not count."""
        if person in self.authors:
            return False
        return any(self.of(name) == person for name in self._mentions if not start <= name.start < end)

    def with_role(self, phrase: str) -> str | None:
        """Return whom "la maire" or "the club's manager" was said of, None where nobody is known."""
        words = [
            word.casefold() for word in re.findall(r"[\w-]{4,}", phrase.replace("’", " ").replace("'", " "))
        ]
        for word in words:
            found = self._roles.get(word)
            if found:
                return found.most_common(1)[0][0]
        return None

    def gender(self, person: str) -> str:
        """Return "f" or "m" as far as a title, a role or the given name tells, else an empty string."""
        known = self._names.gender(person)
        if known:
            return known
        given = re.split(r"[\s-]", person)[0].casefold()
        if given in SHE:
            return "f"
        if given in HE:
            return "m"
        if " " in person and len(given) >= _MIN_GIVEN:
            return "f" if _FEMININE_ENDING.search(given) else ""
        return ""

    def is_subject(self, name: Name) -> bool:
        """Whether *name* may be who does something, and not where, of whom or with whom."""
        before = self._text[max(0, name.start - 20) : name.start]
        pattern = self._lexicon.pattern(
            r"(?:\b<prepositions>\s?(?:the\s|la\s|le\s|les\s|l|el\s|der\s|dem\s|den\s|die\s)?[’']?\s?)\Z"
        )
        return name.has_title or not pattern.search(before)

    def _find_authors(self) -> frozenset[str]:
        """Return the names that stand in a byline, or in what is the page's alone."""
        spans = iter(self._pages)
        span = next(spans, None)
        authors: set[str] = set()
        elsewhere: Counter[str] = Counter()
        for name in self._names.all:
            full = self._names.full(name.text)
            if full not in self.counts:
                continue
            while span and span[1] <= name.start:
                span = next(spans, None)
            is_page = span is not None and span[0] <= name.start
            line = self._text.rfind("\n", 0, name.start) + 1
            end = self._text.find("\n", name.end)
            is_line = (end if end >= 0 else len(self._text)) - line <= _MAX_BYLINE
            is_byline = is_line and _BYLINE.search(self._text, line, name.start)
            if is_page or is_byline:
                authors.add(full)
            else:
                elsewhere[full] += 1
        # Of an author nothing else is said than who that is.
        return frozenset(name for name in authors if elsewhere[name] <= 1)

    def _is_person(self, name: str) -> bool:
        words = name.split()
        return (
            1 < len(words) <= _MAX_WORDS
            and not any(word.isupper() and len(word) > _MAX_INITIALS and "." not in word for word in words)
            and not _ORGANISATION.search(name)
            and not all(len(word.strip(".")) <= 1 for word in words)
            and not any(character.isdigit() for character in name)
            and not _MIXED.search(name)
            and not any(word.casefold() in self._lexicon.function_words - _PARTICLES for word in words)
        )

    def _find_roles(self) -> dict[str, Counter[str]]:
        """Return the roles that stand beside names: "Ann Lee, maire de Brest", "coach Ann Lee"."""
        roles: dict[str, Counter[str]] = defaultdict(Counter)
        is_role = self._lexicon.is_one("roles")
        for match in _WORD.finditer(self._text):
            if not is_role(match[0]):
                continue
            best: tuple[int, str] | None = None
            for name in self.within(match.start() - _MAX_GAP - 40, match.end() + _MAX_GAP):
                if name.end <= match.start():
                    gap = self._text[name.end : match.start()]
                    is_beside = "," in gap[:2] or "(" in gap[:2]
                elif name.start >= match.end():
                    gap = self._text[match.end() : name.start]
                    is_beside = "," in gap or not gap.strip() or gap.count(" ") <= 1
                else:
                    # A title that was taken for part of the name.
                    gap, is_beside = "", True
                person = self.of(name)
                if person and is_beside and len(gap) <= _MAX_GAP and not _SENTENCE_END.search(gap):
                    best = min(best or (len(gap), person), (len(gap), person))
            if best:
                roles[match[0].casefold()][best[1]] += 1
        for name in self._mentions:
            person = self.of(name)
            title = self._text[max(0, name.start - 30) : name.start].split()
            if name.has_title and person and title:
                roles[title[-1].casefold()][person] += 1
        return roles
