"""Numbers for whoever watches over the bot, over HTTP as Prometheus reads them.

It is off unless an operator wants it, and then listens to the machine itself, unless told otherwise.
"""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from bot.discord_front.threads import DiscordThreads
from bot.domain.errors import BotError, PortTakenError
from bot.services.metrics import Metric, MetricKind, MetricsService

logger = logging.getLogger(__name__)

# At the end of the program, for whoever is being answered.
CLOSE_PATIENCE = 1.0  # seconds

Family = GaugeMetricFamily | CounterMetricFamily


@asynccontextmanager
async def serve_metrics(
    metrics: MetricsService, *, threads: DiscordThreads, host: str, port: int
) -> AsyncIterator[int]:
    """Answer ``GET /metrics`` as long as the block lasts; yield the port. Raises PortTakenError."""

    async def answer(_request: web.Request) -> web.Response:
        try:
            found = (*await metrics.collect(), *of_connection(threads))
        except BotError as error:
            logger.warning("Nothing could be counted: %s", error.code)
            raise web.HTTPServiceUnavailable from error
        return web.Response(body=to_text(found), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    app = web.Application()
    app.router.add_get("/metrics", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_PATIENCE)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTakenError(host=host, port=str(port), reason=error.strerror or str(error)) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def of_connection(threads: DiscordThreads) -> tuple[Metric, ...]:
    """Return how the connection to Discord stands."""
    client = threads.client
    is_ready = client is not None and client.is_ready() and not client.is_closed()
    return (
        Metric(
            name="causerie_gateway_connected",
            help="Whether the bot is connected to Discord (1) or not (0).",
            values={(): is_ready},
        ),
        Metric(
            name="causerie_servers",
            help="Servers that the bot is in, as far as this process is told.",
            values={(): len(client.guilds) if client is not None and is_ready else 0},
        ),
    )


def to_text(found: Iterable[Metric]) -> bytes:
    """Return *found* in Prometheus's text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Found(found))
    return generate_latest(registry)


class Found(Collector):
    """What was counted, as the library takes it."""

    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = found

    def describe(self) -> Iterable[Family]:
        """Promise nothing: the registry would count to know the names."""
        return ()

    def collect(self) -> Iterator[Family]:
        """Yield each number with its name."""
        for metric in self._found:
            names = [name for name, _ in next(iter(metric.values), ())]
            family: Family = (
                CounterMetricFamily(metric.name, metric.help, labels=names)
                if metric.kind is MetricKind.COUNTER
                else GaugeMetricFamily(metric.name, metric.help, labels=names)
            )
            for labels, value in metric.values.items():
                family.add_metric([text for _, text in labels], float(value))
            yield family
