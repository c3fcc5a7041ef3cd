"""What each command does when all is well, on a database that stays from one run to the next."""

import csv
import io
import json
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest
from command_line import PACK, CommandLine, Here

PLAIN = """\
The new library opens its doors

The city of Arlen opened its new library on 4 March 2025. The building cost 12 million euros, the mayor said.
“Nobody will have to buy a book again,” said Ines Robert, the librarian.

Questions for discussion:

1. Should a city pay for a library when so much is online?
2. What is a library for?
"""


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def here(line: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(line, monkeypatch, capsys)


def converse(here: Here, monkeypatch: pytest.MonkeyPatch, *typed: str, command: str = "chat") -> str:
    """Pipe lines into a chat in this process and return what was shown."""
    script = here.line.write("script", "\n".join(typed))
    with script.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ran = here(*command.split())
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@pytest.mark.parametrize(
    ("language", "lines", "said"),
    [
        pytest.param(
            "en",
            ["/fact 8 million a month", "I think so", "/as Sam", "/export", "/quit", "never read"],
            [
                "Alex> /fact",
                "Bloomberg estimate",
                "Alex> I think so",
                "answer #1 to question 1",
                "Sam> /export",
                "1 answer, checked",
                "Goodbye!",
            ],
            id="en",
        ),
        pytest.param(
            "fr",
            ["/fait 8 millions par mois", "Je crois", "/comme Zoé", "/export", "/quitter", "never read"],
            [
                "Alex> /fait",
                "estimation de Bloomberg",
                "Alex> Je crois",
                "réponse n° 1 à la question 1",
                "Zoé> /export",
                "1 réponse, avec les comptes",
                "Au revoir !",
            ],
            id="fr",
        ),
    ],
)
def test_the_demo_through_a_pipe(line: CommandLine, language: str, lines: list[str], said: list[str]) -> None:
    ran = line.run("demo", "--language", language, stdin="\n".join(lines))

    assert (ran.code, ran.err) == (0, "")
    places = [ran.out.index(words) for words in said]
    assert places == sorted(places)
    assert "never read" not in ran.out
    assert "\x1b" not in ran.out
    assert not line.database.exists()
    (exported,) = line.home.glob("exports/*/responses.csv")
    assert lines[1] in exported.read_text("utf-8-sig")


def test_the_demo_leaves_nothing_behind_but_exports(
    here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shown = converse(here, monkeypatch, "an answer", command="demo --as Kim --role member")
    assert "You speak as Kim, a member." in shown
    assert "Kim> an answer" in shown
    assert {path.name for path in tmp_path.iterdir()} == {"script"}


def test_a_chat_goes_on_where_it_was_left(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    first = converse(here, monkeypatch, "/discuss start", "It should.", "/discuss next", "A museum.")
    assert str(here.line.database) in first
    assert "You speak as Alex (moderator)" in first

    second = converse(here, monkeypatch, "/responses list", "/edit A bakery.", command="chat --as ALEX")
    assert "is open, at question 2: What should become of it?" in second
    assert "It should." in second
    assert "answer #2 has been changed" in second

    refused = converse(here, monkeypatch, "/discuss close", command="chat --role member --language fr")
    assert "/discussion fermer est réservée aux modérateurs." in refused


def test_a_chat_makes_people_wait_when_it_is_told_to(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    shown = converse(here, monkeypatch, "/articles", "/articles", command="chat --cooldowns")
    assert "Please wait 1 second" in shown
    assert "Please wait" not in converse(here, monkeypatch, "/articles", "/articles")


def test_reading_shows_and_keeps_nothing(here: Here) -> None:
    path = here.line.write("library.txt", PLAIN)
    ran = here("article", "read", str(path))

    assert ran.code == 0
    assert ran.out.startswith("The new library opens its doors\n")
    assert "12 million euros" in ran.out
    assert "Ines Robert: " in ran.out
    assert "Questions:\n  1. Should a city pay" in ran.out
    assert not here.line.database.exists()
    assert "Questions :" in here("--language", "fr", "article", "read", str(path)).out


def test_reading_as_json(here: Here) -> None:
    path = here.line.write("library.txt", PLAIN)
    ran = here("article", "read", str(path), "--json")

    found: dict[str, Any] = json.loads(ran.out)
    assert ran.code == 0
    assert found["title"] == "The new library opens its doors"
    assert found["language"] == "en"
    for fact in found["facts"]:
        assert 0 <= fact["start"] < fact["end"] <= len(PLAIN)
    assert [question["text"] for question in found["questions"]] == [
        "Should a city pay for a library when so much is online?",
        "What is a library for?",
    ]
    assert "error" not in found


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("nothing.txt", None, "file_missing", id="missing"),
        pytest.param(".", None, "file_not_plain", id="folder"),
        pytest.param("empty.txt", b"", "file_empty", id="empty"),
        pytest.param("binary.txt", bytes(range(32)) * 9, "file_binary", id="binary"),
        pytest.param("pdf.txt", b"%PDF-1.7 x", "file_pdf", id="pdf-by-another-name"),
        pytest.param("large.txt", b"x " * 3_000_000, "file_too_large", id="six-megabytes"),
        pytest.param("cut.txt", b"\xff\xfea\x00\xd8", "file_undecodable", id="undecodable"),
        pytest.param("a.docx", b"x", "file_kind", id="kind"),
        pytest.param("a.toml", b"x = ", "pack_syntax", id="syntax"),
        pytest.param("a.json", b'{"facts": "x"}', "pack_type", id="wrong-type"),
        pytest.param("a.yaml", b"facts: [{text: x}]\nsauce: y\n", "pack_unknown_key", id="unknown-key"),
        pytest.param("a.json", b'{"facts": [{"speaker": "x"}]}', "pack_missing", id="missing-text"),
        pytest.param("a.json", b'{"facts": [{"text": "x", "score": 2}]}', "pack_value", id="value"),
        pytest.param(
            "a.toml",
            b'facts = [{id = "a", text = "x"}, {id = "a", text = "y"}]',
            "pack_duplicate",
            id="duplicate-ids",
        ),
        pytest.param("a.json", b"{}", "pack_empty", id="nothing-in-it"),
        pytest.param("a.json", b"[" * 100_000, "pack_too_deep", id="too-deep"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_reading_what_cannot_be_read(
    here: Here, language: str, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        here.line.write(name, content)

    as_json = here("--language", language, "article", "read", name, "--json")
    found = json.loads(as_json.out)
    assert (as_json.code, as_json.err) == (1, "")
    assert (found["code"], found["facts"], found["questions"]) == (code, [], [])

    plain = here("--language", language, "article", "read", name)
    assert (plain.code, plain.out) == (1, "")
    assert plain.err.rstrip("\n").split("\n") == [found["error"].translate({0xA0: " ", 0x202F: " "})]
    added = here("--language", language, "article", "add", name, "--yes")
    assert (added.code, added.out, added.err) == (1, "", plain.err)


def test_adding_asks_and_without_a_terminal_takes_silence_for_no(line: CommandLine) -> None:
    path = str(line.write("mill.toml", PACK))

    ran = line.run("article", "add", path, stdin="yes\n")
    assert (ran.code, ran.err) == (1, "")
    assert "This is what I understood. Nothing of it is used until you keep it." in ran.out
    assert ran.out.endswith("Nothing was stored. Add --yes to store it.\n")
    assert "/yes" not in ran.out
    assert json.loads(line.run("article", "list", "--json").out) == []


def test_adding_and_adding_again(here: Here) -> None:
    path = str(here.line.write("mill.toml", PACK))

    added = here("article", "add", "-y", path)
    assert (added.code, added.out) == (
        0,
        "Added “The mill on the river” as mill: 2 facts · 2 questions.\n",
    )
    again = here("article", "add", path, "--yes")
    assert (again.code, again.out) == (1, "")
    assert "already loaded: “The mill on the river” (mill)" in again.err
    Path(path).write_text(PACK.replace("1901", "1902"), "utf-8")
    changed = here("article", "add", path, "--yes")
    assert changed.code == 0
    assert "Updated “The mill on the river”" in changed.out


def test_listing(here: Here) -> None:
    empty = here("article", "list")
    assert (empty.code, empty.out) == (1, "")
    assert "No article is loaded yet." in empty.err
    here.add_mill()

    assert "The mill on the river\n  mill · 2 facts · 2 questions\n" in here("article", "list").out
    (only,) = json.loads(here("article", "list", "--json").out)
    assert (only["id"], only["title"], only["facts"], only["questions"]) == (
        "mill",
        "The mill on the river",
        2,
        2,
    )


def test_packing(here: Here, tmp_path: Path) -> None:
    here.add_mill()

    packed = here("article", "pack")
    assert packed.code == 0
    assert tomllib.loads(packed.out) == tomllib.loads(PACK)
    assert here("article", "pack", "mil").out == packed.out
    (tmp_path / "out").mkdir()
    for name in ("mill.toml", "mill-2.toml"):
        ran = here("article", "pack", "mill", "--out", "out")
        assert ran.out == f"{Path('out') / name}\n"
        assert tomllib.loads((tmp_path / "out" / name).read_text("utf-8")) == tomllib.loads(PACK)
    refused = here("article", "pack", "--out", "nowhere")
    assert refused.code == 1
    assert "Files cannot be written to nowhere" in refused.err


def test_looking_up(here: Here) -> None:
    here.add_mill()

    ran = here("lookup", "when", "did", "the", "mill", "burn")
    assert ran.code == 0
    assert "The mill on the river burned down in 1901." in ran.out
    found = json.loads(here("lookup", "mill burned", "--article", "mill", "--json").out)
    assert found["query"] == "mill burned"
    assert found["verdict"] == "answer"
    assert (found["matches"][0]["article"], found["matches"][0]["id"]) == ("mill", "f1")
    nothing = here("lookup", "zebras in orbit", "--article", "mill")
    assert (nothing.code, nothing.out) == (0, "“The mill on the river” does not say anything about that.\n")
    empty = json.loads(here("lookup", "zebras in orbit", "--json").out)
    assert (empty["verdict"], empty["matches"]) == ("nothing", [])
    assert "Say a little more" in here("lookup", "?!").err


def test_lookup_explains_itself(here: Here) -> None:
    here.add_mill()

    found = here("lookup", "--explain", "when did the mill brun").out
    french = here("--language", "fr", "lookup", "--explain", "boulangerie").out
    nothing = here("lookup", "--explain", "zebras in orbit")
    near = here("lookup", "--explain", "which giraffe quasar pulsar zebra orbit comet used nebula").out

    assert "“mill” → “mill”: the same word, in the fact" in found
    assert "“brun” → “burned”: " in found
    assert "Certainty: " in found
    assert "« boulangerie » → « bakery » : la même chose dans l’autre langue, dans le fait" in french
    assert (nothing.code, nothing.err) == (0, "")
    assert "No fact resembles any of these words." in nothing.out
    # What came nearest is shown, and not said to be an answer.
    assert near.startswith("The articles do not say anything about that.")
    assert "A bakery has used the rebuilt mill since 1950." in near


def test_an_operator_trying_a_look_up_out_leaves_no_gap(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.add_mill()
    here("lookup", "zebras in orbit")
    assert "answered everything" in converse(here, monkeypatch, "/gaps")


def test_the_protocol_answers_every_line_with_one(line: CommandLine) -> None:
    requests = [
        b'{"op": "load", "facts": [{"id": "a", "text": "The mill burned down."}]}',
        b'{"op": "query", "q": "mill"}',
        b"rubbish",
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"op": "dance"}',
        b'{"op": "query"}',
        b"[" * 100_000,
        b'{"op": "query", "q": "\\ud800 zebra", "k": 1}',
        b'{"op": "query", "q": "mill", "k": 1}',
    ]
    ran = line.run("lookup", "--jsonl", stdin=b"\r\n".join(requests))

    answers = [json.loads(answer) for answer in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert len(answers) == len(requests)
    assert answers[0] == {"ok": True, "n": 1}
    assert answers[1]["hits"][0]["id"] == answers[10]["hits"][0]["id"] == "a"
    assert all(set(answer) == {"error"} for answer in answers[2:9])
    assert answers[9]["abstain"] is True
    assert not line.database.exists()


def test_the_protocol_in_this_process(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    script = here.line.write("script", '{"op": "query", "q": "mill"}\nrubbish\n')
    with script.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        answers = [json.loads(answer) for answer in here("lookup", "--jsonl").out.splitlines()]
    assert answers == [{"hits": [], "abstain": True}, {"error": "the line is not JSON"}]


def test_a_backup_put_where_there_was_nothing(here: Here) -> None:
    here.add_mill()
    here("db", "backup", "--out", "kept.db")
    here.line.database.unlink()
    for beside in here.line.home.glob("causerie.db-*"):
        beside.unlink()

    ran = here("db", "restore", "kept.db")

    assert (ran.code, ran.out) == (0, "Restored kept.db.\n")
    assert here("article", "list").code == 0


def test_adding_in_this_process_without_a_terminal(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here.line.write("mill.toml", PACK)
    with path.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ran = here("article", "add", str(path))
    assert ran.code == 1
    assert ran.out.endswith("Nothing was stored. Add --yes to store it.\n")
    refused = here("article", "add", "nothing.toml")
    assert (refused.code, refused.out) == (1, "")


def test_exports(here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here.add_mill()
    converse(here, monkeypatch, "/discuss start", "Yes: =1", "No", "/withdraw", "Ô, oui 👍")

    both = here("export", "--format", "csv", "--format", "jsonl", "--out", "both", "--article", "mill")
    assert both.code == 0
    assert "  Left out: 1 withdrawn" in both.out
    assert {path.name for path in (tmp_path / "both").iterdir()} == {
        "responses.csv",
        "responses.jsonl",
        "manifest.json",
    }
    rows = list(csv.DictReader(io.StringIO((tmp_path / "both/responses.csv").read_text("utf-8-sig"))))
    lines = (tmp_path / "both/responses.jsonl").read_text("utf-8").splitlines()
    assert [row["text"] for row in rows] == ["Yes: =1", "Ô, oui 👍"]
    assert [json.loads(one)["text"] for one in lines] == ["Yes: =1", "Ô, oui 👍"]

    told = json.loads(here("export", "--json", "--out", "told").out)
    assert [Path(path).name for path in told["paths"]] == ["responses.csv", "manifest.json"]
    assert told["manifest"] == json.loads((tmp_path / "told/manifest.json").read_text("utf-8"))
    assert told["manifest"]["counts"]["responses"] == 2

    nothing = here("export", "--out", "nothing", "--words", "nowhere")
    assert nothing.code == 0
    assert "Without that: 2 answers; with each option by itself: words (0)" in " ".join(nothing.out.split())

    again = here("export", "--out", "both")
    assert (again.code, again.out) == (1, "")
    assert "both is not an empty folder" in again.err
    assert here("export").code == 0
    assert len(list((tmp_path / "exports").glob("causerie-*/responses.csv"))) == 1


def test_the_database_looked_after(here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "up to date" in here("db", "upgrade").out
    here.add_mill()
    converse(here, monkeypatch, "/discuss start", "before the backup")

    backed_up = here("db", "backup")
    assert backed_up.code == 0
    beside = Path(backed_up.out.removeprefix("Verified backup: ").rstrip("\n"))
    assert beside.parent == tmp_path
    named = here("db", "backup", "--out", str(tmp_path / "kept.db"))
    assert named.out == f"Verified backup: {tmp_path / 'kept.db'}\n"
    taken = here("db", "backup", "--out", str(tmp_path / "kept.db"))
    assert taken.code == 1
    assert "kept.db is already there. Choose another name." in taken.err

    converse(here, monkeypatch, "after the backup")
    restored = here("db", "restore", str(tmp_path / "kept.db"))
    assert restored.code == 0
    first, second = restored.out.splitlines()
    assert first == f"Restored {tmp_path / 'kept.db'}."
    safety = Path(second.removeprefix("What was there before is kept in "))
    assert safety.exists()

    sound = here("db", "check")
    assert sound.code == 0
    assert sound.out.splitlines()[0] == f"{here.line.database} is sound."
    assert "  1 answer, withdrawn ones included" in sound.out.splitlines()
    checked = json.loads(here("db", "check", "--json").out)
    assert checked["problems"] == []
    assert checked["rows"]["responses"] == 1
    assert checked["revision"]


def test_the_database_looked_after_in_french(here: Here, tmp_path: Path) -> None:
    here.add_mill()
    assert "La base est à jour." in here("--language", "fr", "db", "upgrade").out
    assert "Sauvegarde vérifiée : " in here("--language", "fr", "db", "backup", "--out", "b.db").out
    assert "remise en place." in here("--language", "fr", "db", "restore", "b.db").out
    assert f"{tmp_path / 'causerie.db'} est saine." in here("--language", "fr", "db", "check").out


def test_a_damaged_database_is_said_to_be(here: Here) -> None:
    here.add_mill()
    with sqlite3.connect(here.line.database) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE facts SET article = 999")
    connection.close()

    ran = here("db", "check")
    assert ran.code == 1
    assert "is damaged. Restore a backup with “causerie db restore”." in ran.out
    assert json.loads(here("db", "check", "--json").out)["problems"]


def test_the_first_run_makes_its_own_folder(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAUSERIE_DATABASE__URL")
    here.add_mill()
    assert here("article", "list").code == 0
    assert [path.name for path in here.line.home.rglob("causerie.db")] == ["causerie.db"]
