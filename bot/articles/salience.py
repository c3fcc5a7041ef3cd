"""How much a reader would call a fact a key fact of its article."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.articles.lexicon import Lexicon
from bot.articles.referents import first_word
from bot.articles.words import fold_words

_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"[$€£%]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What was decided, done or will be: the news in the news.
_DEED = r"\b<deeds>\b"
_HEDGE = r"\b<hedges>\b"
# "En août, …", "On Tuesday …": what happened, one after another.
_WHEN = r"\A(?:[\w’'-]{1,12}\s){0,5}?(?:<months>|<weekdays>|(?:19|20)\d\d)\b"
_FUTURE = r"\b<future>\b"
_LEAD_FACTS = 3
_SHORT = 60
_LONG = 300
_MIN_TOPIC = 4
_BEST = 8.0  # about what the first fact of a news item reaches


class Salience:
    """Scores the facts of one article against each other's words."""

    def __init__(self, texts: Sequence[str], *, title: str | None, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._total = len(texts)
        self._title = {word for word in fold_words(title or "") if word not in lexicon.function_words}
        counts = Counter(word for text in texts for word in set(self._topic(text)))
        self._topics = {word for word, count in counts.most_common(12) if count > 1}

    def score(self, text: str, *, position: int, is_quote: bool) -> float:
        """Return 0 to 1. The weights are a logistic regression's, over 169 articles with key facts marked.

        Two are a reader's: deeds count more, what is guessed less. docs/decisions.md has the figures.
        """
        words = set(self._topic(text))
        score = 1.65 * max(0.0, 1 - position / _LEAD_FACTS) + 1.06 * (1 - position / max(1, self._total))
        score += 2.05 * min(1.0, len(text) / _LONG)
        spoken = set(fold_words(text))
        score += 0.63 * (bool(_DIGIT.search(text)) or self._says("numerals", spoken))
        score += 0.48 * (bool(_MONEY.search(text)) or self._says("money", spoken))
        is_dated = bool(_YEAR.search(text)) or self._says("months", spoken) or self._says("weekdays", spoken)
        score += 0.35 * is_dated + 0.82 * (is_dated and self._has(_WHEN, text))
        has_deed = self._has(_DEED, text)
        score += 1.0 * has_deed + 0.5 * (has_deed and self._has(_FUTURE, text))
        if self._title:
            score += 0.54 * min(1.0, 2 * len(words & self._title) / max(3, len(self._title)))
        score += 0.34 * min(1.0, len(words & self._topics) / 4)
        score -= 1.24 * is_quote + 0.6 * self._has(_HEDGE, text) + 0.9 * (len(text) < _SHORT)
        score -= 0.5 * (first_word(text) in self._lexicon.demonstratives)
        return round(min(1.0, max(0.0, score / _BEST)), 3)

    def _says(self, field: str, spoken: set[str]) -> bool:
        is_one = self._lexicon.is_one(field)
        return any(is_one(word) for word in spoken)

    def _has(self, template: str, text: str) -> bool:
        return self._lexicon.pattern(template).search(text) is not None

    def _topic(self, text: str) -> list[str]:
        function_words = self._lexicon.function_words
        return [word for word in fold_words(text) if len(word) >= _MIN_TOPIC and word not in function_words]
