"""What Discord tells along with an interaction about the things that it names."""

from typing import Any

from api_stub.permissions import permissions_of
from api_stub.places import Places
from api_stub.world import Guild, Payload

PARTS = (
    "id",
    "name",
    "type",
    "parent_id",
    "thread_metadata",
    "flags",
    "topic",
    "position",
    "nsfw",
    "owner_id",
)


class Resolved:
    """Things of one server, as somebody there may know them."""

    def __init__(self, places: Places, *, guild: Guild, user: int) -> None:
        self._places = places
        self._guild = guild
        self._user = user
        self.payload: Payload = {}

    def channel(self, number: int) -> str:
        """Add a channel and return its id."""
        return self._add("channels", str(number), self.partial_channel(number))

    def role(self, number: int) -> str:
        """Add a role and return its id."""
        return self._add("roles", str(number), self._guild.roles[number])

    def member(self, number: int) -> str:
        """Add a person and return their id."""
        parts = self._guild.members[number].items()
        self._add("members", str(number), {name: value for name, value in parts if name != "user"})
        return self._add("users", str(number), self._places.world.users[number])

    def file(self, file: tuple[str, bytes]) -> str:
        """Upload a file, given as its name and content, and return its id."""
        (attachment,) = self._places.attach({"files[0]": file})
        return self._add("attachments", attachment["id"], attachment)

    def partial_channel(self, number: int) -> Payload:
        """Return what an interaction says of a channel or a thread."""
        place = self._places.channel(number)
        allowed = permissions_of(self._places.world, self._guild, self._user, number)
        ids = {"guild_id": str(self._guild.id), "permissions": str(allowed.value)}
        counts: Payload = {name: place[name] for name in ("message_count", "member_count") if name in place}
        return {**{name: place[name] for name in PARTS if name in place}, **counts, **ids}

    def _add(self, kind: str, number: str, payload: Any) -> str:
        self.payload.setdefault(kind, {})[number] = payload
        return number
