"""What an operator is told before facts that moderators changed are stated as they were."""

from collections.abc import Sequence

from bot.cli.desk import Desk
from bot.commands.words import state_of
from bot.domain.article import Fact


def warn(desk: Desk, undone: Sequence[Fact]) -> None:
    """Say which facts would be put back, if any."""
    if undone:
        desk.terminal.say(f"\n{desk.text('cli.puts_back', n=len(undone))}")
    for fact in undone:
        desk.terminal.say(f"• {fact.text} ({state_of(fact, desk.text)})")
