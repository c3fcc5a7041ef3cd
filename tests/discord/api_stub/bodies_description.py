"""Discord's own description of its HTTP API, read once and mended where Discord is known to differ."""

import gzip
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve()
_REPOSITORY = _HERE.parents[3]
_DEFAULT = _REPOSITORY.parent / "shared" / "discord-api" / "openapi.json.gz"
_VARIABLE = "DISCORD_OPENAPI"

# Discord shows and accepts ids as strings; it accepts integers too, which discord.py sends in places.
_SNOWFLAKE: dict[str, Any] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
# Permissions travel as strings, although the description calls them integers.
_PERMISSIONS: dict[str, Any] = {"type": ["string", "integer", "null"], "pattern": "^[0-9]+$"}
_ANYTHING: dict[str, Any] = {}
# Keys that Discord takes and that discord.py sends, of which the description says nothing.
_MORE_KEYS: dict[str, dict[str, Any]] = {
    "MessageEditRequestPartial": {"tts": {"type": ["boolean", "null"]}},
    "BaseCreateMessageCreateRequest": {"tts": {"type": ["boolean", "null"]}},
    "CreateForumThreadRequest": {"type": {"enum": [10, 11, 12, None]}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": ["boolean", "null"]}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": ["boolean", "null"]}},
    "RichEmbed": {"flags": {"type": "integer"}},
    "RichEmbedFooter": {"proxy_icon_url": _ANYTHING},
    "RichEmbedAuthor": {"proxy_icon_url": _ANYTHING},
    "RichEmbedImage": {"proxy_url": _ANYTHING, "flags": _ANYTHING},
    "RichEmbedThumbnail": {"proxy_url": _ANYTHING, "flags": _ANYTHING},
    # An edit that keeps an attachment sends back what Discord told of it.
    "MessageAttachmentRequest": dict.fromkeys(
        ("url", "proxy_url", "size", "spoiler", "height", "width", "content_type", "flags"), _ANYTHING
    ),
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "ApplicationCommandCreateRequest": {"nsfw": {"type": "boolean"}},
    "ApplicationCommandPatchRequestPartial": {"nsfw": {"type": "boolean"}},
    "ChannelPermissionOverwriteRequest": {"allow": _PERMISSIONS, "deny": _PERMISSIONS},
}
# Limits of Discord's that are stricter than what the description says.
_STRICTER: dict[str, dict[str, dict[str, Any]]] = {
    "MessageCreateRequest": {"content": {"maxLength": 2000}},
    "BaseCreateMessageCreateRequest": {"content": {"maxLength": 2000}},
    "MessageEditRequestPartial": {"content": {"maxLength": 2000}},
    "PollAnswerMediaCreateRequest": {"text": {"maxLength": 55}},
    "ModalInteractionCallbackRequestData": {"components": {"maxItems": 5}},
    "CreateOrUpdateThreadTagRequest": {"name": {"minLength": 1, "maxLength": 20}},
    "UpdateThreadTagRequest": {"name": {"minLength": 1, "maxLength": 20}},
}


def description_path() -> Path:
    """Return where the description is, if it is there at all."""
    return Path(os.environ.get(_VARIABLE) or _DEFAULT)


@cache
def description() -> Mapping[str, Any]:
    """Return the description, mended; its references are as they were."""
    path = description_path()
    content = path.read_bytes()
    document: dict[str, Any] = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"] = _SNOWFLAKE
    if "PollMediaCreateRequest" in schemas and "PollAnswerCreateRequest" in schemas:
        # The description has one shape for the question, of 300 characters, and the answers, of 55.
        _split_poll_media(schemas)
    for name, properties in _MORE_KEYS.items():
        if name in schemas:
            schemas[name]["properties"].update(properties)
    for name, limits in _STRICTER.items():
        for key, limit in limits.items():
            schemas.get(name, {}).get("properties", {}).get(key, {}).update(limit)
    _close(document)
    return document


def _split_poll_media(schemas: dict[str, Any]) -> None:
    answer = json.dumps(schemas["PollAnswerCreateRequest"])
    schemas["PollAnswerMediaCreateRequest"] = json.loads(json.dumps(schemas["PollMediaCreateRequest"]))
    schemas["PollAnswerCreateRequest"] = json.loads(
        answer.replace("/PollMediaCreateRequest", "/PollAnswerMediaCreateRequest")
    )


def _close(node: object) -> None:
    """Forbid keys that the description does not name, and let alternatives overlap.

    A misspelt key would otherwise pass, since each alternative ignores what it does not know. With ids that
    may be integers two alternatives can fit, which is no mistake.
    """
    if isinstance(node, list):
        for one in node:
            _close(one)
    elif isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            node.setdefault("additionalProperties", False)
        if isinstance(node.get("oneOf"), list):
            node["anyOf"] = node.pop("oneOf")
        for one in list(node.values()):
            _close(one)
