"""When do two addresses lead to the same page?

Addresses are normalised as RFC 3986 (section 6) says, and further: without what tells sites how somebody
came, and without the detours of AMP and of telephones. The result is for comparing alone; nothing is ever
fetched from it, as it may well lead nowhere.
"""

import re
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# How somebody came to a page, not which one it is: of Google, Meta, Microsoft, X, Mailchimp, HubSpot, Piano
# (once XiTi), Matomo, and of a few large sites.
_TRACKING = re.compile(
    r"""(?:utm|at|pk|mtm|matomo|ns|hsa|guce)_.*|__twitter.*|_ga|_gl|_hsenc|_hsmi|amp_gsa|amp_js_v|usqp|outputtype
    |cmp|cmpid|dclid|fb_action_ids|fbclid|gbraid|gclid|gclsrc|guccounter|igsh|igshid|ito|mc_cid|mc_eid|mkt_tok
    |msclkid|ncid|ocid|oly_enc_id|ref|ref_src|ref_url|referrer|referer|s_cid|sfnsn|smid|spm|srsltid|twclid
    |vero_id|wbraid|wt[._]mc(?:_id)?|xtor|yclid""",
    re.VERBOSE | re.DOTALL,
)
# ?amp, ?amp=1: the same page in another dress.
_IS_ON = frozenset({"", "1", "true"})
# Labels of a host that are no name of a site, wherever they stand before one: "www.", "fr.m.".
_LABELS = frozenset({"www", "m", "mobile", "amp"})
_NAME = 2  # labels of a site's name
_WEB_PORTS = frozenset({None, 80, 443})
_INDEX = re.compile(r"/(?:index\.(?:html?|php|aspx?)|default\.(?:html?|aspx?))\Z", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_AMP_ENDS = re.compile(r"(?<=[^/])(?:/amp|\.amp)\Z|\.amp(?=\.html?\Z)", re.IGNORECASE)
_AMP_BEGINS = re.compile(r"\A/amp(?=/[^/])", re.IGNORECASE)
# https://developers.google.com/amp/cache/overview: "/c/s/" and the address; "/amp/s/" at Google's search.
_CACHED = re.compile(
    r"(?:[\w-]+\.cdn\.ampproject\.org/(?:\w{1,3}/){0,2}|google(?:\.\w+){1,2}/amp/)s/(.+)", re.DOTALL
)
_UNRESERVED_AND_SLASH = "~/"
# No browser takes longer ones everywhere, and what is taken off their ends is taken off piece by piece.
_LONGEST = 4_000  # characters
# A cached copy may be one of a cached copy.
_DETOURS = 3


def comparable(url: str | None) -> str | None:
    """Return what addresses of the same page have in common; None where *url* is none of a page.

    The front page of a site is none: what it shows is another article every day. Nor is what is far too long.
    """
    if url and len(url) > _LONGEST:
        return None
    try:
        form = _normal(url or "")
    except ValueError:  # of a port, of a host, of half a surrogate pair
        return None
    return form if form.partition("/")[2] else None


def _normal(url: str) -> str:
    for _ in range(_DETOURS):
        parts = urlsplit(url.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
        host = _host(parts.hostname)
        cached = _CACHED.fullmatch(host + parts.path)
        if cached is None:
            port = "" if parts.port in _WEB_PORTS else f":{parts.port}"
            path, query = _path(parts.path), _query(parts.query)
            return f"{host}{port}{path or ('/' if query else '')}{query}"
        url = f"https://{cached[1]}?{parts.query}"
    return ""


def _host(name: str) -> str:
    name = name.rstrip(".")
    if ":" in name:
        return f"[{name}]"
    if not name.isascii():
        name = name.encode("idna").decode()
    labels = name.split(".")
    kept = [
        label for number, label in enumerate(labels) if label not in _LABELS or number >= len(labels) - _NAME
    ]
    return ".".join(kept)


def _path(path: str) -> str:
    """Return the path with each character written in one way, and without what is not the page's own."""
    whole = _without_dots(quote(unquote_to_bytes(_SESSION.sub("", path)), safe=_UNRESERVED_AND_SLASH))
    before = None
    while before != whole:
        before = whole
        whole = _INDEX.sub("", whole.rstrip("/"))
        whole = _AMP_BEGINS.sub("", _AMP_ENDS.sub("", whole))
    return whole


def _without_dots(path: str) -> str:
    """Return *path* without the segments "." and ".." (RFC 3986, section 5.2.4), and without empty ones."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept)


def _query(query: str) -> str:
    pairs = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        if not _is_tracking(name.casefold(), value.casefold())
    ]
    encoded = urlencode(sorted(pairs), errors="surrogateescape")
    return f"?{encoded}" if encoded else ""


def _is_tracking(name: str, value: str) -> bool:
    return (name == "amp" and value in _IS_ON) or _TRACKING.fullmatch(name) is not None
