"""An article as JSON: what programs read."""

from bot.domain.article import Article, Fact, item_of

Wire = dict[str, object]


def to_wire(article: Article) -> Wire:
    """Return *article* as values JSON knows; spans are code points of its text.

    That is the file's, save for a web page, of which it is what was found in it. An *item* is what a doubt
    calls a fact or a question.
    """
    return {
        "title": article.title,
        "language": article.language,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "date": article.date,
        "text": article.text,
        "facts": [_to_fact(fact) for fact in article.facts],
        "questions": [
            {"item": item_of(question), "text": question.text, "follow_ups": list(question.follow_ups)}
            for question in article.questions
        ],
        "set_aside": [
            {"text": part.text, "reason": part.reason.value, "start": part.start, "end": part.end}
            for part in article.set_aside
        ],
        "doubts": [{"doubt": one.doubt.value, "item": one.item} for one in article.doubts],
    }


def _to_fact(fact: Fact) -> Wire:
    values = {
        "item": item_of(fact),
        "text": fact.text,
        "speaker": fact.speaker,
        "start": fact.start,
        "end": fact.end,
        "score": fact.score,
    }
    return {key: value for key, value in values.items() if value is not None}
