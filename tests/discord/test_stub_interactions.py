"""Tests for the stub's interactions and for the people in it, with discord.py as the client."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
from api_stub.actors import GuildActor
from api_stub.faults import Fault
from api_stub.people import Member, NoAnswerError
from api_stub.stub import Stub
from api_stub.typed_commands import NotShownError
from bare_client import Bare, connected
from discord import app_commands
from discord.app_commands import locale_str

CALLBACK = r"/callback$"


class French(app_commands.Translator):
    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return string.extras.get("fr") if locale is discord.Locale.french else None


class Form(discord.ui.Modal, title="Your answer"):
    """A form with each kind of field."""

    text: discord.ui.Label[Any] = discord.ui.Label(
        text="Text", component=discord.ui.TextInput(custom_id="text", min_length=3, max_length=10)
    )
    kept: discord.ui.Label[Any] = discord.ui.Label(
        text="Kept",
        component=discord.ui.RadioGroup(
            custom_id="kept",
            options=[
                discord.RadioGroupOption(label="By name", value="named", default=True),
                discord.RadioGroupOption(label="Without", value="unlinked"),
            ],
        ),
    )
    agreed: discord.ui.Label[Any] = discord.ui.Label(
        text="Agreed",
        component=discord.ui.CheckboxGroup(
            custom_id="agreed", options=[discord.CheckboxGroupOption(label="Yes", value="yes")]
        ),
    )
    also: discord.ui.Label[Any] = discord.ui.Label(
        text="Also", component=discord.ui.Checkbox(custom_id="also")
    )
    day: discord.ui.Label[Any] = discord.ui.Label(
        text="Day",
        component=discord.ui.Select(
            custom_id="day",
            required=False,
            options=[discord.SelectOption(label="Monday", value="1"), discord.SelectOption(label="Tuesday")],
        ),
    )


class Talking(Bare):
    """A client with a few commands, and whatever a test hangs on clicks and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.clicked: Callable[[discord.Interaction], Awaitable[object]] | None = None
        self.commands: dict[str, Callable[[discord.Interaction], Awaitable[object]]] = {}

    async def setup_hook(self) -> None:
        add_commands(self)
        await self.tree.set_translator(French())
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        kinds = {discord.InteractionType.component, discord.InteractionType.modal_submit}
        if interaction.type in kinds and self.clicked is not None:
            await self.clicked(interaction)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        return


def add_commands(client: Talking) -> None:
    tree = client.tree

    @tree.command(name=locale_str("fact", fr="fait"), description=locale_str("Find", fr="Trouver"))
    @app_commands.choices(kind=[app_commands.Choice(name=locale_str("Short", fr="Court"), value="short")])
    async def fact(  # noqa: PLR0917 (discord.py calls it by name)
        interaction: discord.Interaction,
        query: app_commands.Range[str, 1, 20],
        number: app_commands.Range[int, 1, 5] = 1,
        kind: str = "long",
        file: discord.Attachment | None = None,
        where: discord.TextChannel | None = None,
        role: discord.Role | None = None,
    ) -> None:
        content = "" if file is None else (await file.read()).decode()
        place = "" if where is None else where.name
        named = "" if role is None else role.name
        await interaction.response.send_message(
            f"{query}|{number}|{kind}|{content}|{place}|{named}|{interaction.locale.value}", ephemeral=True
        )

    @fact.autocomplete("query")
    async def suggest(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}!", value=current)]

    group = app_commands.Group(name="discuss", description="Discuss")

    @group.command(name="start", description="Start")
    async def start(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Started")

    tree.add_command(group)

    @tree.command(name="keep", description="For moderators")
    @app_commands.default_permissions(manage_messages=True)
    async def keep(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Kept", ephemeral=True)

    @tree.command(name="admin", description="For administrators")
    @app_commands.default_permissions()
    async def admin(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Done", ephemeral=True)

    @tree.command(name="do", description="Do what the test says")
    async def do(interaction: discord.Interaction, what: str) -> None:
        await client.commands[what](interaction)

    @tree.context_menu(name=locale_str("Record", fr="Noter"))
    async def record(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(message.content, ephemeral=True)


@pytest.fixture
def ann(guild: GuildActor) -> Member:
    return guild.member("Ann")


@pytest.fixture
async def client(stub: Stub, guild: GuildActor, general: int) -> AsyncIterator[Talking]:
    guild.invite_bot()
    made = Talking()
    async with connected(stub, made):
        yield made


def button(label: str, custom_id: str = "b") -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label=label, custom_id=custom_id))
    view.stop()
    return view


async def code(work: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await work
    return caught.value.code


def files_of(count: int, *, size: int) -> list[discord.File]:
    return [discord.File(io.BytesIO(b"x" * size), filename=f"{one}.txt") for one in range(count)]


class TestCommands:
    async def test_options_arrive(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        role = guild.role("readers")
        answer = await ann.run(
            "fact",
            channel=general,
            query="x",
            number=3,
            kind="Short",
            file=("a.txt", b"inside"),
            where=general,
            role=role,
        )
        assert answer.text == "x|3|short|inside|general|readers|en-US"
        assert answer.is_private
        assert answer.acknowledged_after < 1

    async def test_in_ones_own_language(self, client: Talking, guild: GuildActor, general: int) -> None:
        zoe = guild.member("Zoé", locale="fr")
        assert "fait" in zoe.offered(general)
        answer = await zoe.run("fait", channel=general, query="x", kind="Court")
        assert answer.text == "x|1|short||||fr"
        assert (await zoe.run("fact", channel=general, query="x")).text

    async def test_in_another_language_there_is_no_such_name(
        self, client: Talking, general: int, ann: Member
    ) -> None:
        with pytest.raises(NotShownError):
            await ann.run("fait", channel=general, query="x")

    @pytest.mark.parametrize(
        "options",
        [
            pytest.param({}, id="missing"),
            pytest.param({"query": ""}, id="empty"),
            pytest.param({"query": "x" * 21}, id="long"),
            pytest.param({"query": 1}, id="type"),
            pytest.param({"query": "x", "number": 6}, id="number"),
            pytest.param({"query": "x", "kind": "Middling"}, id="choice"),
            pytest.param({"query": "x", "colour": "red"}, id="unknown"),
        ],
    )
    async def test_what_discord_would_not_send(
        self, client: Talking, general: int, ann: Member, options: dict[str, Any]
    ) -> None:
        with pytest.raises((AssertionError, LookupError)):
            await ann.run("fact", channel=general, **options)

    async def test_commands_in_groups(self, client: Talking, general: int, ann: Member) -> None:
        answer = await ann.run("discuss start", channel=general)
        assert answer.text == "Started"
        assert not answer.is_private
        with pytest.raises(NotShownError):
            await ann.run("discuss", channel=general)

    async def test_moderators_commands_are_not_shown_to_others(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        with pytest.raises(NotShownError):
            await ann.run("keep", channel=general)
        assert "keep" not in ann.offered(general)
        moderator = guild.member("Max", manage_messages=True)
        assert (await moderator.run("keep", channel=general)).text == "Kept"
        with pytest.raises(NotShownError):
            await moderator.run("admin", channel=general)
        administrator = guild.member("Ada", administrator=True)
        assert (await administrator.run("admin", channel=general)).text == "Done"

    async def test_suggestions(self, client: Talking, general: int, ann: Member) -> None:
        found, seconds = await ann.autocomplete("fact", channel=general, query="gett", focused="query")
        assert found == [("gett!", "gett")]
        assert seconds < 1

    async def test_menus(self, client: Talking, guild: GuildActor, general: int, ann: Member) -> None:
        said = await ann.send(general, "My words")
        assert (await ann.menu("Record", said)).text == "My words"
        assert (await guild.member("Zoé", locale="fr").menu("Noter", said)).text == "My words"

    async def test_what_is_registered_is_listed(self, stub: Stub, client: Talking) -> None:
        fetched = {one.name for one in await client.tree.fetch_commands()}
        assert fetched == {"fact", "discuss", "keep", "admin", "do", "Record"}
        assert stub.commands.syncs == 1

    async def test_commands_that_discord_refuses(self, stub: Stub, client: Talking) -> None:
        texts = [f"{number:0100}" for number in range(25)]
        choices = [app_commands.Choice(name=text, value=text) for text in texts]

        @client.tree.command(name="long", description="Longer than 8,000 characters altogether")
        @app_commands.choices(one=choices, two=choices)
        async def long(_: discord.Interaction, one: str, two: str) -> None: ...

        stub.server.expect(50035)
        with pytest.raises(app_commands.CommandSyncFailure):
            await client.tree.sync()


class TestAnswers:
    async def test_one_sees_ones_own_private_answers(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        await ann.run("fact", channel=general, query="secret")
        assert "secret" in ann.reads(general)
        assert "secret" not in guild.member("Ben").reads(general)
        assert guild.messages(general) == []

    async def test_later(self, client: Talking, general: int, ann: Member) -> None:
        async def work(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await asyncio.sleep(0.1)
            await interaction.edit_original_response(content="Ready", view=button("Go"))

        client.commands["later"] = work
        answer = await ann.run("do", channel=general, what="later")
        assert answer.text == "Ready\nGo"
        assert answer.is_private
        assert answer.buttons == ["Go"]

    async def test_a_second_answer_is_refused(
        self, stub: Stub, client: Talking, general: int, ann: Member
    ) -> None:
        codes: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            again = await _copy(interaction)
            await interaction.response.send_message("First")
            codes.append(await code(again.response.send_message("Second")))

        client.commands["twice"] = work
        stub.server.expect(40060)
        assert (await ann.run("do", channel=general, what="twice")).text == "First"
        await stub.gateway.until(lambda: codes)
        assert codes == [40060]

    async def test_whoever_is_late_is_not_known_any_more(
        self, stub: Stub, client: Talking, general: int, ann: Member
    ) -> None:
        stub.interactions.deadline = 0.2
        codes: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            await asyncio.sleep(0.3)
            codes.append(await code(interaction.response.send_message("Late")))

        client.commands["late"] = work
        stub.server.expect(10062)
        with pytest.raises(NoAnswerError, match="did not respond"):
            await ann.run("do", channel=general, what="late")
        await stub.gateway.until(lambda: codes)
        assert codes == [10062]

    async def test_tokens_expire(self, stub: Stub, client: Talking, general: int, ann: Member) -> None:
        stub.interactions.life = 0.3
        codes: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("First")
            await interaction.edit_original_response(content="Second")
            await asyncio.sleep(0.4)
            codes.append(await code(interaction.edit_original_response(content="Third")))

        client.commands["old"] = work
        stub.server.expect(50027)
        await ann.run("do", channel=general, what="old")
        await stub.gateway.until(lambda: codes)
        assert codes == [50027]
        assert "Second" in ann.reads(general)

    async def test_follow_ups(
        self, stub: Stub, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        done: list[str] = []

        async def work(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("First")
            second = await interaction.followup.send("Second", ephemeral=True, wait=True)
            await second.edit(content="Changed")
            third = await interaction.followup.send("Third", wait=True)
            await third.delete()
            await interaction.delete_original_response()
            done.append("x")

        client.commands["more"] = work
        await ann.run("do", channel=general, what="more")
        await stub.gateway.until(lambda: done)
        assert guild.messages(general) == []
        assert ann.reads(general) == "Changed"

    async def test_what_is_too_large_or_too_much_is_refused(
        self, stub: Stub, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        codes: list[int] = []
        limits: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            limits.append(interaction.filesize_limit)
            await interaction.response.send_message("First")
            taken = await interaction.followup.send(files=files_of(10, size=10), wait=True)
            assert len(taken.attachments) == 10
            for files in (files_of(1, size=11), files_of(11, size=1)):
                codes.append(await code(interaction.followup.send(files=files, wait=True)))
            codes.append(await code(interaction.edit_original_response(attachments=files_of(1, size=11))))

        guild.guild.premium_tier = 3
        client.commands["large"] = work
        stub.server.expect(40005, 50035)
        guild.guild.takes = 10
        await ann.run("do", channel=general, what="large")
        await stub.gateway.until(lambda: len(codes) == 3)
        assert codes == [40005, 50035, 40005]
        assert limits == [100 << 20]

    async def test_the_first_follow_up_replaces_the_wait(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        async def work(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.followup.send("Ready")

        client.commands["wait"] = work
        assert (await ann.run("do", channel=general, what="wait")).text == "Ready"
        assert len(guild.messages(general)) == 1

    async def test_what_discord_says_of_it(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        await ann.run("discuss start", channel=general)
        (message,) = guild.messages(general)
        fetched = await client.text(general).fetch_message(message.id)
        assert fetched.type is discord.MessageType.chat_input_command
        assert fetched.interaction_metadata is not None
        assert fetched.interaction_metadata.user.id == ann.id

    async def test_private_messages_are_not_to_be_fetched(
        self, stub: Stub, client: Talking, general: int, ann: Member
    ) -> None:
        answer = await ann.run("fact", channel=general, query="x")
        assert answer.message is not None
        stub.server.expect(10008)
        assert await code(client.text(general).fetch_message(answer.message.id)) == 10008

    async def test_permissions_of_the_bot_do_not_matter(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        guild.forbid(general, send_messages=True, view_channel=True)
        assert (await ann.run("discuss start", channel=general)).text == "Started"

    async def test_an_answer_that_got_lost_counts(
        self, stub: Stub, client: Talking, general: int, ann: Member
    ) -> None:
        stub.server.faults.next("POST", CALLBACK, Fault.RESET_AFTER)
        assert (await ann.run("discuss start", channel=general)).text == "Started"


class TestComponents:
    async def test_a_click_updates_in_place(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        async def clicked(interaction: discord.Interaction) -> None:
            assert interaction.message is not None
            await interaction.response.edit_message(
                content=f"{interaction.message.content}!", view=button("More")
            )

        client.clicked = clicked
        sent = await client.text(general).send("Hello", view=button("More"))
        (message,) = guild.messages(general)
        first = await ann.click(message, "More")
        assert first.text == "Hello!\nMore"
        await ann.click(first, "More")
        assert (await client.text(general).fetch_message(sent.id)).content == "Hello!!"

    async def test_a_click_answered_apart(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        async def clicked(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Only you", ephemeral=True)

        client.clicked = clicked
        await client.text(general).send("Hello", view=button("More"))
        (message,) = guild.messages(general)
        answer = await ann.click(message, "More")
        assert answer.is_private
        assert answer.message is not None
        assert answer.message.reference == message.id
        with pytest.raises(NotShownError):
            await guild.member("Ben").click(answer, "More")

    async def test_update_after_a_while(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        async def clicked(interaction: discord.Interaction) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="Changed", view=None)

        client.clicked = clicked
        await client.text(general).send("Hello", view=button("More"))
        (message,) = guild.messages(general)
        assert (await ann.click(message, "More")).text == "Changed"
        assert message.components == []

    async def test_lists(self, client: Talking, guild: GuildActor, general: int, ann: Member) -> None:
        chosen: list[Any] = []

        async def clicked(interaction: discord.Interaction) -> None:
            chosen.append(interaction.data)
            await interaction.response.defer()
            await interaction.edit_original_response(content=str(len(chosen)))

        client.clicked = clicked
        view = discord.ui.View(timeout=None)
        options = [discord.SelectOption(label="Monday", value="1")]
        view.add_item(discord.ui.Select(custom_id="day", placeholder="Day", options=options))
        kinds = [discord.ChannelType.forum]
        view.add_item(discord.ui.ChannelSelect(custom_id="where", placeholder="Where", channel_types=kinds))
        view.add_item(discord.ui.RoleSelect(custom_id="who", placeholder="Who"))
        view.stop()
        await client.text(general).send("Choose", view=view)
        (message,) = guild.messages(general)
        await ann.choose(message, "Day", "Monday")
        with pytest.raises(AssertionError):
            await ann.choose(message, "Where", general)
        forum = guild.forum("articles")
        await ann.choose(message, 1, forum)
        role = guild.role("readers")
        await ann.choose(message, "Who", role)
        assert [one["values"] for one in chosen] == [["1"], [str(forum)], [str(role)]]
        assert list(chosen[1]["resolved"]["channels"]) == [str(forum)]
        assert list(chosen[2]["resolved"]["roles"]) == [str(role)]


class TestForms:
    @pytest.fixture
    def sent(self, client: Talking) -> list[Any]:
        sent: list[Any] = []

        async def show(interaction: discord.Interaction) -> None:
            form = Form(custom_id="form")
            form.stop()
            await interaction.response.send_modal(form)

        async def clicked(interaction: discord.Interaction) -> None:
            if interaction.type is discord.InteractionType.component:
                await show(interaction)
                return
            sent.append(interaction.data)
            await interaction.response.send_message("Thanks", ephemeral=True)

        client.clicked = clicked
        client.commands["form"] = show
        return sent

    async def test_filled_in_and_sent(
        self, client: Talking, general: int, ann: Member, sent: list[Any]
    ) -> None:
        form = await ann.run("do", channel=general, what="form")
        assert form.modal is not None
        assert "Your answer" in form.text
        assert list(form.fields) == ["text", "kept", "agreed", "also", "day"]
        answer = await ann.submit(form, text="Words", kept="Without", agreed=True, also=True, day="Monday")
        assert answer.text == "Thanks"
        inner = [label["component"] for label in sent[0]["components"]]
        assert [one.get("value", one.get("values")) for one in inner] == [
            "Words",
            "unlinked",
            ["yes"],
            True,
            ["1"],
        ]
        assert {label["type"] for label in sent[0]["components"]} == {18}

    async def test_what_is_not_touched_stays(
        self, client: Talking, general: int, ann: Member, sent: list[Any]
    ) -> None:
        form = await ann.run("do", channel=general, what="form")
        await ann.submit(form, text="Words", agreed=True)
        inner = [label["component"] for label in sent[0]["components"]]
        assert [one.get("value", one.get("values")) for one in inner] == [
            "Words",
            "named",
            ["yes"],
            False,
            [],
        ]

    @pytest.mark.parametrize(
        "values",
        [
            pytest.param({"agreed": True}, id="required"),
            pytest.param({"text": "xx", "agreed": True}, id="short"),
            pytest.param({"text": "x" * 11, "agreed": True}, id="long"),
            pytest.param({"text": "Words"}, id="unticked"),
            pytest.param({"text": "Words", "agreed": True, "kept": "never"}, id="choice"),
            pytest.param({"text": "Words", "agreed": True, "colour": "red"}, id="unknown"),
        ],
    )
    async def test_what_discord_would_not_send(
        self, *, client: Talking, general: int, ann: Member, sent: list[Any], values: dict[str, Any]
    ) -> None:
        form = await ann.run("do", channel=general, what="form")
        with pytest.raises((AssertionError, LookupError)):
            await ann.submit(form, **values)
        assert sent == []

    async def test_from_a_click(
        self, *, client: Talking, guild: GuildActor, general: int, ann: Member, sent: list[Any]
    ) -> None:
        await client.text(general).send("Hello", view=button("Answer"))
        (message,) = guild.messages(general)
        form = await ann.click(message, "Answer")
        assert (await ann.submit(form, text="Words", agreed=True)).is_private

    async def test_a_form_after_a_wait_is_refused(
        self, stub: Stub, client: Talking, general: int, ann: Member
    ) -> None:
        codes: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            again = await _copy(interaction)
            await interaction.response.defer(thinking=True)
            codes.append(await code(again.response.send_modal(Form())))
            await interaction.edit_original_response(content="No form")

        client.commands["both"] = work
        stub.server.expect(40060)
        await ann.run("do", channel=general, what="both")
        assert codes == [40060]

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"title": "x" * 46}, id="title"),
            pytest.param({"custom_id": "x" * 101}, id="custom-id"),
            pytest.param({"components": []}, id="nothing"),
        ],
    )
    async def test_forms_that_discord_refuses(
        self, *, stub: Stub, client: Talking, general: int, ann: Member, change: dict[str, Any]
    ) -> None:
        codes: list[int] = []

        async def work(interaction: discord.Interaction) -> None:
            form = Form(custom_id="form")
            form.stop()
            whole = {**form.to_dict(), **change}
            route = discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback")
            body = {"type": 9, "data": whole}
            codes.append(await code(client.http.request(route, json=body)))
            await interaction.response.send_message("Refused")

        client.commands["bad"] = work
        stub.server.expect(50035)
        await ann.run("do", channel=general, what="bad")
        assert codes == [50035]


class TestPeople:
    async def test_what_they_write_reaches_the_bot(
        self, stub: Stub, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        heard: list[str] = []
        for event in (
            "message",
            "raw_message_edit",
            "raw_message_delete",
            "raw_reaction_add",
            "raw_reaction_remove",
            "raw_bulk_message_delete",
        ):
            setattr(client, f"on_{event}", _noting(heard, event))
        said, other = await ann.send(general, "One"), await ann.send(general, "Two")
        await ann.edit(said, "Changed")
        await ann.react(said, "❌")
        await ann.unreact(said, "❌")
        await ann.delete(said)
        guild.delete_many(general, [other])
        await stub.gateway.until(lambda: len(heard) == 7)
        assert heard == [
            "message",
            "message",
            "raw_message_edit",
            "raw_reaction_add",
            "raw_reaction_remove",
            "raw_message_delete",
            "raw_bulk_message_delete",
        ]

    async def test_they_cannot_write_where_they_may_not(
        self, client: Talking, guild: GuildActor, general: int, ann: Member
    ) -> None:
        denied = str(discord.Permissions(send_messages=True).value)
        overwrite = {"id": str(ann.id), "type": 1, "allow": "0", "deny": denied}
        guild.guild.channels[general]["permission_overwrites"] = [overwrite]
        with pytest.raises(NotShownError):
            await ann.send(general, "x")


def _noting(heard: list[str], event: str) -> Callable[[object], Awaitable[None]]:
    async def note(_: object) -> None:
        heard.append(event)

    return note


async def _copy(interaction: discord.Interaction) -> discord.Interaction:
    """Return the same interaction, not yet answered as far as discord.py knows."""
    data: Any = {
        "id": interaction.id,
        "type": interaction.type.value,
        "token": interaction.token,
        "version": 1,
        "application_id": interaction.application_id,
        "guild_id": interaction.guild_id,
        "attachment_size_limit": 0,
        "channel": {"id": interaction.channel_id, "type": 0},
        "data": interaction.data,
    }
    return discord.Interaction(data=data, state=interaction._state)
