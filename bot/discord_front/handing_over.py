"""Handing over many or large files: in several messages after the reply, each as much as one may carry.

Messages after the first answer are follow-ups, and when what Discord says to one gets lost, nobody knows
whether it arrived: there is no nonce for them, and no list to look at. Then it is sent again, for a part that
comes twice says which one it is, and one that is missing makes all the others useless. Nothing is given up
silently: what did not get through is named last, with where it is.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import discord

from bot.commands.reply import Part
from bot.commands.under_way import UnderWay
from bot.discord_front.insist import Outcome, insist
from bot.discord_front.markdown import escape, shorten
from bot.domain.identity import MemberId
from bot.i18n import Text

logger = logging.getLogger(__name__)

# https://discord.com/developers/docs/resources/message#create-message
FILES = 10
CONTENT = 2_000
UPLOAD_PATIENCE = 120.0
WORDS_PATIENCE = 10.0
# What does not get through is tried for minutes, with longer and longer pauses in between.
TRIES = 6
PAUSE = 1.0
# Kept free at the end of Discord's time for an answer, to say what has not been sent.
MARGIN = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is handed over after a reply, and the words of whom it is for."""

    parts: tuple[Part, ...]
    limit: int  # bytes
    text: Text
    under_way: UnderWay
    number: int  # of the work that the handing over is
    by: MemberId


class HandingOver:
    """The handing over of one parcel."""

    def __init__(
        self, interaction: discord.Interaction, parcel: Parcel, *, is_public: bool, ends_at: float
    ) -> None:
        self._interaction = interaction
        self._parcel = parcel
        self._text = parcel.text
        self._is_public = is_public
        self._ends_at = ends_at
        self._left: list[Part] = []
        self._missed: list[Part] = []
        self._is_over = False

    async def run(self) -> None:
        """Hand everything over until it is done or cancelled; say what did not get through."""
        parcel = self._parcel
        work = parcel.under_way.begin(
            self._hand_all(), number=parcel.number, by=parcel.by, told="parts.cancelled"
        )
        try:
            await work.result()
        finally:
            parcel.under_way.end(parcel.number)
        if work.is_interrupted:
            self._missed.extend(self._left)
        if not self._missed:
            return
        logger.warning("Interaction %s is short of %d messages", self._interaction.id, len(self._missed))
        key = "parts.out_of_time" if self._is_over else "parts.missed"
        await self._say(self._text(key, parts=self._named(self._missed)), ends_at=self._ends_at)

    async def _hand_all(self) -> None:
        self._left = list(fitted(self._parcel.parts, limit=self._parcel.limit))
        while self._left:
            await self._hand(self._left[0])
            del self._left[0]

    async def _hand(self, part: Part) -> None:
        sizes = {path: size_of(path) for path in part.files}
        gone = [path for path, size in sizes.items() if size is None]
        if gone:
            await self._instead(part, self._text("parts.gone", names=_places(gone)))
            return
        if sum(size or 0 for size in sizes.values()) > self._parcel.limit:
            await self._refused(part)
            return
        outcome = Outcome.OVER if self._is_over else await self._send(part)
        if outcome is Outcome.TOO_LARGE and len(part.files) > 1:
            # Which of them it was, Discord does not say.
            for path in part.files:
                await self._hand(replace(part, files=(path,)))
        elif outcome is Outcome.TOO_LARGE:
            await self._refused(part)
        elif outcome is not Outcome.DONE:
            self._is_over = self._is_over or outcome is Outcome.OVER
            self._missed.append(part)

    async def _send(self, part: Part) -> Outcome:
        return await insist(
            self._interaction,
            lambda: self._interaction.followup.send(
                shorten(escape(part.caption), CONTENT) or discord.utils.MISSING,
                files=[discord.File(path) for path in part.files],
                ephemeral=not self._is_public,
            ),
            patience=UPLOAD_PATIENCE,
            pauses=_pauses(),
            ends_at=self._ends_at - MARGIN,
        )

    async def _refused(self, part: Part) -> None:
        """Say in place of a part that Discord takes no file as large as its own."""
        words = {
            "size": self._text.size(sum(size_of(path) or 0 for path in part.files)),
            "limit": self._text.size(self._parcel.limit),
            "names": _places(part.files),
        }
        await self._instead(part, self._text("parts.too_large", **words))

    async def _instead(self, part: Part, sentence: str) -> None:
        said = "\n".join(one for one in (part.caption, sentence) if one)
        ends_at = self._ends_at - MARGIN
        if self._is_over or not await self._say(said, ends_at=ends_at):
            self._is_over = self._is_over or time.monotonic() >= ends_at
            self._missed.append(part)

    async def _say(self, sentence: str, *, ends_at: float) -> bool:
        outcome = await insist(
            self._interaction,
            lambda: self._interaction.followup.send(
                shorten(escape(sentence), CONTENT), ephemeral=not self._is_public
            ),
            patience=WORDS_PATIENCE,
            pauses=_pauses(),
            ends_at=ends_at,
        )
        return outcome is Outcome.DONE

    def _named(self, parts: Iterable[Part]) -> str:
        """Return each part with where its files are."""
        return "\n".join(
            self._text("parts.named", caption=part.caption, names=_places(part.files)) for part in parts
        )


def fitted(parts: Iterable[Part], *, limit: int) -> Iterator[Part]:
    """Yield *parts* as messages: what is more than one may carry is divided, in its order.

    A file that no message may carry, or that is not there any more, is a message of its own.
    """
    for part in parts:
        files: list[Path] = []
        total = 0
        for path in part.files:
            size = size_of(path)
            is_apart = size is None or size > limit
            if files and (is_apart or len(files) == FILES or total + (size or 0) > limit):
                yield replace(part, files=tuple(files))
                files, total = [], 0
            if is_apart:
                yield replace(part, files=(path,))
                continue
            files.append(path)
            total += size or 0
        if files:
            yield replace(part, files=tuple(files))


def size_of(path: Path) -> int | None:
    """Return how large a file is, or None where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _places(paths: Iterable[Path]) -> str:
    """Return where whoever runs the bot finds files: each with its folder's name."""
    return ", ".join(f"{path.parent.name}/{path.name}" for path in paths)


def _pauses() -> tuple[float, ...]:
    return tuple(PAUSE * 2**number for number in range(TRIES))
