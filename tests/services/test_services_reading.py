"""Tests for bot.services.reading: what is long is read elsewhere, and read the same."""

import logging

import pytest

from bot.articles.read import read_article
from bot.domain.errors import BotError, FileKindError, PackError
from bot.services import reading
from bot.services.reading import LONG, read

SENTENCE = "“The mill lost {} sacks of flour in the flood,” said Odile Brandt, who runs it.\n\n"


async def test_a_long_article_is_read_as_a_short_one_is() -> None:
    content = "".join(SENTENCE.format(number) for number in range(LONG // len(SENTENCE) + 1)).encode()
    assert len(content) >= LONG

    assert await read(content, name="mill.txt") == read_article(content, name="mill.txt")


async def test_a_long_pack_keeps_its_facts_and_questions_in_their_order() -> None:
    facts = "".join(f'[[facts]]\nid = "f{number}"\ntext = "Fact {number}."\n' for number in range(700))
    questions = "".join(f'[[questions]]\nid = "q{number}"\ntext = "Why {number}?"\n' for number in range(700))
    pack = f'title = "The mill"\nlanguage = "en"\n{facts}{questions}'.encode().ljust(LONG + 1)

    understood = await read(pack, name="mill.toml")

    assert [fact.id for fact in understood.facts] == [f"f{number}" for number in range(700)]
    assert [question.id for question in understood.questions] == [f"q{number}" for number in range(700)]
    assert understood == read_article(pack, name="mill.toml")


async def test_what_is_wrong_with_a_long_file_is_said_as_of_a_short_one() -> None:
    pack = b"[[facts]]\ntext = 3\n" + b"#" * LONG

    with pytest.raises(PackError) as refused:
        await read(pack, name="mill.toml")
    assert (refused.value.code, refused.value.data["where"]) == ("pack_type", "facts[1].text")
    with pytest.raises(FileKindError, match="file_kind") as unknown:
        await read(b"\0\1" * LONG, name="mill.exe")
    assert unknown.value.data["name"] == "mill.exe"


async def test_what_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.05)

    with caplog.at_level(logging.WARNING), pytest.raises(BotError):
        await read(b"A secret of mine. " * LONG, name="mill.txt")
    assert "took too long" in caplog.text
    assert "secret" not in caplog.text
