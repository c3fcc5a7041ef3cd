"""What is missing, and how to mend it."""

from bot.commands.context import Context
from bot.commands.reply import Reply
from bot.commands.words import finding_cards
from bot.domain.guild import Severity


async def doctor(ctx: Context) -> Reply:
    """Say what keeps discussions from being held here, what could be better and what is well."""
    findings = await ctx.cases.doctor.examine(at=ctx.at)
    found = {finding.severity for finding in findings}
    verdict = next((one for one in (Severity.BROKEN, Severity.NOTICE) if one in found), Severity.FINE)
    again = ctx.turn("action.again", "doctor")
    return Reply(
        text=ctx.text(f"doctor.verdict_{verdict}"), cards=finding_cards(findings, ctx.text), actions=(again,)
    )
