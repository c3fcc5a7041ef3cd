"""One HTML page of an article that has been read: its source with the marks of what was understood.

The page loads nothing and runs nothing: its policy allows no script at all and only its own style, known by
its hash. What is pointed at is shown by CSS alone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.domain.article import Article, Doubtful, Fact, FactState, SetAside
from bot.exports.markup import Html, element, joined, policy_for
from bot.exports.reading_marks import Entry, entries_of, namings_of
from bot.exports.reading_rows import Rows, rows_of
from bot.i18n import Text

STYLE = Path(__file__).with_name("reading_page.css")

_EACH = re.compile(r"/\* each:.*?\*/\n(.*?)/\* end \*/\n", re.DOTALL)
# A language's name as BCP 47 has it, roughly.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_WEB = ("https://", "http://")
# How a legend shows a mark: any word would do.
_KINDS = ("fact", "fact key", "speaker", "prompt", "follow", "aside")


def to_page(article: Article, text: Text, *, about: Sequence[str], key_facts: int) -> bytes:
    """Return the page; *about* says in a few lines where the article is from and how much there is to it."""
    page = _Page(article, text, key_facts=key_facts)
    rows = rows_of(
        article.text,
        page.entries,
        namings_of(article, page.entries),
        note=page.note,
        label=page.label,
        lang=page.lang,
    )
    style = style_for(rows.fullest)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy_for(style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content="Causerie"),
        element("title", page.title),
        element("style", Html(style)),
    )
    body = element("body", *page.parts(rows, about=about))
    return f"<!doctype html>\n{element('html', head, body, lang=text.language.value)}\n".encode()


def style_for(most: int) -> str:
    """Return the page's style, with the rules by which each of *most* marks in a row is lit."""

    def repeated(match: re.Match[str]) -> str:
        return "".join(match[1].replace(".i0", f".i{number}") for number in range(most))

    return _EACH.sub(repeated, _style())


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


class _Page:
    """The parts of a page in the words of a language."""

    def __init__(self, article: Article, text: Text, *, key_facts: int) -> None:
        self._article = article
        self.text = text
        self.title = article.title or text("article.untitled")
        self.lang = article.language if _LANGUAGE.fullmatch(article.language) else None
        self.entries = entries_of(article, key_facts=key_facts)
        self._items = {entry.item: entry for entry in self.entries if entry.item}
        self._doubts: dict[str, list[str]] = {}
        for doubtful in article.doubts:
            if doubtful.item is not None:
                self._doubts.setdefault(doubtful.item, []).append(text(f"doubt.{doubtful.doubt}"))

    def parts(self, rows: Rows, *, about: Sequence[str]) -> Iterator[Html]:
        """Yield the body's parts, doubts first."""
        sections = [one for one in self._sections(rows) if one is not None]
        text = self.text
        yield element("a", text("page.skip"), class_="skip", href="#main")
        links = [element("li", element("a", title, href=f"#{name}")) for name, title, _ in sections]
        yield element(
            "header",
            element("h1", self.title, lang=self._lang_of_title(), dir="auto"),
            *(element("p", line, class_="about", dir="auto") for line in about),
            *self._address(),
            element("nav", element("ul", *links), aria_label=text("page.contents")),
        )
        overview = [section for name, _, section in sections if name not in {"text", "unplaced"}]
        rest = [section for name, _, section in sections if name in {"text", "unplaced"}]
        yield element("main", element("div", *overview, class_="overview"), *rest, id="main", tabindex="-1")
        yield element("footer", element("p", text("page.footer")))

    def note(self, entry: Entry, place: str = "") -> Html:
        """Return what is said of an entry; *place* is the class of what is lit together with it."""
        return joined(self._number(entry, place), *self._lines(entry))

    def label(self, entry: Entry) -> str:
        """Return what an entry is called where only its number is seen."""
        if isinstance(entry.part, SetAside):
            return self.text("page.aside_label", reason=self.text(f"reason.{entry.part.reason}", n=1))
        kind = entry.kind.split()[0]
        return self.text(f"page.{kind}_label", number=entry.number.removeprefix("Q"))

    def _sections(self, rows: Rows) -> Iterator[tuple[str, str, Html] | None]:
        text, article = self.text, self._article
        yield self._section("doubts", text("reading.doubts"), self._doubts_list(), class_="wide doubts")
        yield self._section("key-facts", text("page.key_facts"), self._key_facts())
        questions = self._questions() or element("p", text("article.no_questions"))
        yield self._section("questions", text("page.questions"), questions)
        yield self._section("set-aside", text("reading.set_aside"), self._set_aside())
        if article.text:
            marked = joined(self._legend(), *rows.rows)
            yield self._section("text", text("page.text"), marked)
        unplaced = [one for one in self.entries if one.span is None and isinstance(one.part, Fact)]
        if unplaced:
            heading = text("page.unplaced") if article.text else text("page.facts")
            notes = [
                element("li", self.note(one), class_=f"note {one.kind}", id=f"n-{one.name}")
                for one in unplaced
            ]
            yield self._section("unplaced", heading, element("ol", *notes))

    def _section(
        self, name: str, heading: str, content: Html, *, class_: str | None = None
    ) -> tuple[str, str, Html] | None:
        if not content:
            return None
        title = element("h2", heading, id=f"{name}-heading")
        section = element(
            "section", title, content, id=name, class_=class_, aria_labelledby=f"{name}-heading"
        )
        return name, heading, section

    def _doubts_list(self) -> Html:
        # What concerns the whole article first.
        ordered = sorted(self._article.doubts, key=lambda one: one.item is not None)
        return self._list(self._doubt(one) for one in ordered)

    def _doubt(self, doubtful: Doubtful) -> Html:
        words = element("p", self.text(f"doubt.{doubtful.doubt}"), class_="doubt")
        entry = self._items.get(doubtful.item or "")
        if entry is None:
            return words
        return joined(self._number(entry), words, self._words(entry))

    def _key_facts(self) -> Html:
        key = [one for one in self.entries if one.kind == "fact key"]
        key.sort(key=lambda one: -one.part.score if isinstance(one.part, Fact) else 0)
        return self._list(joined(self._number(one), self._words(one)) for one in key)

    def _questions(self) -> Html:
        entries = [one for one in self.entries if one.kind in {"prompt", "follow"}]
        items = []
        for _, group in groupby(entries, key=lambda one: one.number.split(".")[0]):
            first, *rest = group
            hanging = [element("li", self._linked(one)) for one in rest]
            content = joined(
                self._number(first),
                self._words(first),
                *self._doubt_lines(first),
                element("ul", *hanging, class_="follow-ups") if hanging else Html(),
            )
            items.append(element("li", content))
        return element("ol", *items, class_="listed") if items else Html()

    def _set_aside(self) -> Html:
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if isinstance(entry.part, SetAside):
                groups.setdefault(entry.part.reason, []).append(entry)
        return joined(*(self._group(reason, group) for reason, group in groups.items()))

    def _group(self, reason: str, group: list[Entry]) -> Html:
        heading = self.text(f"reason.{reason}", n=len(group))
        count = element("span", f" ({self.text.number(len(group))})", class_="count")
        listed = self._list(joined(self._number(one), self._words(one)) for one in group)
        return element("details", element("summary", heading, count), listed)

    def _legend(self) -> Html:
        shown = [
            element("li", element("span", self.text(f"page.legend.{name}"), class_=f"seg {kind}"))
            for kind, name in ((kind, kind.split()[-1]) for kind in _KINDS)
        ]
        return joined(
            element("p", self.text("page.how")),
            element("ul", *shown, class_="legend", aria_label=self.text("page.legend")),
        )

    def _lines(self, entry: Entry) -> Iterator[Html]:
        if isinstance(entry.part, SetAside):
            yield element("span", self.text(f"reason.{entry.part.reason}", n=1))
            return
        yield self._words(entry)
        yield from self._doubt_lines(entry)
        tags = []
        if entry.kind == "fact key":
            tags.append(self.text("page.key"))
        if isinstance(entry.part, Fact) and entry.part.state is not FactState.STATED:
            state = self.text(f"state.{entry.part.state}")
            note = entry.part.note
            tags.append(self.text("state.with_note", state=state, note=note) if note else state)
        if tags:
            yield element("p", " · ".join(tags), class_="tag")

    def _doubt_lines(self, entry: Entry) -> Iterator[Html]:
        for words in self._doubts.get(entry.item or "", ()):
            yield element("p", words, class_="doubt")

    def _words(self, entry: Entry) -> Html:
        part = entry.part
        if isinstance(part, Fact) and part.speaker:
            said = element("span", part.speaker, class_="said")
            return element("span", said, self.text("word.colon"), part.text, lang=self.lang, dir="auto")
        words = part if isinstance(part, str) else part.text
        return element("span", words, lang=self.lang, dir="auto")

    def _linked(self, entry: Entry) -> Html:
        return joined(self._number(entry), " ", self._words(entry))

    def _number(self, entry: Entry, place: str = "") -> Html:
        """Return the number of an entry: a link to its place in the text, or to what is said of it."""
        classes = f"number {entry.kind} {place}".rstrip()
        if entry.span is None and not isinstance(entry.part, Fact):
            return element("span", entry.number, class_=classes)
        target = f"#n-{entry.name}" if entry.span is None else f"#t-{entry.name}"
        return element("a", entry.number, class_=classes, href=target, aria_label=self.label(entry))

    def _list(self, contents: Iterator[Html]) -> Html:
        items = [element("li", content) for content in contents]
        return element("ol", *items, class_="listed") if items else Html()

    def _address(self) -> Iterator[Html]:
        url = self._article.url
        if not url:
            return
        is_web = url.casefold().startswith(_WEB)
        link = element("a", url, href=url, rel="noreferrer noopener") if is_web else joined(url)
        yield element("p", link, class_="about")

    def _lang_of_title(self) -> str | None:
        return self.lang if self._article.title else None
