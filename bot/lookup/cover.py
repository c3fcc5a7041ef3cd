"""Which facts hold which words of a query, and how much each word tells."""

from dataclasses import dataclass
from math import log

from bot.lookup.corpus import Corpus
from bot.lookup.normalise import Query
from bot.lookup.vocabulary import slipped_stop_word
from bot.lookup.weights import SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCover:
    """One word of the query, and how alike a word each fact and each title holds."""

    word: str
    weight: float  # inverse frequency: rare words tell more
    likeness: float  # of the likest word that any fact or title holds
    facts: dict[int, float]
    articles: dict[int, float]
    anywhere: dict[int, float]  # by article: in its title or any of its facts


def cover_query(query: Query, corpus: Corpus) -> list[WordCover]:
    """Return the cover of each word of *query*, its last one as what it may become, too."""
    language = query.language or corpus.language
    typed = _mend(query.words, corpus)
    covers: list[WordCover] = []
    for word in typed:
        is_growing = word == query.partial
        like = corpus.vocabulary.resembling(word, language=language, growing=is_growing)
        # "qeulle" is rather a slip for "quelle" than a word that the facts do not know.
        if is_growing or slipped_stop_word(word, language) <= max(like.values(), default=0.0):
            covers.append(_cover_word(word, like, corpus))
    return covers


def _mend(typed: tuple[str, ...], corpus: Corpus) -> list[str]:
    """Join or split words whose parts the facts know, but not as typed: *week end*, *newplan*."""
    mended: list[str] = []
    for word in typed:
        if mended and word not in corpus.vocabulary and mended[-1] + word in corpus.vocabulary:
            mended[-1] += word
        elif word in corpus.vocabulary or not word.isalpha():
            mended.append(word)
        else:
            mended.extend(_split(word, corpus))
    return list(dict.fromkeys(mended))


def _split(word: str, corpus: Corpus) -> tuple[str, ...]:
    """Return *word* in two where both halves are known words of four letters and more, else whole."""
    for cut in range(4, len(word) - 3):
        if word[:cut] in corpus.vocabulary and word[cut:] in corpus.vocabulary:
            return word[:cut], word[cut:]
    return (word,)


def _cover_word(word: str, likes: dict[str, float], corpus: Corpus) -> WordCover:
    """Return where *word* occurs, or one of those that it is like."""
    facts: dict[int, float] = {}
    articles: dict[int, float] = {}
    holders = 0
    best = 0.0
    # Most alike first, so that the first likeness noted of a fact is its best.
    for like, alike in likes.items():
        for fact in corpus.postings.get(like, ()):
            facts.setdefault(fact, alike)
        for article in corpus.title_postings.get(like, ()):
            articles.setdefault(article, alike)
        # A word is as rare as what it most probably stands for, in all its inflections.
        best = best or alike
        if alike >= min(best, SURE):
            holders = len(facts)
    weight = log(1 + (len(corpus.facts) + 0.5) / (holders + 0.5))
    anywhere = dict(articles)
    for fact, alike in facts.items():
        article = corpus.article[fact]
        if alike > anywhere.get(article, 0.0):
            anywhere[article] = alike
    return WordCover(
        word=word, weight=weight, likeness=best, facts=facts, articles=articles, anywhere=anywhere
    )
