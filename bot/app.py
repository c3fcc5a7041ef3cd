"""The composition root: opens everything, hands it down, closes it again."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import cache

from bot.chat_front.history import TerminalHistory
from bot.config import Settings
from bot.domain.outbox import Step
from bot.domain.shards import Shards
from bot.fetch.page import Fetch, Page, refuse
from bot.services.answering import GapService
from bot.services.articles import ArticleService
from bot.services.clock import Clock, now
from bot.services.consents import ConsentService
from bot.services.corrections import CorrectionService
from bot.services.deciding import DecisionPort, DecisionService, NoDecisions
from bot.services.delivery import Delivery
from bot.services.discussions import DiscussionService
from bot.services.doctor import Doctor
from bot.services.drafts import DraftService
from bot.services.events import EventPort, EventService, NoEvents
from bot.services.exports import ExportService
from bot.services.givers import Givers
from bot.services.guilds import GuildService
from bot.services.health import HealthService
from bot.services.history import HistoryPort
from bot.services.indexes import MEBIBYTE, Keeping
from bot.services.leavers import LeaverService
from bot.services.leaving import LeavingService, MemberPort, NoGuilds
from bot.services.lookup import LookupService
from bot.services.metrics import MetricsService
from bot.services.moderation import ModerationService
from bot.services.my_data import MyDataService
from bot.services.notices import NoticePort
from bot.services.pages import Pages
from bot.services.recall import Recall
from bot.services.recorder import Recorder
from bot.services.refresh import RefreshService
from bot.services.reports import ReportService
from bot.services.responses import ResponseService
from bot.services.retention import RetentionService
from bot.services.scheduler import Scheduler
from bot.services.schedules import ScheduleService
from bot.services.steps import Steps
from bot.services.telling import NoTelling, TellPort, TellService
from bot.services.threads import ThreadPort
from bot.services.use_cases import UseCases
from bot.storage.hold import hold
from bot.storage.key_file import read_keyring
from bot.storage.store import Store, open_store


@asynccontextmanager
async def open_use_cases(
    settings: Settings,
    *,
    threads: ThreadPort,
    history: HistoryPort | None = None,
    notices: NoticePort | None = None,
    events: EventPort | None = None,
    members: MemberPort | None = None,
    tell: TellPort | None = None,
    decisions: DecisionPort | None = None,
    clock: Clock = now,
    fetch: Fetch | None = None,
    holder: str | None = None,
    shards: Shards | None = None,
) -> AsyncIterator[UseCases]:
    """Open the database that *settings* name and yield all that can be done with it.

    When the block ends, whatever was acknowledged is on disk. A *holder* serves the database alone, or those
    *shards* of Discord in it. Without *notices* nobody is told anything unasked, as at a terminal; without
    *history* nothing is read back; without *events* and *members* there are no guilds that have any.
    Raises a StoreError, AlreadyRunningError, ShardCountError, ShardsNeedServerError.
    """
    database = settings.database
    url = database.url.get_secret_value()
    async with (
        nullcontext() if holder is None else hold(url, holder=holder, shards=shards),
        open_store(
            url,
            keep_backups=database.keep_backups,
            patience=database.patience,
            shards=shards,
            keyring=read_keyring(database.key_file),
        ) as store,
    ):
        recorder = Recorder(store)
        try:
            cases = to_use_cases(
                store,
                threads=threads,
                history=history or TerminalHistory(),
                notices=notices,
                events=events or NoEvents(),
                members=members or NoGuilds(),
                tell=tell or NoTelling(),
                decisions=decisions,
                recorder=recorder,
                clock=clock,
                fetch=fetch or to_fetch(settings),
                indexes=to_keeping(settings),
            )
            try:
                if holder is not None:
                    await cases.delivery.take_over()
                yield cases
            finally:
                await cases.lookup.close()
        finally:
            await recorder.close()


def to_use_cases(
    store: Store,
    *,
    threads: ThreadPort,
    history: HistoryPort,
    notices: NoticePort | None,
    events: EventPort,
    members: MemberPort,
    tell: TellPort,
    decisions: DecisionPort | None = None,
    recorder: Recorder,
    clock: Clock,
    fetch: Fetch = refuse,
    indexes: Keeping | None = None,
) -> UseCases:
    """Return all that can be done with *store*."""
    articles = ArticleService(store, clock=clock, pages=Pages(fetch))
    drafts = DraftService(store, clock=clock, articles=articles)
    guilds = GuildService(store, clock=clock)
    consents = ConsentService(store, clock=clock, recorder=recorder)
    givers = Givers(clock=clock)
    responses = ResponseService(store, clock=clock, recorder=recorder, consents=consents, givers=givers)
    recall = Recall(
        store, clock=clock, recorder=recorder, responses=responses, history=history, consents=consents
    )
    steps = Steps(store, clock=clock, threads=threads, recall=recall)
    delivery = Delivery(store, clock=clock, steps=steps, holder=holder_name())
    scheduler = Scheduler(store, clock=clock, threads=threads, delivery=delivery)
    health = HealthService(store, clock=clock, threads=threads, delivery=delivery, notices=notices)
    steps.add(Step.HEALTH, health.perform)
    steps.add(Step.EVENT, EventService(store, clock=clock, events=events).perform)
    telling = TellService(store, clock=clock, port=tell)
    steps.add(Step.TELL, telling.perform)
    deciding = DecisionService(store, clock=clock, port=decisions or NoDecisions())
    steps.add(Step.DECIDED, deciding.perform)
    discussions = DiscussionService(store, clock=clock, threads=threads, delivery=delivery)
    lookup = LookupService(store, clock=clock, keeping=indexes)
    my_data = MyDataService(store, clock=clock, recorder=recorder, consents=consents)
    my_data.forgets.append(lookup.forget_member)
    leaving = LeavingService(
        store,
        clock=clock,
        members=members,
        forgets=(guilds.forget, consents.forget, discussions.forget, lookup.forget),
    )
    return UseCases(
        articles=articles,
        corrections=CorrectionService(store, clock=clock),
        refresh=RefreshService(store, clock=clock, articles=articles, drafts=drafts),
        delivery=delivery,
        scheduler=scheduler,
        schedules=ScheduleService(
            store, clock=clock, threads=threads, scheduler=scheduler, delivery=delivery
        ),
        discussions=discussions,
        responses=responses,
        consents=consents,
        my_data=my_data,
        recall=recall,
        retention=RetentionService(store, clock=clock),
        leaving=leaving,
        leavers=LeaverService(store, clock=clock, members=members, my_data=my_data),
        lookup=lookup,
        gaps=GapService(store, clock=clock, delivery=delivery),
        telling=telling,
        moderation=ModerationService(store, clock=clock, consents=consents, delivery=delivery, givers=givers),
        deciding=deciding,
        exports=ExportService(store, clock=clock, recall=recall, members=members),
        reports=ReportService(store, clock=clock),
        guilds=guilds,
        drafts=drafts,
        doctor=Doctor(store, threads=threads, guilds=guilds, database=store.path, health=health),
        health=health,
        metrics=MetricsService(store, clock=clock, recorder=recorder, health=health, lookup=lookup),
    )


def to_fetch(settings: Settings) -> Fetch:
    """Return what opens addresses of the web: public ones only, and none where the operator wants that."""
    if not settings.fetch.enabled:
        return refuse

    @cache
    def fetcher() -> Fetch:
        from bot.fetch.fetcher import Fetcher  # noqa: PLC0415 (an eighth of a command's start)

        return Fetcher(contact=settings.fetch.contact).fetch

    async def fetch(address: str) -> Page:
        return await fetcher()(address)

    return fetch


def to_keeping(settings: Settings) -> Keeping:
    """Return how the indexes of facts are kept."""
    lookup = settings.lookup
    return Keeping(folder=lookup.folder, memory=lookup.memory_mb * MEBIBYTE, idle=lookup.idle)


def holder_name() -> str:
    """Return what this process is called where steps are claimed: like no other, of any time."""
    return f"{os.getpid()}.{secrets.token_hex(4)}"
