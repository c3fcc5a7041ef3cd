"""People who ask in a guild of Discord's kind: the real commands and services on a real SQLite file."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr
from quiet_threads import QuietThreads

from bot.app import open_use_cases
from bot.commands import COMMANDS
from bot.commands.context import Context
from bot.commands.dispatch import Dispatcher
from bot.commands.reply import Action, Pick, Reply
from bot.commands.spec import Upload
from bot.config import DatabaseSettings, Settings
from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Given, Prompt
from bot.domain.guild import Finding, GuildSettings
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, Role
from bot.i18n import Language, text_in
from bot.services.clock import Clock, now
from bot.services.place import Place
from bot.services.use_cases import UseCases

GUILD = GuildId(1_199_999_999_999_999_100)
CHANNEL = ChannelId(1_199_999_999_999_999_101)
ADA = Person(id=MemberId(1_199_999_999_999_999_001), name="Ada", role=Role.MODERATOR, is_admin=True)
MAX = Person(id=MemberId(1_199_999_999_999_999_002), name="Max", role=Role.MODERATOR)
SAM = Person(id=MemberId(1_199_999_999_999_999_003), name="Sam", role=Role.MEMBER)
KIM = Person(id=MemberId(1_199_999_999_999_999_004), name="Kim", role=Role.MEMBER)

PACK = """\
id = "mill"
title = "The mill on the river"
language = "en"

[[facts]]
id = "f1"
text = "The mill on the river burned down in 1901."
passage = "It was in 1901, an old miller told us, that the mill burned down to its foundations."

[[facts]]
id = "f2"
text = "A bakery has used the rebuilt mill since 1950."

[[questions]]
id = "q1"
text = "Should the mill have been rebuilt?"

[[questions]]
id = "q2"
text = "What should become of it?"
"""


class Posts(QuietThreads):
    """A thread port that notes what it was asked, and finds what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.rehearsed: list[ChannelId] = []
        self.looked_at: list[ChannelId] = []
        self.ended: list[str] = []
        self.refuses: Exception | None = None

    async def inspect(
        self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings
    ) -> tuple[Finding, ...]:
        self.looked_at.append(channel)
        return self.findings

    async def prepare(self, *, guild: GuildId, settings: GuildSettings) -> None:
        self.prepared.append(settings)

    async def rehearse(self, *, guild: GuildId, channel: ChannelId, settings: GuildSettings) -> None:
        self.rehearsed.append(channel)

    async def post_prompt(
        self,
        prompt: Prompt,
        *,
        discussion: Discussion,
        article: StoredArticle,
        settings: GuildSettings,
        nonce: str,
        is_retry: bool,
    ) -> int:
        if self.refuses is not None:
            raise self.refuses
        self.posted.append(prompt.text)
        return 1_199_999_999_999_990_000 + len(self.posted)

    async def put_closing_card(self, ending: Ending, *, settings: GuildSettings, nonce: str) -> None:
        self.ended.append(ending.title)


class Askers:
    """Runs commands as somebody."""

    def __init__(self, cases: UseCases, posts: Posts, *, exports: Path) -> None:
        self.cases = cases
        self.posts = posts
        self.exports = exports
        self.dispatcher = Dispatcher(COMMANDS)

    def context(
        self,
        person: Person = SAM,
        *,
        language: Language = Language.ENGLISH,
        given: Given = Given.COMMAND,
        message: int | None = None,
    ) -> Context:
        return Context(
            at=Place(guild=GUILD, channel=CHANNEL, person=person),
            text=text_in(language),
            cases=self.cases,
            exports=self.exports,
            given=given,
            message=message,
        )

    async def ask(
        self,
        name: str,
        given: Mapping[str, object] | None = None,
        /,
        *,
        by: Person = SAM,
        speaks: Language = Language.ENGLISH,
        is_shared: bool = False,
        **options: object,
    ) -> Reply:
        """Run a command; everything is plain text or a number, as it comes from Discord."""
        ctx = self.context(by, language=speaks)
        full = {**(given or {}), **options}
        return await self.dispatcher.dispatch(name, full, context=ctx, is_shared=is_shared)

    async def choose(self, pick: Pick, value: str, *, by: Person = SAM) -> Reply:
        """Choose from a list."""
        options = {name: str(carried) for name, carried in pick.options.items()}
        return await self.ask(pick.command, {**options, pick.option: value}, by=by)

    async def do(self, action: Action, *, by: Person = SAM, **filled_in: object) -> Reply:
        """Click a button: its options come back as text."""
        options = {name: str(value) for name, value in action.options.items()}
        return await self.ask(action.command, {**options, **filled_in}, by=by)

    async def prefilled(self, action: Action, *, by: Person = SAM) -> dict[str, str]:
        """Return what the form of a button shows at first."""
        command = self.dispatcher.commands[action.command]
        assert command.prefill is not None
        ctx = self.context(by)
        options = {
            name: option.parse(str(value), ctx.text)
            for name, value in action.options.items()
            if (option := command.option(name)) is not None
        }
        return dict((await command.prefill(ctx, **options)).fields)

    async def load(self, pack: str = PACK) -> None:
        """Add an article."""
        reply = await self.ask("article add", by=MAX, file=upload("mill.toml", pack), yes="yes")
        assert reply.error is None, reply.text

    async def discuss(self) -> None:
        """Add an article and open a discussion of it."""
        await self.load()
        reply = await self.ask("discuss start", by=MAX)
        assert reply.error is None, reply.text


def upload(name: str, content: str) -> Upload:
    async def read() -> bytes:
        return content.encode()

    return Upload(name=name, read=read)


def labelled(reply: Reply, label: str) -> Action:
    """Return the one action of *reply* with this label."""
    (found,) = [action for action in reply.actions if action.label == label]
    return found


def all_text(reply: Reply) -> str:
    """Return every word of *reply*."""
    parts = [reply.text]
    for card in reply.cards:
        parts += [card.title, *card.lines, card.quote or "", card.footer or ""]
    return "\n".join(parts)


@asynccontextmanager
async def open_askers(folder: Path, *, clock: Clock = now) -> AsyncIterator[Askers]:
    """Open a guild in which nothing is loaded yet."""
    posts = Posts()
    settings = Settings(database=DatabaseSettings(url=SecretStr(f"sqlite:///{folder / 'guild.db'}")))
    async with open_use_cases(settings, threads=posts, clock=clock) as cases:
        yield Askers(cases, posts, exports=folder / "exports")
