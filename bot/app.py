"""The composition root: opens everything, hands it down, closes it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Settings
from bot.services.articles import ArticleService
from bot.services.clock import Clock, now
from bot.services.discussions import DiscussionService
from bot.services.exports import ExportService
from bot.services.lookup import LookupService
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.services.threads import ThreadPort
from bot.services.use_cases import UseCases
from bot.storage.store import open_store


@asynccontextmanager
async def open_use_cases(
    settings: Settings, *, threads: ThreadPort, clock: Clock = now
) -> AsyncIterator[UseCases]:
    """Open the database that *settings* name and yield all that can be done with it.

    When the block ends, whatever was acknowledged is on disk. Raises a StoreError.
    """
    database = settings.database
    url = database.url.get_secret_value()
    async with open_store(url, keep_backups=database.keep_backups, patience=database.patience) as store:
        recorder = Recorder(store)
        try:
            yield UseCases(
                articles=ArticleService(store, clock=clock),
                discussions=DiscussionService(store, clock=clock, threads=threads),
                responses=ResponseService(store, clock=clock, recorder=recorder),
                lookup=LookupService(store, clock=clock),
                exports=ExportService(store, clock=clock),
            )
        finally:
            await recorder.close()
