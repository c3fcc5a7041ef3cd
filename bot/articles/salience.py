"""How much a reader would call a fact a key fact of its article."""

from collections import Counter
from collections.abc import Sequence

from bot.articles.lexicon import Lexicon
from bot.articles.names import Names
from bot.articles.words import fold_words

_FIGURE = r"\d|\b<numerals>\b"
_MONEY = r"[$€£]|%|\b<money>\b"
_DATE = r"\b(?:(?:19|20)\d\d|<months>|<weekdays>)\b"
# What was decided, done or will be: the news in the news.
_DEED = r"\b<deeds>\b"
_HEDGE = r"\b<hedges>\b"
_LEAD_FACTS = 3
_SHORT = 60
_MIN_TOPIC = 4


class Salience:
    """Scores the facts of one article against each other's words."""

    def __init__(self, texts: Sequence[str], *, title: str | None, names: Names, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._total = len(texts)
        self._title = {word for word in fold_words(title or "") if word not in lexicon.function_words}
        counts = Counter(word for text in texts for word in set(self._topic(text)))
        self._topics = {word for word, count in counts.most_common(12) if count > 1}
        self._names = names

    def score(self, text: str, *, position: int, is_quote: bool, start: int, end: int) -> float:
        """Return 0 to 1; the weights were set by hand on articles whose key facts had been marked."""
        words = set(self._topic(text))
        score = 0.22
        score += 0.22 * max(0.0, 1 - position / _LEAD_FACTS) + 0.06 * (1 - position / max(1, self._total))
        score += (
            0.14 * self._has(_FIGURE, text)
            + 0.08 * self._has(_MONEY, text)
            + 0.06 * self._has(_DATE, text)
        )
        score += 0.10 * self._has(_DEED, text)
        score += 0.04 * min(3, len(self._names.within(start, end)))
        score += (
            0.12 * min(1.0, 2 * len(words & self._title) / max(3, len(self._title))) if self._title else 0.0
        )
        score += 0.10 * min(1.0, len(words & self._topics) / 4)
        score -= 0.14 * is_quote + 0.08 * self._has(_HEDGE, text) + 0.06 * (len(text) < _SHORT)
        return round(min(1.0, max(0.0, score)), 3)

    def _has(self, template: str, text: str) -> bool:
        return self._lexicon.pattern(template).search(text) is not None

    def _topic(self, text: str) -> list[str]:
        function_words = self._lexicon.function_words
        return [word for word in fold_words(text) if len(word) >= _MIN_TOPIC and word not in function_words]
