"""Tests for bot.domain.address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import comparable

PAGE = "https://example.org/news/harbour-closes"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("http://example.org/news/harbour-closes", id="scheme"),
        pytest.param("HTTPS://Example.ORG/news/harbour-closes", id="case-of-the-host"),
        pytest.param("https://www.example.org/news/harbour-closes", id="www"),
        pytest.param("https://m.example.org/news/harbour-closes", id="telephone"),
        pytest.param("https://amp.example.org/news/harbour-closes", id="amp-host"),
        pytest.param("https://www.amp.example.org/news/harbour-closes", id="several-labels"),
        pytest.param("https://example.org./news/harbour-closes", id="root-dot"),
        pytest.param("https://example.org:443/news/harbour-closes", id="default-port"),
        pytest.param("http://example.org:80/news/harbour-closes", id="default-port-of-http"),
        pytest.param("https://ann:secret@example.org/news/harbour-closes", id="credentials"),
        pytest.param("https://example.org/news/harbour-closes/", id="trailing-slash"),
        pytest.param("https://example.org/news/harbour-closes/index.html", id="index"),
        pytest.param("https://example.org/news/harbour-closes/Default.aspx", id="default"),
        pytest.param("https://example.org/news/harbour-closes#comments", id="fragment"),
        pytest.param("https://example.org/news/harbour-closes?", id="empty-query"),
        pytest.param("https://example.org/news/harbour-closes?utm_source=x&utm_medium=y", id="utm"),
        pytest.param("https://example.org/news/harbour-closes?fbclid=abc&gclid=def", id="click-ids"),
        pytest.param("https://example.org/news/harbour-closes?xtor=RSS-1&at_medium=mail", id="xtor-and-at"),
        pytest.param("https://example.org/news/harbour-closes?mc_cid=1&mc_eid=2&ref=home", id="mail-and-ref"),
        pytest.param("https://example.org/news/harbour-closes?UTM_Source=x", id="tracking-in-capitals"),
        pytest.param("https://example.org/news/h%61rbour-closes", id="needless-escape"),
        pytest.param("https://example.org/./news/old/../harbour-closes", id="dots"),
        pytest.param("https://example.org//news//harbour-closes", id="empty-segments"),
        pytest.param("https://example.org/news/harbour-closes;jsessionid=1F", id="session"),
        pytest.param("  https://example.org/news/harbour-closes\n", id="space-around"),
        pytest.param("https://example.org/news/harbour-closes/amp", id="amp"),
        pytest.param("https://example.org/news/harbour-closes/amp/", id="amp-slash"),
        pytest.param("https://example.org/amp/news/harbour-closes", id="amp-first"),
        pytest.param("https://example.org/news/harbour-closes.amp", id="amp-ending"),
        pytest.param("https://example.org/news/harbour-closes?amp=1", id="amp-in-the-query"),
        pytest.param("https://example.org/news/harbour-closes?amp", id="amp-alone-in-the-query"),
        pytest.param("https://example.org/news/harbour-closes?outputType=amp", id="amp-output"),
        pytest.param("https://www.google.com/amp/s/example.org/news/harbour-closes", id="amp-at-google"),
        pytest.param("https://www.google.co.uk/amp/s/www.example.org/news/harbour-closes/amp/", id="both"),
        pytest.param(
            "https://example-org.cdn.ampproject.org/c/s/example.org/news/harbour-closes", id="amp-cache"
        ),
        pytest.param(
            "https://example-org.cdn.ampproject.org/v/s/example.org/news/harbour-closes?amp_js_v=0.1&usqp=mq",
            id="amp-viewer",
        ),
    ],
)
def test_the_same_page_under_another_address(other: str) -> None:
    assert comparable(other) == comparable(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(PAGE, "https://example.org/news/harbour-opens", id="path"),
        pytest.param(PAGE, "https://example.net/news/harbour-closes", id="host"),
        pytest.param(PAGE, "https://news.example.org/news/harbour-closes", id="a-part-of-a-site"),
        pytest.param(PAGE, "https://example.org:8080/news/harbour-closes", id="port"),
        pytest.param(PAGE, "https://example.org/News/harbour-closes", id="case-of-the-path"),
        pytest.param("https://example.org/a?id=1", "https://example.org/a?id=2", id="query"),
        pytest.param("https://example.org/?p=1", "https://example.org/?p=2", id="query-alone"),
        pytest.param("https://example.org/a?amp=watts", "https://example.org/a", id="amp-that-is-none"),
        pytest.param("https://example.org/lamp", "https://example.org/l", id="a-lamp"),
        pytest.param("https://example.org/a%2Fb", "https://example.org/a/c", id="escaped-slash"),
    ],
)
def test_other_pages(one: str, other: str) -> None:
    assert None not in {comparable(one), comparable(other)}
    assert comparable(one) != comparable(other)


def test_the_order_of_a_query_does_not_matter() -> None:
    one = comparable("https://example.org/a?b=2&a=%C3%A9&b=1")

    assert (
        one
        == comparable("https://example.org/a?a=%c3%a9&b=1&b=2&utm_source=x")
        == ("example.org/a?a=%C3%A9&b=1&b=2")
    )


def test_letters_of_any_script_are_written_in_one_way() -> None:
    assert comparable("https://bücher.example/straße") == comparable(
        "https://xn--bcher-kva.example/stra%C3%9Fe"
    )


@pytest.mark.parametrize("host", ["m.co", "amp.dev", "www.org"])
def test_a_name_of_two_labels_is_whole(host: str) -> None:
    assert comparable(f"https://{host}/a") == f"{host}/a"


@pytest.mark.parametrize(
    "none",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="empty"),
        pytest.param("example.org/a", id="no-scheme"),
        pytest.param("mailto:ann@example.org", id="mail"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("https:///a", id="no-host"),
        pytest.param("https://example.org", id="front-page"),
        pytest.param("https://www.example.org/index.html?utm_source=x", id="front-page-again"),
        pytest.param("https://example.org:99999/a", id="port"),
        pytest.param("https://[::1/a", id="bracket"),
        pytest.param(f"https://{'é' * 80}.example/a", id="host-too-long"),
        pytest.param("https://example.org/\ud800", id="half-a-pair"),
        pytest.param("https://" + "google.com/amp/s/" * 4 + "example.org/a", id="detours-without-end"),
        pytest.param("https://example.org/a" + "/amp" * 100_000, id="takes-minutes-to-take-apart"),
    ],
)
def test_no_address_of_a_page(none: str | None) -> None:
    assert comparable(none) is None


def test_a_number_is_a_host_too() -> None:
    assert comparable("http://[2001:DB8::1]/a") == "[2001:db8::1]/a"


PIECES = st.sampled_from(
    [
        "a",
        "amp",
        ".amp",
        "index.html",
        "..",
        ".",
        "",
        "%61",
        "%2F",
        "é",
        "%ff",
        ";jsessionid=1",
        "b.html",
        "A",
    ]
)
QUERIES = st.sampled_from(["", "amp=1", "utm_x=1", "a=1", "b=%ff", "b=+", "amp=2", "a", "=", "&"])
HOSTS = st.sampled_from(
    ["example.org", "www.example.org", "m.amp.example.co.uk", "[::1]", "bücher.example", "google.com", "amp"]
)


@given(host=HOSTS, path=st.lists(PIECES, max_size=6), query=st.lists(QUERIES, max_size=4))
def test_what_is_comparable_stays_as_it_is(host: str, path: list[str], query: list[str]) -> None:
    once = comparable(f"https://{host}/{'/'.join(path)}?{'&'.join(query)}#x")

    assert once is None or comparable(f"http://{once}") == once


@given(st.text(max_size=80))
def test_anything_at_all_is_taken(text: str) -> None:
    comparable(text)
    comparable(f"https://{text}")
    comparable(f"https://example.org/{text}")
