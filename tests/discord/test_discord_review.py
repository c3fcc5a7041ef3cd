"""An article looked over on Discord before it goes live: by buttons, lists and forms, screen by screen."""

import pytest
from api_stub.people import Member
from api_stub.seen import Answer, buttons_of, children_of
from api_stub.stub import Stub
from lighthouse import EN, FR, Lighthouse, live, open_lighthouse, pack_of
from running import Running

from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside
from bot.domain.identity import ChannelId, GuildId, MemberId, Person, Role
from bot.i18n import Text
from bot.services.place import Place

TEXT = (
    "The mill burned in 1901. It was rebuilt, and it was sold in 1950. “We saw it,” he said. "
    "Share this! Read also: the bridge. Why us?"
)


def fact(number: int, words: str) -> Fact:
    start = TEXT.index(words)
    return Fact(id=f"f{number}", text=words, passage=words, start=start, end=start + len(words), score=0.5)


def aside(words: str, reason: Reason) -> SetAside:
    start = TEXT.index(words)
    return SetAside(text=words, reason=reason, start=start, end=start + len(words))


MILL = Article(
    title="The mill",
    language="en",
    source="Courier",
    text=TEXT,
    facts=(
        fact(1, "The mill burned in 1901."),
        fact(2, "It was rebuilt, and it was sold in 1950."),
        fact(3, "“We saw it,”"),
    ),
    questions=(
        Question(id="q1", text="Should it have been rebuilt?", follow_ups=("By whom?", "When?")),
        Question(id="q2", text="Who should pay?"),
    ),
    set_aside=(
        aside("Share this!", Reason.FURNITURE),
        aside("Read also: the bridge.", Reason.RELATED),
        aside("Why us?", Reason.RHETORIC),
    ),
    doubts=(
        Doubtful(doubt=Doubt.LITTLE),
        Doubtful(doubt=Doubt.DANGLING, item="f:f2"),
        Doubtful(doubt=Doubt.NO_SPEAKER, item="f:f3"),
    ),
)
EVIL = "@everyone <@1> [free](https://evil.example) `code` ||spoiler|| discord.gg/abc **bold**"


async def begin(bot: Running, server: Lighthouse, article: Article = MILL) -> Answer:
    """Let Ann have read *article*; return the first screen of its draft."""
    ann = Person(id=MemberId(server.ann.id), name="Ann", role=Role.MODERATOR)
    at = Place(guild=GuildId(server.guild.id), channel=ChannelId(server.place), person=ann)
    draft = await bot.cases.drafts.begin(article, "mill.md", at=at)
    return await look(server, server.ann, int(draft.id))


async def look(server: Lighthouse, member: Member, draft: int) -> Answer:
    """Return the first screen of a draft as *member* opens it."""
    return await member.click_id(server.messages[0], f"c1||draft_show|draft={draft}")


async def listed(server: Lighthouse, screen: Answer, *, say: Text = EN) -> Answer:
    label = next(one for one in screen.buttons if one in {say("action.draft_facts"), say("action.draft_all")})
    return await server.ann.click(screen, label)


async def opened(server: Lighthouse, screen: Answer, item: str, *, say: Text = EN) -> Answer:
    """Return the screen of an item, from any that leads to the list."""
    if say("pick.item") not in screen.text:
        overview = say("action.overview")
        screen = await server.ann.click(screen, overview) if overview in screen.buttons else screen
        screen = await listed(server, screen, say=say)
    return await server.ann.choose(screen, say("pick.item"), item)


def rows(answer: Answer) -> list[int]:
    assert answer.message is not None
    return [len(row["components"]) for row in answer.message.components]


def custom_id_of(answer: Answer, label: str) -> str:
    assert answer.message is not None
    return next(str(one["custom_id"]) for one in buttons_of(answer.message) if one["label"] == label)


def label_of_next_doubt(left: int) -> str:
    return EN("action.next_doubt", number=left)


async def test_the_first_screen_has_doubts_first_and_what_was_left_out_last(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    first = await begin(bot, server)

    assert first.is_private
    order = [
        EN("reading.doubts"),
        EN("doubt.little"),
        EN("doubt.dangling"),
        "3 facts",
        EN("article.key_facts", n=3),
        "1. Should it have been rebuilt?",
        EN("reading.set_aside"),
    ]
    places = [first.text.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert first.buttons[:2] == [EN("action.keep_article"), label_of_next_doubt(2)]


async def test_doubts_are_settled_with_two_clicks_and_a_form_each(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    ann = server.ann

    item = await ann.click(await begin(bot, server), label_of_next_doubt(2))
    form = await ann.click(item, EN("action.reword"))
    screen = await ann.submit(form, text="The mill was rebuilt, and it was sold in 1950.")
    item = await ann.click(screen, label_of_next_doubt(1))
    assert EN("doubt.no_speaker") in item.text
    form = await ann.click(item, EN("action.speaker"))
    screen = await ann.submit(form, speaker="Karl Veen")

    assert "Karl Veen: “We saw it,”" in screen.text
    assert label_of_next_doubt(1) not in screen.buttons


async def test_facts_are_cut_merged_moved_and_written(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    ann = server.ann
    screen = await begin(bot, server)

    form = await ann.click(await opened(server, screen, "f:f2"), EN("action.split"))
    assert form.fields["text"]["value"] == MILL.facts[1].text
    screen = await ann.submit(form, text="The mill was rebuilt,\n\nand it was sold in 1950.")
    assert "2. The mill was rebuilt," in screen.text
    assert "3. and it was sold in 1950." in screen.text
    screen = await ann.click(await opened(server, screen, "f:f1"), EN("action.merge_next"))
    assert "1. The mill burned in 1901. The mill was rebuilt," in screen.text
    item = await ann.click(await opened(server, screen, "f:f3"), EN("action.move_up"))
    assert EN("draft.fact", number=2, of=3) in item.text
    form = await ann.click(await ann.click(item, EN("action.overview")), EN("action.add_fact"))
    screen = await ann.submit(form, text="It cost 3 million.", speaker="Ann Lee")
    screen = await ann.choose(
        await opened(server, screen, "It cost 3 million."), EN("pick.merge"), "“We saw it,”"
    )
    await ann.click(screen, EN("action.keep_article"))

    _, pack = await pack_of(server, "the-mill")
    said = [(one["text"], one.get("passage", one["text"]), one.get("speaker")) for one in pack["facts"]]
    assert said == [
        ("The mill burned in 1901. The mill was rebuilt,", TEXT[: TEXT.index("“We") - 1], None),
        ("“We saw it,” It cost 3 million.", "“We saw it,” It cost 3 million.", "Ann Lee"),
        ("and it was sold in 1950.", "and it was sold in 1950.", None),
    ]
    ids = {one["id"] for one in pack["facts"]}
    assert len(ids) == 3
    assert not ids & {"f1", "f2", "f3"}


async def test_questions_change_with_what_hangs_on_them(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    ann = server.ann
    screen = await begin(bot, server)

    form = await ann.click(await opened(server, screen, "q:q1"), EN("action.follow_ups"))
    assert form.fields["follow_ups"]["value"] == "By whom?\nWhen?"
    screen = await ann.submit(form, follow_ups="By whom?\nWhy?\nWhen?")
    screen = await ann.choose(await opened(server, screen, "q:q1"), EN("pick.promote"), "Why?")
    item = await opened(server, screen, "q:q2")
    screen = await ann.choose(item, EN("pick.hang"), "Should it have been rebuilt?")
    form = await ann.click(screen, EN("action.add_question"))
    screen = await ann.submit(form, text="What now?", follow_ups="")
    item = await ann.click(await opened(server, screen, "What now?"), EN("action.move_up"))
    assert EN("draft.question", number=2, of=3) in item.text
    screen = await ann.click(item, EN("action.overview"))
    await ann.click(screen, EN("action.keep_article"))

    _, pack = await pack_of(server, "the-mill")
    assert [(one["text"], one.get("follow_ups", [])) for one in pack["questions"]] == [
        ("Should it have been rebuilt?", ["By whom?", "When?", "Who should pay?"]),
        ("What now?", []),
        ("Why?", []),
    ]


async def test_title_source_date_and_language_change_in_one_form(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)
    form = await server.ann.click(first, EN("action.heading"))
    assert {name: field.get("value") for name, field in form.fields.items()} == {
        "title": "The mill",
        "source": "Courier",
        "author": None,
        "date": None,
        "language": "en",
    }

    screen = await server.ann.submit(
        form, title="Fire at the mill", date="1901-05", source="", language="French"
    )
    assert screen.message is first.message
    await server.ann.click(screen, EN("action.keep_article"))

    _, pack = await pack_of(server, "fire-at-the-mill")
    assert (pack["title"], pack["date"], pack["language"]) == ("Fire at the mill", "1901-05", "fr")
    assert "source" not in pack


async def test_what_was_set_aside_is_looked_through_and_taken_in(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)

    screen = await server.ann.choose(first, EN("pick.aside"), f"{EN('reason.related', n=1)} (1)")
    assert "1. Read also: the bridge." in screen.text
    screen = await server.ann.choose(screen, EN("pick.as_fact"), "Read also: the bridge.")
    assert EN("draft.taken_as_fact") in screen.text
    screen = await server.ann.choose(screen, EN("pick.aside"), "rhetoric")
    screen = await server.ann.choose(screen, EN("pick.as_question"), "Why us?")
    assert "1. Share this!" in screen.text
    screen = await server.ann.click(screen, EN("action.undo"))
    assert EN("draft.undone", what=EN("did.take")) in screen.text
    await server.ann.click(screen, EN("action.keep_article"))

    _, pack = await pack_of(server, "the-mill")
    assert pack["facts"][3]["text"] == "Read also: the bridge."
    assert len(pack["questions"]) == 2


async def test_every_step_is_undone_though_the_bot_was_restarted(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)
    before = (await listed(server, first)).text
    screen = await server.ann.click(await opened(server, first, "f:f1"), EN("action.drop"))
    screen = await server.ann.click(await opened(server, screen, "f:f2"), EN("action.merge_next"))
    form = await server.ann.click(screen, EN("action.add_question"))
    screen = await server.ann.submit(form, text="What now?")
    assert EN("draft.added_question") in screen.text

    await bot.stop()
    await bot.start()

    for what in ("add_question", "merge", "drop"):
        screen = await server.ann.click(screen, EN("action.undo"))
        assert EN("draft.undone", what=EN(f"did.{what}")) in screen.text
    assert EN("action.undo") not in screen.buttons
    assert (await listed(server, screen)).text == before


async def test_two_moderators_do_not_lose_each_others_changes(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    ann, max_ = server.ann, server.max
    first = await begin(bot, server)
    anns_form = await ann.click(await opened(server, first, "f:f1"), EN("action.reword"))
    his = await max_.click(await look(server, max_, 1), EN("action.draft_all"))
    his = await max_.choose(his, EN("pick.item"), "f:f1")
    his = await max_.submit(await max_.click(his, EN("action.reword")), text="Fire took the mill in 1901.")
    assert EN("draft.reworded") in his.text

    refused = await ann.submit(anns_form, text="My own words.")

    assert EN("error.draft_changed") in refused.text
    assert "My own words." in refused.text  # to be copied
    assert refused.message is not first.message
    # What she changes elsewhere comes beside what he changed.
    item = await opened(server, await look(server, ann, 1), "q:q2")
    screen = await ann.click(item, EN("action.drop"))
    assert "1. Fire took the mill in 1901." in screen.text
    # His button was for what he did, and she did something since.
    late = await max_.click(his, EN("action.undo"))
    assert EN("error.draft_later_step") in late.text
    undo = custom_id_of(screen, EN("action.undo")).replace("|u|", "||")
    await ann.click(screen, EN("action.undo"))
    again = await ann.click_id(server.messages[0], undo)
    assert EN("error.draft_undone") in again.text
    undone = await max_.click(his, EN("action.undo"))
    assert "The mill burned in 1901." in undone.text


async def test_a_button_for_what_is_gone_says_so(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)
    item = await opened(server, first, "f:f1")
    stale = {
        label: custom_id_of(item, EN(label)).replace("|u|", "||")
        for label in ("action.reword", "action.drop", "action.move_down", "action.merge_next")
    }
    await server.ann.click(item, EN("action.merge_next"))

    for label, custom_id in stale.items():
        late = await server.ann.click_id(server.messages[0], custom_id)
        assert EN("error.unknown_item") in late.text, label
        assert late.is_private


async def test_a_screen_without_questions_offers_to_write_them(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    doubts = (Doubtful(doubt=Doubt.NO_QUESTIONS), Doubtful(doubt=Doubt.NO_TITLE))
    first = await begin(
        bot, server, Article(title=None, language="en", facts=MILL.facts, text=TEXT, doubts=doubts)
    )
    assert EN("doubt.no_questions") in first.text
    assert EN("doubt.no_title") in first.text

    form = await server.ann.click(first, EN("action.add_question"))
    screen = await server.ann.submit(form, text="What now?", follow_ups="Why?\nHow?")
    assert "4. What now? Why? How?" in screen.text
    screen = await server.ann.click(screen, EN("action.overview"))
    assert EN("doubt.no_questions") not in screen.text
    form = await server.ann.click(screen, EN("action.heading"))
    assert not form.fields["title"].get("value")
    screen = await server.ann.submit(form, title="The mill")
    assert EN("doubt.no_title") not in screen.text


async def test_a_doubt_is_waved_away_and_a_speaker_taken_away(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)
    item = await server.ann.choose(first, EN("pick.doubt"), "f:f3")
    screen = await server.ann.click(item, EN("action.accept"))
    assert EN("draft.accepted") in screen.text
    assert label_of_next_doubt(1) in screen.buttons
    form = await server.ann.click(await opened(server, screen, "f:f3"), EN("action.speaker"))
    screen = await server.ann.submit(form, speaker="Bo")
    form = await server.ann.click(await opened(server, screen, "f:f3"), EN("action.speaker"))
    assert form.fields["speaker"]["value"] == "Bo"

    screen = await server.ann.submit(form, speaker="")

    assert EN("draft.unattributed") in screen.text
    assert "Bo" not in screen.text


@pytest.mark.parametrize(
    ("text", "error"), [("All in one line.", "error.draft_split"), (f"{'x' * 601}\ny", "error.draft_text")]
)
async def test_what_a_form_cannot_take_is_said_and_nothing_changes(
    stub: Stub, bot: Running, text: str, error: str
) -> None:
    server = await open_lighthouse(stub)
    item = await opened(server, await begin(bot, server), "f:f1")
    form = await server.ann.click(item, EN("action.split"))

    refused = await server.ann.submit(form, text=text)

    assert EN(error, limit=600) in refused.text
    assert refused.is_private
    assert EN("action.undo") not in (await look(server, server.ann, 1)).buttons


async def test_dates_and_languages_that_cannot_be_read(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server)
    for given, error in (
        ({"date": "soon"}, EN("error.draft_date", value="soon")),
        ({"language": "klingon"}, EN("error.draft_language", value="klingon")),
    ):
        form = await server.ann.click(first, EN("action.heading"))
        assert error in (await server.ann.submit(form, **given)).text


def long_article() -> Article:
    """Return an article with more of everything than a screen has room for."""
    facts = tuple(
        Fact(
            id=f"f{number}",
            text=f"Fact {number}: {'words ' * 90}".strip(),
            passage=f"Passage. {'more ' * 200}",
        )
        for number in range(1, 201)
    )
    questions = tuple(
        Question(
            id=f"q{number}", text=f"Question {number}? {'why ' * 100}".strip(), follow_ups=("Why?",) * 30
        )
        for number in range(1, 41)
    )
    asides = tuple(
        SetAside(text=f"{reason} {number} {'left out ' * 100}", reason=reason, start=start, end=start + 1)
        for start, (reason, number) in enumerate(
            (reason, number) for reason in Reason for number in range(20)
        )
    )
    doubts = tuple(
        Doubtful(doubt=doubt, item=f"f:{one.id}") for one in facts for doubt in (Doubt.LONG, Doubt.DANGLING)
    )
    return Article(
        title="A title " * 40,
        language="en",
        text="",
        facts=facts,
        questions=questions,
        set_aside=asides,
        doubts=(Doubtful(doubt=Doubt.LITTLE), *doubts),
    )


async def test_every_screen_of_a_long_article_is_one_that_discord_takes(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    first = await begin(bot, server, long_article())
    screens = [first]
    assert EN("draft.more", n=393) in first.text
    page = await listed(server, first)
    item = await server.ann.choose(page, EN("pick.item"), "f:f2")
    item = await server.ann.click(item, EN("action.move_down"))
    screens += [page, item]
    questions = await server.ann.click(
        await server.ann.click(item, EN("action.overview")), EN("action.draft_questions")
    )
    question = await server.ann.choose(questions, EN("pick.item"), "q:q1")
    screens += [questions, question]
    aside_ = await server.ann.choose(await look(server, server.ann, 1), EN("pick.aside"), "repeat")
    second = await server.ann.click(aside_, EN("action.following"))
    assert EN("word.page", number=2, of=3) in second.text
    screens += [aside_, second]

    for screen in screens:
        assert len(rows(screen)) <= 5
        assert max(rows(screen)) <= 5
        assert screen.message is not None
        assert all(len(one["custom_id"]) <= 100 for one in children_of(screen.message))


async def test_words_of_an_article_do_nothing_wherever_they_are_shown(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    evil = Article(
        title=EVIL,
        language="en",
        source=EVIL,
        text=EVIL,
        facts=(
            Fact(id="f1", text=EVIL, passage=f"{EVIL} {EVIL}", speaker=EVIL[:100]),
            Fact(id="f2", text="x", passage="x"),
        ),
        questions=(Question(id="q1", text=EVIL, follow_ups=(EVIL,)),),
        set_aside=(SetAside(text=EVIL, reason=Reason.POST, start=0, end=len(EVIL)),),
        doubts=(Doubtful(doubt=Doubt.LONG, item="f:f1"), Doubtful(doubt=Doubt.UNANNOUNCED, item="q:q1")),
    )
    first = await begin(bot, server, evil)

    await server.ann.choose(first, EN("pick.aside"), "post")
    item = await opened(server, await look(server, server.ann, 1), "f:f1")
    await server.ann.click(item, EN("action.merge_next"))
    await opened(server, await look(server, server.ann, 1), "q:q1")
    dropped = await server.ann.click(
        await opened(server, await look(server, server.ann, 1), "q:q1"), EN("action.drop")
    )
    assert dropped.text

    assert live(stub) == []


async def test_a_review_is_for_moderators_of_its_own_server(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await begin(bot, server)
    other = await open_lighthouse(stub)
    clicked = {
        "c1||draft_drop|draft=1&item=f:f1",
        "c1||draft_undo|draft=1&step=4",
        "c1||draft_take|draft=1&kind=as_fact&item=s:0-1",
        "c1||draft_merge|draft=1&item=f:f1&other=f:f2",
        "c1||draft_reword|draft=1&item=f:f1",
    }

    for custom_id in sorted(clicked):
        forbidden = await server.bea.click_id(server.messages[0], custom_id)
        assert "moderators" in forbidden.text
        elsewhere = await other.ann.click_id(other.messages[0], custom_id)
        assert EN("error.unknown_draft") in elsewhere.text
    assert EN("action.undo") not in (await look(server, server.ann, 1)).buttons


async def test_in_french(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")
    first = await begin(bot, server)
    assert FR("reading.doubts") in first.text

    item = await opened(server, first, "f:f1", say=FR)
    form = await server.ann.click(item, FR("action.speaker"))
    screen = await server.ann.submit(form, speaker="Zoë")
    assert FR("draft.attributed") in screen.text
    screen = await server.ann.click(screen, FR("action.overview"))
    form = await server.ann.click(screen, FR("action.heading"))
    screen = await server.ann.submit(form, language="français")
    kept = await server.ann.click(screen, FR("action.keep_article"))
    assert "3 faits · 2 questions" in kept.text.replace("\u00a0", " ")
