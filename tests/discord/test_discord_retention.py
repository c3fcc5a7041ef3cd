"""How long answers to an article are kept, on Discord: chosen from a list, and said below each prompt."""

import pytest
from api_stub.seen import text_of
from api_stub.stub import Stub
from lighthouse import EN, FR, custom_ids, keep, open_lighthouse, options_of, start
from running import Running

from bot.i18n import Text

PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."

[[questions]]
id = "q1"
text = "Should the mill have been rebuilt?"
"""
TITLE = "The mill on the river"


@pytest.mark.parametrize(("locale", "say"), [("en-US", EN), ("fr", FR)])
async def test_it_is_chosen_from_a_list_and_every_prompt_says_so(
    stub: Stub, bot: Running, locale: str, say: Text
) -> None:
    server = await open_lighthouse(stub, locale=locale)
    kept = await keep(server, PACK)
    shown = await server.ann.run("article show", channel=server.place, article="mill")
    assert say("setup.retention", kept=say("setup.kept_until")) in shown.text

    asked = await server.ann.click(shown, say("action.retention"))
    assert options_of(asked)[0] == say("pick.kept", kept=say("choice.default"))
    chosen = await server.ann.choose(asked, say("pick.retention"), "30")
    prompt = await start(server, kept)
    privacy = await server.bea.click(prompt, say("button.kept"))

    days = say("count.days", n=30)
    assert say("retention.article", title=TITLE, kept=days) in chosen.text
    assert say("prompt.kept_days", n=30) in text_of(prompt)
    assert say("privacy.article_days", title=TITLE, n=30) in privacy.text


async def test_what_the_server_keeps_for_less_counts(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    kept = await keep(server, PACK)
    await server.ann.run("setup", channel=server.place, retention="30 days")

    said = await server.ann.run(
        "article retention", channel=server.place, article="mill", retention="90 days"
    )
    prompt = await start(server, kept)

    assert EN("retention.shorter", n=30) in said.text
    assert EN("prompt.kept_days", n=30) in text_of(prompt)


async def test_whoever_moderates_no_more_chooses_nothing(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    asked = await server.max.run("article retention", channel=server.place, article="mill")
    assert custom_ids(asked)
    server.guild.guild.members[server.max.id]["roles"] = []

    refused = await server.max.choose(asked, EN("pick.retention"), "7")

    assert EN("error.not_allowed", command="/article retention") in refused.text
