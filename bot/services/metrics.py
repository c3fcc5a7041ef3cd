"""How everything stands in numbers, for programs that watch over it: no label holds anybody's id or words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.lookup import Verdict
from bot.domain.outbox import Step
from bot.domain.schedule import OccurrenceState, ScheduleState
from bot.services.clock import Clock
from bot.services.health import HealthService
from bot.services.lookup import LookupService
from bot.services.recorder import Recorder
from bot.storage.health import Numbers
from bot.storage.store import Store

# The database is asked once in so long, however often somebody wants to know.
FRESH = timedelta(seconds=5)

Labels = tuple[tuple[str, str], ...]


class MetricKind(StrEnum):
    """How a number behaves: it goes up and down, or only up."""

    GAUGE = "gauge"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number with a name, one for each set of labels."""

    name: str
    help: str
    values: Mapping[Labels, float]
    kind: MetricKind = MetricKind.GAUGE


class MetricsService:
    """Counts."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock,
        recorder: Recorder,
        health: HealthService,
        lookup: LookupService,
    ) -> None:
        self._store = store
        self._clock = clock
        self._recorder = recorder
        self._health = health
        self._lookup = lookup
        self._counted: tuple[datetime, Numbers] | None = None

    async def collect(self) -> tuple[Metric, ...]:
        """Return how everything stands. Raises a StoreError."""
        now = self._clock()
        numbers = await self._numbers(now)
        return (*_of_steps(numbers, now=now), *_of_rows(numbers), *self._of_process(now))

    async def _numbers(self, now: datetime) -> Numbers:
        if self._counted is not None and timedelta(0) <= now - self._counted[0] < FRESH:
            return self._counted[1]
        async with self._store.read() as tx:
            numbers = await tx.ailments.numbers()
        self._counted = (now, numbers)
        return numbers

    def _of_process(self, now: datetime) -> tuple[Metric, ...]:
        parts = self._health.parts
        return (
            Metric(
                name="causerie_recorder_waiting",
                help="Answers that are being written to the database.",
                values={(): self._recorder.waiting},
            ),
            Metric(
                name="causerie_lookups",
                help="Look-ups since the start, by what was found.",
                values={(("verdict", one.value),): self._lookup.answered[one] for one in Verdict},
                kind=MetricKind.COUNTER,
            ),
            Metric(
                name="causerie_indexes",
                help="Indexes of facts that are held.",
                values={(): len(self._lookup.shelf)},
            ),
            Metric(
                name="causerie_indexes_bytes",
                help="About how much memory the indexes of facts take.",
                values={(): self._lookup.shelf.nbytes},
            ),
            Metric(
                name="causerie_part_restarts",
                help="How often a part of the program failed and was begun again since the start.",
                values={(("part", name),): state.restarts for name, state in parts.items()},
                kind=MetricKind.COUNTER,
            ),
            Metric(
                name="causerie_part_failing",
                help="Whether a part of the program fails now (1) or does as it should (0).",
                values={(("part", name),): state.problem is not None for name, state in parts.items()},
            ),
            Metric(
                name="causerie_part_last_round_age_seconds",
                help="How long ago a part of the program last came to its end as it should.",
                values={
                    (("part", name),): _seconds(now - state.well_at)
                    for name, state in parts.items()
                    if state.well_at is not None
                },
            ),
        )


def _of_steps(numbers: Numbers, *, now: datetime) -> tuple[Metric, ...]:
    steps = numbers.steps
    ages = {step: _seconds(now - one.oldest_at) for step, one in steps.items()}
    waiting = {step: one.waiting for step, one in steps.items()}
    failing = {step: one.failing for step, one in steps.items()}
    return (
        Metric(
            name="causerie_outbox_waiting",
            help="Steps that are still to be done on Discord.",
            values={(("step", step.value),): waiting.get(step, 0) for step in Step},
        ),
        Metric(
            name="causerie_outbox_failing",
            help="Steps that were tried, could not be done, and are tried again.",
            values={(("step", step.value),): failing.get(step, 0) for step in Step},
        ),
        Metric(
            name="causerie_outbox_oldest_age_seconds",
            help="For how long the oldest step of a kind has been waiting.",
            values={(("step", step.value),): ages.get(step, 0.0) for step in Step},
        ),
    )


def _of_rows(numbers: Numbers) -> tuple[Metric, ...]:
    return (
        Metric(
            name="causerie_occurrences",
            help="Due days of schedules that the database knows of, by what came of them.",
            values={(("state", one.value),): numbers.occurrences.get(one, 0) for one in OccurrenceState},
        ),
        Metric(
            name="causerie_schedules",
            help="Schedules that are followed (on) or rest (paused).",
            values={
                (("state", one.value),): numbers.schedules.get(one, 0)
                for one in (ScheduleState.ON, ScheduleState.PAUSED)
            },
        ),
        Metric(
            name="causerie_responses_recorded",
            help="Answers that were ever recorded.",
            values={(): numbers.responses},
            kind=MetricKind.COUNTER,
        ),
        Metric(
            name="causerie_recall_problems",
            help="Threads of open discussions that could not be read back.",
            values={(): numbers.unread},
        ),
    )


def _seconds(age: timedelta) -> float:
    return max(0.0, age.total_seconds())
