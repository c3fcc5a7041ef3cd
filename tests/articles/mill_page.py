"""A web page about a mill, for tests that read pages."""

import json

from bot.articles.read import read_article
from bot.domain.article import Article

BODY = (
    "<p>The mill at Lisse has ground flour since 1842, and it employs 34 people from three villages.</p>"
    "<p>A flood carried off 600 sacks of grain in March, according to the owner, Odile Brandt.</p>"
    "<p>“We will be grinding again before the harvest,” said Brandt, who has run it for eleven years.</p>"
    "<p>The county has lent her 90,000 euros, to be paid back by the end of 2031.</p>"
)


def page(main: str, *, head: str = "", before: str = "", after: str = "", lang: str = "en") -> bytes:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>'
        '<header><nav><ul><li><a href="/">News</a></li><li><a href="/ads">Ads</a></li></ul></nav></header>'
        f"{before}<main><article><h1>The mill at Lisse grinds on</h1>{main}</article></main>{after}"
        "<footer><p>© The Lisse Courier. Any questions? Write to us.</p></footer></body></html>"
    ).encode()


def read(data: bytes, *, url: str | None = None, charset: str | None = None) -> Article:
    return read_article(data, name="mill.html", url=url, charset=charset)


def asked(article: Article) -> list[str]:
    return [" ".join((question.text, *question.follow_ups)) for question in article.questions]


# What a page says of its article for machines.
TOLD: dict[str, object] = {
    "@type": ["NewsArticle"],
    "headline": "The mill at Lisse grinds on",
    "author": [{"@type": "Person", "name": "Ida Vos"}, {"name": "Jan Maas"}],
    "datePublished": "2026-03-25T08:00:00+01:00",
    "publisher": {"@type": "Organization", "name": "The Lisse Courier"},
    "inLanguage": "en-GB",
}


def linked(told: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'
