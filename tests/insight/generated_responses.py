"""A discussion with as many responses as one likes, in French and in English, the same each time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.report import AskedGap, QuotedFact
from bot.insight.tally import AskedPrompt, Occasion, ResponseRow

BEGAN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ENDED = datetime(2026, 3, 15, 20, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

QUESTIONS = {
    "en": (
        "Who should decide what becomes of the old harbour?",
        "What would you miss most if the fish market closed?",
        "Is a longer tram line worth three years of building work?",
        "What one thing would make you come to the waterfront more often?",
    ),
    "fr": (
        "Qui devrait décider de l’avenir du vieux port ?",
        "Qu’est-ce qui vous manquerait le plus si le marché aux poissons fermait ?",
        "Un tramway plus long vaut-il trois ans de travaux ?",
        "Qu’est-ce qui vous ferait venir plus souvent au bord de l’eau ?",
    ),
}
# For each question: what answers begin with, what they go on with, how some of them end.
PARTS = {
    "en": (
        (
            ("The residents should have the last word", "I would leave it to a citizens’ assembly"),
            (
                "because they live with the noise every day",
                "and not to investors from elsewhere",
                "with a referendum in the spring",
                "and the council should only carry it out",
            ),
        ),
        (
            (
                "The voices of the traders",
                "Fresh mackerel on a Saturday morning",
                "The smell of salt and ice",
            ),
            (
                "and my grandmother’s recipes with it",
                "because supermarkets sell nothing like it",
                "and the gulls quarrelling over scraps",
            ),
        ),
        (
            (
                "Yes, the buses are full at rush hour",
                "Not if the shops lose their customers",
                "Only with cycle lanes",
            ),
            (
                "and the commute would be half as long",
                "since the diggers would block the avenue",
                "and tickets stay affordable for students",
            ),
        ),
        (
            ("Benches in the shade", "A playground for small children", "Music on summer evenings"),
            (
                "and toilets that are clean",
                "with trees instead of concrete",
                "and a café that stays open late",
            ),
        ),
    ),
    "fr": (
        (
            ("Les habitants doivent avoir le dernier mot", "Je confierais cela à une assemblée citoyenne"),
            (
                "parce qu’ils vivent avec le bruit chaque jour",
                "et non à des investisseurs venus d’ailleurs",
                "avec un référendum au printemps",
            ),
        ),
        (
            ("La voix des marchands", "Le maquereau frais du samedi matin", "L’odeur du sel et de la glace"),
            (
                "et les recettes de ma grand-mère avec elle",
                "car les supermarchés ne vendent rien de pareil",
                "et les mouettes qui se disputent les restes",
            ),
        ),
        (
            ("Oui, les bus sont pleins aux heures de pointe", "Pas si les boutiques perdent leurs clients"),
            (
                "et le trajet serait deux fois plus court",
                "puisque les pelleteuses bloqueraient l’avenue",
                "si les billets restent abordables pour les étudiants",
            ),
        ),
        (
            ("Des bancs à l’ombre", "Une aire de jeux pour les petits", "De la musique les soirs d’été"),
            (
                "et des toilettes propres",
                "avec des arbres plutôt que du béton",
                "et un café ouvert tard le soir",
            ),
        ),
    ),
}
ASIDES = {
    "en": (
        "In my opinion, at least.",
        "My neighbours see it differently.",
        "We have talked about it for ten years.",
    ),
    "fr": ("À mon avis, du moins.", "Mes voisins voient cela autrement.", "Nous en parlons depuis dix ans."),
}
SHORT = {
    "en": ("No idea.", "Agreed!", "I do not know yet."),
    "fr": ("Aucune idée.", "D’accord !", "Je ne sais pas."),
}
HOURS = (7, 8, 8, 12, 12, 13, 17, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22, 23)


def prompts(language: str = "en", *, reach: int | None = 5_200) -> list[AskedPrompt]:
    return [
        AskedPrompt(
            prompt=number,
            number=number,
            question=question,
            posted_at=BEGAN + timedelta(days=2 * (number - 1)),
            reach=None if reach is None else reach + 40 * number,
            language=language,
        )
        for number, question in enumerate(QUESTIONS[language], 1)
    ]


def occasion(language: str = "en") -> Occasion:
    is_english = language == "en"
    facts = (
        (
            "The old harbour of Lisse handled its last freighter in 2011.",
            "Le vieux port de Lisse a vu son dernier cargo en 2011.",
        ),
        (
            "The tram extension is to cost 212 million euros.",
            "Le prolongement du tramway doit coûter 212 millions d’euros.",
        ),
        (
            "The fish market has 41 stalls, down from 120 in 1990.",
            "Le marché aux poissons compte 41 étals, contre 120 en 1990.",
        ),
        ("A fifth of the quays belongs to the State.", "Un cinquième des quais appartient à l’État."),
    )
    gaps = (
        ("How much does a stall cost a month?", "Combien coûte un étal par mois ?"),
        ("Will the ferry to the islands stay?", "Le bateau pour les îles sera-t-il maintenu ?"),
        ("Who owns the crane?", "À qui appartient la grue ?"),
    )
    return Occasion(
        title="What should become of the old harbour?" if is_english else "Que faire du vieux port ?",
        guild="Lisse & surroundings" if is_english else "Lisse et alentours",
        language=language,
        zone=PARIS,
        began_at=BEGAN,
        ended_at=ENDED,
        taken_at=ENDED + timedelta(hours=14),
        facts=[
            QuotedFact(text=pair[0 if is_english else 1], times=times)
            for pair, times in zip(facts, (412, 233, 97, 3), strict=True)
        ],
        gaps=[
            AskedGap(query=pair[0 if is_english else 1], times=times, is_answered=times > 50)
            for pair, times in zip(gaps, (61, 24, 2), strict=True)
        ],
    )


def rows(count: int, *, people: int = 4_000, language: str = "en", seed: int = 7) -> Iterator[ResponseRow]:
    """Yield so many responses, as they were given."""
    random = Random(seed)  # noqa: S311 (made-up answers, no secrets)
    other = {"en": "fr", "fr": "en"}[language]
    for number in range(count):
        # Early questions and active people have more.
        prompt = random.choices((1, 2, 3, 4), (40, 27, 20, 13))[0]
        person: object = int(people * random.random() ** 1.5)
        kept = random.choices(("named", "pseudonymous", "unlinked"), (62, 27, 11))[0]
        passed = timedelta(days=min(13.0, 2 * (prompt - 1) + random.expovariate(0.55)))
        at = (BEGAN + passed).replace(hour=random.choice(HOURS), minute=number % 60)
        if kept == "unlinked":
            person, at = f"unlinked {number}", at.replace(hour=0, minute=0)
        said = text(random, prompt, language if random.random() < 0.85 else other)
        yield ResponseRow(
            prompt=prompt,
            person=person,
            text=said,
            created_at=at,
            given=random.choices(("thread", "button", "command", "reply", "menu"), (55, 30, 9, 5, 1))[0],
            kept=kept,
            edited=random.random() < 0.06,
            reactions=int(random.expovariate(0.35 if len(said) > 30 else 2)),
            may_quote=kept != "unlinked" and random.random() < 0.4,
        )


def text(random: Random, prompt: int, language: str) -> str:
    if random.random() < 0.12:
        return random.choice(SHORT[language])
    openings, middles = PARTS[language][prompt - 1]
    sentences = [
        f"{random.choice(openings)} {random.choice(middles)}."
        for _ in range(random.choices((1, 2, 3, 8), (60, 25, 12, 3))[0])
    ]
    if random.random() < 0.4:
        sentences.append(random.choice(ASIDES[language]))
    return " ".join(sentences)
