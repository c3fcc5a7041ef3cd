"""Forms that Discord refuses to show: error 50035.

https://discord.com/developers/docs/components/reference
"""

from collections.abc import Mapping, Sequence
from typing import Any

from api_stub.errors import invalid_form
from api_stub.filled_forms import (
    BOX,
    BOXES,
    CHANNEL_SELECT,
    FILES,
    LABEL,
    RADIO,
    ROW,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    USER_SELECT,
)
from api_stub.validate import CUSTOM_ID, check_options, limit, required

PARTS = 5
TEXT = 4000
SELECTS = set(range(USER_SELECT, CHANNEL_SELECT + 1))


def check_modal(data: Mapping[str, Any]) -> None:
    """Raise ApiError where a form is not one that Discord shows."""
    required("data.title", data.get("title") or "", 45)
    required("data.custom_id", data.get("custom_id") or "", CUSTOM_ID)
    components = data.get("components") or []
    _count("data.components", len(components), 1, PARTS)
    seen: set[str] = set()
    for number, part in enumerate(components):
        check_part(f"data.components.{number}", part, seen=seen)


def check_part(path: str, part: Mapping[str, Any], *, seen: set[str]) -> None:
    """Raise ApiError where something in a form is not what can stand there by itself."""
    kind = part.get("type")
    if kind == TEXT_DISPLAY:
        required(f"{path}.content", part.get("content") or "", TEXT)
    elif kind == LABEL:
        required(f"{path}.label", part.get("label") or "", 45)
        limit(f"{path}.description", part.get("description") or "", 100)
        check_field(f"{path}.component", part["component"], seen=seen)
    elif kind == ROW and len(part.get("components") or []) == 1:
        # The older form, for text alone: the label is the field's own.
        (field,) = part["components"]
        if field.get("type") != TEXT_INPUT:
            raise invalid_form(path, "UNION_TYPE_CHOICES", "Only text inputs stand in rows.")
        required(f"{path}.components.0.label", field.get("label") or "", 45)
        check_field(f"{path}.components.0", field, seen=seen)
    else:
        raise invalid_form(
            path, "UNION_TYPE_CHOICES", f"Value of field type must be one of ({ROW}, {LABEL})."
        )


def check_field(path: str, field: Mapping[str, Any], *, seen: set[str]) -> None:
    """Raise ApiError where a form's field is not one that Discord shows."""
    custom_id = field.get("custom_id") or ""
    required(f"{path}.custom_id", custom_id, CUSTOM_ID)
    if custom_id in seen:
        raise invalid_form(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    seen.add(custom_id)
    kind = field.get("type")
    if kind == TEXT_INPUT:
        _check_text(path, field)
    elif kind in {RADIO, BOXES}:
        _check_choices(path, field, fewest=2 if kind == RADIO else 1)
    elif kind in {STRING_SELECT, *SELECTS}:
        limit(f"{path}.placeholder", field.get("placeholder") or "", 150)
        if kind == STRING_SELECT:
            check_options(path, field.get("options") or [])
    elif kind not in {BOX, FILES}:
        raise invalid_form(path, "UNION_TYPE_CHOICES", f"There is no field of type {kind}.")


def _check_text(path: str, field: Mapping[str, Any]) -> None:
    most, least = field.get("max_length") or TEXT, field.get("min_length") or 0
    _count(f"{path}.max_length", most, 1, TEXT)
    _count(f"{path}.min_length", least, 0, most)
    if field.get("style") not in {1, 2}:
        raise invalid_form(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    limit(f"{path}.value", field.get("value") or "", most)
    limit(f"{path}.placeholder", field.get("placeholder") or "", 100)


def _check_choices(path: str, field: Mapping[str, Any], *, fewest: int) -> None:
    options: Sequence[Mapping[str, Any]] = field.get("options") or []
    _count(f"{path}.options", len(options), fewest, 10)
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        raise invalid_form(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Values repeat.")
    if field["type"] == RADIO and sum(bool(option.get("default")) for option in options) > 1:
        raise invalid_form(
            f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many defaults."
        )
    for number, option in enumerate(options):
        required(f"{path}.options.{number}.label", option["label"], 100)
        required(f"{path}.options.{number}.value", option["value"], 100)
        limit(f"{path}.options.{number}.description", option.get("description") or "", 100)


def _count(path: str, count: int, least: int, most: int) -> None:
    if not least <= count <= most:
        raise invalid_form(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
