"""The stub as a whole: one world, its HTTP API, its gateway and its file server, on a port of loopback."""

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from api_stub.actors import GuildActor
from api_stub.gateway import Gateway
from api_stub.interactions import InteractionRoutes
from api_stub.places import Places
from api_stub.rest_channels import ChannelRoutes
from api_stub.rest_commands import CommandRoutes
from api_stub.rest_direct import DirectRoutes
from api_stub.rest_events import EventRoutes
from api_stub.rest_messages import MessageRoutes
from api_stub.rest_reactions import ReactionRoutes
from api_stub.rest_threads import ThreadRoutes
from api_stub.server import PREFIX, Server
from api_stub.world import World

TOKEN = "stub-token.of-the-bot.and-of-nobody"  # noqa: S105 (a token of the stub's own)
UPLOAD = 30 * 2**20
CLOSE_PATIENCE = 10.0  # seconds


class Stub:
    """Discord, as far as the bot can tell."""

    def __init__(self, *, token: str = TOKEN) -> None:
        self.token = token
        self.world = World()
        self.gateway = Gateway(self.world, token)
        self.server = Server(token)
        self.url = ""
        self._places = Places(self.world, self.gateway)
        self._runner: web.AppRunner | None = None
        self.messages = MessageRoutes(self._places, self.server)
        self.directs = DirectRoutes(self.world, self.server)
        self.reactions = ReactionRoutes(self._places, self.server, self.messages)
        self.threads = ThreadRoutes(self._places, self.server)
        self.events = EventRoutes(self._places, self.server)
        self.channels = ChannelRoutes(self._places, self.server, self.messages)
        self.interactions = InteractionRoutes(self._places, self.server, self.messages)
        self.commands: CommandRoutes

    async def start(self) -> Self:
        """Begin to listen."""
        app = web.Application(client_max_size=UPLOAD)
        app.router.add_get("/gateway/", self.gateway.serve_websocket)
        app.router.add_get("/attachments/{id}/{name}", self._attachment)
        app.router.add_route("*", PREFIX + "/{path:.*}", self.server.serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}{PREFIX}"
        self.gateway_url = f"ws://127.0.0.1:{port}/gateway/"
        self.world.cdn = f"http://127.0.0.1:{port}"
        self.commands = CommandRoutes(self._places, self.server, gateway_url=self.gateway_url)
        return self

    async def close(self) -> None:
        """Stop listening."""
        await self.gateway.stop()
        if self._runner is not None:
            # A handler that does not end is a failure, and no reason for waiting for ever.
            async with asyncio.timeout(CLOSE_PATIENCE):
                await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    def guild(self, name: str, *, locale: str = "en-US") -> GuildActor:
        """Make a server, which has yet to invite the bot."""
        return GuildActor(
            self.world.add_guild(name, locale=locale),
            places=self._places,
            interactions=self.interactions,
            commands=lambda: self.commands,
            channels=self.channels,
        )

    async def _attachment(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["id"])
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content)
