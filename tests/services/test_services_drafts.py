"""Tests for bot.services.drafts: changed by several at once, undone, kept as it then is."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from bot.articles import editing
from bot.articles.editing import Fresh, find, heading_stamp, stamp
from bot.articles.pack import write_pack
from bot.domain.article import Article, Doubt, Doubtful, Fact, Question, Reason, SetAside, StoredArticle
from bot.domain.discussion import Prompt
from bot.domain.draft_errors import (
    DraftChangedError,
    DraftLaterStepError,
    DraftUndoneError,
    NoDraftError,
    UnknownItemError,
)
from bot.domain.errors import ArticleKnownError, DraftEmptyError, UnknownDraftError
from bot.domain.identity import GuildId
from bot.services.articles import ArticleService
from bot.services.clock import Clock
from bot.services.drafts import HEADING, Change, Draft, DraftService
from bot.services.place import Place
from bot.storage.store import Store

TEXT = "The mill burned in 1901. It was rebuilt. Share this!"
MILL = Article(
    title=None,
    language="en",
    text=TEXT,
    facts=(
        Fact(id="f1", text="The mill burned in 1901.", passage="The mill burned in 1901.", start=0, end=24),
        Fact(id="f2", text="It was rebuilt.", passage="It was rebuilt.", start=25, end=40),
    ),
    questions=(Question(id="q1", text="Should it have been?", follow_ups=("Why?",)),),
    set_aside=(SetAside(text="Share this!", reason=Reason.FURNITURE, start=41, end=52),),
    doubts=(Doubtful(doubt=Doubt.NO_TITLE), Doubtful(doubt=Doubt.DANGLING, item="f:f2")),
)


@pytest.fixture
def drafts(store: Store, clock: Clock) -> DraftService:
    return DraftService(store, clock=clock, articles=ArticleService(store, clock=clock))


@pytest.fixture
async def draft(drafts: DraftService, place: Place) -> Draft:
    """A draft of the mill."""
    return await drafts.begin(MILL, "mill.md", at=place)


def reword(item: str, text: str) -> Change:
    return lambda article, _: editing.reworded(article, item, text)


def merge(article: Article, fresh: Fresh) -> Article:
    return editing.merged(article, "f:f1", "f:f2", fresh=fresh)


def split(item: str) -> Change:
    pieces = ("The mill burned in 1901.", "It was rebuilt.")
    return lambda article, fresh: editing.split(article, item, pieces, fresh=fresh)


def ids(draft: Draft) -> list[str]:
    return [part.id for part in draft.article.parts]


async def test_what_is_changed_is_there_for_everybody(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    changed = await drafts.edit(draft.id, "reword", reword("f:f2", "The mill was rebuilt."), at=place)

    assert changed.article.facts[1].text == "The mill was rebuilt."
    assert changed.article.doubts == MILL.doubts[:1]
    assert changed.article.set_aside == MILL.set_aside
    assert replace(await drafts.get(draft.id, at=place), new=changed.new) == changed
    assert await drafts.get(None, at=place) == await drafts.get(draft.id, at=place)


async def test_what_is_made_of_others_never_has_an_id_that_something_had(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    merged = await drafts.edit(draft.id, "merge", merge, at=place)
    (first,) = merged.new
    await drafts.undo(draft.id, at=place)
    again = await drafts.edit(draft.id, "merge", merge, at=place)
    (second,) = again.new
    cut = await drafts.edit(draft.id, "split", split(second), at=place)

    assert ids(again) == [second.removeprefix("f:"), "q1"]
    assert len({"f:f1", "f:f2", first, second, *cut.new}) == 6
    assert [item.removeprefix("f:") for item in cut.new] == ids(cut)[:2]
    fact = cut.article.facts[0]
    assert (fact.passage, fact.start, fact.end) == ("The mill burned in 1901.", 0, 24)


async def test_changes_are_undone_the_last_one_first_as_far_as_they_go(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    states = [draft]
    for action, change in (("reword", reword("f:f1", "Fire.")), ("merge", merge)):
        states.append(await drafts.edit(draft.id, action, change, at=place))
    titled = partial(editing.headed, heading={"title": "The mill"})
    await drafts.edit(draft.id, "heading", lambda article, _: titled(article), at=place)

    undone, after = [], draft
    for state in reversed(states):
        after, action = await drafts.undo(draft.id, at=place)
        undone.append(action)
        assert after.article == state.article
        assert set(after.article.doubts) == set(state.article.doubts)

    assert undone == ["heading", "merge", "reword"]
    assert after.step is None
    with pytest.raises(DraftUndoneError):
        await drafts.undo(draft.id, at=place)


async def test_a_button_undoes_what_it_was_made_for_and_nothing_else(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    one = await drafts.edit(draft.id, "reword", reword("f:f1", "Fire."), at=place)
    two = await drafts.edit(draft.id, "reword", reword("f:f2", "Anew."), at=place)

    with pytest.raises(DraftLaterStepError):
        await drafts.undo(draft.id, step=one.step, at=place)
    await drafts.undo(draft.id, step=two.step, at=place)
    with pytest.raises(DraftUndoneError):
        await drafts.undo(draft.id, step=two.step, at=place)
    three = await drafts.edit(draft.id, "reword", reword("f:f2", "Again."), at=place)
    with pytest.raises(DraftLaterStepError):
        await drafts.undo(draft.id, step=two.step, at=place)
    assert (await drafts.get(draft.id, at=place)).step == three.step


async def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(
    drafts: DraftService, draft: Draft, place: Place, member_place: Place
) -> None:
    seen = {"f:f1": stamp(find(MILL, "f:f1"))}
    shown = {HEADING: heading_stamp(MILL)}
    await drafts.edit(draft.id, "reword", reword("f:f1", "Fire!"), at=member_place, seen=seen)
    await drafts.edit(
        draft.id,
        "heading",
        lambda one, _: editing.headed(one, {"title": "Mine"}),
        at=member_place,
        seen=shown,
    )

    with pytest.raises(DraftChangedError):
        await drafts.edit(draft.id, "reword", reword("f:f1", "Smoke."), at=place, seen=seen)
    with pytest.raises(DraftChangedError):
        await drafts.edit(
            draft.id, "heading", lambda one, _: editing.headed(one, {"title": "Ours"}), at=place, seen=shown
        )

    # What is about another part is no less welcome for it.
    changed = await drafts.edit(draft.id, "reword", reword("f:f2", "Anew."), at=place)
    assert [fact.text for fact in changed.article.facts] == ["Fire!", "Anew."]
    assert changed.article.title == "Mine"


async def test_what_is_gone_is_said_to_be(drafts: DraftService, draft: Draft, place: Place) -> None:
    seen = {"f:f1": stamp(find(MILL, "f:f1"))}
    await drafts.edit(draft.id, "merge", merge, at=place)

    with pytest.raises(UnknownItemError):
        await drafts.edit(draft.id, "reword", reword("f:f1", "Fire."), at=place, seen=seen)


async def test_many_who_change_at_once_all_have_their_way(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    def add(number: int) -> Change:
        return lambda article, fresh: editing.with_fact(article, f"Fact {number}.", fresh=fresh)

    await asyncio.gather(*(drafts.edit(draft.id, "add_fact", add(one), at=place) for one in range(12)))

    found = await drafts.get(draft.id, at=place)
    assert {fact.text for fact in found.article.facts[2:]} == {f"Fact {one}." for one in range(12)}
    assert len(set(ids(found))) == len(ids(found))
    for _ in range(12):
        await drafts.undo(draft.id, at=place)
    assert (await drafts.get(draft.id, at=place)).article == draft.article


async def test_a_change_that_is_refused_changes_nothing(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    only = await drafts.begin(
        replace(MILL, facts=MILL.facts[:1], questions=(), text="Else."), "b.md", at=place
    )

    with pytest.raises(DraftEmptyError):
        await drafts.edit(only.id, "drop", lambda article, _: editing.dropped(article, "f:f1"), at=place)

    assert await drafts.get(only.id, at=place) == only


async def test_a_draft_is_kept_as_it_then_is(
    drafts: DraftService, draft: Draft, store: Store, place: Place
) -> None:
    await drafts.edit(draft.id, "merge", merge, at=place)
    await drafts.edit(
        draft.id, "heading", lambda article, _: editing.headed(article, {"author": "Zoë"}), at=place
    )

    kept, preview = await drafts.keep(None, at=place)

    async with store.read() as tx:
        stored = (await tx.articles.get(kept.key)).article
    assert [fact.text for fact in stored.facts] == ["The mill burned in 1901. It was rebuilt."]
    assert (stored.text, stored.author, stored.set_aside) == (TEXT, "Zoë", MILL.set_aside)
    assert not preview.is_update
    with pytest.raises(UnknownDraftError):
        await drafts.get(draft.id, at=place)
    with pytest.raises(NoDraftError):
        await drafts.get(None, at=place)


async def test_a_draft_that_changes_an_article_does_so_with_ids_of_its_own(
    drafts: DraftService, loaded: StoredArticle, prompt: Prompt, store: Store, place: Place
) -> None:
    """A question that went was asked as q1; a new one must not get its answers."""
    without = replace(loaded.article, questions=loaded.article.questions[1:])
    first = await drafts.make(write_pack(without).encode(), "pack.toml", at=place)
    await drafts.keep(first.id, at=place)
    fewer = replace(without, facts=without.facts[:1], questions=())
    draft = await drafts.make(write_pack(fewer).encode(), "pack.toml", at=place)
    assert draft.preview.is_update

    for _ in range(2):
        draft = await drafts.edit(
            draft.id,
            "add_question",
            lambda article, fresh: editing.with_question(article, "What now?", fresh=fresh),
            at=place,
        )
    _, preview = await drafts.keep(draft.id, at=place)

    assert preview.is_update
    async with store.read() as tx:
        stored = (await tx.articles.get(loaded.key)).article
        assert await tx.discussions.prompts(prompt.discussion) == (prompt,)
    assert not {question.id for question in stored.questions} & {"q1", "q2", "q3"}
    assert len(stored.questions) == 2


async def test_a_draft_of_what_was_loaded_meanwhile_is_known(
    drafts: DraftService, draft: Draft, place: Place
) -> None:
    other = await drafts.begin(MILL, "again.md", at=place)
    await drafts.keep(other.id, at=place)

    with pytest.raises(ArticleKnownError):
        await drafts.edit(draft.id, "reword", reword("f:f1", "Fire."), at=place)


async def test_a_draft_is_one_guilds(drafts: DraftService, draft: Draft, place: Place) -> None:
    elsewhere = replace(place, guild=GuildId(place.guild + 1))

    with pytest.raises(UnknownDraftError):
        await drafts.edit(draft.id, "reword", reword("f:f1", "Fire."), at=elsewhere)
    with pytest.raises(UnknownDraftError):
        await drafts.undo(draft.id, at=elsewhere)
    with pytest.raises(NoDraftError):
        await drafts.get(None, at=elsewhere)
