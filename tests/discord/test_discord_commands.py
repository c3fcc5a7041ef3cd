"""Slash commands as Discord registers and offers them, in each person's language and to whom they are for."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unicodedata import category

import pytest
from api_stub.rest_commands import MESSAGE, SLASH, length
from api_stub.stub import Stub
from api_stub.typed_commands import GROUP, SUBCOMMAND, NotShownError
from api_stub.world import Payload
from lighthouse import EN, FR, add, keep, keep_sample, open_lighthouse, start
from running import Running
from under_way import PACK

from bot.commands import COMMANDS
from bot.commands.spec import Shown, command_name
from bot.domain.identity import Role
from bot.exports import FORMATS

BELOW = {SUBCOMMAND, GROUP}
SLASHES = [command for command in COMMANDS if command.shown is Shown.SLASH]
FOR_MODERATORS = [one for one in SLASHES if one.role is Role.MODERATOR and not one.is_admin]
FOR_MEMBERS = [one for one in SLASHES if one.role is Role.MEMBER]


def parts(payload: Payload) -> Iterator[Payload]:
    """Yield a command and all that is in it."""
    yield payload
    for option in payload.get("options") or []:
        yield from parts(option)


def texts(part: Payload, name: str) -> list[str]:
    """Return a text of *part*, in English and French."""
    return [part[name], part[f"{name}_localizations"]["fr"]]


def is_letter(character: str) -> bool:
    """Return whether Discord takes *character* in a command's name: ``[-_'\\p{L}\\p{N}]``."""
    return category(character)[0] in "LN" or character in "-_'"


async def test_every_command_and_option_has_a_name_that_discord_takes_in_both_languages(
    stub: Stub, bot: Running
) -> None:
    slashes = [one for one in stub.commands.everywhere if one["type"] == SLASH]

    for part in (part for command in slashes for part in parts(command)):
        for name in texts(part, "name"):
            assert 1 <= len(name) <= 32
            assert name == name.lower()
            assert all(is_letter(character) for character in name), name


async def test_every_command_option_and_choice_is_described_in_both_languages(
    stub: Stub, bot: Running
) -> None:
    slashes = [one for one in stub.commands.everywhere if one["type"] == SLASH]

    for part in (part for command in slashes for part in parts(command)):
        assert all(1 <= len(described) <= 100 for described in texts(part, "description")), part["name"]
        english, french = texts(part, "description")
        assert english != french, part["name"]
        for choice in part.get("choices") or []:
            assert all(1 <= len(name) <= 100 for name in texts(choice, "name"))


async def test_no_two_commands_and_no_two_options_share_a_name_in_any_language(
    stub: Stub, bot: Running
) -> None:
    for kind in (SLASH, MESSAGE):
        entries = [one for one in stub.commands.everywhere if one["type"] == kind]
        levels = [entries, *(part.get("options") or [] for one in entries for part in parts(one))]
        for level in levels:
            for place in (0, 1):
                counted = Counter(texts(one, "name")[place] for one in level)
                assert all(count == 1 for count in counted.values()), counted


async def test_commands_keep_to_the_limits_for_a_whole_one(stub: Stub, bot: Running) -> None:
    for command in stub.commands.everywhere:
        assert length(command) <= 8_000
        assert all(len(part.get("options") or []) <= 25 for part in parts(command))
        assert all(len(part.get("choices") or []) <= 25 for part in parts(command))


async def test_commands_and_menus_are_offered_on_servers_only(stub: Stub, bot: Running) -> None:
    assert [one["name"] for one in stub.commands.everywhere if one["type"] == MESSAGE] == [
        EN("menu.check"),
        EN("menu.record"),
        EN("menu.alert"),
    ]
    for command in stub.commands.everywhere:
        assert command["contexts"] == [0] or command["dm_permission"] is False


async def test_a_choice_is_sent_by_its_value_whatever_it_is_called(stub: Stub, bot: Running) -> None:
    (export,) = (one for one in stub.commands.everywhere if one["name"] == "export")
    format_ = export["options"][0]

    assert [(one["value"], one["name_localizations"]["fr"]) for one in format_["choices"]] == [
        (value, FR(f"choice.{value}")) for value in FORMATS
    ]


@pytest.mark.parametrize("locale", ["en-US", "fr"])
async def test_each_is_offered_what_is_for_them_in_their_language(
    stub: Stub, bot: Running, locale: str
) -> None:
    server = await open_lighthouse(stub, locale=locale)

    members = {command_name(one.name, server.say) for one in FOR_MEMBERS}
    moderators = {command_name(one.name, server.say) for one in FOR_MODERATORS}
    everything = {command_name(one.name, server.say) for one in SLASHES}
    assert set(server.bea.offered(server.place)) == members
    assert set(server.max.offered(server.place)) == members | moderators
    assert set(server.ann.offered(server.place)) == everything
    assert not [name for name in everything if re.search(r"draft|brouillon|rehears", name)]


async def test_a_moderators_command_is_not_even_shown_to_members(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    for command in [one for one in SLASHES if one.role is Role.MODERATOR]:
        with pytest.raises(NotShownError):
            await server.bea.run(command.name, channel=server.place)


async def test_a_chosen_role_decides_whoever_may_delete_messages(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    role = server.guild.role("Hosts", manage_messages=True)
    host = server.guild.member("Hal", roles=(role,))
    assert (await server.max.run("gaps", channel=server.place)).text == EN("gaps.none")

    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, EN("pick.role"), role)

    refused = await server.max.run("gaps", channel=server.place)
    assert refused.is_private
    assert refused.text == EN("error.not_allowed", command="/gaps")
    assert (await host.run("gaps", channel=server.place)).text == EN("gaps.none")
    assert (await server.ann.run("gaps", channel=server.place)).text == EN("gaps.none")


async def test_whoever_has_the_role_is_let_in_by_a_button_even_where_discord_shows_no_command(
    stub: Stub, bot: Running
) -> None:
    server = await open_lighthouse(stub)
    role = server.guild.role("Hosts")
    host = server.guild.member("Hal", roles=(role,))
    (welcome,) = server.messages
    assert (await host.click_id(welcome, "c1||gaps|")).text == EN("error.not_allowed", command="/gaps")

    panel = await server.ann.run("setup", channel=server.place)
    panel = await server.ann.choose(panel, EN("pick.role"), role)

    assert (await host.click_id(welcome, "c1||gaps|")).text == EN("gaps.none")
    with pytest.raises(NotShownError):
        await host.run("gaps", channel=server.place)
    # So whoever chose the role is told how the commands are shown to it.
    assert EN("finding.role_sees_nothing", role="@Hosts") in panel.text


async def test_a_role_that_is_taken_away_lets_nobody_in_any_more(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    role = server.guild.role("Hosts", manage_messages=True)
    host = server.guild.member("Hal", roles=(role,), manage_messages=True)
    panel = await server.ann.run("setup", channel=server.place)
    await server.ann.choose(panel, EN("pick.role"), role)
    assert (await host.run("gaps", channel=server.place)).text == EN("gaps.none")

    server.guild.remove_role(role)
    await stub.gateway.flushed()

    refused = await host.run("gaps", channel=server.place)
    assert refused.text == EN("error.not_allowed", command="/gaps")
    assert (await server.ann.run("gaps", channel=server.place)).text == EN("gaps.none")


async def test_a_host_may_not_change_the_server(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    (welcome,) = server.messages

    for person in (server.max, server.bea):
        refused = await person.click(welcome, EN("action.setup"))
        assert refused.is_private
        assert refused.text == EN("error.not_admin", command="/setup")


@pytest.mark.parametrize("locale", ["en-US", "fr", "de"])
async def test_every_answer_is_private_and_in_the_persons_language(
    stub: Stub, bot: Running, locale: str
) -> None:
    # Of a language that is none of ours: the server's.
    server = await open_lighthouse(stub, locale="fr")
    kept = await keep(server, PACK)
    await start(server, kept)
    eve = server.guild.member("Eve", locale=locale, manage_guild=True, manage_messages=True)
    say = EN if locale == "en-US" else FR

    asked: dict[str, dict[str, Any]] = {
        "fact": {"query": "mill burned"},
        "facts": {},
        "articles": {},
        "questions": {},
        "withdraw": {},
        "privacy": {},
        "help": {},
        "article show": {},
        "article pack": {},
        "article remove": {"article": "mill"},
        "discuss start": {},
        "discuss status": {},
        "responses list": {},
        "responses reported": {},
        "responses hide": {"response": 7},
        "responses restore": {"response": 7},
        "responses mute": {"response": 7},
        "log": {},
        "flag": {"response": 7},
        "gaps": {},
        "export": {},
        "setup": {},
        "doctor": {},
        "discuss next": {},
        "discuss close": {},
    }
    answers = {name: await eve.run(name, channel=server.place, **options) for name, options in asked.items()}

    assert all(answer.is_private for answer in answers.values())
    expected = {
        "articles": say("articles.count", n=1),
        "withdraw": say("error.no_own_response"),
        "help": say("help.intro"),
        "privacy": say("privacy.title"),
        "discuss start": say("error.discussion_open", title="The mill on the river"),
        "responses list": say("responses.none"),
        "responses hide": say("error.unknown_response", response="7"),
        "responses mute": say("error.unknown_response", response="7"),
        "flag": say("error.unknown_response", response="7"),
        "log": say("log.title"),
        "gaps": say("gaps.none"),
        "setup": say("setup.intro"),
        "doctor": say("doctor.verdict_notice"),
        "article pack": say("article.pack", name="mill.toml"),
        "discuss next": say("discuss.asked", number=2),
        "discuss close": say("discuss.closed", title="The mill on the river"),
    }
    for name, sentence in expected.items():
        assert sentence in answers[name].text, name


async def test_every_form_is_in_the_persons_language(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    prompt = await start(server, await keep(server, PACK))
    zoe = server.guild.member("Zoe", locale="en-GB", manage_guild=True, manage_messages=True)

    answer = await zoe.run("answer", channel=server.place)
    added = await zoe.run("article add", channel=server.place)
    theirs = await server.bea.click(prompt, FR("button.answer"))

    assert EN("form.title.answer") in answer.text
    assert answer.modal is not None
    assert answer.modal["components"][2]["description"] == EN("form.answer.agreed.hint")
    assert EN("form.title.article.add") in added.text
    assert FR("form.title.answer") in theirs.text
    await zoe.submit(answer, text="Yes.", agreed=True)
    change = await zoe.run("edit", channel=server.place)
    assert change.fields["text"]["value"] == "Yes."
    assert EN("form.title.edit") in change.text


async def test_facts_are_suggested_despite_typos_those_of_the_thread_first(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    other = 'id = "loom"\ntitle = "The loom"\nlanguage = "en"\n'
    facts = "".join(
        f'\n[[facts]]\nid = "f{number}"\ntext = "A mill near the loom burned down in 19{number}."\n'
        for number in range(10, 40)
    )
    await keep(server, other + facts)
    prompt = await start(server, await keep(server, PACK))

    suggested, _ = await server.bea.autocomplete(
        "fact", channel=prompt.id, focused="query", query="mil burnd dwon"
    )
    everywhere, _ = await server.bea.autocomplete(
        "fact", channel=server.guild.text("elsewhere"), focused="query", query="loom"
    )
    answer = await server.bea.run("fact", channel=prompt.id, query=suggested[0][1])

    assert suggested[0][0] == "The mill on the river burned down in 1901."
    assert len(suggested) == 25
    assert all("loom" in label for label, _ in everywhere)
    assert "The mill on the river burned down in 1901." in answer.text


async def test_facts_are_suggested_in_french_without_accents(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep_sample(server, "fr")

    suggested, _ = await server.bea.autocomplete(
        "fait", channel=server.place, focused="requête", requête="investiseurs stabilite"
    )

    assert suggested
    assert "Coatue" in suggested[0][0]


async def test_articles_are_suggested_by_their_ids_and_titles(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)
    await keep(server, PACK)

    async def suggested(typed: str) -> list[str]:
        found, _ = await server.bea.autocomplete(
            "facts", channel=server.place, focused="article", article=typed
        )
        return [value for _, value in found]

    assert await suggested("") == ["mill", "stability-ai"]
    assert await suggested("RIVER") == ["mill"]
    assert await suggested("stability-") == ["stability-ai"]
    assert await suggested("nothing like it") == []


async def test_questions_are_suggested_by_number_and_words(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await start(server, await keep(server, PACK))
    await server.ann.run("discuss next", channel=server.place)

    every, _ = await server.bea.autocomplete(
        "répondre", channel=server.place, focused="question", question=""
    )
    some, _ = await server.bea.autocomplete(
        "répondre", channel=server.place, focused="question", question="rebuilt"
    )

    assert every == [("2. What should become of it?", 2), ("1. Should the mill have been rebuilt?", 1)]
    assert some == [("1. Should the mill have been rebuilt?", 1)]


async def test_time_zones_are_suggested_despite_typos(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    async def suggested(typed: str) -> list[str]:
        found, _ = await server.ann.autocomplete("setup", channel=server.place, focused="zone", zone=typed)
        return [value for _, value in found]

    assert (await suggested(""))[0] == "Europe/Paris"
    assert "America/Montreal" in await suggested("montrael")
    assert "Europe/Brussels" in await suggested("brussel")


async def test_commands_are_suggested_in_ones_language_and_only_ones_own(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")

    theirs, _ = await server.bea.autocomplete("aide", channel=server.place, focused="commande", commande="")
    found, _ = await server.ann.autocomplete(
        "aide", channel=server.place, focused="commande", commande="/reponses"
    )

    assert ("/fait", "fait") in theirs
    assert not [label for label, _ in theirs if "discussion" in label]
    names = ("liste", "signalées", "masquer", "rétablir", "suspendre")
    assert {label for label, _ in found} == {f"/réponses {name}" for name in names}


async def test_nothing_is_suggested_of_another_servers(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    other = await open_lighthouse(stub)

    facts, _ = await other.bea.autocomplete("fact", channel=other.place, focused="query", query="mill")
    articles, _ = await other.bea.autocomplete("facts", channel=other.place, focused="article", article="")

    assert facts == []
    assert articles == []


async def test_a_draft_is_suggested_to_nobody(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await add(server, PACK)

    articles, _ = await server.ann.autocomplete("facts", channel=server.place, focused="article", article="")

    assert articles == []
