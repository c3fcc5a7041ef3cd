"""Tests for bot.i18n and for the words of every language."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from string import Formatter

import discord
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import bot
from bot.cli.tree import MODULES
from bot.commands import COMMANDS
from bot.commands.spec import NO, YES, Kind, Shown, command_name
from bot.domain import (
    discord_errors,
    draft_errors,
    errors,
    export_errors,
    fetch_errors,
    gap_errors,
    moderation_errors,
    reading_errors,
    schedule_errors,
    storage_errors,
)
from bot.domain.article import Doubt, FactState, Reason
from bot.domain.changes import Change
from bot.domain.consent import USES, Purpose
from bot.domain.discussion import Given, Kept
from bot.domain.guild import Severity
from bot.domain.identity import Role
from bot.domain.lookup import How, Verdict, Where
from bot.domain.moderation import ErasedLeavers
from bot.domain.outbox import PRIVATE, Step
from bot.i18n import LOCALES, Language, Text, language_code, language_of, text_in
from bot.storage.export_choice import REASONS

PACKAGE = Path(bot.__file__).parent
ENGLISH = text_in(Language.ENGLISH)
FRENCH = text_in(Language.FRENCH)
NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

# Keys that the code puts together, by how they begin.
DYNAMIC = (
    "change.",
    "changes.",
    "chat.",
    "choice.",
    "cli.",
    "db.",
    "deed.",
    "describe.",
    "did.",
    "doctor.",
    "doubt.",
    "error.",
    "explain.",
    "export.",
    "finding.",
    "flaw.",
    "form.",
    "health.",
    "kind.",
    "menu.",
    "mydata.",
    "name.",
    "option.",
    "page.",
    "permission.",
    "purpose.",
    "reason.",
    "record.",
    "report.",
    "role.",
    "state.",
    "tag.",
)
# Every command's words before its last are a group, which Discord shows with a description.
GROUPS = {command.name.rpartition(" ")[0] for command in COMMANDS} - {""}
IN_FORMS = {
    f"form.{command.name.replace(' ', '.')}.{option.name}": option
    for command in COMMANDS
    for option in command.options
    if option.in_form
}
# What is wrong by itself, not because of something that has a finding's words.
PROBLEMS = ("asked", "channel_taken", "queue_empty", "queue_low", "reported", "schedule")
DEEDS = (
    "article",
    "discussion",
    "draft",
    "draft_step",
    "export",
    "fact",
    "flag",
    "log",
    "occurrence",
    "schedule",
)
CHOICES = {choice for command in COMMANDS for option in command.options for choice in option.choices}
# Of those, the ones that need not stand in full anywhere in the code.
# Why a prompt's answers could not be read back: services/recall.py and discord_front/history.py.
FLAWS = ("counts", "digest", "missing", "rows", "size", "unexpected", "unread", "version")
UNREAD = ("delayed", "failed", "lacks_history", "lacks_view", "refused", "restless", "thread_gone")
EXPANDED = {
    *(f"change.{change}{what}" for change in Change for what in ("", ".what")),
    "changes.facts.orphaned",
    *(f"changes.{part}.{how}" for part in ("facts", "questions") for how in ("added", "changed", "removed")),
    *(f"chat.{own}" for own in ("as", "yes", "quit")),
    *(f"cli.{'.'.join(path.split()[:depth])}" for path in MODULES for depth in (1, 2)),
    f"deed.{ErasedLeavers.ACTION}",
    *(f"db.{table}" for table in ("articles", "facts", "questions", "discussions", "prompts", "responses")),
    *(f"choice.{choice}" for choice in CHOICES),
    *(f"describe.{command.name.replace(' ', '.')}" for command in COMMANDS),
    *(f"describe.{group}" for group in GROUPS),
    *(f"doctor.{prefix}{severity}" for prefix in ("", "verdict_") for severity in Severity),
    *(f"doubt.{doubt}" for doubt in Doubt),
    *(f"explain.how.{how}" for how in How),
    *(f"explain.verdict.{verdict}" for verdict in Verdict),
    *(f"explain.where.{where}" for where in Where),
    *IN_FORMS,
    *(f"{key}.box" for key, option in IN_FORMS.items() if option.kind is Kind.FLAG),
    *(f"form.title.{key.removeprefix('form.').rpartition('.')[0]}" for key in IN_FORMS),
    # What members are told in private is none of the moderators' business.
    *(f"health.{code}" for code in (*(set(Step) - set(PRIVATE)), *PROBLEMS, "opening", "unread")),
    *(f"health.{code}.mend" for code in PROBLEMS),
    *(f"action.{does}_{use}" for does in ("allow", "forbid") for use in USES),
    *(f"mydata.{did}_{purpose}" for did in ("allowed", "forbidden") for purpose in Purpose),
    *(f"mydata.deed.{kind}" for kind in DEEDS),
    *(f"mydata.state_{state}" for state in ("stands", "hidden", "withdrawn", "deleted")),
    *(f"purpose.{purpose}" for purpose in Purpose),
    *(f"menu.{command.name}" for command in COMMANDS if command.shown is Shown.MENU),
    *(
        f"describe.{command.name.replace(' ', '.')}.{option.name}"
        for command in COMMANDS
        for option in command.options
    ),
    *(f"export.{why}" for why in (*REASONS, "not_agreed", "erased", "expired", "unlinked")),
    *(f"export.for_{purpose}" for purpose in Purpose if purpose is not Purpose.RECORD),
    *(f"flaw.{code}" for code in FLAWS),
    "cli.export.verify",
    *(f"export.unread_{reason}" for reason in UNREAD),
    *(f"name.{'.'.join(command.name.split()[:depth])}" for command in COMMANDS for depth in (1, 2)),
    *(f"option.{option.name}" for command in COMMANDS for option in command.options),
    *(f"page.{kind}_label" for kind in ("fact", "prompt", "follow")),
    *(f"page.legend.{kind}" for kind in ("fact", "key", "speaker", "prompt", "follow", "aside")),
    *(f"reason.{reason}" for reason in Reason),
    *(f"report.given.{given}" for given in Given),
    *(f"report.kept.{kept}" for kept in Kept),
    *(f"report.changed.{changed}" for changed in ("edited", "unedited")),
    *(f"report.chart.{kind}" for kind in ("given", "kept", "changed")),
    *(f"report.column.{name}" for name in ("gap", "times", "state")),
    *(f"role.{role}" for role in Role),
    *(f"state.{state}" for state in FactState),
}
# What forms and lists may say besides.
HINTS = {f"{key}.hint" for key in (*IN_FORMS, *(f"choice.{choice}" for choice in CHOICES))}
# Discord names more permissions than the bot asks for.
PERMISSIONS = {f"permission.{flag}" for flag in discord.Permissions.VALID_FLAGS}
# Codes of errors and findings stand in the code without their prefix; so do kinds, permissions, tags.
BARE_PREFIXES = ("did.", "error.", "finding.", "kind.", "permission.", "record.", "tag.")
# What pydantic calls kinds of values, and the beginning of what it calls mistakes about them.
PYDANTIC_KINDS = {"kind.bool", "kind.float", "kind.int", "kind.model", "kind.path", "kind.string"}
ACTION = re.compile(
    r"(article|discussion|draft|export|fact|gap|guild|log|queue|report|response|schedule)\.[a-z]+"
)
FORMS = re.compile(r"[a-z]+(\.[a-z_]+)+")

languages = pytest.mark.parametrize("language", list(Language))


@cache
def catalog(language: Language) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "causerie.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: Language) -> dict[str, Message]:
    return {key_of(message): message for message in catalog(language) if message.id}


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def every_string(language: Language) -> Iterator[tuple[str, str]]:
    for key, message in messages(language).items():
        for string in strings(message):
            yield key, string


def placeholders(string: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(string) if name is not None}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def constants() -> frozenset[str]:
    found = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in found if isinstance(node.value, str))


def actions() -> set[str]:
    """What moderators do, as services write it into the log: "response.hide"."""
    found = set()
    for module, tree in trees().items():
        if module.startswith(("services", "storage")):
            names = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
            found |= {name for name in names if isinstance(name, str) and ACTION.fullmatch(name)}
    return found


def test_whatever_moderators_do_has_words() -> None:
    assert len(actions()) > 30
    assert sorted({f"deed.{action}" for action in actions()} - set(messages(Language.ENGLISH))) == []


def calls_for_words() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a Text, or of the context's ``action``, with the module it stands in."""
    for module, tree in trees().items():
        if module.startswith(("storage", "articles", "lookup")):  # they have no words; text() is SQL there
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                called = node.func.id if isinstance(node.func, ast.Name) else called
                if called in {"text", "action", "turn"}:
                    yield module, node


def literal_keys(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*literal_keys(node.body), *literal_keys(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_language_has_the_same_keys() -> None:
    assert list(messages(Language.ENGLISH)) == list(messages(Language.FRENCH))
    assert {path.name for path in LOCALES.iterdir() if path.is_dir()} == set(Language)


@languages
def test_no_key_is_there_twice(language: Language) -> None:
    content = (LOCALES / language / "LC_MESSAGES" / "causerie.po").read_text("utf-8")
    keys = re.findall(r'^msgid "(.+)"$', content, re.MULTILINE)

    assert len(keys) == len(set(keys))


@languages
def test_every_text_is_there_and_certain(language: Language) -> None:
    for key, message in messages(language).items():
        assert not message.fuzzy, key
        assert all(string.strip() for string in strings(message)), key
    assert not catalog(language).obsolete


def test_every_language_has_the_same_placeholders_and_plurals() -> None:
    english, french = messages(Language.ENGLISH), messages(Language.FRENCH)
    for key, message in english.items():
        assert bool(message.pluralizable) == bool(french[key].pluralizable), key
        expected = placeholders(strings(message)[0])
        for string in (*strings(message), *strings(french[key])):
            assert placeholders(string) == expected, key
        if message.pluralizable:
            assert len(strings(message)) == len(strings(french[key])) == 2, key


def test_every_key_that_the_code_asks_for_exists() -> None:
    known = messages(Language.ENGLISH)
    asked = [(module, key) for module, call in calls_for_words() for key in literal_keys(call.args[0])]

    assert len(asked) > 100
    assert [(module, key) for module, key in asked if key not in known] == []


def test_every_key_that_the_code_puts_together_begins_as_we_know() -> None:
    begun = [
        (module, str(first.value))
        for module, call in calls_for_words()
        if isinstance(call.args[0], ast.JoinedStr)
        and isinstance(first := call.args[0].values[0], ast.Constant)
    ]

    assert begun
    assert [(module, start) for module, start in begun if not start.startswith(DYNAMIC)] == []


def test_every_key_that_the_code_puts_together_exists() -> None:
    assert sorted(EXPANDED - set(messages(Language.ENGLISH))) == []


def test_every_finding_and_every_error_has_its_words() -> None:
    findings = {
        keyword.value.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
        for keyword in node.keywords
        if keyword.arg == "code"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }
    modules = (
        errors,
        export_errors,
        discord_errors,
        draft_errors,
        fetch_errors,
        gap_errors,
        moderation_errors,
        reading_errors,
        schedule_errors,
        storage_errors,
    )
    names = {name: value for module in modules for name, value in vars(module).items()}
    classes = [kind for kind in names.values() if isinstance(kind, type)]
    codes = {kind.code for kind in classes if issubclass(kind, errors.BotError)}

    assert len(findings) > 20
    assert sorted({f"finding.{code}" for code in findings} - set(messages(Language.ENGLISH))) == []
    # Bad packs, and bad settings, have a text for each way of being bad.
    assert sorted({f"error.{code}" for code in codes} - set(messages(Language.ENGLISH))) == []


def test_every_key_is_used() -> None:
    standing = {
        f"{prefix}{constant}"
        for prefix in BARE_PREFIXES
        for constant in constants()
        if constant.isidentifier()
    }
    used = (
        EXPANDED
        | HINTS
        | PERMISSIONS
        | standing
        | {f"deed.{action}" for action in actions()}
        | PYDANTIC_KINDS
        | {constant for constant in constants() if FORMS.fullmatch(constant)}
    )

    assert sorted(set(messages(Language.ENGLISH)) - used) == []


def test_what_fills_the_placeholders_is_given_where_a_text_is_asked_for() -> None:
    known = messages(Language.ENGLISH)
    for module, call in calls_for_words():
        given = {keyword.arg for keyword in call.keywords}
        is_action = isinstance(call.func, ast.Attribute) and call.func.attr in {"action", "turn"}
        if None in given and not is_action:
            continue  # values handed on as a whole
        for key in literal_keys(call.args[0]):
            needed = placeholders(strings(known[key])[0]) | ({"n"} if known[key].pluralizable else set())
            assert needed <= (set() if is_action else given), f"{module}: {key}"


@languages
def test_commands_that_texts_mention_exist(language: Language) -> None:
    text = text_in(language)
    names = {command_name(command.name, text) for command in COMMANDS}
    own = {text(f"chat.{name}") for name in ("as", "yes", "quit")}
    for key, string in every_string(language):
        for mentioned in re.findall(r"(?<![\w/:.])/([\w-]+(?: [\w-]+)?)", string):
            first = mentioned.split()[0]
            assert {mentioned, first} & (names | own), f"{key}: /{mentioned}"


@languages
def test_operator_commands_that_texts_mention_exist(language: Language) -> None:
    for key, string in every_string(language):
        for mentioned in re.findall(r"[“«]\s?causerie ([a-z ]+?)\s?[”»]", string):
            assert mentioned in MODULES, f"{key}: causerie {mentioned}"


@languages
def test_no_text_has_straight_quotes(language: Language) -> None:
    for key, string in every_string(language):
        assert "'" not in string, key
        assert '"' not in string, key
        assert "..." not in string, key


def test_french_spaces_are_those_of_french() -> None:
    for key, string in every_string(Language.FRENCH):
        # A narrow space before high marks, a full one before a colon and inside quotation marks: none breaks.
        assert not re.search(rf"[^{NARROW_NO_BREAK}][;!?](?![\w/])", string), key
        assert not re.search(rf"[^{NO_BREAK}]:(?=[\s{NO_BREAK}]|$)", string), key
        assert not re.search(rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»", string), key
        assert not re.search(r"n° |\d (?:[kM]o|%)", string), key
        assert "“" not in string, key
        assert "”" not in string, key


def test_english_has_no_french_spaces_or_marks() -> None:
    for key, string in every_string(Language.ENGLISH):
        assert not re.search(rf"[{NO_BREAK}{NARROW_NO_BREAK}]?[ ][;:!?]", string), key
        assert not re.search(r"[«»]", string), key


def test_french_says_vous() -> None:
    for key, string in every_string(Language.FRENCH):
        assert not re.search(r"\b(?:tu|te|ton|ta|tes|toi|tien|tienne)\b|\bt’", string, re.IGNORECASE), key


@languages
def test_texts_have_no_blank_space_too_much(language: Language) -> None:
    for key, string in every_string(language):
        if key not in {"word.colon", "cli.usage", "demo.try"}:
            assert string == string.strip(), key
        if not key.startswith(("chat.action", "chat.other_action", "chat.pick", "demo.try")):
            assert "  " not in string, key


@languages
def test_yes_and_no_are_understood_in_every_language(language: Language) -> None:
    assert text_in(language)("word.yes") in YES
    assert text_in(language)("word.no") in NO


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "0 facts", "0 fait"),
        (1, "1 fact", "1 fait"),
        (2, "2 facts", "2 faits"),
        (1_234, "1,234 facts", "1\u202f234 faits"),
        (1_000_000, "1,000,000 facts", "1\u202f000\u202f000 faits"),
    ],
)
def test_plurals(n: int, english: str, french: str) -> None:
    assert ENGLISH("count.facts", n=n) == english
    assert FRENCH("count.facts", n=n) == french


def test_placeholders_are_filled() -> None:
    assert ENGLISH("response.edited", id="1234") == "Your answer #1234 has been changed."
    assert ENGLISH("error.file_missing", name="{x} %s") == "There is no file {x} %s. Check the path."
    # Any name may be filled in, the method's own included.
    assert "“log.level”" in ENGLISH("error.settings_value", where="a", key="log.level", expected="", found="")


def test_true_and_false_are_no_numbers() -> None:
    assert ENGLISH("state.with_note", state=True, note=1_000) == "True: 1,000"


def test_whether_there_is_a_text() -> None:
    assert ENGLISH.has("word.yes")
    assert ENGLISH.has("count.facts")
    assert not ENGLISH.has("word.perhaps")


def test_a_language_is_read_once() -> None:
    assert text_in(Language.FRENCH) is FRENCH
    assert FRENCH.language is Language.FRENCH


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (0, 0, "0", "0"),
        (1_234.56, 0, "1,235", "1\u202f235"),
        (1_234.56, 1, "1,234.6", "1\u202f234,6"),
        (-5, 0, "-5", "-5"),
    ],
)
def test_numbers(value: float, decimals: int, english: str, french: str) -> None:
    assert ENGLISH.number(value, decimals=decimals) == english
    assert FRENCH.number(value, decimals=decimals) == french


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "1 kB", "1 ko"),
        (12_345, "12 kB", "12 ko"),
        (2_000_000, "2 MB", "2 Mo"),
        (2_345_678, "2.3 MB", "2,3 Mo"),
    ],
)
def test_sizes(count: int, english: str, french: str) -> None:
    assert re.sub(r"\s", " ", ENGLISH.size(count)) == english
    assert re.sub(r"\s", " ", FRENCH.size(count)) == french


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (date(2025, 3, 4), "March 4, 2025", "4 mars 2025"),
        (date(2025, 8, 1), "August 1, 2025", "1er août 2025"),
        (date(2025, 12, 11), "December 11, 2025", "11 décembre 2025"),
    ],
)
def test_days(day: date, english: str, french: str) -> None:
    assert (ENGLISH.day(day), FRENCH.day(day)) == (english, french)


@pytest.mark.parametrize(
    ("known", "english", "french"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "March 2024", "mars 2024"),
        ("2024-03-25", "March 25, 2024", "25 mars 2024"),
        ("2024-02-30", "2024-02-30", "2024-02-30"),
        ("2024-13", "2024-13", "2024-13"),
        ("last spring", "last spring", "last spring"),
        ("", "", ""),
    ],
)
def test_partial_dates(known: str, english: str, french: str) -> None:
    assert (ENGLISH.partial_date(known), FRENCH.partial_date(known)) == (english, french)


def test_moments_are_in_utc_and_say_so() -> None:
    in_paris = datetime(2025, 3, 4, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    first = datetime(2025, 3, 1, 14, 5, tzinfo=UTC)

    assert ENGLISH.moment(in_paris) == "Mar 3, 2025, 23:05 UTC"
    assert FRENCH.moment(in_paris) == "3 mars 2025, 23:05 UTC"
    assert FRENCH.moment(first) == "1er mars 2025, 14:05 UTC"


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        (ENGLISH, "fr", "French"),
        (FRENCH, "fr", "français"),
        (FRENCH, "de", "allemand"),
        (ENGLISH, "zz", "zz"),
        (ENGLISH, "??", "??"),
    ],
)
def test_names_of_languages(text: Text, code: str, expected: str) -> None:
    assert text.language_name(code) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("French", "fr"),
        (" français ", "fr"),
        ("FR", "fr"),
        ("allemand", "de"),
        ("Slovene", "slovene"),
        ("Slovenian", "sl"),
        ("", ""),
    ],
)
def test_languages_are_known_by_their_names(typed: str, code: str) -> None:
    assert language_code(typed) == code


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "FR_ca"}, "fr"),
        ({"LANG": "fr@euro"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANGUAGE": "fr:en"}, "fr"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:fr_CA"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "de:it"}, "en"),
    ],
)
def test_the_language_of_a_terminal(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment).value == expected
