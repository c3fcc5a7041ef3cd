"""What a discussion's beginning, its next question and its end write down, inside somebody's transaction.

Nothing is posted here: the steps wait in the outbox, written together with what they are for.
"""

from datetime import datetime

from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Prompt
from bot.domain.errors import NoQuestionLeftError
from bot.domain.identity import RoleId
from bot.domain.outbox import POSTING, Step, discussion_stream
from bot.storage.store import Transaction


async def plan_next(
    tx: Transaction,
    discussion: Discussion,
    article: StoredArticle,
    *,
    at: datetime,
    ping: RoleId | None = None,
) -> Prompt:
    """Plan the next question of *discussion*. Raises NoQuestionLeftError."""
    asked = {prompt.question for prompt in await tx.discussions.prompts(discussion.id)}
    question = next((one for one in article.article.questions if one.id not in asked), None)
    if question is None:
        raise NoQuestionLeftError(title=article.title)
    keys = await tx.articles.question_keys(article.key)
    prompt = await tx.discussions.plan_prompt(
        discussion.id, question=question, key=keys[question.id], at=at, ping=ping
    )
    steps = [(step, prompt.id) for step in POSTING]
    await tx.outbox.add(discussion_stream(discussion.id), steps, guild=discussion.guild, at=at)
    return prompt


async def plan_end(tx: Transaction, discussion: Discussion, *, at: datetime) -> None:
    """Close *discussion*, and plan its end."""
    await tx.discussions.close(discussion.id, at=at)
    prompts = await tx.discussions.prompts(discussion.id)
    steps: list[tuple[Step, int]] = [(Step.RECALL, discussion.id), (Step.CARD, discussion.id)]
    steps += [(Step.LOCK, prompt.id) for prompt in prompts]
    steps += [(Step.UNPIN, discussion.id)]
    await tx.outbox.add(discussion_stream(discussion.id), steps, guild=discussion.guild, at=at)


async def take_back(tx: Transaction, prompt: Prompt) -> bool:
    """Forget *prompt*, which nobody saw, and its discussion if it was the first; return whether it was."""
    await tx.outbox.drop((*POSTING, Step.LOCK), prompt.id)
    was_first = await tx.discussions.take_back(prompt)
    if was_first:
        await tx.outbox.drop((Step.RECALL, Step.CARD, Step.UNPIN), prompt.discussion)
    return was_first
