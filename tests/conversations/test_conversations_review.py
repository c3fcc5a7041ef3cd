"""An article looked over at the local chat, by commands that one can type, in both languages."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from talk import Talk, open_talk

from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside
from bot.i18n import Language

TEXT = (
    "The mill burned in 1901. It was rebuilt, and it was sold in 1950. “We saw it,” he said. "
    "Share this! Read also: the bridge. Why us?"
)


def fact(number: int, words: str, **more: str) -> Fact:
    start = TEXT.index(words)
    return Fact(id=f"f{number}", text=words, passage=words, start=start, end=start + len(words), **more)  # type: ignore[arg-type]  # a fact's own fields


def aside(words: str, reason: Reason) -> SetAside:
    start = TEXT.index(words)
    return SetAside(text=words, reason=reason, start=start, end=start + len(words))


MILL = Article(
    title="The mill",
    language="en",
    source="Courier",
    text=TEXT,
    facts=(
        fact(1, "The mill burned in 1901."),
        fact(2, "It was rebuilt, and it was sold in 1950."),
        fact(3, "“We saw it,”"),
    ),
    questions=(
        Question(id="q1", text="Should it have been rebuilt?", follow_ups=("By whom?",)),
        Question(id="q2", text="Who should pay?"),
    ),
    set_aside=(
        aside("Share this!", Reason.FURNITURE),
        aside("Read also: the bridge.", Reason.RELATED),
        aside("Why us?", Reason.RHETORIC),
    ),
    doubts=(
        Doubtful(doubt=Doubt.DANGLING, item="f:f2"),
        Doubtful(doubt=Doubt.NO_SPEAKER, item="f:f3"),
    ),
)


async def begin(talk: Talk, article: Article = MILL) -> Talk:
    await talk.chat.context().cases.drafts.begin(article, "mill.md", at=talk.chat.at)
    return talk


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path) as opened:
        yield await begin(opened)


@pytest.fixture
async def causerie(tmp_path: Path) -> AsyncIterator[Talk]:
    async with open_talk(tmp_path, Language.FRENCH) as opened:
        yield await begin(opened)


async def kept(talk: Talk) -> Article:
    """Keep the draft; return what is stored."""
    await talk("/draft keep")
    cases, guild = talk.chat.context().cases, talk.chat.at.guild
    return (await cases.articles.get("the-mill", guild=guild)).article


async def test_doubts_come_first_then_what_was_understood_then_what_was_left_out(talk: Talk) -> None:
    shown = await talk("/draft show")

    order = [
        "To check first",
        "Fact 2: It begins with a word that points elsewhere.",
        "Fact 3: Whose words are these?",
        "3 facts · 2 questions · 3 parts set aside · 2 doubts",
        "Key facts:",
        "Questions:",
        "1. Should it have been rebuilt? By whom?",
        "Set aside",
        "Part of the page, not of the article (1)",
        "→ /draft keep draft:1  (Keep it; or /yes)",
        "→ /draft item draft:1 item:f:f2  (Check the next doubt (2); or /2)",
    ]
    places = [shown.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


async def test_doubts_are_settled_one_after_the_other(talk: Talk) -> None:
    await talk("/draft show")
    item = await talk("/2")
    assert "⚠ It begins with a word that points elsewhere." in item
    reworded = await talk("/draft reword f2 The mill was rebuilt, and it was sold in 1950.")
    assert "Check the next doubt (1)" in reworded
    assert "/draft item draft:1 item:f:f3" in reworded
    assert "⚠ Whose words are these?" in await talk("/draft item f3")

    attributed = await talk("/draft speaker f3 Karl Veen")

    assert "Noted who says it." in attributed
    assert "Karl Veen: “We saw it,”" in attributed
    assert "doubt" not in await talk("/draft show")
    assert "Nobody in particular says it now." in await talk("/draft speaker item:f3 -")
    # Whoever takes a name away knows that there is none.
    assert "doubt" not in await talk("/draft show")


async def test_a_doubt_can_be_waved_away(talk: Talk) -> None:
    assert "Good: no doubt about it any more." in await talk("/draft accept f:f2")
    assert "Check the next doubt (1)" in await talk("/draft show")


async def test_facts_are_merged_cut_and_moved(talk: Talk) -> None:
    cut = await talk("/draft split f2 The mill was rebuilt | it was sold in 1950.")
    assert "Cut." in cut
    assert "2. The mill was rebuilt" in cut
    assert "3. it was sold in 1950." in cut
    moved = await talk("/draft move f3 up")
    assert "Fact 3 of 4" in moved
    assert "Merged." in await talk("/draft merge f1 f3")

    article = await kept(talk)

    assert [one.text for one in article.facts] == [
        "The mill burned in 1901. “We saw it,”",
        "The mill was rebuilt",
        "it was sold in 1950.",
    ]
    assert len({one.id for one in article.facts} - {"f1", "f2", "f3"}) == 3
    assert article.facts[0].passage == TEXT[: TEXT.index("he said") - 1]
    assert article.facts[2].passage == "it was sold in 1950."
    assert all(TEXT[one.start : one.end] == one.passage for one in article.facts)


async def test_questions_change_with_what_hangs_on_them(talk: Talk) -> None:
    shown = await talk("/draft follow-ups q1 Why? | How?")
    assert "4. Should it have been rebuilt? Why? How?" in shown
    assert "It is a question of its own now." in await talk("/draft promote q1 2")
    assert "Merged." in await talk("/draft merge q2 q1")
    assert "Added your question" in await talk("/draft add-question What now? follow_ups:When? | Where?")
    await talk("/draft reword item:q1 Should the mill have been rebuilt?")

    article = await kept(talk)

    assert [(one.text, one.follow_ups) for one in article.questions] == [
        ("Should the mill have been rebuilt?", ("Why?", "Who should pay?")),
        ("How?", ()),
        ("What now?", ("When?", "Where?")),
    ]


async def test_follow_ups_are_taken_away(talk: Talk) -> None:
    await talk("/draft follow-ups item:q1 -")

    assert (await kept(talk)).questions[0].follow_ups == ()


async def test_a_fact_is_written(talk: Talk) -> None:
    shown = await talk("/draft add-fact It cost 3 million: too much. speaker:Ann Lee passage:So she said.")

    assert "4. Ann Lee: It cost 3 million: too much." in shown
    article = await kept(talk)
    assert (article.facts[3].passage, article.facts[3].start) == ("So she said.", None)


async def test_what_was_set_aside_is_found_by_its_reason_and_taken_in(talk: Talk) -> None:
    shown = await talk("/draft aside links")
    assert "Leads to another article (1)" in shown
    assert "1. Read also: the bridge." in shown
    assert "See what was set aside: page parts, links, rhetorical" in shown
    place = TEXT.index("Read also")
    assert f"s:{place}-" in shown

    taken = await talk(f"/draft take s:{place}-{place + 22} fact")
    assert "Taken in as a fact: Read also: the bridge." in taken
    question = TEXT.index("Why us?")
    await talk(f"/draft take s:{question}-{question + 7} kind:question")
    rest = await talk("/draft aside")
    assert "Share this!" in rest

    article = await kept(talk)
    assert article.facts[3].text == "Read also: the bridge."
    assert article.questions[2].text == "Why us?"
    assert [one.text for one in article.set_aside] == ["Share this!"]


async def test_there_may_be_nothing_set_aside(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await begin(talk, Article(title="T", language="en", facts=MILL.facts, text=TEXT))
        assert "Nothing is set aside any more." in await talk("/draft aside")
        assert "It asks nothing that could be discussed" in await talk("/draft show")


async def test_title_source_date_and_language(talk: Talk) -> None:
    shown = await talk("/draft heading title:Fire at the mill date:2024-03 author:Zoë language:French")
    assert "Fire at the mill" in shown
    assert "By Zoë" in shown
    assert "“soon” is no date that I can read." in await talk("/draft heading date:soon")
    assert "“klingon” is no language that I know." in await talk("/draft heading language:Klingon")
    await talk("/draft heading source:-")

    await talk("/draft keep")

    cases, guild = talk.chat.context().cases, talk.chat.at.guild
    article = (await cases.articles.get("fire-at-the-mill", guild=guild)).article
    assert (article.source, article.date, article.author, article.language) == (None, "2024-03", "Zoë", "fr")


async def test_everything_is_undone_after_the_program_was_started_anew(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        before = await (await begin(talk))("/draft show page:1")
        await talk("/draft drop f:f1")
        await talk("/draft merge item:f2 other:f3")
        await talk("/draft heading title:Else")
    async with open_talk(tmp_path) as talk:
        for what in ("title, source, date", "a merger", "something dropped"):
            assert f"Undone: {what}" in await talk("/draft undo")
        assert "There is nothing left to undo here." in await talk("/draft undo")
        assert await talk("/draft show page:1") == before


async def test_what_cannot_be_done_is_said_in_a_sentence(talk: Talk) -> None:
    refused = {
        "/draft merge item:f1 other:f1": "Two different facts can be merged",
        "/draft merge item:f1 other:q1": "Two different facts can be merged",
        "/draft split item:f1 All of it.": "put a line break where each part ends",
        "/draft speaker item:q1 Ann": "Only a fact can be somebody’s words.",
        "/draft speaker item:f1": "needs “speaker”",
        "/draft follow-ups item:q1": "needs “follow_ups”",
        "/draft follow-ups item:f1 Why?": "Only a question has follow-ups",
        "/draft promote q1 7": "there is none of that number here",
        "/draft move f1 up": "It cannot be moved any further that way.",
        "/draft move f1 sideways": "up · down",
        "/draft reword item:f9 Else.": "This is no longer part of the article",
        "/draft item s:0-1": "This is no longer part of the article",
        f"/draft reword item:f1 {'x' * 601}": "600 characters are the most",
        f"/draft heading title:{'x' * 201}": "200 characters are the most here.",
        "/draft heading": "needs “title”",
        "/draft show draft:7": "This article is no longer being looked over",
    }

    for line, expected in refused.items():
        assert expected in await talk(line), line

    assert await kept(talk) is not None
    assert "No article is being looked over. Add one first." in await talk("/draft show")


async def test_in_french(causerie: Talk) -> None:
    shown = await causerie("/brouillon montrer")
    assert "À vérifier d’abord" in shown
    assert "Voir ce qui a été écarté : éléments de page, renvois, rhétoriques" in shown
    assert "sens:vers le haut" in await causerie("/brouillon élément f2")
    lines = {
        "/brouillon reformuler élément:f1 Le moulin a brûlé.": "1. Le moulin a brûlé.",
        "/brouillon attribution élément:f3 Karl Veen": "C’est noté",
        "/brouillon déplacer f3 haut": "Déplacé.",
        "/brouillon réunir f1 f3": "Réunis.",
        "/brouillon relances q1 Pourquoi ? | Quand ?": "Pourquoi ? Quand ?",
        "/brouillon détacher q1 2": "C’est maintenant une question à part.",
        "/brouillon écartés renvois": "Renvoi à un autre article (1)",
        "/brouillon en-tête titre:Le moulin langue:anglais": "Le moulin",
        "/brouillon annuler": "Annulé : titre, source, date",
        "/brouillon garder": "ajouté sous le nom",
    }
    for line, expected in lines.items():
        assert expected in await causerie(line), line


async def test_help_names_what_can_be_done(talk: Talk, causerie: Talk) -> None:
    assert "/draft merge item:… other:… [draft:…]" in await talk("/help draft")
    assert "/draft undo [draft:…] — Undo the last change" in await talk("/help")
    assert "/brouillon couper élément:… texte:…" in await causerie("/aide brouillon")
