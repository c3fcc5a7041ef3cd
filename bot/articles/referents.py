"""What a fact that starts with "Il", "It" or "This" is about, for readers who see it alone."""

import re

from bot.articles.names import Names
from bot.articles.words import DETERMINERS, word_set

_PERSONAL = {
    "il": "m", "elle": "f", "ils": "mp", "elles": "fp", "he": "m", "she": "f", "it": "n", "they": "p",
}  # fmt: skip
_DEMONSTRATIVES = word_set("cela ceci ça c ce cet cette ces celui celle this that these those")
_CONJUNCTION = re.compile(r"(?:mais|et|ou|puis|but|and|or|then|yet)\s", re.IGNORECASE)
# These stand for something by themselves; the others point with a noun, which no person's name explains.
_ALONE = word_set("cela ceci ça celui celle")
_RELATIVE = re.compile(r"(?:qui|que|dont|où|which|who|whose)\b", re.IGNORECASE)
_ANTECEDENT = re.compile(
    r"(?P<phrase>(?:\b(?:le|la|les|un|une|the|an?)\s|\bl[’'])[^\W\d_]{2,30}(?:\s[^\W\d_]{2,30})?|"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}\s?){1,4}(?<!\s))[\s,]{0,3}\Z"
)
# A clause that goes on with its verb: "mais a nommé", "while warning".
_SUBJECTLESS = re.compile(
    r"(?:n[’'](?:a|ont|est)|ne|a|ont|est|sont|avait|était|va|doit|peut|tout en|affirmant|précisant|"
    r"ajoutant|estimant|disant|"
    r"is|are|was|were|has|have|had|will|would|can|said|saying|adding|warning|noting|"
    r"arguing)\b(?! (?:judge|report|study|spokes))",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^\W\d_]{1,12}")
# "Il y a", "il faut", "it is likely that": nothing is meant.
_IMPERSONAL = re.compile(
    r"\A(?:il (?:y (?:a|avait|aura|eut)|n[’']y |faut|faudra|fallait|semble|paraît|s[’']agit|reste|"
    r"convient|existe|suffit|importe|manque|est (?:\w{1,12} )?(?:[\wé]{3,14} )?(?:que|de|d[’']))|"
    r"it (?:is|was|will be|remains|seems|appears|takes|took|would be)(?: \w{1,12}){0,3} (?:that|to|"
    r"whether|who|for|if)|it (?:seems|appears|rains)|there )",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s(?:n[’']|ne\s|s[’']|se\s|y\s|en\s|l[’']|lui\s|leur\s)?(?:a|ont|est|sont|était|étaient|"
    r"avait|avaient|aura|sera|va|vont|doit|doivent|peut|peuvent|fait|vient|veut|compte|consiste|"
    r"is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|said|says|does|did|"
    r"plans|expects|wants|"
    r"[a-zà-ÿ]{3,20}(?:era|eront|erait|eraient|ait|aient|èrent|ient))\b"
)
_PRONOUN_SUBJECT = re.compile(r"\A(?:il|elle|ils|elles|he|she|it|they|cela|ce|c|this|that)\b", re.IGNORECASE)
_FEMININE = re.compile(
    r"\A(?:la|une|cette|sa|leur|sa)\s|\A(?:l[’'])?[^ ]{2,30}(?:tion|sion|té|ette|ance|ence|ure|ise)\b",
    re.IGNORECASE,
)
_MASCULINE = re.compile(r"\A(?:le|un|ce|cet|son)\s", re.IGNORECASE)
_PLURAL = re.compile(
    r"\A(?:les|des|ces|ses|leurs|plusieurs|these|those|many|some|several|two|three|deux|trois|\d+)\s",
    re.IGNORECASE,
)
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

    def __init__(self, names: Names) -> None:
        self._names = names
        self._subject = ""
        self._person = ""

    def clarify(self, text: str, *, speaker: str | None, start: int, end: int, before: str | None) -> str:
        """Return *text*, its dangling first word explained in brackets, and remember it for the next one.

        *before* is what its sentence starts with where it is a later clause of it, else None.
        """
        if before is not None:
            return self._continued(text, before=before)
        shown = text if speaker and text[:1] in '«“"‘' else self._explained(text)
        self._remember(text, speaker=speaker, start=start, end=end)
        return shown

    def _continued(self, text: str, *, before: str) -> str:
        """Return a clause cut off its sentence with what it is about before it."""
        if _RELATIVE.match(text):
            antecedent = _ANTECEDENT.search(before)
            return f"[{antecedent['phrase']}] {text}" if antecedent else text
        conjunction = _CONJUNCTION.match(text)
        rest = text[conjunction.end() :] if conjunction else text
        return f"[{self._subject}] {rest}" if self._subject and _SUBJECTLESS.match(rest) else text

    def _explained(self, text: str) -> str:
        first = _FIRST.match(text)
        word = first[0].casefold() if first else ""
        if first is None or _IMPERSONAL.match(text):
            return text
        if word in _PERSONAL:
            referent = self._for_pronoun(_PERSONAL[word])
            return f"[{referent}]{text[first.end() :]}" if referent else text
        if word in _DEMONSTRATIVES:
            referent = self._subject if self._subject != self._person or word in _ALONE else ""
            return f"[{referent}] {text}" if referent else text
        return text

    def _for_pronoun(self, kind: str) -> str:
        if (
            kind in ("m", "f")
            and self._person
            and self._names.gender(self._person) in ("", kind)
            and not self._agrees(kind)
        ):
            return self._person
        if self._subject and self._agrees(kind):
            return self._subject
        return self._person if kind in ("m", "f") and self._names.gender(self._person) in ("", kind) else ""

    def _agrees(self, kind: str) -> bool:
        subject = self._subject
        if not subject:
            return False
        is_plural = bool(_PLURAL.match(subject)) or (
            subject[:4].casefold() == "the " and subject.endswith("s")
        )
        if kind in ("mp", "fp", "p"):
            return is_plural
        if kind == "n":
            return not is_plural and subject != self._person
        if is_plural:
            return False
        if kind == "m":
            return bool(_MASCULINE.match(subject)) or subject == self._person
        return bool(_FEMININE.match(subject)) or subject == self._person

    def _remember(self, text: str, *, speaker: str | None, start: int, end: int) -> None:
        if speaker:
            self._person = speaker
            self._subject = speaker
            return
        if _PRONOUN_SUBJECT.match(text):
            return
        subject = _subject_of(text)
        named = [
            name
            for name in self._names.within(start, end)
            if len(self._names.full(name.text).split()) > 1 or name.has_title
        ]
        if subject:
            full = self._names.full(subject)
            self._subject = full
        if named:
            self._person = self._names.full(named[0].text)


def _subject_of(text: str) -> str:
    """Return the noun phrase a sentence is about, empty where it cannot be told."""
    start = 0
    for _ in range(_MAX_LEADS):
        verb = _VERB.search(text, start, start + 120)
        comma = text.find(", ", start, start + 120)
        end = min(verb.start() if verb else len(text), comma if comma > 0 else len(text))
        subject = text[start:end].strip()
        if end < len(text) and _is_subject(subject):
            return subject
        start = comma + 2
        if comma < 0:
            break
    plain = _PLAIN_SUBJECT.match(text)
    return plain["subject"] if plain else ""


def _is_subject(phrase: str) -> bool:
    words = phrase.split()
    if (
        not words
        or len(words) > _MAX_SUBJECT_WORDS
        or len(phrase) > _MAX_SUBJECT
        or re.search(r"[«»“”\"(\[]", phrase)
    ):
        return False
    first = re.split(r"[’']", words[0])[0].casefold()
    if first in DETERMINERS or (first == "l" and words[0] != "l"):
        return len(words) > 1 or first == "l"
    return (
        phrase[0].isupper()
        and (words[-1][0].isupper() or len(words) == 1)
        and len(words) + len(phrase) > _SHORT_NAME
    )
