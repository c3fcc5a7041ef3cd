"""Several processes on one database: nothing doubles and nothing is lost, whoever is killed or stands still.

``CAUSERIE_KILLS`` says how often one is killed; ``-rA`` shows the figures.
"""

import os
import signal
import time
from pathlib import Path

import pytest
from api_stub.stub import Stub
from gang import gathered
from postgres_server import Server, needs_postgres

KILLS = int(os.environ.get("CAUSERIE_KILLS", "4"))
NAIVE_KILLS = 60  # at most: the first double is enough
EVERY_DATABASE = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=needs_postgres)], indirect=True
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL on this system")


@EVERY_DATABASE
@pytest.mark.timeout(120 + 20 * KILLS)
async def test_several_processes_double_nothing_and_lose_nothing(
    stub: Stub, tmp_path: Path, database_url: str
) -> None:
    started = time.monotonic()
    async with gathered(stub, tmp_path, url=database_url, seed=KILLS, kills=KILLS, workers=3) as gang:
        await gang.rage(KILLS)

        verdict = await gang.calm()

    assert verdict.problems == []
    assert verdict.prompts == len(gang.season.due) > KILLS // 4
    print(  # noqa: T201 (figures, for whoever asks for them)
        f"{len(gang.workers)} processes, {KILLS} kills in {time.monotonic() - started:.0f} s,"
        f" {gang.freezes} times one stood still, {gang.weather.struck} requests gone wrong:"
        f" {verdict.prompts} prompts, none doubled, none missed;"
        f" {verdict.closed} discussions closed with one card each"
    )


@needs_postgres
@pytest.mark.timeout(120 + 20 * KILLS)
async def test_programs_that_share_the_shards_double_nothing_and_lose_nothing(
    stub: Stub, tmp_path: Path, postgres: Server
) -> None:
    async with (
        postgres.database() as url,
        gathered(stub, tmp_path, url=url, seed=KILLS, kills=KILLS, workers=2, share=True) as gang,
    ):
        await gang.rage(KILLS)

        verdict = await gang.calm()

    assert verdict.problems == []
    assert verdict.prompts == len(gang.season.due) > KILLS // 4


@pytest.mark.timeout(400)
async def test_naive_processes_would_be_seen(stub: Stub, tmp_path: Path, database_url: str) -> None:
    async with gathered(
        stub, tmp_path, url=database_url, seed=1, kills=NAIVE_KILLS, workers=2, is_naive=True
    ) as gang:
        await gang.rage(NAIVE_KILLS, is_enough=gang.judge.sees_doubles)

        verdict = await gang.judge.verdict()

    assert verdict.doubled


@pytest.mark.parametrize("place", [0, 1], ids=["text", "forum"])
async def test_who_stands_still_longer_than_its_claim_posts_nothing_more(
    stub: Stub, tmp_path: Path, database_url: str, place: int
) -> None:
    async with gathered(stub, tmp_path, url=database_url, seed=1, kills=0, workers=2) as gang:
        still, other = gang.workers
        still.let("FREEZES", "1")
        await still.start(is_ready=False)
        await still.until_said("ready")
        await gang.season.due_in(gang.season.towns[0].places[place])
        await still.until_said("stands still")
        await other.start(is_ready=False)
        # It does so once the claim of the first is over.
        await gang.season.until_quiet()
        stub.messages.nonce_window = 0.0

        still.process.send_signal(signal.SIGCONT)

        await still.until_said("goes on")
        verdict = await gang.calm()
    assert verdict.problems == []
    assert verdict.prompts == 1
