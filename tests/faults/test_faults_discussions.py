"""Nothing doubles and nothing vanishes, whatever fails and whenever the program is killed.

``CAUSERIE_KILLS`` says how often it is; ``-rA`` shows the figures.
"""

import os
import time
from pathlib import Path

import pytest
from api_stub.stub import Stub
from storm import gathered

KILLS = int(os.environ.get("CAUSERIE_KILLS", "6"))
NAIVE_KILLS = 20  # at most: the first double is enough

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL on this system")


@pytest.mark.timeout(120 + 20 * KILLS)
async def test_nothing_doubles_and_nothing_vanishes(stub: Stub, tmp_path: Path) -> None:
    started = time.monotonic()
    async with gathered(stub, tmp_path, seed=KILLS, kills=KILLS) as storm:
        await storm.rage(KILLS)

        verdict = await storm.calm()

    assert verdict.problems == []
    assert verdict.prompts >= len(storm.season.due) > KILLS // 4
    notes = storm.crowd.notes.values()
    signs = sum(note.is_acknowledged for note in notes)
    assert signs > KILLS // 4
    print(  # noqa: T201 (figures, for whoever asks for them)
        f"{KILLS} kills in {time.monotonic() - started:.0f} s, {storm.weather.struck} requests gone wrong,"
        f" {storm.weather.troubles} troubles at the gateway: {len(storm.season.due)} days due, none missed;"
        f" {verdict.prompts} prompts, none doubled; {verdict.closed} discussions closed with one card each;"
        f" {len(notes)} messages as they stand on Discord;"
        f" {signs} signs and {len(storm.crowd.receipts)} receipts, none lost"
    )


@pytest.mark.timeout(180)
async def test_a_naive_sender_would_be_seen(stub: Stub, tmp_path: Path) -> None:
    async with gathered(stub, tmp_path, seed=1, kills=NAIVE_KILLS, is_naive=True) as storm:
        await storm.rage(NAIVE_KILLS, is_enough=storm.judge.sees_doubles)

        verdict = await storm.judge.verdict()

    assert verdict.doubled
