"""What is missing, and how to mend it."""

from bot.commands.context import Context
from bot.commands.health import decisions
from bot.commands.reply import Reply
from bot.commands.words import finding_cards
from bot.domain.guild import Severity
from bot.domain.health import Problem


async def doctor(ctx: Context) -> Reply:
    """Say what keeps discussions from being held here, what could be better and what is well."""
    findings = await ctx.cases.doctor.examine(at=ctx.at)
    found = {finding.severity for finding in findings}
    verdict = next((one for one in (Severity.BROKEN, Severity.NOTICE) if one in found), Severity.FINE)
    again = ctx.turn("action.again", "doctor")
    problems = [one.data.get("problem") for one in findings]
    asked = decisions((one for one in problems if isinstance(one, Problem)), text=ctx.text)
    return Reply(
        text=ctx.text(f"doctor.verdict_{verdict}"),
        cards=finding_cards(findings, ctx.text),
        actions=(again, *asked),
    )
