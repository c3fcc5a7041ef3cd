"""Discord's limit for everything, met by somebody who does not wait for its end."""

import asyncio

import pytest
from api_stub.faults import Fault
from on_disk import table
from running import Running
from trouble import POST, Scene

PATIENCE = 10.0  # seconds

pytestmark = pytest.mark.usefixtures("impatient")


async def test_everything_goes_on_once_the_limit_for_everything_is_over(bot: Running, scene: Scene) -> None:
    faults = scene.stub.server.faults
    faults.next("POST", POST[scene.kind], Fault.STATUS, status=429, retry_after=1.0, scope="global")

    async with asyncio.timeout(PATIENCE):
        # Posted is not enough: an answer that came too late is asked for again.
        while not table(bot.folder, "SELECT thread FROM prompts WHERE thread IS NOT NULL"):
            await scene.start()

    assert faults.struck
    assert scene.posted_once(bot.folder) == 1
