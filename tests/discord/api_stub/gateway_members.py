"""The answer to a request for the members of a guild (operation 8)."""

from collections.abc import Iterator, Mapping
from typing import Any

CHUNK_SIZE = 1000
NAMED_AT_MOST = 100


def member_chunks(
    guild: Mapping[str, Any], request: Mapping[str, Any], *, sees_members: bool
) -> Iterator[dict[str, Any]]:
    """Yield the GUILD_MEMBERS_CHUNK events for *request*.

    Everybody is listed only to a session with the members intent; others must name or search whom they want.
    """
    members: list[Mapping[str, Any]] = list(guild.get("members", ()))
    wanted = request.get("user_ids")
    missing: list[str] = []
    if wanted is not None:
        ids = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])][:NAMED_AT_MOST]
        found = {str(member["user"]["id"]): member for member in members}
        missing = [one for one in ids if one not in found]
        members = [found[one] for one in ids if one in found]
    else:
        prefix, limit = str(request.get("query", "")).casefold(), int(request.get("limit", 0))
        if not prefix and limit == 0 and not sees_members:
            return
        members = [member for member in members if _name(member).startswith(prefix)]
        members = members[: min(limit, NAMED_AT_MOST) if limit or prefix else None]
    count = max(1, -(-len(members) // CHUNK_SIZE))
    for index in range(count):
        chunk: dict[str, Any] = {
            "guild_id": str(guild["id"]),
            "members": members[index * CHUNK_SIZE : (index + 1) * CHUNK_SIZE],
            "chunk_index": index,
            "chunk_count": count,
        }
        if missing:
            chunk["not_found"] = missing
        if "nonce" in request:
            chunk["nonce"] = request["nonce"]
        yield chunk


def _name(member: Mapping[str, Any]) -> str:
    return str(member.get("nick") or member["user"]["username"]).casefold()
