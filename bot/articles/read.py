"""From a file to an article, whatever kind of file it is."""

from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from bot.articles.cleaning import clean
from bot.articles.decode import PAGES, decode, decode_page
from bot.articles.doubts import find_doubts
from bot.articles.markdown import strip_markdown, strip_tables
from bot.articles.metadata import Metadata
from bot.articles.traced import Traced
from bot.articles.understanding import understand
from bot.domain.article import Article, Fact, Question, SetAside
from bot.domain.errors import FileKindError, NothingUnderstoodError
from bot.domain.reading_errors import TextTooLongError

_TEXT = frozenset({"", ".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})
# An article of 200,000 words has some 1,300,000.
MAX_LENGTH = 2_000_000  # characters
_PACKS: dict[str, Literal["toml", "yaml", "json"]] = {
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
}


def read_article(data: bytes, *, name: str, charset: str | None = None, url: str | None = None) -> Article:
    r"""Return what the file *name* holding *data* says; *charset* and *url* are known of a page of the web.

    A text's spans count the code points of the decoded file, its byte order mark and both characters of
    ``\r\n`` included; a page's those of the text that was found in it, a pack's are those it carries.
    """
    suffix = PurePath(name).suffix.casefold()
    if suffix not in _TEXT | _MARKDOWN | PAGES | _PACKS.keys():
        raise FileKindError(name=name, suffix=suffix)
    if suffix in PAGES:
        return _read_page(data, name=name, charset=charset, url=url)
    text = _of_length(decode(data, name=name, charset=charset), name=name)
    if suffix in _PACKS:
        # Packs need libraries that take longer to import than an article takes to read.
        from bot.articles.pack import read_pack  # noqa: PLC0415

        return read_pack(text, name=name, form=_PACKS[suffix])
    article = _read_text(text, name=name, markdown=suffix in _MARKDOWN)
    # An article may say itself where it is at home.
    return replace(article, url=article.url or url)


def _read_page(data: bytes, *, name: str, charset: str | None, url: str | None) -> Article:
    # So do pages, more than all the rest together.
    from bot.articles.html import read_page  # noqa: PLC0415

    page = read_page(decode_page(data, name=name, charset=charset), name=name, url=url)
    text = _of_length(page.text, name=name)
    return _to_article(text, strip_tables(clean(text)), name=name, known=page.known, markdown=True)


def _of_length(text: str, *, name: str) -> str:
    if len(text) > MAX_LENGTH:
        raise TextTooLongError(name=name, length=len(text), limit=MAX_LENGTH)
    return text


def _read_text(text: str, *, name: str, markdown: bool) -> Article:
    traced = clean(text)
    known = Metadata()
    if markdown:
        from bot.articles.frontmatter import split_front_matter  # noqa: PLC0415

        traced, known = split_front_matter(traced)
        traced = strip_markdown(traced)
    return _to_article(text, traced, name=name, known=known, markdown=markdown)


def _to_article(text: str, traced: Traced, *, name: str, known: Metadata, markdown: bool) -> Article:
    found = understand(traced.text, known=known, markdown=markdown)
    facts = []
    for number, statement in enumerate(found.facts, start=1):
        start, end = traced.locate(statement.start, statement.end)
        facts.append(
            Fact(
                id=f"f{number}",
                text=statement.text,
                passage=text[start:end],
                speaker=statement.speaker,
                start=start,
                end=end,
                score=statement.score,
            )
        )
    questions = tuple(
        Question(id=f"q{number}", text=prompt.text, follow_ups=prompt.follow_ups)
        for number, prompt in enumerate(found.prompts, start=1)
    )
    if not facts and not questions:
        raise NothingUnderstoodError(name=name)
    set_aside = []
    for left in found.left:
        start, end = traced.locate(left.start, left.end)
        set_aside.append(SetAside(text=left.text, reason=left.reason, start=start, end=end))
    article = Article(
        title=found.metadata.title,
        language=found.language,
        source=found.metadata.source,
        author=found.metadata.author,
        url=found.metadata.url,
        date=found.metadata.date,
        facts=tuple(facts),
        questions=questions,
        text=text,
        set_aside=tuple(set_aside),
    )
    return replace(article, doubts=find_doubts(article, is_announced=found.is_announced))
