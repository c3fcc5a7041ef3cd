"""Tests for the check of bodies: what discord.py really sends passes, mistakes do not."""

import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from api_stub import bodies
from api_stub.bodies import check, is_available
from discord import app_commands, ui
from sent_bodies import BOT, FORUM, GUILD, MESSAGE, TEXT, Discord, log_in, thread

if not is_available():
    pytest.skip("Discord's description of its API is not here", allow_module_level=True)


@pytest.fixture
async def connected(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    async with log_in(monkeypatch) as client:
        yield client


def buttons() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Answer", custom_id="v1:answer:1", style=discord.ButtonStyle.primary))
    view.add_item(ui.Button(label="Read", url="https://example.org/article"))
    options = [discord.SelectOption(label="Named", value="named", description="With your name", emoji="✅")]
    view.add_item(ui.Select(custom_id="v1:kept:1", options=options))
    view.add_item(ui.ChannelSelect(custom_id="v1:where", channel_types=[discord.ChannelType.text]))
    view.add_item(ui.RoleSelect(custom_id="v1:who"))
    return view


def layout() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    card: ui.Container[ui.LayoutView] = ui.Container(ui.TextDisplay("# A question"), accent_colour=0x336699)
    card.add_item(ui.Separator())
    card.add_item(ui.Section("words", accessory=ui.Button(label="Facts", custom_id="v1:facts")))
    card.add_item(ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png", description="A chart")))
    view.add_item(card)
    view.add_item(ui.ActionRow(ui.Button(label="Answer", custom_id="v1:answer")))
    return view


def card() -> discord.Embed:
    embed = discord.Embed(title="Harbour", description="closed", colour=0x336699, url="https://example.org/a")
    embed.add_field(name="Source", value="Lisse Courier", inline=True)
    embed.set_footer(text="3 May").set_author(name="Causerie")
    embed.timestamp = discord.utils.utcnow()
    return embed


class Form(ui.Modal, title="Your answer"):
    """A modal with all that discord.py 2.7 can put into one, but for its selects."""

    def __init__(self) -> None:
        super().__init__(custom_id="v1:form:1")
        words: ui.TextInput[Form] = ui.TextInput(
            style=discord.TextStyle.long, max_length=2000, default="so far"
        )
        kept = [
            discord.RadioGroupOption(label=one, value=one, default=one == "named") for one in ("named", "no")
        ]
        agreed = [discord.CheckboxGroupOption(label="I agree", value="yes", description="to what is kept")]
        self.add_item(ui.Label(text="Words", description="As many as you like", component=words))
        self.add_item(ui.Label(text="Kept", component=ui.RadioGroup(custom_id="kept", options=kept)))
        group: ui.CheckboxGroup[Form] = ui.CheckboxGroup(custom_id="agreed", options=agreed, max_values=1)
        self.add_item(ui.Label(text="Agreed", component=group))
        self.add_item(ui.Label(text="File", component=ui.FileUpload(custom_id="file", required=False)))
        self.add_item(ui.TextDisplay("What is kept, and for whom"))


class OldForm(ui.Modal, title="Your answer"):
    words: ui.TextInput["OldForm"] = ui.TextInput(label="Words", placeholder="write here")


Act = Callable[[Discord], Awaitable[object]]


async def send_in_full(at: Discord) -> None:
    mentions = discord.AllowedMentions(users=[discord.Object(1), discord.Object(2)], replied_user=False)
    reference = at.text.get_partial_message(MESSAGE).to_reference(fail_if_not_exists=False)
    await at.text.send(
        "hello", embed=card(), view=buttons(), nonce="a-nonce", allowed_mentions=mentions, reference=reference
    )


async def send_file(at: Discord) -> None:
    await at.text.send("pack", file=discord.File(io.BytesIO(b"{}"), "pack.json", description="A pack"))


async def post_in_forum(at: Discord) -> None:
    (tag,) = at.forum.available_tags
    await at.forum.create_thread(
        name="A question", content="words", applied_tags=[tag], embed=card(), view=buttons()
    )
    await at.forum.create_thread(name="A question", view=layout())


async def edit_threads(at: Discord) -> None:
    data: Any = thread(FORUM)
    post = discord.Thread(guild=at.guild, state=at.client._connection, data=data)
    await post.edit(archived=True, locked=True, applied_tags=list(at.forum.available_tags), reason="closed")
    await post.edit(name="Another name", auto_archive_duration=1440, slowmode_delay=5)


async def edit_channels(at: Discord) -> None:
    tags = [discord.ForumTag(name="open", emoji="✅"), discord.ForumTag(name="closed", moderated=True)]
    await at.forum.edit(available_tags=[*at.forum.available_tags, *tags])
    overwrites: dict[Any, discord.PermissionOverwrite] = {
        discord.Object(1, type=discord.Role): discord.PermissionOverwrite(
            send_messages=False, view_channel=True
        )
    }
    await at.forum.edit(topic="Read first", overwrites=overwrites)


async def react_and_pin(at: Discord) -> None:
    placed = at.text.get_partial_message(MESSAGE)
    await placed.add_reaction("✅")
    await placed.remove_reaction("✅", discord.Object(BOT))
    await placed.pin()
    await placed.delete()


async def edit_message(at: Discord) -> None:
    placed = at.text.get_partial_message(MESSAGE)
    await placed.edit(content="other words", embed=card(), view=buttons())
    await placed.edit(content=None, embeds=[], view=None)


async def send_poll(at: Discord) -> None:
    poll = discord.Poll(question="Should the harbour move?", duration=timedelta(hours=24), multiple=True)
    await at.text.send(poll=poll.add_answer(text="Yes", emoji="✅").add_answer(text="No"))


async def answer_in_full(at: Discord) -> None:
    await at.interaction().response.send_message("hello", ephemeral=True, embed=card(), view=buttons())
    await at.interaction().response.send_message("hello", file=discord.File(io.BytesIO(b"x"), "a.csv"))
    await at.interaction().response.send_message(view=layout(), ephemeral=True)


async def answer_later(at: Discord) -> None:
    asked = at.interaction()
    await asked.response.defer(ephemeral=True, thinking=True)
    await asked.edit_original_response(content="done", view=buttons())
    await asked.followup.send("more", ephemeral=True, embed=card(), wait=True)
    await asked.followup.edit_message(MESSAGE, content="less", view=None)
    await asked.delete_original_response()


async def answer_a_click(at: Discord) -> None:
    await at.interaction(3).response.defer()
    clicked = at.interaction(3)
    clicked.message = None
    await clicked.response.edit_message(content="next page", view=buttons(), embeds=[card()])


async def suggest(at: Discord) -> None:
    words = [
        app_commands.Choice(name=app_commands.locale_str("Harbour"), value="#1:f1"),
        app_commands.Choice(name="Paris", value="Europe/Paris"),
    ]
    await at.interaction(4).response.autocomplete(words)
    await at.interaction(4).response.autocomplete([])


async def show_forms(at: Discord) -> None:
    await at.interaction().response.send_modal(Form())
    await at.interaction().response.send_modal(OldForm())


class French(app_commands.Translator):
    """Gives each word a French form."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return string.message if locale is discord.Locale.french else None


async def sync_commands(at: Discord) -> None:
    tree = app_commands.CommandTree(at.client)
    group = app_commands.Group(
        name="article",
        description="Articles",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name=app_commands.locale_str("add"), description=app_commands.locale_str("Add one"))
    @app_commands.choices(kept=[app_commands.Choice(name="Named", value="named")])
    async def add(
        _asked: discord.Interaction[discord.Client],
        file: discord.Attachment,
        kept: str = "named",
        limit: app_commands.Range[int, 1, 10] = 3,
        where: discord.TextChannel | None = None,
    ) -> None:
        """Add an article."""

    @tree.context_menu(name="Record as answer")
    async def record(_asked: discord.Interaction[discord.Client], _chosen: discord.Message) -> None:
        """Record a message."""

    assert add.name == "add"
    assert record.name
    tree.add_command(group)
    await tree.set_translator(French())
    await tree.sync()
    await tree.sync(guild=discord.Object(GUILD))


ACTS: list[Act] = [
    send_in_full,
    send_file,
    post_in_forum,
    edit_threads,
    edit_channels,
    react_and_pin,
    edit_message,
    send_poll,
    answer_in_full,
    answer_later,
    answer_a_click,
    suggest,
    show_forms,
    sync_commands,
    lambda at: at.text.get_partial_message(MESSAGE).create_thread(name="t", auto_archive_duration=4320),
    lambda at: at.text.create_thread(name="t", type=discord.ChannelType.public_thread),
    lambda at: at.text.send(view=layout(), file=discord.File(io.BytesIO(b"x"), "chart.png")),
    lambda at: at.guild.create_forum(
        "articles", topic="Read", available_tags=[discord.ForumTag(name="open")]
    ),
    lambda at: at.text.delete_messages([discord.Object(1), discord.Object(2)]),
    lambda at: at.text.typing(),
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_what_discord_py_sends_is_right(connected: Discord, act: Act) -> None:
    connected.recorder.sent.clear()

    await act(connected)

    assert connected.recorder.sent
    assert connected.problems == []


WORDS = "/channels/1/messages"
CALLBACK = "/interactions/1/token/callback"
BUTTON = {"type": 2, "style": 1, "label": "Answer", "custom_id": "answer"}


def form(**changes: object) -> dict[str, Any]:
    words = {"type": 4, "custom_id": "words", "style": 2}
    label = {"type": 18, "label": "Words", "component": {**words, **changes}}
    return {"type": 9, "data": {"custom_id": "form", "title": "Form", "components": [label]}}


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", WORDS, {"content": "x" * 2001}, "content: maxLength is 2000"),
        ("POST", WORDS, {"content": 5}, "content: type"),
        ("POST", WORDS, {"contents": "x"}, "'contents' was unexpected"),
        ("POST", WORDS, {"nonce": "x" * 26}, "nonce: maxLength is 25"),
        ("POST", WORDS, {"embeds": [{"title": "x" * 257}]}, "embeds[0].title: maxLength is 256"),
        ("POST", WORDS, {"embeds": [{"description": "x" * 4000}] * 2}, "embeds: 6000 characters"),
        ("POST", WORDS, {"embeds": [{"timestamp": "yesterday"}]}, "embeds[0].timestamp: format"),
        ("POST", WORDS, {"embeds": [{"url": "no address"}]}, "embeds[0].url: format"),
        ("POST", WORDS, {"components": [BUTTON]}, "components[0].type: 2 is nothing that can be here"),
        ("POST", WORDS, {"components": [{"type": 1, "components": [BUTTON] * 6}]}, "maxItems is 5"),
        (
            "POST",
            WORDS,
            {"components": [{"type": 1, "components": [{**BUTTON, "custom_id": "x" * 101}]}]},
            "components[0].components[0].custom_id: maxLength is 100",
        ),
        (
            "POST",
            WORDS,
            {"message_reference": {"message_id": "one"}},
            "message_reference.message_id: pattern",
        ),
        ("POST", WORDS, None, "a body is missing"),
        ("POST", WORDS, "{", "the body is no JSON"),
        ("POST", "/channels/1/messages/2/threads", {"name": "x" * 101}, "name: maxLength is 100"),
        ("POST", "/channels/1/messages/2/threads", {"name": "t", "auto_archive_duration": 5}, "auto_archive"),
        ("POST", "/channels/1/threads", {"name": "t", "message": {"content": "x" * 2001}}, "message.content"),
        ("PATCH", "/channels/1", {"available_tags": [{"name": "x" * 21}]}, "available_tags[0].name"),
        ("PATCH", "/channels/1", {"archived": "yes"}, "archived: type"),
        ("POST", CALLBACK, {"type": 4, "data": {"content": "x" * 2001}}, "data.content: maxLength is 2000"),
        ("POST", CALLBACK, {"type": 3}, ": type: 3 is nothing that can be here"),
        ("POST", CALLBACK, form(max_length=4001), "data.components[0].component.max_length: maximum"),
        ("POST", CALLBACK, form(style=7), "data.components[0].component.style"),
        (
            "POST",
            CALLBACK,
            {"type": 8, "data": {"choices": [{"name": "", "value": "a"}]}},
            "data.choices[0].name",
        ),
        ("PUT", "/applications/1/commands", [{"name": "x" * 33, "description": "d"}], "[0].name: maxLength"),
        ("PUT", "/channels/1/messages/2/reactions/%E2%9C%85/@me", {}, "takes no body"),
        ("GET", "/nowhere", None, "no such operation"),
    ],
)
def test_mistakes_are_found(method: str, path: str, body: object, where: str) -> None:
    problems = check(method, path, body)

    assert len(problems) == 1, problems
    assert where in problems[0]


def test_ids_may_be_integers() -> None:
    body = {"content": "x", "message_reference": {"message_id": MESSAGE, "channel_id": str(TEXT)}}

    assert check("POST", f"/api/v10{WORDS}?wait=true", json.dumps(body)) == ()


def test_without_the_description_everything_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "absent.json.gz"))

    assert not bodies.is_available()
    assert check("POST", WORDS, {"content": 5}) == ()
