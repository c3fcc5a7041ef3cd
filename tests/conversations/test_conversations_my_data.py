"""What is kept of somebody, by conversation, in both languages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill

from bot.i18n import Language


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, Language.FRENCH) as opened:
        yield opened


@pytest.mark.parametrize(
    "line",
    [
        "/answer It should stay. uses:quote,publish",
        "/answer uses:quote,publish It should stay.",
        "/answer text:It should stay. uses:quote, publish",
        "/answer uses:published, quoted It should stay.",
    ],
)
async def test_what_an_answer_may_be_used_for_is_typed_with_it(talk: Talk, line: str) -> None:
    assert "Recorded" in await talk(line)

    shown = await talk("/my-data show")

    assert "“quoted in summaries, without a name”: 1 answer" in shown
    assert "“published outside this server”: 1 answer" in shown
    assert "It should stay." in await talk("/responses list")


async def test_a_use_that_there_is_not_is_refused(talk: Talk) -> None:
    assert "quoted in summaries, without my name" in await talk("/answer uses:sell It should stay.")


async def test_somebody_sees_changes_and_erases_what_is_kept(talk: Talk) -> None:
    await talk("It should stay.")

    shown = await talk("/my-data")
    assert "show, consent, download, erase, never" in shown
    assert "1 answer, of which 0 under a pseudonym." in await talk("/my-data show")
    assert "earlier ones included" in await talk("/yes")
    assert "yes, all of them" in await talk("/my-data consent")
    assert "None of your answers is quoted" in await talk("/my-data consent quote yes:no")
    downloaded = await talk("/my-data download")
    assert "my-data.html" in downloaded
    assert "my-data.json" in downloaded
    assert "Erase all this, for good?" in await talk("/my-data erase")
    assert "Erased, for good: 1 answer" in await talk("/yes")
    assert "Nothing is kept of you here." in await talk("/my-data show")


async def test_somebody_is_never_recorded(talk: Talk) -> None:
    assert "nothing of yours is recorded here" in await talk("/my-data never yes")

    assert "/my-data never takes that back" in await talk("It should stay.")
    assert "There are no answers here yet." in await talk("/responses list")
    assert "recorded again" in await talk("/yes") or "recorded again" in await talk("/my-data never no")
    assert "Recorded" in await talk("It should stay.")


async def test_the_same_in_french(french: Talk) -> None:
    await french("/répondre Il doit rester. usages:citée")

    shown = await french("/mes-données montrer")
    assert "1 réponse, dont 0 sous un pseudonyme." in shown
    assert "« citées dans des résumés, sans nom » : 1 réponse" in shown
    assert "les anciennes comprises" in await french("/mes-donnees accords publiée oui:oui")
    assert "mes-données.html" in await french("/mes-données télécharger")
    assert "rien de vous n’est enregistré ici" in await french("/mes-données jamais oui")
    assert "/mes-données jamais" in await french("Il doit rester.")
    assert "Tout effacer" in await french("/mes-données jamais")
    assert "Effacer tout ceci" in await french("/mes-données effacer")
    assert "Effacé pour de bon : 1 réponse" in await french("/oui")
