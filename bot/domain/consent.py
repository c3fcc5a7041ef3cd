"""What people may let be done with their answers, each for itself, and in which version of the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Purpose(StrEnum):
    """What an answer is used for."""

    RECORD = "record"  # kept for the moderators of its guild
    QUOTE = "quote"  # quoted in summaries and reports
    PUBLISH = "publish"  # in exports that leave the guild


# The version of the words that people agree to. Raised with any change of what they say; whoever agreed to an
# earlier one is asked again before anything is taken on its strength. So the migration of the same release
# takes *may_quote* or *may_publish* back from the answers that it was given for in the words of before.
TERMS: dict[Purpose, int] = {Purpose.RECORD: 2, Purpose.QUOTE: 1, Purpose.PUBLISH: 1}

# What is on show in a form is known when it comes back, though the words have changed meanwhile.
_BETWEEN = "."

# What is asked beside whether an answer is kept at all.
USES = (Purpose.QUOTE, Purpose.PUBLISH)


def to_shown() -> str:
    """Return in which versions a form shows the words now, as short as it has to be."""
    return _BETWEEN.join(str(TERMS[purpose]) for purpose in Purpose)


def from_shown(shown: str | None) -> Mapping[Purpose, int]:
    """Return in which versions a form showed the words; those of now where that cannot be told."""
    versions = (shown or "").split(_BETWEEN)
    if len(versions) != len(Purpose) or not all(one.isascii() and one.isdigit() for one in versions):
        return TERMS
    return {
        purpose: min(int(version), TERMS[purpose]) for purpose, version in zip(Purpose, versions, strict=True)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That somebody agreed to a version of the words."""

    purpose: Purpose
    version: int
    given_on: date
    withdrawn_on: date | None = None
    is_standing: bool = False  # for all that they answer, and not for single answers only

    @property
    def is_current(self) -> bool:
        """Whether the words have not changed since."""
        return self.version == TERMS[self.purpose]

    @property
    def stands(self) -> bool:
        """Whether it holds for what is answered from now on."""
        return self.is_standing and self.withdrawn_on is None and self.is_current
