"""What people may let be done with their answers, each for itself, and in which version of the words."""

from enum import StrEnum


class Purpose(StrEnum):
    """What an answer is used for."""

    RECORD = "record"  # kept for the moderators of its guild
    QUOTE = "quote"  # quoted in summaries and reports
    PUBLISH = "publish"  # in exports that leave the guild


# The version of the words that people agree to. Raised with any change of what they say; whoever agreed to an
# earlier one is asked again before anything is taken on its strength.
TERMS: dict[Purpose, int] = {Purpose.RECORD: 2, Purpose.QUOTE: 1, Purpose.PUBLISH: 1}
