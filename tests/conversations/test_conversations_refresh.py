"""Articles read again by conversation, recognised when they are added twice, and the histories of facts."""

import re
from pathlib import Path

import pytest
from talk import PACK, Talk, open_mill, open_talk

from bot.fetch.page import Page
from bot.i18n import Language

CLOSED = "The harbour of Lisse was closed on 3 May after a crane fell on the quay."
QUAYS = "Mayor Odile Brandt promised 40 million euros for new quays by 2030."
MORE = "Mayor Odile Brandt promised 45 million euros for new quays by 2030."
BOATS = "The storm of April sank eleven fishing boats off the coast of Zeeland."
NEW = "A court in The Hague will hear the harbour master in September 2027."
OTHERS = (
    "The union of fishermen asked for a meeting with the minister before the end of June.",
    "About four hundred people work in the harbour and in the two fish markets beside it.",
    "The last time that it was closed for as long was in the winter of the year 1963.",
)
ASKED = "Questions for discussion:\n1. Should the harbour move?\n"


def said(*sentences: str) -> str:
    return "\n\n".join(("Harbour closes after a crane falls", *sentences, *OTHERS, ASKED))


async def add(talk: Talk, content: str, *, name: str = "harbour.txt") -> str:
    await talk(f"/article add {talk.write(name, content)} yes:yes")
    return await talk("/articles")


async def test_a_page_is_read_again_and_compared(tmp_path: Path) -> None:
    pages = [said(CLOSED, QUAYS, BOATS), said(NEW, CLOSED, MORE)]

    async def fetch(address: str) -> Page:
        return Page(address=address, name="harbour.txt", content=pages[0].encode(), charset="utf-8")

    async with open_talk(tmp_path, fetch=fetch) as talk:
        await talk("/article add https://courier.example/harbour yes:yes")
        assert "Nothing that its facts and questions rest on has changed." in await talk("/article refresh")
        pages.pop(0)

        shown = await talk("/article refresh")

        assert "was read again, and it has changed. Nothing changes here until you keep it." in shown
        parts = re.split(r"^(?=\S.*\(\d\)$)", shown, flags=re.MULTILINE)
        gone, changed, new = parts[1:]
        assert gone.startswith(f"No longer in the article (1)\n  1. {BOATS}")
        assert changed.startswith(f"In other words (1)\n  2. {QUAYS}\n      → {MORE}")
        assert new.startswith(f"New (1)\n  3. {NEW}")
        compared = await talk("/draft compare item:f:f2")
        assert f"Before\n  {QUAYS}" in compared
        assert f"Now\n  {MORE}" in compared
        assert "though the article no longer puts it so" in await talk("/yes")
        assert f"No longer in the article (2)\n  1. {QUAYS}\n  2. {BOATS}" in await talk("/draft changes")
        assert "Updated" in await talk("/yes")
        listed = await talk("/article history")
        assert "2 facts" in listed
        assert f"• {BOATS} (the article no longer says this (" in listed
        quoted = await talk("/fact Mayor Odile Brandt promised 40 million euros")
        assert re.search(r"the article no longer says this \(\w+ \d+, \d{4}\)", quoted)
        assert "no longer" not in await talk("/fact harbour closed on 3 May")


async def test_a_file_of_the_article_serves_where_there_is_no_page(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS, BOATS))

        refused = await talk("/article refresh")
        assert "came without an address" in refused
        assert "/article refresh article:" in refused
        shown = await talk(f"/article refresh file:{talk.write('new.txt', said(CLOSED, MORE, BOATS))}")
        assert f"→ {MORE}" in shown
        assert "Updated" in await talk("/yes")
        assert "A pack is not the article’s text" in await talk(
            f"/article refresh file:{talk.write('mill.toml', PACK)}"
        )


async def test_what_is_looked_at_page_by_page_can_be_left_as_it_was(tmp_path: Path) -> None:
    before = [
        f"In the year {year} the harbour counted {year * 3} boats and ships." for year in range(1900, 1908)
    ]
    after = [one.replace("boats and ships", "boats, ships and barges") for one in before]
    async with open_talk(tmp_path) as talk:
        await add(talk, said(*before))
        first = await talk(f"/article refresh file:{talk.write('new.txt', said(*after))}")

        assert "In other words (8)" in first
        assert "page 1 of 2" in first.lower()
        second = await talk("/draft changes page:2")
        assert "8. " in second
        kept = await talk("/draft wording item:f:f8")
        assert "The old wording stays" in kept
        assert "No such" not in kept
        undone = await talk("/draft undo")
        assert "the old wording kept" in undone
        for number in range(1, 9):
            await talk(f"/draft wording item:f:f{number}")
        assert "No longer in the article (8)" in await talk("/draft changes")


async def test_a_page_that_has_moved_is_read_at_its_new_address(tmp_path: Path) -> None:
    async def fetch(address: str) -> Page:
        content = said(CLOSED, QUAYS if address.endswith("old") else MORE)
        return Page(address=address, name="harbour.txt", content=content.encode(), charset="utf-8")

    async with open_talk(tmp_path, fetch=fetch) as talk:
        await talk("/article add https://courier.example/old yes:yes")
        assert f"→ {MORE}" in await talk("/article refresh url:https://courier.example/new")
        assert "Updated" in await talk("/yes")
        assert "Nothing that its facts" in await talk("/article refresh")


async def test_a_change_that_is_taken_back_leaves_nothing_to_keep(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS))
        other = said(CLOSED, QUAYS).replace("harbour move?", "harbour move out?")
        shown = await talk(f"/article refresh file:{talk.write('new.txt', other)}")
        assert "In other words (1)" in shown

        compared = await talk("/draft compare item:q:q1")
        assert "Should the harbour move out?" in compared
        left = await talk("/draft wording item:q:q1")
        assert "The old wording stays" in left
        assert "This would change nothing any more." in await talk("/draft changes")


async def test_hardly_anything_left_is_said(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS, BOATS))
        other = "\n\n".join(("Log in", "You have to log in to read what the Lisse Courier says of it.", NEW))

        assert "look at whether this is still the same article" in await talk(
            f"/article refresh file:{talk.write('other.txt', other)}"
        )


async def test_nearly_the_same_article_is_asked_about(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS, BOATS))
        copy = talk.write(
            "copy.txt", said(CLOSED, MORE, BOATS).replace("Harbour closes", "The harbour closes")
        )

        refused = await talk(f"/article add {copy} yes:yes")
        assert "Nothing was added: “Harbour closes after a crane falls”" in refused
        assert "1 article" in await talk("/articles")
        asked = await talk(f"/article add {copy}")
        assert re.search(r"already loaded: \d\d% of it is word for word in the other", asked)
        assert "/article show article:harbour-closes-after-a-crane-falls" in asked
        assert "/draft show draft:" in asked
        assert f"→ {MORE}" in await talk("/yes")  # refreshes the one that is loaded
        assert "Updated" in await talk("/yes")
        assert "1 article" in await talk("/articles")


async def test_it_may_be_added_all_the_same(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS, BOATS))
        copy = talk.write("copy.txt", said(CLOSED, MORE, BOATS))

        await talk(f"/article add {copy}")
        assert "This is what I understood" in await talk("/3")
        assert "Added" in await talk("/yes")
        assert "2 articles" in await talk("/articles")
        assert "Added" in await talk(
            f"/article add {talk.write('b.txt', said(CLOSED, NEW))} yes:yes anyway:yes"
        )


async def test_the_same_address_is_asked_about_and_a_pack_is_no_new_text(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        first = PACK.replace('"mill"', '"a"').replace("language", 'url = "https://a.example/x"\nlanguage')
        first = first.replace("1901", "1902")
        await talk(f"/article add {talk.write('a.toml', first)} yes:yes")
        second = (
            first.replace("1902", "1903")
            .replace('"a"', '"b"')
            .replace("a.example/x", "www.a.example/x/?utm_source=b")
        )

        asked = await talk(f"/article add {talk.write('b.toml', second)}")

        assert "(a) is already loaded from the same address." in asked
        assert "/article refresh" not in asked
        assert "has the same address" not in asked
        assert "from the same address" in await talk(f"/article add {talk.folder / 'b.toml'} yes:yes")


async def test_a_pack_from_before_puts_nothing_back_unasked(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("/article withdraw fact:#1:f1 reason:Wrong.")
        old = talk.write("mill.toml", PACK.replace("rebuilt mill", "new mill"))

        assert "this would put back 1 fact" in await talk(f"/article add {old} yes:yes")
        assert "1901" not in await talk("/facts")
        draft = await talk(f"/article add {old}")
        assert "Nothing is" in draft or "Nothing changes" in draft
        asked = await talk("/yes")
        assert "1901" in asked
        assert "withdrawn on" in asked
        assert "Updated" in await talk(f"/article add {old} yes:yes anyway:yes")


async def test_who_keeps_a_draft_that_others_overtook_is_asked_first(tmp_path: Path) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS))
        for name, sentence in (("a.txt", BOATS), ("b.txt", NEW)):
            await talk(f"/article refresh file:{talk.write(name, said(CLOSED, QUAYS, sentence))}")
        assert "Updated" in await talk("/draft keep draft:1")

        asked = await talk("/draft keep draft:2")

        assert "The article was changed after this was begun" in asked
        changes = await talk("/yes")
        assert f"New (1)\n  1. {NEW}" in changes
        assert BOATS in changes.split("New (1)")[1]
        assert BOATS in await talk("/facts")
        assert "Updated" in await talk("/draft keep draft:2 yes:yes")


async def test_a_disputed_fact_is_quoted_as_disputed(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        noted = await talk("/article dispute fact:#1:f1 reason:The town archive says 1910.")

        assert "told that it is disputed" in noted
        quoted = await talk("/fact when did the mill burn")
        assert re.search(r"disputed on \w+ \d+, \d{4}: The town archive says 1910\.", quoted)


async def test_a_fact_that_moderators_changed_is_marked_once_wherever_it_is_looked_over(
    tmp_path: Path,
) -> None:
    async with open_talk(tmp_path) as talk:
        await add(talk, said(CLOSED, QUAYS, BOATS))
        await talk("/article correct fact:#1:f2 text:She promised 41. reason:A slip of hers.")
        new = talk.write("new.txt", said(CLOSED, MORE, BOATS))

        for line in (f"/article refresh file:{new}", "/draft show page:1", "/draft compare item:f:f2"):
            shown = await talk(line)
            marked = [one for one in shown.splitlines() if "She promised 41." in one or "A slip" in one]
            assert marked
            assert all(one.count("A slip of hers.") <= 1 for one in marked), shown
            assert shown.count("A slip of hers.") == (2 if "compare" in line else 1)
        assert f"    “{QUAYS}”\n      → “{MORE}”" in await talk("/draft changes")


async def test_what_a_fact_said_is_for_moderators_to_see(tmp_path: Path) -> None:
    async with open_mill(tmp_path) as talk:
        assert "No fact of “The mill on the river” has been changed." in await talk("/article history")
        assert "It has never been changed." in await talk("/article history fact:#1:f2")
        await talk("/article correct fact:#1:f1 text:It burned down in 1910. reason:The year was wrong.")
        await talk("/as Kim role:moderator")
        await talk("/article withdraw fact:#1:f1 reason:Nobody knows.")

        listed = await talk("/article history")
        assert "It burned down in 1910. (withdrawn on" in listed
        past = await talk("/article history fact:#1:f1")
        when = r"\w{3} \d+, \d{4}, \d\d:\d\d UTC"
        assert re.search(
            rf"{when}, by Alex – corrected: The year was wrong\.\n"
            r"\s+Before that: “The mill on the river burned down in 1901\.”\n"
            rf"\s+{when}, by Kim – withdrawn: Nobody knows\.\n"
            r"\s+Before that: “It burned down in 1910\.”",
            past,
        )
        assert "A bakery" in await talk("/article history fact:rebuilt mill since 1950")
        for wrong in ("#1:f9", "#9:f1", "the weather in Paris"):
            assert "This fact is not there any more." in await talk(f"/article history fact:{wrong}")
        await talk("/as Sam role:member")
        assert "1910" not in await talk("/article history fact:#1:f1")


@pytest.mark.parametrize(
    "line", ["/article refresh", "/article dispute fact:#1:f1 reason:x", "/draft changes"]
)
async def test_members_do_none_of_it(tmp_path: Path, line: str) -> None:
    async with open_mill(tmp_path) as talk:
        await talk("/as Sam role:member")

        assert "for moderators" in await talk(line)


async def test_all_of_it_is_said_in_french(tmp_path: Path) -> None:
    async with open_talk(tmp_path, Language.FRENCH) as talk:
        await talk(f"/article ajouter {talk.write('harbour.txt', said(CLOSED, QUAYS, BOATS))} oui:oui")
        shown = await talk(f"/article actualiser fichier:{talk.write('new.txt', said(NEW, CLOSED, MORE))}")
        assert "a été relu, et il a changé" in shown
        assert "N’est plus dans l’article (1)" in shown
        assert "Formulé autrement (1)" in shown
        assert "Nouveau (1)" in shown
        await talk("/oui")
        assert re.search(r"l’article ne le dit plus \(\d+(er)? \w+ \d{4}\)", await talk(f"/fait {BOATS}"))
        await talk("/article contester fait:#1:f1 motif:Le maire dit le contraire.")
        quoted = await talk("/fait harbour of Lisse was closed on 3 May")
        assert re.search(r"contesté le \d+(er)? \w+ \d{4} : Le maire dit le contraire\.", quoted)
        assert "par Alex – contesté : Le maire dit le contraire." in await talk(
            "/article historique fait:#1:f1"
        )
