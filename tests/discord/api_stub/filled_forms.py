"""Forms as a person fills them in: what is not given stays as it is shown."""

from collections.abc import Callable, Mapping
from typing import Any

from api_stub.resolved import Resolved
from api_stub.world import Payload

ROW, TEXT_DISPLAY, LABEL = 1, 10, 18
STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(3, 9)
FILES, RADIO, BOXES, BOX = 19, 21, 22, 23


def fields_of(modal: Payload) -> dict[str, Payload]:
    """Return the fields of a form by their custom_ids."""
    found: dict[str, Payload] = {}
    for part in modal.get("components") or []:
        inner = [part["component"]] if part["type"] == LABEL else part.get("components") or []
        found.update({one["custom_id"]: one for one in inner})
    return found


def submitted(modal: Payload, values: Mapping[str, Any], *, resolved: Resolved) -> list[Payload]:
    """Return the components of *modal* as they are sent; refuse what Discord would not let people send."""
    if unknown := values.keys() - fields_of(modal).keys():
        raise LookupError(f"no field {unknown} among {list(fields_of(modal))}")
    parts: list[Payload] = []
    for number, part in enumerate(modal["components"], 1):
        base = {"type": part["type"], "id": number}
        if part["type"] == LABEL:
            inner = _field(part["component"], values, number=100 + number, resolved=resolved)
            parts.append({**base, "component": inner})
        elif part["type"] == ROW:
            inners = [
                _field(one, values, number=100 + number, resolved=resolved) for one in part["components"]
            ]
            parts.append({**base, "components": inners})
        else:
            parts.append(base)
    return parts


def _field(field: Payload, values: Mapping[str, Any], *, number: int, resolved: Resolved) -> Payload:
    name, kind = field["custom_id"], field["type"]
    base = {"type": kind, "custom_id": name, "id": number}
    value = values.get(name)
    if kind == TEXT_INPUT:
        return {**base, "value": _text(field, value)}
    if kind == RADIO:
        return {**base, "value": _one(field, value)}
    if kind == BOX:
        return {**base, "value": bool(field.get("default")) if value is None else bool(value)}
    if kind in {STRING_SELECT, BOXES}:
        return {**base, "values": _several(field, value)}
    given = [] if value is None else value if isinstance(value, list) else [value]
    adds: dict[int, Callable[[Any], str]] = {
        FILES: resolved.file,
        CHANNEL_SELECT: resolved.channel,
        ROLE_SELECT: resolved.role,
        USER_SELECT: resolved.member,
    }
    chosen = [adds[kind](one) for one in given]
    _check_count(field, len(chosen))
    return {**base, "values": chosen}


def _text(field: Payload, value: object) -> str:
    text = str(field.get("value") or "") if value is None else str(value)
    if field.get("required", True) and not text.strip():
        raise AssertionError(f"{field['custom_id']} is required")
    least = (field.get("min_length") or 0) if text else 0
    if not least <= len(text) <= (field.get("max_length") or 4000):
        raise AssertionError(f"{field['custom_id']} has {len(text)} characters, which is not allowed")
    return text


def _one(field: Payload, value: object) -> str | None:
    known = {option["label"]: option["value"] for option in field["options"]}
    default = next((option["value"] for option in field["options"] if option.get("default")), None)
    chosen = default if value is None else known.get(str(value), value)
    if chosen is None and not field.get("required", True):
        return None
    if chosen not in known.values():
        raise AssertionError(f"{field['custom_id']}: {chosen!r} is not one of {known}")
    return str(chosen)


def _several(field: Payload, value: object) -> list[str]:
    known = {option["label"]: option["value"] for option in field["options"]}
    default = [option["value"] for option in field["options"] if option.get("default")]
    # A single box is ticked or not.
    wanted = value
    if value is None:
        wanted = default
    elif isinstance(value, bool):
        wanted = list(known.values()) if value else []
    given = wanted if isinstance(wanted, list) else [wanted]
    chosen = [str(known.get(str(one), one)) for one in given]
    if unknown := set(chosen) - set(known.values()):
        raise AssertionError(f"{field['custom_id']}: {unknown} not among {known}")
    _check_count(field, len(chosen))
    return chosen


def _check_count(field: Payload, count: int) -> None:
    is_required = field.get("required", True)
    fewest = field.get("min_values")
    least = (1 if fewest is None else fewest) if is_required or count else 0
    # As many boxes may be ticked as there are; of a list one may be picked, unless it says otherwise.
    usual = len(field.get("options") or []) if field["type"] == BOXES else 1
    most = field.get("max_values") or usual
    if not max(least, int(is_required)) <= count <= most:
        raise AssertionError(f"{field['custom_id']} takes {least} to {most}, not {count}")
