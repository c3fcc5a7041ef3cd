"""Who is refused what; and gaps, cooldowns and goodbyes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_mill, open_talk

from bot.commands import COMMANDS
from bot.commands.spec import command_name
from bot.domain.identity import Role
from bot.i18n import Language, text_in

EN, FR = Language.ENGLISH, Language.FRENCH
MODERATORS_ONLY = [command.name for command in COMMANDS if command.role is Role.MODERATOR]


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path) as opened:
        yield opened


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path, FR) as opened:
        yield opened


@pytest.mark.parametrize(
    ("language", "for_moderators", "for_admins"),
    [
        (EN, "is for moderators.", "is for those who may manage the server."),
        (FR, "est réservée aux modérateurs.", "est réservée à ceux qui peuvent gérer le serveur."),
    ],
    ids=["en", "fr"],
)
async def test_a_member_is_refused_what_is_for_moderators(
    tmp_path: Path, language: Language, for_moderators: str, for_admins: str
) -> None:
    async with open_talk(tmp_path, language, role=Role.MEMBER) as talk:
        for name in MODERATORS_ONLY:
            said = for_admins if name in {"setup", "zone", "notices", "rehearse"} else for_moderators
            typed = f"/{command_name(name, text_in(language))}"
            assert f"{typed} {said}" in await talk(typed)
            assert f"{typed} " not in await talk("/help")


async def test_a_member_is_refused_before_anything_is_read_or_done(tmp_path: Path) -> None:
    async with open_talk(tmp_path, role=Role.MEMBER) as talk:
        path = talk.write("a.toml", '[[facts]]\ntext = "A fact."\n')
        assert "is for moderators" in await talk(f"/article add {path} yes:yes")
        assert "There is nothing to say yes to." in await talk("/yes")
        assert "is for moderators" in await talk("/export nonsense")
        assert not (tmp_path / "exports").exists()
        await talk("/as Kim role:moderator")
        assert "No article is loaded yet" in await talk("/articles")


@pytest.mark.parametrize("yes", ["yes", "y", "TRUE", "1", "oui", "o", "vrai"])
async def test_yes_in_every_spelling(talk: Talk, yes: str) -> None:
    await talk("/discuss close")
    assert "Removed" in await talk(f"/article remove mill yes:{yes}")


@pytest.mark.parametrize("no", ["no", "N", "false", "0", "non", "faux"])
async def test_no_in_every_spelling(talk: Talk, no: str) -> None:
    await talk("/discuss close")
    assert "This would remove" in await talk(f"/article remove mill yes:{no}")
    assert "The mill on the river" in await talk("/articles")


async def test_gaps_are_counted_without_who_asked(talk: Talk) -> None:
    assert "answered everything" in await talk("/gaps")
    await talk("/as Sam role:member")
    said = await talk("/fact zebras in orbit")
    assert "The articles do not say anything about that. The moderators will see that it was asked" in said
    await talk("/fact Zebras, in ORBIT")  # the same person, who counts once
    await talk("/as Kim role:member")
    await talk("/fact Zebras, in ORBIT")
    await talk("/fact turbines")
    await talk("/as Alex role:moderator")
    gaps = await talk("/gaps")
    assert "“zebras in orbit”: asked 2 times" in gaps
    assert "“turbines”: asked 1 time, last on" in gaps
    assert not {"Sam", "Kim"} & set(gaps.split())


async def test_gaps_in_french(french: Talk) -> None:
    assert "ont répondu à tout" in await french("/lacunes")
    assert "Les articles n’en disent rien." in await french("/fait des zèbres en orbite")
    assert "« des zèbres en orbite » : 1 fois" in await french("/lacunes")


async def test_cooldowns_make_one_person_wait_and_not_the_next(tmp_path: Path) -> None:
    async with open_talk(tmp_path, has_cooldowns=True) as talk:
        await talk("/articles")
        assert "Please wait 1 second and ask again." in await talk("/articles")
        await talk("/as Sam")
        assert "No article is loaded yet" in await talk("/articles")


async def test_goodbye(talk: Talk, french: Talk) -> None:
    assert "Goodbye!" in await talk("/quit")
    assert "Au revoir !" in await french("/QUITTER")
    assert talk.chat.has_ended
    assert french.chat.has_ended
