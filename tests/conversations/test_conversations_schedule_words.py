"""Schedules as people say them at the local chat, and what is said to what they cannot have meant."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from talk import PACK, Talk, open_talk

from bot.i18n import Language

NOW = datetime(2026, 10, 21, 10, tzinfo=UTC)  # a Wednesday


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, clock=lambda: NOW) as opened:
        await opened("/setup zone:paris")
        await opened(f"/article add {opened.write('mill.toml', PACK)} yes:yes")
        yield opened


@pytest.fixture
async def causerie(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, Language.FRENCH, clock=lambda: NOW) as opened:
        await opened("/configurer fuseau:paris")
        await opened(f"/article ajouter {opened.write('mill.toml', PACK)} oui:oui")
        yield opened


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon wed fri 18:00", "Every Monday, Wednesday and Friday at 18:00, Paris time"),
        ("every evening at 8", "Every day at 20:00, Paris time"),
        (
            "daily except sundays 9am",
            "Every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 09:00",
        ),
        ("mondays 6pm until 3 March", "Every Monday at 18:00, Paris time, until March 3, 2027"),
        ("the 1st and 15th at 6 pm", "“the 1st and 15th” may mean more than one thing. Say for example"),
        ("every day 8", "“every day 8” may mean more than one thing."),
        ("mondays at 6pm and 8pm", "Leave out “8pm”, and plan that as a schedule of its own."),
        ("mondays 6pm EST", "“EST” is said in an option of its own: zone."),
        ("mondays 6pm for 3 days", "“for 3 days” is said in an option of its own: stays."),
        ("daily 9am except 25 December", "“except 25 December” is said in an option of its own: without."),
        ("FREQ=YEARLY;COUNT=20 18:00", "“COUNT=20” reaches further than ten years ahead."),
        ("mondays 6pm without:24/12", "I do not understand “24/12” as a day."),
        (
            "mondays 6pm without:2027-01-02..2026-12-24",
            "from January 2, 2027 to December 24, 2026 end before",
        ),
        ("mondays 6pm without:2026-01-01..2999-12-31", "its days are over, or left out."),
    ],
)
async def test_what_is_said_to_a_schedule(talk: Talk, typed: str, said: str) -> None:
    assert said in await talk(f"/schedule add {typed}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tous les lundis soir à 8h", "Tous les lundis à 20 h, heure de Paris"),
        ("tous les 15 jours le lundi à 18h", "Un lundi sur deux à 18 h, heure de Paris"),
        ("tous les 15 jours à 18h", "« tous les 15 jours » ne dit pas quels jours."),
        ("premier mardi à 18h", "« premier mardi » peut se comprendre de plusieurs façons."),
        ("tous les lundis à 18h et 20h", "Laissez « 20h » de côté, et faites-en un autre planning."),
        ("lundi 18h heure de Paris", "« heure de Paris » se dit dans une option à part : fuseau."),
        ("lundi 18h fuseau:montréal", "Tous les lundis à 18 h, heure de Montréal"),
        ("lundi 18h calme:17h à 19h", "18 h tombe dans les heures calmes, de 17 h à 19 h."),
        ("lundi 18h calme:8h à 8h", "commencent et finissent à 8 h"),
        ("chaque jour à 8h dès le 1492-10-12", "Le 12 octobre 1492 est trop loin"),
    ],
)
async def test_what_is_said_to_a_schedule_in_french(causerie: Talk, typed: str, said: str) -> None:
    assert said in await causerie(f"/planning ajouter {typed}")


@pytest.mark.parametrize(
    "typed", ["file", "queue", "L’article suivant de la file, en entier", "ARTICLE  SUIVANT"]
)
async def test_what_opens_is_said_in_words(causerie: Talk, typed: str) -> None:
    shown = await causerie(f"/planning ajouter ouvre:{typed} lundi 18 h")

    assert "S’ouvre : l’article suivant de la file, avec toutes ses questions" in shown


async def test_words_that_several_choices_have_are_none(causerie: Talk) -> None:
    refused = await causerie("/planning ajouter lundi 18h manquées:abandonnées")

    assert "On attend : La dernière s’ouvre en retard, les autres sont abandonnées · Elles sont" in refused


async def test_a_place_in_the_queue_is_said_behind_the_article(talk: Talk) -> None:
    await talk("/queue add mill")

    assert "“The mill on the river” is at place 1 now." in await talk("/queue move the mill on the river 1")


async def test_what_a_paused_schedule_shows_is_what_it_opens_once_it_is_resumed(talk: Talk) -> None:
    await talk("/schedule add every Monday at 18:00 yes:yes")
    await talk("/schedule skip 1")
    await talk("/schedule pause 1")

    paused, resumed = await talk("/schedule preview 1"), await talk("/schedule resume 1")

    assert "1. Monday, November 2, 2026 at 18:00" in paused
    assert "Next: Monday, November 2, 2026 at 18:00." in resumed
