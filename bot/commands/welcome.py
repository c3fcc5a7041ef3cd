"""How the bot introduces itself in a guild, once."""

from bot.commands.reply import Action, Card, Reply
from bot.i18n import Text


def welcome(text: Text) -> Reply:
    """Return the first message in a guild: what the bot is for, and where to begin."""
    return Reply(
        cards=(Card(title=text("welcome.title"), lines=(text("welcome.what"), "", text("welcome.begin"))),),
        actions=(
            Action(label=text("action.setup"), command="setup"),
            Action(label=text("action.help"), command="help"),
            Action(label=text("button.kept"), command="privacy"),
        ),
    )
