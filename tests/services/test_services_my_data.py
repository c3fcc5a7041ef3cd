"""Tests for bot.services.my_data: its member is shown all of it, and nothing of it is found once erased."""

import math
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from all_of_a_member import AT, FIRST_MESSAGE, anywhere, leave
from stored_rows import stored

from bot.domain.article import StoredArticle
from bot.domain.consent import Purpose
from bot.domain.discussion import Given, Kept, NewResponse, Prompt
from bot.domain.identity import GuildId, MemberId, Person, Role
from bot.domain.storage_errors import StoreBusyError
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.my_data import MyDataService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.schema import TABLES
from bot.storage.store import Store, Transaction, open_store

ZOE = MemberId(1_234_567_890_123_456_789)
YAN = MemberId(1_234_567_890_123_456_790)
TYPED, HIDDEN = FIRST_MESSAGE + 7_890, FIRST_MESSAGE + 7_891
NAME, OTHER = "Zoé-Séléné Ötvös", "Yannick"
ERASURES = "SELECT value FROM counters WHERE name = 'erasures:{}'"
WORDS = [NAME, f"typed by {NAME}", f"kept of {NAME}", f"hidden of {NAME}", "typed by Zo", str(ZOE)]


@pytest.fixture
def recorder(store: Store) -> Recorder:
    return Recorder(store)


@pytest.fixture
def consents(store: Store, clock: Clock, recorder: Recorder) -> ConsentService:
    return ConsentService(store, clock=clock, recorder=recorder)


@pytest.fixture
def my_data(store: Store, clock: Clock, recorder: Recorder, consents: ConsentService) -> MyDataService:
    return MyDataService(store, clock=clock, recorder=recorder, consents=consents)


@pytest.fixture
def responses(store: Store, clock: Clock, recorder: Recorder, consents: ConsentService) -> ResponseService:
    return ResponseService(store, clock=clock, recorder=recorder, consents=consents)


@pytest.fixture
def zoe(place: Place) -> Place:
    person = Person(id=ZOE, name=NAME, role=Role.MEMBER)
    return Place(guild=place.guild, channel=place.channel, person=person)


@pytest.fixture
async def left(store: Store, place: Place, prompt: Prompt, loaded: StoredArticle) -> None:
    """Yan and then Zoé have left whatever people can leave, so that what is signed once is signed by Zoé."""
    await leave(store, YAN, OTHER, place=place, prompt=prompt, loaded=loaded)
    await leave(store, ZOE, NAME, place=place, prompt=prompt, loaded=loaded)


async def take_export(store: Store, place: Place, **manifest: object) -> None:
    async with store.write() as tx:
        await tx.exports.log(manifest, guild=place.guild, at=AT + timedelta(days=1), by=place.person.id)


class TestShowing:
    @pytest.mark.usefixtures("left")
    async def test_all_of_a_member_is_shown_and_nothing_of_others(
        self, my_data: MyDataService, zoe: Place
    ) -> None:
        held = await my_data.show(at=zoe)

        assert [one.text for one in held.responses] == WORDS[1:4]
        assert [one.state for one in held.responses] == ["stands", "stands", "hidden"]
        assert held.responses[0].reactions == {"👍": 2}
        assert held.hidden[0].hidden_because == f"as {NAME}"
        assert {one.purpose for one in held.consents} == set(Purpose)
        assert [one.query for one in held.waiting] == ["the weather"]
        kinds = {"log", "fact", "draft", "discussion", "schedule", "occurrence", "flag"}
        assert {one.kind for one in held.deeds} == kinds
        assert held.absent_since == AT.date()
        assert OTHER not in str(held)

    async def test_whoever_left_nothing_is_shown_nothing(self, my_data: MyDataService, zoe: Place) -> None:
        assert (await my_data.show(at=zoe)).is_empty

    @pytest.mark.usefixtures("left")
    async def test_exports_that_may_hold_answers_are_listed_with_what_they_were_for(
        self, store: Store, my_data: MyDataService, zoe: Place, place: Place
    ) -> None:
        await take_export(store, place, filters={"article": None, "discussion": None})
        await take_export(store, place, filters={"article": "another"})
        asked = {"purpose": "publish", "names": False, "reason": "for the editors"}
        await take_export(store, place, asked=asked)

        earlier, later = (await my_data.show(at=zoe)).exports

        assert (earlier.purpose, earlier.has_names, earlier.reason) == (Purpose.RECORD, True, None)
        assert (later.purpose, later.has_names, later.reason) == (Purpose.PUBLISH, False, "for the editors")


class TestErasing:
    @pytest.mark.usefixtures("left")
    async def test_nothing_of_a_member_is_found_anywhere_in_the_database(
        self, *, store: Store, my_data: MyDataService, zoe: Place, database_url: str
    ) -> None:
        assert await anywhere(database_url, WORDS[:1], path=store.path, member=ZOE)

        erased = await my_data.erase(at=zoe)

        assert erased.responses == 3
        assert erased.messages == (TYPED, HIDDEN)
        assert await anywhere(database_url, WORDS, path=store.path, member=ZOE) == []
        assert (await my_data.show(at=zoe)).is_empty

    async def test_nothing_is_left_in_a_database_in_which_much_was_moved_about(
        self,
        *,
        store: Store,
        my_data: MyDataService,
        zoe: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        random = Random(7)  # noqa: S311 (no secret)
        for _ in range(60):
            batch = [
                NewResponse(
                    prompt=prompt.id,
                    author=ZOE if random.random() < 0.1 else MemberId(10**18 + random.randrange(10**17)),
                    author_name=NAME,
                    text="words of hers " * random.randrange(1, 30),
                    given=Given.BUTTON,
                    created_at=AT,
                    kept=Kept.UNLINKED if random.random() < 0.3 else Kept.NAMED,
                )
                for _ in range(50)
            ]
            async with store.write() as tx:
                await tx.responses.add_all(batch)

        await my_data.erase(at=zoe)

        assert await anywhere(database_url, [str(ZOE)], path=store.path, member=ZOE) == []

    @pytest.mark.usefixtures("left")
    async def test_others_lose_nothing(
        self, *, my_data: MyDataService, zoe: Place, database_url: str
    ) -> None:
        statement = f"SELECT text, author_name FROM responses WHERE author = {YAN} ORDER BY key"  # noqa: S608 (ours)
        before = await stored(database_url, statement)

        await my_data.erase(at=zoe)

        assert await stored(database_url, statement) == before
        for table, column in (("consents", "member"), ("gap_waiters", "member"), ("drafts", "made_by")):
            rows = await stored(database_url, f"SELECT count(*) FROM {table} WHERE {column} = {YAN}")  # noqa: S608 (ours)
            assert rows != [(0,)]
        assert await stored(database_url, "SELECT count(*) FROM fact_history WHERE changed_by_name = ''") == [
            (1,)
        ]

    @pytest.mark.usefixtures("left")
    async def test_it_ends_at_the_guild(
        self, *, my_data: MyDataService, zoe: Place, database_url: str
    ) -> None:
        elsewhere = Place(guild=GuildId(5), channel=zoe.channel, person=zoe.person)

        assert (await my_data.erase(at=elsewhere)).responses == 0

        rows = await stored(database_url, f"SELECT count(*) FROM responses WHERE author = {ZOE}")  # noqa: S608 (ours)
        assert rows == [(3,)]

    @pytest.mark.usefixtures("left")
    async def test_the_next_export_is_told_where_there_was_one(
        self, *, store: Store, my_data: MyDataService, zoe: Place, place: Place, database_url: str
    ) -> None:
        await take_export(store, place, filters={})
        before = await stored(database_url, "SELECT value FROM counters WHERE name = 'changes'")

        await my_data.erase(at=zoe)

        rows = await stored(database_url, "SELECT response, why, changed FROM tombstones ORDER BY response")
        # The others may be read back from Discord yet, so that their rows are there.
        assert [row[:2] for row in rows] == [(5, "erased")]
        assert rows[0][2] > before[0][0]
        assert await stored(database_url, ERASURES.format(zoe.guild)) == [(1,)]

    @pytest.mark.usefixtures("left")
    async def test_without_an_export_there_is_nobody_to_be_told(
        self, *, my_data: MyDataService, zoe: Place, database_url: str
    ) -> None:
        await my_data.erase(at=zoe)

        assert await stored(database_url, "SELECT * FROM tombstones") == []

    @pytest.mark.usefixtures("left")
    async def test_a_message_that_may_be_read_back_is_known_until_it_cannot_be(
        self, *, store: Store, my_data: MyDataService, zoe: Place, prompt: Prompt, database_url: str
    ) -> None:
        left = "SELECT message, text, author_name FROM responses WHERE author = 0 ORDER BY key"
        await my_data.erase(at=zoe)
        assert await stored(database_url, left) == [
            (TYPED, None, ""),
            (HIDDEN, None, ""),
        ]

        await my_data.forget_messages()
        assert len(await stored(database_url, f"{left} LIMIT 2")) == 2
        async with store.write() as tx:
            await tx.recalls.advance([prompt.id], seen=TYPED)
        await my_data.forget_messages()

        assert await stored(database_url, left) == [(None, None, ""), (HIDDEN, None, "")]

    async def test_what_was_said_a_moment_ago_goes_as_well(
        self,
        *,
        my_data: MyDataService,
        responses: ResponseService,
        zoe: Place,
        prompt: Prompt,
        database_url: str,
    ) -> None:
        stored_soon = responses.hand_in(
            "just now",
            given=Given.THREAD,
            prompt=prompt.id,
            author=ZOE,
            author_name=NAME,
            message=TYPED,
        )

        await my_data.erase(at=zoe)

        await stored_soon
        assert await stored(database_url, "SELECT text, author FROM responses") == [(None, 0)]

    @pytest.mark.usefixtures("left")
    async def test_nobody_answers_their_messages_any_more(
        self,
        *,
        store: Store,
        my_data: MyDataService,
        zoe: Place,
        prompt: Prompt,
        database_url: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def reply(message: int) -> NewResponse:
            return NewResponse(
                prompt=prompt.id,
                author=YAN,
                author_name=OTHER,
                text="I agree",
                given=Given.THREAD,
                created_at=AT,
                message=message,
                reply_to=TYPED,
            )

        async with store.write() as tx:
            await tx.responses.add_all([reply(1)])
        erase = store.erase

        @asynccontextmanager
        async def once_more(**how: bool) -> AsyncIterator[Transaction]:
            """Another reply comes just before it is erased."""
            async with store.write() as tx:
                await tx.responses.add_all([reply(2)])
            async with erase(**how) as tx:
                yield tx

        monkeypatch.setattr(store, "erase", once_more)
        await my_data.erase(at=zoe)

        rows = await stored(database_url, "SELECT message, reply_to FROM responses WHERE text = 'I agree'")
        assert sorted(rows) == [(1, None), (2, None)]

    @pytest.mark.usefixtures("left")
    async def test_whatever_remembers_a_member_is_told(self, my_data: MyDataService, zoe: Place) -> None:
        told: list[tuple[object, ...]] = []
        my_data.forgets.append(lambda *about: told.append(about))

        await my_data.erase(at=zoe)

        assert told == [(zoe.guild, ZOE, (TYPED, HIDDEN))]

    @pytest.mark.usefixtures("left")
    async def test_a_file_that_cannot_be_written_anew_yet_is_so_later(
        self,
        *,
        store: Store,
        my_data: MyDataService,
        zoe: Place,
        monkeypatch: pytest.MonkeyPatch,
        database_url: str,
    ) -> None:
        async def busy() -> None:
            raise StoreBusyError

        with monkeypatch.context() as patched:
            patched.setattr(store._database, "rewrite", busy)
            await my_data.erase(at=zoe)
        assert (await my_data.show(at=zoe)).is_empty

        # Should the program end before, the next one does it.
        async with open_store(database_url, keep_backups=0, patience=timedelta(seconds=5)) as later:
            await later.scrub()

        assert await anywhere(database_url, WORDS, path=store.path, member=ZOE) == []

    @pytest.mark.usefixtures("left")
    async def test_the_file_is_not_written_anew_for_each_of_several_at_once(
        self, *, store: Store, my_data: MyDataService, zoe: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rewritten: list[float] = []

        async def rewrite() -> None:
            rewritten.append(time.monotonic())

        monkeypatch.setattr(store._database, "rewrite", rewrite)
        yan = replace(zoe, person=replace(zoe.person, id=YAN))
        await my_data.erase(at=zoe)
        store._may_rewrite_at = math.inf
        await my_data.erase(at=yan)
        assert len(rewritten) == 1

        store._may_rewrite_at = 0.0
        await store.scrub()
        await store.scrub()

        assert len(rewritten) == 2

    @pytest.mark.usefixtures("left")
    async def test_whoever_reads_meanwhile_sees_one_state_and_nothing_is_left_when_they_are_done(
        self, *, store: Store, my_data: MyDataService, zoe: Place, database_url: str
    ) -> None:
        async with store.read() as tx:
            before = await tx.my_data.responses(ZOE, guild=zoe.guild)
            await my_data.erase(at=zoe)
            assert await tx.my_data.responses(ZOE, guild=zoe.guild) == before
        assert (await my_data.show(at=zoe)).is_empty

        await store.scrub()

        assert await anywhere(database_url, WORDS, path=store.path, member=ZOE) == []

    def test_every_column_that_names_somebody_is_known_here(self) -> None:
        named = {
            f"{table.name}.{column.name}"
            for table in TABLES.tables.values()
            for column in table.columns
            if re.search(r"_by|author|member|moderator\b", column.name)
        }

        # A new one has to be shown and erased: bot/storage/my_data.py and erasing.py.
        assert named == {
            "absences.member",
            "articles.added_by",
            "articles.author",  # who wrote the article
            "consents.member",
            "discussions.opened_by",
            "draft_steps.made_by",
            "drafts.made_by",
            "exports.taken_by",
            "fact_history.changed_by",
            "fact_history.changed_by_name",
            "flags.member_hash",
            "gap_waiters.member",
            "moderation_log.moderator",
            "mutes.member_hash",  # stays: whoever is muted cannot end that so
            "objections.member_hash",  # stays, as people are told
            "occurrences.decided_by",
            "responses.author",
            "responses.author_name",
            "schedules.made_by",
        }

    async def test_an_objection_outlives_it_and_names_nobody(
        self, *, my_data: MyDataService, consents: ConsentService, zoe: Place, store: Store, database_url: str
    ) -> None:
        await consents.object(at=zoe, is_on=True)

        await my_data.erase(at=zoe)

        assert (await consents.get(zoe.guild)).forbids(ZOE)
        assert (await my_data.show(at=zoe)).never_since is not None
        assert await anywhere(database_url, WORDS, path=store.path, member=ZOE) == []
