"""A discussion that is under way in a server, and what of it is on disk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.world import STARTER, Message
from on_disk import reactions, responses, standing
from running import Running

from bot.i18n import Language, text_in

SAY = text_in(Language.ENGLISH)
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

[[questions]]
id = "q2"
text = "What should become of it?"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A server with an open discussion in the text channel that was chosen for it."""

    guild: GuildActor
    ann: Member  # who looks after it
    place: int
    prompt: Message
    elsewhere: int  # another channel

    @property
    def thread(self) -> int:
        """The prompt's thread, which has its message's id."""
        return self.prompt.id


async def begin(stub: Stub, *, records_typed: bool = False, locale: str = "en-US") -> UnderWay:
    """Invite the bot, which is connected, load an article and open a discussion of it."""
    guild = stub.guild("The Lighthouse", locale=locale)
    place, elsewhere = guild.text("talk"), guild.text("elsewhere")
    ann = guild.member("Ann", manage_guild=True, manage_messages=True)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(place))  # the greeting
    panel = await ann.run("setup", channel=place)
    panel = await ann.choose(panel, SAY("pick.channel"), place)
    if records_typed:
        panel = await ann.click(panel, SAY("action.typed_on"))
        assert SAY("setup.records_typed") in panel.text
    draft = await ann.run("article add", channel=place, file=("mill.toml", PACK.encode()))
    kept = await ann.click(draft, SAY("action.keep_article"))
    await ann.click(kept, SAY("action.start"))
    prompt = latest_prompt(guild, place)
    return UnderWay(guild=guild, ann=ann, place=place, prompt=prompt, elsewhere=elsewhere)


async def is_answered(member: Member, channel: int) -> bool:
    """Ask for help; return whether it comes."""
    return "/fact" in (await member.run("help", channel=channel)).text


def latest_prompt(guild: GuildActor, place: int) -> Message:
    """Return the newest prompt in *place*."""
    latest = max(int(thread["id"]) for thread in guild.threads(place))
    return next(one for one in guild.messages(place) if one.id == latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A discussion with the bot that keeps it, and somebody who takes part."""

    stub: Stub
    bot: Running
    under_way: UnderWay
    bea: Member

    @property
    def prompt(self) -> Message:
        """What is answered."""
        return self.under_way.prompt

    @property
    def thread(self) -> int:
        """Where it is talked about."""
        return self.under_way.thread

    def rows(self) -> list[dict[str, Any]]:
        """Return the responses on disk, the oldest first."""
        return responses(self.bot.folder)

    def texts(self) -> list[str]:
        """Return the texts that stand, the oldest first."""
        return standing(self.bot.folder)

    def reactions(self) -> dict[str, int]:
        """Return how often people reacted to responses, by emoji."""
        return reactions(self.bot.folder)

    def joins(self, name: str) -> Member:
        """Let somebody else take part."""
        return self.under_way.guild.member(name)

    def said(self, channel: int) -> list[Message]:
        """Return what the bot wrote in *channel* besides the greeting and the prompt."""
        found = self.under_way.guild.messages(channel)
        ours = [one for one in found if one.author == self.stub.world.bot and one.type != STARTER]
        return [
            one for one in ours if one.id != self.prompt.id and SAY("welcome.title") not in str(one.embeds)
        ]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until *condition* holds."""
        await self.stub.gateway.until(condition)

    async def form(self, text: str, *, by: Member | None = None, **chosen: object) -> Answer:
        """Answer by the button; return the receipt."""
        member = by or self.bea
        form = await member.click(self.prompt, SAY("button.answer"))
        return await member.submit(form, text=text, **{"agreed": True, **chosen})

    async def answer(self, text: str) -> Message:
        """Type an answer, and wait for its receipt."""
        message = await self.bea.send(self.thread, text)
        await self.until(lambda: message.reactions.get("✅"))
        return message

    async def everything_is_heard(self) -> None:
        """Wait until what was sent before has been dealt with: until a later answer is recorded."""
        later = await self.under_way.ann.send(self.thread, "And another thing.")
        await self.until(lambda: any(row["message"] == later.id for row in self.rows()))

    def tell(self, event: str, message: Message, **changes: object) -> None:
        """Send an event about *message* as Discord would, but for *changes*."""
        payload = {**self.stub.world.message_payload(message), "guild_id": str(message.guild)}
        self.stub.gateway.dispatch(event, {**payload, **changes})


async def talk_of(stub: Stub, bot: Running, *, records_typed: bool = False) -> Talk:
    """Begin a discussion, with the intent for what is typed where that is recorded."""
    ready = bot.ready
    under_way = await begin(stub, records_typed=records_typed)
    if records_typed:
        await bot.until_ready(ready + 1)
    return Talk(stub=stub, bot=bot, under_way=under_way, bea=under_way.guild.member("Bea"))


def unescaped(text: str) -> str:
    """Return *text* as it is read: without the backslashes that Discord hides."""
    return re.sub(r"\\([^\w\s])", r"\1", text)
