"""Tests for pages that show something else in place of an article."""

import pytest
from mill_page import BODY, TOLD, linked, page, read

from bot.domain.reading_errors import WallError


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        pytest.param(
            "<h1>Log in</h1><form><input name=a><input type=password></form>", "wall_login", id="form"
        ),
        pytest.param(
            f"{BODY[:97]}<p>Already a subscriber? Log in to continue reading.</p>", "wall_login", id="teaser"
        ),
        pytest.param("<p>Cet article est réservé aux abonnés.</p>", "wall_login", id="abonnes"),
        pytest.param(
            linked({"@type": "NewsArticle", "isAccessibleForFree": False}) + BODY[:97],
            "wall_login",
            id="said",
        ),
        pytest.param(
            '<div id="consent"><p>We and our 842 partners use cookies.</p><button>Accept</button></div>',
            "wall_cookies",
            id="cookies",
        ),
        pytest.param(
            "<h1>Lisse</h1><nav>We use cookies. Do you agree?</nav>", "wall_cookies", id="only-cookies"
        ),
        pytest.param(
            "<p>"
            + "Nous et nos partenaires utilisons des cookies pour mesurer la visite. Acceptez-vous ? " * 9,
            "wall_cookies",
            id="many-words-about-cookies",
        ),
        pytest.param("<p>Please verify that you are a human.</p>", "wall_robots", id="captcha"),
        pytest.param("<h1>The mill</h1><video src=a.mp4></video>", "wall_video", id="video"),
        pytest.param(
            '<iframe src="https://www.youtube.com/embed/x"></iframe><p>The mill.</p>', "wall_video", id="tube"
        ),
        pytest.param(
            f'<meta property="og:type" content="video.other">{BODY[:97]}',
            "wall_video",
            id="said-to-be-a-video",
        ),
        pytest.param('<embed type="application/pdf" src="about:blank">', "wall_pdf", id="pdf"),
        pytest.param('<iframe src="/mill.pdf#page=1"></iframe>', "wall_pdf", id="pdf-in-a-frame"),
        pytest.param('<div id="root"></div><script src="app.js"></script>', "wall_script", id="empty"),
        pytest.param(
            "<noscript>Please enable JavaScript.</noscript><div></div>", "wall_script", id="noscript"
        ),
        pytest.param("<p>JavaScript est désactivé dans votre navigateur.</p>", "wall_script", id="disabled"),
    ],
)
def test_a_page_that_shows_something_else_says_what(markup: str, code: str) -> None:
    with pytest.raises(WallError) as raised:
        read(f"<html><body>{markup}</body></html>".encode())

    assert raised.value.code == code
    assert raised.value.data == {"name": "mill.html"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<p>The mill opened in 1842.</p>", id="one-sentence"),
        pytest.param(
            page(
                "<p>The mill opened in 1842. It burnt down in 1901 and was built again within a year, of "
                "brick, by the brothers Maas.</p>",
                before="<form>Already a subscriber? <input type=password></form><script>a()</script>",
                after='<video src="a.mp4"></video><noscript>Please enable JavaScript to comment.</noscript>',
            ),
            id="short-with-all-that-walls-have",
        ),
        pytest.param(
            page(
                "<p>The court fined the mill’s shop 4,000 euros for its cookies on Tuesday.</p>"
                "<p>Visitors could accept cookies and could not refuse them, the judge found. The shop has "
                "appealed, and it has taken the cookies off its page until then.</p>",
                head=linked(TOLD),
            ),
            id="about-cookies",
        ),
        pytest.param(
            page(BODY * 2 + "<p>Captcha makers are not human, said Brandt: log in to read why.</p>"),
            id="long",
        ),
    ],
)
def test_real_articles_are_no_walls(data: bytes) -> None:
    assert read(data).facts
