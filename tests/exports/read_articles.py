"""Articles as they are when they have been read: one with everything in it, one that is hostile."""

from bot.domain.article import Article, Doubt, Doubtful, Fact, FactState, Question, Reason, SetAside

PARTS = (
    ("heading", "Les quais de Lisse\n\n"),
    (
        "f1",
        "Le port de Lisse a été fermé le 3 mai après la chute d’une grue de 40 tonnes sur le quai nord.",
    ),
    (None, " "),
    ("f2", "« Nous rouvrirons avant l’été », a promis Odile Brandt, maire de la ville depuis 2019."),
    (None, "\n\n"),
    (
        "post",
        "Lisse Port @LissePort · 3 mai\n🚧 Fermeture du quai nord jusqu’à nouvel ordre. #Lisse",
    ),
    (None, "\n\n"),
    ("f3", "« Elle n’a rien promis du tout », dit un pêcheur."),
    (None, " "),
    ("f4", "Elle a coûté 12 millions d’euros."),
    (None, " "),
    ("rhetoric", "Mais qui s’en souvient ?"),
    (None, "\n\nLire aussi : "),
    ("related", "Les grues de Brême"),
    (None, "\n\nQue pensez-vous ?\n\n1. "),
    ("q1", "Le port doit-il déménager ?"),
    (None, " "),
    ("q1-1", "Pourquoi ?"),
    (None, " "),
    ("q1-2", "Vers où ?"),
    (None, "\n2. "),
    ("q2", "Décrivez le port de votre enfance."),
    (None, "\n"),
)
TEXT = "".join(words for _, words in PARTS)


def span(name: str) -> tuple[int, int]:
    """Return where a part of ``TEXT`` stands, without the spaces behind it."""
    start = 0
    for part, words in PARTS:
        if part == name:
            return start, start + len(words.rstrip())
        start += len(words)
    raise AssertionError(name)


def fact(name: str, *, speaker: str | None = None, score: float = 0.1, text: str | None = None) -> Fact:
    """Return a fact of ``TEXT``."""
    start, end = span(name)
    passage = TEXT[start:end]
    return Fact(
        id=name,
        text=text or passage,
        passage=passage,
        speaker=speaker,
        start=start,
        end=end,
        score=score,
    )


def set_aside(name: str) -> SetAside:
    """Return a part of ``TEXT`` that was set aside, named as its reason."""
    start, end = span(name)
    return SetAside(text=TEXT[start:end], reason=Reason(name), start=start, end=end)


# Everything that can be shown: a speaker in a passage, words that were clarified, doubts of both kinds.
HARBOUR = Article(
    title="Le port de Lisse ferme",
    language="fr",
    source="Courrier de Lisse",
    author="Ines Robert",
    url="https://lisse.example/port?a=1&b=2",
    date="2026-05-04",
    facts=(
        fact("f1", score=0.9),
        fact("f2", speaker="Odile Brandt", score=0.4),
        fact("f3", score=0.2),
        fact("f4", text="[La grue] a coûté 12 millions d’euros.", score=0.8),
        Fact(
            id="f5",
            text="Onze bateaux ont coulé.",
            passage="Onze bateaux ont coulé.",
            state=FactState.CORRECTED,
            note="douze selon la mairie",
        ),
    ),
    questions=(
        Question(
            id="q1", text="Le port doit-il déménager\u202f?", follow_ups=("Pourquoi ?", "Vers où\u00a0?")
        ),
        Question(id="q2", text="Décrivez le port de votre enfance."),
    ),
    text=TEXT,
    set_aside=tuple(set_aside(name) for name in ("heading", "post", "rhetoric", "related")),
    doubts=(
        Doubtful(doubt=Doubt.NO_SPEAKER, item="f:f3"),
        Doubtful(doubt=Doubt.UNANNOUNCED, item="q:q2"),
        Doubtful(doubt=Doubt.LITTLE),
    ),
)

ATTACKS = (
    "</script><script>document.title='gone'</script>",
    "</style><style>*{display:none}</style>",
    "</title><script>alert(1)</script>",
    "<img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "--><!-- <iframe srcdoc='<script>alert(1)</script>'>",
    "&lt;script&gt;&amp;",
    "\"'><a href=javascript:alert(1)>x</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "\u202egnp.exe\u2066isolate\u2069",
    "NUL\x00 ESC\x1b[31m BEL\x07 C1\x9b31m",
    "lone \ud83d surrogate \udfff and \uffff",
    "{{7*7}} {0} %s ${x} \\u003cscript\\u003e",
    "line\r\nends\rof\u2028all\u2029kinds\x85\x0b\x0c",
)
EVIL = "\n\n".join(ATTACKS)


def hostile() -> Article:
    """Return an article of which every word would do something."""
    places = [(EVIL.index(attack), EVIL.index(attack) + len(attack)) for attack in ATTACKS]
    return Article(
        title=ATTACKS[2],
        language='en" onclick="alert(1)',
        source=ATTACKS[0],
        author=ATTACKS[3],
        url="javascript:alert(1)//" + ATTACKS[7],
        date="2026",
        facts=tuple(
            Fact(
                id=attack,
                text=attack,
                passage=attack,
                speaker=attack if number % 2 else None,
                start=start,
                end=end,
                score=0.5,
            )
            for number, (attack, (start, end)) in enumerate(zip(ATTACKS, places, strict=True))
        ),
        questions=tuple(
            Question(id=attack, text=attack, follow_ups=(attack, "", "?")) for attack in (*ATTACKS, "")
        ),
        text=EVIL,
        set_aside=tuple(
            SetAside(text=attack, reason=Reason.FRAGMENT, start=start, end=end + 3)
            for attack, (start, end) in zip(ATTACKS, places, strict=True)
        ),
        doubts=tuple(Doubtful(doubt=Doubt.LONG, item=f"f:{attack}") for attack in ATTACKS),
    )
