"""Whatever a member can leave behind, and looking for it everywhere."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import insert, update
from stored_rows import stored

from bot.domain.article import FactState, StoredArticle
from bot.domain.consent import TERMS, Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.identity import MemberId, Person, Role, ScheduleId
from bot.domain.outbox import Step, waiter_stream
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import Opens, Schedule, Timing
from bot.services.consents import to_member_hash
from bot.services.place import Place
from bot.storage.people_tables import flags
from bot.storage.schema import TABLES, discussions
from bot.storage.store import Store, Transaction

AT = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
T, R, P = Given.THREAD, Given.REPLY, Kept.PSEUDONYMOUS
FIRST_MESSAGE = 1_300_000_000_000_000_000


async def leave(
    store: Store, member: MemberId, name: str, *, place: Place, prompt: Prompt, loaded: StoredArticle
) -> None:
    """Let *member* leave something wherever members can."""
    guild, message = place.guild, FIRST_MESSAGE + member % 1_000 * 10
    person = Person(id=member, name=name, role=Role.MODERATOR)
    said = partial(NewResponse, prompt=prompt.id, author=member, created_at=AT)
    async with store.write() as tx:
        await tx.responses.add_all(
            [
                said(author_name=name, text=f"typed by {name}", given=T, message=message),
                said(author_name="P-1", text=f"kept of {name}", given=Given.BUTTON, kept=P),
                said(author_name=name, text=f"hidden of {name}", given=R, message=message + 1),
            ]
        )
        await tx.messages.react(message, "👍", change=2)
        own = await tx.messages.response(message + 1)
        assert own is not None
        await tx.responses.change(own, hidden_at=AT)
        await tx.log.add(
            "response.hide", target=str(own), guild=guild, at=AT, by=place.person.id, reason=f"as {name}"
        )
        for purpose in Purpose:
            await tx.consents.add(purpose, version=TERMS[purpose], guild=guild, member=member, on=AT.date())
        gap = await tx.gaps.count("the weather", folded="weather", guild=guild, on=date(2026, 11, 27))
        await tx.waiters.add(gap, guild=guild, member=member, language="en", at=AT)
        (waiter,) = [one for one in await tx.waiters.of_gap(gap) if one.member == member]
        await tx.outbox.arm(waiter_stream(waiter.id), Step.TELL, waiter.id, guild=guild, at=AT)
        await moderate(tx, person, place=place, loaded=loaded)
        await tx.absences.note(member, guild=guild, on=AT.date())
        secret = await tx.guilds.secret(guild)
    async with store._database.write() as connection:
        row = {
            "guild": guild,
            "response": own,
            "member_hash": to_member_hash(secret, member),
            "flagged_at": AT,
        }
        await connection.execute(insert(flags).values(row))
        await connection.execute(update(discussions).values(opened_by=member))


async def moderate(tx: Transaction, person: Person, *, place: Place, loaded: StoredArticle) -> None:
    """Let *person* have done whatever moderators do."""
    guild, article = place.guild, loaded.article
    await tx.drafts.add(article, name="a.md", had_title=True, guild=guild, by=person.id, at=AT)
    await tx.articles.change_fact(
        loaded.key,
        article.facts[person.id % 2].id,
        state=FactState.CORRECTED,
        note="sic",
        guild=guild,
        at=AT,
        by=person,
    )
    await tx.log.add("article.add", target="harbour", guild=guild, at=AT, by=person.id)
    weekly = Recurrence(rule="FREQ=WEEKLY;BYDAY=MO", starts_on=AT.date())
    schedule = Schedule(
        id=ScheduleId(0),
        guild=guild,
        channel=place.channel,
        timing=Timing(recurrence=weekly, at=AT.time(), zone="UTC"),
        opens=Opens.QUEUE,
        made_by=person.id,
        made_at=AT,
    )
    row = {"schedule": await tx.schedules.add(schedule), "due_on": "2026-11-30", "due_at": AT}
    await tx.occurrences.add([{**row, "state": "skipped", "decided_at": AT, "decided_by": person.id}])


async def anywhere(url: str, needles: list[str], *, path: Path | None, member: int) -> list[str]:
    """Return which of *needles*, and of the member's id in any form, are in the database still.

    Of a file every byte is looked at, used or not; of a server every column of every table.
    """
    if path is not None:
        raw = b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
        found = [one for one in needles if one.encode() in raw]
        return found + (["the id"] if member.to_bytes(8, "big") in raw else [])
    rows = [await stored(url, f"SELECT t::text FROM {table} AS t") for table in TABLES.tables]  # noqa: S608 (ours)
    everything = str(rows)
    return [one for one in needles if one in everything]
