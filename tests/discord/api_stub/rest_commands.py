"""Who the bot is, its gateway, and the commands that it registers."""

import re
from collections.abc import Sequence
from typing import Any

from api_stub.errors import ApiError, invalid_form, unknown
from api_stub.places import Places
from api_stub.server import Request, Server
from api_stub.validate import limit, many, required
from api_stub.world import Payload, snowflake

SLASH, USER, MESSAGE = 1, 2, 3
NAME = re.compile(r"^[-_'\w]{1,32}$")
TOTAL = 8000
GROUPS = {1, 2}


class CommandRoutes:
    """The routes of the application."""

    def __init__(self, places: Places, server: Server, *, gateway_url: str) -> None:
        self._places = places
        self._gateway_url = gateway_url
        self.world = places.world
        self.everywhere: list[Payload] = []
        self.in_guild: dict[int, list[Payload]] = {}
        self.syncs = 0
        server.route("GET", "/users/@me", self.me)
        server.route("GET", "/oauth2/applications/@me", self.application)
        server.route("GET", "/applications/@me", self.application)
        server.route("GET", "/gateway", self.gateway, needs_token=False)
        server.route("GET", "/gateway/bot", self.gateway)
        server.route("GET", "/applications/{}/commands", self.get)
        server.route("PUT", "/applications/{}/commands", self.put)
        server.route("GET", "/applications/{}/guilds/{}/commands", self.get)
        server.route("PUT", "/applications/{}/guilds/{}/commands", self.put)

    async def me(self, _request: Request) -> tuple[int, Any]:
        """``GET /users/@me``."""
        return 200, self.world.bot_user_payload()

    async def application(self, _request: Request) -> tuple[int, Any]:
        """``GET /oauth2/applications/@me``."""
        return 200, self.world.application_payload()

    async def gateway(self, _request: Request) -> tuple[int, Any]:
        """``GET /gateway/bot``."""
        return 200, self._places.gateway.bot_payload(self._gateway_url)

    async def get(self, request: Request) -> tuple[int, Any]:
        """``GET /applications/{}/commands``."""
        return 200, self._known(request)

    async def put(self, request: Request) -> tuple[int, Any]:
        """``PUT /applications/{}/commands``: all at once."""
        known = self._known(request)
        check_commands(request.body)
        ids = {(one["type"], one["name"]): one["id"] for one in known}
        made = []
        for body in request.body:
            kind = body.get("type", SLASH)
            number = ids.get((kind, body["name"])) or str(snowflake())
            extra = {"application_id": str(self.world.application), "version": str(snowflake())}
            defaults = {"dm_permission": True, "description": ""}
            made.append({**defaults, **body, "type": kind, "id": number, **extra})
        known[:] = made
        self.syncs += 1
        return 200, made

    def commands(self, guild: int) -> Sequence[Payload]:
        """Return the commands of *guild*, its own before those of everywhere."""
        return [*self.in_guild.get(guild, []), *self.everywhere]

    def _known(self, request: Request) -> list[Payload]:
        if int(request.ids[0]) != self.world.application:
            raise unknown("Application")
        if len(request.ids) == 1:
            return self.everywhere
        guild = self.world.guilds.get(int(request.ids[1]))
        if guild is None or not guild.has_bot:
            raise ApiError(403, 50001, "Missing Access")
        return self.in_guild.setdefault(guild.id, [])


def check_commands(commands: Sequence[Payload]) -> None:
    """Raise ApiError where Discord would not register *commands*."""
    for kind, most in ((SLASH, 100), (USER, 15), (MESSAGE, 15)):
        some = [one for one in commands if one.get("type", SLASH) == kind]
        if len(some) > most:
            raise ApiError(400, 30032, "Maximum number of application commands reached")
        names = [one["name"] for one in some]
        if len(set(names)) != len(names):
            raise invalid_form("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Names must be unique")
    for number, command in enumerate(commands):
        path = str(number)
        if command.get("type", SLASH) == SLASH:
            check_part(path, command)
            if (size := length(command)) > TOTAL:
                raise invalid_form(path, "APPLICATION_COMMAND_TOO_LARGE", f"{size} of {TOTAL} characters")
        else:
            for name in _all(command, "name"):
                required(f"{path}.name", name, 32)


def check_part(path: str, part: Payload) -> None:
    """Raise ApiError where a command or an option is not one that Discord registers."""
    for name in _all(part, "name"):
        if not NAME.match(name) or name != name.lower():
            raise invalid_form(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", f"Invalid name {name!r}")
    for text in _all(part, "description"):
        required(f"{path}.description", text, 100)
    check_options(path, part.get("options") or [])


def check_options(path: str, options: Sequence[Payload]) -> None:
    """Raise ApiError where a command's options are not ones that Discord registers."""
    many(f"{path}.options", options, 25)
    seen: dict[str, set[str]] = {}
    has_optional = False
    for number, option in enumerate(options):
        check_part(f"{path}.options.{number}", option)
        for language, name in [("", option["name"]), *(option.get("name_localizations") or {}).items()]:
            if name in seen.setdefault(language, set()):
                raise invalid_form(path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", f"{name!r} twice")
            seen[language].add(name)
        if option["type"] in GROUPS:
            continue
        if option.get("required") and has_optional:
            raise invalid_form(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required come first")
        has_optional = has_optional or not option.get("required")
        check_choices(f"{path}.options.{number}.choices", option)


def check_choices(path: str, option: Payload) -> None:
    """Raise ApiError where an option's choices are not ones that Discord registers."""
    choices = option.get("choices") or []
    many(path, choices, 25)
    if choices and option.get("autocomplete"):
        raise invalid_form(path, "APPLICATION_COMMAND_AUTOCOMPLETE", "Not with choices")
    for choice in choices:
        for name in _all(choice, "name"):
            required(path, name, 100)
        limit(path, str(choice["value"]), 100)


def length(part: Payload) -> int:
    """Return how many characters of the total a command takes: the longest of each text's languages."""
    texts = [max(map(len, _all(part, name)), default=0) for name in ("name", "description")]
    choices = part.get("choices") or []
    values = [len(str(one.get("value", ""))) + max(map(len, _all(one, "name"))) for one in choices]
    return sum(texts) + sum(values) + sum(map(length, part.get("options") or []))


def _all(part: Payload, name: str) -> list[str]:
    return [part.get(name) or "", *(part.get(f"{name}_localizations") or {}).values()]
