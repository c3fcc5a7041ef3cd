"""From the invitation to the export, as each person sees it: both languages, text channel and forum."""

import csv
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.seen import Answer, text_of
from api_stub.stub import Stub
from api_stub.world import Message
from running import Running

from bot import samples
from bot.domain.guild import GuildSettings
from bot.domain.identity import GuildId
from bot.i18n import Language, Text, text_in

LOCALES = {Language.ENGLISH: "en-US", Language.FRENCH: "fr"}
SAMPLES = Path(samples.__path__[0])


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def say(language: Language) -> Text:
    return text_in(language)


async def started(
    *, guild: GuildActor, ann: Member, place: int, general: int, say: Text, kind: str
) -> Answer:
    """Set the server up, load the article, look it over, keep it and start the discussion."""
    panel = await ann.run("setup", channel=general)
    panel = await ann.choose(panel, say("pick.channel"), place)
    assert f"#{kind}" in panel.text
    panel = await ann.click(panel, say("action.typed_on"))
    assert say("setup.records_typed") in panel.text
    pack = SAMPLES / f"stability-ai.{say.language}.toml"
    draft = await ann.run("article add", channel=general, file=(pack.name, pack.read_bytes()))
    assert say("action.keep_article") in draft.buttons
    page = await ann.click(draft, say("action.draft_facts"))
    dropped = page.message.components[0]["components"][0]["options"][0]["label"] if page.message else ""
    item = await ann.choose(page, say("pick.item"), dropped)
    draft = await ann.click(item, say("action.drop"))
    assert say("draft.dropped", item=dropped) in draft.text
    kept = await ann.click(draft, say("action.keep_article"))
    return await ann.click(kept, say("action.start"))


def prompt_in(guild: GuildActor, place: int, *, is_forum: bool) -> tuple[Message, int]:
    """Return the prompt's message and its thread."""
    (thread,) = guild.threads(place)
    number = int(thread["id"])
    where = number if is_forum else place
    return next(one for one in guild.messages(where) if one.id == number), number


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A discussion under way: who takes part, and where."""

    guild: GuildActor
    say: Text
    until: Callable[[Callable[[], object]], Awaitable[None]]
    people: dict[str, Member]
    prompt: Message
    thread: int
    is_forum: bool
    elsewhere: int  # a channel that is not the discussion's

    def reads_closing(self, member: Member) -> bool:
        """Return whether *member* reads that the discussion is over, where it should be said."""
        where = self.thread if self.is_forum else self.prompt.channel
        return self.say("closing.title", title="x").split("x")[0] in member.reads(where)


@pytest.mark.parametrize("language", list(LOCALES), indirect=True)
@pytest.mark.parametrize("kind", ["text", "forum"])
@pytest.mark.timeout(90)
async def test_a_discussion_from_the_invitation_to_the_export(
    *, stub: Stub, tmp_path: Path, language: Language, say: Text, kind: str
) -> None:
    stub.server.limits.is_on = True
    bot = Running(stub, folder=tmp_path)
    await bot.start()
    locale = LOCALES[language]
    guild = stub.guild("Le Phare", locale=locale)
    general = guild.text("general")
    place = guild.forum(kind) if kind == "forum" else guild.text(kind)
    ann = guild.member("Ann", locale=locale, manage_guild=True, manage_messages=True)

    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(general))
    assert say("welcome.title") in ann.reads(general)
    said = await started(guild=guild, ann=ann, place=place, general=general, say=say, kind=kind)
    assert said.is_private
    await bot.until_ready(2)  # it has come back with the intent for what is typed

    prompt, thread = prompt_in(guild, place, is_forum=kind == "forum")
    story = Story(
        guild=guild,
        say=say,
        until=stub.gateway.until,
        people={name: guild.member(name, locale=locale) for name in ("Bea", "Cem", "Dia", "Eli", "Fay")},
        prompt=prompt,
        thread=thread,
        is_forum=kind == "forum",
        elsewhere=general,
    )
    check_card(story, place=place)
    await answer_in_four_ways(story)
    await look_up_and_share(story)
    await close(story, ann=ann, place=place)

    exported = await ann.run("export", channel=general, format="csv")
    check_export(exported)
    settings: GuildSettings = await bot.cases.guilds.get(GuildId(guild.id))
    assert settings.language == language
    await bot.stop()


def check_card(story: Story, *, place: int) -> None:
    """Read the prompt, and see its tag."""
    say = story.say
    card = text_of(story.prompt)
    for expected in (say("button.answer"), say("button.facts"), say("button.kept"), say("prompt.how_typed")):
        assert expected in card
    if story.is_forum:
        (tag,) = story.guild.threads(place)[0]["applied_tags"]
        tags = {one["id"]: one["name"] for one in story.guild.guild.channels[place]["available_tags"]}
        assert tags[tag] == say("tag.open")
        assert set(tags.values()) == {say(f"tag.{one}") for one in ("open", "closed", "summarised")}


async def answer_in_four_ways(story: Story) -> None:
    """Let everybody answer in a way of their own, change it or take it back."""
    say, prompt, thread = story.say, story.prompt, story.thread
    bea, cem, dia, eli, fay = story.people.values()
    # Bea by the button, under a pseudonym.
    form = await bea.click(prompt, say("button.answer"))
    assert form.fields["agreed"]["required"]
    receipt = await bea.submit(form, text="Power should be shared.", kept="pseudonymous", agreed=True)
    assert receipt.is_private
    assert say("response.pseudonymous") in receipt.text
    # Cem by a reply with a ping.
    reply = await cem.send(prompt.channel, "Trust needs openness.", reply_to=prompt)
    # Dia by the menu of her own message, Eli by typing in the thread.
    aside = await dia.send(thread if story.is_forum else story.elsewhere, "I would rather not say =1+1")
    assert (await dia.menu(say("menu.record"), aside)).is_private
    typed = await eli.send(thread, "It depends on who pays.")
    await story.until(lambda: typed.reactions.get("✅") and reply.reactions.get("✅"))
    # Fay without any link to her.
    form = await fay.click(prompt, say("button.answer"))
    unlinked = await fay.submit(form, text="Nobody knows me.", kept="unlinked", agreed=True)
    assert unlinked.is_private

    # Bea edits, Eli edits, Cem withdraws with a sign, Fay withdraws with the button of her receipt.
    form = await bea.click(receipt, say("action.edit"))
    assert form.fields["text"]["value"] == "Power should be shared."
    await bea.submit(form, text="Power must be shared.")
    await eli.edit(typed, "It depends on who pays for it.")
    await cem.react(reply, "❌")
    withdrawn = await fay.click(unlinked, say("action.withdraw"))
    assert say("response.withdrawn", id="…").split("…")[0] in withdrawn.text
    await bea.react(typed, "👍")
    agreed = await dia.send(thread, "Agreed with Eli.", reply_to=typed)
    await story.until(lambda: agreed.reactions.get("✅"))


async def look_up_and_share(story: Story) -> None:
    """Look a fact up with a typo, privately, then share it, picking it first where there are several."""
    eli, say = story.people["Eli"], story.say
    found = await eli.run("fact", channel=story.thread, query="invesors from getty imges")
    assert found.is_private
    assert "Getty" in found.text
    if say("button.share") not in found.buttons:
        found = await eli.choose(found, say("pick.fact"), first_option(found))
    shared = await eli.click(found, say("button.share"))
    assert not shared.is_private, shared.text


async def close(story: Story, *, ann: Member, place: int) -> None:
    """Close the discussion; whoever comes late is told."""
    closed = await ann.run("discuss close", channel=story.thread)
    assert closed.is_private
    meta = story.guild.threads(place)[0]["thread_metadata"]
    assert meta["locked"]
    assert meta["archived"]
    assert story.reads_closing(ann)
    late = await story.people["Bea"].click(story.prompt, story.say("button.answer"))
    assert late.is_private
    assert late.modal is None


def first_option(answer: Answer) -> str:
    """Return the first option of the first list."""
    assert answer.message is not None
    label: str = answer.message.components[0]["components"][0]["options"][0]["label"]
    return label


def check_export(exported: Answer) -> None:
    """Read the files that were handed over."""
    assert exported.is_private
    table = next(content for name, content in exported.files.items() if name.endswith(".csv"))
    manifest = json.loads(next(content for name, content in exported.files.items() if name.endswith(".json")))
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    texts = {row["text"]: row for row in rows}
    assert set(texts) == {
        "Power must be shared.",
        "It depends on who pays for it.",
        "I would rather not say =1+1",
        "Agreed with Eli.",
    }
    assert texts["Power must be shared."]["author"].startswith("P-")
    assert texts["Power must be shared."]["author_id"] == ""
    assert {row["author"] for row in rows} == {"P-1", "P-2", "P-3"}  # by lot
    assert texts["It depends on who pays for it."]["reactions"] == "1"
    assert texts["Agreed with Eli."]["reply_to"] == texts["It depends on who pays for it."]["response_id"]
    assert manifest["counts"]["responses"] == len(rows)
    assert manifest["left_out"]["withdrawn"] == 2
