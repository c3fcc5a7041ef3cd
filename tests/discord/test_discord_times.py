"""Times on Discord: everybody reads them in a zone of their own; where Discord knows none, in words."""

import re
from datetime import UTC, datetime

import pytest
from api_stub.stub import Stub
from lighthouse import EN, FR, answered, keep, open_lighthouse, start
from running import Running
from under_way import PACK

from bot.commands.reply import Card, Reply
from bot.discord_front.markdown import escape, shorten
from bot.discord_front.render import render
from bot.discord_front.times import spelled_out, words_in
from bot.i18n import Language

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
TAG = "<t:1774785600:f>"
TAGS = re.compile(r"<t:\d+:f>")
SAY = words_in(Language.ENGLISH)


async def test_an_answers_time_is_a_tag_in_the_text_not_in_the_footer(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, "Yes.")

    listed = await server.ann.run("responses list", channel=server.place)

    assert listed.message is not None
    (embed,) = listed.message.embeds
    assert re.fullmatch(r"Yes\.\n-# #1 · Bea · question 1 · <t:\d+:f>", embed["description"])
    assert "footer" not in embed
    (tag,) = TAGS.findall(listed.text)
    given = datetime.fromtimestamp(int(tag[3:-3]), tz=UTC)
    assert abs((datetime.now(UTC) - given).total_seconds()) < 60


async def test_many_answers_in_one_card_each_have_their_time(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    for number in range(12):
        await answered(server.bea, prompt, f"Answer {number}.")

    listed = await server.ann.run("responses list", channel=server.place)

    assert listed.message is not None
    assert len(listed.message.embeds) == 1
    assert len(TAGS.findall(listed.text)) == 12


async def test_what_is_handed_over_as_a_file_has_its_times_in_words(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    prompt = await start(server, await keep(server, PACK))
    for number in range(3):
        await answered(server.bea, prompt, f"{number}: {'on and on ' * 300}")

    listed = await server.ann.run("responses list", channel=server.place)

    whole = listed.files["causerie.txt"].decode()
    assert "<t:" not in whole
    assert whole.count(" UTC") == 3
    assert FR.moment(datetime.now(UTC)).split(",")[0] in whole


def test_a_moment_is_a_tag_in_either_language() -> None:
    assert {words_in(language).moment(NOON) for language in Language} == {TAG}


def test_a_tag_is_spelled_out_in_each_language() -> None:
    assert spelled_out(f"At {TAG}.", language=Language.ENGLISH) == f"At {EN.moment(NOON)}."
    assert spelled_out(TAG, language=Language.FRENCH) == FR.moment(NOON)


def test_a_time_beside_another_is_in_everybodys_zone_with_how_far_it_is() -> None:
    beside = SAY.beside(NOON)

    assert beside == " (<t:1774785600:F>, <t:1774785600:R>)"
    assert escape(f"At noon{beside}.") == f"At noon{beside}."
    assert spelled_out(f"At noon{beside}.", language=Language.ENGLISH) == f"At noon ({EN.moment(NOON)})."
    for limit in range(1, len(beside)):
        assert "<" not in shorten(beside, limit).replace("<t:1774785600:F>", "").replace(
            "<t:1774785600:R>", ""
        )


def test_every_other_word_is_the_same_as_anywhere() -> None:
    assert words_in(Language.FRENCH)("count.facts", n=2) == FR("count.facts", n=2)
    assert SAY.day(NOON.date()) == EN.day(NOON.date())


@pytest.mark.parametrize(
    ("where", "reason", "name", "expected"),
    [
        pytest.param(
            "postgresql://bot:***@10.0.0.5/talks?sslmode=require",
            "[Errno 111] Connect call failed ('10.0.0.5', 5432)",
            "talks",
            "[Errno 111] Connect call failed",
            id="server",
        ),
        pytest.param(
            "postgresql://bot@/talks?host=%2Frun%2Fpostgres",
            'password authentication failed for user "bot" (28P01)',
            "talks",
            "password authentication failed for user (28P01)",
            id="socket",
        ),
        pytest.param("/srv/what?/talks.db", "disk I/O error", "talks.db", "disk I/O error", id="file"),
    ],
)
def test_where_the_operators_database_is_is_not_told(
    *, where: str, reason: str, name: str, expected: str
) -> None:
    told = SAY("error.store_unreachable", where=where, reason=reason)

    assert told == EN("error.store_unreachable", where=name, reason=expected)


def test_a_time_goes_through_escaping_in_a_line_a_title_and_a_sentence() -> None:
    reply = Reply(text=f"*Next* at {TAG}", cards=(Card(lines=(f"- {TAG} _x_",), footer="No time"),))

    rendered = render(reply, text=SAY)

    assert rendered.content == rf"\*Next\* at {TAG}"
    assert rendered.embeds[0].description == rf"\- {TAG} \_x\_"
    assert rendered.embeds[0].footer.text == "No time"


def test_a_time_is_never_cut_in_two() -> None:
    for limit in range(1, len(TAG) + 2):
        assert shorten(escape(f"{TAG} and more"), limit) in {"…", f"{TAG}…"}
