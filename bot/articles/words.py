"""Small looks at words that several rules share."""

import re

from bot.articles.lexicon import Lexicon

_WORD_AT = re.compile(r"[^\W\d_]{1,30}")
_NEXT_CAPITAL = re.compile(r"['’]?\s{0,3}[A-ZÀ-ÖØ-Þ]")
WORD = re.compile(r"[^\W_]{1,40}")


def starts_sentence(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the word at *at* is one that takes a capital only where a sentence starts.

    "Le Guen" and "The Lancet" are names: such a word followed by another capital tells nothing.
    """
    match = _WORD_AT.match(text, at)
    if not match:
        return text[at] in '«“"„¿¡'
    # In German every noun has a capital.
    is_name = lexicon.code != "de" and _NEXT_CAPITAL.match(text, match.end())
    return match[0].casefold() in lexicon.function_words and not is_name


def starts_question(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether the small word at *at* can open a question: "… ? est-ce que …"."""
    match = _WORD_AT.match(text, at)
    if not match:
        return False
    word = match[0].casefold()
    is_asked = word in lexicon.question_words and not text.startswith(("que ", "che ", "qui "), at)
    return is_asked or word in lexicon.question_verbs or text.startswith(("est-ce", "qu’", "qu'"), at)


def fold_words(text: str) -> list[str]:
    """Return the words of *text* for comparing."""
    return [word.casefold() for word in WORD.findall(text)]
