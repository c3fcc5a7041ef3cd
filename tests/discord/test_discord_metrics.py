"""Metrics, scraped over HTTP as Prometheus does."""

import asyncio
import re
import socket
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from api_stub.stub import Stub
from prometheus_client.parser import text_string_to_metric_families
from running import Running
from trouble import prepared
from watched import Watched, watched

from bot.cli.run import metrics_served
from bot.config import MetricsSettings, Settings
from bot.discord_front.metrics import serve_metrics
from bot.domain.errors import PortTakenError
from bot.domain.identity import GuildId, OutboxId
from bot.domain.outbox import Step
from bot.domain.storage_errors import StoreBusyError
from bot.services import metrics
from bot.storage.health import Ailments, Numbers

LOCALHOST = "127.0.0.1"
Scraped = dict[tuple[str, tuple[tuple[str, str], ...]], float]


async def scrape(port: int) -> tuple[Scraped, str]:
    """Return the numbers that are served, by name and labels, and the text they came as."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{LOCALHOST}:{port}/metrics") as response,
    ):
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = await response.text()
    found = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    return found, text


async def status(port: int, path: str, *, method: str = "GET") -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://{LOCALHOST}:{port}{path}") as response,
    ):
        return response.status


@pytest.fixture
def never_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every scrape ask the database anew."""
    monkeypatch.setattr(metrics, "FRESH", timedelta(0))


@pytest.mark.usefixtures("never_fresh")
async def test_what_goes_on_is_counted(stub: Stub, bot: Running) -> None:
    server: Watched = await watched(stub, bot)
    guild = GuildId(server.scene.guild.id)
    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        await stub.gateway.until(lambda: len(bot.cases.health.parts) > 3)
        before, _ = await scrape(port)
        await server.falls_due()
        await stub.gateway.until(lambda: server.scene.threads)
        await server.settled()
        (post,) = server.scene.posts
        bea = server.scene.guild.member("Bea")
        form = await bea.click(post, server.say("button.answer"))
        await bea.submit(form, text="marmalade", agreed=True)
        now = datetime.now(UTC)
        async with bot.cases.health._store.write() as tx:
            await tx.outbox.add("a test's", [(Step.EVENT, 99)], guild=guild, at=now - timedelta(hours=1))
            row = await tx.outbox.claim("a test's", holder="a test", at=now, until=now + timedelta(minutes=1))
            assert row is not None
            await tx.outbox.failed(
                OutboxId(row.id), at=now, next_at=now + timedelta(hours=1), problem="lacks"
            )
        after, text = await scrape(port)

    def value(name: str, **labels: str) -> float:
        return after[name, tuple(sorted(labels.items()))]

    assert value("causerie_gateway_connected") == 1
    assert value("causerie_servers") == 1
    assert before["causerie_occurrences", (("state", "opened"),)] == 0
    assert value("causerie_occurrences", state="opened") == 1
    assert value("causerie_schedules", state="on") == 1
    assert value("causerie_responses_recorded_total") == 1
    assert value("causerie_recorder_waiting") == 0
    assert value("causerie_recall_problems") == 0
    assert value("causerie_lookups_total", verdict="answer") == 0
    assert value("causerie_indexes") == value("causerie_indexes_bytes") == 0
    assert value("causerie_outbox_waiting", step="event") == 1
    assert value("causerie_outbox_failing", step="event") == 1
    assert value("causerie_outbox_waiting", step="prompt") == 0
    assert 3_600 <= value("causerie_outbox_oldest_age_seconds", step="event") < 3_700
    assert value("causerie_part_restarts_total", part="schedule") == 0
    assert value("causerie_part_failing", part="post") == 0
    assert 0 <= value("causerie_part_last_round_age_seconds", part="health") < 60
    # Nobody is in it: no id of a person or a server, no word of anybody's.
    assert "marmalade" not in text
    assert not re.search(r"\d{17,}", text)


async def test_a_part_that_dies_is_counted(bot: Running) -> None:
    bot.cases.health.report("a part", "disk_full")
    bot.cases.health.report("a part", "disk_full")

    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        found, _ = await scrape(port)

    assert found["causerie_part_restarts_total", (("part", "a part"),)] == 2
    assert found["causerie_part_failing", (("part", "a part"),)] == 1
    assert ("causerie_part_last_round_age_seconds", (("part", "a part"),)) not in found


async def test_without_a_connection_it_says_so(stub: Stub, bot: Running) -> None:
    await prepared(stub)
    await bot.end()

    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        found, _ = await scrape(port)

    assert found["causerie_gateway_connected", ()] == 0
    assert found["causerie_servers", ()] == 0


async def test_many_who_ask_at_once_ask_the_database_seldom(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, count = 0, Ailments.numbers

    async def counted(ailments: Ailments) -> Numbers:
        nonlocal counts
        counts += 1
        return await count(ailments)

    monkeypatch.setattr(Ailments, "numbers", counted)
    monkeypatch.setattr(metrics, "FRESH", timedelta(minutes=1))

    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        for _ in range(5):
            await scrape(port)

    assert counts == 1


@pytest.mark.usefixtures("never_fresh")
async def test_a_database_in_trouble_is_no_number(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise StoreBusyError(where="causerie.db")

    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        with monkeypatch.context() as patch:
            patch.setattr(bot.cases.metrics._store, "read", refuse)
            assert await status(port, "/metrics") == 503
        assert await status(port, "/metrics") == 200


async def test_there_is_nothing_else(bot: Running) -> None:
    async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=0) as port:
        assert await status(port, "/") == 404
        assert await status(port, "/metrics/../") == 404
        assert await status(port, "/metrics", method="POST") == 405


async def test_a_port_that_is_taken_is_told(bot: Running) -> None:
    with socket.socket() as taken:
        taken.bind((LOCALHOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTakenError) as refused:
            async with serve_metrics(bot.cases.metrics, threads=bot.threads, host=LOCALHOST, port=port):
                raise AssertionError("it cannot listen there")

    assert refused.value.data["port"] == str(port)


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_it_is_served_where_an_operator_wants_it(bot: Running, is_wanted: bool) -> None:
    with socket.socket() as free:
        free.bind((LOCALHOST, 0))
        port = free.getsockname()[1]
    settings = Settings(metrics=MetricsSettings(port=port if is_wanted else 0))

    async with metrics_served(settings, cases=bot.cases, threads=bot.threads):
        try:
            _, writer = await asyncio.open_connection(LOCALHOST, port)
        except ConnectionRefusedError:
            assert not is_wanted
        else:
            writer.close()
            assert is_wanted
            await scrape(port)
