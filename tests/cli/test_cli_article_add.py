"""``causerie article add``: what it shows before it asks."""

import asyncio
from pathlib import Path

import pytest
from command_line import CommandLine, Here

from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside
from bot.services import articles

READ = Article(
    title=None,
    language="en",
    text="It burned.",
    facts=(
        Fact(id="f1", text="It burned.", passage="It burned.", score=0.1),
        Fact(id="f2", text="The mill cost 3 million.", passage="…", speaker="Ann Lee", score=0.9),
    ),
    questions=(Question(id="q1", text="What now?", follow_ups=("Why?",)),),
    set_aside=tuple(
        SetAside(text="…", reason=reason, start=start, end=start + 1)
        for start, reason in enumerate((Reason.HEADING, Reason.HEADING, Reason.RHETORIC))
    ),
    doubts=(Doubtful(doubt=Doubt.DANGLING, item="f:f1"), Doubtful(doubt=Doubt.NO_TITLE)),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    """A command line on which every file is read as ``READ``."""

    async def read(content: bytes, *, name: str) -> Article:
        await asyncio.sleep(0)
        return READ

    monkeypatch.setattr(articles, "read", read)
    return Here(CommandLine(tmp_path), monkeypatch, capsys)


def test_doubts_come_first_and_what_was_left_out_is_counted(here: Here) -> None:
    shown = here("article", "add", str(here.line.write("mill.txt", "It burned.")))

    assert shown.code == 1  # nobody was there to say yes
    order = [
        "Nothing of it is used until you keep it.",
        "To check first",
        "No title was found.",
        "Fact 1: It begins with a word that points elsewhere.",
        "2 facts · 1 question · 3 parts set aside · 2 doubts",
        "• Ann Lee: The mill cost 3 million.",
        "• It burned.",
        "1. What now? Why?",
        "Headings (2)",
        "Question not put to readers (1)",
        "Nothing was stored.",
    ]
    places = [shown.out.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    # What is among the doubts is not said twice.
    assert "I found no title" not in shown.out
