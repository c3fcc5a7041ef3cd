"""A server in which something is about to go wrong: what the bot posted there, and what is on disk."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import discord
import pytest
from api_stub.actors import INVITED_WITH, GuildActor
from api_stub.faults import Fault
from api_stub.people import Member
from api_stub.seen import Answer, buttons_of
from api_stub.stub import Stub
from api_stub.world import Message, Payload
from on_disk import standing, table
from running import Running

from bot.discord_front import acknowledge, threads
from bot.discord_front.handlers import finish
from bot.i18n import Language, Text, text_in

Kind = Literal["text", "forum"]
KINDS: tuple[Kind, ...] = ("text", "forum")
# Part of everything that members write in these tests: it must never be in a log.
SECRET = "marmalade"  # noqa: S105 (a word to look for)
QUESTIONS = 9
PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."
""" + "".join(
    f"""
[[questions]]
id = "q{number}"
text = "What should become of part {number} of it?"
"""
    for number in range(1, QUESTIONS + 1)
)

PROMPTS = """SELECT prompts.thread FROM prompts JOIN discussions ON discussions.key = prompts.discussion
WHERE discussions.channel = {place} ORDER BY prompts.key"""
POST = {"text": r"/channels/\d+/messages$", "forum": r"/channels/\d+/threads$"}
THREAD = r"/messages/\d+/threads$"
CHANNEL = r"/channels/\d+$"
CALLBACK = r"/interactions/\d+/\w+/callback$"
ORIGINAL = r"/webhooks/\d+/\w+/messages/@original$"


# How the answer to a request gets lost, and with which status where it has one.
LOST = (
    (Fault.HANG, 0),
    (Fault.HANG_AFTER, 0),
    (Fault.RESET, 0),
    (Fault.RESET_AFTER, 0),
    (Fault.STATUS, 500),
    (Fault.STATUS, 503),
    (Fault.LOST_AFTER, 502),
    (Fault.LOST_AFTER, 503),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A server with an article, which is about to be discussed in *place*."""

    stub: Stub
    guild: GuildActor
    ann: Member  # who looks after it
    kind: Kind
    place: int
    general: int
    say: Text

    async def start(self) -> Answer:
        """Let Ann start the discussion."""
        return await self.ann.run("discuss start", channel=self.general)

    async def next(self) -> Answer:
        """Let Ann put the next question."""
        return await self.ann.run("discuss next", channel=self.general)

    async def close(self) -> Answer:
        """Let Ann close the discussion."""
        return await self.ann.run("discuss close", channel=self.general)

    @property
    def posts(self) -> list[Message]:
        """The prompts that everybody sees, known by the button to answer."""
        places = [self.place, *(int(thread["id"]) for thread in self.threads)]
        answer = self.say("button.answer")
        return [
            message
            for place in places
            for message in self.guild.messages(place)
            if any(button.get("label") == answer for button in buttons_of(message))
        ]

    @property
    def threads(self) -> list[Payload]:
        """The threads in the place of discussions."""
        return self.guild.threads(self.place)

    @property
    def closing_cards(self) -> list[Message]:
        """The cards that say that a discussion is over."""
        title = self.say("closing.title", title="The mill on the river")
        places = [self.place, *(int(thread["id"]) for thread in self.threads)]
        return [
            message
            for place in places
            for message in self.guild.messages(place)
            if any(embed.get("title") == title for embed in message.embeds)
        ]

    def posted_once(self, folder: Path) -> int:
        """Return how many prompts there are, each posted once with its thread, and known to the database."""
        known = [row["thread"] for row in table(folder, PROMPTS.format(place=self.place))]
        assert sorted(one.id for one in self.posts) == sorted(known)
        assert sorted(int(one["id"]) for one in self.threads) == sorted(known)
        return len(known)

    def closed_once(self) -> int:
        """Return how many cards say that a discussion is over; every thread is shut."""
        states = [one["thread_metadata"] for one in self.threads]
        assert all(one["locked"] and one["archived"] for one in states)
        return len(self.closing_cards)

    def leftovers(self, folder: Path) -> list[object]:
        """Return what there is of a discussion, in the place or in the database."""
        rows = table(folder, PROMPTS.format(place=self.place))
        return [*rows, *self.threads, *self.posts]

    def post_fails(self, fault: Fault, *, status: int = 500, retry_after: float = 1.0) -> None:
        """Let the next prompt fare like that on its way."""
        self.stub.server.faults.next("POST", POST[self.kind], fault, status=status, retry_after=retry_after)


async def prepared(
    stub: Stub,
    *,
    kind: Kind = "text",
    locale: str = "en-US",
    requires_tag: bool = False,
    name: str = "The Lighthouse",
    typed: bool = False,
    permissions: discord.Permissions = INVITED_WITH,
) -> Scene:
    """Invite the bot, which is connected, choose where discussions are held and load the article."""
    say = text_in(Language.FRENCH if locale == "fr" else Language.ENGLISH)
    guild = stub.guild(name, locale=locale)
    general = guild.text("general")
    place = guild.text("talk") if kind == "text" else guild.forum("talk", requires_tag=requires_tag)
    ann = guild.member("Ann", locale=locale, manage_guild=True, manage_messages=True)
    guild.invite_bot(permissions)
    await stub.gateway.until(lambda: guild.messages(general))  # the greeting
    panel = await ann.run("setup", channel=general)
    panel = await ann.choose(panel, say("pick.channel"), place)
    if typed:
        await ann.click(panel, say("action.typed_on"))
    draft = await ann.run("article add", channel=general, file=("mill.toml", PACK.encode()))
    await ann.click(draft, say("action.keep_article"))
    return Scene(stub=stub, guild=guild, ann=ann, kind=kind, place=place, general=general, say=say)


async def recording(stub: Stub, bot: Running) -> Scene:
    """Open a discussion in whose thread what is typed is recorded."""
    made = await prepared(stub, typed=True)
    await bot.until_ready(2)
    await made.start()
    return made


def thread(scene: Scene) -> int:
    """Return the thread of the first prompt."""
    return int(scene.threads[0]["id"])


def text(number: int) -> str:
    """Return something that a member may write, and that no log may hold."""
    return f"{SECRET} {number}"


async def stands(bot: Running, *expected: str) -> None:
    """Wait until these are the answers that stand, and nothing more is on its way."""
    await bot.stub.gateway.until(lambda: sorted(standing(bot.folder)) == sorted(expected))
    assert await finish(patience=5.0)
    assert sorted(standing(bot.folder)) == sorted(expected)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Keep the log of a test, and see that nobody's text is in it."""
    for name in ("bot", "discord"):
        caplog.set_level(logging.INFO, name)
    yield caplog
    # Of itself it has those of the phase it is asked in, which is after the test.
    for record in (*caplog.get_records("setup"), *caplog.get_records("call"), *caplog.records):
        assert SECRET not in f"{record.getMessage()}\n{record.exc_text}".lower()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what Discord keeps waiting be given up soon."""
    monkeypatch.setattr(threads, "PATIENCE", 0.4)
    monkeypatch.setattr(acknowledge, "SOON", 0.1)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """In a text channel, and in a forum."""
    found: Kind = request.param
    return found


@pytest.fixture
async def scene(stub: Stub, bot: Running, kind: Kind) -> Scene:
    """A discussion that is about to begin; modules that need it under way have a scene of their own."""
    return await prepared(stub, kind=kind)


@pytest.fixture
def bea(scene: Scene) -> Member:
    """Somebody who takes part."""
    return scene.guild.member("Bea")
