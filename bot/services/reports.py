"""Making a report: everything counted from one state of the database, and nothing kept but that it was."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.export import Choice
from bot.domain.export_errors import NothingToReportError
from bot.domain.guild import GuildSettings
from bot.domain.identity import DiscussionId
from bot.domain.report import LOWEST_FLOOR, AskedGap, QuotedFact, Report
from bot.insight.tally import MAX_FACTS, MAX_GAPS, AskedPrompt, Occasion, Tally
from bot.services.ahead import ahead
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.report_rows import Put, ReportRows
from bot.storage.store import Store

PAGE = 2_000


class ReportService:
    """Reports of what a guild's members answered."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def make(
        self,
        *,
        at: Place,
        guild_name: str,
        article: str | None = None,
        discussion: DiscussionId | None = None,
        progress: Callable[[int, int | None], None] = lambda done, total: None,
    ) -> Report:
        """Return the report of a discussion, of all of an article's, or of the last one.

        That is the channel's, or the guild's where the channel never had any: moderators have channels of
        their own. Raises NothingToReportError.
        """
        if article is None and discussion is None:
            discussion = await self._last(at)
        choice = Choice(article=article, discussion=discussion, names=True)
        async with self._store.extract() as extract, extract.of(at.guild, choice) as chosen:
            rows = chosen.report_rows()
            put = await rows.prompts()
            if not put:
                raise NothingToReportError
            (began, ended), total = await rows.span(), await rows.count()
            tally = await self._begin(rows, put, span=(began, ended), guild_name=guild_name)
            done = 0
            pages = rows.pages(page=PAGE)
            async with aclosing(pages), aclosing(ahead(pages)) as read:
                async for page in read:
                    await asyncio.to_thread(tally.add, page)
                    done += len(page)
                    progress(done, total)
        async with self._store.write() as tx:
            title = put[0].title
            await tx.log.add("report.make", target=title, guild=at.guild, at=self._clock(), by=at.person.id)
        return await asyncio.to_thread(tally.finish)

    async def _last(self, at: Place) -> DiscussionId:
        async with self._store.read() as tx:
            last = await tx.discussions.latest(guild=at.guild, channel=at.channel)
            if last is not None:
                return last.id
            held = await tx.discussions.held(at.guild, limit=1)
        if not held:
            raise NothingToReportError
        return held[0].id

    async def _begin(
        self,
        rows: ReportRows,
        put: Sequence[Put],
        *,
        span: tuple[datetime | None, datetime | None],
        guild_name: str,
    ) -> Tally:
        now = self._clock()
        began, ended = span
        since, until = began or now, max(ended or now, began or now)
        floor, zone = await rows.floor_and_zone() or (LOWEST_FLOOR, GuildSettings().time_zone)
        quoted = await rows.quoted(since=since, until=until, limit=MAX_FACTS)
        gaps = await rows.gaps(since=since, until=until, limit=MAX_GAPS)
        titles = list(dict.fromkeys(one.title for one in put))
        occasion = Occasion(
            title=" · ".join(titles),
            guild=guild_name,
            language=put[0].language,
            zone=ZoneInfo(zone),
            began_at=since,
            ended_at=until,
            taken_at=now,
            facts=[QuotedFact(text=text, times=times) for text, times in quoted],
            gaps=[AskedGap(query=query, times=times, is_answered=is_) for query, times, is_ in gaps],
        )
        return Tally([to_prompt(number, one) for number, one in enumerate(put, 1)], occasion, floor=floor)


def to_prompt(number: int, put: Put) -> AskedPrompt:
    """Return a prompt as it is counted; over several discussions their questions are numbered through."""
    return AskedPrompt(
        prompt=put.prompt,
        number=number,
        question=put.text,
        posted_at=put.posted_at,
        reach=put.reach,
        language=put.language,
        discussion=put.discussion,
    )
