"""Look-ups in vain: counted once for all that ask the same, and answered once moderators have said how."""

import asyncio
from collections import Counter, OrderedDict, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.domain.gap import AnsweredGap
from bot.domain.identity import ArticleId, GapId, GuildId, MemberId
from bot.lookup.alike import Key, ask_the_same, heads, to_key
from bot.services.clock import Clock
from bot.storage.store import Store, Transaction

# Gaps that are compared with what was asked: those that share most of its words.
COMPARED = 50
# Guilds whose answers are held at once.
GUILDS = 1_000
# Who asks the same again within this time counts once, as far as this process knows: it is written nowhere.
AGAIN = timedelta(days=1)
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A guild's gaps that are answered, as they were at *revision*."""

    revision: int
    by_key: dict[str, list[AnsweredGap]] = field(default_factory=lambda: defaultdict(list))
    by_head: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gaps: list[tuple[Key, AnsweredGap]] = field(default_factory=list)

    def matching(self, query: str) -> tuple[AnsweredGap, ...]:
        """Return those that ask what *query* asks, the surest first."""
        key = to_key(query)
        found = list(self.by_key.get(key.text, ()))
        shared = Counter(number for head in heads(key) for number in self.by_head.get(head, ()))
        for number, _ in shared.most_common(COMPARED):
            other, gap = self.gaps[number]
            if gap not in found and ask_the_same(key, other):
                found.append(gap)
        return tuple(found)


class GapBook:
    """What look-ups leave behind where they are in vain, and what they find there."""

    def __init__(self, store: Store, *, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._answers: OrderedDict[GuildId, Answers] = OrderedDict()
        self._asked: OrderedDict[tuple[GuildId, MemberId, GapId], datetime] = OrderedDict()
        self._counting: WeakValueDictionary[GuildId, asyncio.Lock] = WeakValueDictionary()

    async def answered(self, query: str, *, guild: GuildId, revision: int) -> tuple[AnsweredGap, ...]:
        """Return the answered gaps that ask what *query* asks, as they are at *revision* of the facts."""
        held = self._answers.get(guild)
        if held is None or held.revision != revision:
            async with self._store.read() as tx:
                revision = await tx.indexed.revision(guild)
                gaps = await tx.gaps.answered(guild)
            held = await asyncio.to_thread(_to_answers, gaps, revision=revision)
            self._answers[guild] = held
            while len(self._answers) > GUILDS:
                self._answers.popitem(last=False)
        return await asyncio.to_thread(held.matching, query) if held.gaps else ()

    async def count(self, query: str, *, guild: GuildId, by: MemberId | None = None) -> GapId:
        """Count a vain *query*, once a day for each member, and return its gap."""
        query = query.strip()
        # One at a time: two who ask the same at once would find no gap of the other's.
        async with self._counting.setdefault(guild, asyncio.Lock()):
            key = to_key(query)
            async with self._store.read() as tx:
                known = await tx.gaps.find(key.text, guild=guild)
                like = None if known is not None else await _like(tx, key, guild=guild)
            if known is None and like is not None:
                known = like[0]
            now = self._clock()
            if known is not None and self._asks_again(guild, by, known, now=now):
                return known
            async with self._store.write() as tx:
                if like is not None:
                    await tx.gaps.rekey(like[0], like[1], guild=guild)
                gap = await tx.gaps.count(query, folded=key.text, guild=guild, on=now.date(), into=known)
        if by is not None:
            self._remember(guild, by, gap, now=now)
        return gap

    def forget(self, guild: GuildId) -> None:
        """Remember nothing of *guild*."""
        self._answers.pop(guild, None)
        for asked in [asked for asked in self._asked if asked[0] == guild]:
            del self._asked[asked]

    def forget_member(self, guild: GuildId, member: MemberId) -> None:
        """Remember nothing of what a member asked."""
        for asked in [asked for asked in self._asked if asked[:2] == (guild, member)]:
            del self._asked[asked]

    def _asks_again(self, guild: GuildId, by: MemberId | None, gap: GapId, *, now: datetime) -> bool:
        before = None if by is None else self._asked.get((guild, by, gap))
        return before is not None and now - before < AGAIN

    def _remember(self, guild: GuildId, by: MemberId, gap: GapId, *, now: datetime) -> None:
        self._asked.pop((guild, by, gap), None)
        self._asked[guild, by, gap] = now
        while self._asked and (
            len(self._asked) > REMEMBERED or now - next(iter(self._asked.values())) >= AGAIN
        ):
            self._asked.popitem(last=False)


async def _like(tx: Transaction, key: Key, *, guild: GuildId) -> tuple[GapId, str] | None:
    """Return the gap that *key* asks in other words, and what it is filed under today."""
    for gap, query in await tx.gaps.near(heads(key), guild=guild, limit=COMPARED):
        other = to_key(query)
        if ask_the_same(key, other):
            return gap, other.text
    return None


def _to_answers(gaps: list[AnsweredGap], *, revision: int) -> Answers:
    answers = Answers(revision=revision)
    for number, gap in enumerate(gaps):
        key = to_key(gap.query)
        answers.gaps.append((key, gap))
        for text in gap.keys | {key.text}:
            answers.by_key[text].append(gap)
        for head in heads(key):
            answers.by_head[head].append(number)
    return answers


def in_scope(gaps: tuple[AnsweredGap, ...], scope: ArticleId | None) -> AnsweredGap | None:
    """Return the first of *gaps* whose answer is in *scope*: an article, or all of the guild's."""
    return next((gap for gap in gaps if scope is None or gap.article == scope), None)
