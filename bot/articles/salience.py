"""How much a reader would call a fact a key fact of its article."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.articles.names import Names
from bot.articles.words import FUNCTION_WORDS, fold_words

_FIGURE = re.compile(
    r"\d|\b(?:millions?|milliards?|billions?|trillions?|moitié|tiers|half|third)\b", re.IGNORECASE
)
_MONEY = re.compile(
    r"[$€£]|\b(?:euros?|dollars?|livres?|francs?|pounds?)\b|%|\bp(?:our |er)cents?\b|\bpercent\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre|january|february|march|april|june|july|august|september|october|november|december|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday)\b",
    re.IGNORECASE,
)
# What was decided, done or will be: the news in the news.
_DEED = re.compile(
    r"\b(?:a|ont|va|vont|sera|seront|doit|doivent)\s(?:\w{1,15}\s)?(?:annoncé|décidé|quitté|nommé|"
    r"voté|levé|obtenu|lancé|ouvert|fermé|signé|adopté|interdit|supprimé|créé|acheté|racheté|vendu|"
    r"condamné|publié|commencé|investi\w*|jugée?|"
    r"réduit|augmenté|perdu|gagné|démissionné|licencié|construit|livré|approuvé|rejeté|démis)\b|"
    r"\b(?:announced|decided|quit|resigned|named|appointed|voted|raised|launched|opened|closed|"
    r"signed|adopted|approved|rejected|banned|cut|acquired|sold|sued|fined|won|lost|agreed|plans? to|will)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:peut-être|sans doute|il semble|pourrait|pourraient|perhaps|maybe|might|seems?|arguably|"
    r"probably)\b",
    re.IGNORECASE,
)
_LEAD_FACTS = 3
_SHORT = 60
_MIN_TOPIC = 4


class Salience:
    """Scores the facts of one article against each other's words."""

    def __init__(self, texts: Sequence[str], *, title: str | None, names: Names) -> None:
        self._total = len(texts)
        self._title = {word for word in fold_words(title or "") if word not in FUNCTION_WORDS}
        counts = Counter(word for text in texts for word in set(_topic(text)))
        self._topics = {word for word, count in counts.most_common(12) if count > 1}
        self._names = names

    def score(self, text: str, *, position: int, is_quote: bool, start: int, end: int) -> float:
        """Return 0 to 1; the weights were set by hand on articles whose key facts had been marked."""
        words = set(_topic(text))
        score = 0.22
        score += 0.22 * max(0.0, 1 - position / _LEAD_FACTS) + 0.06 * (1 - position / max(1, self._total))
        score += (
            0.14 * bool(_FIGURE.search(text))
            + 0.08 * bool(_MONEY.search(text))
            + 0.06 * bool(_DATE.search(text))
        )
        score += 0.10 * bool(_DEED.search(text))
        score += 0.04 * min(3, len(self._names.within(start, end)))
        score += (
            0.12 * min(1.0, 2 * len(words & self._title) / max(3, len(self._title))) if self._title else 0.0
        )
        score += 0.10 * min(1.0, len(words & self._topics) / 4)
        score -= 0.14 * is_quote + 0.08 * bool(_HEDGE.search(text)) + 0.06 * (len(text) < _SHORT)
        return round(min(1.0, max(0.0, score)), 3)


def _topic(text: str) -> list[str]:
    return [word for word in fold_words(text) if len(word) >= _MIN_TOPIC and word not in FUNCTION_WORDS]
