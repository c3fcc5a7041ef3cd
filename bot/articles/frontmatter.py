"""What a Markdown file says of itself before its text begins."""

import re
from datetime import date
from typing import Literal

from bot.articles.metadata import Metadata
from bot.articles.traced import Traced
from bot.domain.errors import BotError

_YAML = re.compile(
    r"\s{0,20}---[ \t]*\n(?P<body>.{0,20000}?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_TOML = re.compile(r"\s{0,20}\+\+\+[ \t]*\n(?P<body>.{0,20000}?)(?:^|\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^(?P<key>[A-Za-z_]{1,30})\s?:\s?(?P<value>\S[^\n]{0,500})$", re.MULTILINE)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_KEYS = {
    "title": ("title", "titre"),
    "source": ("source", "publisher", "site"),
    "author": ("author", "auteur", "autrice", "by"),
    "url": ("url", "link", "canonical", "canonical_url"),
    "date": ("date", "published", "publié"),
    "language": ("language", "lang", "langue"),
}


def split_front_matter(traced: Traced) -> tuple[Traced, Metadata]:
    """Return *traced* without its front matter, and what that says.

    A front matter that is not valid is read line by line: it is no reason to refuse an article.
    """
    match = _YAML.match(traced.text) or _TOML.match(traced.text)
    if not match:
        return traced, Metadata()
    body = match["body"]
    values = _read(body, form="toml" if match.re is _TOML else "yaml")
    found = {key: _first(values, names) for key, names in _KEYS.items()}
    day, language = _DATE.match(found["date"] or ""), found["language"]
    known = Metadata(
        title=found["title"],
        source=found["source"],
        author=found["author"],
        url=found["url"],
        date=day[0] if day else None,
        language=language[:2].casefold() if language and language[:2].isalpha() else None,
    )
    return traced.edit([(0, match.end(), "")]), known


def _first(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)


def _read(body: str, *, form: Literal["toml", "yaml"]) -> dict[str, str]:
    # Only front matter needs it, and its libraries are slow to import.
    from bot.articles.pack_forms import load_form  # noqa: PLC0415

    try:
        values = load_form(body, name="", form=form)
    except BotError:
        return {match["key"].casefold(): match["value"].strip(" \"'") for match in _LINE.finditer(body)}
    if not isinstance(values, dict):
        return {}
    simple = {key: value for key, value in values.items() if isinstance(value, str | int | date)}
    return {str(key).casefold(): " ".join(str(value).split()) for key, value in simple.items()}
