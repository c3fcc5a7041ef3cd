"""Tests for bot.services.refresh: a page read again, looked over, then kept, on every database."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.articles.pack import write_pack
from bot.domain.article import Fact, FactState, Question, StoredArticle
from bot.domain.changes import Change
from bot.domain.draft_errors import DraftChangedError, UnknownItemError
from bot.domain.errors import ArticleKnownError, NoPageError, PackIsNoPageError, UnknownDraftError
from bot.domain.identity import DraftId
from bot.fetch.page import Page
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.corrections import CorrectionService
from bot.services.drafts import Draft, DraftService
from bot.services.pages import Pages
from bot.services.place import Place
from bot.services.refresh import RefreshService
from bot.storage.store import Store

Again = Callable[..., Awaitable[Draft]]

ADDRESS = "https://courier.example/harbour"
CLOSED = "The harbour of Lisse was closed on 3 May after a crane fell on the quay."
QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."
MORE = "Mayor Odile Brandt promised 45 million euros for new quays by 2030."
BOATS = "The storm of April sank eleven fishing boats off the coast of Zeeland."
CRANES = "The company that owns the crane has put up three others in the ports of Brittany."
NEW = "A court in The Hague will hear the harbour master in September 2027."


def text(*sentences: str) -> str:
    body = "\n\n".join(sentences)
    asked = "Questions for discussion:\n1. Should the harbour move?\n"
    return f"Harbour closes after a crane falls\n\n{body}\n\n{asked}"


class Site:
    """A page that says what it is told to say."""

    def __init__(self) -> None:
        self.says = ""
        self.address = ADDRESS

    async def fetch(self, _address: str) -> Page:
        return Page(address=self.address, name="harbour.txt", content=self.says.encode(), charset="utf-8")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def articles(store: Store, clock: Clock, site: Site) -> ArticleService:
    return ArticleService(store, clock=clock, pages=Pages(site.fetch))


@pytest.fixture
def drafts(store: Store, clock: Clock, articles: ArticleService) -> DraftService:
    return DraftService(store, clock=clock, articles=articles)


@pytest.fixture
def corrections(store: Store, clock: Clock) -> CorrectionService:
    return CorrectionService(store, clock=clock)


@pytest.fixture
def refresh(store: Store, clock: Clock, articles: ArticleService, drafts: DraftService) -> RefreshService:
    return RefreshService(store, clock=clock, articles=articles, drafts=drafts)


@pytest.fixture
async def harbour(articles: ArticleService, place: Place) -> StoredArticle:
    article = await articles.read(text(CLOSED, QUAYS, BOATS).encode(), name="harbour.txt")
    stored, _ = await articles.keep(replace(article, url=ADDRESS), at=place)
    assert [fact.passage for fact in stored.article.facts] == [CLOSED, QUAYS, BOATS]
    return stored


@pytest.fixture
def again(refresh: RefreshService, site: Site, harbour: StoredArticle, place: Place) -> Again:
    """Have the page say other sentences, and read it again."""

    async def read(*sentences: str) -> Draft:
        site.says = text(*sentences)
        draft = await refresh.page(harbour, at=place)
        assert draft is not None
        return draft

    return read


def changes(draft: Draft) -> dict[Change, list[str]]:
    found: dict[Change, list[str]] = {}
    for one in draft.preview.differences:
        found.setdefault(one.change, []).append(one.part.text)
    return found


async def test_a_page_that_has_not_changed_makes_no_draft(
    refresh: RefreshService, site: Site, harbour: StoredArticle, place: Place
) -> None:
    site.says = text(CLOSED, QUAYS, BOATS)
    assert await refresh.page(harbour, at=place) is None
    site.says = text("Read also: the best fish of the coast", CLOSED, QUAYS, BOATS).replace(
        "\n\n", "\r\n\r\n"
    )
    assert await refresh.page(harbour, at=place) is None


async def test_what_changed_is_kept_once_it_was_looked_over(
    again: Again, drafts: DraftService, harbour: StoredArticle, place: Place
) -> None:
    draft = await again(NEW, CLOSED, MORE)

    assert changes(draft) == {Change.ORPHANED: [BOATS], Change.CHANGED: [MORE], Change.ADDED: [NEW]}
    stored, preview = await drafts.keep(draft.id, at=place)

    assert preview.is_update
    assert (preview.facts.added, preview.facts.changed, preview.facts.orphaned) == (1, 1, 1)
    assert stored.key == harbour.key
    by_id = {fact.id: fact for fact in stored.article.facts}
    first, second, third = harbour.article.facts
    assert by_id[first.id] == replace(first, start=by_id[first.id].start, end=by_id[first.id].end)
    assert by_id[second.id].passage == MORE
    assert by_id[third.id].orphaned_at is not None
    assert by_id[third.id].is_served
    for fact in stored.article.facts:
        assert fact.start is None or stored.article.text[fact.start : fact.end] == fact.passage


async def test_a_kept_refresh_is_the_article_from_then_on(
    again: Again,
    refresh: RefreshService,
    drafts: DraftService,
    harbour: StoredArticle,
    place: Place,
) -> None:
    draft = await again(CLOSED, MORE)
    await drafts.keep(draft.id, at=place)

    assert await refresh.page(harbour, at=place) is None
    with pytest.raises(ArticleKnownError):
        await drafts.make(text(CLOSED, MORE).encode(), "copy.txt", at=place)


async def test_corrections_and_their_history_stay(
    again: Again, drafts: DraftService, corrections: CorrectionService, harbour: StoredArticle, place: Place
) -> None:
    first, second, _ = harbour.article.facts
    await corrections.withdraw(harbour.key, first, reason="Wrong.", at=place)
    await corrections.correct(harbour.key, second, text="It was 41.", reason="A slip.", at=place)

    draft = await again(CLOSED.replace("3 May", "4 May"), MORE, BOATS)
    assert await drafts.restored(draft.id, at=place) == ()
    stored, _ = await drafts.keep(draft.id, at=place)

    now = stored.article.facts
    assert [(fact.text, fact.state) for fact in now[:2]] == [
        (first.text, FactState.WITHDRAWN),
        ("It was 41.", FactState.CORRECTED),
    ]
    assert now[1].passage == MORE
    past = await corrections.history(harbour.key, second.id, guild=place.guild)
    assert [one.text for one in past.versions] == [second.text]
    assert past.fact.changed_at == past.versions[0].changed_at


async def test_what_is_withdrawn_meanwhile_is_not_put_back_unawares(
    again: Again, drafts: DraftService, corrections: CorrectionService, harbour: StoredArticle, place: Place
) -> None:
    draft = await again(CLOSED, MORE, BOATS)
    await corrections.withdraw(harbour.key, harbour.article.facts[0], reason="Wrong.", at=place)

    assert [fact.text for fact in await drafts.restored(draft.id, at=place)] == [CLOSED]


async def test_the_old_wording_is_kept_where_a_moderator_wants_it(
    again: Again, refresh: RefreshService, drafts: DraftService, harbour: StoredArticle, place: Place
) -> None:
    second = harbour.article.facts[1]
    draft = await again(CLOSED, MORE, BOATS)

    after = await refresh.keep_wording(draft.id, f"f:{second.id}", at=place)
    assert changes(after) == {Change.ORPHANED: [QUAYS]}
    undone, action = await drafts.undo(draft.id, at=place)
    assert (changes(undone), action) == ({Change.CHANGED: [MORE]}, "wording")
    for item in ("f:none", f"f:{harbour.article.facts[0].id}"):
        with pytest.raises(UnknownItemError):
            await refresh.keep_wording(draft.id, item, at=place)


async def test_the_old_words_of_a_question_are_kept_too(
    refresh: RefreshService, articles: ArticleService, harbour: StoredArticle, place: Place
) -> None:
    said = text(CLOSED, QUAYS, BOATS).replace("harbour move?", "harbour move out?")
    draft = await refresh.begin(
        harbour, await articles.read(said.encode(), name="a.txt"), name="a.txt", at=place
    )
    assert draft is not None
    assert changes(draft) == {Change.CHANGED: ["Should the harbour move out?"]}

    after = await refresh.keep_wording(draft.id, "q:q1", at=place)
    assert changes(after) == {}
    assert after.article.questions == (Question(id="q1", text="Should the harbour move?"),)


async def test_a_moderators_own_fact_has_no_passage_to_lose(
    again: Again, articles: ArticleService, harbour: StoredArticle, place: Place
) -> None:
    own = Fact(id="f50", text="The harbour is old.", passage="The harbour is old.")
    with_own = replace(harbour.article, facts=(*harbour.article.facts, own))
    await articles.add(write_pack(with_own).encode(), name="pack.toml", at=place)

    draft = await again(CLOSED, QUAYS)
    assert changes(draft) == {Change.ORPHANED: [BOATS]}


async def test_what_is_new_gets_an_id_that_nothing_had_before(
    again: Again, articles: ArticleService, harbour: StoredArticle, place: Place
) -> None:
    fewer = replace(harbour.article, facts=harbour.article.facts[:2])
    await articles.add(write_pack(fewer).encode(), name="pack.toml", at=place)

    draft = await again(CLOSED, QUAYS, BOATS, NEW)

    assert changes(draft) == {Change.ADDED: [NEW]}  # and nothing that a moderator took out
    gone = harbour.article.facts[2].id
    assert gone not in {fact.id for fact in draft.article.facts}


async def test_of_two_who_refresh_at_once_the_second_one_is_told(
    again: Again, drafts: DraftService, place: Place
) -> None:
    first = await again(CLOSED, QUAYS, BOATS, CRANES)
    second = await again(CLOSED, QUAYS, BOATS, NEW)
    assert not await drafts.is_overtaken(second.id, at=place)
    await drafts.keep(first.id, at=place, anyway=False)

    assert await drafts.is_overtaken(second.id, at=place)
    with pytest.raises(DraftChangedError):
        await drafts.keep(second.id, at=place, anyway=False)
    # No fact becomes another one: what only the first one has is seen to go.
    now = await drafts.get(second.id, at=place)
    assert changes(now) == {Change.ADDED: [NEW], Change.REMOVED: [CRANES]}
    third = await again(CLOSED, QUAYS, BOATS, NEW)
    await drafts.keep(third.id, at=place, anyway=False)


async def test_a_page_that_has_moved_is_known_by_its_new_address(
    refresh: RefreshService, drafts: DraftService, harbour: StoredArticle, place: Place, site: Site
) -> None:
    site.says = text(CLOSED, QUAYS, BOATS)
    site.address = "https://courier.example/2027/harbour"

    draft = await refresh.page(harbour, at=place, address=site.address)
    assert draft is not None
    stored, _ = await drafts.keep(draft.id, at=place)

    assert stored.article.url == site.address
    assert await refresh.page(stored, at=place, address=site.address) is None


async def test_a_draft_is_taken_for_a_known_article_read_again(
    refresh: RefreshService, drafts: DraftService, harbour: StoredArticle, place: Place
) -> None:
    made = await drafts.make(text(CLOSED, MORE, BOATS).encode(), "copy.txt", at=place)

    draft = await refresh.of_draft(made.id, harbour, at=place)

    assert draft is not None
    assert draft.name == "copy.txt"
    assert changes(draft) == {Change.CHANGED: [MORE]}
    with pytest.raises(UnknownDraftError):
        await drafts.get(made.id, at=place)
    with pytest.raises(UnknownDraftError):
        await refresh.of_draft(DraftId(99), harbour, at=place)


async def test_what_cannot_be_read_again_is_refused(
    refresh: RefreshService, articles: ArticleService, harbour: StoredArticle, place: Place
) -> None:
    with pytest.raises(PackIsNoPageError):
        await refresh.begin(harbour, replace(harbour.article, text=""), name="pack.toml", at=place)
    article = await articles.read(text(NEW).encode(), name="a.txt")
    stored, _ = await articles.keep(article, at=place)
    with pytest.raises(NoPageError) as caught:
        await refresh.page(stored, at=place)
    assert caught.value.data == {"title": stored.title, "article": stored.id}


async def test_an_article_does_not_become_another_one_that_is_loaded(
    refresh: RefreshService, articles: ArticleService, site: Site, harbour: StoredArticle, place: Place
) -> None:
    other = text(NEW, MORE)
    await articles.add(other.encode(), name="other.txt", at=place)
    site.says = other

    with pytest.raises(ArticleKnownError):
        await refresh.page(harbour, at=place)
