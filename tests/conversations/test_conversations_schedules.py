"""Discussions by rule, by conversation: planned, looked over, kept, and what becomes of them in time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from talk import PACK, Talk, open_talk

from bot.i18n import Language

TUESDAY = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)


class Calendar:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = TUESDAY

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
async def talk(tmp_path: Path, calendar: Calendar) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, clock=calendar) as opened:
        await opened("/setup zone:paris")
        yield opened


@pytest.fixture
async def causerie(tmp_path: Path, calendar: Calendar) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, Language.FRENCH, clock=calendar) as opened:
        await opened("/configurer fuseau:paris")
        yield opened


async def load(talk: Talk, *, article: str = "mill") -> None:
    pack = PACK.replace('id = "mill"', f'id = "{article}"').replace("The mill", f"The {article}")
    await talk(f"/article add {talk.write(f'{article}.toml', pack)} yes:yes")


async def test_a_schedule_is_shown_in_words_with_its_next_openings_before_it_is_kept(talk: Talk) -> None:
    await load(talk)
    await talk("/queue add mill")

    shown = await talk("/schedule add every Thursday at 18:30 stays:3 days")

    assert shown.startswith(
        """\
This is what I understood. Nothing opens until you keep it.

Every Thursday at 18:30, Paris time
  Opens: the next question; once an article has none left, the next article of the queue
  Closes: 3 days after the last question was asked
  Pings: nobody
  Missed while I am away: the last one opens late, by 24 hours at most

  Next openings:
  1. Thursday, October 22, 2026 at 18:30
  2. Thursday, October 29, 2026 at 18:30
  3. Thursday, November 5, 2026 at 18:30
  4. Thursday, November 12, 2026 at 18:30
  5. Thursday, November 19, 2026 at 18:30
  The clocks change before October 29, 2026: it stays 18:30 by the local clock.

  There is enough for 2 openings.

→ /schedule keep schedule:1  (Keep it; or /yes)
→ /schedule discard schedule:1  (Throw it away; or /2)
"""
    )
    assert "Nothing is planned." in await talk("/schedule list")
    assert "Nothing is planned." not in await talk("/schedule keep 1") + await talk("/schedule list")


async def test_in_french_a_schedule_is_shown_in_words_before_it_is_kept(causerie: Talk) -> None:
    await load(causerie)
    await causerie("/file ajouter mill")

    shown = await causerie(
        "/planning ajouter « le 1er et le 15 du mois à 18 h » durée:1 semaine "
        "sauf:du 15 au 20 décembre, 1er mai calme:de 22 h à 8 h 30 manquées:skip"
    )

    assert shown.startswith(
        """\
Voici ce que j’ai compris. Rien ne s’ouvrira tant que vous ne l’aurez pas gardé.

Le 1er et le 15 du mois à 18 h, heure de Paris
  S’ouvre : la question suivante ; quand l’article n’en a plus, l’article suivant de la file
  Se ferme : 7 jours après la dernière question posée
  Mentionne : personne
  Manquée en mon absence : abandonnée
  Heures calmes : de 22 h à 8 h 30 ; ce qui a du retard attend leur fin
  Sauf : du 15 décembre 2026 au 20 décembre 2026 · le 1er mai 2027

  Prochaines ouvertures :
  1. dimanche 1er novembre 2026 à 18 h
  2. dimanche 15 novembre 2026 à 18 h
  3. mardi 1er décembre 2026 à 18 h
  4. vendredi 1er janvier 2027 à 18 h
  5. vendredi 15 janvier 2027 à 18 h

  Il y a de quoi ouvrir 2 fois.

→ /planning garder planning:1  (Le garder ; ou /oui)
→ /planning abandonner planning:1  (Abandonner ; ou /2)
"""
    )


async def test_what_was_not_said_is_asked_for(talk: Talk) -> None:
    assert "At what time? “every Monday” does not say. For example: “every Monday at 18:00”." in await talk(
        "/schedule add every Monday"
    )
    assert "I do not understand “Mondey”." in await talk("/schedule add every Mondey at 18:00")
    assert "/schedule add needs “when”" in await talk("/schedule add")
    assert "“22:00” does not say on which days" in await talk("/schedule add 22:00")
    assert "lies within the quiet hours, 22:00 to 08:00" in await talk(
        "/schedule add every day at 22:30 quiet:22:00-08:00"
    )
    assert "do not understand “soon” as a day" in await talk("/schedule add daily at 9:00 without:soon")
    assert "Did you mean Europe/Berlin?" in await talk("/schedule add daily at 9:00 zone:Europe/Berlinn")
    assert "too short or too long" in await talk("/schedule add daily at 9:00 grace:3000 days")
    assert "is for Discord" in await talk("/schedule add daily at 9:00 ping:12")
    assert "is for Discord" in await talk("/schedule add daily at 9:00 event:yes")
    assert "Nothing is planned." in await talk("/schedule list")


async def test_in_french_what_was_not_said_is_asked_for(causerie: Talk) -> None:
    assert "À quelle heure ? « tous les lundis » ne le dit pas." in await causerie(
        "/planning ajouter tous les lundis"
    )
    assert "Je ne comprends pas « lunid »." in await causerie("/planning ajouter tous les lunid à 18 h")
    assert "ne concerne que Discord" in await causerie("/planning ajouter tous les jours à 9 h salon:3")
    assert "est trop court ou trop long" in await causerie(
        "/planning ajouter tous les jours à 9 h durée:3000 jours"
    )


async def test_the_zone_is_said_to_be_nobodys_choice_until_it_is(tmp_path: Path, calendar: Calendar) -> None:
    async with open_talk(tmp_path, clock=calendar) as talk:
        unset = await talk("/schedule add every Monday at 18:00")
        given = await talk("/schedule add every Monday at 18:00 zone:montreal")
        await talk("/setup zone:utc")
        chosen = await talk("/schedule add every Monday at 18:00")

    assert "Every Monday at 18:00, UTC" in unset
    assert "No time zone has been chosen here yet" in unset
    assert "Every Monday at 18:00, Montreal time" in given
    assert "/setup" not in given
    assert "The time zone here is UTC. If you meant another one" in chosen


async def test_a_draft_is_thrown_away_or_kept_once(talk: Talk) -> None:
    await talk("/schedule add every Monday at 18:00")
    assert "Thrown away. Nothing of it is kept." in await talk("/2")
    assert "There is no schedule 1 here" in await talk("/schedule keep 1")

    await talk("/schedule add every Monday at 18:00")
    # As long as nobody agreed to it, it can be neither paused nor opened.
    for command in ("pause", "resume", "skip", "run-now", "remove"):
        assert "There is no schedule 2 here" in await talk(f"/schedule {command} 2")
    assert "Nothing opens until you keep it." in await talk("/schedule preview 2")
    kept = await talk("/schedule keep 2")
    assert "Kept as schedule 2. Next: Monday, October 26, 2026 at 18:00." in kept
    assert "→ /queue show  (The queue; or /yes)" in kept
    assert "Schedule 2 is kept already." in await talk("/schedule keep 2")
    assert "Schedule 2 is kept already." in await talk("/schedule discard 2")
    await talk("/schedule pause 2")
    assert "Paused. Once it is resumed" in await talk("/schedule keep 2")


async def test_a_schedule_from_its_first_day_to_its_last(talk: Talk, calendar: Calendar) -> None:
    await load(talk)
    await talk("/queue add mill")
    await talk("/schedule add every Monday at 18:00 yes:yes")

    listed = await talk("/schedule list")
    assert "1 schedule:\n\n1. Every Monday at 18:00, Paris time\n" in listed
    assert "Next: Monday, October 26, 2026 at 18:00" in listed
    assert "There is enough for 2 openings." in listed
    assert "(Show one: 1)" in listed

    skipped = await talk("/schedule skip 1")
    assert "Left out: Monday, October 26, 2026 at 18:00. Next: Monday, November 2, 2026 at 18:00." in skipped
    paused = await talk("/schedule pause 1")
    assert "Schedule 1 is paused: nothing opens until you resume it." in paused
    assert "so there is no opening to skip" in await talk("/schedule skip 1")
    assert "Paused: nothing opens until it is resumed" in await talk("/schedule list")
    # What was left out is left out, whatever happened in between.
    assert "Schedule 1 goes on. Next: Monday, November 2, 2026" in await talk("/schedule resume 1")

    opened = await talk("/schedule run-now 1")
    assert "Should the mill have been rebuilt?" in opened
    assert "Opened: question 1 of “The mill on the river”." in opened

    calendar.now = datetime(2026, 11, 2, 17, 1, tzinfo=UTC)
    preview = await talk("/schedule preview 1")
    assert "What should become of it?" in preview
    assert (
        "  Lately:\n"
        "  • Monday, November 2, 2026 at 18:00: opened\n"
        "  • Monday, October 26, 2026 at 18:00: left out\n"
        "  • Tuesday, October 20, 2026 at 12:00: opened\n"
    ) in preview
    assert "There is nothing to open at present" in preview
    assert "There is nothing to open: every question was asked" in await talk("/schedule run-now 1")

    asked = await talk("/schedule remove 1")
    assert "This would remove schedule 1: every Monday at 18:00, Paris time." in asked
    assert "1 schedule" in await talk("/schedule list")
    await talk("/schedule remove 1")
    assert "Schedule 1 is removed: every Monday at 18:00, Paris time. What it opened stays." in await talk(
        "/yes"
    )
    assert "There is no schedule 1 here" in await talk("/schedule preview 1")


async def test_in_french_a_schedule_from_its_first_day_to_its_last(
    causerie: Talk, calendar: Calendar
) -> None:
    await load(causerie)
    await causerie("/planning ajouter un lundi sur deux à 18 h article:mill oui:oui")

    listed = await causerie("/planning liste")
    assert "1. Un lundi sur deux à 18 h, heure de Paris\n" in listed
    assert "S’ouvre : la question suivante de « The mill on the river »" in listed
    assert "Ouverture sautée : lundi 26 octobre 2026 à 18 h. Prochaine ouverture : lundi 9" in await causerie(
        "/planning sauter 1"
    )
    assert "est suspendu : rien ne s’ouvrira jusqu’à sa reprise" in await causerie("/planning suspendre 1")
    assert "il n’y a pas d’ouverture à sauter" in await causerie("/planning sauter 1")
    assert "a repris. Prochaine ouverture : lundi 9 novembre 2026 à 18 h." in await causerie(
        "/planning reprendre 1"
    )
    assert "C’est ouvert : question 1 de « The mill on the river »." in await causerie("/planning lancer 1")
    calendar.now = datetime(2026, 11, 9, 17, 0, tzinfo=UTC)
    assert "What should become of it?" in await causerie("/articles")
    preview = await causerie("/planning aperçu 1")
    assert "Dernièrement :\n  • lundi 9 novembre 2026 à 18 h : ouverte\n" in preview
    assert "Toutes les questions de cet article ont été posées : rien ne s’ouvrira." in preview
    assert "Cela supprimerait le planning n° 1 : un lundi sur deux à 18 h" in await causerie(
        "/planning supprimer 1"
    )
    assert "Planning n° 1 supprimé" in await causerie("/oui")


async def test_moderators_decide_on_what_was_missed(talk: Talk, calendar: Calendar) -> None:
    await load(talk)
    await talk("/queue add mill")
    await talk("/schedule add every Monday at 18:00 missed:ask yes:yes")
    calendar.now = datetime(2026, 10, 27, 9, 0, tzinfo=UTC)

    shown = await talk("/schedule preview 1")
    assert "Monday, October 26, 2026 at 18:00: missed, and yet to be decided on" in shown
    assert "→ /schedule decide occurrence:1 opens:yes" in shown
    assert "→ /schedule decide occurrence:1 opens:no" in shown
    assert "Opened: question 1 of “The mill on the river”." in await talk("/yes")

    calendar.now = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    await talk("/schedule list")
    assert "Left out. Next: Monday, November 9, 2026 at 18:00." in await talk(
        "/schedule decide occurrence:2 opens:no"
    )
    assert "This has been decided already. Next: Monday" in await talk(
        "/schedule decide occurrence:2 opens:yes"
    )


async def test_what_opens_may_be_a_whole_article_or_come_from_the_queue(talk: Talk) -> None:
    await load(talk)
    assert "The queue says which article comes next" in await talk(
        "/schedule add daily at 9:00 opens:queue article:mill"
    )
    assert "all questions of “The mill on the river”, each time" in await talk(
        "/schedule add daily at 9:00 opens:article"
    )
    assert "the next article of the queue, with all its questions" in await talk(
        "/schedule add daily at 9:00 opens:queue yes:yes"
    )
    await talk("/queue add mill")
    opened = await talk("/schedule run-now 2")
    assert "Should the mill have been rebuilt?" in opened
    assert "What should become of it?" in opened
    assert "Opened: “The mill on the river”, 2 questions." in opened
    assert "The queue is empty" in await talk("/queue show")


async def test_a_discussion_that_somebody_opened_by_hand_is_left_alone(talk: Talk) -> None:
    await load(talk)
    await load(talk, article="loom")
    await talk("/queue add loom")
    await talk("/schedule add daily at 9:00 opens:queue yes:yes")
    await talk("/discuss start mill")

    assert "A discussion of “The mill on the river” is already open here." in await talk(
        "/schedule run-now 1"
    )


async def test_the_queue_is_seen_and_put_in_order(talk: Talk) -> None:
    for article in ("mill", "loom", "kiln"):
        await load(talk, article=article)
    assert "The queue is empty, so nothing opens from it. /queue add puts" in await talk("/queue show")

    await talk("/queue add mill")
    await talk("/queue add loom")
    added = await talk("/queue add kiln place:1")
    assert "“The kiln on the river” is in the queue, at place 1." in added
    assert "1. The kiln on the river · 2 questions\n  2. The mill on" in added
    assert "No schedule takes these articles yet." in added
    await talk("/schedule add daily at 9:00 opens:queue yes:yes")
    await talk("/schedule add every Monday at 18:00 yes:yes")
    await talk("/schedule add every Friday at 18:00 article:mill yes:yes")
    await talk("/schedule pause 2")

    moved = await talk("/queue move mill place:3")
    assert "“The mill on the river” is at place 3 now." in moved
    shown = await talk("/queue show")
    assert (
        "The queue\n"
        "  1. The kiln on the river · 2 questions\n"
        "  2. The loom on the river · 2 questions\n"
        "  3. The mill on the river · 2 questions\n"
    ) in shown
    assert (
        "Taken by:\n"
        "  Schedule 1, every day at 09:00, Paris time: enough for 3 openings\n"
        "  Schedule 2, every Monday at 18:00, Paris time: enough for 6 openings (paused)\n\n"
    ) in shown
    assert "Schedule 3" not in shown
    assert "is out of the queue. It stays loaded." in await talk("/queue remove mill")
    assert "“The mill on the river” is not in the queue." in await talk("/queue remove mill")
    assert "“The mill on the river” is not in the queue." in await talk("/queue move mill place:1")
    assert "No article is called “barn”." in await talk("/queue add barn")


async def test_in_french_the_queue_is_seen_and_put_in_order(causerie: Talk) -> None:
    await load(causerie)
    assert "La file est vide : rien ne s’ouvrira." in await causerie("/file montrer")
    assert "est dans la file, à la place 1." in await causerie("/file ajouter mill")
    assert "est maintenant à la place 1." in await causerie("/file déplacer mill place:9")
    await causerie("/planning ajouter du lundi au vendredi à midi oui:oui")
    assert "Planning n° 1, du lundi au vendredi à 12 h, heure de Paris : de quoi ouvrir 2 fois" in (
        await causerie("/file montrer")
    )
    assert "n’est plus dans la file. L’article reste chargé." in await causerie("/file retirer mill")
    assert "n’est pas dans la file. /file montrer" in await causerie("/file retirer mill")


async def test_an_article_without_a_question_has_no_place_in_a_queue(talk: Talk) -> None:
    pack = PACK.split("[[questions]]", maxsplit=1)[0]
    await talk(f"/article add {talk.write('mill.toml', pack)} yes:yes")

    assert "has no questions to discuss" in await talk("/queue add mill")
    assert "has no questions to discuss" in await talk("/schedule add daily at 9:00 article:mill")


async def test_a_rule_of_a_calendar_is_understood_as_it_is_copied(talk: Talk) -> None:
    shown = await talk("/schedule add RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO at 18:00")

    assert "By the rule FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO at 18:00, Paris time" in shown
    assert "1. Monday, May 17, 2027 at 18:00" in shown
    assert "speaks of" not in shown
    assert "once a day at most" in await talk("/schedule add FREQ=HOURLY at 18:00")


async def test_members_plan_nothing(talk: Talk) -> None:
    await talk("/schedule add every Monday at 18:00")
    await talk("/as Sam role:member")

    for command in ("schedule list", "schedule keep 1", "schedule add daily at 9:00", "queue show"):
        assert "is for moderators" in await talk(f"/{command}")


@pytest.mark.parametrize(
    ("language", "expected"),
    [(Language.ENGLISH, "Schedule 1 (this chat)"), (Language.FRENCH, "(cette conversation)")],
)
async def test_the_doctor_calls_the_chat_by_what_it_is(
    tmp_path: Path, language: Language, expected: str
) -> None:
    async with open_talk(tmp_path, language) as talk:
        await talk("/schedule add every day at 9:00 opens:queue yes:yes zone:paris")

        examined = await talk("/doctor")

    assert expected in examined
    assert "#0" not in examined
