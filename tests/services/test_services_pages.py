"""Tests for bot.services.pages, and for articles that are read from their addresses."""

import pytest
from web_on_loopback import SITE, Web

from bot.articles.pack import write_pack
from bot.domain.article import Article
from bot.domain.errors import BotError, FileEmptyError, NothingUnderstoodError, PackError, TooSoonError
from bot.domain.fetch_errors import FetchOffError, PageMissingError
from bot.domain.identity import GuildId
from bot.fetch.page import Page
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.drafts import DraftService
from bot.services.pages import PAGES, REMEMBERED, SECONDS, Pages
from bot.services.place import Place
from bot.storage.store import Store

TEXT = """Harbour closes after a crane falls

The harbour of Lisse was closed on 3 May after a crane fell on the quay, the port authority said on Monday.
Mayor Odile Brandt promised 40 million euros for new quays by 2030.
"""
TITLE, _, *LINES = TEXT.splitlines()
HTML = f"""<!doctype html><html lang="en"><head><title>{TITLE}</title></head>
<body><article><h1>{TITLE}</h1>{"".join(f"<p>{line}</p>" for line in LINES)}</article></body></html>"""
GUILD, OTHER = GuildId(1), GuildId(2)


@pytest.fixture
def articles(store: Store, clock: Clock, web: Web) -> ArticleService:
    return ArticleService(store, clock=clock, pages=Pages(web.fetcher().fetch))


# -- how often ---------------------------------------------------------------------------------


class Opened:
    """Counts what is opened, on a clock of its own."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0
        self.pages = Pages(self._open, monotonic=lambda: self.seconds)

    async def _open(self, address: str) -> Page:
        self.count += 1
        return Page(content=b"", name="a.txt", charset=None, address=address)


async def test_a_guild_opens_so_many_pages_and_then_waits() -> None:
    opened = Opened()
    for _ in range(PAGES):
        await opened.pages.open("a", guild=GUILD)
        opened.seconds += 1

    with pytest.raises(TooSoonError) as raised:
        await opened.pages.open("a", guild=GUILD)

    assert raised.value.data == {"n": SECONDS - PAGES}
    assert opened.count == PAGES
    opened.seconds = SECONDS
    await opened.pages.open("a", guild=GUILD)
    assert opened.count == PAGES + 1


async def test_what_one_guild_opens_keeps_no_other_waiting() -> None:
    opened = Opened()
    for _ in range(PAGES):
        await opened.pages.open("a", guild=GUILD)

    await opened.pages.open("a", guild=OTHER)

    assert opened.count == PAGES + 1


async def test_guilds_are_remembered_no_longer_than_they_have_to_wait() -> None:
    opened = Opened()
    for number in range(REMEMBERED):
        await opened.pages.open("a", guild=GuildId(number))
    for _ in range(PAGES - 1):
        await opened.pages.open("a", guild=GUILD)
    await opened.pages.open("a", guild=GuildId(REMEMBERED))

    with pytest.raises(TooSoonError):
        await opened.pages.open("a", guild=GUILD)


async def test_where_nothing_may_be_opened_that_is_what_is_said(
    store: Store, clock: Clock, place: Place
) -> None:
    with pytest.raises(FetchOffError):
        await ArticleService(store, clock=clock).read_address("https://example.org/a", guild=place.guild)


# -- what is read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media", "content"),
    [
        pytest.param("text/html; charset=utf-8", HTML, id="page"),
        pytest.param("text/plain; charset=utf-8", TEXT, id="plain-text"),
        pytest.param("text/markdown", "# " + TEXT, id="markdown"),
    ],
)
async def test_an_article_remembers_where_it_was_found(
    articles: ArticleService, web: Web, place: Place, media: str, content: str
) -> None:
    web.page("/lisse", content, media=media)

    article = await articles.read_address(web.redirect("/old", "/lisse#top"), guild=place.guild)

    assert article.url == web.url("/lisse")
    assert article.title == TITLE
    assert any("40 million euros" in fact.text for fact in article.facts)


async def test_a_page_that_says_where_it_is_at_home_is_believed(
    articles: ArticleService, web: Web, place: Place
) -> None:
    home = "https://lisse-courier.example/harbour"
    address = web.page("/amp", HTML.replace("</head>", f'<link rel="canonical" href="{home}"></head>'))

    assert (await articles.read_address(address, guild=place.guild)).url == home


async def test_a_pack_at_an_address_is_read_as_it_is(
    articles: ArticleService, web: Web, place: Place, article: Article
) -> None:
    address = web.page("/harbour.toml", write_pack(article), media="text/plain; charset=utf-8")

    assert await articles.read_address(address, guild=place.guild) == article


async def test_a_long_page_is_read_elsewhere_with_all_that_is_known_of_it(
    articles: ArticleService, web: Web, place: Place
) -> None:
    lines = [f"The quay number {number} was opened in {1000 + number}." for number in range(1_500)]
    content = f"Les quais\n\nLe café coûte 3 € à Lisse en été.\n{chr(10).join(lines)}\n"
    address = web.page("/a", content.encode("iso-8859-15"), media="text/plain; charset=iso-8859-15")

    article = await articles.read_address(address, guild=place.guild)

    assert article.url == address
    assert "3 € à Lisse en été" in article.text


@pytest.mark.parametrize(
    ("path", "content", "error"),
    [("/a", " \n", FileEmptyError), ("/a", "Hm.", NothingUnderstoodError), ("/a.toml", "a = 1\n", PackError)],
)
async def test_a_page_that_says_nothing_is_told_by_its_name(
    articles: ArticleService, web: Web, path: str, content: str, error: type[BotError]
) -> None:
    with pytest.raises(error) as raised:
        await articles.read_address(web.page(path, content, media="text/plain"), guild=GUILD)

    assert str(raised.value.data["name"]).startswith(f"{SITE}/a")


async def test_a_page_becomes_a_draft_and_then_an_article(
    articles: ArticleService, web: Web, place: Place, store: Store, clock: Clock
) -> None:
    drafts = DraftService(store, clock=clock, articles=articles)
    address = web.page("/lisse", TEXT, media="text/plain")
    article = await articles.read_address(address, guild=place.guild)

    draft = await drafts.begin(article, address, at=place)
    kept, _ = await drafts.keep(draft.id, at=place)

    assert kept.article.url == address
    assert (await articles.get(None, guild=place.guild)).article.url == address


async def test_nothing_is_stored_of_a_page_that_cannot_be_read(
    articles: ArticleService, web: Web, place: Place
) -> None:
    with pytest.raises(PageMissingError):
        await articles.read_address(web.url("/nowhere"), guild=place.guild)

    assert await articles.lines(place.guild) == ()
