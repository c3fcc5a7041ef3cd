"""Tests for bot.articles.wire."""

import json

from bot.articles.wire import to_wire
from bot.domain.article import Article, Fact, Question


def test_an_article_as_json() -> None:
    article = Article(
        title="The quay",
        language="en",
        facts=(
            Fact(id="f1", text="It shut.", passage="It shut.", speaker="Ann Lee", start=0, end=8, score=0.5),
            Fact(id="f2", text="It rusts.", passage="It rusts."),
        ),
        questions=(Question(id="q1", text="Why?", follow_ups=("When?",)),),
    )

    assert json.loads(json.dumps(to_wire(article))) == {
        "title": "The quay",
        "language": "en",
        "source": None,
        "facts": [
            {"text": "It shut.", "speaker": "Ann Lee", "start": 0, "end": 8, "score": 0.5},
            {"text": "It rusts.", "score": 0.0},
        ],
        "questions": [{"text": "Why?", "follow_ups": ["When?"]}],
    }
