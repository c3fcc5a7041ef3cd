"""What takes long at a terminal: a bar for whoever watches, and files in parts, listed."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from talk import Talk, open_demo

from bot.chat_front.progress import CLEAR
from bot.commands.context import Context
from bot.commands.reply import Part, Reply


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


async def in_parts(ctx: Context, **_options: object) -> Reply:
    assert ctx.upload_limit is None
    ctx.progress(1, 2)
    parts = tuple(
        Part(files=(Path(f"exports/answers-{number}.csv"),), caption=f"part {number} of 2")
        for number in (1, 2)
    )
    return Reply(text="Here it is.", parts=parts)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A chat in which ``/export`` hands over two parts."""
    async with open_demo(tmp_path) as opened:
        commands = opened.chat._dispatcher.commands
        commands["export"] = replace(commands["export"], handler=in_parts)
        yield opened


async def test_parts_are_listed_with_what_they_are(talk: Talk) -> None:
    said = await talk("/export")
    assert said == (
        "Here it is.\n  part 1 of 2\n    exports/answers-1.csv\n  part 2 of 2\n    exports/answers-2.csv\n\n"
    )


async def test_who_watches_sees_a_bar_that_goes_away(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    await talk("/export")
    assert screen.getvalue() == f"{CLEAR}[##########----------] 50% · 1 answer written…{CLEAR}"


async def test_who_does_not_watch_sees_none(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    await talk("/export")
    assert not capsys.readouterr().err


async def test_nobody_types_cancel(talk: Talk) -> None:
    assert "/cancel" not in await talk("/help")
    assert "cancel" in await talk("/cancel 1")  # which is not known
