"""Articles in Discord: added as a file or as text, looked over, changed by their packs, taken away."""

import pytest
from api_stub.stub import Stub
from lighthouse import EN, FR, PICTURE, add, keep, keep_sample, live, open_lighthouse, options_of, pack_of
from running import Running
from under_way import PACK

from bot.articles.decode import MAX_BYTES

TEXT = """\
The bakery on the quay

The bakery on the quay opened in 1950 and bakes 400 loaves a day.
"We shall never sell it," said Marie Leroux, who has run the bakery for twenty years.
The town bought the building in March 2024 for 300,000 euros.
"""


# -- added as a file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("bakery.txt", TEXT, id="plain-text"),
        pytest.param("bakery.md", "# " + TEXT, id="markdown"),
        pytest.param("the bakery — final (2).TXT", TEXT, id="a-name-with-signs"),
    ],
)
async def test_a_text_is_understood_shown_and_kept_once_it_is_confirmed(
    stub: Stub, bot: Running, name: str, content: str
) -> None:
    server = await open_lighthouse(stub)

    draft = await add(server, content, name=name)
    shown = draft.text
    listed = await server.bea.run("articles", channel=server.place)
    kept = await server.ann.click(draft, EN("action.keep_article"))

    assert draft.is_private
    assert "The bakery on the quay" in shown
    assert EN("article.preview") in shown
    assert listed.text == EN("error.no_article")
    assert "The bakery on the quay" in kept.text
    found = await server.bea.run("fact", channel=server.place, query="how many loaves")
    assert "400 loaves" in found.text


async def test_a_pack_is_kept_with_its_ids(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    kept = await keep(server, PACK)

    assert (
        EN("article.added", title="The mill on the river", id="mill", counts="1 fact · 2 questions")
        in kept.text
    )


async def test_an_article_can_be_kept_at_once(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    kept = await server.ann.run(
        "article add", channel=server.place, file=("mill.toml", PACK.encode()), yes=True
    )

    assert kept.buttons == [EN("action.start"), EN("action.enqueue")]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("empty.txt", b"", EN("error.file_empty", name="empty.txt"), id="empty"),
        pytest.param("blank.txt", b" \n\n ", EN("error.file_empty", name="blank.txt"), id="blank"),
        pytest.param("mill.txt", PICTURE, EN("error.file_binary", name="mill.txt"), id="binary"),
        pytest.param("mill.docx", PICTURE, EN("error.file_kind", suffix=".docx"), id="wrong-kind"),
        pytest.param("mill.toml", b'title = "', "mill.toml", id="broken-pack"),
        pytest.param(
            "mill.toml",
            b'[[facts]]\ntext = "x"\nsources = 1\n',
            EN("error.pack_unknown_key", name="mill.toml", where="facts[1].sources").split(":")[0],
            id="pack-with-a-wrong-key",
        ),
    ],
)
async def test_what_cannot_be_read_is_refused_with_the_reason(
    stub: Stub, bot: Running, name: str, content: bytes, expected: str
) -> None:
    server = await open_lighthouse(stub)

    refused = await add(server, content, name=name)

    assert refused.is_private
    assert expected in refused.text.replace("\\", "")
    assert refused.buttons == []


async def test_a_file_that_is_too_large_is_not_even_fetched(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = await open_lighthouse(stub)
    # Whoever fetches it finds that there is nothing.
    monkeypatch.setattr(stub.world, "cdn", f"{stub.world.cdn}/nowhere")

    refused = await add(server, b"a" * (MAX_BYTES + 1), name="mill.txt")

    limit = EN.size(MAX_BYTES)
    assert refused.text == EN("error.file_too_large", name="mill.txt", size=limit, limit=limit)


async def test_a_file_whose_address_has_expired_is_asked_for_again(
    stub: Stub, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = await open_lighthouse(stub)
    monkeypatch.setattr(stub.world, "cdn", f"{stub.world.cdn}/expired")

    refused = await add(server, PACK, name="mill.toml")

    assert refused.is_private
    assert EN("error.attachment_gone", name="mill.toml") in refused.text


# -- added as text -----------------------------------------------------------------------------


async def test_a_text_can_be_pasted_instead(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub, locale="fr")

    form = await server.ann.run("article ajouter", channel=server.place)
    draft = await server.ann.submit(form, text=TEXT)
    kept = await server.ann.click(draft, FR("action.keep_article"))

    assert "The bakery on the quay" in draft.text
    assert "The bakery on the quay" in kept.text


async def test_a_pasted_text_that_says_nothing_is_handed_back(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)

    form = await server.ann.run("article add", channel=server.place)
    refused = await server.ann.submit(form, text="Hm.\n@everyone")

    assert refused.is_private
    assert EN("error.nothing_understood", name=EN("article.pasted")) in refused.text
    assert "> Hm.\n> @\u200beveryone" in refused.text


async def test_the_form_is_for_moderators(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    (welcome,) = server.messages

    refused = await server.bea.click_id(welcome, "c1||article_add|")

    assert refused.modal is None
    assert refused.text == EN("error.not_allowed", command="/article add")


# -- known already, packs ----------------------------------------------------------------------


async def test_an_article_that_is_loaded_already_is_named(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, TEXT, name="bakery.txt")

    again = await add(server, TEXT, name="copy.txt")

    known = EN("error.article_known", title="The bakery on the quay", article="the-bakery-on-the-quay")
    assert again.text == known


async def test_a_draft_of_what_somebody_else_kept_meanwhile_is_refused(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    draft = await add(server, PACK)
    await keep(server, PACK)

    late = await server.ann.click(draft, EN("action.keep_article"))

    assert late.text == EN("error.article_known", title="The mill on the river", article="mill")


async def test_a_pack_goes_out_and_in_again_with_its_ids(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)

    content, before = await pack_of(server, "stability-ai")
    edited = content.decode().replace("$8 million a month", "$9 million a month", 1)
    draft = await add(server, edited)
    shown = draft.text
    updated = await server.ann.click(draft, EN("action.keep_article"))
    _, after = await pack_of(server, "stability-ai")

    assert EN("article.preview_update", changes=EN("changes.facts.changed", n=1)) in shown
    assert "28 facts" in updated.text
    assert updated.buttons == []
    assert [one["id"] for one in after["facts"]] == [one["id"] for one in before["facts"]]
    found = await server.bea.run("fact", channel=server.place, query="million a month")
    assert "$9 million a month" in found.text


async def test_an_unchanged_pack_is_known(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)

    content, _ = await pack_of(server, "stability-ai")
    again = await add(server, content)

    assert "stability-ai" in again.text
    assert again.buttons == []


async def test_an_article_is_removed_once_that_is_confirmed(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)

    asked = await server.ann.run("article remove", channel=server.place, article="mill")
    assert (await server.max.run("articles", channel=server.place)).text != EN("error.no_article")
    removed = await server.ann.click(asked, EN("action.remove"))

    assert removed.text == EN("article.removed", title="The mill on the river")
    assert removed.message is asked.message
    assert (await server.bea.run("articles", channel=server.place)).text == EN("error.no_article")


# -- whatever is in them -----------------------------------------------------------------------


async def test_a_title_of_any_length_is_shown_and_discussed(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    title = "The very long story of the mill on the river, and of its many owners " * 12
    kept = await keep(server, PACK.replace("The mill on the river", title.strip(), 1))

    await server.ann.click(kept, EN("action.start"))
    answers = [
        await server.ann.run(name, channel=server.place)
        for name in ("articles", "article show", "questions", "facts", "discuss status", "discuss close")
    ]

    (thread,) = server.guild.threads(server.place)
    assert len(thread["name"]) <= 100
    assert all("The very long story of the mill" in answer.text for answer in answers)


async def test_an_article_of_many_long_facts_fits_and_is_handed_over_whole(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    facts = "\n".join(
        f'[[facts]]\nid = "f{number}"\ntext = "Fact {number}: {"on and on and " * 60}on."\n'
        for number in range(1, 30)
    )
    draft = await add(server, f'id = "long"\ntitle = "A long one"\nlanguage = "en"\n{facts}')

    assert draft.files == {}  # a glance at it is short
    page = await server.ann.click(draft, EN("action.draft_facts"))
    assert page.files["causerie.txt"].decode().count("on and on and on.") == 6
    assert len(options_of(page)) == 6
    await server.ann.click(page, EN("action.keep_article"))
    found = await server.bea.run("fact", channel=server.place, query="fact 7")
    assert found.is_private


async def test_what_an_article_says_can_neither_ping_nor_format(stub: Stub, bot: Running) -> None:
    server = await open_lighthouse(stub)
    mentions = f"@everyone <@{server.bea.id}> <@&{server.guild.id}> <#{server.place}>"
    nasty = f"{mentions} [click](https://evil.example/x) `code` ||spoiler|| \\u202Edlrow"
    pack = PACK.replace("The mill on the river", f"# {nasty}").replace(
        "Should the mill", f"{nasty} Should it"
    )

    draft = await add(server, pack)
    page = await server.ann.click(draft, EN("action.draft_all"))
    item = await server.ann.choose(page, EN("pick.item"), "f:f1")
    kept = await server.ann.click(await server.ann.click(item, EN("action.back")), EN("action.keep_article"))
    await server.ann.click(kept, EN("action.start"))
    for name in ("articles", "article show", "facts", "questions", "discuss status", "discuss close"):
        await server.ann.run(name, channel=server.place)

    assert not [message for message in server.messages if message.pinged or message.mentions_everyone]
    assert not live(stub)
