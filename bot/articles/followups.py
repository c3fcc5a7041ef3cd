"""Which question hangs on which: by the lines they stand in, by the glue between them, by their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a line asks, and how the line is set."""

    texts: tuple[str, ...]
    marker: str
    indent: int
    is_listed: bool
    is_boxed: bool = False  # a few questions that stand by themselves inside the text


_MAX_BACK_REFERENCE_WORDS = 5
_MAX_JOINED_WORDS = 9


def group(items: Sequence[Item], lexicon: Lexicon) -> list[list[str]]:
    """Return each prompt's text followed by its follow-ups."""
    prompts: list[list[str]] = []
    top: Item | None = None
    for item in items:
        texts = list(item.texts)
        if len(items) == 1 and not item.is_listed and not item.is_boxed:
            # All in one line: only their words can tell.
            for text in texts:
                if prompts and (
                    is_anaphor(text, lexicon) or not prompts[-1][-1].rstrip(" )»”").endswith("?")
                ):
                    prompts[-1].append(text)
                else:
                    prompts.append([text])
        elif top is not None and (_hangs(item, top, lexicon) or (top.is_listed and not item.is_listed)):
            prompts[-1] += texts
            continue
        else:
            prompts.append(texts)
        top = item
    return prompts


def is_anaphor(text: str, lexicon: Lexicon) -> bool:
    """Whether *text* asks about the question before it."""
    bare = text.lstrip("¿¡ ")
    words = [word for word in bare.split() if word.strip("?!")]
    if lexicon.pattern(r"\A<anaphors>\s?[?.!]?\Z").match(bare):
        return True
    if len(words) <= _MAX_JOINED_WORDS and lexicon.pattern(r"\A<joining>\s(?!<reader>\b)").match(bare):
        return True
    is_short = len(words) <= _MAX_BACK_REFERENCE_WORDS
    return is_short and any(word.strip("?!.,").casefold() in lexicon.back_references for word in _parts(bare))


def _parts(text: str) -> list[str]:
    return text.replace("-", " ").replace("’", " ").replace("'", " ").split()


def _hangs(item: Item, top: Item, lexicon: Lexicon) -> bool:
    """Whether the line hangs on the one at *top*, the last that did not hang itself."""
    if item.is_listed and item.indent > top.indent + 1:
        return True
    if item.is_listed and item.marker.isalpha() and top.marker.isdigit():
        return True
    return not item.marker.isalnum() and is_anaphor(item.texts[0], lexicon) and len(item.texts) == 1
