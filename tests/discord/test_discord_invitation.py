"""Tests for how the bot is invited: what it asks for is what it uses, and what the README says."""

import asyncio
import base64
import os
import re
import signal
import sys
from pathlib import Path

import discord
import pytest
from api_stub.actors import INVITED_WITH
from api_stub.stub import Stub
from hypothesis import given
from hypothesis import strategies as st
from running import Running

from bot.discord_front.inspect import NEEDED, NEEDED_IN_TEXT, USEFUL
from bot.discord_front.invitation import ASKED_FOR, application_of, invitation, permissions
from bot.i18n import Language, text_in

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
# The bot's own folder, but for the module under test: what is asked for has to be asked about there.
FRONT = [path for path in (ROOT / "bot/discord_front").rglob("*.py") if path.name != "invitation.py"]


def test_the_readme_invites_with_what_the_code_needs() -> None:
    links = re.findall(r"https://discord\.com/oauth2/authorize\?\S+", README)

    assert links
    for link in links:
        assert link == invitation(0).replace("client_id=0", "client_id=APPLICATION_ID")


def test_the_readme_names_each_permission_as_discord_does() -> None:
    text = text_in(Language.ENGLISH)

    for name in ASKED_FOR:
        assert f"| {text(f'permission.{name}')} |" in README


def test_what_the_doctor_looks_for_is_asked_for() -> None:
    assert {*NEEDED, *NEEDED_IN_TEXT, *USEFUL} <= set(ASKED_FOR)
    assert permissions() == discord.Permissions(**dict.fromkeys(ASKED_FOR, True))
    assert not permissions().administrator


def test_nothing_is_asked_for_that_the_code_never_looks_at() -> None:
    content = "".join(path.read_text("utf-8") for path in FRONT)

    assert [name for name in ASKED_FOR if name not in content] == []


def test_the_stub_is_invited_with_the_same() -> None:
    assert permissions() == INVITED_WITH


@given(application=st.integers(0, 2**63 - 1))
def test_a_token_begins_with_its_application(application: int) -> None:
    first = base64.urlsafe_b64encode(str(application).encode()).decode().rstrip("=")

    assert application_of(f"{first}.stamp.signature") == application


@pytest.mark.parametrize(
    "token", ["", ".", "no-token", "bm90IGEgbnVtYmVy.a.b", "é.a.b", "YQ==", "/+/+.a.b", "MTIz!NDU2.a.b"]
)
def test_what_is_no_token_belongs_to_no_application(token: str) -> None:
    assert application_of(token) is None


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_server_that_follows_the_link_lacks_nothing(stub: Stub, bot: Running, kind: str) -> None:
    assert bot.ready
    guild = stub.guild("Le Phare")
    general = guild.text("general")
    place = guild.forum(kind) if kind == "forum" else guild.text(kind)
    ann = guild.member("Ann", manage_guild=True, manage_messages=True)
    guild.guild.updates_channel = general
    guild.invite_bot(permissions())
    await stub.gateway.until(lambda: guild.messages(general))

    english = text_in(Language.ENGLISH)
    panel = await ann.choose(await ann.run("setup", channel=general), english("pick.channel"), place)
    examined = await ann.run("doctor", channel=general)
    tried = await ann.click(panel, english("action.rehearse"))

    assert english("finding.may_all", channel=f"#{kind}") in examined.text
    assert english("doctor.verdict_fine") in examined.text
    assert english("rehearsal.done") in tried.text


async def test_a_bot_on_no_server_says_how_it_is_invited(tmp_path: Path) -> None:
    token = f"{base64.b64encode(b'4711').decode()}.stamp.signature"
    async with Stub(token=token) as stub:
        stub.gateway.identify_window = 0
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--language",
            "en",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "CAUSERIE_DISCORD__TOKEN": token,
                "CAUSERIE_DISCORD__API_URL": stub.url,
                "CAUSERIE_DATABASE__URL": f"sqlite:///{tmp_path / 'causerie.db'}",
            },
        )
        assert running.stdout is not None
        assert "on 0 servers" in (await running.stdout.readline()).decode()
        invited = (await running.stdout.readline()).decode()
        running.send_signal(signal.SIGTERM)
        rest, errors = await running.communicate()

    assert invitation(4711) in invited
    assert rest.decode().strip() == text_in(Language.ENGLISH)("cli.run.stopped")
    assert (errors, running.returncode) == (b"", 0)
