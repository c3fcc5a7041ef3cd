"""The bot's own report of a hundred thousand responses, against reading the same rows of its database.

Both read a SQLite file as the bot has it: one goes through the pages that a report is made of and throws them
away, the other is the use-case that ``/report`` and ``causerie report`` call. Each run is a process of its
own; what both do before, such as starting Python and opening the database, is not counted.

    python benchmarks/report_service.py [RESPONSES] [RUNS] [FOLDER]
"""

import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractAsyncContextManager, closing
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from measure import MEBIBYTE, ROOT, own_peak

sys.path.insert(0, str(ROOT / "tests" / "insight"))

from generated_responses import BEGAN, QUESTIONS, rows

from bot.domain.article import Article, Fact, Question, fingerprint
from bot.domain.discussion import Given, Kept, NewResponse
from bot.domain.export import Choice
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, PromptId, Role
from bot.services.clock import now
from bot.services.place import Place
from bot.services.reports import PAGE, ReportService
from bot.storage.store import Store, open_store

GUILD, CHANNEL, ANN = GuildId(1), ChannelId(2), MemberId(3)
BATCH = 10_000


def opened(path: Path) -> AbstractAsyncContextManager[Store]:
    """Return the store at *path*, to be opened."""
    return open_store(f"sqlite:///{path}", keep_backups=1, patience=timedelta(seconds=5))


async def fill(path: Path, count: int) -> None:
    """Make a database of *count* responses to one discussion, by as many people as a third of them."""
    texts = QUESTIONS["en"]
    questions = tuple(Question(id=f"q{number}", text=text) for number, text in enumerate(texts, 1))
    fact = Fact(id="f1", text="The harbour is old.", passage="The harbour is old.", score=0.5)
    article = Article(id="harbour", title="The harbour", language="en", facts=(fact,), questions=questions)
    async with opened(path) as store:
        async with store.write() as tx:
            key = await tx.articles.add(
                article, guild=GUILD, fingerprint=fingerprint(article), at=BEGAN, by=ANN
            )
            held = await tx.discussions.open(
                key, guild=GUILD, channel=CHANNEL, at=BEGAN, by=ANN, title="The harbour"
            )
            keys = await tx.articles.question_keys(key)
            for question in questions:
                planned = await tx.discussions.plan_prompt(
                    held.id, question=question, key=keys[question.id], at=BEGAN
                )
                await tx.discussions.posted(planned.id, thread=100 + planned.id, at=BEGAN)
            prompts = [one.id for one in await tx.discussions.prompts(held.id)]
        await answer(store, path, prompts, count)


async def answer(store: Store, path: Path, prompts: list[PromptId], count: int) -> None:
    """Store *count* responses, typed ones as messages that people reacted to."""
    made = iter(rows(count, people=max(1, count // 3)))
    message = 10**18
    while batch := list(islice(made, BATCH)):
        new, liked = [], []
        for row in batch:
            is_typed = row.given in {Given.THREAD, Given.REPLY} and row.kept != Kept.UNLINKED
            message += 1
            if is_typed and row.reactions:
                liked.append(("👍", row.reactions, message))
            new.append(
                NewResponse(
                    prompt=prompts[row.prompt - 1],
                    author=MemberId(row.person) if isinstance(row.person, int) else ANN,
                    author_name="Somebody",
                    text=row.text,
                    given=Given(row.given),
                    created_at=row.created_at,
                    kept=Kept(row.kept),
                    message=message if is_typed else None,
                    may_quote=row.may_quote,
                )
            )
        async with store.write() as tx:
            await tx.responses.add_all(new)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executemany(
                "INSERT INTO reactions (response, emoji, count)"
                " SELECT key, ?, ? FROM responses WHERE message = ?",
                liked,
            )


async def once(task: str, path: Path) -> None:
    """Do one of both and print what it took."""
    async with opened(path) as store:
        ann = Person(id=ANN, name="Ann", role=Role.MODERATOR)
        began, cpu = time.perf_counter(), time.process_time()
        if task == "read":
            async with store.extract() as extract, extract.of(GUILD, Choice(names=True)) as chosen:
                seen = 0
                async for page in chosen.report_rows().pages(page=PAGE):
                    seen += len(page)
        else:
            service = ReportService(store, clock=now)
            made = await service.make(at=Place(guild=GUILD, channel=CHANNEL, person=ann), guild_name="G")
            seen = made.answers.number
        took = {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    print(json.dumps({**took, "peak": own_peak(), "seen": seen}))


def in_a_process(task: str, path: Path) -> dict[str, float]:
    """Return what one of both took in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, task, str(path)], check=True, capture_output=True, cwd=ROOT
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1 and sys.argv[1] in {"read", "report"}:
        asyncio.run(once(sys.argv[1], Path(sys.argv[2])))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    within = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(dir=within) as name:
        full, single = Path(name) / "full.db", Path(name) / "single.db"
        asyncio.run(fill(full, count))
        asyncio.run(fill(single, 1))
        base = in_a_process("report", single)["peak"]
        pairs = [(in_a_process("read", full), in_a_process("report", full)) for _ in range(runs)]
        size = full.stat().st_size / MEBIBYTE
        print(f"{count:,} responses, a database of {size:,.0f} MiB; median of {runs} runs in turn")
        for kind in ("cpu", "wall"):
            read, report = (median(pair[side][kind] for pair in pairs) for side in (0, 1))
            ratio = median(own[kind] / reading[kind] for reading, own in pairs)
            print(f"{kind:<4} read {read:6.2f} s   report {report:6.2f} s   {ratio:5.2f} x")
        last = pairs[-1][1]
        print(f"memory {base / MEBIBYTE:.0f} MiB + {(last['peak'] - base) / MEBIBYTE:.1f} MiB")


if __name__ == "__main__":
    main()
