"""When facts were changed, and when the article was found not to say them: as packs have it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

import pytest

from bot.articles.pack import read_pack, write_pack
from bot.domain.article import Article, Fact, FactState
from bot.domain.errors import PackError

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FACT = Fact(id="f1", text="It burned.", passage="It burned.", state=FactState.CORRECTED, note="A slip.")
ARTICLE = Article(title="The mill", language="en", facts=(FACT,))


def read(value: str, *, form: Literal["toml", "yaml", "json"] = "toml") -> datetime | None:
    packs = {
        "toml": f'[[facts]]\ntext = "It burned."\nchanged_at = {value}\n',
        "yaml": f"facts:\n- text: It burned.\n  changed_at: {value}\n",
        "json": f'{{"facts": [{{"text": "It burned.", "changed_at": {value}}}]}}',
    }
    return read_pack(packs[form], name="pack", form=form).facts[0].changed_at


def test_a_pack_loses_neither() -> None:
    fact = replace(FACT, changed_at=NOON, orphaned_at=NOON + timedelta(microseconds=7))

    (again,) = read_pack(write_pack(replace(ARTICLE, facts=(fact,))), name="pack.toml", form="toml").facts

    assert (again.changed_at, again.orphaned_at) == (fact.changed_at, fact.orphaned_at)


def test_a_fact_that_was_left_alone_has_neither() -> None:
    assert "_at" not in write_pack(ARTICLE)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("toml", "2026-05-04T12:00:00Z"),
        ("toml", "2026-05-04T12:00:00"),
        ("toml", '"2026-05-04T14:00:00+02:00"'),
        ("yaml", "2026-05-04T12:00:00Z"),
        ("json", '"2026-05-04T12:00:00Z"'),
        ("json", '" 2026-05-04 12:00 "'),
    ],
)
def test_a_time_may_be_written_as_each_form_has_it(form: Literal["toml", "yaml", "json"], value: str) -> None:
    found = read(value, form=form)

    assert found is not None
    assert found == NOON
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize("value", ["null", '""', '"  "'])
def test_blank_is_none(value: str) -> None:
    assert read(value, form="json") is None


@pytest.mark.parametrize("value", ['"yesterday"', "12", "true", "[]", '"2026-13-01"'])
def test_what_is_no_time_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(PackError) as caught:
        read(value, form="json")

    assert caught.value.data["where"] == "facts[1].changed_at"
    assert caught.value.code in {"pack_value", "pack_type"}


def test_times_of_other_zones_are_kept_in_utc() -> None:
    fact = replace(FACT, changed_at=NOON.astimezone(timezone(timedelta(hours=5))))

    (again,) = read_pack(write_pack(replace(ARTICLE, facts=(fact,))), name="pack.toml", form="toml").facts

    assert again.changed_at == NOON
