"""Whether a sentence states something a reader could look up."""

import re

from bot.articles.phrases import COMMENTARY

_ENDED = re.compile(r"[.!?…»”\"][»”\"’')\]]*\.?\Z|\.[’')]\Z")
_QUOTED = re.compile(r"[«»“”\"]")
_NARRATOR = re.compile(
    r"\A(?:we|i|nous|j[’']|je|let[’']s|voici|here (?:is|are)|voyons|imagine[zs]?)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|vingt|trente|cent|mille|"
    r"millions?|milliards?|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred|thousand|"
    r"billions?|half|moitié)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<!\A)(?<=[\s'’(])[A-ZÀ-ÖØ-Þ][\w&]")
# Something happened: "Le maire a démissionné."
_EVENT = re.compile(
    r"\b(?:a|ont|avait|avaient|est|sont|était|étaient|s[’']est|se sont|sera|"
    r"seront)(?:\s\w{1,12})?\s[a-zà-ÿ]{2,20}(?:é|ée|és|ées|i|is|ie|it|u|ue|us|ues|ert|erte)\b|"
    r"\b[a-z]{2,20}ed\b|"
    r"\b(?:won|lost|fell|rose|left|died|began|closed|went|took|made|gave|sold|bought|built|found|"
    r"cut|quit|shut|held|met|paid|sent|kept|became|grew|led|said|has|have|had|will)\b",
    re.IGNORECASE,
)
_MIN_WORDS = 3
_SHORT = 7
_MAX_HEADING_LENGTH = 140


def is_statement(text: str, *, is_item: bool = False) -> bool:
    """Whether *text* is worth keeping as a fact; *is_item* where it is one point of a list."""
    words = text.split()
    if len(words) < _MIN_WORDS or text.endswith((":", "?")) or COMMENTARY.match(text):
        return False
    if not _ENDED.search(text) and not is_item and len(text) <= _MAX_HEADING_LENGTH:
        return False
    has_substance = bool(_NUMBER.search(text) or _QUOTED.search(text))
    if has_substance:
        return True
    if text.endswith("!") or _NARRATOR.match(text):
        return False
    return len(words) > _SHORT or bool(_CAPITAL.search(text) or _EVENT.search(text))
