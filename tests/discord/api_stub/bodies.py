"""Whether what the bot sends is what Discord's own description of its API asks for.

Where the description is absent everything passes: the folder it is in does not belong to the repository.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from api_stub.bodies_description import description, description_path

_BASE = "urn:discord"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_VERSION = re.compile(r"^/api/v\d+(?=/)")
_SHOWN_CHARACTERS = 60
_INT32 = 1 << 31
_SCHEMES = {"http", "https", "attachment", "discord"}
_METHODS = ("get", "post", "put", "patch", "delete")


def is_available() -> bool:
    """Say whether there is a description to check against."""
    return description_path().is_file()


def check(method: str, path: str, body: object, *, content_type: str = _JSON) -> tuple[str, ...]:
    """Return what is wrong with the *body* of a request, as readable sentences; nothing when all is well.

    *path* may begin with the version; its query is ignored. *body* is what JSON text meant, or that text
    (str or bytes); of a multipart request it is the part ``payload_json``. None is no body.
    """
    if not is_available():
        return ()
    name = f"{method.upper()} {path}"
    template = _template_of(method.lower(), _VERSION.sub("", urlsplit(path).path))
    if template is None:
        return (f"{name}: there is no such operation",)
    content = description()["paths"][template][method.lower()].get("requestBody", {}).get("content", {})
    if body is None or (isinstance(body, (str, bytes)) and not body):
        # The description wants one when a ban is lifted, too; nobody sends that.
        return (f"{name}: a body is missing",) if _JSON in content and method.lower() != "delete" else ()
    # A part other than JSON (a form of a sticker, say) is not described by the schemas for JSON.
    kind = content_type.split(";", maxsplit=1)[0].strip()
    if kind not in content:
        return (f"{name}: takes no body of type {kind}",)
    if isinstance(body, (str, bytes)):
        try:
            body = json.loads(body)
        except ValueError:
            return (f"{name}: the body is no JSON",)
    kind = _JSON if _JSON in content else _MULTIPART
    problems = _problems(template, method.lower(), kind, json.dumps(body))
    return tuple(f"{name}: {problem}" for problem in problems)


# All commands are registered at the start of almost every test, which took a third of a test's time.
@lru_cache(maxsize=256)
def _problems(template: str, method: str, kind: str, text: str) -> tuple[str, ...]:
    body = json.loads(text)
    errors = _validator(template, method, kind).iter_errors(body)
    return (*(problem for error in errors for problem in _sentences(error)), *_beyond_the_description(body))


@cache
def _routes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each path as a pattern; a literal part goes before a parameter in the same place."""
    templates = sorted(description()["paths"], key=lambda one: ["{" in part for part in one.split("/")])
    patterns = (re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)) for template in templates)
    return tuple(
        (re.compile(pattern), template) for pattern, template in zip(patterns, templates, strict=True)
    )


@cache
def _methods_of(template: str) -> frozenset[str]:
    return frozenset(set(description()["paths"][template]) & set(_METHODS))


def _template_of(method: str, path: str) -> str | None:
    for pattern, template in _routes():
        if method in _methods_of(template) and pattern.fullmatch(path):
            return template
    return None


@cache
def _registry() -> Registry[Any]:
    empty: Registry[Any] = Registry()
    registry: Registry[Any] = empty.with_resource(_BASE, DRAFT202012.create_resource(description()))
    return registry


@cache
def _validator(template: str, method: str, kind: str) -> Draft202012Validator:
    pointer = "/".join(
        part.replace("~", "~0").replace("/", "~1")
        for part in ("paths", template, method, "requestBody", "content", kind, "schema")
    )
    schema = {"$ref": f"{_BASE}#/{pointer.replace('{', '%7B').replace('}', '%7D')}"}
    return Draft202012Validator(schema, registry=_registry(), format_checker=_FORMATS)


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or urlsplit(value).scheme in _SCHEMES


@_FORMATS.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -_INT32 <= value < _INT32


def _sentences(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong, where: of alternatives, what is wrong with the one that was meant."""
    for leaf in _leaves(error):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in leaf.absolute_path)
        yield f"{place.lstrip('.') or 'the body'}: {_reason(leaf)}"


def _leaves(error: ValidationError) -> list[ValidationError]:
    if error.validator != "anyOf" or not error.context:
        return [error]
    meant = _meant(error.context)
    if _is_other_type(meant):
        # What such a component or option would have to look like says nothing; that there is none does.
        return [one for one in meant if list(one.path) == ["type"]][:1]
    return [leaf for inner in meant for leaf in _leaves(inner)]


def _reason(error: ValidationError) -> str:
    shown = repr(error.instance)
    shown = shown if len(shown) <= _SHOWN_CHARACTERS else shown[:_SHOWN_CHARACTERS] + "…"
    size = len(error.instance) if isinstance(error.instance, (str, list)) else 0
    if error.path and error.path[-1] == "type" and error.validator in {"enum", "const"}:
        return f"{shown} is nothing that can be here"
    if error.validator in {"required", "additionalProperties", "dependentRequired"}:
        return error.message
    if error.validator in {"maxLength", "minLength", "maxItems", "minItems"}:
        return f"{error.validator} is {error.validator_value}, this has {size}: {shown}"
    return f"{error.validator} is {error.validator_value!r}, this is {shown}"


def _meant(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """Return the errors of the alternative that the sender most likely meant.

    That is one of the right type (of component, of option, of callback), else the one that got furthest
    with the fewest errors.
    """
    branches: dict[int, list[ValidationError]] = {}
    for error in errors:
        branches.setdefault(int(error.schema_path[0]), []).append(error)
    return min(branches.values(), key=_strangeness)


def _strangeness(errors: list[ValidationError]) -> tuple[bool, bool, bool, bool, int]:
    is_other_shape = any(not error.path and error.validator == "type" for error in errors)
    if is_other_shape or _is_other_type(errors):
        return is_other_shape, True, True, True, len(errors)
    leaves = [leaf for error in errors for leaf in _leaves(error)]
    has_other_values = any(leaf.validator == "type" for leaf in leaves)
    has_other_keys = any(leaf.validator in {"additionalProperties", "required"} for leaf in leaves)
    return False, False, has_other_keys, has_other_values, len(leaves)


def _is_other_type(errors: list[ValidationError]) -> bool:
    """Say whether the key ``type``, by which Discord tells alternatives apart, names another one."""
    return any(list(error.path) == ["type"] for error in errors)


_EMBED_CHARACTERS = 6000


def _beyond_the_description(body: object) -> Iterator[str]:
    """Yield breaches of the rules that no schema of Discord's states."""
    if not isinstance(body, Mapping):
        return
    for place in (body, body.get("data"), body.get("message")):
        embeds = place.get("embeds") if isinstance(place, Mapping) else None
        if isinstance(embeds, list):
            size = sum(_characters(embed) for embed in embeds if isinstance(embed, Mapping))
            if size > _EMBED_CHARACTERS:
                yield f"embeds: {_EMBED_CHARACTERS} characters over all of them, these have {size}"


def _characters(embed: Mapping[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [text for field in embed.get("fields") or () for text in (field.get("name"), field.get("value"))]
    return sum(len(text) for text in texts if isinstance(text, str))
