"""Taking what people answered away, as files."""

import re
from datetime import date
from functools import partial

from bot.commands.context import Context
from bot.commands.export_options import PURPOSES
from bot.commands.reply import Card, Part, Reply
from bot.domain.consent import Purpose
from bot.domain.discord_errors import DiscordOnlyError
from bot.domain.discussion import UNSTORABLE, Given
from bot.domain.export import Choice, ChosenRole
from bot.domain.export_errors import NamesNeedReasonError, NoSuchDayError
from bot.domain.identity import DiscussionId, RoleId
from bot.exports.manifest import NAME, ExportedFile
from bot.services.exports import TOMBSTONES, Exported

# 31/12/2026, as French and English in Europe have it; 2026-12-31 is read by Python itself.
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


async def export(
    ctx: Context,
    *,
    format: str = "csv",  # noqa: A002 (as people call it)
    article: str | None = None,
    discussion: int | None = None,
    question: str | None = None,
    purpose: str = "own_use",
    since: bool = False,
    names: bool = False,
    reason: str | None = None,
    first: str | None = None,
    last: str | None = None,
    given: str | None = None,
    role: int | None = None,
    words: str | None = None,
    raw: bool = False,
) -> Reply:
    """Write the answers that stand, with a manifest, into a folder of their own."""
    if role is not None and ctx.is_local:
        raise DiscordOnlyError(option="role")
    found = None
    if article is not None:
        found = await ctx.cases.articles.get(article, guild=ctx.at.guild, has_facts=False)
    roles = ctx.cases.exports.roles
    choice = to_choice(
        article=found.id if found else None,
        discussion=discussion,
        question=question,
        purpose=PURPOSES[purpose],
        names=names,
        reason=reason,
        first=first,
        last=last,
        given=given,
        role=None if role is None else await roles.named(RoleId(role), guild=ctx.at.guild),
        words=words,
        raw=raw,
    )
    taken = await ctx.cases.exports.take(
        [format],
        folder=ctx.exports,
        at=ctx.at,
        choice=choice,
        goes_on=since,
        limit=ctx.upload_limit,
        progress=ctx.progress,
        asking=partial(ctx.progress, key="export.asking"),
    )
    return exported(taken, ctx)


def to_choice(
    *,
    article: str | None,
    discussion: int | None,
    question: str | None,
    purpose: str,
    names: bool,
    reason: str | None,
    first: str | None,
    last: str | None,
    given: str | None,
    words: str | None,
    raw: bool,
    role: ChosenRole | None = None,
) -> Choice:
    """Return what is asked for. Raises NamesNeedReasonError, NoSuchDayError."""
    reason, question, words = (one and UNSTORABLE.sub("\ufffd", one) for one in (reason, question, words))
    if names and not (reason or "").strip():
        raise NamesNeedReasonError
    return Choice(
        purpose=Purpose(purpose),
        names=names,
        reason=reason.strip() if reason and names else None,
        article=article,
        discussion=None if discussion is None else DiscussionId(discussion),
        question=question.lstrip("#").strip() if question else None,
        first_day=None if first is None else to_date(first),
        last_day=None if last is None else to_date(last),
        given=None if given is None else Given(given),
        role=role,
        text=words or None,
        is_raw=raw,
    )


def to_date(typed: str) -> date:
    """Return the day that *typed* is: 2026-12-31, or 31/12/2026. Raises NoSuchDayError."""
    clean = typed.strip()
    found = _DAY.fullmatch(clean)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(clean)
    except ValueError as error:
        raise NoSuchDayError(day=clean) from error


def exported(taken: Exported, ctx: Context) -> Reply:
    """Return what is said of an export that is there."""
    text, manifest = ctx.text, taken.manifest
    left_out = [text(f"export.{why}", n=count) for why, count in manifest.left_out.items() if count]
    lines = [text("export.complete", answers=text("count.responses", n=manifest.counts["responses"]))]
    if not manifest.counts["responses"]:
        lines += why_nothing(taken, ctx)
    lines.append(text("export.with_names" if manifest.asked["names"] else "export.with_pseudonyms"))
    if manifest.asked["purpose"] != Purpose.RECORD:
        lines.append(text(f"export.for_{manifest.asked['purpose']}"))
    if manifest.asked["role"] is not None:
        lines.append(text("export.role", role=manifest.asked["role_name"]))
    if manifest.tombstones is not None:
        lines.append(text("export.since", export=str(manifest.asked["since_export"])))
        gone = manifest.tombstones.count
        lines.append(text("export.tombstones", n=gone) if gone else text("export.no_tombstones"))
    if left_out:
        lines.append(text("export.left_out", what=", ".join(left_out)))
    for unread in dict.fromkeys(one.reason for one in taken.unread):
        questions = [
            text("export.unread_question", number=one.number, title=one.title)
            for one in taken.unread
            if one.reason == unread
        ]
        lines.append(text(f"export.unread_{unread}", questions=", ".join(questions)))
    title = text("export.title" if manifest.complete else "export.incomplete")
    card = Card(title=title, lines=tuple(lines))
    parts = manifest.parts
    if parts == 1:
        return Reply(cards=(card,), files=taken.paths)
    # What says whether all is there comes first.
    return Reply(
        cards=(card,),
        files=tuple(path for path in taken.paths if path.name in {NAME, TOMBSTONES}),
        parts=tuple(
            Part(
                files=tuple(taken.folder / file.name for file in manifest.files if is_of(file, number)),
                caption=text("export.part", number=number, parts=parts),
            )
            for number in range(1, parts + 1)
        ),
    )


def why_nothing(taken: Exported, ctx: Context) -> list[str]:
    """Return the sentence that says why an export has no responses, unless what was left out says it."""
    text, manifest, fitting = ctx.text, taken.manifest, taken.fitting
    if not manifest.counts["prompts"]:
        about = [name for name in ("article", "discussion", "question") if manifest.asked[name] is not None]
        options = ", ".join(text(f"option.{name}") for name in about)
        return [text("export.none_asked_of", options=options) if about else text("export.none_asked")]
    if manifest.tombstones is not None:
        return [text("export.none_since")]
    if fitting is not None and fitting.responses and fitting.by_option:
        each = [f"{text(f'option.{name}')} ({count})" for name, count in fitting.by_option.items()]
        answers = text("count.responses", n=fitting.responses)
        return [text("export.none_fits", answers=answers, each=", ".join(each))]
    return [] if any(manifest.left_out.values()) else [text("export.none_given")]


def is_of(file: ExportedFile, number: int) -> bool:
    """Return whether *file* goes out with part *number*."""
    return file.name != TOMBSTONES and file.part == number
