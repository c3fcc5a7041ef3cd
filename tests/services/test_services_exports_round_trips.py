"""Whatever people write: what an export's files say is what the database holds, in every format."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from stored_rows import stored
from taken_exports import AT, content, csv_rows, give, json_lines, manifest

from bot.domain.discussion import Given, Kept, NewResponse, Prompt, to_response_text
from bot.domain.errors import EmptyResponseError
from bot.domain.export import Choice
from bot.domain.identity import MemberId
from bot.exports.json_schema import export_schema, manifest_schema, responses_schema
from bot.services.export_verify import verify
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store

ALL = ["csv", "jsonl", "json", "parquet", "polis"]


def typed(text: str) -> str | None:
    """Return what is stored of what somebody types; None of what is refused."""
    try:
        return to_response_text(text)
    except EmptyResponseError:
        return None


TEXTS = st.text(max_size=60) | st.text(
    st.sampled_from("=+-@\t\r\n\",;'\\ %sw\x01\x1f\x7f\u2028\uff1d🦀é"), max_size=20
)
RESPONSES = st.lists(
    st.fixed_dictionaries(
        {
            "text": TEXTS.map(typed).filter(lambda text: text is not None),
            "author": st.integers(1, 2**63 - 1),
            "author_name": st.text(
                st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
            ),
            "kept": st.sampled_from(Kept),
            "given": st.sampled_from(Given),
            "may_quote": st.booleans(),
            "may_publish": st.booleans(),
        }
    ),
    min_size=1,
    max_size=12,
)
SAID = ("text", "given", "kept", "may_quote", "may_publish", "created_at", "edited_at")


def to_response(prompt: Prompt, values: dict[str, Any]) -> NewResponse:
    return NewResponse(prompt=prompt.id, created_at=AT, **(values | {"author": MemberId(values["author"])}))


def plain(value: Any) -> Any:
    """Return a value of a CSV file as JSON has it."""
    return {"true": True, "false": False, "": None}.get(value, value)


folders = count()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=RESPONSES)
async def test_every_file_says_what_the_database_holds(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    database_url: str,
    said: list[dict[str, Any]],
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    await stored(database_url, "DELETE FROM responses")
    async with store.write() as tx:
        await tx.responses.add_all([to_response(prompt, values) for values in said])
    folder = tmp_path / str(next(folders))

    choice = Choice(names=True, reason="to compare", is_raw=True)
    await exports.take(ALL, folder=folder, at=place, choice=choice)

    rows = await stored(
        database_url,
        "SELECT key, text, given, kept, may_quote, may_publish, created_at, edited_at, author_name, author "
        "FROM responses ORDER BY key",
    )
    expected = [
        {
            "response_id": key,
            **dict(zip(SAID, (text, given_, kept, bool(quote), bool(publish), *times), strict=True)),
            "author": name,
            "author_id": str(author) if kept == Kept.NAMED else None,
        }
        for key, text, given_, kept, quote, publish, *times, name, author in rows
    ]
    names = expected[0].keys()
    lines = json_lines(folder / "responses.jsonl")
    assert [{name: line[name] for name in names} for line in lines] == expected
    assert json.loads(content(folder / "export.json"))["responses"] == lines
    cells = csv_rows(folder / "responses.csv")
    texts = {"text", "author"}
    assert [{name: row[name] if name in texts else plain(row[name]) for name in names} for row in cells] == [
        one | {"response_id": str(one["response_id"])} for one in expected
    ]
    table = parquet.read_table(folder / "responses.parquet").to_pylist()
    assert [(row["response_id"], row["text"], row["author"], row["may_quote"]) for row in table] == [
        (str(one["response_id"]), one["text"], one["author"], one["may_quote"]) for one in expected
    ]
    assert [row["created_at"] for row in table] == [AT] * len(table)
    assert len(csv_rows(folder / "polis" / "1-1" / "comments.csv")) == len(expected)
    assert verify(folder).flaws == ()


def validate(instance: Any, schema: dict[str, Any]) -> None:
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(instance)


@pytest.mark.parametrize("limit", [None, 1])
async def test_what_is_written_is_of_its_schema(
    *,
    exports: ExportService,
    store: Store,
    prompt: Prompt,
    place: Place,
    tmp_path: Path,
    limit: int | None,
) -> None:
    for kept in Kept:
        message = 70 if kept is Kept.NAMED else None
        await give(store, prompt, kept, "one more", kept=kept, message=message, may_quote=True)
    async with store.write() as tx:
        await tx.messages.react(70, "👍", change=2)
        await tx.messages.edit(71, "edited", author=MemberId(2**60), at=AT)
    choices = (Choice(), Choice(names=True, reason="-", text="e", first_day=AT.date(), given=Given.THREAD))
    for number, choice in enumerate(choices):
        for goes_on in (False, True):
            folder = tmp_path / f"{number}-{goes_on}"

            taken = await exports.take(
                ALL, folder=folder, at=place, choice=choice, goes_on=goes_on, limit=limit
            )

            validate(manifest(folder), manifest_schema())
            for file in taken.manifest.files:
                if file.format == "jsonl":
                    for line in json_lines(folder / file.name):
                        validate(line, responses_schema())
                elif file.format == "json":
                    validate(json.loads(content(folder / file.name)), export_schema())
            assert verify(folder).flaws == ()
