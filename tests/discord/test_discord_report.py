"""``/report`` on Discord: a picture with its words, and the files to pass on."""

import io
from datetime import UTC, datetime

import pytest
from api_stub.stub import Stub
from api_stub.typed_commands import NotShownError
from PIL import Image
from running import Running
from under_way import SAY, Talk, begin, unescaped

from bot.discord_front.render import ALT
from bot.domain.discussion import Given, NewResponse
from bot.domain.identity import MemberId, PromptId
from bot.i18n import Language, text_in

FR = text_in(Language.FRENCH)
FILES = {"report.html", "report.md", "report.png"}


async def french_talk(stub: Stub, bot: Running) -> Talk:
    """A discussion in a guild that is French; who looks after it, and Bea, have Discord in English."""
    under_way = await begin(stub, locale="fr")
    return Talk(stub=stub, bot=bot, under_way=under_way, bea=under_way.guild.member("Bea"))


@pytest.fixture
async def talk(stub: Stub, bot: Running) -> Talk:
    return await french_talk(stub, bot)


async def answered(talk: Talk, count: int) -> None:
    """Let so many people have answered the first question."""
    rows = [
        NewResponse(
            prompt=PromptId(1),
            author=MemberId(10**18 + number),
            author_name=f"Zoë {number}",
            text="Oui, le moulin manque à tout le monde.",
            given=Given.BUTTON,
            created_at=datetime.now(UTC),
        )
        for number in range(count)
    ]
    async with talk.bot.cases.reports._store.write() as tx:
        await tx.responses.add_all(rows)


async def test_a_moderator_is_shown_a_picture_and_given_the_files(talk: Talk) -> None:
    await answered(talk, 6)

    said = await talk.under_way.ann.run("report", channel=talk.under_way.place)

    assert said.is_private
    assert said.message is not None
    (embed,) = said.message.embeds
    assert embed["title"] == "The mill on the river"
    assert embed["image"]["url"] == "attachment://report.png"
    attached = {one["filename"]: one for one in said.message.attachments}
    assert set(attached) == set(said.files) == FILES
    alt = attached["report.png"]["description"]
    assert "6 personnes ont répondu" in alt.replace("\u00a0", " ")
    assert len(alt) <= ALT
    assert Image.open(io.BytesIO(said.files["report.png"])).format == "PNG"
    assert said.files["report.html"].startswith(b"<!doctype html>")
    assert said.files["report.md"].startswith(b"# The mill on the river")


async def test_it_speaks_the_guilds_language_and_not_the_moderators(talk: Talk) -> None:
    await answered(talk, 6)

    said = await talk.under_way.ann.run("report", channel=talk.under_way.place)

    assert "6 personnes ont répondu" in unescaped(said.text)
    assert "The Lighthouse" in unescaped(said.text)
    assert b'<html lang="fr"' in said.files["report.html"]
    assert FR("report.participation") in said.files["report.md"].decode()


async def test_it_speaks_another_language_where_that_is_asked_for(talk: Talk) -> None:
    await answered(talk, 6)

    said = await talk.under_way.ann.run("report", channel=talk.under_way.place, language="en")

    assert "6 people answered" in unescaped(said.text)
    assert b'<html lang="en"' in said.files["report.html"]


async def test_a_channel_of_the_moderators_will_do(talk: Talk) -> None:
    await answered(talk, 6)

    said = await talk.under_way.ann.run("report", channel=talk.under_way.elsewhere)

    assert "6 personnes ont répondu" in unescaped(said.text)


async def test_so_will_the_thread_of_a_question(talk: Talk) -> None:
    await answered(talk, 6)

    said = await talk.under_way.ann.run("report", channel=talk.thread)

    assert "6 personnes ont répondu" in unescaped(said.text)


async def test_of_few_people_nothing_is_told_in_the_picture_nor_beside_it(talk: Talk) -> None:
    await answered(talk, 4)

    said = await talk.under_way.ann.run("report", channel=talk.under_way.place)

    assert said.message is not None
    (alt,) = (one["description"] for one in said.message.attachments if "description" in one)
    told = f"{unescaped(said.text)} {alt} {said.files['report.md'].decode()}".replace("\u00a0", " ")
    assert "moins de 5" in told
    assert "4 personnes" not in told
    assert "0 personne" not in told


async def test_a_member_may_not(talk: Talk) -> None:
    await answered(talk, 6)

    with pytest.raises(NotShownError):
        await talk.bea.run("report", channel=talk.under_way.place)


async def test_without_a_discussion_a_moderator_is_told_so_in_their_own_language(
    stub: Stub, bot: Running
) -> None:
    guild = stub.guild("The Lighthouse", locale="fr")
    place = guild.text("talk")
    ann = guild.member("Ann", manage_guild=True, manage_messages=True)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(place))

    said = await ann.run("report", channel=place)

    assert said.is_private
    assert unescaped(said.text) == SAY("error.nothing_to_report")
    assert not said.files


@pytest.mark.parametrize("is_known", [True, False])
async def test_what_is_more_than_a_message_carries_is_said(talk: Talk, *, is_known: bool) -> None:
    await answered(talk, 6)
    if is_known:
        talk.under_way.guild.guild.upload_limit = 2_000
    else:
        talk.stub.server.expect(40005)
        talk.under_way.guild.guild.takes = 2_000

    said = await talk.under_way.ann.run("report", channel=talk.under_way.place)

    told = unescaped(said.text)
    assert "6 personnes ont répondu" in told
    assert "report.html, report.md, report.png" in told
    assert not said.files
    assert said.message is not None
    assert not any("image" in embed for embed in said.message.embeds)
