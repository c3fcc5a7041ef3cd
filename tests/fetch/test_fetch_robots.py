"""Tests for bot.fetch.robots: what RFC 9309 says, in its own examples and in others."""

import pytest
from yarl import URL

from bot.fetch.robots import LONGEST, may_read, read_rules

SITE = URL("https://example.org")


def reads(rules: str, path: str) -> bool:
    return may_read(read_rules(rules.encode()), SITE.join(URL(path)))


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        pytest.param("", "/a", True, id="nothing-said"),
        pytest.param("User-agent: *\nDisallow: /", "/a", False, id="everything"),
        pytest.param("User-agent: *\nDisallow:", "/a", True, id="an-empty-rule-is-none"),
        pytest.param("user-AGENT:*\ndisallow:/a # all of it", "/ab", False, id="spelled-otherwise"),
        pytest.param("User-agent: *\nDisallow: /a", "/b/a", True, id="from-the-beginning"),
        pytest.param("User-agent: *\nDisallow: /A", "/a", True, id="capitals-count"),
        pytest.param("Disallow: /", "/a", True, id="a-rule-for-nobody"),
        pytest.param("User-agent: Other\nDisallow: /", "/a", True, id="for-another"),
        pytest.param("User-agent: Causeriebot\nDisallow: /", "/a", True, id="for-a-namesake"),
        pytest.param("User-agent: Causerie/2.0\nDisallow: /", "/a", False, id="for-us-with-a-version"),
        pytest.param(
            "User-agent: *\nDisallow: /\n\nUser-agent: causerie\nDisallow: /b", "/a", True, id="ours-first"
        ),
        pytest.param(
            "User-agent: a\nUser-agent: Causerie\nUser-agent: b\nDisallow: /a", "/a", False, id="for-several"
        ),
        pytest.param(
            "User-agent: causerie\nAllow: /a\nUser-agent: x\nAllow: /\nUser-agent: Causerie\nDisallow: /b",
            "/b",
            False,
            id="our-groups-together",
        ),
        pytest.param(
            "User-agent: *\nSitemap: https://example.org/map\nDisallow: /",
            "/a",
            False,
            id="other-lines-between",
        ),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /a", "/a/b", True, id="the-longest-counts"),
        pytest.param("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b", False, id="wherever-it-stands"),
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True, id="of-two-the-kinder"),
        pytest.param("User-agent: *\nDisallow: /*.gif$", "/a/b.gif", False, id="star-and-end"),
        pytest.param("User-agent: *\nDisallow: /*.gif$", "/a/b.gif?c", True, id="not-at-the-end"),
        pytest.param("User-agent: *\nDisallow: /a$", "/a", False, id="end"),
        pytest.param("User-agent: *\nDisallow: /a$", "/ab", True, id="beyond-the-end"),
        pytest.param("User-agent: *\nDisallow: /a*a$", "/a", True, id="a-sign-counts-once"),
        pytest.param("User-agent: *\nDisallow: /*/private/*x", "/a/private/b/x", False, id="two-stars"),
        pytest.param("User-agent: *\nDisallow: /*/private/*x", "/a/x/private/", True, id="in-their-order"),
        pytest.param("User-agent: *\nDisallow: *?print", "/a?print", False, id="begins-with-a-star"),
        pytest.param("User-agent: *\nDisallow: /*?", "/a?b", False, id="any-question"),
        pytest.param("User-agent: *\nDisallow: /*?", "/a", True, id="no-question"),
        pytest.param("User-agent: *\nDisallow: /é", "/%C3%A9t%C3%A9", False, id="written-plainly"),
        pytest.param("User-agent: *\nDisallow: /%c3%a9", "/é", False, id="written-in-small-digits"),
        pytest.param("User-agent: *\nDisallow: /%7Eann", "/~ann", False, id="written-needlessly"),
        pytest.param("User-agent: *\nDisallow: /a%2Fb", "/a/b", True, id="a-slash-that-is-none"),
        pytest.param("<!doctype html><p>User-agent: *<p>Disallow: /", "/a", True, id="a-page-instead"),
        pytest.param("\ufeffUser-agent: *\r\nDisallow: /", "/a", False, id="with-a-mark"),
    ],
)
def test_what_may_be_read(rules: str, path: str, expected: bool) -> None:
    assert reads(rules, path) is expected


def test_what_stands_beyond_the_limit_is_not_read() -> None:
    assert reads("User-agent: *\n" + "#" * LONGEST + "\nDisallow: /", "/a")


def test_rules_that_want_to_keep_us_busy_do_not() -> None:
    busy = "User-agent: *\n" + f"Disallow: /{'a*' * 20_000}b$\n" * 10

    assert reads(busy, "/" + "a" * 2_000)


def test_a_rule_counts_once_however_often_it_is_said_whom_it_is_for() -> None:
    # As many names as fit, and for each of them as many rules: hundreds of millions in all.
    names = "User-agent: *\nUser-agent: causerie\nUser-agent: a\n" * (LONGEST // 80)
    busy = names + "Allow: /\n" * 20_000

    assert 0 < len(read_rules(busy.encode())) <= 20_000
