"""What a person should look at before an article goes live: where the rules themselves are not sure."""

from bot.articles.clauses import MAX_LENGTH
from bot.articles.lexicon import lexicon_of
from bot.articles.quotes import Quotes
from bot.articles.referents import first_word
from bot.articles.words import fold_words
from bot.domain.article import Article, Doubt, Doubtful, Fact, item_of

_FEW_FACTS = 3
_QUOTED_WORDS = 5


def find_doubts(article: Article, *, is_announced: bool) -> tuple[Doubtful, ...]:
    """Return what is doubtful about *article*, what concerns all of it first.

    *is_announced* is whether the page says that its questions are for its readers.
    """
    whole = {
        Doubt.LITTLE: len(article.facts) < _FEW_FACTS,
        Doubt.NO_TITLE: article.title is None,
        Doubt.NO_QUESTIONS: not article.questions,
        Doubt.UNANNOUNCED: bool(article.questions) and not is_announced,
    }
    doubts = [Doubtful(doubt=doubt) for doubt, applies in whole.items() if applies]
    for fact in article.facts:
        doubts += [
            Doubtful(doubt=doubt, item=item_of(fact)) for doubt in _about(fact, language=article.language)
        ]
    return tuple(doubts)


def _about(fact: Fact, *, language: str) -> list[Doubt]:
    lexicon = lexicon_of(language)
    doubts = []
    quoted = sum(
        len(fold_words(fact.text[quote.start : quote.end])) >= _QUOTED_WORDS
        for quote in Quotes(fact.text).all
    )
    if fact.speaker is None and quoted:
        doubts.append(Doubt.NO_SPEAKER)
    pointing = lexicon.personal.keys() | lexicon.demonstratives
    if fact.speaker is None and first_word(fact.text) in pointing and not lexicon.is_impersonal(fact.text):
        doubts.append(Doubt.DANGLING)
    if len(fact.text) > MAX_LENGTH:
        doubts.append(Doubt.LONG)
    return doubts
