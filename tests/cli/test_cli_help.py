"""Help, versions and wrong usage: each command, in each language."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from command_line import LEAVES, CommandLine, Here, is_one_clear_line

from bot.i18n import Language

GROUPS = ("", "article", "db")
# What click would say by itself, and words of ours that must not stand in French help.
ENGLISH = re.compile(r"Usage|Show this|Commands:|\[default|\[required|COMMAND |FILE|FOLDER|QUERY|NAME")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(CommandLine(tmp_path), monkeypatch, capsys)


@pytest.mark.parametrize("name", [*GROUPS, *LEAVES])
def test_help_in_english(here: Here, name: str) -> None:
    ran = here(*name.split(), "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: causerie {name}".rstrip())
    assert "-h, --help" in ran.out
    assert "Show this and leave." in ran.out
    assert not re.search(r"^ *(FILE|ARTICLE|QUERY)", ran.out, re.MULTILINE)
    assert here(*name.split(), "-h") == ran


@pytest.mark.parametrize("name", [*GROUPS, *LEAVES])
def test_help_in_french(here: Here, name: str) -> None:
    ran = here("--language", "fr", *name.split(), "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Utilisation : causerie {name}".rstrip())
    assert "Afficher cette aide et quitter." in ran.out
    assert not ENGLISH.search(ran.out)


@pytest.mark.parametrize("language", list(Language))
def test_help_lists_every_command_with_what_it_is_for(here: Here, language: Language) -> None:
    for group in GROUPS:
        shown = here("--language", language.value, *group.split(), "--help").out
        names = {leaf.removeprefix(group).split()[0] for leaf in LEAVES if leaf.startswith(group)}
        for name in names:
            assert re.search(rf"^  {name} +\w", shown, re.MULTILINE)


def test_nothing_asked_is_help(here: Here) -> None:
    assert here() == here("--help")


def test_the_version(here: Here) -> None:
    ran = here("--version")
    assert (ran.code, ran.out) == (0, f"causerie {version('causerie')}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param("frob", "There is no command “frob” here, only: demo, chat, run, article", id="command"),
        pytest.param(
            "article frob", "here, only: add, read, list, pack, refresh. See “causerie article", id="below"
        ),
        pytest.param("article", "Which command? One of: add, read, list, pack, refresh.", id="which"),
        pytest.param("article add", "FILE|URL is missing. See “causerie article add --help”.", id="argument"),
        pytest.param("article list more", "There is a word too many.", id="too-many"),
        pytest.param("lookup", "QUERY is missing. See “causerie lookup --help”.", id="query"),
        pytest.param("--languge fr", "There is no option --languge. Did you mean --language?", id="option"),
        pytest.param("demo --nope", "There is no option --nope.", id="nope"),
        pytest.param("--language de", "--language must be one of: en, fr.", id="language"),
        pytest.param("demo --role king", "--role must be one of: member, moderator.", id="role"),
        pytest.param("export --format pdf", "--format must be one of: csv, xlsx, jsonl", id="format"),
        pytest.param(
            "export --format", "The option --format needs a value. See “causerie export --help”.", id="value"
        ),
        pytest.param("article add a.txt --yes=no", "--yes", id="flag-with-a-value"),
    ],
)
def test_wrong_usage(here: Here, arguments: str, said: str) -> None:
    ran = here(*arguments.split())
    assert said in ran.err
    assert (ran.code, ran.out) == (2, "")
    assert is_one_clear_line(ran)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param("frob", "Il n’y a pas de commande « frob » ici, seulement : demo", id="command"),
        pytest.param("article", "Quelle commande ?", id="which"),
        pytest.param(
            "article add", "Il manque FICHIER|URL. Voir « causerie article add --help ».", id="argument"
        ),
        pytest.param("article list more", "Il y a un mot de trop.", id="too-many"),
        pytest.param("lookup", "Il manque REQUÊTE.", id="query"),
        pytest.param("demo --nam x", "Il n’y a pas d’option --nam.", id="option"),
        pytest.param("demo --role roi", "member, moderator. Voir « causerie demo --help ».", id="choice"),
        pytest.param("export --out", "L’option --out attend une valeur.", id="value"),
    ],
)
@pytest.mark.parametrize("how", ["option", "equals", "variable", "locale"])
def test_wrong_usage_in_french(
    here: Here, monkeypatch: pytest.MonkeyPatch, how: str, arguments: str, said: str
) -> None:
    asked = {"option": ["--language", "fr"], "equals": ["--language=fr"]}.get(how, [])
    if how == "variable":
        monkeypatch.setenv("CAUSERIE_LANGUAGE", "fr")
    if how == "locale":
        monkeypatch.setenv("LANG", "fr_CA.UTF-8")

    ran = here(*asked, *arguments.split())

    assert said in ran.err
    assert ran.code == 2
    assert is_one_clear_line(ran)


def test_the_language_may_be_named_after_the_command(here: Here) -> None:
    here.add_mill()
    assert "1 article :" in here("article", "list", "--language", "fr").out
    assert "1 article :" in here("--language", "en", "article", "list", "--language", "fr").out
    assert "1 article:" in here("--language", "fr", "article", "list", "--language", "en").out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_help_where_not_every_character_can_be_shown(tmp_path: Path, encoding: str) -> None:
    ran = CommandLine(tmp_path).run("--language", "fr", "--help", PYTHONIOENCODING=encoding)

    assert (ran.code, ran.err) == (0, "")
    assert "Utilisation" in ran.out


def test_help_needs_neither_settings_nor_database(tmp_path: Path) -> None:
    line = CommandLine(tmp_path)
    ran = line.run("article", "add", "--help", CAUSERIE_NONSENSE="1", CAUSERIE_DATABASE__URL="nonsense")

    assert (ran.code, ran.err) == (0, "")
    assert not line.database.exists()
