"""People who type, edit, delete, react and answer by buttons, and what became of each message when."""

import asyncio
import random
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from api_stub.people import Member, NoAnswerError
from api_stub.seen import buttons_of
from api_stub.stub import Stub
from api_stub.typed_commands import NotShownError
from api_stub.world import STARTER, Message
from season import Town
from weather import stop

from bot.discord_front.receipts import RECORDED, WITHDRAW
from bot.i18n import Language, text_in

SAY = text_in(Language.ENGLISH)
ANSWER = SAY("button.answer")
TYPISTS = ("Bea", "Cem", "Dia")
EMOJIS = ("👍", "🎉")
RECEIPT = re.compile("Recorded: your answer #([0-9]+) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a message stood for a while. No text: it was deleted, or crossed out by its author."""

    since: float
    text: str | None
    reactions: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True, kw_only=True)
class Note:
    """A message that somebody wrote, and all that became of it."""

    message: Message
    prompt: int  # the message that it answers
    past: list[Standing] = field(default_factory=list)

    def look(self, *, bot: int, is_deleted: bool = False) -> None:
        """Note how the message stands now."""
        message = self.message
        is_gone = is_deleted or message.author in message.reactions.get(WITHDRAW, [])
        counts = {
            emoji: len([one for one in people if one != bot]) for emoji, people in message.reactions.items()
        }
        reactions = tuple(sorted((emoji, count) for emoji, count in counts.items() if count))
        text = None if is_gone else message.content
        self.past.append(Standing(since=time.time(), text=text, reactions=() if is_gone else reactions))

    @property
    def is_acknowledged(self) -> bool:
        """Whether it has its sign."""
        return bool(self.message.reactions.get(RECORDED))


@dataclass(slots=True)
class Crowd:
    """Everybody in *towns* who takes part."""

    stub: Stub
    towns: list[Town]
    chance: random.Random
    notes: dict[int, Note] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)  # by forms, acknowledged or not
    receipts: dict[int, str] = field(default_factory=dict)  # what was acknowledged, by its number
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _typists: dict[int, list[Member]] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin to talk."""
        for town in self.towns:
            members = [town.guild.member(name) for name in TYPISTS]
            self._typists[town.guild.id] = members
            writer = town.guild.member("Eva")
            self._tasks += [
                asyncio.create_task(self._talk(town)),
                asyncio.create_task(self._write(town, writer)),
                asyncio.create_task(self._preside(town)),
            ]

    async def end(self) -> None:
        """Let nobody say anything any more."""
        await stop(*self._tasks)

    async def _talk(self, town: Town) -> None:
        """Type, edit, delete and react, in the threads that are open."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.02, 0.12))
            threads = town.threads
            if not threads:
                continue
            thread = int(self.chance.choice(threads)["id"])
            mine = [note for note in self.notes.values() if note.prompt == thread and note.past[-1].text]
            kind = self.chance.random()
            if kind < 0.6 or not mine:
                await self._say(town, thread)
            else:
                await self._change(self.chance.choice(mine), kind, town)

    async def _say(self, town: Town, thread: int) -> None:
        bea = self.chance.choice(self._typists[town.guild.id])
        text = f"thought {self.chance.getrandbits(40):x}"
        parent = int(town.guild.guild.threads[thread]["parent_id"])
        asked = next((one for one in town.guild.messages(parent) if one.id == thread), None)
        try:
            if asked is not None and self.chance.random() < 0.15:
                message = await bea.send(parent, text, reply_to=asked)
            else:
                message = await bea.send(thread, text)
        except NotShownError:
            return  # it was locked a moment ago
        self.notes[message.id] = Note(message=message, prompt=thread)
        self.notes[message.id].look(bot=self.stub.world.bot)

    async def _change(self, note: Note, kind: float, town: Town) -> None:
        message = note.message
        members = self._typists[town.guild.id]
        author = next(one for one in members if one.id == message.author)
        other = next(one for one in members if one.id != message.author)
        is_deleted = False
        if kind < 0.75:
            await author.edit(message, f"{message.content[:20]} again {self.chance.getrandbits(24):x}")
        elif kind < 0.82:
            await author.delete(message)
            is_deleted = True
        elif kind < 0.87:
            await author.react(message, WITHDRAW)
        elif kind < 0.95:
            await other.react(message, self.chance.choice(EMOJIS))
        else:
            for emoji in EMOJIS:
                if other.id in message.reactions.get(emoji, []):
                    await other.unreact(message, emoji)
        note.look(bot=self.stub.world.bot, is_deleted=is_deleted)

    async def _write(self, town: Town, eva: Member) -> None:
        """Answer by the buttons of prompts."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))
            asked = [one for one in map(self._asked, town.threads) if one is not None]
            if not asked:
                continue
            await self._is_there()
            text = f"written {self.chance.getrandbits(40):x}"
            with suppress(NoAnswerError, NotShownError):
                form = await eva.click(self.chance.choice(asked), ANSWER)
                if form.modal is None:
                    continue
                self.sent.add(text)
                receipt = await eva.submit(form, text=text, agreed=True)
                if (found := RECEIPT.search(receipt.text)) is not None:
                    self.receipts[int(found[1])] = text

    def _asked(self, thread: dict[str, object]) -> Message | None:
        """Return the prompt whose thread *thread* is."""
        number, parent = int(str(thread["id"])), int(str(thread["parent_id"]))
        messages = self.stub.world.messages
        found = messages.get(parent, {}).get(number) or messages.get(number, {}).get(number)
        return found if found is not None and found.type != STARTER and buttons_of(found) else None

    async def _preside(self, town: Town) -> None:
        """Let Ann open, go on and close, by commands."""
        for article in count(1):
            await self._do(town, "discuss start", article=f"h{article}")
            for _ in range(self.chance.randint(0, 3)):
                await self._do(town, "discuss next")
            await self._do(town, "discuss close")

    async def _do(self, town: Town, name: str, **options: Any) -> None:
        await asyncio.sleep(self.chance.uniform(0.2, 1.0))
        await self._is_there()
        with suppress(NoAnswerError, NotShownError):
            await town.ann.run(name, channel=town.by_hand, **options)

    async def _is_there(self) -> None:
        """Wait until the bot looks as if it were there."""
        while not self.stub.gateway.live_sessions:  # noqa: ASYNC110 (nothing tells of them)
            await asyncio.sleep(0.05)
