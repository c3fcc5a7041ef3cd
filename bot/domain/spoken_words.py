"""The words in which people say when: English and French at once, in lower case and without accents.

No word means one thing in one language and something else in the other, but for ``mar`` (March, or *mardi*):
where a month may stand no weekday may, so it is clear there as well.
"""

from enum import StrEnum


class Unit(StrEnum):
    """What people count time in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class Half(StrEnum):
    """Which half of the day an hour is in."""

    AM = "am"
    PM = "pm"
    MORNING = "morning"
    EVENING = "evening"


def _by_word(words: str) -> dict[str, int]:
    """Return the number of the line that each word stands in, from 0 on."""
    return {word: number for number, line in enumerate(words.strip().splitlines()) for word in line.split()}


WEEKDAYS = _by_word("""
    monday mondays mon lundi lundis lun
    tuesday tuesdays tue tues mardi mardis mar
    wednesday wednesdays wed weds mercredi mercredis mer
    thursday thursdays thu thur thurs jeudi jeudis jeu
    friday fridays fri vendredi vendredis ven
    saturday saturdays sat samedi samedis sam
    sunday sundays sun dimanche dimanches dim
""")
MONTHS = {
    word: number + 1
    for word, number in _by_word("""
        january jan janvier janv
        february feb fevrier fevr fev
        march mar mars
        april apr avril avr
        may mai
        june jun juin
        july jul juillet juil
        august aug aout
        september sep sept septembre
        october oct octobre
        november nov novembre
        december dec decembre
    """).items()
}
NUMBERS = {
    word: number + 1
    for word, number in _by_word("""
        one un une
        two deux
        three trois
        four quatre
        five cinq
        six
        seven sept
        eight huit
        nine neuf
        ten dix
        eleven onze
        twelve douze
        thirteen treize
        fourteen quatorze
        fifteen quinze
    """).items()
}
# Each with the feminine and the plural that French has.
ORDINALS = {
    word: number + 1
    for word, number in _by_word("""
        first premier premiere premiers premieres
        second deuxieme seconde deuxiemes seconds secondes
        third troisieme troisiemes
        fourth quatrieme quatriemes
        fifth cinquieme cinquiemes
        sixth sixieme
        seventh septieme
        eighth huitieme
        ninth neuvieme
        tenth dixieme
        eleventh onzieme
        twelfth douzieme
    """).items()
} | dict.fromkeys(("last", "dernier", "derniere", "derniers", "dernieres"), -1)
# What makes an ordinal of the number before it: 2nd, 15th, 1er, 3e.
SUFFIXES = frozenset({"st", "nd", "rd", "th", "er", "ers", "re", "e", "es", "eme", "emes", "ieme", "nde"})

UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins", "mn"), Unit.MINUTE),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h", "heure", "heures"), Unit.HOUR),
    **dict.fromkeys(("day", "days", "d", "jour", "jours", "j"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w", "semaine", "semaines", "sem"), Unit.WEEK),
    **dict.fromkeys(("fortnight", "fortnights", "quinzaine", "quinzaines"), Unit.FORTNIGHT),
    **dict.fromkeys(("month", "months", "mois"), Unit.MONTH),
}
# So many of these are two weeks to whoever speaks French, who counts both ends.
FORTNIGHTS = frozenset({(15, "jours")})
# Words that say at once how often.
OFTEN = {
    **dict.fromkeys(("daily", "quotidien", "quotidienne", "quotidiennement"), Unit.DAY),
    **dict.fromkeys(("weekly", "hebdomadaire"), Unit.WEEK),
    "fortnightly": Unit.FORTNIGHT,
    **dict.fromkeys(("monthly", "mensuel", "mensuelle"), Unit.MONTH),
}
# Several weekdays in a word or more; the longest stand first.
GROUPS = {
    ("jours", "de", "semaine"): range(5),
    ("jours", "de", "la", "semaine"): range(5),
    ("jour", "de", "semaine"): range(5),
    ("jours", "ouvres"): range(5),
    ("jour", "ouvre"): range(5),
    ("en", "semaine"): range(5),
    ("weekdays",): range(5),
    ("weekday",): range(5),
    ("workdays",): range(5),
    ("workday",): range(5),
    ("weekend",): range(5, 7),
    ("weekends",): range(5, 7),
}

EVERY = (("every",), ("each",), ("chaque",), ("tous", "les"), ("toutes", "les"))
OTHER = frozenset({"other"})
ONE = frozenset({"un", "une", "1"})
AND = frozenset({",", "and", "et", "&", "+", "/"})
MORE = frozenset({"and", "et", "&", "+"})
OF = frozenset({"of", "de", "du", "d'"})
ARTICLES = frozenset({"the", "le", "la", "les", "l'"})
ON = frozenset({"on", *ARTICLES})
# What may stand between one phrase and the next.
BREAKS = frozenset({",", ";", "-", ":", "!"})
TO = (
    ("..",),
    ("-",),
    ("to",),
    ("until",),
    ("till",),
    ("through",),
    ("au",),
    ("a",),
    ("jusqu'", "au"),
    ("jusqu'", "a"),
)

AT = frozenset({"at", "a", "@"})
HOURS = frozenset({"h", "heure", "heures"})
MINUTES = frozenset({"min", "mn", "minutes"})
NAMED_TIMES = {"noon": 12, "midday": 12, "midi": 12, "midnight": 0, "minuit": 0}
HALVES = {
    ("am",): Half.AM,
    ("pm",): Half.PM,
    ("du", "matin"): Half.MORNING,
    ("in", "the", "morning"): Half.MORNING,
    ("de", "l'", "apres-midi"): Half.EVENING,
    ("in", "the", "afternoon"): Half.EVENING,
    ("du", "soir"): Half.EVENING,
    ("in", "the", "evening"): Half.EVENING,
}
FROM = (
    ("starting", "from"),
    ("starting", "on"),
    ("starting",),
    ("beginning", "on"),
    ("beginning",),
    ("from",),
    ("as", "of"),
    ("a", "partir", "du"),
    ("a", "partir", "de"),
    ("a", "partir", "d'"),
    ("a", "compter", "du"),
    ("a", "compter", "de"),
    ("des", "le"),
)
# What stands before the last day.
UNTIL = (
    ("until",),
    ("till",),
    ("to",),
    ("through",),
    ("au",),
    ("jusqu'", "au"),
    ("jusqu'", "a"),
)
# Behind the day of the week: "Monday evenings", « le lundi soir ».
PARTS_OF_DAY = {
    **dict.fromkeys(("morning", "mornings", "matin", "matins"), Half.MORNING),
    **dict.fromkeys(("afternoon", "afternoons", "apres-midi"), Half.EVENING),
    **dict.fromkeys(("evening", "evenings", "soir", "soirs"), Half.EVENING),
}
# Before what is left out.
EXCEPT = frozenset({"except", "excluding", "without", "sauf", "excepte", "hors", "sans"})
# What begins something that is said in an option of its own.
ELSEWHERE = {
    **dict.fromkeys(EXCEPT, "without"),
    **dict.fromkeys(("for", "during", "pendant", "durant"), "stays"),
    **dict.fromkeys(("time", "heure", "utc", "gmt", "bst", "cet", "cest"), "zone"),
    **dict.fromkeys(("est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"), "zone"),
}
ELSEWHERE_BEHIND = {"time": "zone"}  # what makes one of the word before: "Paris time"
# Before a range of hours or days, and before a length of time.
BETWEEN = frozenset({"from", "between", "entre", "de", "du", "d'"})
FOR = frozenset({"for", "during", "pendant", "durant"})
INDEFINITE = frozenset({"a", "an"})
