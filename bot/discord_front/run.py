"""Staying connected: again and again, until told to stop, or until Discord says that it is of no use."""

import asyncio
import gc
import logging
import random
import sys
import time
from typing import Literal

import discord

from bot.discord_front.failures import FAILURES
from bot.discord_front.service import Service
from bot.domain.discord_errors import IntentRefusedError, TokenWrongError
from bot.domain.errors import BotError
from bot.services.use_cases import UseCases

logger = logging.getLogger(__name__)

# Discord's, of the gateway: https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway
WRONG_TOKEN = 4004
UNKNOWN_INTENTS = 4013
# New objects before Python looks for garbage among them. At its own 700 that took a third of the time in
# which messages are recorded: whatever waits for the disk is looked at again and again.
COLLECT_AFTER = 10_000
# How long a thread that looks something up may keep others waiting; Python's own is five times as long.
TURN = 0.001  # seconds
FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 300.0
# A connection that held this long begins anew without waiting longer each time.
HELD = 60.0
FINISH_PATIENCE = 3.0
CLOSE_PATIENCE = 4.0
LEFT_PATIENCE = 1.0
# How discord.py names the tasks in which it lets events and commands be dealt with.
HANDLERS = ("discord.py: ", "CommandTree-invoker", "discord-ui-")

Content = Literal["auto", "on", "off"]


async def stay_connected(
    service: Service, *, cases: UseCases, token: str, content: Content, stop: asyncio.Event
) -> None:
    """Connect, and connect again, until *stop*. Raises TokenWrongError, IntentRefusedError, a StoreError."""
    tune()
    wait = FIRST_WAIT
    old: Connection | None = None  # serves until the next one does
    try:
        while not stop.is_set():
            reads_content = await _reads_content(service, cases=cases, content=content)
            new = Connection(service, token, reads_content=reads_content)
            began = time.monotonic()
            try:
                await _hand_over(old, new, service=service, stop=stop)
                old = new
                await _hold(new, service, stop=stop)
                wait = FIRST_WAIT
                continue
            except discord.PrivilegedIntentsRequired as error:
                if not reads_content or content == "on":
                    raise IntentRefusedError from error
                do_without_content(service)
                reason = "is refused what people type"
            except BotError:
                raise
            except Exception as error:  # noqa: BLE001 (whatever ends a connection, there is the next)
                reason = why(error)
            finally:
                if new.task.done():
                    await new.close()
            wait = FIRST_WAIT if time.monotonic() - began > HELD else wait
            pause = wait * random.uniform(0.5, 1.0)  # noqa: S311 (so that not all bots come back at once)
            logger.warning("The connection to Discord %s; the next one is made in %.0f s", reason, pause)
            wait = min(wait * 2, LONGEST_WAIT)
            await _sleep(pause, stop)
    finally:
        if old is not None:
            old.client.retire()  # what comes in now could not be answered any more
        await service.busy.finish(patience=FINISH_PATIENCE)
        if old is not None:
            await old.close()
        await _end_handlers()


def tune() -> None:
    """Let Python's collector of garbage come less often, and leave alone what is loaded by now.

    And let threads at work give the loop its turn sooner.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    sys.setswitchinterval(TURN)


class Connection:
    """A client that is connecting, connected, or was."""

    def __init__(self, service: Service, token: str, *, reads_content: bool) -> None:
        self.client = service.make_client(reads_content=reads_content)
        self.task = asyncio.create_task(self.client.start(token))

    async def close(self) -> None:
        """End it; what it told of may still be dealt with."""
        try:
            async with asyncio.timeout(CLOSE_PATIENCE):
                await self.client.close()
        except Exception as error:  # noqa: BLE001 (it ends in any case)
            logger.info("The connection to Discord did not end cleanly: %s", type(error).__name__)
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def _hand_over(
    old: Connection | None, new: Connection, *, service: Service, stop: asyncio.Event
) -> None:
    """Let *new* take the place of *old* once it is ready; between the two, nothing is missed.

    What both are told counts once: see Requests.is_new and Recent. Raises why *new* ended.
    """
    if old is None:
        return
    ready = asyncio.create_task(new.client.wait_until_ready())
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({ready, stopped, new.task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
        stopped.cancel()
    if new.task.done():
        await new.task
    old.client.retire()
    await service.busy.finish(patience=FINISH_PATIENCE)  # the old one may be answering somebody
    await old.close()


async def _end_handlers() -> None:
    """End what discord.py began for the last events, of whichever connection: there is none any more."""
    left = {task for task in asyncio.all_tasks() if task.get_name().startswith(HANDLERS)}
    if left:
        _, left = await asyncio.wait(left, timeout=LEFT_PATIENCE)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def _hold(connection: Connection, service: Service, *, stop: asyncio.Event) -> None:
    """Wait until *stop*, or until another connection is wanted. Raises why the connection ended before."""
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(service.wants_restart.wait())]
    try:
        await asyncio.wait({connection.task, *ends}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
    service.wants_restart.clear()
    if connection.task.done():
        await connection.task
        raise ConnectionError


def do_without_content(service: Service) -> None:
    """Let *service* go on without what people type, which Discord refuses, and say so."""
    logger.warning(
        "Discord does not let the bot read messages: allow the message content intent in the developer "
        "portal for answers that are typed in threads; everything else works without"
    )
    service.may_read_content = False


def why(error: Exception) -> str:
    """Return why a connection ended. Raises TokenWrongError, IntentRefusedError where that is for good."""
    if isinstance(error, discord.LoginFailure):
        raise TokenWrongError from error
    if isinstance(error, discord.ConnectionClosed):
        refuse(error)
        return f"was closed with {error.code}"
    if not isinstance(error, FAILURES):
        logger.error("A connection to Discord ended in a way that nobody foresaw", exc_info=error)
    return f"failed with {type(error).__name__}"


def refuse(error: discord.ConnectionClosed) -> None:
    """Raise TokenWrongError or IntentRefusedError where connecting again is of no use."""
    if error.code == WRONG_TOKEN:
        raise TokenWrongError from error
    if error.code == UNKNOWN_INTENTS:
        raise IntentRefusedError from error


async def _reads_content(service: Service, *, cases: UseCases, content: Content) -> bool:
    if content != "auto":
        return content == "on"
    return service.may_read_content and await cases.guilds.records_anywhere()


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
