"""A server whose schedule opens prompts, and whose moderators are told what goes wrong."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from api_stub.seen import Answer, text_of
from api_stub.stub import Stub
from api_stub.world import Message, snowflake
from on_disk import table
from running import Running
from trouble import Scene, prepared

from bot.domain.identity import ArticleId, ChannelId, GuildId, MemberId, OutboxId, ScheduleId
from bot.domain.outbox import Step
from bot.domain.recurrence import weekly
from bot.domain.schedule import Opening, Opens, Schedule, ScheduleState, Timing
from bot.i18n import Text
from bot.storage.store import Store, Transaction

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A server in which a schedule opens prompts in *scene.place*, and moderators read *desk*."""

    bot: Running
    stub: Stub
    scene: Scene
    desk: int
    schedule: ScheduleId

    @property
    def cards(self) -> list[Message]:
        """What the bot said where moderators read."""
        return self.scene.guild.messages(self.desk)

    @property
    def say(self) -> Text:
        """The server's words."""
        return self.scene.say

    def forbid(self, place: int, **permissions: bool) -> None:
        """Deny the bot permissions, or give them back with ``name=False``."""
        self.scene.guild.forbid(place, **permissions)

    async def falls_due(self) -> None:
        """Let the schedule be due now."""
        now = datetime.now(UTC)
        row = {"schedule": self.schedule, "due_on": now.date().isoformat(), "due_at": now, "state": "due"}
        async with store_of(self.bot).write() as tx:
            await tx.occurrences.add([{**row, "opens_at": now, "decided_at": None}])
        self.bot.cases.scheduler.wanted.set()

    async def says(self, *expected: str) -> Message:
        """Wait until there is one card that says all this, and return it."""

        def is_said() -> bool:
            return len(self.cards) == 1 and all(one in plain(self.cards[0]) for one in expected)

        try:
            await self.stub.gateway.until(is_said)
        except TimeoutError:
            raise AssertionError([plain(one) for one in self.cards]) from None
        return self.cards[0]

    async def settled(self) -> None:
        """Wait until nothing is planned for the card, and nothing would be."""
        # Twice: what was being tried while it was looked at first is known by the second time.
        for _ in range(2):
            await self.bot.cases.health.refresh_all()
            await self.bot.cases.delivery.run(at_once=True)
        await self.stub.gateway.flushed()

    def lacks(self, permission: str, channel: str = "#talk") -> str:
        """Return what is said of a permission that is missing."""
        return self.say("finding.lacks", permission=self.say(f"permission.{permission}"), channel=channel)

    @property
    def waits(self) -> str:
        """What is said of a schedule that cannot open."""
        return self.say("health.opening", number=str(self.schedule), channel="#talk")


def plain(message: Message | Answer) -> str:
    """Return *message* as it is read."""
    text = message.text if isinstance(message, Answer) else text_of(message)
    return text.replace("\\", "")


def store_of(bot: Running) -> Store:
    """Return the database that the bot has open."""
    found: Store = bot.cases.health._store
    return found


def mondays(scene: Scene, *, article: ArticleId | None, opens: Opens, place: int | None = None) -> Schedule:
    """Return a schedule that is not due for a while."""
    now = datetime.now(UTC)
    return Schedule(
        id=ScheduleId(0),
        guild=GuildId(scene.guild.id),
        channel=ChannelId(place or scene.place),
        timing=Timing(recurrence=weekly({0}, starts_on=date(2026, 1, 1)), at=time(18), zone="Europe/Paris"),
        opens=opens,
        article=article,
        state=ScheduleState.ON,
        next=Opening(on=(now + A_WEEK).date(), at=now + A_WEEK),
        made_by=MemberId(scene.ann.id),
        made_at=now,
    )


async def article_of(tx: Transaction, scene: Scene) -> ArticleId:
    """Return the article of these tests."""
    (line,) = await tx.articles.lines(GuildId(scene.guild.id))
    return line.key


async def watched(stub: Stub, bot: Running, *, locale: str = "en-US", desk: str = "desk") -> Watched:
    """Let a schedule be followed, and choose where moderators are told."""
    scene = await prepared(stub, locale=locale)
    place = scene.guild.text(desk)
    await stub.gateway.flushed()
    panel = await scene.ann.run("setup", channel=scene.general)
    asked = await scene.ann.click(panel, scene.say("action.notices"))
    chosen = await scene.ann.choose(asked, scene.say("pick.notices"), place)
    assert scene.say("setup.notices", channel=f"#{desk}") in plain(chosen)
    async with store_of(bot).write() as tx:
        article = await article_of(tx, scene)
        schedule = await tx.schedules.add(mondays(scene, article=article, opens=Opens.QUESTION))
    return Watched(bot=bot, stub=stub, scene=scene, desk=place, schedule=schedule)


async def low(server: Watched, *, place: int | None = None) -> str:
    """Add a schedule that has nothing to open, and return what is said of it."""
    async with store_of(server.bot).write() as tx:
        one = mondays(server.scene, article=None, opens=Opens.QUEUE, place=place)
        schedule = await tx.schedules.add(one)
    server.bot.cases.health.wanted.set()
    return server.say("health.queue_empty", number=str(schedule), channel="#talk")


async def mend(server: Watched, words: str) -> None:
    """Take away the schedule of which *words* are said."""
    async with store_of(server.bot).write() as tx:
        for one in await tx.schedules.all(GuildId(server.scene.guild.id)):
            if server.say("health.queue_empty", number=str(one.id), channel="#talk") == words:
                await tx.schedules.change(one.id, state="removed", opening=None, at=datetime.now(UTC))
    server.bot.cases.health.wanted.set()


def age(server: Watched, card: Message, *, days: float, others: int) -> Message:
    """Let *card* be as old, and *others* be written since."""
    messages = server.stub.world.messages[server.desk]
    del messages[card.id]
    at = datetime.now(UTC) - timedelta(days=days)
    card.id = snowflake(at.timestamp())
    messages[card.id] = card
    for number in range(others):
        later = snowflake((at + timedelta(hours=1, minutes=number)).timestamp())
        words = f"Let us talk about {number}."
        messages[later] = Message(
            id=later, channel=server.desk, guild=card.guild, author=server.scene.ann.id, content=words
        )
    return card


async def remember(server: Watched, card: Message) -> None:
    """Let the bot know the card by the id it has now."""
    query = f"SELECT state FROM outbox WHERE step = '{Step.HEALTH}'"  # noqa: S608 (our constant)
    await server.stub.gateway.until(lambda: table(server.bot.folder, query) == [{"state": "done"}])
    (row,) = table(server.bot.folder, f"SELECT key FROM outbox WHERE step = '{Step.HEALTH}'")  # noqa: S608 (as above)
    async with store_of(server.bot).write() as tx:
        await tx.outbox.done(OutboxId(row["key"]), at=datetime.now(UTC), message=card.id)


def failed(server: Watched) -> bool:
    """Return whether the card was tried in vain."""
    query = f"SELECT problem FROM outbox WHERE step = '{Step.HEALTH}'"  # noqa: S608 (our constant)
    return [row["problem"] for row in table(server.bot.folder, query)] == ["posting_delayed"]


def ours(server: Watched) -> list[Message]:
    """Return what the bot said where moderators read."""
    return [one for one in server.cards if one.author == server.stub.world.bot]
