"""What tests share: a store on a real database, a clock that ticks, somebody in a channel, an article."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from bot.domain.article import Article, Fact, Question, StoredArticle, fingerprint
from bot.domain.discussion import Prompt
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, Role
from bot.services.clock import Clock
from bot.services.exports import ExportService
from bot.services.place import Place
from bot.storage.store import Store, open_store

# The fixtures of tests/discord/, which mypy cannot have in a second conftest.py.
pytest_plugins = [
    "postgres_server",
    "measured",
    "statements",
    "connected",
    "bare_client",
    "long_work",
    "trouble",
    "web_on_loopback",
]

# No test is timed: a slow moment of the machine would fail it. What hangs is ended by pytest-timeout.
# The same examples every time, or a change would be refused for what was wrong before it; new ones are looked
# for with --hypothesis-profile=explore.
settings.register_profile("causerie", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("causerie")

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is kept in the cache folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAUSERIE_LOOKUP__FOLDER", str(tmp_path_factory.mktemp("facts")))
        patch.setenv(
            "XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache"))
        )  # where variables are taken away
        yield


@pytest.fixture
def clock() -> Clock:
    """A clock that is a second further at each look, from noon on 29 March 2026."""
    seconds = count()
    return lambda: NOON + timedelta(seconds=next(seconds))


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """Where the database of ``store`` is, in a folder of its own."""
    folder = tmp_path / "database"
    folder.mkdir()
    return folder / "causerie.db"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store without anything in it."""
    async with open_store(database_url, keep_backups=5, patience=timedelta(seconds=5)) as opened:
        yield opened


@pytest.fixture
def exports(store: Store, clock: Clock) -> ExportService:
    """Who takes exports of ``store``."""
    return ExportService(store, clock=clock)


@pytest.fixture
def place() -> Place:
    """Ann, a moderator, in a channel. Her ids are as large as Discord's."""
    ann = Person(id=MemberId(1_199_999_999_999_999_001), name="Ann", role=Role.MODERATOR)
    guild, channel = GuildId(1_199_999_999_999_999_100), ChannelId(1_199_999_999_999_999_101)
    return Place(guild=guild, channel=channel, person=ann)


@pytest.fixture
def member_place(place: Place) -> Place:
    """Bo, a member, in the same channel as Ann."""
    bo = Person(id=MemberId(1_199_999_999_999_999_002), name="Bo", role=Role.MEMBER)
    return Place(guild=place.guild, channel=place.channel, person=bo)


@pytest.fixture
def article() -> Article:
    """An article with three facts and three questions."""
    facts = (
        "The harbour of Lisse was closed on 3 May after a crane fell.",
        "Mayor Odile Brandt promised 40 million euros for new quays.",
        "Fishermen lost eleven boats in the storm.",
    )
    questions = ("Should the harbour move?", "Who should pay for the quays?", "What do fishermen need?")
    return Article(
        id="harbour",
        title="The harbour of Lisse closes",
        language="en",
        source="Lisse Courier",
        date="2026-05-04",
        facts=tuple(
            Fact(id=f"f{number}", text=text, passage=text, score=0.5) for number, text in enumerate(facts, 1)
        ),
        questions=tuple(
            Question(id=f"q{number}", text=text, follow_ups=("Why?",))
            for number, text in enumerate(questions, 1)
        ),
    )


@pytest.fixture
async def loaded(store: Store, article: Article, place: Place, clock: Clock) -> StoredArticle:
    """``article``, in ``store``."""
    async with store.write() as tx:
        key = await tx.articles.add(
            article, guild=place.guild, fingerprint=fingerprint(article), at=clock(), by=place.person.id
        )
        return await tx.articles.get(key)


@pytest.fixture
async def prompt(store: Store, loaded: StoredArticle, place: Place, clock: Clock) -> Prompt:
    """The first question of ``loaded``, put in the channel of ``place``."""
    async with store.write() as tx:
        discussion = await tx.discussions.open(
            loaded.key,
            guild=place.guild,
            channel=place.channel,
            at=clock(),
            by=place.person.id,
            title=loaded.title,
        )
        keys = await tx.articles.question_keys(loaded.key)
        question = loaded.article.questions[0]
        planned = await tx.discussions.plan_prompt(
            discussion.id, question=question, key=keys[question.id], at=clock()
        )
        await tx.discussions.posted(planned.id, thread=7, at=clock())
        (posted,) = await tx.discussions.prompts(discussion.id)
        return posted
