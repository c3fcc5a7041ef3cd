"""Tests for bot.services.likeness: an article known under another address, or in nearly the same words."""

import random
from dataclasses import replace

import pytest

from bot.articles.pack import write_pack
from bot.domain.article import Article, Fact, Question, fingerprint
from bot.domain.errors import ArticleAlikeError, ArticleKnownError, SameAddressError
from bot.domain.identity import GuildId
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.place import Place
from bot.storage.store import Store

ADDRESS = "https://www.courier.example/news/harbour?utm_source=mail"
ELSEWHERE = "https://m.courier.example/news/harbour/amp/#top"
# Made of letters: no two of them mean anything.
WORDS = [f"{first}{vowel}{last}" for first in "bdgkm" for vowel in "aeiou" for last in "lnrst"]


def said(seed: int, sentences: int) -> tuple[str, ...]:
    """Return sentences that no other *seed* has."""
    chosen = random.Random(seed)  # noqa: S311 (nothing secret)
    return tuple(" ".join(chosen.choices(WORDS, k=14)).capitalize() + "." for _ in range(sentences))


def piece(*texts: str, url: str | None = None, language: str = "en", title: str = "A title") -> Article:
    facts = tuple(Fact(id=f"f{number}", text=text, passage=text) for number, text in enumerate(texts, 1))
    questions = (Question(id="q1", text="Why?"),)
    return Article(title=title, language=language, url=url, facts=facts, questions=questions)


def pack(article: Article) -> bytes:
    return write_pack(article).encode()


@pytest.fixture
def articles(store: Store, clock: Clock) -> ArticleService:
    return ArticleService(store, clock=clock)


async def add(articles: ArticleService, article: Article, place: Place) -> str:
    stored, _ = await articles.add(pack(article), name="pack.toml", at=place)
    return stored.id


async def test_the_same_address_written_otherwise_is_recognised(
    articles: ArticleService, place: Place
) -> None:
    first = await add(articles, piece(*said(1, 9), url=ADDRESS), place)

    with pytest.raises(SameAddressError) as caught:
        await add(articles, piece(*said(2, 9), url=ELSEWHERE, title="Another"), place)

    assert caught.value.data == {"article": first, "title": "A title"}
    assert len(await articles.lines(place.guild)) == 1


async def test_nearly_the_same_words_are_recognised(articles: ArticleService, place: Place) -> None:
    texts = said(1, 20)
    first = await add(articles, piece(*texts), place)
    again = piece(*texts[:18], *said(2, 2), title="Another title", url="https://elsewhere.example/a")

    with pytest.raises(ArticleAlikeError) as caught:
        await add(articles, again, place)

    assert caught.value.data["article"] == first
    percent = caught.value.data["percent"]
    assert isinstance(percent, int)
    assert 80 <= percent <= 100


async def test_a_part_of_an_article_is_recognised(articles: ArticleService, place: Place) -> None:
    await add(articles, piece(*said(1, 60)), place)

    with pytest.raises(ArticleAlikeError):
        await add(articles, piece(*said(1, 60)[:12]), place)


async def test_it_is_added_all_the_same_where_that_is_meant(articles: ArticleService, place: Place) -> None:
    await add(articles, piece(*said(1, 9), url=ADDRESS), place)
    again = pack(piece(*said(2, 9), url=ADDRESS))

    await articles.add(again, name="pack.toml", at=place, anyway=True)

    assert len(await articles.lines(place.guild)) == 2


async def test_other_articles_of_a_source_raise_no_alarm(articles: ArticleService, place: Place) -> None:
    boilerplate = said(99, 3)
    for seed in range(12):
        await add(
            articles, piece(*said(seed, 12), *boilerplate, url=f"https://courier.example/{seed}"), place
        )

    assert len(await articles.lines(place.guild)) == 12


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            piece(*said(1, 9), url=ADDRESS), piece(*said(2, 9), url=ADDRESS, language="fr"), id="translation"
        ),
        pytest.param(
            piece(*said(1, 9), url="https://courier.example/"),
            piece(*said(2, 9), url="https://courier.example/"),
            id="front-page",
        ),
        pytest.param(
            piece("The mill burned."), piece("The mill burned.", "It was rebuilt."), id="too-little"
        ),
    ],
)
async def test_what_only_seems_the_same(
    articles: ArticleService, place: Place, one: Article, other: Article
) -> None:
    await add(articles, one, place)
    await add(articles, other, place)

    assert len(await articles.lines(place.guild)) == 2


async def test_the_very_same_one_is_said_to_be(articles: ArticleService, place: Place) -> None:
    await add(articles, piece(*said(1, 9), url=ADDRESS), place)

    with pytest.raises(ArticleKnownError):
        await add(articles, piece(*said(1, 9), url=ELSEWHERE), place)


async def test_neither_another_guilds_nor_one_that_is_removed(articles: ArticleService, place: Place) -> None:
    one, other = piece(*said(1, 9), url=ADDRESS), piece(*said(2, 9), url=ADDRESS)
    first = await add(articles, one, place)
    await add(articles, other, replace(place, guild=GuildId(5)))
    await articles.remove(first, at=place)

    await add(articles, other, place)


async def test_its_own_pack_is_no_second_one(articles: ArticleService, place: Place) -> None:
    texts = said(1, 20)
    first = await add(articles, piece(*texts, url=ADDRESS), place)
    edited = replace(piece(*texts[:19], url=ADDRESS), id=first)

    await add(articles, edited, place)
    assert await articles.alike(edited, guild=place.guild) is None


async def test_the_most_alike_is_named_and_one_of_the_same_address_first(
    articles: ArticleService, place: Place
) -> None:
    texts = said(1, 20)
    await add(articles, piece(*said(3, 20), url=ADDRESS, title="Address"), place)
    await add(articles, piece(*texts[:14], *said(4, 6), title="Less"), place)
    await articles.add(pack(piece(*texts[:19], title="More")), name="p.toml", at=place, anyway=True)

    found = await articles.alike(piece(*texts), guild=place.guild)
    assert found is not None
    assert (found.title, found.has_address) == ("More", False)
    found = await articles.alike(piece(*texts, url=ELSEWHERE), guild=place.guild)
    assert found is not None
    assert (found.title, found.has_address) == ("Address", True)


async def test_articles_of_older_releases_are_recognised(
    articles: ArticleService, store: Store, place: Place, clock: Clock
) -> None:
    old = replace(piece(*said(1, 20), url=ADDRESS), id="old")
    async with store.write() as tx:
        key = await tx.articles.add(
            old, guild=place.guild, fingerprint=fingerprint(old), at=clock(), by=place.person.id
        )
        assert await tx.likeness.unsketched(place.guild) == (key,)
        assert await tx.likeness.known(place.guild) == []

    found = await articles.alike(piece(*said(1, 20)[:18]), guild=place.guild)

    assert found is not None
    assert found.id == "old"
    async with store.read() as tx:
        assert await tx.likeness.unsketched(place.guild) == ()
        (known,) = await tx.likeness.known(place.guild)
        assert known.address == "courier.example/news/harbour"
