"""Exports by role: whom Discord says that they hold it, all of them or none, and never very few."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from taken_exports import csv_rows, give, left_in, manifest

from bot.domain.discord_errors import MembersUnknownError
from bot.domain.discussion import Kept, Prompt
from bot.domain.export import Choice, ChosenRole
from bot.domain.export_errors import FewHoldersError, NoSuchRoleError, RoleSinceError
from bot.domain.identity import GuildId, MemberId, RoleId
from bot.exports.json_schema import manifest_schema
from bot.services.clock import Clock
from bot.services.consents import ConsentService
from bot.services.export_verify import verify
from bot.services.exports import ExportService
from bot.services.leaving import NoGuilds
from bot.services.my_data import MyDataService
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.storage.store import Store

EDITORS, OTHERS = RoleId(2**60), RoleId(2**60 + 1)
ROLE = ChosenRole(id=EDITORS, name="Editors 🖋")
CHOICE = Choice(role=ROLE, names=True, reason="the editors asked")
FIRST = 2**60


class Members(NoGuilds):
    """Knows the roles of those it was told of; everybody else has left."""

    def __init__(self) -> None:
        self.roles: dict[int, frozenset[RoleId]] = {}
        self.unknown: set[int] = set()
        self.asked: list[int] = []
        self.was_asked = asyncio.Event()
        self.waits: asyncio.Event | None = None

    async def role_name(self, role: RoleId, *, guild: GuildId) -> str | None:
        return {EDITORS: "Editors\ud800"}.get(role)

    async def roles_of(self, member: MemberId, *, guild: GuildId) -> frozenset[RoleId] | None:
        self.asked.append(member)
        self.was_asked.set()
        if self.waits is not None:
            await self.waits.wait()
        if member in self.unknown:
            raise MembersUnknownError
        return self.roles.get(member)


@pytest.fixture
def members() -> Members:
    """Six editors, and one who is none."""
    made = Members()
    made.roles = {FIRST + number: frozenset({EDITORS, OTHERS}) for number in range(6)}
    made.roles[FIRST + 6] = frozenset({OTHERS})
    return made


@pytest.fixture
def exports(store: Store, clock: Clock, members: Members) -> ExportService:
    return ExportService(store, clock=clock, members=members)


@pytest.fixture
def my_data(store: Store, clock: Clock) -> MyDataService:
    recorder = Recorder(store)
    consents = ConsentService(store, clock=clock, recorder=recorder)
    return MyDataService(store, clock=clock, recorder=recorder, consents=consents)


@pytest.fixture
async def answered(store: Store, prompt: Prompt) -> None:
    """Six editors answered, under pseudonyms some, one who is none, one who left, and somebody unlinked."""
    for number in range(8):
        kept = Kept.PSEUDONYMOUS if number % 2 else Kept.NAMED
        await give(store, prompt, f"of {number}", author=FIRST + number, kept=kept)
    await give(store, prompt, "of nobody", kept=Kept.UNLINKED)
    await give(store, prompt, "of nobody else", kept=Kept.UNLINKED)


@pytest.mark.usefixtures("answered")
async def test_answers_of_those_who_hold_it_now_are_taken_and_no_others(
    exports: ExportService, members: Members, place: Place, tmp_path: Path
) -> None:
    taken = await exports.take(
        ["csv", "jsonl", "xlsx", "polis"], folder=tmp_path / "out", at=place, choice=CHOICE
    )

    rows = csv_rows(tmp_path / "out" / "responses.csv")
    assert [row["text"] for row in rows] == [f"of {number}" for number in range(6)]
    assert sorted(members.asked) == [FIRST + number for number in range(8)]
    assert taken.manifest.counts["responses"] == 6
    assert verify(tmp_path / "out").flaws == ()


@pytest.mark.usefixtures("answered")
async def test_the_manifest_says_which_role_and_counts_unlinked_ones(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE)

    said = manifest(tmp_path / "out")
    assert (said["asked"]["role"], said["asked"]["role_name"]) == (str(EDITORS), "Editors 🖋")
    assert said["left_out"]["unlinked"] == 2
    Draft202012Validator(manifest_schema()).validate(said)


@pytest.mark.usefixtures("answered")
async def test_only_authors_of_what_is_chosen_besides_are_asked_about(
    exports: ExportService, members: Members, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=replace(CHOICE, text="OF"))
    assert len(csv_rows(tmp_path / "out" / "responses.csv")) == 6
    assert manifest(tmp_path / "out")["left_out"]["unlinked"] == 2
    members.asked.clear()

    with pytest.raises(FewHoldersError):
        await exports.take(["csv"], folder=tmp_path / "few", at=place, choice=replace(CHOICE, text="of 1"))

    assert members.asked == [FIRST + 1]


@pytest.mark.usefixtures("answered")
async def test_without_a_role_nobody_is_asked_about(
    exports: ExportService, members: Members, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "out", at=place)

    assert members.asked == []
    assert len(csv_rows(tmp_path / "out" / "responses.csv")) == 10
    assert "unlinked" not in manifest(tmp_path / "out")["left_out"]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("floor", [5, 7])
async def test_fewer_people_than_are_ever_shown_apart_are_refused(
    *, exports: ExportService, members: Members, store: Store, place: Place, tmp_path: Path, floor: int
) -> None:
    async with store.write() as tx:
        await tx.guilds.change(place.guild, at=exports._clock(), floor=floor)
    if floor == 5:
        members.roles = dict(list(members.roles.items())[:4])

    with pytest.raises(FewHoldersError) as refused:
        await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE)

    assert refused.value.data == {"least": floor}
    assert left_in(tmp_path) == []


async def test_people_are_counted_and_not_their_answers(
    exports: ExportService, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    await give(store, prompt, *(f"again {number}" for number in range(9)), author=FIRST)

    with pytest.raises(FewHoldersError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE)


@pytest.mark.usefixtures("answered")
async def test_where_discord_does_not_say_it_of_one_nothing_is_exported(
    *,
    exports: ExportService,
    members: Members,
    store: Store,
    place: Place,
    tmp_path: Path,
) -> None:
    members.unknown = {FIRST + 7}

    with pytest.raises(MembersUnknownError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE)

    assert left_in(tmp_path) == []
    async with store.read() as tx:
        assert await tx.exports.taken(place.guild, by=place.person.id) == ()


@pytest.mark.usefixtures("answered")
async def test_how_many_were_asked_about_is_told(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []

    await exports.take(
        ["csv"],
        folder=tmp_path / "out",
        at=place,
        choice=CHOICE,
        asking=lambda done, total: told.append((done, total)),
    )

    assert told == [(5, 8), (8, 8)]


@pytest.mark.usefixtures("answered")
async def test_whoever_cancels_while_discord_is_asked_leaves_nothing(
    exports: ExportService, members: Members, place: Place, tmp_path: Path
) -> None:
    members.waits = asyncio.Event()
    taking = asyncio.create_task(exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE))
    await members.was_asked.wait()

    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking

    assert left_in(tmp_path) == []
    members.waits = None
    await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE)


@pytest.mark.usefixtures("answered")
async def test_who_answers_while_discord_is_asked_is_not_in_it(
    *, exports: ExportService, members: Members, store: Store, prompt: Prompt, place: Place, tmp_path: Path
) -> None:
    late = FIRST + 9
    members.roles[late] = frozenset({EDITORS})
    members.waits = asyncio.Event()
    taking = asyncio.create_task(exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE))
    await members.was_asked.wait()
    await give(store, prompt, "late", author=late)
    members.waits.set()
    await taking

    assert late not in members.asked
    assert "late" not in {row["text"] for row in csv_rows(tmp_path / "out" / "responses.csv")}


@pytest.mark.usefixtures("answered")
async def test_what_is_new_since_an_export_is_not_told_by_role(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "first", at=place, choice=CHOICE)

    with pytest.raises(RoleSinceError):
        await exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE, goes_on=True)


@pytest.mark.usefixtures("answered")
async def test_a_whole_export_does_not_go_on_from_one_by_role(
    exports: ExportService, place: Place, tmp_path: Path
) -> None:
    await exports.take(["csv"], folder=tmp_path / "all", at=place)
    await exports.take(["csv"], folder=tmp_path / "role", at=place, choice=CHOICE)

    taken = await exports.take(["csv"], folder=tmp_path / "since", at=place, goes_on=True)

    assert taken.manifest.asked["since_export"] == 1


@pytest.mark.usefixtures("answered")
async def test_who_is_erased_meanwhile_is_not_in_it_and_does_not_count(
    *,
    exports: ExportService,
    members: Members,
    my_data: MyDataService,
    place: Place,
    tmp_path: Path,
) -> None:
    members.roles = dict(list(members.roles.items())[:5])
    members.waits = asyncio.Event()
    taking = asyncio.create_task(exports.take(["csv"], folder=tmp_path / "out", at=place, choice=CHOICE))
    await members.was_asked.wait()
    await my_data.erase_leaver(MemberId(FIRST), guild=place.guild)
    members.waits.set()

    with pytest.raises(FewHoldersError):
        await taking

    assert left_in(tmp_path) == []


async def test_a_role_is_known_by_its_name(exports: ExportService, place: Place) -> None:
    assert await exports.roles.named(EDITORS, guild=place.guild) == ChosenRole(
        id=EDITORS, name="Editors\ufffd"
    )
    with pytest.raises(NoSuchRoleError):
        await exports.roles.named(OTHERS, guild=place.guild)


async def test_at_a_terminal_there_are_no_roles(store: Store, clock: Clock, place: Place) -> None:
    local = ExportService(store, clock=clock)

    with pytest.raises(NoSuchRoleError):
        await local.roles.named(EDITORS, guild=place.guild)
