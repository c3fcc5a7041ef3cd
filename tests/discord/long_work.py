"""A command that takes as long as a test wants, in the place of ``/export``."""

import asyncio
from dataclasses import replace

import pytest
from api_stub.actors import GuildActor
from api_stub.interactions import Interaction
from api_stub.people import Member
from api_stub.stub import Stub
from api_stub.world import Message

from bot.commands import COMMANDS
from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.discord_front import acknowledge, handing_over, progress, service


class LongWork:
    """What is carried out, and what becomes of it."""

    def __init__(self) -> None:
        self.ctx: Context
        self.is_cancelled = False
        self.reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.may_clean_up = asyncio.Event()
        self.may_clean_up.set()

    async def carry_out(self, ctx: Context, **_options: object) -> Reply:
        """Be the handler of the command."""
        self.ctx = ctx
        try:
            return await asyncio.shield(self.reply)
        except asyncio.CancelledError:
            await self.may_clean_up.wait()
            self.is_cancelled = True
            raise

    def ends(self, reply: Reply | None = None) -> None:
        """Let it be done."""
        self.reply.set_result(reply or Reply(text="It is done."))


class Place:
    """A server, its channel and the moderator who asks there."""

    def __init__(self, stub: Stub, *, locale: str = "en-US") -> None:
        self.stub = stub
        self.guild: GuildActor = stub.guild("The Lighthouse")
        self.channel = self.guild.text("general")
        self.ann: Member = self.guild.member("Ann", locale=locale, manage_guild=True, manage_messages=True)
        self.bea: Member = self.guild.member("Bea")
        self.guild.invite_bot()

    @property
    def asked(self) -> Interaction:
        """What Ann asked for."""
        return next(one for one in self.stub.interactions.all.values() if one.data.get("name") == "export")

    @property
    def acknowledged(self) -> int:
        """How many of the things that people did have been acknowledged."""
        return sum(one.acknowledged.is_set() for one in self.stub.interactions.all.values())

    @property
    def handed(self) -> list[Message]:
        """What was handed over after the reply."""
        return self.asked.follow_ups

    def contents(self) -> list[list[str]]:
        """Return the names of the files of each message that was handed over."""
        return [[one["filename"] for one in message.attachments] for message in self.handed]


@pytest.fixture
async def work(monkeypatch: pytest.MonkeyPatch) -> LongWork:
    """``/export`` takes as long as the test wants; ask for it before the bot."""
    made = LongWork()
    table = [replace(one, handler=made.carry_out) if one.name == "export" else one for one in COMMANDS]
    monkeypatch.setattr(service, "COMMANDS", tuple(table))
    monkeypatch.setattr(acknowledge, "SOON", 0.1)
    monkeypatch.setattr(acknowledge, "LATER_PAUSE", 0.01)
    monkeypatch.setattr(progress, "BEGINS_AFTER", 0.05)
    monkeypatch.setattr(progress, "EVERY", 0.1)
    monkeypatch.setattr(handing_over, "PAUSE", 0.01)
    return made
