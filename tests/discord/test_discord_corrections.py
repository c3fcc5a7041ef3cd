"""Facts corrected and withdrawn on Discord; and what the threads of a second discussion are called."""

import pytest
from api_stub.stub import Stub
from lighthouse import keep, keep_sample, open_lighthouse, start
from under_way import PACK

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_fact_is_corrected_in_a_form_that_shows_it(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)
    ann = server.ann
    suggested, _ = await ann.autocomplete(
        "article correct", channel=server.place, focused="fact", fact="8 million a month"
    )
    label, reference = suggested[0]

    form = await ann.run("article correct", channel=server.place, fact=reference)
    assert form.fields["text"]["value"].startswith(label.rstrip("…"))
    said = await ann.submit(form, text="It spent 9 million dollars a month.", reason="It was revised.")

    assert said.is_private
    assert "It spent 9 million dollars a month." in said.text
    found = await server.bea.run("fact", channel=server.place, query="9 million a month")
    assert "It spent 9 million dollars a month." in found.text
    assert "It was revised." in found.text
    assert "$8 million" in found.text  # the passage is what the article said


async def test_a_withdrawn_fact_is_offered_to_nobody(stub: Stub) -> None:
    server = await open_lighthouse(stub, locale="fr")
    await keep_sample(server, "fr")
    ann, bea = server.ann, server.bea
    ((_, reference), *_rest), _ = await ann.autocomplete(
        "article retirer", channel=server.place, focused="fait", fait="8 millions par mois"
    )

    form = await ann.run("article retirer", channel=server.place, fait=reference)
    said = await ann.submit(form, reason="L’article est revenu là-dessus.")

    assert "Retiré" in said.text
    left, _ = await bea.autocomplete(
        "fait", channel=server.place, focused="requête", requête="8 millions par mois"
    )
    assert reference not in [value for _, value in left]
    again = await ann.run("article retirer", channel=server.place, fait=reference)
    assert again.modal is None
    assert server.say("error.unknown_fact") in again.text


async def test_a_correction_is_not_put_over_one_that_its_form_did_not_show(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK)
    forms = [await server.ann.run("article correct", channel=server.place, fact="#1:f1") for _ in range(2)]
    await server.ann.submit(forms[0], text="It burned in 1910.", reason="The archive.")

    late = await server.ann.submit(forms[1], text="It burned in 1911.", reason="My aunt.")

    assert server.say("error.draft_changed") in late.text
    assert "1910" in (await server.bea.run("fact", channel=server.place, query="#1:f1")).text


async def test_a_form_shows_all_of_what_is_longer_than_it_may_be(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    words = "The mill on the river burned down in 1901" + " and again" * 100
    await keep(server, PACK.replace("The mill on the river burned down in 1901", words))

    form = await server.ann.run("article correct", channel=server.place, fact="#1:f1")

    shown = str(form.fields["text"]["value"])
    assert shown == f"{words}."
    said = await server.ann.submit(form, text=shown, reason="It was so.")
    assert "600" in said.text  # refused, and not cut


@pytest.mark.parametrize("name", ["article correct", "article withdraw"])
async def test_a_form_keeps_to_the_fact_that_words_meant(stub: Stub, name: str) -> None:
    server = await open_lighthouse(stub)
    await keep_sample(server)
    words = "Stability AI was spending about 8 million dollars a month according to Bloomberg in October 2023"
    form = await server.ann.run(name, channel=server.place, fact=words)
    assert form.modal is not None
    closer = f'id = "later"\nlanguage = "en"\ntitle = "Later"\n[[facts]]\nid = "f1"\ntext = "{words}."\n'
    await keep(server, closer)

    filled = {"text": "It spent 9 million."} if name == "article correct" else {}
    await server.ann.submit(form, **filled, reason="It was revised.")

    found = await server.bea.run("fact", channel=server.place, query=words)
    assert f"{words}." in found.text


async def test_words_too_long_for_a_form_are_refused_with_what_to_do(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await keep(server, PACK.replace('"f1"', f'"{"mill-" * 20}"'))

    answer = await server.ann.run(
        "article correct", channel=server.place, fact="The mill burned down in 1901"
    )

    assert answer.modal is None
    assert answer.is_private
    assert server.say("front.too_long") in answer.text


async def test_the_threads_of_a_second_discussion_have_names_of_their_own(stub: Stub) -> None:
    server = await open_lighthouse(stub)
    await start(server, await keep_sample(server))
    await server.ann.run("discuss close", channel=server.place)
    await server.ann.run("discuss start", channel=server.place)

    first, second = sorted(str(one["name"]) for one in server.guild.threads(server.place))

    assert first != second
    assert second.endswith(" (2)") or first.endswith(" (2)")
    assert max(len(first), len(second)) <= 100
