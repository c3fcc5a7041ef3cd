"""What a fact that starts with "Il", "It" or "This" is about, for readers who see it alone."""

import re

from bot.articles.lexicon import Lexicon
from bot.articles.names import Names
from bot.articles.people import People

_ANTECEDENT = re.compile(
    r"(?P<phrase>(?:\b(?:le|la|les|un|une|the|an?)\s|\bl[’'])[^\W\d_]{2,30}(?:\s[^\W\d_]{2,30})?|"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}\s?){1,4}(?<!\s))[\s,]{0,3}\Z"
)
# A clause that goes on with its verb: "mais a nommé", "while warning".
_SUBJECTLESS = r"\A<subjectless>\b(?! (?:judge|report|study|spokes))"
_VERB = r"\s<verbs>\b"
_FIRST = re.compile(r"[^\W\d_]{1,12}")
# Any verb will do behind an article and a noun; what goes on as a noun phrase does not.
_PLAIN_SUBJECT = re.compile(
    r"(?P<subject>(?:(?:le|la|les|un|une|the)\s|l[’'])[^\W\d_]{2,30})\s(?!(?:de|du|des|d|à|au|aux|"
    r"en|et|ou|qui|que|dont|sur|of|in|on|"
    r"at|for|to|and|or|that|which|who)\b)[a-zà-ÿ]{2,20}\s",
    re.IGNORECASE,
)
_MAX_LEADS = 2
_SHORT_NAME = 4
_MAX_SUBJECT = 60
_MAX_SUBJECT_WORDS = 7


class Referents:
    """Follows an article's facts, first to last, and says what their first word stands for."""

    def __init__(self, names: Names, people: People, lexicon: Lexicon, *, date: str | None) -> None:
        self._names = names
        self._people = people
        self._date = date
        self._lexicon = lexicon
        self._subject = ""
        self._person = ""
        self._topic = ""  # the last subject that was no person

    def clarify(self, text: str, *, speaker: str | None, start: int, end: int, before: str | None) -> str:
        """Return *text*, its dangling first word explained in brackets, and remember it for the next one.

        *before* is what its sentence starts with where it is a later clause of it, else None.
        """
        if before is not None:
            return self._continued(text, before=before)
        shown = text if speaker and text[:1] in '«“"‘' else self._explained(self._dated(text))
        self._remember(text, speaker=speaker, start=start, end=end)
        return shown

    def _continued(self, text: str, *, before: str) -> str:
        """Return a clause cut off its sentence with what it is about before it."""
        if first_word(text) in self._lexicon.relative:
            antecedent = _ANTECEDENT.search(before)
            return f"[{antecedent['phrase']}] {text}" if antecedent else text
        word = first_word(text)
        is_joined = word in self._lexicon.contrast | self._lexicon.addition
        rest = text[len(word) :].lstrip() if is_joined else text
        return (
            f"[{self._subject}] {rest}"
            if self._subject and self._lexicon.pattern(_SUBJECTLESS).match(rest)
            else text
        )

    def _dated(self, text: str) -> str:
        """Return *text* with the article's day before it where it says "last week" or "il y a deux mois"."""
        is_relative = self._lexicon.pattern(r"\A<relative_time>\b").match(text)
        return f"[{self._date}] {text}" if is_relative and self._date else text

    def _explained(self, text: str) -> str:
        first = _FIRST.match(text)
        word = first[0].casefold() if first else ""
        if first is None or self._lexicon.is_impersonal(text):
            return text
        if word in self._lexicon.personal:
            referent = self._for_pronoun(self._lexicon.personal[word])
            return f"[{referent}]{text[first.end() :]}" if referent else text
        if word in self._lexicon.demonstratives:
            is_thing = self._subject != self._person or word in self._lexicon.demonstratives_alone
            referent = self._subject if is_thing else self._topic
            return f"[{referent}] {text}" if referent else text
        return text

    def _for_pronoun(self, kind: str) -> str:
        if (
            kind in ("m", "f")
            and self._person
            and self._people.gender(self._person) in ("", kind)
            and not self._agrees(kind)
        ):
            return self._person
        if self._subject and self._agrees(kind):
            return self._subject
        return self._person if kind in ("m", "f") and self._people.gender(self._person) in ("", kind) else ""

    def _agrees(self, kind: str) -> bool:
        subject = self._subject
        if not subject:
            return False
        is_plural = self._is("<plural>", subject) or (
            subject[:4].casefold() == "the " and subject.endswith("s")
        )
        if kind in ("mp", "fp", "p"):
            return is_plural
        if kind == "n":
            return not is_plural and subject != self._person
        if is_plural:
            return False
        if kind == "m":
            return self._is("<masculine>", subject) or subject == self._person
        return self._is("<feminine>", subject) or subject == self._person

    def _is(self, template: str, subject: str) -> bool:
        return self._lexicon.pattern(rf"\A{template}").match(subject) is not None

    def _remember(self, text: str, *, speaker: str | None, start: int, end: int) -> None:
        if speaker:
            self._person = speaker
            self._subject = speaker
            return
        first = _FIRST.match(text)
        if first and first[0].casefold() in self._lexicon.personal.keys() | self._lexicon.demonstratives:
            return
        subject = _subject_of(text, self._lexicon)
        person = next(
            (
                self._people.of(name)
                for name in self._people.within(start, end)
                if self._people.is_subject(name)
            ),
            None,
        )
        if subject:
            self._subject = self._names.full(subject)
            if self._subject != person:
                self._topic = self._subject
        self._person = person or self._person


def _subject_of(text: str, lexicon: Lexicon) -> str:
    """Return the noun phrase a sentence is about, empty where it cannot be told."""
    start = 0
    for _ in range(_MAX_LEADS):
        verb = lexicon.pattern(_VERB).search(text, start, start + 120)
        comma = text.find(", ", start, start + 120)
        end = min(verb.start() if verb else len(text), comma if comma > 0 else len(text))
        subject = text[start:end].strip()
        if end < len(text) and _is_subject(subject, lexicon):
            return subject
        start = comma + 2
        if comma < 0:
            break
    plain = _PLAIN_SUBJECT.match(text)
    return plain["subject"] if plain else ""


def _is_subject(phrase: str, lexicon: Lexicon) -> bool:
    words = phrase.split()
    if (
        not words
        or len(words) > _MAX_SUBJECT_WORDS
        or len(phrase) > _MAX_SUBJECT
        or re.search(r"[«»“”\"(\[]", phrase)
    ):
        return False
    first = re.split(r"[’']", words[0])[0].casefold()
    if first in lexicon.determiners or (first == "l" and words[0] != "l"):
        return len(words) > 1 or first == "l"
    return (
        phrase[0].isupper()
        and (words[-1][0].isupper() or len(words) == 1)
        and len(words) + len(phrase) > _SHORT_NAME
    )


def first_word(text: str) -> str:
    """Return the first word of *text*, small; empty where it does not begin with one."""
    match = _FIRST.match(text)
    return match[0].casefold() if match else ""
