"""Some facts made ready to be looked up, in flat arrays; never changed once made.

Facts stand in the order of their articles and of their places in them, so that a fact's neighbours are the
numbers next to its own. All that is kept is arrays and bytes, which can be written to a file and mapped back
into memory as they are (``bot.lookup.saved``).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.lookup import IndexedFact
from bot.lookup.normalise import content_words, fact_words, vote
from bot.lookup.stopwords import PRONOUNS
from bot.lookup.vocabulary import Arrays, Vocabulary, to_arrays

_FURTHEST = 2**62  # places beyond it are all alike
MAX_TEXT = 2_000  # characters of a fact that are compared as a whole; its words all count


class Segment:
    """Facts by number: which words each holds, what article it is of, how it reads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self.article = arrays["article"]  # of each fact, the number of its article
        self.starts: list[int] = arrays["article_starts"].tolist()  # its first fact; one more for the end
        self.opens_with_pronoun = arrays["opens_with_pronoun"]
        self._postings = arrays["postings"]
        self._posting_starts = arrays["posting_starts"]
        self._title_postings = arrays["title_postings"]
        self._title_starts = arrays["title_starts"]
        self._texts = Texts(arrays["texts"], arrays["texts_starts"])
        self._ids = Texts(arrays["ids"], arrays["ids_starts"])
        self.articles = Texts(arrays["articles"], arrays["articles_starts"]).all()
        self.vocabulary = Vocabulary(Texts(arrays["words"], arrays["words_starts"]).all(), arrays)
        languages: list[str] = Texts(arrays["languages"], arrays["languages_starts"]).all()
        self.languages = dict(zip(languages, arrays["language_counts"].tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.article)

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take, or would if all of a mapped file were read."""
        return sum(array.nbytes for array in self.arrays.values())

    def id(self, fact: int) -> str:
        """Return the id that a fact was given with."""
        return self._ids[fact]

    def text(self, fact: int) -> str:
        """Return a fact's words, folded, with a space between them."""
        return self._texts[fact]

    def holders(self, word: int) -> NDArray[np.int32]:
        """Return the facts that hold the word of that number, in order."""
        return self._postings[self._posting_starts[word] : self._posting_starts[word + 1]]

    def titled(self, word: int) -> NDArray[np.int32]:
        """Return the articles that have the word of that number in a title."""
        return self._title_postings[self._title_starts[word] : self._title_starts[word + 1]]


class Texts:
    """Texts by number, kept as the bytes of all and where each begins."""

    def __init__(self, content: NDArray[Any], starts: NDArray[Any]) -> None:
        self._content = content
        self._starts = starts

    def __getitem__(self, number: int) -> str:
        return (
            self._content[self._starts[number] : self._starts[number + 1]]
            .tobytes()
            .decode(errors="surrogatepass")
        )

    def all(self) -> list[str]:
        """Return every one of them."""
        content, starts = self._content.tobytes(), self._starts.tolist()
        return [content[one:other].decode(errors="surrogatepass") for one, other in pairwise(starts)]


def build(facts: Iterable[IndexedFact]) -> Segment:
    """Return *facts* made ready. They are read one by one, and need not be in order."""
    builder = _Builder()
    for fact in facts:
        builder.add(fact)
    return Segment(builder.arrays())


class _Builder:
    """What is gathered while facts are read; words get their numbers as they come.

    All of it is kept in arrays: a million small objects would leave holes in memory when they go.
    """

    def __init__(self) -> None:
        self._articles: dict[str, int] = {}
        self._words: defaultdict[str, int] = defaultdict(count().__next__)
        self._languages: Counter[str] = Counter()
        self._words_of: defaultdict[str, set[int]] = defaultdict(set)
        self._article = array("i")
        self._position = array("q")
        self._texts = _Gathered()
        self._ids = _Gathered()
        self._opens = bytearray()
        self._held = array("i")  # the words of all facts one after the other
        self._counts = array("i")
        self._titled: set[tuple[int, str]] = set()
        self._titles: set[tuple[int, int]] = set()  # a word, an article

    def add(self, fact: IndexedFact) -> None:
        """Take in one fact."""
        found = fact_words(fact.text)
        language = fact.language[:2].lower() or vote(found)
        words = self._words
        held = [words[word] for word in content_words(fact.text, found, language=language)]
        article = self._articles.setdefault(fact.article, len(self._articles))
        self._article.append(article)
        self._position.append(max(-_FURTHEST, min(_FURTHEST, fact.position)))
        self._texts.add(" ".join(found)[:MAX_TEXT])
        self._ids.add(fact.id)
        self._opens.append(bool(found) and found[0] in PRONOUNS)
        self._held.fromlist(held)
        self._counts.append(len(held))
        self._languages[language] += 1
        self._words_of[language].update(held)
        # The facts of an article mostly carry the same title.
        if (article, fact.title) not in self._titled:
            self._titled.add((article, fact.title))
            self._add_title(fact.title, article, language=language)

    def _add_title(self, title: str, article: int, *, language: str) -> None:
        found = fact_words(title)
        for word in content_words(title, found, language=language):
            self._titles.add((self._words[word], article))
            self._words_of[language].add(self._words[word])

    def arrays(self) -> Arrays:
        """Return all that a segment consists of."""
        article = np.array(self._article, np.int32)
        order = np.lexsort((np.array(self._position, np.int64), article))  # stable
        words = sorted(self._words)
        number_of = np.empty(len(words), np.int32)
        for number, word in enumerate(words):
            number_of[self._words[word]] = number
        languages = sorted(self._languages)
        return {
            "article": article[order],
            "article_starts": np.searchsorted(article[order], np.arange(len(self._articles) + 1)),
            "opens_with_pronoun": np.frombuffer(bytes(self._opens), np.bool_)[order],
            "language_counts": np.array([self._languages[language] for language in languages], np.int64),
            **self._texts.arrays("texts", order),
            **self._ids.arrays("ids", order),
            **_gathered(self._articles).arrays("articles"),
            **_gathered(words).arrays("words"),
            **_gathered(languages).arrays("languages"),
            **self._postings(order, number_of),
            **self._title_postings(number_of),
            **to_arrays(
                words,
                languages={
                    language: number_of[list(own)].tolist() for language, own in self._words_of.items()
                },
            ),
        }

    def _postings(self, order: NDArray[np.intp], number_of: NDArray[np.int32]) -> Arrays:
        """Return for each word the facts that hold it."""
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        facts = np.repeat(rank, np.array(self._counts, np.int32))
        words = number_of[np.array(self._held, np.int32)]
        return {
            "postings": facts[np.lexsort((facts, words))],
            "posting_starts": _starts(np.bincount(words, minlength=len(number_of))),
        }

    def _title_postings(self, number_of: NDArray[np.int32]) -> Arrays:
        """Return for each word the articles that have it in a title."""
        pairs = sorted((int(number_of[word]), article) for word, article in self._titles)
        words = np.fromiter((word for word, _ in pairs), np.int64, len(pairs))
        return {
            "title_postings": np.fromiter((article for _, article in pairs), np.int32, len(pairs)),
            "title_starts": _starts(np.bincount(words, minlength=len(number_of))),
        }


class _Gathered:
    """Texts one after the other."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._lengths = array("q")

    def add(self, text: str) -> None:
        """Add one more."""
        content = text.encode(errors="surrogatepass")
        self._content += content
        self._lengths.append(len(content))

    def arrays(self, name: str, order: NDArray[np.intp] | None = None) -> Arrays:
        """Return them as arrays under *name*, in *order* if they are to be in another."""
        content = np.frombuffer(self._content, np.uint8)
        lengths = np.array(self._lengths, np.int64)
        starts = _starts(lengths)
        if order is not None and not np.array_equal(order, np.arange(len(order))):
            parts = [content[starts[number] : starts[number + 1]] for number in order.tolist()]
            content, starts = np.concatenate(parts), _starts(lengths[order])
        return {name: content, f"{name}_starts": starts}


def _gathered(texts: Iterable[str]) -> _Gathered:
    gathered = _Gathered()
    for text in texts:
        gathered.add(text)
    return gathered


def _starts(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each of some runs begins that are so long, and where the last ends."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
