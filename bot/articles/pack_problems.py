"""From what pydantic found wrong with a pack to the one error a person is shown."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from bot.articles.pack_schema import FactModel, PackModel, QuestionModel
from bot.domain.errors import PackError

_TYPES = {
    "string_type": "text",
    "list_type": "list",
    "model_type": "table",
    "model_attributes_type": "table",
    "dict_type": "table",
    "int_type": "number",
    "float_type": "float",
    "bool_type": "flag",
}
_FOUND = {
    str: "text",
    bool: "flag",
    int: "number",
    float: "float",
    list: "list",
    dict: "table",
    type(None): "nothing",
    date: "date",
    datetime: "date",
}
_ALLOWED = {
    "date": "2024, 2024-03, 2024-03-25",
    "language": "fr, en, … (ISO 639-1)",
    "score": "0 … 1",
    "state": "stated, corrected, disputed, withdrawn",
    "start": "0 ≤ start ≤ end",
    "end": "0 ≤ start ≤ end",
    "changed_at": "2026-05-04T12:00:00Z",
    "orphaned_at": "2026-05-04T12:00:00Z",
}
_FIELDS: dict[str, type[BaseModel]] = {"facts": FactModel, "questions": QuestionModel}
_MIN_LIKENESS = 60
# What stands for a pack as a whole where a key would.
WHOLE = "pack"
UTF_8 = "UTF-8"


def to_error(error: ValidationError, *, name: str) -> PackError:
    """Return the first problem of *error*, an unknown key first: it often is the one that lacks."""
    problems = error.errors(include_url=False, include_context=False)
    first = min(problems, key=lambda problem: problem["type"] != "extra_forbidden")
    where = to_where(first["loc"]) or WHOLE
    kind = first["type"]
    if not first["loc"] and kind not in _TYPES:
        return PackError("pack_value", name=name, where=where, allowed=UTF_8)
    if kind == "extra_forbidden":
        return PackError("pack_unknown_key", name=name, where=where, nearest=_nearest(first["loc"]))
    if kind == "missing":
        return PackError("pack_missing", name=name, where=where)
    if kind in _TYPES:
        return PackError(
            "pack_type", name=name, where=where, expected=_TYPES[kind], found=type_name(first["input"])
        )
    return PackError("pack_value", name=name, where=where, allowed=_allowed(first))


def to_where(location: Sequence[int | str]) -> str:
    """Return the path of a value in a pack, counting from one: ``facts[3].text`` is the third fact's text."""
    path = ""
    for step in location:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def type_name(value: object) -> str:
    """Return the kind of *value*, as the key ``kind.…`` of the locale files has it."""
    return _FOUND.get(type(value), "other")


def _nearest(location: Sequence[int | str]) -> str:
    """Return the key that was probably meant, empty where none comes near."""
    model = _FIELDS.get(str(location[0]), PackModel) if len(location) > 1 else PackModel
    found = extractOne(
        str(location[-1]).casefold(), list(model.model_fields), scorer=ratio, score_cutoff=_MIN_LIKENESS
    )
    return found[0] if found else ""


def _allowed(problem: ErrorDetails) -> str:
    if problem["type"] == "span":
        return _ALLOWED["start"]
    return _ALLOWED.get(str(problem["loc"][-1]), problem["msg"])
