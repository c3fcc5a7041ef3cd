"""The composition root: opens everything, hands it down, closes it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from bot.config import Settings
from bot.services.articles import ArticleService
from bot.services.clock import Clock, now
from bot.services.discussions import DiscussionService
from bot.services.doctor import Doctor
from bot.services.drafts import DraftService
from bot.services.exports import ExportService
from bot.services.guilds import GuildService
from bot.services.lookup import LookupService
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.services.threads import ThreadPort
from bot.services.use_cases import UseCases
from bot.storage.hold import hold
from bot.storage.store import Store, open_store


@asynccontextmanager
async def open_use_cases(
    settings: Settings, *, threads: ThreadPort, clock: Clock = now, holder: str | None = None
) -> AsyncIterator[UseCases]:
    """Open the database that *settings* name and yield all that can be done with it.

    When the block ends, whatever was acknowledged is on disk. A *holder* serves the database alone.
    Raises a StoreError, AlreadyRunningError.
    """
    database = settings.database
    url = database.url.get_secret_value()
    with nullcontext() if holder is None else hold(url, holder=holder):
        async with open_store(url, keep_backups=database.keep_backups, patience=database.patience) as store:
            recorder = Recorder(store)
            try:
                yield to_use_cases(store, threads=threads, recorder=recorder, clock=clock)
            finally:
                await recorder.close()


def to_use_cases(store: Store, *, threads: ThreadPort, recorder: Recorder, clock: Clock) -> UseCases:
    """Return all that can be done with *store*."""
    articles = ArticleService(store, clock=clock)
    guilds = GuildService(store, clock=clock)
    return UseCases(
        articles=articles,
        discussions=DiscussionService(store, clock=clock, threads=threads),
        responses=ResponseService(store, clock=clock, recorder=recorder),
        lookup=LookupService(store, clock=clock),
        exports=ExportService(store, clock=clock),
        guilds=guilds,
        drafts=DraftService(store, clock=clock, articles=articles),
        doctor=Doctor(store, threads=threads, guilds=guilds, database=store.path),
    )
