"""What goes wrong from outside: settings, databases, files. One clear line, an exit code, no secret shown."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import PACK, CommandLine, Here, is_one_clear_line

SECRETS = ("hunter2", "s3cr3t-t0ken")


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param(
            {"CAUSERIE_DATABSE__URL": "sqlite:///hunter2"},
            "Did you mean CAUSERIE_DATABASE__URL?",
            id="unknown-with-nearest",
        ),
        pytest.param({"CAUSERIE_XYZZY": "hunter2"}, "there is no setting “CAUSERIE_XYZZY”", id="unknown"),
        pytest.param(
            {"CAUSERIE_DISCORD": '{"token": "s3cr3t-t0ken"}'}, "no setting “CAUSERIE_DISCORD”", id="table"
        ),
        pytest.param({"CAUSERIE_LANGUAGE": "hunter2"}, "“language” expects", id="choice"),
        pytest.param(
            {"CAUSERIE_DATABASE__KEEP_BACKUPS": "hunter2"},
            "“database.keep_backups” expects a whole number",
            id="number",
        ),
        pytest.param(
            {"CAUSERIE_DATABASE__KEEP_BACKUPS": "0"}, "“database.keep_backups” expects ≥ 1", id="least"
        ),
        pytest.param({"CAUSERIE_LOG__LEVEL": "hunter2"}, "“log.level” expects", id="level"),
        pytest.param({"CAUSERIE_CONFIG": "nowhere.toml"}, "There is no file nowhere.toml.", id="no-config"),
        pytest.param(
            {"CAUSERIE_DATABASE__URL": "mysql://me:hunter2@host/db"},
            "is not a database",
            id="other-database",
        ),
        pytest.param(
            {"CAUSERIE_DATABASE__URL": "postgres://me:hunter2@127.0.0.1:1/db"},
            "cannot be reached",
            id="unreachable-server",
        ),
        pytest.param({"CAUSERIE_DATABASE__URL": "me:hunter2@host"}, "is not a database", id="no-url"),
        pytest.param({"CAUSERIE_DATABASE__URL": "sqlite://"}, "is not a database", id="in-memory"),
        pytest.param({"CAUSERIE_DATABASE__URL": ""}, "is not a database", id="empty-url"),
        pytest.param(
            {"CAUSERIE_DATABASE__URL": "sqlite:///nowhere/at/all.db"},
            "nowhere/at/all.db cannot be opened. Check that the folder exists",
            id="no-folder",
        ),
    ],
)
def test_variables_that_will_not_do(
    here: Here, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("CAUSERIE_DISCORD__TOKEN", "s3cr3t-t0ken")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    ran = here("article", "list")

    assert said in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)
    assert not any(secret in ran.err for secret in SECRETS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param('langage = "fr"', "there is no setting “langage”", id="unknown"),
        pytest.param('[discord]\ntokn = "s3cr3t-t0ken"', "Did you mean discord.token?", id="unknown-below"),
        pytest.param("[database]\nurl = 3", "the setting “database.url” expects text", id="wrong-type"),
        pytest.param('discord = "s3cr3t-t0ken"', "the setting “discord” expects a table", id="no-table"),
        pytest.param(
            '[discord]\ntoken = "s3cr3t-t0ken\n', "is not a valid settings file: line 2", id="syntax"
        ),
        pytest.param("token = s3cr3t-t0ken", "is not a valid settings file: line 1", id="syntax-unquoted"),
        pytest.param(b"\xff\xfe\x00", "is not a valid settings file: UTF-8", id="encoding"),
    ],
)
@pytest.mark.parametrize("how", ["option", "option-after", "variable", "found"])
def test_a_settings_file_that_will_not_do(
    here: Here, monkeypatch: pytest.MonkeyPatch, how: str, content: str | bytes, said: str
) -> None:
    path = here.line.write("config.toml" if how == "found" else "other.toml", content)
    if how == "variable":
        monkeypatch.setenv("CAUSERIE_CONFIG", str(path))
    before = ["--config", str(path)] if how == "option" else []
    after = ["--config", str(path)] if how == "option-after" else []
    monkeypatch.delenv("CAUSERIE_DATABASE__URL")

    ran = here(*before, "article", "list", *after)

    assert said in ran.err
    assert ran.err.startswith(str(path))
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)
    assert not any(secret in ran.err for secret in SECRETS)


def test_settings_that_will_not_do_in_french(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSERIE_LANGUAGE", "fr")
    monkeypatch.setenv("CAUSERIE_DATABSE__URL", "hunter2")
    ran = here("article", "list")
    assert "il n’y a pas de réglage « CAUSERIE_DATABSE__URL »" in ran.err
    assert "Vouliez-vous dire CAUSERIE_DATABASE__URL ?" in ran.err
    monkeypatch.delenv("CAUSERIE_DATABSE__URL")
    monkeypatch.setenv("CAUSERIE_DATABASE__KEEP_BACKUPS", "beaucoup")
    assert "« database.keep_backups » attend un nombre entier" in here("db", "check").err


def test_settings_from_a_file(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{here.line.home / 'elsewhere.db'}"
    here.line.write("config.toml", f'language = "fr"\n[database]\nurl = "{url}"\n[log]\nlevel = "info"\n')
    monkeypatch.delenv("CAUSERIE_DATABASE__URL")
    ran = here("article", "add", str(here.line.write("mill.toml", PACK)), "--yes")
    assert "ajouté sous le nom mill" in ran.out
    assert (here.line.home / "elsewhere.db").exists()


COMMANDS = [
    pytest.param("article list", id="article-list"),
    pytest.param("article add mill.toml --yes", id="article-add"),
    pytest.param("article pack", id="article-pack"),
    pytest.param("lookup mill", id="lookup"),
    pytest.param("export --out out", id="export"),
    pytest.param("chat", id="chat"),
]
DATABASE = [
    pytest.param("db check", id="db-check"),
    pytest.param("db backup --out b.db", id="db-backup"),
]


@pytest.mark.parametrize("command", [*COMMANDS, *DATABASE])
@pytest.mark.parametrize("content", [b"not a database at all, at least 100 bytes of it " * 9, PACK.encode()])
def test_a_file_that_is_no_database(here: Here, command: str, content: bytes) -> None:
    here.line.database.write_bytes(content)
    here.line.write("mill.toml", PACK)

    ran = here(*command.split())

    assert "is damaged, or is not a Causerie database. “causerie db check” says more" in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)
    assert here.line.database.read_bytes() == content
    assert "est endommagé" in here("--language", "fr", *command.split()).err


@pytest.mark.parametrize("command", [*COMMANDS, pytest.param("db upgrade", id="db-upgrade")])
def test_a_database_of_a_newer_release_is_left_alone(here: Here, command: str) -> None:
    here.add_mill()
    with closing(sqlite3.connect(here.line.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    ran = here(*command.split())

    assert "was written by a newer Causerie (9999). Install that release" in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)


@pytest.mark.parametrize("command", ["article list", "db upgrade"])
def test_somebody_else_s_database_is_left_alone(here: Here, command: str) -> None:
    with closing(sqlite3.connect(here.line.database)) as connection, connection:
        connection.execute("CREATE TABLE other (x)")

    ran = here(*command.split())

    assert "is not a Causerie database" in ran.err
    assert ran.code == 1
    with closing(sqlite3.connect(here.line.database)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("other",)]


@pytest.mark.parametrize("command", COMMANDS[1:2])
def test_a_database_that_another_program_holds(
    here: Here, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    here.add_mill()
    Path("mill.toml").write_text(PACK.replace("1901", "1902"), "utf-8")
    monkeypatch.setenv("CAUSERIE_DATABASE__PATIENCE_SECONDS", "0.2")
    with closing(sqlite3.connect(here.line.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        ran = here(*command.split())
        french = here("--language", "fr", *command.split())
        # Reading goes on meanwhile.
        assert here("article", "list").code == 0
        holder.execute("ROLLBACK")

    assert "Another program holds the database" in ran.err
    assert "Nothing was changed." in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)
    assert "Un autre programme tient la base" in french.err
    assert here(*command.split()).code == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("db check", "cannot be opened", id="check"),
        pytest.param("db backup", "cannot be opened", id="backup"),
        pytest.param("db restore nothing.db", "nothing.db cannot be opened", id="restore-missing"),
        pytest.param(
            "db restore mill.toml", "mill.toml is damaged, or is not a Causerie", id="restore-rubbish"
        ),
        pytest.param("db restore .", ". cannot be opened", id="restore-folder"),
        pytest.param("article pack", "No article is loaded yet.", id="pack-nothing"),
        pytest.param("lookup mill", "No article is loaded yet.", id="lookup-nothing"),
        pytest.param("export --article mill", "No article is loaded yet.", id="export-nothing"),
        pytest.param("export --out mill.toml", "mill.toml is not an empty folder", id="export-to-a-file"),
        pytest.param("article add nothing.toml", "There is no file nothing.toml.", id="add-missing"),
        pytest.param("article add .", ". is not a file.", id="add-folder"),
    ],
)
def test_nothing_to_work_with(here: Here, command: str, said: str) -> None:
    here.line.write("mill.toml", PACK)
    ran = here(*command.split())
    assert said in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("article pack quarry", "No article is called “quarry”.", id="pack"),
        pytest.param("lookup x --article quarry", "No article is called “quarry”.", id="lookup"),
        pytest.param("export --article quarry", "No article is called “quarry”.", id="export"),
        pytest.param(
            "--language fr article pack quarry", "Aucun article ne s’appelle « quarry ».", id="in-french"
        ),
    ],
)
def test_an_article_that_nobody_loaded(here: Here, command: str, said: str) -> None:
    here.add_mill()
    ran = here(*command.split())
    assert said in ran.err
    assert (ran.code, ran.out) == (1, "")
    assert is_one_clear_line(ran)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_that_cannot_show_every_character(line: CommandLine, encoding: str) -> None:
    script = "/fact « zèbre » 👍\nC’est noté — merci\n/quit\n"
    ran = line.run("demo", "--language", "fr", stdin=script, PYTHONIOENCODING=encoding)
    assert (ran.code, ran.err) == (0, "")
    failed = line.run("--language", "fr", "db", "check", PYTHONIOENCODING=encoding)
    assert failed.code == 1
    assert is_one_clear_line(failed)


def test_arguments_that_are_no_text(line: CommandLine, here: Here) -> None:
    # The bytes that Python hands on as lone surrogates.
    name = b"\xff\x1b[2J".decode("utf-8", "surrogateescape")
    for command in (
        ("article", "read", f"{name}.txt"),
        ("lookup", name, "--article", name),
        ("export", "--format", name),
        (name,),
        ("--language", name),
        ("db", "restore", name),
    ):
        ran = here(*command)
        assert is_one_clear_line(ran), ran
        assert "\x1b" not in ran.err
    spoken = line.run("demo", "--as", name, stdin="hello\n")
    assert (spoken.code, spoken.err) == (0, "")
    assert "\x1b" not in spoken.out


def test_an_article_s_escapes_never_reach_the_output(here: Here) -> None:
    content = '[[facts]]\ntext = "The mill burned.\\u001b[2J\\u202E"\n'
    path = str(here.line.write("mill.toml", 'id = "mill"\ntitle = "Mill\\u009b31m"\n' + content))
    shown = [
        here("article", "read", path),
        here("article", "read", path, "--json"),
        here("article", "add", path),
        here("article", "add", path, "--yes"),
        here("article", "list"),
        here("article", "list", "--json"),
        here("lookup", "mill", "burned"),
        here("lookup", "mill", "burned", "--json"),
    ]
    for ran in shown:
        assert ran.out
        assert not set(ran.out + ran.err) & {"\x1b", "\x9b", "\u202e"}
