"""Who says what stands between quotation marks.

The words behind the quotation are asked first ("…", said Ann Lee), then those before it (Ann Lee said: "…"),
then the quotation before: a speaker goes on until another one is named.
"""

import re
from collections.abc import Sequence

from bot.articles.attribution import ENGLISH_PRONOUN, FRENCH_PRONOUN, SPEECH_VERB
from bot.articles.names import Name, Names
from bot.articles.quotes import Quote, Quotes
from bot.articles.sentences import Sentence
from bot.articles.words import fold_words

_ACCORDING = re.compile(
    r"\b(?:according to|selon|d[’']après|pour|as)\s(?:(?:le|la|les|l[’']|"
    r"the)\s?)?(?-i:(?=[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_SUBJECT_PRONOUN = re.compile(
    r"(?:\A|,\s|\bmais\s|\bet\s|\bbut\s|\band\s|\bque\s|\bthat\s)(?P<pronoun>ils?|elles?|he|she|they)\b",
    re.IGNORECASE,
)
# A name behind one of these is a place, an employer or a medium, not who speaks.
_NOT_SUBJECT = re.compile(
    r"(?:\b(?:de|du|des|d|à|au|aux|chez|sur|dans|en|par|avec|at|of|from|for|in|on|to|with|by|near|"
    r"told|via|against|about)\s?(?:the\s|la\s|le\s|les\s|l)?[’']?\s?)\Z",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(
    r"(?:\s(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|hier|(?:à|devant) (?:la |"
    r"l[’'])\w{2,20}|yesterday|on \w{3,7}day)){0,3}\s{0,2}(?P<phrase>(?:un|une|le|la|les|l[’']|des|"
    r"the|a|an|one|its|their|his|her|son|"
    r"sa)\s?(?:[^,.;:«»\"“”()]|(?<=\bM)\.|(?<=\bMr)\.){2,80})",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"\s(?:lors|dans|sur|devant|auprès|mardi|lundi|mercredi|jeudi|vendredi|samedi|dimanche|hier|au|"
    r"à|en|après|avant|pendant|in|on|at|during|after|before|yesterday|last|this|via|with|par|qui|who)\b.*\Z"
)
# "explique l'élu": somebody who has been named.
_PERSON = re.compile(
    r"(?:l[’']|le |la |the )(?:intéressée?|élue?|maire|ministre|direct(?:eur|rice)|présidente?|patronn?e?|"
    r"cherch(?:eur|euse)|dirigeante?|députée?|sénat(?:eur|rice)|avocate?|médecin|professeure?|"
    r"fondat(?:eur|rice)|"
    r"responsable|auteure?|autrice|scientifique|ingénieure?|économiste|sociologue|historienn?e?|entraîneure?|"
    r"mayor|minister|director|researcher|lawyer|author|professor|official|executive|scientist|president|"
    r"senator|engineer|founder|economist|doctor|coach)\Z",
    re.IGNORECASE,
)
_OF = re.compile(r"\s(?:de|du|des|d[’']|of|for|from|chez|at)\b")
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_MIN_QUOTED_WORDS = 4
_REACH = 240
_MAX_ROLE_WORDS = 2
_MAX_GAP = 2
_MIN_NOUN = 4
_MAX_HEAD = 600
_FEMININE = ("elle", "elles", "she")
_MASCULINE = ("il", "ils", "he")


class Speakers:
    """The speaker of each quotation, found in one pass from first to last."""

    def __init__(self, text: str, sentences: Sequence[Sentence], quotes: Quotes, names: Names) -> None:
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
        pronoun = FRENCH_PRONOUN.match(lead) or ENGLISH_PRONOUN.match(lead)
        if pronoun:
            return self._referent(_pronoun_of(pronoun), before=start)
        according = _ACCORDING.match(lead)
        if according:
            return self._first_name(start, start + len(clause), any_role=True)
        verb = SPEECH_VERB.search(clause)
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
        phrase = _NOUN_PHRASE.match(rest)
        if phrase and name:
            inside = self._names.within(start + at, start + at + len(segment))
            before = rest[: inside[0].start - start - at]
            if not _OF.search(before):
                return name
        elif name:
            return name
        # "… a déclaré la ministre de la Culture, Ann Lee": the name comes behind a comma.
        behind = rest[len(segment) : len(segment) + 2]
        apposed = self._names.within(start + at + len(segment), start + at + len(segment) + 12)
        if behind.startswith(",") and apposed:
            return self._names.full(apposed[0].text)
        if phrase:
            role = " ".join(_ADVERBIAL.sub("", phrase["phrase"]).split())
            known = self._known_role(role)
            return known or (self._referent("", before=start) if _PERSON.match(role) else None) or role
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
        verb = SPEECH_VERB.search(head)
        introduces = head.rstrip().endswith((":", ","))
        if not verb and not introduces and words < _MIN_QUOTED_WORDS:
            return None
        according = _ACCORDING.search(head)
        if according:
            return self._first_name(origin + according.start(), quote.start, any_role=True)
        end = verb.start() if verb else len(head)
        pronoun = _SUBJECT_PRONOUN.search(head.lstrip())
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
        gender = "f" if pronoun.casefold() in _FEMININE else "m" if pronoun.casefold() in _MASCULINE else ""
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
            if _NOT_SUBJECT.search(self._text, max(0, name.start - 16), name.start) and not name.has_title:
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
    groups = match.groupdict()
    return str(groups["pronoun"] or groups.get("behind"))
