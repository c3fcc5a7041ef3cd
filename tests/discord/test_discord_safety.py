"""Whatever people type, and whatever their names are: nobody is pinged, and nothing is anything but words."""

import re

import pytest
from api_stub.seen import text_of
from api_stub.stub import Stub
from hypothesis import given
from hypothesis import strategies as st
from lighthouse import EN, TURNED, Lighthouse, answered, keep, live, open_lighthouse, sent_bodies, start
from running import Running
from under_way import PACK

from bot.discord_front.markdown import escape, quote, shorten, unescape

MARKS = r"\*_~|`[]<>#-+@!&:/ " + "\n"
TEXTS = st.text(st.one_of(st.sampled_from(MARKS + "ae1"), st.characters(exclude_categories=["Cs"])))


def nasty(server: Lighthouse) -> str:
    """Return words that would ping, format, link, hide and turn."""
    mentions = (
        f"@everyone @here <@{server.ann.id}> <@!{server.max.id}> <@&{server.guild.id}> <#{server.place}>"
    )
    links = "[here](https://evil.example/x) </fact:1> <:smile:1> <a:wave:2> <id:browse>"
    return f"{mentions} {links} `code` ```x``` ||y|| ~~z~~ **b** \u202eturned\u2066 end\n# big\n> q\n-# small"


async def test_everything_that_is_sent_allows_no_mention(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    forum = server.guild.forum("debates")
    await server.ann.run("setup", channel=server.place)
    prompt = await start(server, await keep(server, PACK))
    receipt = await answered(server.bea, prompt, "Yes.")
    await server.bea.click(receipt, EN("action.withdraw"))
    await server.bea.run("fact", channel=server.place, query="mill burned")
    asked = await server.bea.send(server.place, f"<@{stub.world.bot}> mill burned")
    await stub.gateway.until(lambda: any(one.reference == asked.id for one in server.messages))
    await server.ann.run("discuss next", channel=prompt.id)
    await server.ann.run("discuss close", channel=server.place)
    await server.ann.run("export", channel=server.place)
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, EN("pick.channel"), forum)
    await server.ann.run("discuss start", channel=server.place)
    await server.ann.run("discuss close", channel=server.place)

    bodies = sent_bodies(stub)
    assert len(bodies) > 15
    assert all(body["allowed_mentions"]["parse"] == [] for body in bodies)
    assert not any(body["allowed_mentions"].get("users") for body in bodies)
    assert not any(body["allowed_mentions"].get("replied_user") for body in bodies)
    assert not live(stub)


async def test_an_answer_is_repeated_as_it_was_written(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    await answered(server.bea, prompt, nasty(server))

    listed = await server.ann.run("responses list", channel=server.place)

    assert listed.message is not None
    (embed,) = listed.message.embeds
    shown = unescape(embed["description"].rpartition("\n-# ")[0])
    assert shown == TURNED.sub("", nasty(server))
    assert not live(stub)


async def test_a_name_can_neither_ping_nor_format(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    prompt = await start(server, await keep(server, PACK))
    eve = server.guild.member("@everyone `Eve` [x](https://e.example) \u202e||")
    await answered(eve, prompt, "Yes.")

    await server.ann.run("responses list", channel=server.place)
    form = await server.ann.run("responses hide", channel=server.place, response=1)
    hidden = await server.ann.submit(form, reason="`@here`")

    assert "Eve" in hidden.text
    assert not live(stub)


async def test_what_was_refused_is_handed_back_harmlessly(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    form = await server.bea.run("answer", channel=server.place)
    await server.ann.run("discuss close", channel=server.place)

    refused = await server.bea.submit(form, text=nasty(server), agreed=True)

    assert refused.is_private
    assert "> " in refused.text
    assert not live(stub)


async def test_whose_message_is_asked_about_is_the_only_one_pinged(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK))
    message = await server.bea.send(server.place, nasty(server))

    asked = await server.max.menu(EN("menu.record"), message)

    assert asked.message is not None
    assert asked.message.pinged == {server.bea.id}
    assert not asked.message.mentions_everyone
    assert not TURNED.search(text_of(asked.message))
    # Beside the name of the person who is asked, nothing in it is live.
    sent = [line for line in live(stub) if f"<@{server.bea.id}>" not in line.split(",")[0]]
    assert not sent


async def test_a_channels_name_is_words_too(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    odd = server.guild.text("`@everyone`-||x||")
    server.guild.forbid(odd, send_messages=True)
    await stub.gateway.flushed()
    panel = await server.ann.run("setup", channel=server.place)

    await server.ann.choose(panel, EN("pick.channel"), odd)
    await server.ann.run("doctor", channel=server.place)

    assert not live(stub)


async def test_a_threads_name_turns_nothing(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep(server, PACK.replace("The mill on", "\\u202eThe mill on", 1)))

    (thread,) = server.guild.threads(server.place)

    assert "The mill on" in thread["name"]
    assert not TURNED.search(thread["name"])


# -- the means ---------------------------------------------------------------------------------------


@given(TEXTS)
def test_escaping_loses_nothing_but_what_turns(text: str) -> None:
    assert unescape(escape(text)) == TURNED.sub("", text).replace("@\u200b", "@")


@given(TEXTS)
def test_nothing_that_is_escaped_is_live(text: str) -> None:
    escaped = escape(text)

    assert not re.search(r"@(everyone|here|[!&]?\d)", escaped)
    assert not re.search(r"(?<!\\)(\\\\)*[*_~|`\[\]<>]", re.sub(r"https?://\S+|<t:\d+:f>", "", escaped))
    assert not re.search(r"^\s*(#{1,3}\s|-#\s|[-+]\s|>)", escaped, re.MULTILINE)


@given(TEXTS, st.integers(1, 40))
def test_what_is_shortened_is_never_cut_within_an_escape(text: str, limit: int) -> None:
    short = shorten(escape(text), limit)

    assert len(short) <= limit
    assert not re.search(r"(?<!\\)(\\\\)*\\…$", short) or short == escape(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        pytest.param("2 * 3 * 4", r"2 \* 3 \* 4", id="marks"),
        pytest.param("see https://a.example/b_c_d?e=*", "see https://a.example/b_c_d?e=\\*", id="address"),
        pytest.param("# title\n- point\n-# small", "\\# title\n\\- point\n\\-# small", id="line-starts"),
        pytest.param("a@everyone.example", "a@\u200beveryone.example", id="everyone"),
        pytest.param("<@1> <@&2> <#3>", "\\<@\u200b1\\> \\<@\u200b&2\\> \\<#3\\>", id="mentions"),
        pytest.param("\u202eabc\u202c \u2067def\u2069", "abc def", id="turned"),
        pytest.param(
            "\u200f\u05d0\u05d1\u200e", "\u200f\u05d0\u05d1\u200e", id="a-script-that-runs-to-the-left"
        ),
        pytest.param("<t:1774785600:f>", "<t:1774785600:f>", id="time"),
        pytest.param("<t:1774785600:d> <t:x:f>", "\\<t:1774785600:d\\> \\<t:x:f\\>", id="no-time-of-ours"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_quotation_is_marked_on_each_line() -> None:
    assert quote("one\n\ntwo") == "> one\n> \n> two"
