"""What somebody has who takes exports that go on from one another."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from taken_exports import json_lines, manifest

from bot.domain.export import Choice
from bot.domain.identity import MemberId
from bot.services.exports import ExportService
from bot.services.place import Place

WHOLE = Choice()


class Copy:
    """What somebody has who adds each export to those before, and removes what is named in it."""

    def __init__(self, exports: ExportService, place: Place, folder: Path, choice: Choice = WHOLE) -> None:
        self.rows: dict[int, dict[str, Any]] = {}
        self.came: dict[int, str] = {}  # with the last export: ids, and whether new or changed
        self.gone: dict[int, str] = {}  # with the last export: ids, and why
        self._exports = exports
        self._place = place
        self._folder = folder
        self._choice = choice
        self._taken = 0

    async def update(self, **options: Any) -> dict[str, Any]:
        """Take an export and apply it."""
        folder = self._folder / str(id(self)) / str(self._taken)
        goes_on = self._taken > 0
        await self._exports.take(
            ["jsonl"], folder=folder, at=self._place, choice=self._choice, goes_on=goes_on, **options
        )
        self._taken += 1
        lines = json_lines(folder / "responses.jsonl")
        self.came = {line["response_id"]: line["change"] for line in lines}
        assert len(self.came) == len(lines)
        self.rows |= {line["response_id"]: line for line in lines}
        self.gone = {}
        if goes_on:
            said = json_lines(folder / "tombstones.jsonl")
            self.gone = {line["response_id"]: line["why"] for line in said}
            assert len(self.gone) == len(said)
            assert not self.gone.keys() & self.came.keys()
        for id_ in self.gone:
            self.rows.pop(id_, None)
        return manifest(folder)

    async def expected(self) -> dict[int, dict[str, Any]]:
        """Return what a whole export holds at the moment, by id, without what no two exports share."""
        folder = self._folder / str(id(self)) / f"whole-{self._taken}"
        # Another person's, so that none of ours is gone on from it.
        other = replace(self._place, person=replace(self._place.person, id=MemberId(999)))
        await self._exports.take(["jsonl"], folder=folder, at=other, choice=self._choice)
        lines = json_lines(folder / "responses.jsonl")
        return {line["response_id"]: lasting(line) for line in lines}


def lasting(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in {"change", "author"}}


async def assert_equal(copy: Copy) -> None:
    assert {id_: lasting(line) for id_, line in copy.rows.items()} == await copy.expected()
