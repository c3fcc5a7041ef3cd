"""The facts as the engine sees them: words, where each occurs, and which fact stands next to which."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.domain.lookup import IndexedFact
from bot.lookup.normalise import content_words, fact_words, vote
from bot.lookup.stopwords import PRONOUNS, STOP_WORDS
from bot.lookup.vocabulary import Vocabulary

NO_FACT = -1


class Corpus:
    """Facts by number, in the order given; never changed once made."""

    def __init__(self, facts: Sequence[IndexedFact]) -> None:
        self.facts = facts
        self.texts: list[str] = []  # folded, one space between words
        self.opens_with_pronoun: list[bool] = []
        self.article: list[int] = []  # of each fact, the number of its article
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.title_postings: dict[str, list[int]] = defaultdict(list)
        self.before: list[int] = [NO_FACT] * len(facts)
        self.after: list[int] = [NO_FACT] * len(facts)
        languages: Counter[str] = Counter()
        articles: dict[str, int] = {}
        for number, fact in enumerate(facts):
            language = self._add_text(number, fact)
            languages[language] += 1
            article = articles.setdefault(fact.article, len(articles))
            self.article.append(article)
            stop = STOP_WORDS.get(language, frozenset())
            for word in _title_words(fact.title):
                # Facts of one article may carry several titles, and mostly carry the same.
                if word not in stop and self.title_postings[word][-1:] != [article]:
                    self.title_postings[word].append(article)
        self._link_neighbours()
        self.language = min(languages, key=lambda language: (-languages[language], language), default="")
        self.vocabulary = Vocabulary(self.postings.keys() | self.title_postings.keys())

    def _add_text(self, number: int, fact: IndexedFact) -> str:
        """File the words of a fact and return its language."""
        found = fact_words(fact.text)
        language = fact.language[:2].lower() or vote(found)
        for word in content_words(fact.text, found, language=language):
            self.postings[word].append(number)
        self.texts.append(" ".join(found))
        self.opens_with_pronoun.append(bool(found) and found[0] in PRONOUNS)
        return language

    def _link_neighbours(self) -> None:
        """Note for each fact which one comes before and after it in its article."""
        order = sorted(
            range(len(self.facts)), key=lambda number: (self.article[number], self.facts[number].position)
        )
        for one, other in pairwise(order):
            if self.article[one] == self.article[other]:
                self.after[one], self.before[other] = other, one


@lru_cache(maxsize=1_000)
def _title_words(title: str) -> tuple[str, ...]:
    """Return the distinct words of a title; remembered because each fact repeats it."""
    return tuple(dict.fromkeys(fact_words(title)))
