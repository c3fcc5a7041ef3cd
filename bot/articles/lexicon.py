"""What the rules ask of a language, made of its table: sets of words, and patterns that are ready to match.

An article is in one language and its page often in two: English stands beside each, for what is quoted and
for what sites leave untranslated. A language without a table has them all.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from re import Pattern

from bot.articles.languages.de import GERMAN
from bot.articles.languages.en import ENGLISH
from bot.articles.languages.es import SPANISH
from bot.articles.languages.fr import FRENCH
from bot.articles.languages.it import ITALIAN
from bot.articles.languages.pt import PORTUGUESE
from bot.articles.languages.tables import Tables
from bot.articles.word_sets import word_set

ALL = (ENGLISH, FRENCH, SPANISH, GERMAN, ITALIAN, PORTUGUESE)
TABLES = {one.code: one for one in ALL}

# Where short words of another language would be taken for something else.
_OWN = word_set("articles adverbials prepositions roles feminine masculine neuter plural verbs")
_NEVER = r"(?!)"
_FIELD = re.compile(r"(?<!\?P)<([a-z_]+)>")


class Lexicon:
    """The words and patterns of an article's language."""

    def __init__(self, tables: tuple[Tables, ...], *, is_known: bool = True) -> None:
        self.is_known = is_known  # whether the language has a table of its own
        self._tables = tables
        self.code = tables[0].code
        self.determiners = self._words("determiners")
        self.pronouns = self._words("pronouns")
        self.question_words = self._words("question_words")
        self.question_verbs = self._words("question_verbs")
        self.function_words = (
            self.determiners | self.pronouns | self.question_words | self._words("connectors")
        )
        self.titles = self._words("titles")
        self.numbered = self._words("numbered")
        self.abbreviations = self._words("abbreviations")
        self.honorifics = self._words("honorifics")
        self.feminine_titles = self._words("feminine_titles")
        self.masculine_titles = self._words("masculine_titles")
        self.feminine_pronouns = self._words("feminine_pronouns")
        self.masculine_pronouns = self._words("masculine_pronouns")
        self.plural_pronouns = self._words("plural_pronouns")
        self.demonstratives = self._words("demonstratives")
        self.demonstratives_alone = self._words("demonstratives_alone")
        self.relative = self._words("relative")
        self.contrast = self._words("contrast")
        self.addition = self._words("addition")
        self.loose = self._words("loose")
        self.back_references = self._words("back_references")
        self.personal = dict(
            pair.split(":", 1) for table in reversed(tables) for pair in table.personal.split()
        )

    def any_of(self, field: str) -> str:
        """Return the alternatives that the tables have in *field*, as one group."""
        found: list[str] = []
        tables = self._tables[:1] if field in _OWN and self.is_known else self._tables
        for table in tables:
            value = getattr(table if hasattr(table, field) else table.pages, field)
            found += value if isinstance(value, tuple) else [value]
        return f"(?:{'|'.join(filter(None, found)) or _NEVER})"

    def pattern(self, template: str) -> Pattern[str]:
        """Return *template* with each ``<field>`` replaced by that field's alternatives, ready to match."""
        return _compiled(self, template)

    def is_one(self, field: str) -> Callable[[str], bool]:
        """Return what tells whether a word is one of *field*'s: quicker than searching, as words recur."""
        return _predicate(self, field)

    def is_impersonal(self, text: str) -> bool:
        """Whether *text* begins with a pronoun that stands for nothing: "il y a", "it is likely that"."""
        return self.pattern(r"\A<impersonal>").match(text) is not None

    def _words(self, field: str) -> frozenset[str]:
        return frozenset(
            word
            for table in self._tables
            for word in getattr(table if hasattr(table, field) else table.pages, field).split()
        )


@cache
def _compiled(lexicon: Lexicon, template: str) -> Pattern[str]:
    filled = _FIELD.sub(lambda match: lexicon.any_of(match[1]), template)
    filled = filled.replace("SPEECH", lexicon.any_of("speech")).replace("DATE", date_pattern(lexicon))
    return re.compile(filled, re.IGNORECASE)


@cache
def _predicate(lexicon: Lexicon, field: str) -> Callable[[str], bool]:
    pattern = lexicon.pattern(f"<{field}>")
    return lru_cache(maxsize=8192)(lambda word: pattern.fullmatch(word) is not None)


def date_pattern(lexicon: Lexicon) -> str:
    """Return what matches a date as people write it."""
    month = rf"{lexicon.any_of('months')}\.?"
    return (
        rf"(?:{month} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
        rf"\d{{1,2}}(?:er|\.|º)? (?:de )?{month},?(?: de)? \d{{4}}|"
        r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}(?:-\d{2})?)"
    )


@cache
def lexicon_of(language: str) -> Lexicon:
    """Return the lexicon for articles in *language*, an ISO 639-1 code."""
    own = TABLES.get(language)
    if own is None:
        return Lexicon(ALL, is_known=False)
    return Lexicon((own,) if own is ENGLISH else (own, ENGLISH))
