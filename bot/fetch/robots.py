"""What a site's ``robots.txt`` lets programs read (RFC 9309).

Python's own reader takes the first rule that fits, where the longest counts, and knows no wildcards.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from yarl import URL

# Whoever means us writes this.
OUR_NAME = "causerie"
EVERYBODY = "*"
# As much of the file as everybody reads (section 2.5).
LONGEST = 500 * 1024
_RULE_SIZE = 110  # bytes of one without its pattern
_NAME = re.compile(r"[a-z_-]+")
_QUOTED = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Paths that may be read, or may not."""

    pattern: str
    allows: bool

    def fits(self, path: str) -> bool:
        """Return whether the rule is about *path*; a star is anything, and a dollar the end."""
        is_whole = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        last = others.pop() if others and is_whole else None
        at = len(first)
        for piece in others:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if last is not None:
            return len(path) - len(last) >= at and path.endswith(last)
        return not is_whole or at == len(path)


def may_read(rules: Sequence[Rule], url: URL) -> bool:
    """Return whether *rules* let us read *url*: the longest that fits counts, and of two the kinder."""
    path = url.raw_path_qs
    fitting = [(len(rule.pattern), rule.allows) for rule in rules if rule.fits(path)]
    return max(fitting)[1] if fitting else True


def read_rules(content: bytes) -> tuple[Rule, ...]:
    """Return the rules for us in a ``robots.txt``: those under our name, else those for everybody."""
    groups: dict[str, list[Rule]] = {}
    # Only who counts here: thousands of names, each with thousands of rules, would fill the memory.
    names: set[str] = set()
    is_open = False  # whether a group's names are still being listed
    for line in content[:LONGEST].decode("utf-8-sig", errors="replace").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if key == "user-agent":
            names = names if is_open else set()
            is_open = True
            if (name := _called(value)) in {OUR_NAME, EVERYBODY}:
                names.add(name)
                groups.setdefault(name, [])
        elif key in {"allow", "disallow"}:
            is_open = False
            for name in names if value else ():
                groups[name].append(Rule(pattern=_normal(value), allows=key == "allow"))
    return tuple(groups.get(OUR_NAME, groups.get(EVERYBODY, ())))


def size_of(rules: Sequence[Rule]) -> int:
    """Return how many bytes *rules* take, roughly."""
    return sum(_RULE_SIZE + len(rule.pattern) for rule in rules)


def _called(value: str) -> str:
    """Return whom a group is for: ``Causerie/1.0`` and ``causerie`` are the same."""
    if value.startswith(EVERYBODY):
        return EVERYBODY
    name = _NAME.match(value.casefold())
    return name[0] if name else ""


def _normal(pattern: str) -> str:
    """Return *pattern* with its signs written as they are in addresses."""

    def written(found: re.Match[str]) -> str:
        sign = chr(int(found[1], 16))
        return sign if sign in _UNRESERVED else found[0].upper()

    return _QUOTED.sub(written, quote(pattern, safe=string.punctuation))
