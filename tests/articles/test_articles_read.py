"""Tests for bot.articles.read: what any file may do to it, and what it never does."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.articles.read import read_article
from bot.domain.errors import BotError, FileKindError, NothingUnderstoodError

SUFFIXES = ["", ".txt", ".text", ".md", ".markdown", ".toml", ".yaml", ".yml", ".json", ".html", ".xhtml"]
PARTS = st.lists(
    st.sampled_from(
        [
            "« ",
            " »",
            '"',
            "“",
            "”",
            "‘",
            "’",
            ".",
            "?",
            "!",
            ":",
            ";",
            "\n",
            "\n\n",
            " ",
            "- ",
            "1. ",
            "a) ",
            "# ",
            "Source : ",
            "Et vous ?",
            "Discussion questions",
            "Ann Lee",
            "said",
            "a déclaré",
            "a-t-il",
            "il",
            "This",
            "Le port",
            "en 2020",
            "12 %",
            "— Ann (@ann) May 3, 2024",
            "Lire aussi",
            "M.",
            "U.S.",
            "Why",
            "Pourquoi",
            "> ",
            "[a](b)",
            "**",
            "---",
            "\u00ad",
            "\u00c3\u00a9",
            "e\u0301",
            "\r\n",
            "Commentaires",
            "qui",
            ", ",
            "(",
        ]
    ),
    max_size=60,
)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".png"])
def test_other_kinds_of_file_are_refused(suffix: str) -> None:
    with pytest.raises(FileKindError) as raised:
        read_article(b"<p>The pier opened in 1911.</p>", name=f"a{suffix}")

    assert raised.value.data == {"name": f"a{suffix}", "suffix": suffix}


@pytest.mark.parametrize("text", ["lol", "Pourquoi pas", "???", "# Title"])
def test_a_text_that_neither_states_nor_asks_is_refused(text: str) -> None:
    with pytest.raises(NothingUnderstoodError):
        read_article(text.encode(), name="a.txt")


@given(data=st.binary(max_size=2000), suffix=st.sampled_from(SUFFIXES))
@example(data=b"--- \n\n---", suffix=".md")
def test_any_bytes_give_an_article_or_a_reason(data: bytes, suffix: str) -> None:
    try:
        article = read_article(data, name=f"a{suffix}")
    except BotError:
        return
    assert article.facts or article.questions


@settings(max_examples=300)
@given(parts=PARTS, suffix=st.sampled_from(["", ".md"]))
def test_every_fact_rests_on_a_passage_of_the_text(parts: list[str], suffix: str) -> None:
    try:
        article = read_article("".join(parts).encode(), name=f"a{suffix}")
    except BotError:
        return
    for fact in article.facts:
        assert fact.start is not None
        assert fact.end is not None
        assert article.text[fact.start : fact.end] == fact.passage != ""
        assert 0 <= fact.score <= 1
    assert len({fact.id for fact in article.facts}) == len(article.facts)
    assert len({question.id for question in article.questions}) == len(article.questions)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A.B." * 60_000, id="initials"),
        pytest.param("?" * 240_000, id="question-marks"),
        pytest.param("« " * 80_000, id="quotation-marks"),
        pytest.param('" ' * 80_000, id="straight-quotation-marks"),
        pytest.param("a " * 120_000, id="short-words"),
        pytest.param("Le maire de la ville " * 12_000, id="no-end"),
        pytest.param(
            "Le quai compte 12 grues en 2020.Selon M. Lind, c'est un record." * 4_000, id="one-line"
        ),
        pytest.param("Le quai compte 12 grues.\n" * 9_000, id="lines"),
        pytest.param(
            "".join(f"« Le quai {n} est vide », a dit Ann Lee.\n\n" for n in range(5_000)), id="speakers"
        ),
        pytest.param("".join(f"Ann Lee {n} vend 12 grues.\n\n" for n in range(8_000)), id="paragraphs"),
        pytest.param("- Pourquoi ?\n" * 20_000, id="questions"),
        pytest.param("Et vous ?\n\n" * 20_000, id="headings"),
        pytest.param("Source : a\n\n" * 20_000, id="sources"),
        pytest.param("Commentaires\n\n" * 15_000, id="comments"),
        pytest.param("Dominique de La " * 15_000, id="names"),
        pytest.param("[" * 120_000 + "*_" * 50_000, id="brackets"),
        pytest.param("# " + "-" * 200_000, id="rules"),
        pytest.param("— @a " * 50_000, id="signatures"),
        pytest.param("le (" * 60_000, id="parentheses"),
        pytest.param("\n \n\t" * 60_000 + "Le quai compte 12 grues.", id="blank-lines"),
        pytest.param("\u00c3\u00a9" * 100_000, id="mojibake"),
        pytest.param("<a " * 80_000, id="tags"),
        pytest.param(", " * 100_000, id="commas"),
    ],
)  # a rule that is quadratic takes minutes over these
def test_hostile_texts_are_answered(text: str) -> None:
    with suppress(BotError):
        read_article(text.encode(), name="a.md")


def test_reading_a_text_imports_no_pack_library() -> None:
    code = (
        "import sys; from bot.articles.read import read_article; "
        "read_article(b'The pier opened in 1911.', name='a.txt'); "
        "print({'pydantic', 'yaml', 'tomli_w', 'rapidfuzz'} & set(sys.modules))"
    )

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "set()"
