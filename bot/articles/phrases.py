"""The set phrases that pages are furnished with, put together from the languages' tables."""

import re
from re import Pattern

from bot.articles.lexicon import Lexicon

# "— Name (@handle) March 23, 2024", as embedded posts are signed.
_SOCIAL_SIGNATURE = (
    r"[—–-]{1,2} ?[^\n()—@]{0,80}\(?@[\w.@-]{1,60}\)?(?: ?[·,•-]? ?(?:on |le |am |el |il |em )?DATE)?"
)
SOCIAL_MARK = re.compile(
    r"(?<!\w)#[^\W\d_]\w{1,50}|https?://t\.co/\w|pic\.twitter\.com/|(?<![\w.])@\w{2,30}\b(?!\.\w)|"
    r"[\U0001F300-\U0001FAFF]"
)
# Posts end in their marks; an article may well mention a hashtag on the way.
SOCIAL_END = re.compile(
    r"(?:(?<!\w)[#@]\w{2,50}|https?://t\.co/\w{1,20}|pic\.twitter\.com/\w{1,20}|"
    r"[\U0001F300-\U0001FAFF])\W{0,4}\Z"
)


def question_heading(lexicon: Lexicon) -> Pattern[str]:
    """Return what announces the discussion questions, wherever it stands in a line."""
    return lexicon.pattern(r"<question_heading>")


def question_label(lexicon: Lexicon) -> Pattern[str]:
    """Return what announces them where it is all that a line says, but for a number or a colon."""
    return lexicon.pattern(
        r"\A\W{0,4}(?:\d{1,2}[.)]?\s)?(?:the |les |la |le |l[’'])?<question_label>(?:\s\d{1,2})?\W{0,4}\Z"
    )


def faq_heading(lexicon: Lexicon) -> Pattern[str]:
    """Return what announces questions that the page answers itself."""
    return lexicon.pattern(r"\b<faq_heading>\b")


def source_line(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches a line that names the source; group ``source`` is its name."""
    return lexicon.pattern(r"\A[(\[*]{0,2}\s?<source>\s?:\s?(?P<source>(?:.|\n)*?)\s*[)\]*]{0,2}\s*\Z")


def social_signature(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches how an embedded post is signed."""
    return lexicon.pattern(_SOCIAL_SIGNATURE)


def furniture(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches the beginning of a sentence that is part of the page, not of the article."""
    return lexicon.pattern(r"\A\W{0,4}<furniture>")


def furniture_inside(lexicon: Lexicon) -> Pattern[str]:
    """Return the same, wherever it stands in the sentence."""
    return lexicon.pattern(r"\b<furniture_inside>\b")


def end_heading(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches a heading behind which everything is about other things."""
    return lexicon.pattern(r"\A\W{0,4}(?:\d{1,5} )?<ending>(?: \(\d{1,5}\))?\s?:?\Z")


def related_heading(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches the heading of a list of other articles."""
    return lexicon.pattern(r"\A\W{0,4}<related>\s?:?\Z")


def author_heading(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches the heading above who wrote the article."""
    return lexicon.pattern(r"\A\W{0,4}<author>\s?:?\Z")


def author_line(lexicon: Lexicon) -> Pattern[str]:
    """Return what is said of who wrote the article, and of nobody else."""
    return lexicon.pattern(r"\b<author_line>")


def commentary(lexicon: Lexicon) -> Pattern[str]:
    """Return what matches a writer's comment that tells nothing one could look up."""
    return lexicon.pattern(r"\A\W{0,4}<commentary>")
