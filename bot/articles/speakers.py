"""Who says what stands between quotation marks.

The words behind the quotation are asked first ("…", said Ann Lee), then those before it (Ann Lee said: "…"),
then the quotation before: a speaker goes on until another one is named.
"""

import re
from collections.abc import Sequence

from bot.articles.attribution import pronoun_behind, speech_verb
from bot.articles.lexicon import Lexicon
from bot.articles.names import Name, Names
from bot.articles.quotes import Quote, Quotes
from bot.articles.sentences import Sentence
from bot.articles.words import fold_words

_ACCORDING = r"\b<according>\s(?:(?:le|la|les|l[’']|the|el|der|die|den|il|lo|o|a)\s?)?(?-i:(?=[A-ZÀ-Þ]))"
_SUBJECT_PRONOUN = r"(?:\A|[,:]\s|\b(?:mais|et|but|and|que|that|und|y|e|ma|pero|mas|dass)\s)(?P<pronoun>{pronouns})\b"
# A name behind one of these is a place, an employer or a medium, not who speaks.
_NOT_SUBJECT = r"(?:\b<prepositions>\s?(?:the\s|la\s|le\s|les\s|l|el\s|der\s|dem\s|den\s|die\s)?[’']?\s?)\Z"
_NOUN_PHRASE = (
    r"(?:\s(?:<weekdays>|hier|yesterday|ayer|gestern|ieri|ontem|on \w{3,7}day|(?:à|devant) (?:la |l[’'])\w{2,20})){0,3}"
    r"\s{0,2}(?P<phrase><articles>\s?(?:[^,.;:«»\"“”()]|(?<=\bM)\.|(?<=\bMr)\.){2,80})"
)
_ADVERBIAL = r"\s<adverbials>\b.*\Z"
# "explique l'élu": somebody who has been named.
_PERSON = r"(?:<articles>)?(?:[\w-]{2,20} )?<roles>\Z"
_OF = r"\s(?:de|du|des|d[’']|of|for|from|chez|at|del|von|der|di|della|do|da)\b"
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_MIN_QUOTED_WORDS = 4
_REACH = 240
_MAX_ROLE_WORDS = 2
_MAX_GAP = 2
_MIN_NOUN = 4
_MAX_HEAD = 600


class Speakers:
    """The speaker of each quotation, found in one pass from first to last."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], quotes: Quotes, names: Names, lexicon: Lexicon
    ) -> None:
        self._lexicon = lexicon
        pronouns = lexicon.feminine_pronouns | lexicon.masculine_pronouns | lexicon.plural_pronouns
        self._pronoun = lexicon.pattern(_SUBJECT_PRONOUN.format(pronouns="|".join(sorted(pronouns))))
        self._text = text
        self._quotes = quotes
        self._names = names
        self._last: str | None = None
        self._last_at = -1
        self._found: dict[Quote, str | None] = {}
        index = 0
        for quote in quotes.all:
            while index + 1 < len(sentences) and sentences[index].end <= quote.start:
                index += 1
            last = index
            while last + 1 < len(sentences) and sentences[last].end < quote.end:
                last += 1
            self._found[quote] = self._resolve(quote, sentences, index, last)

    def of(self, start: int, end: int) -> str | None:
        """Return who speaks between *start* and *end*, None where nobody is quoted."""
        speakers = [self._found[quote] for quote in self._quotes.within(start, end)]
        return next((speaker for speaker in speakers if speaker), None)

    def _resolve(self, quote: Quote, sentences: Sequence[Sentence], first: int, last: int) -> str | None:
        tail = self._behind(quote.end, sentences[last].end)
        head = self._before(sentences[first].start, quote.start)
        words = len(fold_words(self._text[quote.start : quote.end]))
        speaker = self._from_tail(tail, quote.end) or self._from_head(head, quote, words)
        if speaker is None and not head.strip() and not _CONTENT.search(tail):
            speaker = self._carried(sentences, first)
        if speaker:
            self._last, self._last_at = speaker, last
        return speaker

    def _behind(self, start: int, end: int) -> str:
        following = [quote for quote in self._quotes.within(start, end) if quote.start >= start]
        end = following[0].start if following else end
        return self._text[start : min(end, start + _REACH)]

    def _before(self, start: int, end: int) -> str:
        """Return what stands before, other quotations blanked out."""
        head = list(self._text[max(start, end - _MAX_HEAD) : end])
        origin = end - len(head)
        for quote in self._quotes.within(origin, end):
            for at in range(max(quote.start, origin), min(quote.end, end)):
                head[at - origin] = " "
        return "".join(head)

    def _from_tail(self, tail: str, start: int) -> str | None:
        lead = tail.lstrip(" ,.—–-")
        if not lead or tail[:1] == ".":
            return None
        clause = tail[:160]
        pronoun = pronoun_behind(self._lexicon).match(lead)
        if pronoun:
            return self._referent(_pronoun_of(pronoun), before=start)
        according = self._lexicon.pattern(_ACCORDING).match(lead)
        if according:
            return self._first_name(start, start + len(clause), any_role=True)
        verb = speech_verb(self._lexicon).search(clause)
        if not verb:
            return None
        between = clause[: verb.start()].strip(" ,")
        named = self._subject(start, start + verb.start()) if between else None
        return named or self._inverted(clause, verb.end(), start) or None

    def _inverted(self, clause: str, at: int, start: int) -> str | None:
        """Return the subject that stands behind its verb."""
        rest = clause[at:]
        segment = re.split(r"[,;:(]", rest, maxsplit=1)[0]
        name = self._subject(start + at, start + at + len(segment))
        phrase = self._lexicon.pattern(_NOUN_PHRASE).match(rest)
        if phrase and name:
            inside = self._names.within(start + at, start + at + len(segment))
            before = rest[: inside[0].start - start - at]
            if not self._lexicon.pattern(_OF).search(before):
                return name
        elif name:
            return name
        # "… a déclaré la ministre de la Culture, Ann Lee": the name comes behind a comma.
        behind = rest[len(segment) : len(segment) + 2]
        apposed = self._names.within(start + at + len(segment), start + at + len(segment) + 12)
        if behind.startswith(",") and apposed:
            return self._names.full(apposed[0].text)
        if phrase:
            role = " ".join(self._lexicon.pattern(_ADVERBIAL).sub("", phrase["phrase"]).split())
            known = self._known_role(role)
            return known or (self._referent("", before=start) if self._lexicon.pattern(_PERSON).match(role) else None) or role
        return self._first_name(start + at, start + at + len(segment), any_role=False)

    def _known_role(self, role: str) -> str | None:
        """Return whom *role* was said of before: "la maire" for "Ann Lee, maire de Brest"."""
        noun = (
            role.rsplit(maxsplit=1)[-1].rsplit("’", maxsplit=1)[-1].rsplit("'", maxsplit=1)[-1]
            if len(role.split()) <= _MAX_ROLE_WORDS
            else ""
        )
        if len(noun) < _MIN_NOUN:
            return None
        for match in re.finditer(rf"\b{re.escape(noun)}\b", self._text[:4000]):
            near = self._names.within(max(0, match.start() - 40), match.end() + 60)
            for name in near:
                gap = (
                    self._text[name.end : match.start()]
                    if name.end <= match.start()
                    else self._text[match.end() : name.start]
                )
                if (
                    len(name.text.split()) > 1
                    and not re.search(r"[.!?;]", gap)
                    and ("," in gap or not gap.strip())
                ):
                    return self._names.full(name.text)
        return None

    def _from_head(self, head: str, quote: Quote, words: int) -> str | None:
        if not head.strip():
            return None
        origin = quote.start - len(head)
        verb = speech_verb(self._lexicon).search(head)
        introduces = head.rstrip().endswith((":", ","))
        if not verb and not introduces and words < _MIN_QUOTED_WORDS:
            return None
        according = self._lexicon.pattern(_ACCORDING).search(head)
        if according:
            return self._first_name(origin + according.start(), quote.start, any_role=True)
        end = verb.start() if verb else len(head)
        pronoun = self._pronoun.search(head.lstrip())
        named = self._subject(origin, origin + end) or self._subject(origin, quote.start)
        if pronoun and (not named or pronoun.start() == 0 or verb):
            return self._referent(pronoun["pronoun"], before=origin) or named
        return named if verb or introduces or named else None

    def _carried(self, sentences: Sequence[Sentence], first: int) -> str | None:
        """Return who goes on speaking, unless the sentence between has brought somebody else up."""
        before = first - 1
        if before >= 0 and before > self._last_at:
            named = self._subject(sentences[before].start, sentences[before].start + 60)
            if named and len(named.split()) > 1:
                return named
        return self._last if first - self._last_at <= _MAX_GAP else None

    def _referent(self, pronoun: str, *, before: int) -> str | None:
        """Return whom *pronoun* stands for: who spoke last, or else the person named last."""
        word = pronoun.casefold()
        gender = (
            "f"
            if word in self._lexicon.feminine_pronouns
            else "m"
            if word in self._lexicon.masculine_pronouns
            else ""
        )
        if self._last and self._fits(self._last, gender):
            return self._last
        for name in reversed(self._names.within(max(0, before - 1500), before)):
            full = self._names.full(name.text)
            if (len(full.split()) > 1 or name.has_title) and self._fits(full, gender):
                return full
        return None

    def _fits(self, name: str, gender: str) -> bool:
        known = self._names.gender(name)
        return not gender or not known or known == gender

    def _subject(self, start: int, end: int) -> str | None:
        """Return the first name between *start* and *end* that can be a subject."""
        found = ""
        for name in self._names.within(start, end):
            if self._lexicon.pattern(_NOT_SUBJECT).search(self._text, max(0, name.start - 16), name.start) and not name.has_title:
                continue
            full = self._names.full(name.text)
            # A capital at the start of a sentence may be no name at all.
            if name.start > start or " " in full or name.has_title or self._names.counts[full] > 1:
                return full
            found = found or full
        return found or None

    def _first_name(self, start: int, end: int, *, any_role: bool) -> str | None:
        names: list[Name] = self._names.within(start, end)
        if not names:
            return None
        return self._names.full(names[0].text) if any_role else None


def _pronoun_of(match: re.Match[str]) -> str:
    return next((found for found in match.groupdict().values() if found), "")
