"""Which pieces of a page are the article's.

An extractor says where the article is; within it, and in boxes beside it, it tends to lose just what a
discussion needs: short lists, questions, tables. Those are put back; what the page itself marks as its
furniture (sharing, related articles, comments, forms) never is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile

from bot.articles.html_layout import Element, Piece, upwards
from bot.articles.word_sets import word_set

# Parts of the names that pages give to what is not the article, in the languages their makers write.
_FURNITURE = word_set(
    "ad ads advert advertisement adverts advertising anuncio autopromo promo pub publicidad publicite "
    "sponsor sponsored donate cta breadcrumb breadcrumbs menu nav navbar navigation footer sommaire meta "
    "cookie cookies consent gdpr login paywall regwall popup newsletter subscribe subscription "
    "share shares sharing social sociale compartir compartilhar condividi teilen facebook instagram mastodon "
    "tiktok tweet twitter related relacionadas relacionados correlati recirc recommandations recommendations "
    "recommended verwandte comment comments commentaire commentaires comentarios commenti disqus kommentar "
    "kommentare respond poll sondage encuesta enquete sondaggio umfrage ratings "
    "author autor auteur autore bio byline firma signature dateline timestamp kicker tags etiquettes "
    "etiquetas caption credit legende"
)
_FURNITURE_TAGS = word_set("nav footer")
_FURNITURE_ROLES = word_set("navigation contentinfo search dialog alertdialog banner menu")
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_WORD = re.compile(r"\w+")
_QUESTION = re.compile(r"\w[\w\s»”\"’')\]]{0,4}\?")
_ENDED = re.compile(r"[.!?…][»”\"’')\]]{0,3}\Z")
_FIELDS = word_set("email password search radio tel")
_BOXES = word_set("article aside details div fieldset figure form main section td")
_WHOLE = word_set("html body")
_SHORT_LINE = 100  # characters
_SHINGLE = 3  # words; fewer are found by chance, more are lost where a single word differs
_KEPT = 0.4
_SHOWN = 0.5
_MUCH = 0.25
_LINKED = 0.6
_MOST = 0.9
_ALL_LINKED = 0.8
_MAX_LINK = 200
_MAX_LEAD_IN = 160
_MAX_NAMES = 1000


@dataclass(slots=True)
class _Page:
    """What is found out about the pieces of a page, and about the elements they stand in."""

    pieces: Sequence[Piece]
    kept: Sequence[bool]
    length: Counter[Element] = field(default_factory=Counter)  # characters of the article inside
    count: Counter[Element] = field(default_factory=Counter)  # pieces inside
    _marked: dict[Element, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for piece, is_kept in zip(self.pieces, self.kept, strict=True):
            for element in upwards(piece.element):
                self.count[element] += 1
                self.length[element] += len(piece.text) * is_kept
        total = sum(len(piece.text) for piece, is_kept in zip(self.pieces, self.kept, strict=True) if is_kept)
        called: dict[str, set[Element]] = {}
        for element in self.count:
            for name in _names(element):
                called.setdefault(name, set()).add(element)
        for elements in called.values():
            outermost = [one for one in elements if not any(up in elements for up in one.iterancestors())]
            # A name that goes for much of the article says nothing about the rest.
            if sum(self.length[one] for one in outermost) <= _MUCH * total:
                self._marked.update(dict.fromkeys(elements, True))

    def is_furniture(self, element: Element) -> bool:
        """Whether the page marks it, or what it stands in, as something else than the article."""
        line = []
        for one in upwards(element):
            line.append(one)
            if one in self._marked:
                break
        is_marked = self._marked.get(line[-1], False)
        self._marked.update(dict.fromkeys(line, is_marked))
        return is_marked


def choose(pieces: Sequence[Piece], *, extracted: str) -> list[Piece]:
    """Return those of *pieces* that are the article's, where *extracted* is what was found of it."""
    known = _known(extracted)
    shown = [_runs(piece.text) for piece in pieces]
    if len(known & set(chain.from_iterable(shown))) < _SHOWN * len(known):
        # Some pages carry their text where nothing is shown: in a template, or as values for a script.
        lines = (" ".join(line.split()) for line in extracted.splitlines())
        return [Piece(text=line, element=None) for line in lines if line]
    links = sum(piece.linked for piece in pieces)
    # In broken pages a link that was never closed goes on to the end.
    has_links = links <= _LINKED * sum(len(piece.text) for piece in pieces)
    kept = [bool(runs) and sum(run in known for run in runs) >= _KEPT * len(runs) for runs in shown]
    is_found = any(kept)
    kept = [
        (is_kept or not is_found) and not ((has_links or not is_found) and _is_link(piece))
        for piece, is_kept in zip(pieces, kept, strict=True)
    ]
    page = _Page(pieces, kept)
    chosen = [
        is_kept and not page.is_furniture(piece.element) for piece, is_kept in zip(pieces, kept, strict=True)
    ]
    _put_back(page, chosen, has_links=has_links)
    return [piece for piece, is_chosen in zip(pieces, chosen, strict=True) if is_chosen]


def _put_back(page: _Page, chosen: list[bool], *, has_links: bool) -> None:
    """Choose what was lost: boxes of questions wherever they stand, and what stands amid the article."""
    pieces, home = page.pieces, _home(page, chosen)
    asking = [
        not is_chosen and _asks(piece) and not page.is_furniture(piece.element)
        for piece, is_chosen in zip(pieces, chosen, strict=True)
    ]
    amid = range(chosen.index(True), len(chosen) - chosen[::-1].index(True)) if any(chosen) else range(0)
    for box, members in _boxes(page, chosen):
        inside = [pieces[member] for member in members]
        if not _may_belong(inside, box, has_links=has_links):
            continue
        lead_in = _lead_in(page, members[0])
        is_home = home is not None and _is_within(box, home)
        is_led_in = lead_in is not None and (chosen[lead_in] or any(asking[member] for member in members))
        is_part = is_home and _is_part(inside, is_led_in=is_led_in or members[0] in amid)
        if is_part or _are_several(pieces, asking, members):
            for member in members if lead_in is None else (lead_in, *members):
                is_other = page.is_furniture(pieces[member].element) or (
                    has_links and _is_link(pieces[member])
                )
                chosen[member] = chosen[member] or not is_other


def _boxes(page: _Page, chosen: Sequence[bool]) -> Iterator[tuple[Element, range]]:
    """Yield the boxes of what is not chosen, with the pieces in them."""
    seen: set[Element] = set()
    for index, piece in enumerate(page.pieces):
        if chosen[index] or piece.is_heading or page.is_furniture(piece.element):
            continue
        box = _box(page, piece.element)
        if box not in seen:
            seen.add(box)
            yield box, _members(page, index, box)


def _may_belong(inside: Sequence[Piece], box: Element, *, has_links: bool) -> bool:
    length = sum(len(piece.text) for piece in inside)
    if has_links and sum(piece.linked for piece in inside) > _LINKED * length:
        return False
    return not any(one.get("type") in _FIELDS for one in box.iter("input"))


def _is_part(inside: Sequence[Piece], *, is_led_in: bool) -> bool:
    """Whether *inside*, which stand in the article, are a list, a table or a sentence of it."""
    is_sentence = len(inside) == 1 and _ENDED.search(inside[0].text) is not None
    return is_led_in and (is_sentence or any(piece.is_item or piece.is_row for piece in inside))


def _are_several(pieces: Sequence[Piece], asking: Sequence[bool], members: range) -> bool:
    """Whether *members*, and what else was lost right beside them, ask more than one question."""
    after = takewhile(asking.__getitem__, range(members[-1] + 1, len(pieces)))
    before = takewhile(asking.__getitem__, range(members[0] - 1, -1, -1))
    count = 0
    for at in chain(members, after, before):
        count += len(_QUESTION.findall(pieces[at].text)) if asking[at] else 0
        if count > 1:
            return True
    return False


def _lead_in(page: _Page, first: int) -> int | None:
    """Return the heading, or the line with a colon, that stands before the piece *first*."""
    if not first:
        return None
    piece = page.pieces[first - 1]
    announces = piece.is_heading or (piece.text.endswith(":") and len(piece.text) <= _MAX_LEAD_IN)
    return first - 1 if announces and not page.is_furniture(piece.element) else None


def _box(page: _Page, element: Element) -> Element:
    """Return what *element* is part of: the box around it, as long as nothing of the article is in there."""
    around = list(takewhile(lambda one: not page.length[one] and one.tag not in _WHOLE, upwards(element)))
    boxes = (one for one in around if one.tag in _BOXES and page.count[one] > 1)
    return next(boxes, around[-1] if around else element)


def _members(page: _Page, index: int, box: Element) -> range:
    """Return the pieces that stand in *box*; they follow one another."""
    first, last = index, index + 1
    while first and _is_within(page.pieces[first - 1].element, box):
        first -= 1
    while last < len(page.pieces) and _is_within(page.pieces[last].element, box):
        last += 1
    return range(first, last)


def _home(page: _Page, chosen: Sequence[bool]) -> Element | None:
    """Return the innermost element that nearly all of what was chosen stands in."""
    lengths: Counter[Element] = Counter()
    total = 0
    for piece, is_chosen in zip(page.pieces, chosen, strict=True):
        if is_chosen:
            total += len(piece.text)
            for element in upwards(piece.element):
                lengths[element] += len(piece.text)
    holding = [element for element, length in lengths.items() if length >= _MOST * total]
    return min(holding, key=lambda element: -_depth(element), default=None)


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_within(element: Element, box: Element) -> bool:
    return any(one is box for one in upwards(element))


def _names(element: Element) -> Iterator[str]:
    """Yield what tells that *element* is furniture."""
    if element.tag in _FURNITURE_TAGS:
        yield element.tag
    if (role := element.get("role")) in _FURNITURE_ROLES:
        yield role
    names = f"{element.get('id') or ''} {element.get('class') or ''}"[:_MAX_NAMES]
    for name in _NAME.findall(names):
        if (folded := name.casefold()) in _FURNITURE:
            yield folded


def _is_link(piece: Piece) -> bool:
    return piece.linked > _ALL_LINKED * len(piece.text) and len(piece.text) <= _MAX_LINK


def _asks(piece: Piece) -> bool:
    return bool(_QUESTION.search(piece.text))


def _known(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words in *text*, and its lines that are shorter than one."""
    found = set(_runs(text))
    for line in text.splitlines():
        if len(line) <= _SHORT_LINE and len(words := _runs(line)) == 1:
            found.update(words)
    return found


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < _SHINGLE:
        return [tuple(words)] if words else []
    return list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
