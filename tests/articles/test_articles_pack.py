"""Tests for packs: what is written is read back, and what is wrong is said."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.articles.pack import read_pack, write_pack
from bot.articles.pack_forms import Form
from bot.articles.read import read_article
from bot.domain.article import Article, Fact, FactState, Question
from bot.domain.errors import PackError, PackSyntaxError

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    str.strip
)
SPANS = st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)


@st.composite
def facts(draw: st.DrawFn, *, id_: str) -> Fact:
    span = draw(SPANS)
    return Fact(
        id=id_,
        text=draw(WORDS),
        passage=draw(WORDS),
        speaker=draw(st.none() | WORDS),
        start=span[0] if span else None,
        end=span[1] if span else None,
        score=draw(st.floats(0, 1)),
        state=draw(st.sampled_from(FactState)),
        note=draw(st.none() | WORDS),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    fact_ids = draw(st.lists(WORDS, max_size=4, unique=True))
    question_ids = draw(st.lists(WORDS, min_size=not fact_ids, max_size=3, unique=True))
    return Article(
        id=draw(st.none() | WORDS),
        title=draw(st.none() | WORDS),
        language=draw(st.from_regex("[a-z]{2}", fullmatch=True)),
        source=draw(st.none() | WORDS),
        author=draw(st.none() | WORDS),
        url=draw(st.none() | WORDS),
        date=draw(st.none() | st.from_regex("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True)),
        facts=tuple(draw(facts(id_=id_)) for id_ in fact_ids),
        questions=tuple(
            Question(id=id_, text=draw(WORDS), follow_ups=tuple(draw(st.lists(WORDS, max_size=3))))
            for id_ in question_ids
        ),
    )


@example(
    Article(title="a\r\nb", language="en", url="c\r\nd", questions=(Question(id="e\r\nf", text="g\r\nh"),))
)
@given(article=articles())
def test_what_is_written_is_read_back(article: Article) -> None:
    assert read_pack(write_pack(article), name="a.toml", form="toml") == article


def test_exporting_and_importing_a_text_loses_nothing_but_the_text() -> None:
    text = "The weir at Colm\r\nbroke on May 3, 2021. “Nobody slept,” said Ida Marsh."
    article = read_article(text.encode(), name="a.txt")

    assert read_pack(write_pack(article), name="a.toml", form="toml") == replace(article, text="")


def test_a_pack_is_written_for_people_to_edit() -> None:
    fact = Fact(id="f1", text="The weir broke.", passage="The weir\nbroke.", start=3, end=18, score=0.5)
    article = Article(
        id="weir",
        title="The weir",
        language="en",
        date="2021-05",
        facts=(fact,),
        questions=(Question(id="q1", text="What now?", follow_ups=("Why?",)),),
    )

    assert write_pack(article).split("\n") == [
        'id = "weir"',
        'title = "The weir"',
        'language = "en"',
        'date = "2021-05"',
        "",
        "[[facts]]",
        'id = "f1"',
        'text = "The weir broke."',
        'passage = """',
        "The weir",
        'broke."""',
        "start = 3",
        "end = 18",
        "score = 0.5",
        "",
        "[[questions]]",
        'id = "q1"',
        'text = "What now?"',
        "follow_ups = [",
        '    "Why?",',
        "]",
        "",
    ]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("toml", 'language = "FR"\ndate = 2024-03-25\n[[facts]]\ntext = "Le pont rouvre."\n'),
        ("toml", 'language = "fr"\ndate = 2024-03-25T10:00:00\n[[facts]]\ntext = "Le pont rouvre."\n'),
        ("yaml", "title: ''\nlanguage: fr-CA\ndate: 2024-03-25\nfacts:\n- text: Le pont rouvre.\n"),
        ("json", '\ufeff{"date": "2024-03-25", "source": null, "facts": [{"text": "Le pont rouvre."}]}'),
    ],
)
def test_what_is_harmless_is_accepted(form: Form, text: str) -> None:
    article = read_pack(text, name="a", form=form)

    assert article.language == "fr"
    assert article.date == "2024-03-25"
    assert article.title is article.source is None
    assert article.facts == (Fact(id="f1", text="Le pont rouvre.", passage="Le pont rouvre."),)


def test_a_bare_year_is_a_date() -> None:
    assert read_pack("date: 2024\nfacts: [{text: a}]", name="a", form="yaml").date == "2024"


def test_missing_ids_are_filled_without_collision() -> None:
    text = "facts: [{text: a}, {text: b, id: f1}, {text: c}, {text: d, id: own}]"

    article = read_pack(text, name="a", form="yaml")

    assert article.facts[1].id == "f1"
    assert article.facts[3].id == "own"
    assert len({fact.id for fact in article.facts}) == 4


@pytest.mark.parametrize(
    ("text", "code", "data"),
    [
        ("", "pack_empty", {"where": ""}),
        ("{}", "pack_empty", {"where": ""}),
        ("title: Rien", "pack_empty", {"where": ""}),
        ("[1, 2]", "pack_type", {"where": "", "expected": "table", "found": "list"}),
        ("facts: x", "pack_type", {"where": "facts", "expected": "list", "found": "text"}),
        ("facts: [{text: a}, b]", "pack_type", {"where": "facts[2]", "expected": "table", "found": "text"}),
        (
            "facts: [{text: 3}]",
            "pack_type",
            {"where": "facts[1].text", "expected": "text", "found": "number"},
        ),
        (
            "facts: [{text: a, start: x, end: 4}]",
            "pack_type",
            {"where": "facts[1].start", "expected": "number"},
        ),
        ("facts: [{text: a, start: true, end: 4}]", "pack_type", {"found": "flag"}),
        ("facts: [{text: 2024-01-01}]", "pack_type", {"expected": "text", "found": "date"}),
        ("facts: [{text: a}, {}]", "pack_missing", {"where": "facts[2].text"}),
        ("facts: [{text: ' '}]", "pack_missing", {"where": "facts[1].text"}),
        ("questions: [{text: a, follow_ups: ['']}]", "pack_missing", {"where": "questions[1].follow_ups[1]"}),
        ("facts: [{txet: a}]", "pack_unknown_key", {"where": "facts[1].txet", "nearest": "text"}),
        ("questions: [{text: a, followups: []}]", "pack_unknown_key", {"nearest": "follow_ups"}),
        ("fact: []", "pack_unknown_key", {"where": "fact", "nearest": "facts"}),
        ("zzz: 1", "pack_unknown_key", {"where": "zzz", "nearest": ""}),
        ("1: 1", "pack_unknown_key", {"where": "1"}),
        ("facts: [{text: a, state: gone}]", "pack_value", {"where": "facts[1].state"}),
        ("facts: [{text: a, score: 2}]", "pack_value", {"where": "facts[1].score", "allowed": "0 … 1"}),
        ("facts: [{text: a, score: .nan}]", "pack_value", {"where": "facts[1].score"}),
        ("facts: [{text: a, start: 3}]", "pack_value", {"where": "facts[1]", "allowed": "0 ≤ start ≤ end"}),
        ("facts: [{text: a, start: 3, end: 2}]", "pack_value", {"where": "facts[1]"}),
        ("date: mars\nfacts: [{text: a}]", "pack_value", {"where": "date"}),
        ("language: français\nfacts: [{text: a}]", "pack_value", {"where": "language"}),
        ('facts: [{text: "\\0"}]', "pack_value", {"where": "facts[1].text"}),
        (
            "facts: [{text: a, id: x}, {text: b, id: x}]",
            "pack_duplicate",
            {"where": "facts[2].id", "id": "x"},
        ),
    ],
)
def test_what_a_pack_may_not_say_is_named(text: str, code: str, data: dict[str, object]) -> None:
    with pytest.raises(PackError) as raised:
        read_pack(text, name="a.yaml", form="yaml")

    assert raised.value.code == code
    assert raised.value.data["name"] == "a.yaml"
    assert data.items() <= raised.value.data.items()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"facts": [{"text": "\\ud800"}]}', id="in-a-value"),
        pytest.param('{"\\ud800": 1, "facts": [{"text": "a"}]}', id="in-a-key"),
    ],
)
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(PackError) as raised:
        read_pack(text, name="a.json", form="json")

    assert raised.value.code == "pack_value"


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        ("toml", "title = [[[", 0),
        ("toml", 'title = "a"\nfacts = @\n', 2),
        ("json", '{"a":\n 1,}', 2),
        ("json", "1" * 5000, 0),
        ("yaml", "a: [\n b: c", 3),
        ("yaml", "a: 1\na: 2", 2),
        ("yaml", "a: {b: {c: [1, {d: 1, d: 2}]}}", 1),
        ("yaml", "a: &x 1\nb: *x", 1),
        ("yaml", "a: 1\nb: *x", 2),
        ("yaml", "a: !!python/object/apply:os.getcwd []", 1),
        ("yaml", "a: 2024-13-45", 0),
        ("yaml", "a: \x07", 0),
    ],
)
def test_what_is_not_well_formed_says_where(form: Form, text: str, line: int) -> None:
    with pytest.raises(PackSyntaxError) as raised:
        read_pack(text, name="a", form=form)

    assert raised.value.data["line"] == line
    assert raised.value.data["form"] == form
    assert raised.value.data["reason"]


@pytest.mark.parametrize("form", ["toml", "yaml", "json"])
def test_depth_is_refused(form: Form) -> None:
    with pytest.raises(PackError) as raised:
        read_pack(("x = " if form == "toml" else "") + "[" * 100_000, name="a", form=form)

    assert raised.value.code == "pack_too_deep"


def test_a_yaml_bomb_is_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)]

    with pytest.raises(PackSyntaxError):
        read_article("\n".join(lines).encode(), name="bomb.yml")


@pytest.mark.parametrize("suffix", ["toml", "yaml", "yml", "json"])
def test_packs_are_told_by_their_suffix(suffix: str) -> None:
    pack = {"language": "en", "questions": [{"text": "Why?"}]}
    text = 'language = "en"\n[[questions]]\ntext = "Why?"' if suffix == "toml" else json.dumps(pack)

    article = read_article(text.encode(), name=f"Pack.{suffix.upper()}")

    assert article.questions == (Question(id="q1", text="Why?"),)


@pytest.mark.parametrize("passage", ["", "Odile Brandt founded it.", "She did."])
def test_what_moderators_added_keeps_its_passage_or_its_lack_of_one(passage: str) -> None:
    added = datetime(2026, 3, 1, 12, tzinfo=UTC)
    fact = Fact(id="m1", text="Odile Brandt founded it.", passage=passage, added_at=added)

    article = Article(title="The mill", language="en", facts=(fact,))

    assert read_pack(write_pack(article), name="a.toml", form="toml").facts == (fact,)
