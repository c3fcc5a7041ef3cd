"""What a page shows in place of an article: a log-in, a question about cookies, a video.

Only a page with next to no text is asked, and what it is must show in words or elements that no article has
need of; a real article that is short, or about cookies, is none.
"""

import re
from collections.abc import Iterator, Sequence

from bot.articles.html_layout import Element, Piece, upwards
from bot.articles.html_metadata import is_for_subscribers, is_said_to_be_article, is_said_to_be_video
from bot.articles.word_sets import word_set
from bot.domain.reading_errors import WallError

# Words. Articles have more; what walls say has fewer, save for those that ask about cookies.
_LITTLE = 20_000  # characters; what is searched at most
_FEW = 60
_FEW_OF_COOKIES = 250
_NONE = 15
_NOTHING = 7
_COOKIES_PER_WORD = 0.02
_FRAME = word_set("header nav footer")
_LOGIN = re.compile(
    r"\b(?:log ?in|sign in|subscribe|register|create (?:an|a free) account) (?:to|for) (?:continue|keep|read|"
    r"view|access|unlock|see|full|unlimited)|\bto (?:continue|keep) reading|\bsubscribers? only|"
    r"\bfor subscribers|\balready (?:a subscriber|have an account)|"
    r"\b(?:this|the) (?:article|content|story) is (?:reserved|only available|for)\b|"
    r"(?:connectez|identifiez|inscrivez|abonnez)-vous pour|réservée?s? (?:à nos |aux )abonnée?s|"
    r"déjà abonnée?|pour lire la suite|il vous reste .{1,20} (?:à lire|à découvrir)|"
    r"(?:inicia|inicie) sesión para|(?:solo|exclusivo) para (?:suscriptores|abonados)|"
    r"nur für abonnent|melden sie sich an|jetzt (?:anmelden|abonnieren)|riservato agli abbonati|accedi per|"
    r"(?:exclusivo|só) para assinantes|faça login para",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\bcookies?\b|\bkekse\b", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:accept|agree|consent|allow all|reject all|refuse|partners|accepte[rz]?|refuse[rz]?|"
    r"consent(?:ement|ir|ez)|partenaires|aceptar|rechazar|akzeptieren|zustimmen|ablehnen|accett[ao]|rifiut[ao]|"
    r"aceitar|rejeitar)\b",
    re.IGNORECASE,
)
_ROBOTS = re.compile(
    r"(?:you are|you['’]re|are you) (?:a )?(?:human|not a robot|a robot)|i['’]?a?m not a robot|"
    r"(?:verify|checking|confirm).{0,40}(?:human|browser|robot)|(?:complete|solve).{0,20}captcha|\bcaptcha\b|"
    r"unusual traffic|just a moment|pas un robot|êtes (?:bien )?(?:un )?humain|"
    r"vérif\w{1,12}.{0,40}(?:humain|navigateur)|no (?:eres|soy) un robot|kein roboter|non sono un robot|"
    r"não sou um robô",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|requires?|needs?|turn on|activ\w{1,6}|aktivieren|abilit\w{1,6}|habilit\w{1,6})"
    r".{0,40}\bjavascript|\bjavascript\b.{0,60}(?:disabled|required|enable|désactivé|nécessaire|requis|activé|"
    r"desactivado|deaktiviert|aktivier|necessari|disabilitato|desativado)",
    re.IGNORECASE,
)
_VIDEO_HOST = re.compile(
    r"//(?:[\w-]{1,40}\.)?(?:youtube(?:-nocookie)?\.com/embed|youtu\.be|player\.vimeo\.com|vimeo\.com|"
    r"dailymotion\.com|geo\.dailymotion\.com|tiktok\.com|player\.twitch\.tv)",
    re.IGNORECASE,
)
_PDF = re.compile(r"\.pdf(?:[?#]|\Z)", re.IGNORECASE)


def refuse_wall(root: Element, chosen: Sequence[Piece], pieces: Sequence[Piece], *, name: str) -> None:
    """Raise the reason why *chosen*, of the page's *pieces*, is no article, if the page tells."""
    shown = " ".join(piece.text for piece in chosen if not piece.is_heading)
    if len(shown) > _LITTLE or len(shown.split()) > _FEW_OF_COOKIES:
        return
    code = next(_walls(root, shown, chosen, pieces), None)
    if code:
        raise WallError(code, name=name)


def _walls(root: Element, shown: str, chosen: Sequence[Piece], pieces: Sequence[Piece]) -> Iterator[str]:
    count = len(shown.split())
    if count <= _NONE:
        shown = " ".join(piece.text for piece in pieces)[:_LITTLE]
        yield from _elements(root)
    if _asks_about_cookies(shown) and not is_said_to_be_article(root):
        yield "wall_cookies"
    if count > _FEW:
        return
    if _ROBOTS.search(shown):
        yield "wall_robots"
    if _LOGIN.search(shown) or _LOGIN.search(_behind(chosen, pieces)) or is_for_subscribers(root):
        yield "wall_login"
    if count <= _NONE and next(root.iterfind(".//input[@type='password']"), None) is not None:
        yield "wall_login"
    if is_said_to_be_video(root) or (count <= _NONE and _has_video(root)):
        yield "wall_video"
    if _SCRIPT.search(shown) or (count <= _NONE and _needs_script(root, shown)):
        yield "wall_script"


def _asks_about_cookies(shown: str) -> bool:
    told = len(_COOKIES.findall(shown))
    return bool(told) and told > _COOKIES_PER_WORD * len(shown.split()) and bool(_CONSENT.search(shown))


def _behind(chosen: Sequence[Piece], pieces: Sequence[Piece]) -> str:
    """Return what stands behind the beginning of what was chosen: there a page says why it ends."""
    start = next((index for index, piece in enumerate(pieces) if chosen and piece is chosen[0]), len(pieces))
    behind = (
        piece.text for piece in pieces[start:] if not any(one.tag in _FRAME for one in upwards(piece.element))
    )
    return " ".join(behind)[:_LITTLE]


def _elements(root: Element) -> Iterator[str]:
    for one in root.iter("embed", "object", "iframe"):
        address = one.get("src") or one.get("data") or ""
        if _PDF.search(address) or "pdf" in (one.get("type") or ""):
            yield "wall_pdf"


def _has_video(root: Element) -> bool:
    frames = root.iter("iframe", "embed", "object")
    return next(root.iter("video"), None) is not None or any(
        _VIDEO_HOST.search(frame.get("src") or frame.get("data") or "") for frame in frames
    )


def _needs_script(root: Element, shown: str) -> bool:
    without = " ".join("".join(one.itertext()) for one in root.iter("noscript"))
    if _SCRIPT.search(without):
        return True
    scripts = [one for one in root.iter("script") if "json" not in (one.get("type") or "")]
    return bool(scripts) and len(shown.split()) <= _NOTHING
