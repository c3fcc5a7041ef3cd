"""Make the pictures of the documentation: what the bot sends to a stub of Discord, drawn and photographed.

Needs Chromium, and pngquant for small files: ``PYTHONPATH=.:tests/discord python docs/screenshots.py``.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import discord
from api_stub.actors import GuildActor
from api_stub.people import Member
from api_stub.seen import Answer
from api_stub.stub import Stub
from api_stub.world import Message
from drawing import to_form, to_message, to_page
from running import Running

from bot import samples
from bot.discord_front.service import use_api
from bot.i18n import Language, Text, text_in

IMAGES = Path(__file__).parent / "images"
SAMPLES = Path(samples.__path__[0])
LARGEST = 80_000  # bytes
WIDTH = 720
TALLEST = 4_000
SCALE = 1.25
COLOURS = "16"  # of which the rims of letters are most
LOCALES = {Language.ENGLISH: "en-US", Language.FRENCH: "fr"}
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
MEASURE = "<script>document.title = document.body.scrollHeight</script>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people say in the pictures, and what stands around the bot's own words."""

    channel: str
    answer: str
    other: str
    query: str
    private: str  # who sees what is private
    public: str
    thread: str
    end: tuple[str, str]


WORDS = {
    Language.ENGLISH: Words(
        channel="reading-circle",
        answer="He may well mean it. But power that is given up in one firm only moves to the next.",
        other="A change of heart that suits him well.",
        query="how mutch does stabilty spend a month",
        private="only you see this",
        public="in #reading-circle",
        thread="Thread:",
        end=("Cancel", "Submit"),
    ),
    Language.FRENCH: Words(
        channel="cercle-de-lecture",
        answer="Il est peut-être sincère. Mais le pouvoir qu’une entreprise abandonne passe à la suivante.",
        other="Un revirement qui l’arrange bien.",
        query="combien depense stabilty par moi",
        private="visible de vous uniquement",
        public="dans #cercle-de-lecture",
        thread="Fil :",
        end=("Annuler", "Envoyer"),
    ),
}


@dataclass(slots=True, kw_only=True)
class Album:
    """The pictures taken in one language."""

    language: Language
    names: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What people say."""
        return WORDS[self.language]

    def message(self, name: str, message: Message | None, *, note: str, below: str = "") -> None:
        """Keep a message as a picture."""
        if message is None:
            raise AssertionError(f"nothing came for {name}")
        shown = to_message(
            {
                "content": message.content,
                "embeds": message.embeds,
                "components": message.components,
                "attachments": message.attachments,
            },
            note=note,
            names=self.names,
        )
        self.pages[name] = to_page(shown + below, language=self.language)

    def answer(self, name: str, answer: Answer) -> None:
        """Keep a private answer as a picture."""
        if not answer.is_private:
            raise AssertionError(f"{name} should be private")
        self.message(name, answer.message, note=f"· {self.words.private}")

    def form(self, name: str, form: Answer, *, filled: Mapping[str, object]) -> None:
        """Keep a form as a picture."""
        if form.modal is None:
            raise AssertionError(f"no form came for {name}")
        shown = to_form(form.modal, filled=filled, end=self.words.end)
        self.pages[name] = to_page(shown, language=self.language)


async def take_all() -> list[Album]:
    """Let the bot run a small discussion in each language, and keep what people see."""
    albums = []
    with tempfile.TemporaryDirectory() as folder:
        async with Stub() as stub:
            use_api(stub.url)
            stub.gateway.identify_window = 0
            bot = Running(stub, folder=Path(folder))
            await bot.start()
            try:
                for language in Language:
                    album = Album(language=language)
                    await take(album, stub=stub)
                    albums.append(album)
            finally:
                await bot.stop()
            if refusals := stub.server.refusals():
                raise AssertionError(refusals)
    return albums


async def take(album: Album, *, stub: Stub) -> None:
    """Let people meet, discuss and part."""
    say, words = text_in(album.language), album.words
    locale = LOCALES[album.language]
    guild = stub.guild("Le Phare", locale=locale)
    general = guild.text("general")
    place = guild.text(words.channel)
    album.names[str(place)] = f"#{words.channel}"
    ann = guild.member("Ann", locale=locale, manage_guild=True, manage_messages=True)
    guild.invite_bot()
    await stub.gateway.until(lambda: guild.messages(general))

    panel = await ann.choose(await ann.run("setup", channel=general), say("pick.channel"), place)
    album.answer("setup", panel)
    pack = SAMPLES / f"stability-ai.{album.language}.toml"
    preview = await ann.run("article add", channel=general, file=(pack.name, pack.read_bytes()))
    album.answer("preview", preview)
    kept = await ann.click(preview, say("action.keep_article"))
    await ann.click(kept, say("action.start"))
    prompt = take_prompt(album, guild=guild, place=place)
    await take_answers(album, guild=guild, prompt=prompt, say=say)
    guild.forbid(place, attach_files=True)
    album.answer("doctor", await ann.run("doctor", channel=general))
    guild.forbid(place, attach_files=False)
    await take_closing(album, ann=ann, guild=guild, place=place)


def take_prompt(album: Album, *, guild: GuildActor, place: int) -> Message:
    """Keep the prompt, with the name of its thread."""
    (thread,) = guild.threads(place)
    prompt = next(one for one in guild.messages(place) if one.id == int(thread["id"]))
    below = f"<small>{album.words.thread} {thread['name']}</small>"
    album.message("prompt", prompt, note=f"· {album.words.public}", below=below)
    return prompt


async def take_answers(album: Album, *, guild: GuildActor, prompt: Message, say: Text) -> None:
    """Let two people answer and one look something up."""
    locale, words = LOCALES[album.language], album.words
    bea, cem = (guild.member(name, locale=locale) for name in ("Bea", "Cem"))
    filled = {"text": words.answer, "kept": "pseudonymous", "agreed": True}
    form = await bea.click(prompt, say("button.answer"))
    album.form("answer", form, filled={**filled, "agreed": "yes"})
    album.answer("receipt", await bea.submit(form, **filled))
    await cem.submit(await cem.click(prompt, say("button.answer")), text=words.other, agreed=True)
    album.answer("fact", await cem.run("fact", channel=prompt.channel, query=words.query))


async def take_closing(album: Album, *, ann: Member, guild: GuildActor, place: int) -> None:
    """Let another question be asked, then end the discussion."""
    await ann.run("discuss next", channel=place)
    await ann.run("discuss close", channel=place)
    album.message("closing", guild.messages(place)[-1], note=f"· {album.words.public}")


def photograph(page: str, to: Path, *, folder: Path) -> None:
    """Take the picture of *page*, as tall as it is."""
    source = folder / f"{to.stem}.html"
    source.write_text(page.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    measured = chromium("--dump-dom", f"--window-size={WIDTH},{TALLEST}", str(source), folder=folder)
    found = re.search(r"<title>(\d+)</title>", measured)
    if found is None:
        raise AssertionError("Chromium does not say how tall the page is")
    size = f"--window-size={WIDTH},{found[1]}"
    scale = f"--force-device-scale-factor={SCALE}"
    chromium(f"--screenshot={to}", size, scale, str(source), folder=folder)
    if (pngquant := shutil.which("pngquant")) is not None:
        subprocess.run(
            [pngquant, "--force", "--nofs", "--strip", "--ext", ".png", COLOURS, str(to)], check=True
        )
    if to.stat().st_size > LARGEST:
        raise AssertionError(f"{to.name} is too large: {to.stat().st_size}")


def chromium(*arguments: str, folder: Path) -> str:
    """Run Chromium and return what it writes."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("Chromium is needed to take the pictures.")
    profile = f"--user-data-dir={folder / 'profile'}"
    ran = subprocess.run(
        [program, *CHROMIUM, profile, *arguments], check=True, capture_output=True, encoding="utf-8"
    )
    return ran.stdout


def pictures() -> Iterator[Path]:
    """Make every picture, and yield where each is."""
    discord.VoiceClient.warn_nacl = False
    albums = asyncio.run(take_all())
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for album in albums:
            for name, page in album.pages.items():
                to = IMAGES / f"{name}.{album.language}.png"
                photograph(page, to, folder=Path(folder))
                yield to


if __name__ == "__main__":
    for picture in pictures():
        print(picture.name, picture.stat().st_size)
