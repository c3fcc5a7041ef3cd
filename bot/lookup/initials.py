"""Initials that differ between French and English, so that a member may use either."""

_PAIRS = (
    ("ia", "ai"),
    ("ue", "eu"),
    ("onu", "un"),
    ("otan", "nato"),
    ("pib", "gdp"),
    ("adn", "dna"),
    ("arn", "rna"),
    ("vih", "hiv"),
    ("sida", "aids"),
    ("ovni", "ufo"),
    ("oms", "who"),
    ("fmi", "imf"),
    ("pdg", "ceo"),
    ("ong", "ngo"),
    ("rgpd", "gdpr"),
    ("opep", "opec"),
    ("urss", "ussr"),
)

OTHER_INITIALS: dict[str, str] = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}

# Words that tell nothing about the language they stand in: *ai* is French for "have" and English for "IA".
UNDECIDED = frozenset({"ai"})
