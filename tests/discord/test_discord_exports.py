"""What moderators take away on Discord: in parts where the server takes no larger files."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from random import Random

import pytest
from api_stub.faults import Fault
from api_stub.stub import Stub
from api_stub.world import Message
from lighthouse import EN, live
from on_disk import table
from running import Running
from under_way import UnderWay, begin, unescaped

from bot.discord_front.handlers import finish
from bot.domain.discussion import Given, NewResponse
from bot.domain.export_errors import NoSuchRoleError
from bot.domain.identity import GuildId, MemberId, PromptId, RoleId

LIMIT = 150_000  # bytes that a message may carry


async def answered(bot: Running, *, count: int) -> list[str]:
    """Let people have answered the first prompt; return what they said."""
    random = Random(7)  # noqa: S311 (no secret)
    texts = [f"{number} {random.randbytes(60).hex()}" for number in range(count)]
    store = bot.cases.exports._store
    async with store.write() as tx:
        await tx.responses.add_all(
            [
                NewResponse(
                    prompt=PromptId(1),
                    author=MemberId(2**60 + number),
                    author_name=f"Member {number}",
                    text=text,
                    given=Given.BUTTON,
                    created_at=datetime(2026, 5, 4, tzinfo=UTC),
                )
                for number, text in enumerate(texts)
            ]
        )
    return texts


def files(stub: Stub, *messages: Message) -> dict[str, bytes]:
    return {
        one["filename"]: stub.world.files[one["id"]] for message in messages for one in message.attachments
    }


def unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


async def test_an_export_comes_in_parts_that_can_each_be_read(stub: Stub, bot: Running) -> None:
    here = await begin(stub)
    texts = await answered(bot, count=6_000)
    here.guild.guild.upload_limit = LIMIT

    said = await here.ann.run("export", channel=here.place, format="csv")
    assert await finish(patience=20.0)

    assert said.is_private
    (asked,) = (one for one in stub.interactions.all.values() if one.data.get("name") == "export")
    assert asked.original is not None  # what the line that said how far it was has become
    assert list(files(stub, asked.original)) == ["manifest.json"]
    parts = files(stub, *asked.follow_ups)
    total = len(parts)
    assert total > 1
    assert list(parts) == [f"responses.part{number}of{total}.csv.zip" for number in range(1, total + 1)]
    assert all(len(content) <= LIMIT for content in parts.values())
    rows = [
        row
        for content in parts.values()
        for row in csv.DictReader(io.StringIO(unzipped(content).decode("utf-8-sig"), newline=""))
    ]
    assert [row["text"] for row in rows] == texts
    assert [message.content for message in asked.follow_ups] == [
        f"Part {number} of {total}" for number in range(1, total + 1)
    ]


async def test_files_in_folders_come_as_one_archive(stub: Stub, bot: Running) -> None:
    here = await begin(stub)
    await answered(bot, count=3)

    said = await here.ann.run("export", channel=here.place, format="polis")

    assert list(said.files) == ["polis.zip", "manifest.json"]
    with zipfile.ZipFile(io.BytesIO(said.files["polis.zip"])) as archive:
        assert {name.rpartition("/")[0] for name in archive.namelist()} == {"polis/1-1"}
        assert archive.testzip() is None


async def test_an_export_of_few_comes_as_it_is(stub: Stub, bot: Running) -> None:
    here = await begin(stub)
    await answered(bot, count=3)

    said = await here.ann.run("export", channel=here.place, format="csv", names=True, reason="the editors")

    assert list(said.files) == ["responses.csv", "manifest.json"]
    rows = list(csv.DictReader(io.StringIO(said.files["responses.csv"].decode("utf-8-sig"), newline="")))
    assert [row["author"] for row in rows] == ["Member 0", "Member 1", "Member 2"]


async def test_how_many_could_see_a_prompt_is_noted_where_everybody_could(stub: Stub, bot: Running) -> None:
    here = await begin(stub)

    (prompt,) = table(bot.folder, "SELECT reach FROM prompts")

    assert prompt["reach"] == len(here.guild.guild.members) - 1  # the bot is no reader


async def with_roles(stub: Stub, bot: Running, *, holders: int) -> tuple[UnderWay, int]:
    """Let seven members have answered, of whom some hold a role; return it."""
    here = await begin(stub)
    role = here.guild.role("Editors *of* @everyone")
    people = [here.guild.member(f"M {n}", roles=(role,) if n < holders else ()) for n in range(7)]
    store = bot.cases.exports._store
    async with store.write() as tx:
        await tx.responses.add_all(
            [
                NewResponse(
                    prompt=PromptId(1),
                    author=MemberId(one.id),
                    author_name=one.name,
                    text=f"of {number}",
                    given=Given.BUTTON,
                    created_at=datetime(2026, 5, 4, tzinfo=UTC),
                )
                for number, one in enumerate(people)
            ]
        )
    return here, role


MEMBER = r"^/guilds/\d+/members/\d+$"


async def test_an_export_by_role_has_the_answers_of_those_who_hold_it(stub: Stub, bot: Running) -> None:
    here, role = await with_roles(stub, bot, holders=5)

    said = await here.ann.run("export", channel=here.place, format="csv", role=role)

    rows = list(csv.DictReader(io.StringIO(said.files["responses.csv"].decode("utf-8-sig"), newline="")))
    assert [row["text"] for row in rows] == [f"of {number}" for number in range(5)]
    asked = json.loads(said.files["manifest.json"])["asked"]
    assert (asked["role"], asked["role_name"]) == (str(role), "Editors *of* @everyone")
    named = EN("export.role", role="Editors *of* @everyone").replace("@", "@\u200b")  # pings nobody
    assert named in unescaped(said.text)
    assert live(stub) == []
    assert len(stub.server.sent("GET", MEMBER)) == 7


async def test_everybody_is_whoever_is_still_there(stub: Stub, bot: Running) -> None:
    here, _ = await with_roles(stub, bot, holders=0)
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=404, code=10007, times=2)

    said = await here.ann.run("export", channel=here.place, format="csv", role=here.guild.id)

    rows = list(csv.DictReader(io.StringIO(said.files["responses.csv"].decode("utf-8-sig"), newline="")))
    assert len(rows) == 5


async def test_an_export_of_very_few_is_refused(stub: Stub, bot: Running) -> None:
    here, role = await with_roles(stub, bot, holders=4)

    said = await here.ann.run("export", channel=here.place, format="csv", role=role)

    assert unescaped(said.text) == EN("error.few_holders", least=5)
    assert said.files == {}


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10004), (503, 0)])
async def test_where_discord_does_not_say_who_holds_a_role_nothing_is_exported(
    stub: Stub, bot: Running, status: int, code: int
) -> None:
    here, role = await with_roles(stub, bot, holders=7)
    stub.server.faults.next("GET", MEMBER, Fault.STATUS, status=status, code=code)

    said = await here.ann.run("export", channel=here.place, format="csv", role=role)

    assert unescaped(said.text) == EN("error.members_unknown")
    assert said.files == {}
    assert table(bot.folder, "SELECT key FROM exports") == []


async def test_a_role_that_is_gone_is_refused(stub: Stub, bot: Running) -> None:
    here, _ = await with_roles(stub, bot, holders=7)

    with pytest.raises(NoSuchRoleError):
        await bot.cases.exports.roles.named(RoleId(1), guild=GuildId(here.guild.id))
