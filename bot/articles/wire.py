"""An article as JSON: what programs read."""

from bot.domain.article import Article, Fact

Wire = dict[str, object]


def to_wire(article: Article) -> Wire:
    """Return *article* as values JSON knows; spans are code points of the file's text."""
    return {
        "title": article.title,
        "language": article.language,
        "source": article.source,
        "facts": [_to_fact(fact) for fact in article.facts],
        "questions": [
            {"text": question.text, "follow_ups": list(question.follow_ups)} for question in article.questions
        ],
    }


def _to_fact(fact: Fact) -> Wire:
    values = {
        "text": fact.text,
        "speaker": fact.speaker,
        "start": fact.start,
        "end": fact.end,
        "score": fact.score,
    }
    return {key: value for key, value in values.items() if value is not None}
