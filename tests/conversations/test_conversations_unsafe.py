"""Nothing stored reaches the terminal raw: the driver holds every line shown against what is obeyed."""

import json
from pathlib import Path

import pytest
import tomli_w
from talk import obeyed, open_mill, open_talk

from bot.i18n import Language

NASTY = [
    pytest.param("\x1b[2J\x1b]0;owned\x07", id="escapes"),
    pytest.param("\x9b31m\x85\x90", id="c1"),
    pytest.param("\u202egnp.exe\u2066x\u200f", id="bidi"),
    pytest.param("a\rb\x08c\x7f", id="overwriting"),
    pytest.param("\u2028\u2029\ufeff", id="separators"),
    pytest.param("\x00nul", id="nul"),
    pytest.param("\udcff\ud83d", id="surrogates"),
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("language", list(Language))
async def test_whatever_a_member_types_is_shown_harmless(
    tmp_path: Path, nasty: str, language: Language
) -> None:
    async with open_mill(tmp_path, language) as talk:
        await talk.all(
            f"/as Mal{nasty}lory role:member",
            f"answer {nasty} end",
            f"/edit edited {nasty} end",
            f"/{nasty}",
            f"/fact zebras {nasty}",
            f"/fact {nasty}:x",
            f"/withdraw response:x{nasty}",
            f"/help {nasty}",
            f"/as Sam role:{nasty}",
            "/as Alex role:moderator",
            f"/article add {nasty}.txt",
            f"/article show {nasty}",
            f"/export {nasty}",
            f"/responses hide response:1 {nasty}",
            f"/article remove mill yes:{nasty}",
        )
        listed = await talk("/responses list")
        assert "edited" in listed
        assert "lory" in listed
        await talk.all("/gaps", "/discuss status", "/discuss close", "/yes")


@pytest.mark.parametrize("nasty", [case for case in NASTY if case.id not in {"nul", "surrogates"}])
async def test_whatever_an_article_holds_is_shown_harmless(tmp_path: Path, nasty: str) -> None:
    words = {
        "id": f"mill{nasty}",
        "title": f"A mill{nasty}",
        "source": f"Source{nasty}",
        "facts": [
            {
                "id": f"f{nasty}",
                "text": f"The mill{nasty} burned in 1901.",
                "passage": f"It burned.{nasty}",
                "speaker": f"Ann{nasty}",
                "state": "disputed",
                "note": f"Why{nasty}",
            }
        ],
        "questions": [{"text": f"Why{nasty}?", "follow_ups": [f"How{nasty}?"]}],
    }
    async with open_talk(tmp_path) as talk:
        await talk(f"/article add {talk.write('a.json', json.dumps(words))}")
        assert "Added “A mill" in await talk("/yes")
        assert "A mill" in await talk("/articles")
        shown = await talk.all(
            "/article show", "/questions", "/discuss start", "/fact mill burned", "/discuss status"
        )
        assert all("ill" in one for one in shown[:4])
        handed = await talk("/article pack")
        assert ".toml" in handed
        await talk.all("/discuss close", "/article remove mill")


@pytest.mark.parametrize("nasty", [case for case in NASTY if case.id != "surrogates"])
async def test_what_is_wrong_with_a_file_is_shown_harmless(tmp_path: Path, nasty: str) -> None:
    async with open_talk(tmp_path) as talk:
        for name, content in (
            ("a.json", json.dumps({f"key{nasty}": 1})),
            ("b.json", json.dumps({"facts": [{"text": "x", "state": nasty}]})),
            ("c.yaml", f'"a{nasty.encode("unicode_escape").decode()}": [1'),
            ("d.toml", tomli_w.dumps({"facts": [{"id": "x", "text": "y"}, {"id": "x", "text": "z"}]})),
        ):
            shown = await talk(f"/article add {talk.write(name, content)}")
            assert name in shown


async def test_answers_with_escapes_are_exported_as_they_were_typed(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("red \x1b[31m and back")
        await talk("/export format:jsonl")
        row = json.loads(talk.exported(".jsonl")[-1].read_text("utf-8"))
        assert row["text"] == "red \x1b[31m and back"


def test_the_driver_sees_what_it_looks_for() -> None:
    assert obeyed("a\nb — é 👍") == set()
    assert obeyed("\x1b\x9b\u202e\r\t\udcff") == {"\x1b", "\x9b", "\u202e", "\r", "\t", "\udcff"}
