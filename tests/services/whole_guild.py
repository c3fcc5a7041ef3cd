"""A guild of which there is something in every table."""

from dataclasses import replace
from datetime import timedelta

from old_rows import BEGAN, BO
from sqlalchemy import Table, insert
from stored_rows import stored

from bot.domain.article import Article, FactState, fingerprint
from bot.domain.discussion import Given, NewResponse
from bot.domain.export import Point
from bot.domain.identity import ChannelId, GuildId, Person, Role, ScheduleId
from bot.domain.outbox import Step, discussion_stream
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Opens, Schedule, ScheduleState, Timing
from bot.storage.people_tables import flags, mutes, tombstones
from bot.storage.schema import TABLES, lookups
from bot.storage.store import Store

CHANNEL = ChannelId(5)


def weekly(guild: GuildId, *, has_event: bool = True) -> Schedule:
    """Return a schedule that is due each Thursday at noon."""
    rule = Recurrence(rule="FREQ=WEEKLY;BYDAY=TH", starts_on=BEGAN.date())
    timing = Timing(recurrence=rule, at=BEGAN.time(), zone="UTC")
    return Schedule(
        id=ScheduleId(0),
        guild=guild,
        channel=CHANNEL,
        timing=timing,
        opens=Opens.QUEUE,
        has_event=has_event,
        state=ScheduleState.ON,
        next=timing.first(after=BEGAN),
        made_by=BO,
        made_at=BEGAN,
    )


async def fill(store: Store, guild: GuildId, article: Article) -> ScheduleId:
    """Let there be something of *guild* in every table; return its schedule."""
    async with store.write() as tx:
        key = await tx.articles.add(article, guild=guild, fingerprint=fingerprint(article), at=BEGAN, by=BO)
        await tx.queue.put(key, guild=guild)
        discussion = await tx.discussions.open(
            key,
            guild=guild,
            channel=CHANNEL,
            at=BEGAN,
            by=BO,
            title="the harbour",
            closes_at=BEGAN + timedelta(hours=1),
        )
        keys = await tx.articles.question_keys(key)
        question = article.questions[0]
        prompt = await tx.discussions.plan_prompt(
            discussion.id, question=question, key=keys[question.id], at=BEGAN
        )
        message = 9_000 + discussion.id
        response = NewResponse(
            prompt=prompt.id,
            author=BO,
            author_name="Bo",
            text="words",
            given=Given.THREAD,
            created_at=BEGAN,
            message=message,
        )
        await tx.responses.add_all([response])
        await tx.messages.react(message, "👍", change=1)
        await tx.consents.add("record", version=1, guild=guild, member=BO, on=BEGAN.date())
        await tx.guilds.change(guild, at=BEGAN, records_typed=True)
        await tx.marks.put(f"welcomed:{guild}", "1")
        draft = await tx.drafts.add(article, name="a.md", had_title=True, guild=guild, by=BO, at=BEGAN)
        shown = await tx.drafts.get(draft, guild=guild)
        renamed = replace(article, title="the draft")
        await tx.drafts.change(shown, renamed, action="heading", numbered=0, by=BO, at=BEGAN)
        bo = Person(id=BO, name="Bo", role=Role.MODERATOR)
        await tx.articles.change_fact(
            key, article.facts[-1].id, state=FactState.CORRECTED, note="sic", guild=guild, at=BEGAN, by=bo
        )
        gap = await tx.gaps.count("it", folded="it", guild=guild, on=BEGAN.date())
        await tx.gaps.count("it, too", folded="it too", guild=guild, on=BEGAN.date(), into=gap)
        await tx.gaps.answer(gap, article=key, fact=article.facts[0].id, at=BEGAN)
        await tx.waiters.add(gap, guild=guild, member=BO, language="en", at=BEGAN)
        await tx.log.add("article.add", target="harbour", guild=guild, at=BEGAN, by=BO)
        point = Point(export=0, last_response=0, last_change=0, unlinked_from=0)
        await tx.exports.log({}, guild=guild, at=BEGAN, by=BO, point=point)
        schedule = await tx.schedules.add(weekly(guild))
        opening = weekly(guild).next
        await tx.schedules.change(schedule, state=ScheduleState.ON, opening=opening, at=BEGAN)
        row = {"schedule": schedule, "due_on": "2026-01-01", "due_at": BEGAN, "state": "due"}
        await tx.occurrences.add([{**row, "opens_at": BEGAN}])
        steps = [(Step.PIN, prompt.id)]
        await tx.outbox.add(discussion_stream(discussion.id), steps, guild=guild, at=BEGAN)
        await tx.objections.add("a hash", guild=guild, on=BEGAN.date())
        own = await tx.messages.response(message)
        await tx.absences.note(BO, guild=guild, on=BEGAN.date())
    day = BEGAN.date().isoformat()
    async with store._database.write() as connection:
        rows: tuple[tuple[Table, dict[str, object]], ...] = (
            (mutes, {"guild": guild, "member_hash": "another", "until": day}),
            (flags, {"guild": guild, "response": own, "member_hash": "another", "flagged_at": BEGAN}),
            (
                tombstones,
                {
                    "response": 10**12 + message,
                    "guild": guild,
                    "prompt": prompt.id,
                    "why": "erased",
                    "changed": 1,
                },
            ),
            (lookups, {"article": key, "fact": article.facts[0].id, "day": day, "times": 2}),
        )
        for table, row in rows:
            await connection.execute(insert(table).values(row))
    return schedule


BESIDE = {"responses", "changes", "taken_away"}


async def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all there is in the database, but for the numbers of responses, which never fall back.

    Nor that something was taken away, which says nothing of whom.
    """
    found = {}
    for name in TABLES.tables:
        rows = await stored(url, f"SELECT * FROM {name}")  # noqa: S608 (our tables)
        found[name] = sorted((row for row in rows if row[0] not in BESIDE), key=str)
    return found


def beside(article: Article, number: int) -> Article:
    """Return another article."""
    return replace(article, title=f"{article.title} ({number})")
