"""Which language a text is in: a vote of its commonest words."""

import re
from collections import Counter

from bot.articles.lexicon import ALL

DEFAULT = "en"

# Languages without a table of their own are told apart as well, so as not to be taken for one that has.
_OTHERS = {
    "nl": "de het een en van is dat in te op niet met voor zijn die aan er ook als bij maar om uit naar "
    "heeft worden door nog",
    "pl": "i w z na do nie się że jest to o jak po co dla od za przez był była są tego ale oraz może lub tym "
    "który które",
    "ca": "el els les i és una un del amb que per als no es seu com però més aquest aquesta són han segons "
    "també entre",
    "ro": "și în de la cu pe nu este un o din care să pentru mai sunt au fost ca dar sau prin după este",
    "sv": "och i att det som en på är av för med den till ett har inte om var de från men också kan ska",
    "da": "og i at det som en på er af for med den til et har ikke om var de fra men også kan skal blev",
    "cs": "a v se na je že to s z do o jako pro ale by jsou byl podle které který také při nebo",
}
_VOTES = {table.code: frozenset(table.common.split()) for table in ALL} | {
    code: frozenset(words.split()) for code, words in _OTHERS.items()
}
_WORD = re.compile(r"[^\W\d_]{1,20}")
_SAMPLE = 40_000


def detect_language(text: str, *, default: str = DEFAULT) -> str:
    """Return the ISO 639-1 code of the language *text* is mostly in, *default* where no word tells."""
    votes = count_votes(text)
    language, count = max(votes.items(), key=lambda item: item[1], default=(default, 0))
    return language if count and count > votes.get(default, 0) else default


def count_votes(text: str) -> dict[str, int]:
    """Return how many words of *text* speak for each language."""
    counts = Counter(word.casefold() for word in _WORD.findall(text[:_SAMPLE]))
    return {language: sum(counts[word] for word in words) for language, words in _VOTES.items()}
