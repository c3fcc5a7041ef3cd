"""Who says what stands between quotation marks.

The words behind the quotation are asked first ("…", said Ann Lee), then those before it (Ann Lee said: "…"),
then the sentences before: a speaker goes on until somebody else is named.
"""

import re
from collections.abc import Sequence

from bot.articles.attribution import pronoun_behind, speech_verb
from bot.articles.lexicon import Lexicon
from bot.articles.names import Names
from bot.articles.people import People
from bot.articles.quotes import Quote, Quotes
from bot.articles.sentences import Sentence
from bot.articles.words import fold_words

_ACCORDING = r"\b<according>\s(?:(?:le|la|les|the|el|der|die|den|il|lo|o|a)\s|l[’'])?(?-i:(?=[A-ZÀ-Þ]))"
_ACCORDING_ROLE = r"\b<according>\s(?P<phrase><articles>\s?[^,.;:«»\"“”()]{2,60})"
_ACCORDING_PRONOUN = r"\b(?:<according>)\s(?P<pronoun>lui|elle|eux|him|her|él|ella|ihm|ihr|lei|ele|ela)\b"
# A clause put into a quotation, from its comma to its verb.
_INSERTED = (
    r",\s(?P<clause>(?:(?:m|l|t|s)[’']|nous\s|lui\s|leur\s|se\s|si\s|le\s|me\s)?(?:(?:a|ont|ha|hat)\s)?<speech>(?:-t)?(?:-\w{2,5})?)"
    r"(?=[\s,.])"
)
_DASHED = r"[—–]\s?(?:(?:me|le|nos|lhe|lui|leur)\s)?<speech>\b"
_SUBJECT_PRONOUN = (
    r"(?:\A|[,:]\s|\b(?:mais|et|but|and|que|that|und|y|e|ma|pero|mas|dass|as|when)\s)"
    r"(?P<pronoun>{pronouns})\b"
)
# "… a déclaré hier à la presse la ministre": what may stand between a verb and its subject.
_NOUN_PHRASE = (
    r"(?:\s(?:<weekdays>|hier|yesterday|ayer|gestern|ieri|ontem|on \w{3,7}day|"
    r"(?:à|devant) (?:la |l[’'])\w{2,20})){0,3}"
    r"\s{0,2}(?P<phrase><articles>\s?(?:[^,.;:«»\"“”()]|(?<=\bM)\.|(?<=\bMr)\.){2,80})"
)
_ADVERBIAL = r"\s<adverbials>\b.*\Z"
_ROLE = r"\b<roles>\b"
_OF = r"\s(?:de|du|des|d[’']|of|for|from|chez|at|del|von|der|di|della|do|da)\b"
_DASH = re.compile(r"\s?[—–-]{1,2}\s?(?=[A-ZÀ-Þ])")
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_CAPITAL = re.compile(r"\s(?P<name>[A-ZÀ-Þ][\w’-]{2,20})\b")
# Behind what somebody says, whatever stands before a person says how: "…", rigole Ann Lee, or la lycéenne.
_SAID_SOMEHOW = (
    r"\A\s?,?\s?(?:s[’'](?:est|était)\s|se\s)?(?-i:(?P<verb>[a-zà-ÿ]{3,16}))"
    r"(?=\s(?:(?-i:[A-ZÀ-Þ])|<articles>\s?<roles>\b))"
)
# "…," Ann Lee grinned; "…," she grinned.
_SOMEHOW_SAID = re.compile(r"(?:\A(?P<pronoun>he|she))?\s(?:[a-z]{2,12}ly\s)?[a-z]{3,14}(?:ed|s)\b")
_PAUSES = (",", ".", "?", "!", "…")  # before the closing mark of what is said, and not only named
_MIN_QUOTED_WORDS = 4
_REACH = 240
_CLAUSE = 170
_MAX_HEAD = 600
_MAX_GAP = 2
_BACK = 1500
_NEAR = 90
_JUST_NOW = 160  # characters; whoever was named so near is meant, whatever their name tells of their sex
_MAX_APPOSED = 4


class Speakers:
    """The speaker of each quotation, found in one pass from first to last."""

    def __init__(
        self,
        text: str,
        *,
        sentences: Sequence[Sentence],
        quotes: Quotes,
        names: Names,
        people: People,
        lexicon: Lexicon,
    ) -> None:
        self._lexicon = lexicon
        pronouns = lexicon.feminine_pronouns | lexicon.masculine_pronouns | lexicon.plural_pronouns
        self._pronoun = lexicon.pattern(
            _SUBJECT_PRONOUN.format(pronouns="|".join(sorted(pronouns)) or "(?!)")
        )
        self._text = text
        self._quotes = quotes
        self._names = names
        self._people = people
        self._last: str | None = None
        self._last_sentence = -_MAX_GAP - 1
        self._last_at = 0
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
        if speaker is None and (head.rstrip().endswith(":") or not _CONTENT.search(tail)):
            speaker = self._from_inside(quote)
            if speaker is None and (head.rstrip().endswith(":") or not _CONTENT.search(head)):
                speaker = self._carried(sentences, first)
        if speaker:
            self._last, self._last_sentence, self._last_at = speaker, last, quote.end + len(tail)
        return speaker

    def _behind(self, start: int, end: int) -> str:
        end = min(end, start + _REACH)
        following = (quote.start for quote in self._quotes.within(start, end) if quote.start >= start)
        return self._text[start : next(following, end)]

    def _before(self, start: int, end: int) -> str:
        """Return what stands before, other quotations blanked out."""
        head = list(self._text[max(start, end - _MAX_HEAD) : end])
        origin = end - len(head)
        for quote in self._quotes.within(origin, end):
            for at in range(max(quote.start, origin), min(quote.end, end)):
                head[at - origin] = " "
        return "".join(head)

    # Behind the quotation.

    def _from_tail(self, tail: str, start: int) -> str | None:
        lead = tail.lstrip(" ,.—–-")
        if not lead or tail[:1] == ".":
            return None
        clause = tail[:_CLAUSE]
        pronoun = pronoun_behind(self._lexicon).match(lead)
        if pronoun:
            return self._referent(_pronoun_of(pronoun), before=start)
        if self._lexicon.pattern(_ACCORDING).match(lead) or _DASH.match(tail):
            return self._first_person(start, start + len(clause))
        verb = speech_verb(self._lexicon).search(clause)
        if not verb:
            return self._said_somehow(tail, start)
        between = clause[: verb.start()].strip(" ,—–")
        if between:
            named = self._subject(start, start + verb.start()) or self._by_role(between)
            if named:
                return named
        return self._inverted(clause, verb.end(), start)

    def _said_somehow(self, tail: str, start: int) -> str | None:
        """Return the subject of a verb that no table knows: "…", rigole Ann Lee; "…," Ann Lee grinned."""
        if not self._lexicon.is_known:
            return self._first_person(start, start + _NEAR)
        is_said = self._text[max(0, start - 3) : start].strip(' »”"’').endswith(_PAUSES)
        match = self._lexicon.pattern(_SAID_SOMEHOW).match(tail) if is_said or "," in tail[:2] else None
        if not match or match["verb"].casefold() in self._lexicon.function_words:
            return self._somehow_said(tail, start) if is_said else None
        at = start + match.end() + 1
        is_nobody = self._text[at].isupper() and not self._people.within(at, at + 1)
        return None if is_nobody else self._inverted(tail[:_CLAUSE], match.end(), start)

    def _somehow_said(self, tail: str, start: int) -> str | None:
        match = _SOMEHOW_SAID.match(tail.lstrip(" ,"))
        if match and match["pronoun"]:
            return self._referent(match["pronoun"], before=start)
        named = self._people.within(start, start + _NEAR)
        is_first = named and self._text[start : named[0].start].strip(" ,") == ""
        return (
            self._people.of(named[0]) if is_first and _SOMEHOW_SAID.match(self._text, named[0].end) else None
        )

    def _inverted(self, clause: str, at: int, start: int) -> str | None:
        """Return the subject that stands behind its verb; who spoke last where there is none."""
        rest = clause[at:]
        segment = re.split(r"[;:(—]|,(?!\s?[A-ZÀ-Þ])", rest, maxsplit=1)[0]
        first, end = start + at, start + at + len(segment)
        name = self._subject(first, end)
        phrase = self._lexicon.pattern(_NOUN_PHRASE).match(rest)
        if phrase:
            named = self._in_phrase(name, phrase["phrase"], first, end) or self._apposed(end)
            return named or self._by_phrase(phrase["phrase"], before=start)
        unknown = _CAPITAL.match(rest)
        if name or not unknown:
            return name or self._referent("", before=start, is_bare=True)
        return self._names.full(unknown["name"])

    def _in_phrase(self, name: str | None, phrase: str, first: int, end: int) -> str | None:
        """Return the person named from *first* to *end*, but for "a friend of Ann Lee"."""
        inside = self._people.within(first, end)
        if not inside:
            return None
        before = self._text[first : inside[0].start]
        if name and (before.rstrip(" ").endswith(",") or not self._lexicon.pattern(_OF).search(before)):
            return name
        has_role = self._lexicon.pattern(_ROLE).search(phrase) is not None
        is_last = self._text[inside[-1].end : end].strip() == ""
        return self._people.of(inside[-1]) if has_role and is_last and len(inside) == 1 and not name else None

    def _apposed(self, end: int) -> str | None:
        """Return the name behind a comma: "… a déclaré la ministre de la Culture, Ann Lee"."""
        later = self._people.within(end, end + _NEAR)
        gap = self._text[end : later[0].start] if later else ""
        is_near = gap.startswith(",") and len(gap.split()) <= _MAX_APPOSED and not re.search(r"[.;:]", gap)
        return self._people.of(later[0]) if is_near else None

    def _by_phrase(self, phrase: str, *, before: int) -> str:
        """Return who a noun phrase is, or the phrase itself: somebody without a name."""
        role = " ".join(self._lexicon.pattern(_ADVERBIAL).sub("", phrase).split())
        return self._by_role(role) or self._by_gender(role, before=before) or role

    def _from_inside(self, quote: Quote) -> str | None:
        """Return who is named in a clause put into the quotation: « …, tranche Ann Lee. … »."""
        said = self._text[quote.start : quote.end]
        for match in self._lexicon.pattern(_INSERTED).finditer(said):
            pronoun = pronoun_behind(self._lexicon).match(match["clause"])
            if pronoun:
                return self._referent(_pronoun_of(pronoun), before=quote.start)
            at = quote.start + match.end()
            named = self._people.within(at, at + _NEAR)
            gap = self._text[at : named[0].start] if named else ""
            if named and not re.search(r"[,.;:!?]", gap.replace("M.", "").replace("Dr.", "")):
                return self._people.of(named[0])
        return None

    # Before the quotation.

    def _from_head(self, head: str, quote: Quote, words: int) -> str | None:
        if not head.strip():
            return None
        origin = quote.start - len(head)
        verbs = speech_verb(self._lexicon).search(head)
        introduces = head.rstrip().endswith((":", ","))
        if not verbs and not introduces and words < _MIN_QUOTED_WORDS:
            return None
        found = self._according(head, origin, quote.start)
        if found:
            return found
        end = verbs.start() if verbs else len(head)
        found = self._before_verb(head, origin, origin + end, quote.start, is_said=verbs is not None)
        if found or not (verbs and introduces):
            return found
        return self._referent("", before=origin)

    def _according(self, head: str, origin: int, end: int) -> str | None:
        """Return whom "according to" names, by a name, a pronoun or a role."""
        named = self._lexicon.pattern(_ACCORDING).search(head)
        found = self._first_person(origin + named.start(), end) if named else None
        by_pronoun = self._lexicon.pattern(_ACCORDING_PRONOUN).search(head)
        if found is None and by_pronoun:
            return self._referent(by_pronoun["pronoun"], before=origin)
        by_role = self._lexicon.pattern(_ACCORDING_ROLE).search(head)
        return found or (self._by_role(by_role["phrase"]) if by_role else None)

    def _before_verb(self, head: str, origin: int, verb: int, end: int, *, is_said: bool) -> str | None:
        """Return the subject of the words before a quotation, which begin at *origin*."""
        pronoun = self._pronoun.search(head.lstrip())
        named = self._subject(origin, verb) or self._subject(origin, end)
        if pronoun and (not named or pronoun.start() == 0 or is_said):
            return self._referent(pronoun["pronoun"], before=origin) or named
        opening = self._organisation(origin) if is_said else None
        if opening and named and not opening.endswith(named) and not self._is_near(named, verb):
            return opening
        return named or self._by_role(head[: verb - origin]) or opening

    # Somewhere before.

    def _carried(self, sentences: Sequence[Sentence], first: int) -> str | None:
        """Return who goes on speaking, unless the sentence between has brought somebody else up."""
        before = first - 1
        if before >= 0 and before > self._last_sentence:
            sentence = sentences[before]
            named = self._subject(sentence.start, min(sentence.end, sentence.start + _NEAR))
            if named:
                return named
            pronoun = self._pronoun.match(self._text[sentence.start : sentence.start + _NEAR])
            if pronoun:
                return self._referent(pronoun["pronoun"], before=sentence.start)
            by_role = self._by_role(self._text[sentence.start : sentence.start + _NEAR])
            if by_role:
                return by_role
        return self._last if first - self._last_sentence <= _MAX_GAP else None

    def _referent(self, pronoun: str, *, before: int, is_bare: bool = False) -> str | None:
        """Return whom *pronoun* stands for: who was spoken of last, or spoke last, and is a she or a he."""
        word = pronoun.casefold()
        gender = (
            "f"
            if word in self._lexicon.feminine_pronouns
            else "m"
            if word in self._lexicon.masculine_pronouns
            else ""
        )
        found: list[tuple[int, str]] = []
        if self._last and before - self._last_at < _BACK:
            found.append((self._last_at, self._last))
        if gender or is_bare or not found:
            for name in self._people.within(max(0, before - _BACK), before):
                person = self._people.of(name)
                if person and self._people.is_subject(name):
                    found.append((name.start, person))
        found.sort(reverse=True)
        if not gender:
            return found[0][1] if found else None
        fitting = [(at, person) for at, person in found if self._people.gender(person) in {gender, ""}]
        if fitting and before - fitting[0][0] < _JUST_NOW:
            return fitting[0][1]
        sure = [person for _, person in fitting if self._people.gender(person)]
        return next(iter(sure or (person for _, person in fitting)), None)

    def _by_gender(self, phrase: str, *, before: int) -> str | None:
        """Return whom "la jeune femme" or "l'élu" means: who was spoken of last and is a she, or a he."""
        if not self._lexicon.pattern(_ROLE).search(phrase):
            return None
        for template, words in (
            (r"\A<feminine>", self._lexicon.feminine_pronouns),
            (r"\A<masculine>", self._lexicon.masculine_pronouns),
        ):
            if words and self._lexicon.pattern(template).match(phrase):
                return self._referent(next(iter(words)), before=before)
        return self._referent("", before=before)

    def _by_role(self, phrase: str) -> str | None:
        role = self._lexicon.pattern(_ROLE).search(phrase)
        if not role:
            return None
        return self._people.with_role(role[0])

    def _subject(self, start: int, end: int) -> str | None:
        """Return the first person named between *start* and *end* who can be a subject."""
        return next(
            (
                self._people.of(name)
                for name in self._people.within(start, end)
                if self._people.is_subject(name)
            ),
            None,
        )

    def _is_near(self, person: str, verb: int) -> bool:
        """Whether *person* is named just before the verb at *verb*: then nobody else is its subject."""
        return any(self._people.of(name) == person for name in self._people.within(verb - _NEAR // 2, verb))

    def in_dashes(self, start: int, end: int) -> str | None:
        """Return who speaks in a paragraph that a dash opens: "—Nobody came —said Ann—. Nobody."."""
        said = self._text[start:end]
        verb = self._lexicon.pattern(_DASHED).search(said)
        if not verb:
            return None
        return self._inverted(
            said[verb.start() : verb.start() + _CLAUSE], verb.end() - verb.start(), start + verb.start()
        )

    def _organisation(self, start: int) -> str | None:
        """Return the name a sentence begins with: firms and towns announce things, too."""
        named = self._names.within(start, start + 3)
        return self._names.full(named[0].text) if named else None

    def _first_person(self, start: int, end: int) -> str | None:
        found = self._people.within(start, end)
        return self._people.of(found[0]) if found else None


def _pronoun_of(match: re.Match[str]) -> str:
    return next((found for found in match.groupdict().values() if found), "")
