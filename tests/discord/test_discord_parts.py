"""Many or large files are handed over in several messages; what does not get through is named."""

import asyncio
from pathlib import Path

import pytest
from api_stub.faults import Fault
from api_stub.seen import Answer, find_button
from api_stub.stub import Stub
from api_stub.world import Message
from long_work import LongWork, Place
from running import Running
from trouble import LOST, ORIGINAL
from under_way import unescaped

from bot.commands.reply import Part, Reply
from bot.discord_front import acknowledge, handing_over, run
from bot.discord_front.handlers import finish
from bot.i18n import Language, text_in

EN = text_in(Language.ENGLISH)
LIMIT = 1_000
FOLLOW_UP = r"/webhooks/\d+/\w+$"


@pytest.fixture
def place(work: LongWork, stub: Stub, bot: Running) -> Place:
    """A server in which a message carries a thousand bytes."""
    made = Place(stub)
    made.guild.guild.upload_limit = LIMIT
    return made


class Folder:
    """The folder of an export, as whoever runs the bot has it."""

    def __init__(self, path: Path) -> None:
        self.path = path / "causerie-1"
        self.path.mkdir()

    def file(self, number: int, *, size: int = 900) -> Path:
        path = self.path / f"answers-{number}.csv"
        path.write_bytes(f"{number}".encode().ljust(size, b"."))
        return path

    def parts(self, count: int) -> tuple[Part, ...]:
        return tuple(
            Part(files=(self.file(number),), caption=f"part {number} of {count}")
            for number in range(1, count + 1)
        )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder for the files of a test."""
    return Folder(tmp_path)


async def hand_over(place: Place, work: LongWork, *parts: Part, files: tuple[Path, ...] = ()) -> list[str]:
    """Let Ann be given *parts*; return what she reads after the reply."""
    work.ends(Reply(text="Here it is.", files=files, parts=parts))
    said = await place.ann.run("export", channel=place.channel)
    assert said.is_private
    assert await finish(patience=10.0)
    assert said.text.startswith("Here it is.")
    assert all(message.seen_by == place.ann.id for message in place.handed)
    return read(place)


def message_of(said: Answer) -> Message:
    assert said.message is not None
    return said.message


def read(place: Place) -> list[str]:
    return [unescaped(message.content) for message in place.handed]


def too_large(path: Path, *, limit: int = LIMIT) -> str:
    size = EN.size(path.stat().st_size)
    return EN("parts.too_large", size=size, limit=EN.size(limit), names=f"causerie-1/{path.name}")


def named(*parts: Part) -> str:
    return "\n".join(
        EN("parts.named", caption=one.caption, names=f"causerie-1/{one.files[0].name}") for one in parts
    )


async def test_parts_follow_the_reply_in_their_order(work: LongWork, place: Place, folder: Folder) -> None:
    parts = folder.parts(7)
    said = await hand_over(place, work, *parts, files=(folder.file(0, size=10),))
    assert said == [part.caption for part in parts]
    assert place.contents() == [[part.files[0].name] for part in parts]
    first = place.stub.world.files[place.handed[0].attachments[0]["id"]]
    assert first == parts[0].files[0].read_bytes()
    assert work.ctx.upload_limit == LIMIT


async def test_discords_limit_on_how_often_is_kept(work: LongWork, place: Place, folder: Folder) -> None:
    place.stub.server.limits.is_on = True
    parts = folder.parts(7)
    assert await hand_over(place, work, *parts) == [part.caption for part in parts]
    assert place.stub.server.invalid() == 0


async def test_a_boosted_server_lets_more_through(work: LongWork, stub: Stub, bot: Running) -> None:
    place = Place(stub)
    place.guild.guild.premium_tier = 2
    await hand_over(place, work)
    assert work.ctx.upload_limit == 50 << 20


async def test_a_message_has_ten_files_at_most_and_what_the_server_lets_through(
    work: LongWork, place: Place, folder: Folder
) -> None:
    many = Part(files=tuple(folder.file(number, size=10) for number in range(12)), caption="all")
    large = Part(files=tuple(folder.file(number, size=400) for number in range(20, 25)), caption="large")
    said = await hand_over(place, work, many, large)
    assert [len(names) for names in place.contents()] == [10, 2, 2, 2, 1]
    assert said == ["all", "all", "large", "large", "large"]
    sizes = [sum(one["size"] for one in message.attachments) for message in place.handed]
    assert max(sizes) <= LIMIT


class TestRefusals:
    async def test_a_file_that_no_message_carries_is_named_in_its_place(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        first, second, third = folder.parts(3)
        large = folder.file(2, size=LIMIT + 1)
        said = await hand_over(place, work, first, second, third)
        assert said == [first.caption, f"{second.caption}\n{too_large(large)}", third.caption]
        assert place.contents() == [["answers-1.csv"], [], ["answers-3.csv"]]

    async def test_so_is_one_that_discord_takes_though_it_said_otherwise(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        place.stub.server.expect(40005)
        place.guild.guild.takes = 500
        small, large = folder.file(1, size=450), folder.file(2, size=501)
        both = Part(files=(small, large), caption="part 1 of 2")
        last = Part(files=(folder.file(3, size=500),), caption="part 2 of 2")
        said = await hand_over(place, work, both, last)
        assert said == ["part 1 of 2", f"part 1 of 2\n{too_large(large)}", "part 2 of 2"]
        assert place.contents() == [["answers-1.csv"], [], ["answers-3.csv"]]

    async def test_so_is_one_that_is_refused_on_the_way_to_discord(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.STATUS, status=413)
        first, second = folder.parts(2)
        said = await hand_over(place, work, first, second)
        assert said == [f"{first.caption}\n{too_large(first.files[0])}", second.caption]

    async def test_the_replys_own_files_may_be_refused_too(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        place.stub.server.expect(40005)
        place.guild.guild.takes = 899
        large, (part,) = folder.file(9), folder.parts(1)
        work.ends(Reply(text="Here it is.", files=(large,), parts=(part,)))
        said = await place.ann.run("export", channel=place.channel)
        where = EN("front.file_too_large", size=EN.size(900), names="causerie-1/answers-9.csv")
        assert await finish(patience=5.0)
        assert unescaped(said.text) == f"Here it is.\n{where}"

    async def test_a_part_that_is_refused_for_another_reason_is_named_last(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.STATUS, status=400, code=50035)
        first, second, third = folder.parts(3)
        said = await hand_over(place, work, first, second, third)
        assert said == [second.caption, third.caption, EN("parts.missed", parts=named(first))]

    async def test_a_file_that_is_gone_is_said_to_be(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        first, second = folder.parts(2)
        first.files[0].unlink()
        said = await hand_over(place, work, first, second)
        gone = EN("parts.gone", names="causerie-1/answers-1.csv")
        assert said == [f"{first.caption}\n{gone}", second.caption]


class TestLostOnTheWay:
    @pytest.mark.parametrize(("fault", "status"), LOST)
    async def test_a_part_whose_answer_is_lost_is_not(
        self,
        *,
        work: LongWork,
        place: Place,
        folder: Folder,
        fault: Fault,
        status: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(handing_over, "UPLOAD_PATIENCE", 0.4)
        place.stub.server.faults.next("POST", FOLLOW_UP, fault, status=status)
        parts = folder.parts(3)
        said = await hand_over(place, work, *parts)
        # One that arrived the first time is there twice, and each says which it is.
        assert list(dict.fromkeys(said)) == [part.caption for part in parts]

    async def test_what_never_gets_through_is_named_last(
        self, work: LongWork, place: Place, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(handing_over, "UPLOAD_PATIENCE", 0.1)
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.HANG, times=handing_over.TRIES)
        first, second = folder.parts(2)
        said = await hand_over(place, work, first, second)
        assert said == [second.caption, EN("parts.missed", parts=named(first))]


class TestTime:
    async def test_what_there_was_no_time_for_is_named_in_time(
        self, work: LongWork, place: Place, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(acknowledge, "LIFE", 60.0)
        monkeypatch.setattr(handing_over, "MARGIN", 59.0)
        first, second, third = folder.parts(3)
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.HANG)
        said = await hand_over(place, work, first, second, third)
        assert said == [EN("parts.out_of_time", parts=named(first, second, third))]

    async def test_a_token_that_has_run_out_all_the_same_loses_the_words_and_no_file(
        self, work: LongWork, place: Place, folder: Folder, log: pytest.LogCaptureFixture
    ) -> None:
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.STATUS, status=401, code=50027, times=3)
        parts = folder.parts(3)
        assert await hand_over(place, work, *parts) == []
        number = place.asked.id
        assert f"Interaction {number} is short of 3 messages" in log.text
        # Discord is not asked again what it has answered for good: once for a part, once for the last words.
        assert place.stub.server.faults.struck == 2
        assert all(part.files[0].exists() for part in parts)


class TestCancelling:
    async def test_whoever_is_handed_parts_may_have_enough(
        self, work: LongWork, place: Place, folder: Folder
    ) -> None:
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.STATUS, status=429, retry_after=60.0)
        work.ends(Reply(text="Here it is.", parts=folder.parts(3)))
        said = await place.ann.run("export", channel=place.channel)
        await place.stub.gateway.until(lambda: place.stub.server.faults.struck)
        greeting = place.guild.messages(place.channel)[0]
        cancel = str(find_button(message_of(said), EN("action.cancel"))["custom_id"])
        refused = await place.bea.click_id(greeting, cancel)
        assert refused.text == EN("error.not_your_work")

        stopped = await place.ann.click(said, EN("action.cancel"))

        assert stopped.text == EN("parts.cancelled")
        assert await finish(patience=5.0)
        assert said.text == "Here it is."  # and no button any more
        assert place.handed == []
        late = await place.ann.click_id(said.message or greeting, cancel)
        assert late.text == EN("error.nothing_under_way")

    async def test_a_program_that_ends_says_what_is_missing(
        self,
        *,
        work: LongWork,
        place: Place,
        folder: Folder,
        bot: Running,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(run, "FINISH_PATIENCE", 0.1)
        first, second, third = folder.parts(3)
        work.ends(Reply(text="Here it is.", parts=(first, second, third)))
        place.stub.server.faults.next("POST", FOLLOW_UP, Fault.HANG)
        said = await place.ann.run("export", channel=place.channel)
        await place.stub.gateway.until(lambda: place.stub.server.faults.struck)
        await bot.stop()
        assert read(place) == [EN("parts.missed", parts=named(first, second, third))]
        assert said.text == "Here it is."
        await bot.start()


async def test_people_are_answered_while_parts_are_handed_over(
    work: LongWork, place: Place, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "UPLOAD_PATIENCE", 0.5)
    place.stub.server.faults.next("POST", FOLLOW_UP, Fault.HANG)
    handing = asyncio.create_task(hand_over(place, work, *folder.parts(2)))
    await place.stub.gateway.until(lambda: place.stub.server.faults.struck)
    assert "/fact" in (await place.bea.run("help", channel=place.channel)).text
    assert place.handed == []
    assert len(await handing) == 2


async def test_the_reply_itself_is_put_first(work: LongWork, place: Place, folder: Folder) -> None:
    await hand_over(place, work, *folder.parts(1))
    sent = [one for one in place.stub.server.requests if "/webhooks/" in one.path]
    # The last takes the button away that cancels.
    assert [one.method for one in sent] == ["PATCH", "POST", "PATCH"]
    assert place.stub.server.sent("PATCH", ORIGINAL)


async def test_an_export_does_not_stay_on_the_operators_disk_for_ever(stub: Stub, bot: Running) -> None:
    await bot.stop()
    exports = bot.folder / "exports"
    for name in ("causerie-20260101T120000Z", "mine"):
        (exports / name).mkdir(parents=True)
        (exports / name / "manifest.json").write_text(
            '{"program": "causerie 0.6.0", "schema_version": 1, "files": []}'
        )

    await bot.start()

    await stub.gateway.until(lambda: [path.name for path in exports.iterdir()] == ["mine"])
