"""Tests for bot.services.indexes where a backup is put back: its facts count, whatever files say."""

import logging
from pathlib import Path

import pytest
from shelved import MADE_ELSEWHERE, Library, another_process, said

from bot.domain.article import Article
from bot.services.indexes import Keeping
from bot.services.place import Place
from bot.storage.backup import back_up, restore

BOATS = "How many boats did the fishermen lose?"
ELEVEN = "Fishermen lost eleven boats in the storm."
NINE = "Fishermen lost nine boats in the storm."
BREAD = "The baker of Oudeland bakes rye bread."
SPELT = "The miller of Lisse grinds spelt."


async def test_a_backup_that_is_put_back_is_not_answered_for_by_a_file_from_after_it(
    *,
    database_path: Path,
    database_url: str,
    article: Article,
    place: Place,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    keeping = Keeping(folder=tmp_path / "facts", worker_from=1)
    async with another_process(database_url) as store:
        library = Library(store=store, place=place, article=article)
        harbour = await library.add("harbour", "The harbour of Lisse was closed on 3 May.", ELEVEN)
        bakery = await library.add("bakery", BREAD)
        backup = await back_up(database_path)
        await library.change(harbour, "f2", text=NINE)
        await library.add("mill", SPELT)
        lookup = library.service(keeping=keeping)
        assert (await library.find(lookup, BOATS))[0] == NINE
        assert len(said(caplog, MADE_ELSEWHERE)) == 1

    await restore(database_path, backup=backup)

    async with another_process(database_url) as store:
        library = Library(store=store, place=place, article=article)
        # As many changes as there were before.
        await library.change(bakery, "f1", text="The baker of Oudeland bakes white bread.")
        await library.add("forge", "The smith of Lisse shoes horses.")
        lookup = library.service(keeping=keeping)
        assert (await library.find(lookup, BOATS))[0] == ELEVEN
        assert SPELT not in await library.find(lookup, "Who grinds spelt?")
        assert (await library.find(lookup, "Who shoes horses?"))[0] == "The smith of Lisse shoes horses."
        assert "white" in (await library.find(lookup, "Who bakes white bread?"))[0]
        assert len(said(caplog, MADE_ELSEWHERE)) == 1
