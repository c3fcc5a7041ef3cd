"""Direct messages: opened by the bot, and taken by people who let it."""

from typing import Any

from api_stub.errors import ApiError
from api_stub.server import Request, Server
from api_stub.world import Payload, World, snowflake

DIRECT = 1


class DirectRoutes:
    """The route of ``/users/@me/channels``; messages there are those of any channel."""

    def __init__(self, world: World, server: Server) -> None:
        self.world = world
        server.route("POST", "/users/@me/channels", self.open)

    async def open(self, request: Request) -> tuple[int, Any]:
        """``POST /users/@me/channels``: the same channel each time."""
        recipient = int((request.body or {}).get("recipient_id") or 0)
        if recipient not in self.world.users or recipient == self.world.bot:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        known = {user: channel for channel, user in self.world.directs.items()}
        number = known.get(recipient) or snowflake()
        self.world.directs[number] = recipient
        messages = self.world.messages.setdefault(number, {})
        payload: Payload = {
            "id": str(number),
            "type": DIRECT,
            "flags": 0,
            "last_message_id": str(max(messages)) if messages else None,
            "recipients": [self.world.users[recipient]],
        }
        return 200, payload


def may_tell(world: World, recipient: int) -> None:
    """Raise ApiError where the bot may not write to *recipient*."""
    shared = [one for one in world.guilds.values() if one.has_bot and recipient in one.members]
    if not shared:
        message = "Cannot send messages to this user due to having no mutual guilds"
        raise ApiError(403, 50278, message)
    if recipient in world.closed:
        raise ApiError(403, 50007, "Cannot send messages to this user")
