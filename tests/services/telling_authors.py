"""The services of moderators over a store, and a port that notes what authors are told."""

from datetime import datetime

from quiet_threads import QuietThreads

from bot.domain.guild import GuildSettings
from bot.domain.moderation import Decision
from bot.domain.outbox import Step
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.deciding import DecisionService
from bot.services.delivery import Delivery
from bot.services.givers import Givers
from bot.services.moderation import ModerationService
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.services.steps import Steps
from bot.storage.store import Store


class Authors:
    """A decision port that notes what it is asked, or raises what it is told to."""

    def __init__(self) -> None:
        self.told: list[Decision] = []
        self.raises: Exception | None = None

    async def tell_decision(
        self, decision: Decision, *, settings: GuildSettings, nonce: str, since: datetime | None
    ) -> None:
        if self.raises is not None:
            raise self.raises
        self.told.append(decision)


class Moderated:
    """Everything by which answers are given and looked after."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self.authors = Authors()
        recorder = Recorder(store)
        self.consents = ConsentService(store, clock=clock, recorder=recorder)
        self.givers = Givers(clock=clock)
        self.responses = ResponseService(
            store, clock=clock, recorder=recorder, consents=self.consents, givers=self.givers
        )
        steps = Steps(store, clock=clock, threads=QuietThreads())
        self.deciding = DecisionService(store, clock=clock, port=self.authors)
        steps.add(Step.DECIDED, self.deciding.perform)
        self.delivery = Delivery(store, clock=clock, steps=steps, holder="test")
        self.moderation = ModerationService(
            store, clock=clock, consents=self.consents, delivery=self.delivery, givers=self.givers
        )


def moderation_over(store: Store, *, clock: Clock) -> ModerationService:
    """Return what moderators can do with *store*."""
    return Moderated(store, clock=clock).moderation
