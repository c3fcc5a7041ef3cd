"""HTML put together from pieces, of which every one that is not HTML already is escaped."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

# What a browser would obey or could not have: NUL and other control characters, the overrides, embeddings and
# isolates that turn the direction of text (Unicode TR 9), lone surrogates, and what is no character at all.
UNSAFE = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
LINE_END = re.compile("\r\n?|[\\v\\f\\x85\\u2028\\u2029]")
CONTROL_PICTURES = 0x2400
# Elements that have no end.
VOID = frozenset({"meta"})


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def to_html(text: str) -> Html:
    """Return *text* as HTML that shows it and does nothing else."""
    return Html(escape(shown(text)))


def shown(text: str) -> str:
    """Return *text* with line feeds at its line ends, and what a browser would obey made visible."""
    return UNSAFE.sub(_picture, LINE_END.sub("\n", text))


def element(tag: str, *content: str, **attributes: str | None) -> Html:
    """Return an element; ``class_`` is its class, ``aria_label`` its ``aria-label``, None is nothing."""
    parts = [tag]
    for name, value in attributes.items():
        if value is not None:
            parts.append(f'{name.rstrip("_").replace("_", "-")}="{to_html(value)}"')
    opened = f"<{' '.join(parts)}>"
    return Html(opened) if tag in VOID else Html(f"{opened}{joined(*content)}</{tag}>")


def joined(*content: str) -> Html:
    """Return the pieces one behind the other."""
    return Html("".join(piece if isinstance(piece, Html) else to_html(piece) for piece in content))


def _picture(match: re.Match[str]) -> str:
    character = match.group()
    return chr(CONTROL_PICTURES + ord(character)) if ord(character) < ord(" ") else "\ufffd"


def policy_for(style: str) -> str:
    """Return the policy under which a page is shown that has *style* and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
