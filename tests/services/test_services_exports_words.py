"""Tests for exports of responses with certain words in them: found whatever their case, in every script."""

from pathlib import Path

import pytest
from taken_exports import give, json_lines

from bot.domain.discussion import Prompt
from bot.domain.export import Choice
from bot.services.clock import Clock
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’ÉCOLE EST FINIE", "école"),
        ("l’école est finie", "ÉCOLE"),
        ("ГАВАНЬ", "гавань"),
        ("ΛΙΜΑΝΙ", "λιμανι"),
        ("100 % sure_ly \\", "100 %"),
        ("100 % sure_ly \\", "E_L"),
        ("100 % sure_ly \\", "\\"),
        ("two\nlines", "o\nl"),
    ],
)
async def test_words_are_found_whatever_their_case(
    *, store: Store, prompt: Prompt, place: Place, clock: Clock, tmp_path: Path, text: str, words: str
) -> None:
    (id_,) = await give(store, prompt, text)
    await give(store, prompt, "something else 100")

    exports = ExportService(store, clock=clock)
    await exports.take(["jsonl"], folder=tmp_path / "out", at=place, choice=Choice(text=words))

    assert [line["response_id"] for line in json_lines(tmp_path / "out" / "responses.jsonl")] == [id_]
