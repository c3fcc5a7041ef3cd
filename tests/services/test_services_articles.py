"""Tests for bot.services.articles: recognised, previewed, corrected by packs, found by part of a title."""

from dataclasses import replace

import pytest

from bot.articles.pack import write_pack
from bot.domain.article import Article, StoredArticle
from bot.domain.discussion import Given, Prompt
from bot.domain.errors import (
    AmbiguousArticleError,
    ArticleInUseError,
    ArticleKnownError,
    FileKindError,
    NoArticleError,
    UnknownArticleError,
)
from bot.domain.identity import GuildId
from bot.services.articles import ArticleService, Changes
from bot.services.clock import Clock
from bot.services.place import Place
from bot.services.recorder import Recorder
from bot.services.responses import ResponseService
from bot.storage.store import Store

TEXT = """Harbour closes after a crane falls

The harbour of Lisse was closed on 3 May after a crane fell on the quay, the port authority said on Monday.
Mayor Odile Brandt promised 40 million euros for new quays by 2030.
"Fishermen lost eleven boats in the storm," said Karl Veen, who heads their union.
"""


@pytest.fixture
def articles(store: Store, clock: Clock) -> ArticleService:
    return ArticleService(store, clock=clock)


def pack(article: Article) -> bytes:
    return write_pack(article).encode()


async def add(articles: ArticleService, *wanted: Article, place: Place) -> None:
    for article in wanted:
        await articles.add(pack(article), name="pack.toml", at=place)


async def ids(articles: ArticleService, place: Place) -> list[str]:
    return [line.id for line in await articles.lines(place.guild)]


async def test_an_added_article_is_there(articles: ArticleService, article: Article, place: Place) -> None:
    stored, preview = await articles.add(pack(article), name="pack.toml", at=place)

    assert stored.article == article
    assert not preview.is_update
    assert await articles.get("harbour", guild=place.guild) == stored
    assert await articles.lines(GuildId(1)) == ()


async def test_a_preview_stores_nothing(articles: ArticleService, article: Article, place: Place) -> None:
    preview = await articles.preview(pack(article), name="pack.toml", guild=place.guild)

    assert preview.article == article
    assert await ids(articles, place) == []


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(TEXT, id="the-same"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="other-line-ends"),
        pytest.param(TEXT.replace('"', "”").replace("  ", " ").upper(), id="other-quotes-and-capitals"),
    ],
)
async def test_the_same_text_twice_is_recognised(articles: ArticleService, place: Place, again: str) -> None:
    stored, _ = await articles.add(TEXT.encode(), name="harbour.txt", at=place)

    with pytest.raises(ArticleKnownError) as caught:
        await articles.add(again.encode(), name="other.txt", at=place)

    assert caught.value.data == {"article": stored.id, "title": stored.title}
    assert len(await ids(articles, place)) == 1


async def test_the_same_text_is_known_even_once_its_pack_was_edited(
    articles: ArticleService, place: Place
) -> None:
    stored, _ = await articles.add(TEXT.encode(), name="harbour.txt", at=place)
    edited = replace(stored.article, title="Renamed", facts=stored.article.facts[:1])
    await articles.add(pack(edited), name="pack.toml", at=place)

    with pytest.raises(ArticleKnownError) as caught:
        await articles.preview(TEXT.encode(), name="harbour.txt", guild=place.guild)

    assert caught.value.data == {"article": stored.id, "title": "Renamed"}


async def test_the_same_pack_twice_changes_nothing(
    articles: ArticleService, article: Article, place: Place
) -> None:
    await add(articles, article, place=place)

    with pytest.raises(ArticleKnownError):
        await articles.preview(pack(article), name="pack.toml", guild=place.guild)


async def test_another_guild_may_have_it_too(
    articles: ArticleService, article: Article, place: Place
) -> None:
    beside = replace(place, guild=GuildId(2))
    await add(articles, article, place=place)
    await add(articles, article, place=beside)

    assert await ids(articles, place) == await ids(articles, beside) == ["harbour"]


async def test_a_pack_goes_out_and_comes_back_with_all_that_a_text_gave(
    articles: ArticleService, place: Place
) -> None:
    stored, _ = await articles.add(TEXT.encode(), name="harbour.txt", at=place)
    name, content = await articles.pack(None, guild=place.guild)

    assert name == f"{stored.id}.toml"
    with pytest.raises(ArticleKnownError):
        await articles.preview(content.encode(), name=name, guild=place.guild)


async def test_an_edited_pack_says_what_it_changes_and_then_does(
    articles: ArticleService, article: Article, place: Place
) -> None:
    await add(articles, article, place=place)
    extra = replace(article.facts[0], id="f9", text="New.", passage="New.")
    edited = replace(
        article,
        facts=(replace(article.facts[0], text="Reworded."), article.facts[1], extra),
        questions=article.questions[1:],
    )

    preview = await articles.preview(pack(edited), name="pack.toml", guild=place.guild)
    before = await articles.get("harbour", guild=place.guild)
    stored, made = await articles.add(pack(edited), name="pack.toml", at=place)

    assert preview.is_update
    assert preview.facts == Changes(added=1, changed=1, removed=1)
    assert preview.questions == Changes(added=0, changed=0, removed=1)
    assert before.article == article
    assert made == preview
    assert stored.key == before.key
    assert stored.article == edited


async def test_answers_stay_attached_through_an_edited_pack(
    *, articles: ArticleService, store: Store, prompt: Prompt, article: Article, place: Place, clock: Clock
) -> None:
    responses = ResponseService(store, clock=clock, recorder=Recorder(store))
    receipt = await responses.give("Yes, it should.", given=Given.BUTTON, at=place)
    edited = replace(article, questions=(article.questions[2], article.questions[0]), title="Renamed")

    await articles.add(pack(edited), name="pack.toml", at=place)

    (kept,) = await responses.page(at=place, limit=5)
    assert (kept.id, kept.prompt, kept.text) == (receipt.response, prompt.id, "Yes, it should.")
    async with store.read() as tx:
        assert await tx.discussions.prompts(prompt.discussion) == (prompt,)


async def test_a_pack_without_an_id_gets_one_of_its_title(
    articles: ArticleService, article: Article, place: Place
) -> None:
    stored, _ = await articles.add(pack(replace(article, id=None)), name="pack.toml", at=place)

    assert stored.id == "the-harbour-of-lisse-closes"


async def test_an_id_that_was_ever_used_is_not_used_for_another(
    articles: ArticleService, article: Article, place: Place
) -> None:
    await add(articles, article, place=place)
    removed = await articles.remove("harbour", at=place)
    again, preview = await articles.add(pack(article), name="pack.toml", at=place)

    assert removed.id == "harbour"
    assert not preview.is_update
    assert again.id == "harbour-2"
    assert again.key != removed.key


async def test_an_article_without_a_title_is_known_by_its_beginning(
    articles: ArticleService, article: Article, place: Place
) -> None:
    stored, preview = await articles.add(pack(replace(article, title=None)), name="pack.toml", at=place)

    assert not preview.had_title
    assert stored.title == "The harbour of Lisse was closed on 3 May after a crane fell."


async def test_nothing_loaded(articles: ArticleService, place: Place) -> None:
    with pytest.raises(NoArticleError):
        await articles.get(None, guild=place.guild)


@pytest.fixture
async def three(articles: ArticleService, article: Article, place: Place) -> None:
    titles = {
        "harbour": "The harbour of Lisse closes",
        "bakery": "The last bakery of Oudeland",
        "école": "L’école ferme",
    }
    for id_, title in titles.items():
        await add(articles, replace(article, id=id_, title=title), place=place)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param("harbour", "harbour", id="its-id"),
        pytest.param(" BAKERY ", "bakery", id="its-id-in-capitals"),
        pytest.param("the harbour of lisse closes", "harbour", id="its-title"),
        pytest.param("last bakery", "bakery", id="a-part-of-it"),
        pytest.param("harbor of Lise closes", "harbour", id="misspelt"),
        pytest.param("lecole ferme", "école", id="without-accents"),
    ],
)
@pytest.mark.usefixtures("three")
async def test_an_article_is_found(articles: ArticleService, place: Place, wanted: str, found: str) -> None:
    assert (await articles.get(wanted, guild=place.guild)).id == found


@pytest.mark.usefixtures("three")
async def test_an_article_that_is_not_there_is_unknown(articles: ArticleService, place: Place) -> None:
    with pytest.raises(UnknownArticleError) as caught:
        await articles.get("the harbinger", guild=place.guild)

    assert caught.value.data == {"article": "the harbinger", "nearest": "harbour"}


@pytest.mark.parametrize(
    "wanted", [pytest.param(None, id="none-named"), pytest.param("the", id="in-two-titles")]
)
@pytest.mark.usefixtures("three")
async def test_what_may_mean_several_is_ambiguous(
    articles: ArticleService, place: Place, wanted: str | None
) -> None:
    with pytest.raises(AmbiguousArticleError) as caught:
        await articles.get(wanted, guild=place.guild)

    assert {"harbour", "bakery"} <= set(str(caught.value.data["articles"]).split(", "))


@pytest.mark.usefixtures("three")
async def test_none_named_means_the_one_under_discussion_here(articles: ArticleService, place: Place) -> None:
    here = (await articles.get("bakery", guild=place.guild)).key

    assert (await articles.get(None, guild=place.guild, here=here)).id == "bakery"
    assert (await articles.get("harbour", guild=place.guild, here=here)).id == "harbour"


async def test_an_article_under_discussion_is_not_removed(
    *,
    articles: ArticleService,
    store: Store,
    prompt: Prompt,
    loaded: StoredArticle,
    place: Place,
    clock: Clock,
) -> None:
    with pytest.raises(ArticleInUseError):
        await articles.remove("harbour", at=place)
    assert await ids(articles, place) == ["harbour"]

    async with store.write() as tx:
        await tx.discussions.close(prompt.discussion, at=clock())
    await articles.remove("harbour", at=place)

    assert await ids(articles, place) == []


async def test_a_file_that_cannot_be_read_is_refused(articles: ArticleService, place: Place) -> None:
    with pytest.raises(FileKindError):
        await articles.add(b"%PDF-1.7", name="harbour.pdf", at=place)

    assert await ids(articles, place) == []
