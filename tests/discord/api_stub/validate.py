"""Lengths and counts that Discord refuses beyond: error 50035.

https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api_stub.errors import ApiError, invalid_form
from api_stub.world import Guild

CONTENT = 2000
EMBED = {"title": 256, "description": 4096}
EMBED_TOTAL = 6000
SHOWN = {"title", "description", "fields", "footer", "author", "image", "thumbnail"}
BUTTON, ROW, SELECTS = 2, 1, {3, 5, 6, 7, 8}
LINK = 5
ROWS, IN_ROW, OPTIONS = 5, 5, 25
CUSTOM_ID = 100
FILES = 10
# Bytes of a file, by the tier of a server that people boost:
# https://discord.com/developers/docs/reference#uploading-files
UPLOADS = (10 << 20, 10 << 20, 50 << 20, 100 << 20)
ADDRESS = re.compile(r"^(https?://[^/\s.]+[^\s]*|attachment://\S+)$")


def check_message(body: Mapping[str, Any], *, has_files: bool) -> None:
    """Raise ApiError where a message is not one that Discord takes."""
    content = body.get("content") or ""
    limit("content", content, CONTENT)
    embeds = body.get("embeds") or []
    many("embeds", embeds, 10)
    for number, embed in enumerate(embeds):
        check_embed(f"embeds.{number}", embed)
    if sum(map(embed_length, embeds)) > EMBED_TOTAL:
        raise invalid_form("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds {EMBED_TOTAL}.")
    check_components(body.get("components") or [])
    shown = [embed for embed in embeds if embed.keys() & SHOWN]
    if (
        not content.strip()
        and not shown
        and not has_files
        and not body.get("sticker_ids")
        and not body.get("poll")
    ):
        raise ApiError(400, 50006, "Cannot send an empty message")
    nonce = body.get("nonce")
    if nonce is not None:
        limit("nonce", str(nonce), 25)


def upload_limit(guild: Guild | None) -> int:
    """Return how many bytes a file may have in *guild*, or in a direct message, as Discord says."""
    if guild is None:
        return UPLOADS[0]
    return UPLOADS[guild.premium_tier] if guild.upload_limit is None else guild.upload_limit


def check_files(files: Mapping[str, tuple[str, bytes]], *, guild: Guild | None) -> None:
    """Raise ApiError where there are too many files, or too large ones."""
    many("attachments", list(files), FILES)
    most = upload_limit(guild)
    if guild is not None and guild.takes is not None:
        most = guild.takes
    if any(len(content) > most for _, content in files.values()):
        raise ApiError(413, 40005, "Request entity too large")


def check_embed(path: str, embed: Mapping[str, Any]) -> None:
    """Raise ApiError where an embed is too large."""
    for name, most in EMBED.items():
        limit(f"{path}.{name}", embed.get(name) or "", most)
    for name in ("url", "image.url", "thumbnail.url", "author.url"):
        outer, _, inner = name.partition(".")
        part = embed.get(outer)
        url = part.get(inner) if isinstance(part, Mapping) else part
        if url and not (isinstance(url, str) and ADDRESS.match(url)):
            raise invalid_form(f"{path}.{name}", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    limit(f"{path}.author.name", (embed.get("author") or {}).get("name") or "", 256)
    limit(f"{path}.footer.text", (embed.get("footer") or {}).get("text") or "", 2048)
    many(f"{path}.fields", embed.get("fields") or [], 25)
    for number, field in enumerate(embed.get("fields") or []):
        required(f"{path}.fields.{number}.name", field["name"], 256)
        required(f"{path}.fields.{number}.value", field["value"], 1024)


def embed_length(embed: Mapping[str, Any]) -> int:
    """Return how much of the total an embed takes."""
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts += [(embed.get("author") or {}).get("name")]
    texts += [part for field in embed.get("fields") or [] for part in (field["name"], field["value"])]
    return sum(len(text or "") for text in texts)


def check_components(rows: Sequence[Mapping[str, Any]]) -> None:
    """Raise ApiError where buttons or lists are not as Discord takes them."""
    many("components", rows, ROWS)
    seen: set[str] = set()
    for number, row in enumerate(rows):
        path = f"components.{number}"
        children = row.get("components") or []
        if row.get("type") != ROW or not children:
            raise invalid_form(path, "UNION_TYPE_CHOICES", "Not a row of components.")
        many(f"{path}.components", children, IN_ROW)
        for place, child in enumerate(children):
            check_component(f"{path}.components.{place}", child, alone=len(children) == 1, seen=seen)


def check_component(path: str, child: Mapping[str, Any], *, alone: bool, seen: set[str]) -> None:
    """Raise ApiError where a button or a list is not as Discord takes it."""
    kind = child.get("type")
    if kind not in {BUTTON, *SELECTS} or (kind in SELECTS and not alone):
        raise invalid_form(path, "UNION_TYPE_CHOICES", "Not a component for a row.")
    custom_id = child.get("custom_id")
    if custom_id is not None:
        required(f"{path}.custom_id", custom_id, CUSTOM_ID)
        if custom_id in seen:
            raise invalid_form(
                path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        seen.add(custom_id)
    if kind == BUTTON:
        limit(f"{path}.label", child.get("label") or "", 80)
        if not child.get("label") and not child.get("emoji"):
            raise invalid_form(f"{path}.label", "BASE_TYPE_REQUIRED", "A button needs a label.")
        required(f"{path}.url" if child.get("style") == LINK else f"{path}.custom_id", _aim(child), 512)
        return
    required(f"{path}.custom_id", custom_id or "", CUSTOM_ID)
    most = child.get("max_values", 1)
    if not 1 <= most <= OPTIONS or not 0 <= child.get("min_values", 1) <= most:
        raise invalid_form(f"{path}.max_values", "NUMBER_TYPE_MAX", "More than there is, or none.")
    limit(f"{path}.placeholder", child.get("placeholder") or "", 150)
    if kind == 3:
        check_options(path, child.get("options") or [], most=most)


def _aim(button: Mapping[str, Any]) -> str:
    """Return what a button leads to: an address, or what it stands for."""
    return str(button.get("url" if button.get("style") == LINK else "custom_id") or "")


def check_options(path: str, options: Sequence[Mapping[str, Any]], *, most: int = 1) -> None:
    """Raise ApiError where a list's options are not as Discord takes them."""
    if not 1 <= len(options) <= OPTIONS:
        raise invalid_form(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        raise invalid_form(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Values repeat.")
    if sum(bool(option.get("default")) for option in options) > most:
        raise invalid_form(
            f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many defaults."
        )
    for number, option in enumerate(options):
        required(f"{path}.options.{number}.label", option["label"], 100)
        required(f"{path}.options.{number}.value", option["value"], 100)
        limit(f"{path}.options.{number}.description", option.get("description") or "", 100)


def required(path: str, text: str, most: int) -> None:
    """Raise ApiError where *text* is empty or longer than *most*."""
    if not text:
        raise invalid_form(path, "BASE_TYPE_REQUIRED", "This field is required")
    limit(path, text, most)


def limit(path: str, text: str, most: int) -> None:
    """Raise ApiError where *text* is longer than *most*."""
    if len(text) > most:
        raise invalid_form(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def many(path: str, items: Sequence[object], most: int) -> None:
    """Raise ApiError where there are more *items* than *most*."""
    if len(items) > most:
        raise invalid_form(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
