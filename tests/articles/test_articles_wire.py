"""Tests for bot.articles.wire."""

import json

from bot.articles.wire import to_wire
from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside


def test_an_article_as_json() -> None:
    article = Article(
        title="The quay",
        language="en",
        facts=(
            Fact(id="f1", text="It shut.", passage="It shut.", speaker="Ann Lee", start=0, end=8, score=0.5),
            Fact(id="f2", text="It rusts.", passage="It rusts."),
        ),
        questions=(Question(id="q1", text="Why?", follow_ups=("When?",)),),
        author="Ann Lee",
        url="https://lisse.example/quay",
        date="2026-05",
        text="It shut. It rusts.",
        set_aside=(SetAside(text="More", reason=Reason.RELATED, start=20, end=24),),
        doubts=(Doubtful(doubt=Doubt.LONG, item="f:f2"), Doubtful(doubt=Doubt.LITTLE)),
    )

    assert json.loads(json.dumps(to_wire(article))) == {
        "title": "The quay",
        "language": "en",
        "source": None,
        "author": "Ann Lee",
        "url": "https://lisse.example/quay",
        "date": "2026-05",
        "text": "It shut. It rusts.",
        "facts": [
            {
                "item": "f:f1",
                "text": "It shut.",
                "speaker": "Ann Lee",
                "start": 0,
                "end": 8,
                "score": 0.5,
            },
            {"item": "f:f2", "text": "It rusts.", "score": 0.0},
        ],
        "questions": [{"item": "q:q1", "text": "Why?", "follow_ups": ["When?"]}],
        "set_aside": [{"text": "More", "reason": "related", "start": 20, "end": 24}],
        "doubts": [{"doubt": "long", "item": "f:f2"}, {"doubt": "little", "item": None}],
    }
