"""What takes long is shown on its way, in one line, and whoever began it may cancel it at any moment."""

import asyncio
from itertools import pairwise

import pytest
from api_stub.faults import Fault
from api_stub.seen import find_button
from api_stub.stub import Stub
from api_stub.world import Message
from long_work import LongWork, Place
from running import Running
from trouble import ORIGINAL

from bot.commands.reply import Reply
from bot.discord_front import acknowledge, progress, run
from bot.discord_front.handlers import finish
from bot.i18n import Language, text_in

EN, FR = text_in(Language.ENGLISH), text_in(Language.FRENCH)
CANCEL = EN("action.cancel")


@pytest.fixture
def place(work: LongWork, stub: Stub, bot: Running) -> Place:
    """A server where ``/export`` takes long."""
    return Place(stub)


def written(count: int) -> str:
    return EN("progress.so_far", done=EN("export.progress", n=count))


async def began(place: Place) -> Message:
    """Let Ann ask; return the line that says how far it is, once it is there."""
    said = await place.ann.run("export", channel=place.channel)
    assert said.is_private
    assert said.message is not None
    return said.message


def cancel_of(line: Message) -> str:
    """Return what the button beside *line* carries."""
    return str(find_button(line, CANCEL)["custom_id"])


class TestProgress:
    async def test_it_is_a_line_that_changes_until_the_reply_takes_its_place(
        self, work: LongWork, place: Place
    ) -> None:
        line = await began(place)
        assert line.content == EN("progress.begun")
        work.ctx.progress(12_000)
        await place.stub.gateway.until(lambda: line.content == written(12_000))
        work.ctx.progress(5, 20, key="export.asking")
        asked = EN("progress.percent", done=EN("export.asking", n=5), percent=25)
        await place.stub.gateway.until(lambda: line.content == asked)
        work.ctx.progress(15_000, 20_000)
        done = EN("export.progress", n=15_000)
        await place.stub.gateway.until(lambda: line.content == EN("progress.percent", done=done, percent=75))

        work.ends()

        await place.stub.gateway.until(lambda: line.content == "It is done.")
        assert line.components == []
        assert await finish(patience=5.0)
        assert len(place.ann.sees(place.channel)) == 2  # with the greeting
        assert place.stub.server.sent("PATCH", ORIGINAL)[-1].body["content"] == "It is done."

    async def test_however_often_it_is_told_it_is_written_now_and_then(
        self, work: LongWork, place: Place
    ) -> None:
        line = await began(place)
        for count in range(1, 2_001):
            work.ctx.progress(count)
            if not count % 100:
                await asyncio.sleep(0)
        await place.stub.gateway.until(lambda: line.content == written(2_000))
        work.ctx.progress(2_001)
        await place.stub.gateway.until(lambda: line.content == written(2_001))

        times = [one.at for one in place.stub.server.sent("PATCH", ORIGINAL)]
        assert len(times) <= 5
        assert all(later - earlier >= progress.EVERY * 0.9 for earlier, later in pairwise(times))
        work.ends()

    async def test_what_does_not_change_is_not_written_again(
        self, work: LongWork, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(progress, "EVERY", 0.001)
        line = await began(place)
        work.ctx.progress(5)
        await place.stub.gateway.until(lambda: line.content == written(5))
        before = len(place.stub.server.sent("PATCH", place.asked.token))
        work.ctx.progress(5)
        # Long enough for it to have been looked at again many times.
        await place.bea.run("help", channel=place.channel)
        await place.bea.run("privacy", channel=place.channel)
        assert len(place.stub.server.sent("PATCH", place.asked.token)) == before
        work.ends()

    async def test_what_is_done_soon_shows_none(
        self, work: LongWork, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(acknowledge, "SOON", 5.0)
        work.ends()
        said = await place.ann.run("export", channel=place.channel)
        assert said.text == "It is done."
        assert not place.stub.server.sent("PATCH", ORIGINAL)

    @pytest.mark.parametrize(
        ("fault", "status"), [(Fault.STATUS, 400), (Fault.HANG, 0), (Fault.RESET, 0), (Fault.STATUS, 404)]
    )
    async def test_a_line_that_cannot_be_written_does_no_harm(
        self,
        *,
        work: LongWork,
        place: Place,
        fault: Fault,
        status: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(progress, "PATIENCE", 0.2)
        place.stub.server.faults.next("PATCH", ORIGINAL, fault, status=status)
        asked = asyncio.create_task(place.ann.run("export", channel=place.channel))
        await place.stub.gateway.until(lambda: place.stub.server.faults.struck)
        work.ends()
        said = await asked
        await place.stub.gateway.until(lambda: said.text == "It is done.")

    async def test_it_speaks_the_language_of_whoever_asked(
        self, work: LongWork, stub: Stub, bot: Running
    ) -> None:
        place = Place(stub, locale="fr")
        said = await place.ann.run("export", channel=place.channel)
        assert said.text == f"{FR('progress.begun')}\n{FR('action.cancel')}"
        work.ends()

    async def test_it_says_in_time_that_discord_will_not_wait(
        self, work: LongWork, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(acknowledge, "LIFE", 60.0)
        monkeypatch.setattr(progress, "MARGIN", 59.7)
        line = await began(place)
        work.ctx.progress(7)
        goes_on = EN("progress.goes_on", folder=work.ctx.exports.name)
        await place.stub.gateway.until(lambda: line.content == goes_on)
        before = len(place.stub.server.sent("PATCH", ORIGINAL))
        work.ctx.progress(8)

        said = await place.ann.click(line, CANCEL)

        assert said.text == EN("cancel.done")
        assert work.is_cancelled
        # The click's own answer and the reply's; no line any more.
        assert len(place.stub.server.sent("PATCH", ORIGINAL)) <= before + 2


class TestCancelling:
    async def test_whoever_began_it_cancels_it(self, work: LongWork, place: Place) -> None:
        line = await began(place)
        said = await place.ann.click(line, CANCEL)
        assert said.message is line
        assert said.text == EN("cancel.done")
        assert work.is_cancelled
        assert await finish(patience=5.0)
        assert line.content == EN("cancel.done")
        assert line.components == []
        assert place.handed == []

    async def test_it_is_said_once_nothing_is_left(self, work: LongWork, place: Place) -> None:
        line = await began(place)
        work.may_clean_up.clear()
        clicked = asyncio.create_task(place.ann.click(line, CANCEL))
        again = asyncio.create_task(place.ann.click(line, CANCEL))
        await place.stub.gateway.until(lambda: place.acknowledged == 3)
        assert not work.is_cancelled
        assert EN("cancel.done") not in line.content

        work.may_clean_up.set()

        assert (await clicked).text == (await again).text == EN("cancel.done")
        assert work.is_cancelled

    async def test_nobody_else_cancels_it(self, work: LongWork, place: Place) -> None:
        line = await began(place)
        button = cancel_of(line)
        greeting = place.guild.messages(place.channel)[0]
        refused = await place.bea.click_id(greeting, button)
        assert refused.is_private
        assert refused.text == EN("error.not_your_work")
        work.ctx.progress(3)
        await place.stub.gateway.until(lambda: line.content == written(3))
        work.ends()
        await place.stub.gateway.until(lambda: line.content == "It is done.")
        assert not work.is_cancelled

    async def test_what_is_over_is_not_cancelled_any_more(self, work: LongWork, place: Place) -> None:
        line = await began(place)
        button = cancel_of(line)
        work.ends(Reply(text="Here it is."))
        await place.stub.gateway.until(lambda: line.content == "Here it is.")
        late = await place.ann.click_id(line, button)
        assert late.is_private
        assert late.text == EN("error.nothing_under_way")
        assert line.content == "Here it is."

    async def test_another_connection_goes_on_with_it(
        self, work: LongWork, place: Place, bot: Running
    ) -> None:
        line = await began(place)
        bot.service.wants_restart.set()
        await bot.until_ready(2)
        work.ctx.progress(9)
        await place.stub.gateway.until(lambda: line.content == written(9))
        assert (await place.ann.click(line, CANCEL)).text == EN("cancel.done")
        assert work.is_cancelled

    async def test_after_a_restart_nothing_is_under_way(
        self, work: LongWork, place: Place, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run, "FINISH_PATIENCE", 0.1)
        line = await began(place)
        button = cancel_of(line)
        await bot.stop()
        assert work.is_cancelled
        assert line.content == EN("cancel.interrupted")
        assert line.components == []
        await bot.start()
        said = await place.ann.click_id(line, button)
        assert said.text == EN("error.nothing_under_way")

    async def test_work_that_cannot_be_ended_does_not_keep_the_program_from_ending(
        self, work: LongWork, place: Place, bot: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("FINISH_PATIENCE", "INTERRUPT_PATIENCE", "LEFT_PATIENCE"):
            monkeypatch.setattr(run, name, 0.1)
        work.may_clean_up.clear()
        line = await began(place)
        await bot.stop()
        assert line.content == EN("progress.begun")
        await bot.start()
        monkeypatch.setattr(acknowledge, "SOON", 2.0)  # it has yet to read from its disk
        assert (await place.ann.click(line, CANCEL)).text == EN("error.nothing_under_way")
