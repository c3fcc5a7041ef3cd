"""How long answers to an article are kept: chosen by moderators, and told to whoever answers."""

from pathlib import Path

import pytest
from talk import PACK, open_mill, open_talk

from bot.domain.identity import LOCAL_GUILD, Role
from bot.i18n import Language, text_in

EN, FR = text_in(Language.ENGLISH), text_in(Language.FRENCH)
SPACES = str.maketrans("\u00a0\u202f", "  ")
COMMAND = {Language.ENGLISH: "/article retention", Language.FRENCH: "/article durée"}
OPTION = {Language.ENGLISH: "retention", Language.FRENCH: "durée"}
TITLE = "The mill on the river"

languages = pytest.mark.parametrize("language", list(Language))


def flat(shown: str) -> str:
    """Return *shown* as one line, however the terminal wrapped it."""
    return " ".join(shown.translate(SPACES).split())


@languages
async def test_a_moderator_chooses_and_sees_it(tmp_path: Path, language: Language) -> None:
    say = text_in(language)
    async with open_mill(tmp_path, language) as talk:
        before = flat(await talk(COMMAND[language]))
        chosen = flat(await talk(f"{COMMAND[language]} {OPTION[language]}:30"))
        shown = flat(await talk(f"/{say('name.article')} {say('name.article.show')}"))
        back = flat(await talk(f"{COMMAND[language]} mill {OPTION[language]}:default"))

    until = flat(say("setup.kept_until"))
    assert flat(say("retention.article", title=TITLE, kept=until)) in before
    days = say("count.days", n=30)
    assert flat(say("retention.article", title=TITLE, kept=days)) in chosen
    assert flat(say("setup.retention", kept=days)) in shown
    assert flat(say("retention.article", title=TITLE, kept=until)) in back


@pytest.mark.parametrize(
    ("of_all", "of_article", "days"), [("30", "90", 30), ("90", "30", 30), ("none", "30", 30)]
)
async def test_the_shorter_of_the_two_is_what_people_are_told(
    tmp_path: Path, of_all: str, of_article: str, days: int
) -> None:
    async with open_talk(tmp_path) as talk:
        await talk(f"/article add {talk.write('mill.toml', PACK)} yes:yes")
        await talk(f"/setup retention:{of_all}")
        said = flat(await talk(f"/article retention retention:{of_article}"))
        prompt = flat(await talk("/discuss start"))

    assert EN("count.days", n=days) in said
    assert (EN("retention.shorter", n=30) in said) == (of_article == "90")
    assert EN("prompt.kept_days", n=days) in prompt


async def test_a_prompt_says_nothing_of_days_where_there_are_none(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await talk(f"/article add {talk.write('mill.toml', PACK)} yes:yes")
        prompt = flat(await talk("/discuss start"))

    assert EN("prompt.how").split(".")[0] in prompt
    assert "days" not in prompt


@languages
async def test_what_is_kept_names_the_article_under_discussion(tmp_path: Path, language: Language) -> None:
    say = text_in(language)
    privacy = f"/{say('name.privacy')}"
    async with open_mill(tmp_path, language) as talk:
        before = flat(await talk(privacy))
        await talk(f"{COMMAND[language]} {OPTION[language]}:30")
        during = flat(await talk(privacy))
        await talk(f"/{say('name.discuss')} {say('name.discuss.close')}")
        after = flat(await talk(privacy))

    said = flat(say("privacy.article_days", title=TITLE, n=30))
    sooner = flat(say("privacy.some_sooner"))
    assert said not in before
    assert sooner not in before
    assert said in during
    assert sooner not in during
    assert sooner in after


async def test_what_the_server_keeps_no_longer_is_not_said_of_the_article(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("/setup retention:30")
        await talk("/article retention retention:90")
        kept = flat(await talk("/privacy"))

    assert EN("privacy.days", n=30) in kept
    assert "90" not in kept


async def test_a_member_may_not(tmp_path: Path) -> None:
    async with open_talk(tmp_path, role=Role.MEMBER) as talk:
        refused = flat(await talk("/article retention retention:30"))

    assert EN("error.not_allowed", command="/article retention") in refused


async def test_a_number_that_is_no_choice_is_explained(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        refused = flat(await talk("/article retention retention:31"))

    assert "as for all articles · 7 days · 30 days · 90 days · 180 days · 365 days" in refused


async def test_an_article_that_is_added_again_keeps_its_time(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("/article retention retention:30")
        edited = PACK.replace("burned down", "burnt down")
        await talk(f"/article add {talk.write('mill.toml', edited)} yes:yes")
        (line,) = await talk.chat.context().cases.articles.lines(LOCAL_GUILD)

    assert line.retention_days == 30
