"""Word lists and small looks at words that several rules share."""

import re


def word_set(text: str) -> frozenset[str]:
    """Return the words of *text*."""
    return frozenset(text.split())


DETERMINERS = word_set(
    "le la les l un une des du au aux ce cet cette ces son sa ses leur leurs mon ma mes notre nos "
    "votre vos chaque plusieurs certains certaines quelques tous toutes tout toute aucun aucune the a "
    "an this that these those his her its their our my your each every some several many most all no"
)
PRONOUNS = word_set(
    "il elle ils elles on je j tu nous vous cela ceci ça c ce celui celle ceux celles qui he she it "
    "they we i you who this that these those there"
)
_CONNECTORS = word_set(
    "mais et ou or donc car ni puis ainsi alors aussi cependant toutefois pourtant néanmoins enfin "
    "ensuite near selon pour dans en avec sans sur sous après avant depuis pendant lors dès malgré parmi "
    "si quand comme lorsque aujourd hier demain ici là ne d s n y de par chez entre vers jusqu dont "
    "où but and so yet nor then however meanwhile moreover still also according for in on at by with "
    "without from to after before since during while when if as although though because despite among "
    "under over once until now today yesterday here not only just both either even such another other "
    "more less"
)
QUESTION_WORDS = word_set(
    "que qu quoi qui quel quelle quels quelles comment pourquoi combien où quand lequel laquelle "
    "lesquels lesquelles what why how who whom whose which when where"
)
FUNCTION_WORDS = DETERMINERS | PRONOUNS | _CONNECTORS | QUESTION_WORDS
_WORD_AT = re.compile(r"[^\W\d_]{1,30}")
_NEXT_CAPITAL = re.compile(r"['’]?\s{0,3}[A-ZÀ-ÖØ-Þ]")
WORD = re.compile(r"[^\W_]{1,40}")


def starts_sentence(text: str, at: int) -> bool:
    """Whether the word at *at* is one that takes a capital only where a sentence starts.

    "Le Guen" and "The Lancet" are names: such a word followed by another capital tells nothing.
    """
    match = _WORD_AT.match(text, at)
    if not match:
        return text[at] in '«“"'
    return match[0].casefold() in FUNCTION_WORDS and not _NEXT_CAPITAL.match(text, match.end())


def fold_words(text: str) -> list[str]:
    """Return the words of *text* for comparing."""
    return [word.casefold() for word in WORD.findall(text)]
