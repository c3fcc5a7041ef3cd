"""A server that has just invited the bot, and whoever runs it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.seen import Answer, children_of
from api_stub.stub import Stub
from api_stub.world import Message, Payload
from running import Running

from bot import samples
from bot.discord_front.handlers import finish
from bot.i18n import Language, Text, text_in

EN, FR = text_in(Language.ENGLISH), text_in(Language.FRENCH)
SAMPLES = Path(samples.__path__[0])
# A mention, an emoji, a link behind words, code, something hidden: unless a backslash stands before it.
LIVE = re.compile(r"@(everyone|here)|(?<!\\)<(@|#|:|/|a:|id:)|(?<!\\)\]\(|(?<!\\)`|(?<!\\)\|\|")
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What begins as a picture does, and is none.
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighthouse:
    """The server: Ann manages it, Max may delete messages, Bea is a member."""

    guild: GuildActor
    place: int
    ann: Member
    max: Member
    bea: Member
    say: Text

    @property
    def messages(self) -> list[Message]:
        """What everybody sees in its channel."""
        return self.guild.messages(self.place)


async def open_lighthouse(stub: Stub, *, locale: str = "en-US") -> Lighthouse:
    """Invite the bot, which is connected."""
    guild = stub.guild("The Lighthouse", locale=locale)
    place = guild.text("talk")
    server = Lighthouse(
        guild=guild,
        place=place,
        ann=guild.member("Ann", locale=locale, manage_guild=True, manage_messages=True),
        max=guild.member("Max", locale=locale, manage_messages=True),
        bea=guild.member("Bea", locale=locale),
        say=FR if locale == "fr" else EN,
    )
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(place))
    return server


async def add(server: Lighthouse, content: str | bytes, *, name: str = "article.toml") -> Answer:
    """Let Ann add an article, and see its draft."""
    body = content.encode() if isinstance(content, str) else content
    return await server.ann.run("article add", channel=server.place, file=(name, body))


async def keep(server: Lighthouse, content: str | bytes, *, name: str = "article.toml") -> Answer:
    """Let Ann add an article and keep it as it is understood."""
    draft = await add(server, content, name=name)
    return await server.ann.click(draft, server.say("action.keep_article"))


async def keep_sample(server: Lighthouse, language: str = "en") -> Answer:
    """Let Ann keep the article of the demo."""
    path = SAMPLES / f"stability-ai.{language}.toml"
    return await keep(server, path.read_bytes(), name=path.name)


async def start(server: Lighthouse, kept: Answer) -> Message:
    """Let Ann start the discussion of what was kept; return its first prompt."""
    await server.ann.click(kept, server.say("action.start"))
    (thread,) = server.guild.threads(server.place)
    return next(one for one in server.messages if one.id == int(thread["id"]))


async def answered(member: Member, prompt: Message, text: str, **how: Any) -> Answer:
    """Let *member* answer by the prompt's button; return the receipt."""
    answer = next(children_of(prompt))
    form = await member.click(prompt, answer["label"])
    return await member.submit(form, text=text, agreed=True, **how)


def custom_ids(answer: Answer) -> list[str]:
    """Return the custom_ids of what may be clicked."""
    assert answer.message is not None
    return [child["custom_id"] for child in children_of(answer.message)]


def asking(stub: Stub, words: str) -> str:
    """Return *words* with a mention of the bot before them."""
    return f"<@{stub.world.bot}> {words}"


async def answers_of(stub: Stub, server: Lighthouse, *, place: int, after: Message) -> list[Message]:
    """Return what the bot wrote in *place* after a message, once it did."""

    def found() -> list[Message]:
        messages = server.guild.messages(place)
        return [one for one in messages if one.id > after.id and one.author == stub.world.bot]

    await stub.gateway.until(found)
    return found()


async def heard(stub: Stub, bot: Running, server: Lighthouse) -> None:
    """Wait until the bot is done with all that was written so far, and has answered one message more."""
    last = await server.ann.send(server.place, asking(stub, ""))
    await answers_of(stub, server, place=server.place, after=last)
    assert await finish(patience=5.0)


async def pack_of(server: Lighthouse, article: str) -> tuple[bytes, dict[str, Any]]:
    """Return the article's pack as Ann is handed it, and what it says."""
    handed = await server.ann.run("article pack", channel=server.place, article=article)
    content = handed.files[f"{article}.toml"]
    return content, tomllib.loads(content.decode())


def options_of(answer: Answer) -> list[str]:
    """Return the labels in the first list of *answer*."""
    assert answer.message is not None
    return [one["label"] for one in answer.message.components[0]["components"][0]["options"]]


def sent_bodies(stub: Stub) -> list[Payload]:
    """Return the body of every message that the bot sent or changed: answers to commands, posts, threads."""
    found = []
    for one in stub.server.requests:
        body: Any = one.body if isinstance(one.body, dict) else {}
        # An interaction's answer has the message in it, and so has a forum's post.
        body = body.get("data") if one.path.endswith("/callback") else body.get("message") or body
        if isinstance(body, dict) and {"content", "embeds"} & body.keys():
            found.append(body)
    return found


def live(stub: Stub) -> list[str]:
    """Return what of all that the bot sent Discord would take for more than words, or ping somebody for."""
    found = []
    for body in sent_bodies(stub):
        if (body.get("allowed_mentions") or {}).get("parse") != []:
            found.append(f"may ping: {body}")
        read = [body.get("content") or ""]
        for embed in body.get("embeds") or []:
            read += [embed.get("title") or "", embed.get("description") or ""]
        found += [text for text in read if LIVE.search(text)]
        found += [text for text in strings(body) if TURNED.search(text)]
    return found


def strings(value: Any) -> Iterator[str]:
    """Yield every text in *value*."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
