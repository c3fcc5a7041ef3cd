"""What goes wrong between the bot and Discord while a storm lasts, by a seed."""

import asyncio
import random
from dataclasses import replace

from api_stub.faults import Fault, Faults, Planned
from api_stub.stub import Stub

# What Discord refuses in a storm, and may: what is gone by now, done by now, or archived by now.
EXPECTED = (10003, 10008, 10062, 40060, 50083, 160004)
# As long compared with a hurried sender's patience as Discord's few minutes are in earnest.
NONCE_WINDOW = 6.0  # seconds
# Where something may go wrong: nearly everywhere. Without a gateway there is no storm to be in.
PLACES = r"^/(channels|guilds|interactions|webhooks)/"
# How a request fares, and how often compared with the others.
KINDS: tuple[tuple[Fault, int, int], ...] = (
    (Fault.STATUS, 500, 3),
    (Fault.STATUS, 503, 3),
    (Fault.STATUS, 429, 3),
    (Fault.HANG, 0, 2),
    (Fault.HANG_AFTER, 0, 3),
    (Fault.RESET, 0, 3),
    (Fault.RESET_AFTER, 0, 5),
    (Fault.LOST_AFTER, 500, 2),
    (Fault.LOST_AFTER, 503, 5),
)
TROUBLES = {"drop": 3, "close": 2, "reconnect": 2, "double": 4, "outage": 4, "invalid": 1, "refuse": 1}
# Longer than anything at work waits for Discord, in a hurry.
LONG = 3.0  # seconds


class RandomFaults(Faults):
    """Faults that strike by chance: *rate* of the requests that post something, fewer of the others."""

    def __init__(self, chance: random.Random, *, rate: float) -> None:
        super().__init__()
        self._chance = chance
        self.rate = rate
        self.next("*", PLACES, Fault.STATUS, times=1 << 30)

    def strike(self, method: str, path: str) -> Planned | None:
        """Return the fault that a request meets, if any."""
        is_a_post = method == "POST" and path.startswith("/channels/")
        if self._chance.random() >= (self.rate if is_a_post else self.rate / 3):
            return None
        found = super().strike(method, path)
        if found is None:
            return None
        fault, status, _ = self._chance.choices(KINDS, weights=[weight for *_, weight in KINDS])[0]
        return replace(
            found,
            fault=fault,
            status=status,
            scope=self._chance.choice(("user", "shared", "global")),
            retry_after=LONG if self._chance.random() < 0.1 else self._chance.uniform(0.05, 0.5),
        )


class Weather:
    """A storm over *stub*."""

    def __init__(self, stub: Stub, chance: random.Random, *, rate: float, pause: float) -> None:
        self._stub = stub
        self._chance = chance
        self._pause = pause
        self._faults = RandomFaults(chance, rate=rate)
        self._task: asyncio.Task[None] | None = None
        self.troubles = 0  # at the gateway

    @property
    def struck(self) -> int:
        """How many requests went wrong."""
        return self._faults.struck

    def begin(self) -> None:
        """Let it begin."""
        self._stub.server.faults = self._faults
        self._task = asyncio.create_task(self._trouble())

    async def end(self) -> None:
        """Let everything go well from now on."""
        if self._task is not None:
            await stop(self._task)
        self._faults.clear()
        gateway = self._stub.gateway
        gateway.refuse_connections(0)
        for guild in list(gateway.unavailable_guilds):
            gateway.available(guild)

    async def _trouble(self) -> None:
        """Trouble the gateway, again and again."""
        gateway, chance = self._stub.gateway, self._chance
        guilds = sorted(self._stub.world.guilds)
        while True:
            await asyncio.sleep(chance.uniform(0.5, 1.5) * self._pause)
            while not gateway.live_sessions:  # noqa: ASYNC110 (nothing tells of them)
                await asyncio.sleep(0.05)
            self.troubles += 1
            match chance.choices(tuple(TROUBLES), weights=tuple(TROUBLES.values()))[0]:
                case "drop":
                    gateway.drop(reset=chance.random() < 0.5)
                case "close":
                    gateway.close(chance.choice((1001, 4000, 4009)))
                case "reconnect":
                    gateway.reconnect()
                case "invalid":
                    gateway.invalidate(resumable=chance.random() < 0.5)
                case "double":
                    gateway.duplicate_next(chance.randint(1, 20))
                case "refuse":
                    gateway.refuse_connections(1)
                    gateway.drop()
                case _:
                    guild = chance.choice(guilds)
                    gateway.unavailable(guild)
                    await asyncio.sleep(chance.uniform(0.2, 1.0))
                    gateway.available(guild)


async def stop(*tasks: asyncio.Task[None]) -> None:
    """Stop what goes on and on. Raises what ended any of them before."""
    for task in tasks:
        task.cancel()
    for end in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(end, Exception):
            raise end
