"""What is said of a command, an option or a value that does not fit, and what help says instead.

None of these lines changes anything, so all of them share one conversation.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from talk import Talk, open_mill

from bot.i18n import Language

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path_factory.mktemp("english")) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def french(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    async with open_mill(tmp_path_factory.mktemp("french"), Language.FRENCH) as opened:
        yield opened


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/fcat mill", "There is no command “fcat”. /help lists them. Did you mean /fact?"),
        ("/hlep", "Did you mean /help?"),
        ("/discuss nxt", "“/discuss” needs one more word: start, next, close, status."),
        (
            "/article",
            "“/article” needs one more word: add, show, pack, retention, correct, dispute, withdraw, "
            "history, refresh, remove.",
        ),
        ("/réponses", "“/responses” needs one more word: list, reported, hide, restore, stand, mute."),
        ("/xyzzyplugh", "There is no command “xyzzyplugh”. /help lists them.\n"),
        ("/", "There is no command “”."),
        ("//", "There is no command “/”."),
        ("/fact", "/fact needs “query”, as in: /fact query:…"),
        ("/fact query:", "/fact needs “query”"),
        ("/fact ?!", "Say a little more: which word should I look for?"),
        ("/fact qeury:mill", "/fact does not know “qeury”. It takes: query, article. Did you mean query?"),
        ("/edit respons:1 x", "It takes: text, response, key. Did you mean response?"),
        ("/withdraw answr:1", "/withdraw does not know “answr”. It takes: response, key."),
        ("/articles mill", "/articles takes no words after it."),
        ("/gaps all", "“all” will not do for “state”. Expected: open · answered · dismissed."),
        (
            "/export pdf",
            "“pdf” will not do for “format”. Expected: Spreadsheet (CSV) · Workbook (XLSX) · ",
        ),
        ("/export format:", "“” will not do for “format”."),
        ("/withdraw many", "“many” will not do for “response”. Expected: a whole number."),
        ("/withdraw -1", "“-1” will not do"),
        ("/withdraw ٣", "“٣” will not do"),
        ("/withdraw 9999999999999999999", "will not do for “response”"),
        ("/withdraw 999999999999999999", "There is no answer #999999999999999999 here."),
        ("/article remove mill yes:perhaps", "“perhaps” will not do for “yes”. Expected: yes, no."),
        ("/article show nothing of the kind", "No article is called “nothing of the kind”."),
        ("/as", "“/as” needs one more word: a name."),
        ("/as Sam role:king", "“king” will not do for “role”. Expected: member, moderator."),
        ("/help fcat", "There is no command “fcat”."),
    ],
)
async def test_what_is_said_of_a_slip(talk: Talk, line: str, said: str) -> None:
    assert said in await talk(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/fiat moulin",
            "Il n’y a pas de commande « fiat ». /aide en donne la liste. Vouliez-vous dire /fait ?",
        ),
        ("/hlep", "Vouliez-vous dire /aide ?"),
        ("/repondr x", "Vouliez-vous dire /répondre ?"),
        (
            "/article",
            "« /article » attend encore un mot : ajouter, montrer, fiche, durée, corriger, contester, "
            "retirer, historique, actualiser, supprimer.",
        ),
        (
            "/reponses",
            "« /réponses » attend encore un mot : liste, signalées, masquer, rétablir, laisser, suspendre.",
        ),
        ("/fait", "/fait attend « requête », par exemple : /fait requête:…"),
        ("/fact", "/fait attend « requête »"),
        (
            "/modifier reponce:1 x",
            "/modifier ne connaît pas « reponce ». Options possibles : texte, réponse, clé. "
            "Vouliez-vous dire réponse ?",
        ),
        ("/articles tous", "/articles ne prend rien à la suite."),
        ("/lacunes toutes", "« toutes » ne convient pas pour « état »."),
        (
            "/export pdf",
            "« pdf » ne convient pas pour « format ». On attend : Tableur (CSV) · Classeur (XLSX) · ",
        ),
        ("/retirer abc", "« abc » ne convient pas pour « réponse ». On attend : un nombre entier."),
        ("/article supprimer mill oui:peut-être", "« peut-être » ne convient pas pour « oui »."),
        ("/comme", "« /comme » attend encore un mot : un nom."),
        ("/comme Zoé rôle:roi", "On attend : membre, modérateur."),
    ],
)
async def test_what_is_said_of_a_slip_in_french(french: Talk, line: str, said: str) -> None:
    assert said in await french(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/help fact", "/fact query:… [article:…]"),
        ("/help /fact", "query: a few words"),
        ("/help command:fait", "/fact query:…"),
        ("/help Répondre", "/answer text:… [kept:…] [uses:…] [question:…]"),
        ("/help repondre", "/answer text:… [kept:…] [uses:…] [question:…]"),
        ("/help responses", "/responses restore response:… reason:…"),
        ("/help  article   add", "/article add [file:…] [url:…] [text:…] [yes:…]"),
        ("/help export", "what kind of file — Spreadsheet (CSV) · Workbook (XLSX)"),
    ],
)
async def test_help_on_one_command(talk: Talk, line: str, said: str) -> None:
    assert said in await talk(line)


async def test_help_says_what_the_local_chat_adds(talk: Talk, french: Talk) -> None:
    assert "/as NAME [role:member]" in await talk("/help")
    assert "/comme NOM [rôle:membre]" in await french("/aide")
    assert "requête : quelques mots" in await french("/aide fait")
