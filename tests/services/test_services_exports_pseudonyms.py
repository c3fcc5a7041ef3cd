"""Tests for what exports call people: numbers that hold in one export only, and names for a reason."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from stored_rows import stored
from taken_exports import csv_rows, give, json_lines

from bot.domain.article import StoredArticle
from bot.domain.discussion import Kept, Prompt
from bot.domain.export import Choice
from bot.domain.identity import ChannelId
from bot.services.clock import Clock
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store

PEOPLE = range(2**60, 2**60 + 12)


@pytest.fixture
async def another(store: Store, loaded: StoredArticle, prompt: Prompt, place: Place, clock: Clock) -> Prompt:
    """A prompt of another discussion of the same article, with the same question."""
    async with store.write() as tx:
        discussion = await tx.discussions.open(
            loaded.key,
            guild=place.guild,
            channel=ChannelId(5),
            at=clock(),
            by=place.person.id,
            title=loaded.title,
        )
        keys = await tx.articles.question_keys(loaded.key)
        question = loaded.article.questions[0]
        planned = await tx.discussions.plan_prompt(
            discussion.id, question=question, key=keys[question.id], at=clock()
        )
        await tx.discussions.posted(planned.id, thread=8, at=clock())
        (posted,) = await tx.discussions.prompts(discussion.id)
        return posted


async def test_a_person_has_one_number_in_all_files_and_another_in_each_export(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for author in (*PEOPLE, *PEOPLE):
        await give(store, prompt, str(author), author=author)
    orders = []
    for number in range(6):
        folder = tmp_path / str(number)
        await exports.take(["jsonl", "csv", "json", "parquet"], folder=folder, at=place)
        lines = json_lines(folder / "responses.jsonl")
        called = {line["text"]: line["author"] for line in lines}
        assert all(line["author"] == called[line["text"]] for line in lines)
        assert set(called.values()) == {f"P-{number}" for number in range(1, len(PEOPLE) + 1)}
        others = [
            csv_rows(folder / "responses.csv"),
            json.loads((folder / "export.json").read_text("utf-8"))["responses"],
            parquet.read_table(folder / "responses.parquet").to_pylist(),
        ]
        for rows in others:
            assert {row["text"]: row["author"] for row in rows} == called
            assert not any(row["author_id"] or row["link"] for row in rows)
        orders.append([called[str(author)] for author in PEOPLE])

    assert len({tuple(order) for order in orders}) == len(orders)
    # By lot: neither in the order of the ids, nor in that in which people answered.
    assert all(order != sorted(order, key=lambda one: int(one[2:])) for order in orders)


async def test_who_chose_a_pseudonym_is_somebody_else_in_each_discussion_and_by_name(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    another: Prompt,
    place: Place,
    tmp_path: Path,
) -> None:
    for where in (prompt, another):
        for kept in Kept:
            await give(store, where, f"{where.id} {kept}", f"{where.id} {kept}", author=7, kept=kept)

    await exports.take(["jsonl"], folder=tmp_path / "out", at=place)

    called: dict[str, set[str]] = {}
    for line in json_lines(tmp_path / "out" / "responses.jsonl"):
        called.setdefault(line["text"], set()).add(line["author"])
    assert all(len(names) == 1 for names in called.values())
    named = {called[f"{where.id} {Kept.NAMED}"].pop() for where in (prompt, another)}
    apart = {called[f"{where.id} {Kept.PSEUDONYMOUS}"].pop() for where in (prompt, another)}
    unlinked = {called[f"{where.id} {Kept.UNLINKED}"].pop() for where in (prompt, another)}
    assert (len(named), len(apart), unlinked) == (1, 2, {""})
    assert not named & apart


async def test_names_are_of_those_who_gave_theirs_and_are_logged_with_the_reason(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    for kept in Kept:
        await give(store, prompt, kept, author=7, kept=kept, message=50 if kept is Kept.NAMED else None)

    choice = Choice(names=True, reason="to thank them", article="harbour")
    await exports.take(["jsonl"], folder=tmp_path / "out", at=place, choice=choice)

    lines = {line["text"]: line for line in json_lines(tmp_path / "out" / "responses.jsonl")}
    assert [(lines[kept]["author_id"], lines[kept]["author"]) for kept in Kept] == [
        ("7", "Zoë 7"),
        (None, "Zoë 7"),  # as it was stored: the pseudonym of the discussion
        (None, ""),
    ]
    assert lines[Kept.NAMED]["link"] == f"https://discord.com/channels/{place.guild}/7/50"
    logged = await stored(database_url, "SELECT guild, moderator, action, target, reason FROM moderation_log")
    assert logged == [(place.guild, place.person.id, "export.names", "harbour", "to thank them")]


@pytest.mark.usefixtures("prompt")
async def test_without_names_that_it_was_taken_is_logged(
    exports: ExportService, place: Place, tmp_path: Path, database_url: str
) -> None:
    await exports.take(["jsonl"], folder=tmp_path / "out", at=place)

    assert await stored(database_url, "SELECT action, reason FROM moderation_log") == [("export.take", None)]


async def test_nothing_about_an_unlinked_response_tells_when_it_was_given(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    given: list[int] = []
    counted: list[int] = []
    await exports.take(["jsonl"], folder=tmp_path / "before", at=place)
    for number in range(100):
        # Alone, together with others, and several at once.
        given += await give(store, prompt, *([f"u{number}"] * (1 + number % 4)), kept=Kept.UNLINKED)
        counted += await give(store, prompt, "named", author=number)

    columns = "key, prompt, author, author_name, text, created_at, changed, message, reply_to, edited_at"
    rows = await stored(
        database_url,
        f"SELECT {columns} FROM responses WHERE kept = 'unlinked'",  # noqa: S608 (names of ours)
    )

    assert len(given) >= 200
    assert counted == list(range(1, 101))  # no gap tells that somebody answered in between
    assert len({row[0] for row in rows}) == len(given)
    assert all(10**9 <= row[0] < 10**10 for row in rows)
    # An order by lot: about half of the neighbours ascend, within five standard deviations.
    ascending = sum(one < other for one, other in pairwise(given))
    assert abs(ascending - len(given) / 2) < 5 * (len(given) / 12) ** 0.5
    # All else is the same for all of them, but for the words.
    assert len({row[1:4] + row[5:] for row in rows}) == 1
    (created_at, mark) = rows[0][5], rows[0][6]
    assert created_at == "2026-05-04T00:00:00.000000Z"
    assert [(mark,)] == await stored(database_url, "SELECT value FROM counters WHERE name = 'exported'")


async def test_changing_an_unlinked_response_does_not_tell_when_either(
    *, exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path, database_url: str
) -> None:
    ids = await give(store, prompt, *(["words"] * 5), kept=Kept.UNLINKED)
    await exports.take(["jsonl"], folder=tmp_path / "out", at=place)
    await give(store, prompt, "named")
    for id_ in ids[:3]:
        async with store.write() as tx:
            await tx.responses.change(id_, may_quote=True)

    marks = await stored(
        database_url, "SELECT changed, count(*) FROM responses WHERE kept = 'unlinked' GROUP BY 1 ORDER BY 1"
    )

    ((mark,),) = await stored(database_url, "SELECT value FROM counters WHERE name = 'exported'")
    assert marks == [(0, 2), (mark, 3)]
