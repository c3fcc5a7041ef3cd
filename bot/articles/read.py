"""From a file to an article, whatever kind of file it is."""

from pathlib import PurePath
from typing import Literal

from bot.articles.cleaning import clean
from bot.articles.decode import decode
from bot.articles.markdown import strip_markdown
from bot.articles.metadata import Metadata
from bot.articles.understanding import understand
from bot.domain.article import Article, Fact, Question
from bot.domain.errors import FileKindError, NothingUnderstoodError

_TEXT = frozenset({"", ".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})
_PACKS: dict[str, Literal["toml", "yaml", "json"]] = {
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
}


def read_article(data: bytes, *, name: str) -> Article:
    r"""Return what the file *name* holding *data* says.

    A text's spans count the code points of the decoded file, its byte order mark and both characters of
    ``\r\n`` included; a pack's are those it carries.
    """
    suffix = PurePath(name).suffix.casefold()
    if suffix not in _TEXT | _MARKDOWN | _PACKS.keys():
        raise FileKindError(name=name, suffix=suffix)
    text = decode(data, name=name)
    if suffix in _PACKS:
        # Packs need libraries that take longer to import than an article takes to read.
        from bot.articles.pack import read_pack  # noqa: PLC0415

        return read_pack(text, name=name, form=_PACKS[suffix])
    return _read_text(text, name=name, markdown=suffix in _MARKDOWN)


def _read_text(text: str, *, name: str, markdown: bool) -> Article:
    traced = clean(text)
    known = Metadata()
    if markdown:
        from bot.articles.frontmatter import split_front_matter  # noqa: PLC0415

        traced, known = split_front_matter(traced)
        traced = strip_markdown(traced)
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
    return Article(
        title=found.metadata.title,
        language=found.language,
        source=found.metadata.source,
        url=found.metadata.url,
        date=found.metadata.date,
        facts=tuple(facts),
        questions=questions,
        text=text,
    )
