"""Tests for bot.services.telling: whoever waits is told once, whatever dies, and then forgotten."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from old_rows import Time
from quiet_threads import QuietThreads
from stored_rows import stored

from bot.domain.article import FactState, StoredArticle
from bot.domain.discord_errors import PostingDelayedError
from bot.domain.gap import Waiter
from bot.domain.gap_errors import UnknownGapError
from bot.domain.identity import LOCAL_GUILD, GapId
from bot.domain.outbox import Step
from bot.services.answering import GapService
from bot.services.delivery import Delivery
from bot.services.lookup import Hit, LookupService
from bot.services.place import Place
from bot.services.retention import RetentionService
from bot.services.steps import Steps
from bot.services.telling import CannotTellError, NoTelling, TellService
from bot.storage.store import Store

QUERY = "Who composed the national anthem?"
ANSWER = "Odile Brandt composed the anthem in 1921."
Told = tuple[int, str, str]


class Letters:
    """Letters to members that arrived, once for each nonce, and once where a second look shows them."""

    def __init__(self) -> None:
        self.arrived: dict[str, Told] = {}
        self.trouble: Exception | None = None
        self.is_after = False  # whether the trouble comes once the letter has arrived
        self.tries = 0

    async def tell(self, waiter: Waiter, hit: Hit, *, nonce: str, since: datetime | None) -> None:
        self.tries += 1
        if self.trouble is not None and not self.is_after:
            raise self.trouble
        told = (waiter.member, waiter.language, hit.fact.text)
        if since is None or told not in self.arrived.values():
            self.arrived.setdefault(nonce, told)
        if self.trouble is not None:
            raise self.trouble


class Office:
    """All that is needed for telling."""

    def __init__(self, store: Store, *, letters: Letters) -> None:
        self.clock = Time()
        self.lookup = LookupService(store, clock=self.clock)
        self.telling = TellService(store, clock=self.clock, port=letters)
        steps = Steps(store, clock=self.clock, threads=QuietThreads())
        steps.add(Step.TELL, self.telling.perform)
        self.delivery = Delivery(store, clock=self.clock, steps=steps, holder="test")
        self.gaps = GapService(store, clock=self.clock, delivery=self.delivery)
        self.retention = RetentionService(store, clock=self.clock)

    async def gap(self, place: Place) -> GapId:
        """Return the gap of what is asked in vain."""
        gap = (await self.lookup.find(QUERY, guild=place.guild)).gap
        assert gap is not None
        return gap


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def office(store: Store, letters: Letters) -> Office:
    return Office(store, letters=letters)


@pytest.mark.usefixtures("loaded")
async def test_each_who_waits_is_told_once_in_their_language_and_forgotten(
    office: Office, letters: Letters, place: Place, member_place: Place, database_url: str
) -> None:
    gap = await office.gap(place)
    assert await office.telling.follow(gap, language="fr", at=member_place) is True
    assert await office.telling.follow(gap, language="en", at=place) is True
    assert await office.telling.follow(gap, language="en", at=place) is False
    assert (await office.gaps.get(gap, guild=place.guild)).gap.waiting == 2

    await office.gaps.answer(gap, text=ANSWER, at=place)
    assert office.delivery.wanted.is_set()
    await office.delivery.run()
    await office.delivery.run(at_once=True)

    assert sorted(letters.arrived.values()) == [
        (place.person.id, "en", ANSWER),
        (member_place.person.id, "fr", ANSWER),
    ]
    assert letters.tries == 2
    assert await stored(database_url, "SELECT * FROM gap_waiters") == []
    assert str(member_place.person.id) not in str(await stored(database_url, "SELECT * FROM outbox"))


@pytest.mark.usefixtures("loaded")
async def test_who_changed_their_mind_is_not_told(office: Office, letters: Letters, place: Place) -> None:
    gap = await office.gap(place)
    await office.telling.follow(gap, language="en", at=place)
    assert await office.telling.unfollow(gap, at=place) is True
    assert await office.telling.unfollow(gap, at=place) is False
    await office.gaps.answer(gap, text=ANSWER, at=place)

    await office.delivery.run()

    assert letters.tries == 0
    with pytest.raises(UnknownGapError):
        await office.telling.follow(GapId(gap + 1), language="en", at=place)
    answered = await office.telling.follow(gap, language="en", at=place)
    assert isinstance(answered, Hit)
    assert answered.fact.text == ANSWER


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("is_after", [False, True])
async def test_trouble_before_or_after_a_letter_arrives_neither_loses_nor_doubles_it(
    office: Office, letters: Letters, place: Place, is_after: bool
) -> None:
    gap = await office.gap(place)
    await office.telling.follow(gap, language="en", at=place)
    await office.gaps.answer(gap, text=ANSWER, at=place)
    letters.trouble, letters.is_after = PostingDelayedError(), is_after
    for _ in range(3):
        await office.delivery.run(at_once=True)

    letters.trouble = None
    await office.delivery.run(at_once=True)
    await office.delivery.run(at_once=True)

    assert list(letters.arrived.values()) == [(place.person.id, "en", ANSWER)]
    assert letters.tries == 4


@pytest.mark.usefixtures("loaded")
async def test_who_takes_no_letters_is_dropped_without_their_name(
    office: Office, letters: Letters, place: Place, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    gap = await office.gap(place)
    await office.telling.follow(gap, language="en", at=place)
    await office.gaps.answer(gap, text=ANSWER, at=place)
    letters.trouble = CannotTellError()

    await office.delivery.run()
    await office.delivery.run(at_once=True)

    assert letters.tries == 1
    assert await stored(database_url, "SELECT * FROM gap_waiters") == []
    assert f"waits for gap {gap}" in caplog.text
    assert str(place.person.id) not in caplog.text


async def test_what_is_withdrawn_before_it_was_told_is_not_told_and_who_waits_waits_on(
    *, office: Office, letters: Letters, store: Store, loaded: StoredArticle, place: Place
) -> None:
    gap = await office.gap(place)
    await office.telling.follow(gap, language="en", at=place)
    hit = await office.gaps.answer(gap, text=ANSWER, at=place)
    async with store.write() as tx:
        await tx.articles.change_fact(
            loaded.key,
            hit.fact.id,
            state=FactState.WITHDRAWN,
            note="wrong",
            guild=place.guild,
            at=office.clock(),
            by=place.person,
        )
    await office.delivery.run()
    assert letters.tries == 0

    assert await office.telling.catch_up() is False

    await office.gaps.point(gap, Hit(fact=loaded.article.facts[0], article=loaded, score=1.0), at=place)
    await office.delivery.run()

    assert [text for _, _, text in letters.arrived.values()] == [loaded.article.facts[0].text]


@pytest.mark.usefixtures("loaded")
async def test_nobody_waits_for_longer_than_180_days_or_than_the_server_keeps_answers(
    office: Office, store: Store, place: Place, member_place: Place, database_url: str
) -> None:
    gap = await office.gap(place)
    began = office.clock.now
    await office.telling.follow(gap, language="en", at=place)
    office.clock.now = began + timedelta(days=100)
    assert await office.gap(member_place) == gap
    await office.telling.follow(gap, language="en", at=member_place)

    office.clock.now = began + timedelta(days=180, seconds=1)
    await office.retention.expire()
    assert await stored(database_url, "SELECT member FROM gap_waiters") == [(member_place.person.id,)]

    async with store.write() as tx:
        await tx.guilds.change(place.guild, at=office.clock(), retention_days=81)
    await office.retention.expire()
    assert len(await stored(database_url, "SELECT member FROM gap_waiters")) == 1
    office.clock.now = began + timedelta(days=181, seconds=1)
    await office.retention.expire()
    assert await stored(database_url, "SELECT member FROM gap_waiters") == []


async def test_an_answered_gap_stays_as_long_as_its_answer(
    *, office: Office, store: Store, loaded: StoredArticle, place: Place, database_url: str
) -> None:
    gap = await office.gap(place)
    await office.gaps.answer(gap, text=ANSWER, at=place)
    office.clock.now += timedelta(days=400)
    await office.retention.expire()
    assert (await office.lookup.find(QUERY, guild=place.guild)).hits[0].fact.text == ANSWER

    async with store.write() as tx:
        await tx.articles.remove(loaded.key, guild=place.guild, at=office.clock())
    await office.retention.expire()

    assert await stored(database_url, "SELECT * FROM gaps") == []
    assert await stored(database_url, "SELECT * FROM gap_answers") == []


async def test_who_waits_is_told_when_an_answer_is_back_that_was_withdrawn(
    *, office: Office, letters: Letters, store: Store, loaded: StoredArticle, place: Place
) -> None:
    gap = await office.gap(place)
    await office.telling.follow(gap, language="en", at=place)
    await office.gaps.point(gap, Hit(fact=loaded.article.facts[0], article=loaded, score=1.0), at=place)
    assert await office.telling.catch_up() is False  # the step that tells them waits
    for state in (FactState.WITHDRAWN, FactState.STATED):
        facts = (replace(loaded.article.facts[0], state=state), *loaded.article.facts[1:])
        async with store.write() as tx:
            again = replace(loaded.article, facts=facts)
            await tx.articles.replace(loaded.key, again, guild=place.guild, at=office.clock())
        await office.delivery.run()
        if state is FactState.WITHDRAWN:
            assert letters.tries == 0
    assert letters.tries == 0

    assert await office.telling.catch_up() is True
    await office.delivery.run()

    assert [text for _, _, text in letters.arrived.values()] == [loaded.article.facts[0].text]
    assert await office.telling.catch_up() is False


async def test_at_a_terminal_what_is_answered_is_asked_for_and_goes_through_no_outbox(
    office: Office, store: Store, place: Place, loaded: StoredArticle, database_url: str
) -> None:
    here = Place(guild=LOCAL_GUILD, channel=place.channel, person=place.person)
    async with store.write() as tx:
        key = await tx.articles.add(
            loaded.article, guild=LOCAL_GUILD, fingerprint="-", at=office.clock(), by=place.person.id
        )
    gap = await office.gap(here)
    await office.telling.follow(gap, language="en", at=here)
    assert await office.telling.answered(here) == ()

    await office.gaps.answer(gap, text=ANSWER, at=here)

    ((waiter, hit),) = await office.telling.answered(here)
    assert (hit.article.key, hit.fact.text) == (key, ANSWER)
    assert await office.telling.answered(place) == ()
    assert await stored(database_url, "SELECT * FROM outbox") == []
    await office.telling.told(waiter)
    assert await office.telling.answered(here) == ()


async def test_a_terminal_tells_nobody_on_discord(loaded: StoredArticle, place: Place) -> None:
    hit = Hit(fact=loaded.article.facts[0], article=loaded, score=1.0)
    waiter = Waiter(id=1, gap=1, guild=place.guild, member=place.person.id, language="en")  # type: ignore[arg-type]

    with pytest.raises(PostingDelayedError):
        await NoTelling().tell(waiter, hit, nonce="-", since=None)
