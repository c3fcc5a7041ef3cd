"""Staying connected: again and again, until told to stop, or until Discord says that it is of no use."""

import asyncio
import gc
import logging
import random
import sys
import time
from contextlib import suppress
from typing import Literal

import discord

from bot.discord_front import handlers
from bot.discord_front.failures import FAILURES
from bot.discord_front.service import Service
from bot.domain.discord_errors import IntentRefusedError, TokenWrongError
from bot.domain.errors import BotError
from bot.domain.storage_errors import StoreError
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
# At the end of the program; together with the closing of the connection that stays inside ten seconds.
FINISH_PATIENCE = 3.0
INTERRUPT_PATIENCE = 0.7  # twice: to clean up, and to say so
CLOSE_PATIENCE = 4.0
LEFT_PATIENCE = 1.0
# How long a connection whose place another has taken stays for whoever it has still to answer: as long as
# Discord lets an answer wait.
BOW_OUT_PATIENCE = 900.0
BOWED_OUT_PATIENCE = 60.0
# A message is looked at, waits until those before it are acknowledged, is acknowledged, and gets its receipt:
# each of it begins the next.
BOW_OUT_ROUNDS = 4

Content = Literal["auto", "on", "off"]


async def stay_connected(
    service: Service, *, cases: UseCases, token: str, content: Content, stop: asyncio.Event
) -> None:
    """Connect, and connect again, until *stop*. Raises TokenWrongError, IntentRefusedError."""
    tune()
    wait, reads_content = FIRST_WAIT, False
    old: Connection | None = None  # serves until the next one does
    leaving: dict[asyncio.Task[None], Connection] = {}
    try:
        while not stop.is_set():
            reads_content = await _reads_content(service, cases=cases, content=content, before=reads_content)
            new = Connection(service, token, reads_content=reads_content)
            began = time.monotonic()
            try:
                if old is not None:
                    await _until_ready(new, stop=stop)
                    bowing = asyncio.create_task(old.bow_out())
                    leaving[bowing] = old
                    bowing.add_done_callback(leaving.pop)
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
                    await new.close(patience=CLOSE_PATIENCE)
            wait = FIRST_WAIT if time.monotonic() - began > HELD else wait
            pause = wait * random.uniform(0.5, 1.0)  # noqa: S311 (so that not all bots come back at once)
            logger.warning("The connection to Discord %s; the next one is made in %.0f s", reason, pause)
            wait = min(wait * 2, LONGEST_WAIT)
            await _sleep(pause, stop)
    finally:
        if old is not None:
            await old.client.retire()  # what comes in now could not be answered any more
        await _finish(service)
        last = [] if old is None else [old]
        closing = [one.close(patience=CLOSE_PATIENCE) for one in (*last, *leaving.values())]
        await asyncio.gather(*closing, return_exceptions=True)
        await handlers.end(patience=LEFT_PATIENCE)
        # Not before their connections are closed: to cancel one who is closing is to leave it open.
        for bowing in leaving:
            bowing.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)


async def _finish(service: Service) -> None:
    """Finish what is under way; what takes too long is cancelled, so that whoever waits for it is told."""
    if await handlers.finish(patience=FINISH_PATIENCE):
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(INTERRUPT_PATIENCE):
            if not await service.interrupt():
                return
    await handlers.finish(patience=INTERRUPT_PATIENCE)


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

    async def close(self, *, patience: float) -> None:
        """End it, in *patience* seconds; what it told of may still be dealt with."""
        try:
            async with asyncio.timeout(patience):
                await self.client.close()
        except Exception as error:  # noqa: BLE001 (it ends in any case)
            logger.info("The connection to Discord did not end cleanly: %s", type(error).__name__)
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        with suppress(*FAILURES):
            async with asyncio.timeout(LEFT_PATIENCE):
                await self.client.still()

    async def bow_out(self) -> None:
        """Hear nothing any more, and end once what it told of is dealt with, and what that began in turn.

        It could not be answered otherwise: an answer goes through the connection that was asked.
        """
        await self.client.retire()
        await handlers.finish(patience=BOW_OUT_PATIENCE, rounds=BOW_OUT_ROUNDS)
        await self.close(patience=BOWED_OUT_PATIENCE)


async def _until_ready(new: Connection, *, stop: asyncio.Event) -> None:
    """Wait until *new* can take another's place, or *stop*. Raises why *new* ended.

    For a moment both hear everything, so that nothing is missed between the two. What both are told counts
    once: see Requests.is_new and Recent.
    """
    ready = asyncio.create_task(new.client.wait_until_ready())
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({ready, stopped, new.task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
        stopped.cancel()
    if new.task.done():
        await new.task


async def _hold(connection: Connection, service: Service, *, stop: asyncio.Event) -> None:
    """Wait until *stop*, or until another connection is wanted. Raises why the connection ended before."""
    service.wants_restart.clear()  # what was wanted until now, it has
    ends = [asyncio.create_task(stop.wait()), asyncio.create_task(service.wants_restart.wait())]
    try:
        await asyncio.wait({connection.task, *ends}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
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


async def _reads_content(service: Service, *, cases: UseCases, content: Content, before: bool) -> bool:
    if content != "auto":
        return content == "on"
    try:
        return service.may_read_content and await cases.guilds.records_anywhere()
    except StoreError as error:
        # A database that is away comes back; what is wanted then is looked at again while it is connected.
        logger.warning("Whether a server records what is typed is not known: %s", error.code)
        return service.may_read_content and before


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
