"""Options that several commands have."""

from bot.commands.spec import Kind, Option, Suggest

ARTICLE = Option(name="article", suggest=Suggest.ARTICLES)
WHICH_ARTICLE = Option(name="article", is_required=True, suggest=Suggest.ARTICLES)
YES = Option(name="yes", kind=Kind.FLAG)
PAGE = Option(name="page", kind=Kind.NUMBER, is_hidden=True)
ZONE = Option(name="zone", suggest=Suggest.ZONES, limit=100)
