"""Tests for bot.chat_front.terminal and bot.chat_front.threads."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_front.terminal import BOLD, Terminal, complain
from bot.chat_front.threads import TerminalThreads
from bot.commands.reply import Action, Card, Part, Pick, PickKind, Reply
from bot.domain.article import Article, Question, StoredArticle
from bot.domain.discussion import Discussion, DiscussionState, Ending, Progress, Prompt
from bot.domain.guild import GuildSettings
from bot.domain.identity import LOCAL_CHANNEL, LOCAL_GUILD, ArticleId, DiscussionId, PromptId
from bot.i18n import Language, text_in

ENGLISH = text_in(Language.ENGLISH)


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)


def said(stream: io.StringIO, line: str, *, style: str = "", indent: str = "") -> str:
    Terminal(stream, text=ENGLISH).say(line, style=style, indent=indent)
    return stream.getvalue()


REPLY = Reply(
    text="What I found:",
    cards=(
        Card(title="A title", lines=("one", "", "two\nthree"), quote="quoted\nwords", footer="footer"),
        Card(lines=("second card",)),
    ),
    files=(Path("a.csv"),),
    parts=(
        Part(files=(Path("b.csv"), Path("c.csv")), caption="part 1 of 2"),
        Part(files=(Path("d.csv"),), caption="part 2 of 2"),
    ),
    actions=(
        Action(label="Keep it", command="article add", options={"file": "a.txt", "yes": "yes"}),
        Action(label="Other", command="articles"),
    ),
    picks=(
        Pick(
            label="One of them",
            command="draft item",
            option="item",
            options={"draft": 1},
            choices=(("f:a", "The first"), ("f:b", "The second")),
        ),
        Pick(label="A long one", command="fact", option="query", choices=(("#1:" + "x" * 30, "A fact"),)),
        Pick(label="A channel", command="setup", option="channel", kind=PickKind.CHANNEL),
    ),
)
SHOWN = """\
What I found:

A title
  one

  two
  three
  │ quoted
  │ words
  footer

  second card
  a.csv
  part 1 of 2
    b.csv
    c.csv
  part 2 of 2
    d.csv

→ /article add file:a.txt yes:yes  (Keep it; or /yes)
→ /articles  (Other; or /2)
→ /draft item draft:1 item:…  (One of them: f:a, f:b)
→ /fact query:…  (A long one)
→ /setup channel:…  (A channel)
"""


def test_a_reply_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    Terminal(stream, text=ENGLISH).show(REPLY)
    assert stream.getvalue() == SHOWN


def test_a_reply_at_a_terminal_has_the_same_words_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    screen = Screen()
    Terminal(screen, text=ENGLISH).show(REPLY)
    shown = screen.getvalue()

    assert "\x1b[1mA title\x1b[0m" in shown
    assert "\x1b[2m  footer\x1b[0m" in shown
    bare = shown
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        bare = bare.replace(code, "")
    assert bare == SHOWN


def test_an_error_is_shown_as_a_warning() -> None:
    screen = Screen()
    Terminal(screen, text=ENGLISH).show(Reply(text="No.", error="internal"))
    assert screen.getvalue() == "\x1b[33mNo.\x1b[0m\n"


@pytest.mark.parametrize(
    ("name", "value", "has_colour"),
    [
        pytest.param("NO_COLOR", "1", False, id="no-colour"),
        pytest.param("NO_COLOR", "", True, id="no-colour-empty-means-nothing"),
        pytest.param("TERM", "dumb", False, id="dumb"),
        pytest.param("TERM", "xterm-256color", True, id="terminal"),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, has_colour: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert ("\x1b" in said(Screen(), "x", style=BOLD)) is has_colour


def test_no_terminal_is_a_dumb_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM")
    assert said(Screen(), "x", style=BOLD) == "x\n"


def test_nothing_else_is_coloured() -> None:
    assert said(io.StringIO(), "x", style=BOLD) == "x\n"


def test_lines_are_wrapped_to_the_terminal_and_keep_their_indent() -> None:
    lines = said(Screen(), "word " * 30, indent="  │ ").splitlines()
    assert len(lines) > 3
    assert all(line.startswith("  │ word") and len(line) <= 40 for line in lines)
    assert said(Screen(), "    " + "word " * 12).splitlines()[1].startswith("    word")


@pytest.mark.parametrize("item", ["• ", "12. ", "   – "])
def test_an_item_of_a_list_goes_on_below_its_words(item: str) -> None:
    first, *rest = said(Screen(), item + "word " * 20, indent="  ").splitlines()

    assert first.startswith(f"  {item}word")
    assert rest
    assert all(line.startswith("  " + " " * len(item) + "word") for line in rest)


def test_links_and_paths_are_never_cut() -> None:
    link = "https://example.org/" + "a-long-path/" * 10
    assert link in said(Screen(), f"It is here: {link} and nowhere else").splitlines()


@pytest.mark.parametrize(("columns", "widest"), [("5", 20), ("40", 40), ("500", 100)])
def test_a_terminal_is_never_taken_for_narrower_or_wider_than_is_readable(
    monkeypatch: pytest.MonkeyPatch, columns: str, widest: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert widest - 3 < max(len(line) for line in said(Screen(), "ab " * 200).splitlines()) <= widest


def test_lines_are_left_alone_elsewhere() -> None:
    line = "word " * 100 + "end"
    assert said(io.StringIO(), line) == f"{line}\n"
    assert said(io.StringIO(), "") == "\n"
    assert said(io.StringIO(), "a\n\nb", indent="  ") == "  a\n\n  b\n"


@given(line=st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_stored_reaches_a_terminal_raw(line: str) -> None:
    for stream in (io.StringIO(), Screen()):
        assert not set(said(stream, line)) & {"\x1b", "\x07", "\x08", "\r", "\x9b", "\u202e"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_any_encoding_will_do(encoding: str) -> None:
    content = io.BytesIO()
    stream = io.TextIOWrapper(content, encoding=encoding, newline="\n")
    Terminal(stream, text=ENGLISH).say("« été » → 👍 \udcff")
    assert content.getvalue().endswith(b"? ?\n")


def test_complaints_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("No.", text=ENGLISH)
    assert capsys.readouterr() == ("", "No.\n")


@pytest.mark.parametrize(
    ("language", "first", "how", "end"),
    [
        pytest.param(
            Language.ENGLISH,
            "── Question 2 of 3 · A mill",
            "Any line without a slash is your answer.",
            "── The discussion of “A mill” has ended, with 1 answer from 1 person. Thank you!",
            id="en",
        ),
        pytest.param(
            Language.FRENCH,
            "── Question 2 sur 3 · A mill",
            "Toute ligne sans barre oblique est votre réponse.",
            "── La discussion sur « A mill » est terminée : 1 réponse, 1 personne. Merci !",
            id="fr",
        ),
    ],
)
async def test_the_threads_of_a_terminal(language: Language, first: str, how: str, end: str) -> None:
    stream = io.StringIO()
    threads = TerminalThreads(Terminal(stream, text=text_in(language)))
    questions = tuple(Question(id=f"q{number}", text="?") for number in range(3))
    article = Article(id="mill", title="A mill", language="en", questions=questions)
    prompt = Prompt(
        id=PromptId(7),
        discussion=DiscussionId(1),
        number=2,
        question="q2",
        text="Why?",
        follow_ups=("Since when?",),
        planned_at=datetime(2026, 1, 1, tzinfo=UTC),
    )

    discussion = Discussion(
        id=DiscussionId(1),
        guild=LOCAL_GUILD,
        article=ArticleId(1),
        channel=LOCAL_CHANNEL,
        state=DiscussionState.OPEN,
        opened_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    settings = GuildSettings()
    ending = Ending(
        discussion=discussion,
        title="A mill",
        prompts=(prompt,),
        answered={prompt.id: 1},
        unasked=(),
        progress=Progress(asked=1, questions=3, responses=1, people=1),
    )

    await threads.prepare(guild=LOCAL_GUILD, settings=settings)
    await threads.rehearse(guild=LOCAL_GUILD, channel=LOCAL_CHANNEL, settings=settings)
    stored = StoredArticle(key=ArticleId(1), article=article)
    thread = await threads.post_prompt(
        prompt, discussion=discussion, article=stored, settings=settings, nonce="o1", is_retry=False
    )
    await threads.open_thread(prompt, discussion=discussion, article=stored, settings=settings)
    await threads.pin(prompt, discussion=discussion)
    await threads.take_away(prompt, discussion=discussion)
    await threads.put_closing_card(ending, settings=settings, nonce="o2")
    await threads.shut_thread(prompt, discussion=discussion)
    await threads.unpin(prompt, discussion=discussion)

    assert await threads.inspect(guild=LOCAL_GUILD, channel=LOCAL_CHANNEL, settings=settings) == ()
    assert thread == 7
    shown = stream.getvalue().translate(str.maketrans("\u00a0\u202f", "  "))
    assert shown.splitlines() == [first, "Why?", "  – Since when?", how, end]
