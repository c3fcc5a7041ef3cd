"""Tests for bot.chat_front.line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_front.line import Grammar, Typed
from bot.commands import COMMANDS
from bot.commands.spec import command_name, option_name
from bot.domain.errors import (
    IncompleteCommandError,
    NoOptionsError,
    UnknownCommandError,
    UnknownOptionError,
    UsageError,
)
from bot.i18n import Language, text_in

GRAMMAR = Grammar(COMMANDS, text=text_in(Language.ENGLISH))
FRENCH = Grammar(COMMANDS, text=text_in(Language.FRENCH))

PIECES = st.sampled_from(
    [
        *(command_name(command.name, text_in(language)) for command in COMMANDS for language in Language),
        *(f"{option.name}:" for command in COMMANDS for option in command.options),
        *(
            f"{option_name(option.name, text_in(language))}:"
            for command in COMMANDS
            for language in Language
            for option in command.options
        ),
        *(":", "::", "/", "#3", "12", " ", "\n", "\u2028", "x", "https://example.org", "Note:", "a:b"),
    ]
)


@pytest.mark.parametrize(
    ("line", "command", "options"),
    [
        pytest.param("fact 8 millions", "fact", {"query": "8 millions"}, id="bare"),
        pytest.param("fact query:8 millions", "fact", {"query": "8 millions"}, id="named"),
        pytest.param("fact query: 8 millions", "fact", {"query": "8 millions"}, id="named-with-a-space"),
        pytest.param("fait requête:x", "fact", {"query": "x"}, id="french"),
        pytest.param("fait requete:x", "fact", {"query": "x"}, id="french-without-accents"),
        pytest.param("FACT Query:X", "fact", {"query": "X"}, id="capitals"),
        pytest.param("fact x article:a b", "fact", {"query": "x", "article": "a b"}, id="bare-then-named"),
        pytest.param("fact article:a query:x", "fact", {"query": "x", "article": "a"}, id="in-any-order"),
        pytest.param("fact query:x query:y", "fact", {"query": "x query:y"}, id="said-twice-is-a-word"),
        pytest.param("fact why query:x", "fact", {"query": "why query:x"}, id="after-bare-is-a-word"),
        pytest.param(
            "responses hide 3 off topic",
            "responses hide",
            {"response": "3", "reason": "off topic"},
            id="needed-number-first",
        ),
        pytest.param("responses hide #3", "responses hide", {"response": "#3"}, id="needed-number-alone"),
        pytest.param("fact", "fact", {}, id="nothing"),
        pytest.param(
            'schedule add when:"every Monday at 18:00" opens:"the queue" stays:“2 days”',
            "schedule add",
            {"when": "every Monday at 18:00", "opens": "the queue", "stays": "2 days"},
            id="quoted",
        ),
        pytest.param("fait « 8 millions »", "fact", {"query": "8 millions"}, id="quoted-bare"),
        pytest.param('fact the "8 millions"', "fact", {"query": 'the "8 millions"'}, id="quoted-in-part"),
        pytest.param('answer "No", she said', "answer", {"text": '"No", she said'}, id="quoted-speech"),
        pytest.param('answer text:"No."', "answer", {"text": '"No."'}, id="quoted-prose"),
        pytest.param("  fact   x  ", "fact", {"query": "x"}, id="blanks-around"),
        pytest.param("fact\nx", "fact", {"query": "x"}, id="newline"),
        pytest.param("fact 10:30", "fact", {"query": "10:30"}, id="time-is-no-name"),
        pytest.param("fact http://a.b", "fact", {"query": "http://a.b"}, id="address-is-no-name"),
        pytest.param("article add a.txt", "article add", {"file": "a.txt"}, id="group"),
        pytest.param("article   add a.txt", "article add", {"file": "a.txt"}, id="group-with-blanks"),
        pytest.param("article ajouter a oui:oui", "article add", {"file": "a", "yes": "oui"}, id="flag"),
        pytest.param(
            "article add yes:yes a b", "article add", {"yes": "yes", "file": "a b"}, id="flag-first"
        ),
        pytest.param(
            "article add C:\\a b.txt yes:1", "article add", {"file": "C:\\a b.txt", "yes": "1"}, id="drive"
        ),
        pytest.param("articles", "articles", {}, id="not-the-group"),
        pytest.param(
            "edit response:3 what I", "edit", {"response": "3", "text": "what I"}, id="number-first"
        ),
        pytest.param("edit what I response:3", "edit", {"response": "3", "text": "what I"}, id="number-last"),
        pytest.param(
            "edit what I response: 3", "edit", {"response": "3", "text": "what I"}, id="number-spaced"
        ),
        pytest.param(
            "edit response:3\nwhat", "edit", {"response": "3", "text": "what"}, id="number-then-newline"
        ),
        pytest.param(
            "edit one response:3 two", "edit", {"response": "3", "text": "one two"}, id="number-in-the-middle"
        ),
        pytest.param("edit text:a response:3", "edit", {"text": "a", "response": "3"}, id="text-named"),
        pytest.param("edit my response: no", "edit", {"text": "my response: no"}, id="word-of-a-sentence"),
        pytest.param("edit my response:", "edit", {"text": "my response:"}, id="word-at-the-end"),
        pytest.param("answer Note: x", "answer", {"text": "Note: x"}, id="note"),
        pytest.param("answer a\n\nb", "answer", {"text": "a\n\nb"}, id="newlines-inside"),
        pytest.param(
            "draft reword f3 It: burned",
            "draft reword",
            {"item": "f3", "text": "It: burned"},
            id="needed-word",
        ),
        pytest.param(
            "draft reword f3\nIt burned",
            "draft reword",
            {"item": "f3", "text": "It burned"},
            id="then-newline",
        ),
        pytest.param(
            "draft reword It burned item:f:f3",
            "draft reword",
            {"item": "f:f3", "text": "It burned"},
            id="needed-word-that-is-named",
        ),
        pytest.param("draft reword f3", "draft reword", {"item": "f3"}, id="needed-word-alone"),
        pytest.param("draft merge f1 f:f2", "draft merge", {"item": "f1", "other": "f:f2"}, id="two-words"),
        pytest.param(
            "draft move f1 up", "draft move", {"item": "f1", "direction": "up"}, id="word-and-choice"
        ),
        pytest.param(
            "draft promote q1 2", "draft promote", {"item": "q1", "number": "2"}, id="word-and-number"
        ),
        pytest.param(
            "draft take s:1-2 kind:fact draft:3",
            "draft take",
            {"item": "s:1-2", "kind": "fact", "draft": "3"},
            id="needed-word-before-what-may-be-bare",
        ),
        pytest.param("withdraw 3", "withdraw", {"response": "3"}, id="bare-number"),
        pytest.param("withdraw response:#3", "withdraw", {"response": "#3"}, id="hash"),
        pytest.param("export jsonl", "export", {"format": "jsonl"}, id="bare-choice"),
        pytest.param("export format:csv", "export", {"format": "csv"}, id="choice"),
        pytest.param(
            "schedule add opens:l'article suivant de la file lundi 18 h",
            "schedule add",
            {"opens": "l'article suivant de la file", "when": "lundi 18 h"},
            id="choice-in-words",
        ),
        pytest.param(
            "schedule add opens:the queue lundi 18 h",
            "schedule add",
            {"opens": "the queue", "when": "lundi 18 h"},
            id="choice-in-some-of-its-words",
        ),
        pytest.param(
            "schedule add opens:nothing lundi 18 h",
            "schedule add",
            {"opens": "nothing", "when": "lundi 18 h"},
            id="no-choice",
        ),
        pytest.param(
            "responses hide 3 off topic 2",
            "responses hide",
            {"response": "3", "reason": "off topic 2"},
            id="needed-number-first",
        ),
        pytest.param(
            "queue move the mill #1",
            "queue move",
            {"article": "the mill", "place": "#1"},
            id="needed-number-last",
        ),
        pytest.param(
            "queue move 1984 2", "queue move", {"article": "1984", "place": "2"}, id="name-that-is-a-number"
        ),
        pytest.param(
            "queue move 2 mill", "queue move", {"article": "mill", "place": "2"}, id="number-then-name"
        ),
        pytest.param(
            "responses hide response:1 reason:a: b",
            "responses hide",
            {"response": "1", "reason": "a: b"},
            id="reason",
        ),
    ],
)
def test_what_a_line_means(line: str, command: str, options: dict[str, str]) -> None:
    assert GRAMMAR.parse(line) == Typed(command=command, options=options)
    assert FRENCH.parse(line) == GRAMMAR.parse(line)


@pytest.mark.parametrize("language", list(Language))
def test_every_command_and_option_by_every_name(language: Language) -> None:
    text = text_in(language)
    for command in COMMANDS:
        typed = command_name(command.name, text)
        assert GRAMMAR.parse(typed) == Typed(command=command.name, options={})
        for option in command.options:
            line = f"{typed} {option_name(option.name, text)}:1"
            assert GRAMMAR.parse(line).options == {option.name: "1"}


@pytest.mark.parametrize(
    ("line", "error", "data"),
    [
        pytest.param(
            "fcat x", UnknownCommandError, {"command": "fcat", "nearest": "/fact"}, id="command-with-nearest"
        ),
        pytest.param(
            "xyzzy", UnknownCommandError, {"command": "xyzzy", "nearest": ""}, id="command-without-nearest"
        ),
        pytest.param("", UnknownCommandError, {"command": "", "nearest": ""}, id="nothing"),
        pytest.param(
            "artcle add x",
            UnknownCommandError,
            {"command": "artcle", "nearest": "/article add"},
            id="group-mistyped",
        ),
        pytest.param(
            "article ad",
            IncompleteCommandError,
            {
                "command": "article",
                "choices": "add, show, pack, retention, correct, dispute, withdraw, history, refresh, remove",
            },
            id="unfinished",
        ),
        pytest.param(
            "réponses",
            IncompleteCommandError,
            {"command": "responses", "choices": "list, reported, hide, restore, stand, mute"},
            id="unfinished-in-french",
        ),
        pytest.param(
            "fact qeury:x",
            UnknownOptionError,
            {"command": "fact", "option": "qeury", "options": "query, article", "nearest": "query"},
            id="option",
        ),
        pytest.param(
            "fact flavour:x",
            UnknownOptionError,
            {"command": "fact", "option": "flavour", "options": "query, article", "nearest": ""},
            id="option-unlike-any",
        ),
        pytest.param(
            "fact 8 millions articl:zzz",
            UnknownOptionError,
            {"command": "fact", "option": "articl", "options": "query, article", "nearest": "article"},
            id="option-behind-bare-words",
        ),
        pytest.param("doctor now", NoOptionsError, {"command": "doctor"}, id="takes-none"),
        pytest.param("doctor now:x", NoOptionsError, {"command": "doctor"}, id="takes-none-by-name"),
    ],
)
def test_what_is_wrong_with_a_line(line: str, error: type[UsageError], data: dict[str, str]) -> None:
    with pytest.raises(error) as raised:
        GRAMMAR.parse(line)
    assert raised.value.data == data


def test_what_is_wrong_is_named_in_the_language_of_the_chat() -> None:
    with pytest.raises(UnknownOptionError) as option:
        FRENCH.parse("edit respons:1 x")
    assert option.value.data["options"] == "texte, réponse, clé"
    assert option.value.data["nearest"] == "réponse"
    with pytest.raises(UnknownCommandError) as command:
        FRENCH.parse("hlep")
    assert command.value.data["nearest"] == "/aide"
    with pytest.raises(IncompleteCommandError) as incomplete:
        FRENCH.parse("discuss")
    assert incomplete.value.data["choices"] == "ouvrir, suivante, fermer, état"


@given(line=st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_every_line_is_a_command_or_wrong_usage(line: str) -> None:
    try:
        typed = GRAMMAR.parse(line)
    except UsageError as error:
        assert error.code != "internal"  # noqa: PT017 (either outcome is right)
        return
    command = {command.name: command for command in COMMANDS}[typed.command]
    assert typed.options.keys() <= {option.name for option in command.options}


@given(text=st.text(alphabet=st.characters(exclude_characters=":")))
def test_an_answer_without_a_colon_is_kept_whole(text: str) -> None:
    stripped = text.strip()
    assert GRAMMAR.parse(f"answer {text}").options == ({"text": stripped} if stripped else {})
