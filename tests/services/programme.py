"""A guild's schedules under a clock that the test sets: a year goes by in seconds."""

from datetime import date, datetime, time, timedelta

from quiet_threads import QuietThreads

from bot.app import holder_name
from bot.domain.article import Article, Question, StoredArticle, fingerprint
from bot.domain.identity import ArticleId
from bot.domain.recurrence import weekly
from bot.domain.schedule import Opens, Schedule, Timing
from bot.services.delivery import Delivery
from bot.services.place import Place
from bot.services.scheduler import Scheduler
from bot.services.schedules import Plan, ScheduleService
from bot.services.steps import Steps
from bot.storage.store import Store

PARIS = "Europe/Paris"


class Calendar:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now


class Programme:
    """A program that follows schedules, and can be away."""

    def __init__(
        self, store: Store, *, threads: QuietThreads, now: datetime, clock: Calendar | None = None
    ) -> None:
        self.store = store
        self.threads = threads
        self.clock = clock or Calendar(now)
        self.start()

    def start(self) -> None:
        """Start anew: nothing is remembered but what is on disk."""
        steps = Steps(self.store, clock=self.clock, threads=self.threads)
        self.delivery = Delivery(
            self.store, clock=self.clock, steps=steps, holder=holder_name(), jitter=lambda: 1.0
        )
        self.scheduler = Scheduler(self.store, clock=self.clock, threads=self.threads, delivery=self.delivery)
        self.schedules = ScheduleService(
            self.store,
            clock=self.clock,
            threads=self.threads,
            scheduler=self.scheduler,
            delivery=self.delivery,
        )

    async def live(self, until: datetime, *, at_least: timedelta = timedelta(seconds=1)) -> None:
        """Let the time go by, doing what is due when it is due.

        What waits for something else is looked at again and again: *at_least* so much later each time.
        """
        while True:
            await self.scheduler.tick()
            await self.delivery.run()
            due = [await self.scheduler.next_at(), await self.delivery.next_at()]
            next_at = min((at for at in due if at is not None), default=None)
            if next_at is None or next_at > until:
                break
            self.clock.now = max(next_at, self.clock.now + at_least)
        self.clock.now = until

    def sleep(self, until: datetime) -> None:
        """Be away until then, and start again."""
        self.clock.now = until
        self.start()

    async def add(self, name: str, questions: int, *, at: Place) -> StoredArticle:
        """Add an article with as many questions."""
        article = Article(
            id=name,
            title=name.title(),
            language="en",
            facts=(),
            questions=tuple(
                Question(id=f"q{number}", text=f"{name} {number}?") for number in range(1, questions + 1)
            ),
        )
        async with self.store.write() as tx:
            key = await tx.articles.add(
                article, guild=at.guild, fingerprint=fingerprint(article), at=self.clock(), by=at.person.id
            )
        return StoredArticle(key=ArticleId(key), article=article)

    async def add_to_queue(self, name: str, questions: int, *, at: Place) -> StoredArticle:
        """Add an article with as many questions, and let it wait in the queue."""
        added = await self.add(name, questions, at=at)
        await self.schedules.enqueue(added, place=None, at=at)
        return added

    async def follow(self, plan: Plan, *, at: Place) -> Schedule:
        """Draft a schedule and agree to it."""
        drafted = await self.schedules.draft(plan, at=at)
        return await self.schedules.keep(drafted.id, at=at)

    async def outcomes(self, schedule: Schedule) -> list[str]:
        """Return what came of each due day, in order: "2026-01-05 opened"."""
        found = await self.schedules.history(schedule.id, limit=1_000)
        return [f"{one.on} {one.state}" for one in reversed(found)]


def mondays(at: Place, *, opens: Opens = Opens.QUESTION, starts_on: date = date(2026, 1, 1)) -> Plan:
    """Return a plan for every Monday at 18:00 in Paris."""
    timing = Timing(recurrence=weekly({0}, starts_on=starts_on), at=time(18), zone=PARIS)
    return Plan(timing=timing, channel=at.channel, opens=opens, stays=timedelta(days=6))
