"""What a page says about its article for machines: title, author, date, source, address, language.

Pages say it as schema.org's JSON-LD, as OpenGraph and in HTML's own elements; what is most particular to the
article goes first. Nothing is guessed from the text.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import islice
from urllib.parse import urljoin, urlsplit

from bot.articles.cleaning import clean
from bot.articles.html_layout import Element
from bot.articles.metadata import Metadata
from bot.articles.words import fold_words

_ARTICLE = re.compile(r"(?:.*Article|BlogPosting|Report|LiveBlogPosting)\Z")
_VIDEO = re.compile(r"VideoObject\Z")
_DATE = re.compile(r"\s{0,9}(?P<day>\d{4}-\d{2}-\d{2})(?!\d)|\s{0,9}(?P<month>\d{4}-\d{2})\s{0,9}\Z")
_LANGUAGE = re.compile(r"\s{0,9}(?P<code>[a-z]{2})(?:[-_][\w-]{1,20})?\s{0,9}\Z", re.IGNORECASE)
_DATES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate")
# What parts the name of the site from the title in <title>.
_SITE = re.compile(r"\s+[|–—·•:»-]\s+")
_MAX_LINKED_DATA = 300_000  # characters
_MAX_NODES = 500
_MAX_DEPTH = 8
_MAX_VALUE = 300
_MAX_AUTHORS = 5
_MAX_ADDRESS = 2_000


def read_page_metadata(root: Element, *, url: str | None = None) -> Metadata:
    """Return what the page says of its article; *url* is where it was found, if that is known."""
    linked = _linked_data(root)
    named = _named(root)
    site = _first(_name(linked.get("publisher")), named.get("og:site_name"), named.get("application-name"))
    return Metadata(
        title=_title(root, linked, named, site=site),
        source=site,
        author=_first(
            _name(linked.get("author")), named.get("author"), named.get("article:author"), named.get("byl")
        ),
        url=_address(root, named, url=url),
        date=_date(root, linked, named),
        language=_language(root, linked, named),
    )


def is_said_to_be_article(root: Element) -> bool:
    """Whether the page calls itself an article."""
    return bool(_linked_data(root)) or (_named(root).get("og:type") or "").casefold() == "article"


def is_for_subscribers(root: Element) -> bool:
    """Whether the page says that its article is not for everybody."""
    said = _linked_data(root).get("isAccessibleForFree")
    tier = _named(root).get("article:content_tier") or ""
    return said is False or str(said).casefold() == "false" or tier.casefold() == "locked"


def is_said_to_be_video(root: Element) -> bool:
    """Whether the page calls itself a video, and not an article."""
    kind = (_named(root).get("og:type") or "").casefold()
    return not is_said_to_be_article(root) and (kind.startswith("video") or bool(_linked_data(root, _VIDEO)))


def _linked_data(root: Element, wanted: re.Pattern[str] = _ARTICLE) -> dict[str, object]:
    """Return the page's first schema.org article, or the first of another kind that is *wanted*."""
    for script in root.iter("script"):
        kind, content = script.get("type") or "", script.text or ""
        if "ld+json" not in kind.casefold() or len(content) > _MAX_LINKED_DATA:
            continue
        try:
            said = json.loads(content, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in islice(_nodes(said), _MAX_NODES):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(one, str) and wanted.match(one) for one in kinds):
                return node
    return {}


def _nodes(said: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if isinstance(said, dict):
        yield said
        said = [said.get("@graph"), said.get("mainEntity"), said.get("mainEntityOfPage")]
    if isinstance(said, list) and depth < _MAX_DEPTH:
        for one in said:
            yield from _nodes(one, depth + 1)


def _named(root: Element) -> dict[str, str]:
    """Return what the page's <meta> elements say, by their names in lower case."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        value = meta.get("content")
        names = [meta.get(attribute) for attribute in ("property", "name", "itemprop", "http-equiv")]
        if value and value.strip():
            for name in filter(None, names):
                found.setdefault(name.casefold(), value)
    return found


def _title(
    root: Element, linked: dict[str, object], named: dict[str, str], *, site: str | None
) -> str | None:
    """Return the title as the page shows it, where that is the one it tells machines."""
    told = _first(linked.get("headline"), named.get("og:title"), named.get("twitter:title"))
    headings = [" ".join(heading.itertext()) for heading in islice(root.iter("h1"), _MAX_DEPTH)]
    shown = [title for heading in headings if (title := _first(heading))]
    if told:
        words = fold_words(told)
        same = (title for title in shown if (own := fold_words(title)) and words[: len(own)] == own)
        return next(same, None) or _without_site(told, site)
    if len(shown) == 1 and shown[0] != site:
        return shown[0]
    return _without_site(_first(root.findtext(".//title")), site)


def _without_site(title: str | None, site: str | None) -> str | None:
    if title is None:
        return None
    parts = _SITE.split(title)
    if len(parts) > 1 and (site is None or fold_words(parts[-1]) == fold_words(site)):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•:»-")
    return title


def _date(root: Element, linked: dict[str, object], named: dict[str, str]) -> str | None:
    told = [linked.get("datePublished"), *(named.get(name) for name in _DATES)]
    times = [time for time in root.iter("time") if time.get("datetime")]
    told += [
        time.get("datetime")
        for time in times
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"
    ]
    shown = {time.get("datetime") for time in times}
    told += shown if len(shown) == 1 else []
    return next((day for one in told if isinstance(one, str) and (day := _to_date(one))), None)


def _to_date(told: str) -> str | None:
    match = _DATE.match(told)
    if not match:
        return None
    day = match["day"] or match["month"]
    try:
        date.fromisoformat(match["day"] or f"{match['month']}-01")
    except ValueError:
        return None
    return day


def _language(root: Element, linked: dict[str, object], named: dict[str, str]) -> str | None:
    said = linked.get("inLanguage")
    if isinstance(said, dict):
        said = said.get("alternateName")
    told = [
        said,
        root.get("lang"),
        root.get("xml:lang"),
        named.get("og:locale"),
        named.get("content-language"),
    ]
    matches = (_LANGUAGE.match(one) for one in told if isinstance(one, str))
    return next((match["code"].casefold() for match in matches if match), None)


def _address(root: Element, named: dict[str, str], *, url: str | None) -> str | None:
    """Return the address at which the article is at home: the canonical one.

    Some sites call their front page that, whatever the page is.
    """
    links = [link for link in root.iter("link") if (link.get("rel") or "").strip().casefold() == "canonical"]
    for told in (*(link.get("href") for link in links), named.get("og:url")):
        if told and len(told) <= _MAX_ADDRESS and (address := _absolute(told, url)):
            return address
    return url


def _absolute(told: str, url: str | None) -> str | None:
    try:
        address = urljoin(url or "", told.strip())
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    is_front = parts.path.strip("/") == "" and not parts.query
    return None if not is_whole or (is_front and url) else address


def _name(said: object) -> str | None:
    """Return the name of a person or an organisation, or of several."""
    if isinstance(said, list):
        names = [name for one in said[:_MAX_AUTHORS] if (name := _name(one))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(said, dict):
        said = said.get("name")
        return _name(said) if isinstance(said, list) else _first(said)
    return _first(said)


def _first(*values: object) -> str | None:
    """Return the first of *values* that is a line one could show; no address is."""
    for value in values:
        if isinstance(value, str):
            # Machines are told "&amp;" for "&" by many a page.
            line = " ".join(clean(unescape(value).encode("utf-8", "ignore").decode()).text.split())
            if line and len(line) <= _MAX_VALUE and not line.startswith(("http://", "https://")):
                return line
    return None
