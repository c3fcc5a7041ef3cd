"""/setup, its panel and its rehearsal, for those who manage the server."""

import pytest
from api_stub.faults import Fault
from api_stub.seen import Answer, children_of
from api_stub.stub import Stub
from api_stub.typed_commands import NotShownError
from lighthouse import EN, FR, Lighthouse, keep, live, open_lighthouse, start
from running import Running
from under_way import PACK

from bot.domain.guild import GuildSettings
from bot.domain.identity import GuildId

TAGS = ("open", "closed", "summarised")


async def settings_of(bot: Running, server: Lighthouse) -> GuildSettings:
    settings: GuildSettings = await bot.cases.guilds.get(GuildId(server.guild.id))
    return settings


async def panel_of(server: Lighthouse) -> Answer:
    return await server.ann.run("setup", channel=server.place)


def tags(server: Lighthouse, forum: int) -> list[str]:
    """Return the names of the forum's tags."""
    return [one["name"] for one in server.guild.guild.channels[forum]["available_tags"]]


async def test_the_panel_shows_how_things_stand(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    panel = await panel_of(server)

    assert panel.is_private
    for line in ("no_channel", "no_role", "own_language", "records_given"):
        assert EN(f"setup.{line}") in panel.text
    assert EN("setup.zone", zone="UTC") in panel.text
    assert EN("setup.retention", kept=EN("setup.kept_until")) in panel.text
    assert panel.message is not None
    kinds = [child["type"] for child in children_of(panel.message)]
    # Lists of channels, of roles, of words twice; buttons.
    assert kinds == [8, 6, 3, 3, 2, 2, 2, 2, 2]
    (channels, *_) = children_of(panel.message)
    assert channels["channel_types"] == [0, 15]


async def test_each_choice_counts_at_once_and_in_place(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    role = server.guild.role("Hosts")
    panel = await panel_of(server)
    message = panel.message

    panel = await server.ann.choose(panel, EN("pick.channel"), server.place)
    panel = await server.ann.choose(panel, EN("pick.role"), role)
    panel = await server.ann.choose(panel, EN("pick.language"), "fr")
    panel = await server.ann.choose(panel, EN("pick.retention"), "90")

    assert panel.message is message
    for line in (
        EN("setup.channel", channel="#talk"),
        EN("setup.role"),
        EN("setup.language", language="Français"),
        EN("setup.retention", kept=EN("count.days", n=90)),
    ):
        assert line in panel.text
    settings = await settings_of(bot, server)
    assert (settings.channel, settings.moderators) == (server.place, role)
    assert (settings.language, settings.retention_days) == ("fr", 90)
    # What was chosen is what the lists show when the panel is opened again.
    again = await panel_of(server)
    assert again.message is not None
    channels, roles, languages, retentions, *_ = children_of(again.message)
    assert [int(one["id"]) for one in channels["default_values"]] == [server.place]
    assert [int(one["id"]) for one in roles["default_values"]] == [role]
    assert [one["value"] for one in languages["options"] if one.get("default")] == ["fr"]
    assert [one["value"] for one in retentions["options"] if one.get("default")] == ["90"]


async def test_everything_can_be_set_by_one_command(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    forum = server.guild.forum("débats")

    panel = await server.ann.run(
        "configurer",
        channel=server.place,
        salon=forum,
        langue="English",
        fuseau="europe/paris",
        écrites=False,
        durée="30 jours",
    )

    assert FR("setup.saved") in panel.text
    assert FR("setup.typed_off") in panel.text
    settings = await settings_of(bot, server)
    assert settings.channel == forum
    assert (settings.language, settings.time_zone, settings.retention_days) == ("en", "Europe/Paris", 30)
    assert tags(server, forum) == [EN(f"tag.{one}") for one in TAGS]


async def test_retention_can_be_lifted_again(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.choose(await panel_of(server), EN("pick.retention"), "30")

    await server.ann.choose(panel, EN("pick.retention"), "none")

    assert (await settings_of(bot, server)).retention_days is None


# -- where discussions are held --------------------------------------------------------------------


async def test_a_forum_gets_its_tags_once_beside_its_own(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    forum = server.guild.forum("debates", tags=("news", "Open"))

    panel = await panel_of(server)
    for _ in range(2):
        panel = await server.ann.choose(panel, EN("pick.channel"), forum)

    # A tag of the same name, whatever its capitals, is taken for ours.
    assert tags(server, forum) == ["news", "Open", EN("tag.closed"), EN("tag.summarised")]
    assert EN("finding.tags_missing", channel="#debates") not in panel.text
    assert len(stub.server.sent("PATCH", f"/channels/{forum}$")) == 1


async def test_tags_are_made_in_the_servers_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    forum = server.guild.forum("débats")

    await server.ann.choose(await panel_of(server), FR("pick.channel"), forum)

    assert tags(server, forum) == [FR(f"tag.{one}") for one in TAGS]


async def test_no_tags_are_made_without_the_permission_and_that_is_said(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    forum = server.guild.forum("debates")
    server.guild.forbid(forum, manage_channels=True)
    await stub.gateway.flushed()

    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), forum)

    assert tags(server, forum) == []
    assert EN("finding.tags_missing", channel="#debates") in panel.text
    assert EN("setup.saved") in panel.text


async def test_a_forum_that_is_full_of_tags_is_left_alone(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    forum = server.guild.forum("debates", tags=tuple(f"tag {number}" for number in range(20)))

    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), forum)

    assert len(tags(server, forum)) == 20
    assert EN("finding.tags_missing", channel="#debates") in panel.text


async def test_a_channel_the_bot_may_not_write_in_is_chosen_with_what_it_lacks(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    silent = server.guild.text("silent")
    server.guild.forbid(silent, send_messages=True, embed_links=True)
    await stub.gateway.flushed()

    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), silent)

    for permission in ("send_messages", "embed_links"):
        lacking = EN("finding.lacks", channel="#silent", permission=EN(f"permission.{permission}"))
        assert lacking in panel.text
    assert EN("doctor.broken") in panel.text


async def test_a_discussion_is_held_in_the_channel_that_was_chosen(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    forum = server.guild.forum("debates")
    await server.ann.choose(await panel_of(server), EN("pick.channel"), forum)

    await server.ann.click(await keep(server, PACK), EN("action.start"))

    assert len(server.guild.threads(forum)) == 1
    assert server.guild.threads(server.place) == []


# -- the time zone -----------------------------------------------------------------------------------


async def test_the_time_zone_is_set_by_a_form_that_shows_it(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await panel_of(server)

    form = await server.ann.click(panel, EN("action.zone"))
    assert form.fields["zone"]["value"] == "UTC"
    after = await server.ann.submit(form, zone="montreal")

    assert EN("setup.zone", zone="America/Montreal") in after.text
    assert after.message is panel.message
    assert (await settings_of(bot, server)).time_zone == "America/Montreal"


async def test_a_misspelt_zone_is_refused_with_the_nearest(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    by_option = await server.ann.run("setup", channel=server.place, zone="Europe/Brusels")
    form = await server.ann.click(await panel_of(server), EN("action.zone"))
    by_form = await server.ann.submit(form, zone="Europe/Brusels")

    for refused in (by_option, by_form):
        assert refused.is_private
        assert EN("error.nearest", nearest="Europe/Brussels") in refused.text.replace("\\", "")
    assert (await settings_of(bot, server)).time_zone == "UTC"


async def test_a_zone_that_is_like_none_is_repeated_harmlessly(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    refused = await server.ann.run("setup", channel=server.place, zone="<@1> @everyone `x` [a](https://b.c)")

    assert refused.is_private
    assert not live(stub)


# -- what is recorded --------------------------------------------------------------------------------


async def test_what_is_typed_is_recorded_once_that_is_chosen(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.click(await panel_of(server), EN("action.typed_on"))
    assert EN("setup.typed_on") in panel.text
    assert EN("setup.records_typed") in panel.text
    await bot.until_ready(2)
    prompt = await start(server, await keep(server, PACK))

    typed = await server.bea.send(prompt.id, "Yes, it should.")
    await stub.gateway.until(lambda: typed.reactions)
    off = await server.ann.click(await panel_of(server), EN("action.typed_off"))
    await server.bea.send(prompt.id, "This one is for my friends.")
    listed = await server.ann.run("responses list", channel=prompt.id)

    assert EN("setup.typed_off") in off.text
    assert EN("setup.records_given") in off.text
    assert "Yes, it should." in listed.text
    assert "for my friends" not in listed.text


async def test_without_the_intent_it_says_so_and_goes_on(stub: Stub, bot: Running) -> None:
    stub.gateway.portal_message_content = False
    server = await open_lighthouse(stub)

    panel = await server.ann.click(await panel_of(server), EN("action.typed_on"))
    assert EN("finding.intent_missing") in panel.text
    await stub.gateway.until(lambda: not bot.service.may_read_content)
    doctor = await server.ann.run("doctor", channel=server.place)
    prompt = await start(server, await keep(server, PACK))
    form = await server.bea.click(prompt, EN("button.answer"))
    receipt = await server.bea.submit(form, text="Yes.", agreed=True)

    assert EN("finding.intent_missing") in doctor.text
    assert receipt.is_private
    assert EN("response.recorded", id="1", number=1) in receipt.text


# -- the rehearsal -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_rehearsal_leaves_nothing_behind(stub: Stub, bot: Running, kind: str) -> None:
    server = await open_lighthouse(stub)
    place = server.guild.forum("debates") if kind == "forum" else server.place
    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), place)
    before = len(server.guild.messages(place))
    posts = f"/channels/{place}/(messages|threads)$"
    posted = len(stub.server.sent("POST", posts))

    done = await server.ann.click(panel, EN("action.rehearse"))

    assert done.is_private
    assert done.text == EN("rehearsal.done")
    assert server.guild.threads(place) == []
    assert len(server.guild.messages(place)) == before
    assert len(stub.server.sent("POST", posts)) == posted + 1


async def test_a_rehearsal_that_cannot_be_says_why_and_posts_nothing(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), server.place)
    server.guild.forbid(server.place, create_public_threads=True)
    await stub.gateway.flushed()

    refused = await server.ann.click(panel, EN("action.rehearse"))

    permission = EN("permission.create_public_threads")
    assert EN("error.cannot_post") in refused.text
    assert EN("finding.lacks", channel="#talk", permission=permission) in refused.text
    assert len(server.messages) == 1


async def test_a_rehearsal_whose_thread_fails_takes_its_message_away(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await server.ann.choose(await panel_of(server), EN("pick.channel"), server.place)
    stub.server.faults.next("POST", r"/threads$", Fault.STATUS, status=403, code=50013)

    refused = await server.ann.click(panel, EN("action.rehearse"))

    assert EN("error.cannot_post") in refused.text
    assert EN("finding.refused", channel="#talk", reason="50013") in refused.text
    assert len(server.messages) == 1


async def test_a_rehearsal_speaks_the_servers_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    zoe = server.guild.member("Zoe", locale="en-GB", manage_guild=True)
    panel = await zoe.run("setup", channel=server.place)

    done = await zoe.click(panel, EN("action.rehearse"))

    (posted,) = stub.server.sent("POST", f"/channels/{server.place}/messages$")[1:]
    assert done.text == EN("rehearsal.done")
    assert posted.body["embeds"][0]["title"] == FR("rehearsal.title")


# -- for whom ----------------------------------------------------------------------------------------


async def test_only_those_who_manage_the_server_set_it_up(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    panel = await panel_of(server)
    assert panel.message is not None
    (welcome,) = server.messages

    for person in (server.max, server.bea):
        with pytest.raises(NotShownError):
            await person.run("setup", channel=server.place)
        for child in children_of(panel.message):
            refused = await person.click_id(welcome, child["custom_id"])
            assert refused.is_private
            assert refused.modal is None
    assert not (await settings_of(bot, server)).is_set_up
    assert len(server.messages) == 1


async def test_an_administrator_without_any_other_permission_sets_it_up(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    root = server.guild.member("Root", administrator=True)

    panel = await root.run("setup", channel=server.place, zone="Asia/Tokyo")

    assert EN("setup.zone", zone="Asia/Tokyo") in panel.text


async def test_whoever_sets_it_up_first_speaks_for_the_server_unless_they_choose(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub, locale="de")
    zoe = server.guild.member("Zoé", locale="fr", manage_guild=True)

    await zoe.run("configurer", channel=server.place, fuseau="Europe/Paris")

    assert (await settings_of(bot, server)).language == "fr"
