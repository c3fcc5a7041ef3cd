"""``causerie``, the whole of it, with less patience: what takes minutes or days takes seconds here.

Started as a program of its own. With NAIVE set, prompts and cards are sent as by somebody who thinks that a
request either works or fails.
"""

import os
from datetime import timedelta
from unittest.mock import patch

from naive import NaiveThreads

import bot.cli.run
from bot.__main__ import main
from bot.discord_front import client, history, threads
from bot.discord_front.cogs import upkeep
from bot.domain import outbox
from bot.services import scheduler


def hurry() -> None:
    """Wait for nothing as long as in earnest, the proportions being the same."""
    client.READY_PATIENCE = 0.05
    threads.PATIENCE = history.PATIENCE = 2.0
    upkeep.OFTEN = timedelta(seconds=0.5)
    outbox.FIRST_PAUSE = timedelta(seconds=0.3)
    outbox.LONGEST_PAUSE = timedelta(seconds=2)
    scheduler.LOOK_AGAIN = timedelta(seconds=1)


if __name__ == "__main__":
    hurry()
    if os.environ.get("NAIVE"):
        patch.object(bot.cli.run, "DiscordThreads", NaiveThreads).start()
    main()
