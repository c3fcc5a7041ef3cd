"""A message recorded as an answer, from its menu on Discord; nobody's but one's own without being asked."""

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.responses import answer
from bot.domain.discussion import Kept


async def record(
    ctx: Context,
    *,
    text: str,
    kept: str = Kept.NAMED,
    agreed: bool | None = None,
    uses: tuple[str, ...] | None = None,
) -> Reply:
    """Record one's own message as an answer to the latest question."""
    return await answer(ctx, text=text, kept=kept, agreed=agreed, uses=uses)
