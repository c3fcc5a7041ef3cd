"""The posts that are for everybody: a prompt's card, a discussion's end, the first message in a server."""

from urllib.parse import urlsplit

import discord

from bot.commands.reply import Action
from bot.commands.words import brief, origin
from bot.discord_front.custom_id import Intention, encode
from bot.discord_front.markdown import escape, shorten, straight
from bot.discord_front.render import DESCRIPTION, FOOTER, TITLE, to_button, to_rows
from bot.domain.article import StoredArticle
from bot.domain.discussion import Discussion, Ending, Prompt
from bot.domain.guild import GuildSettings, kept_days
from bot.domain.identity import PromptId
from bot.i18n import Text

THREAD_NAME = 100
# Room that the parts around a question need in a description.
AROUND = 1_500


def prompt_card(
    prompt: Prompt, *, article: StoredArticle, settings: GuildSettings, text: Text
) -> tuple[discord.Embed, discord.ui.View]:
    """Return the card of *prompt* and its buttons."""
    # A question that was asked may have been taken out of the article since.
    questions = max(prompt.number, len(article.article.questions))
    number = text("prompt.title", number=prompt.number, n=questions)
    asked = [f"**{shorten(escape(prompt.text), DESCRIPTION - AROUND)}**"]
    asked += [f"– {shorten(escape(one), 300)}" for one in prompt.follow_ups]
    how = ["", text("prompt.how_discord")]
    if settings.records_typed:
        how.append(text("prompt.how_typed"))
    days = kept_days(settings.retention_days, article.retention_days)
    how.append(text("prompt.kept") if days is None else text("prompt.kept_days", n=days))
    ending = "\n".join(how)  # never cut: it says what is kept
    beginning = shorten("\n".join(asked), DESCRIPTION - len(ending) - 1)
    embed = discord.Embed(
        title=shorten(f"{number} · {escape(article.title)}", TITLE),
        description=f"{beginning}\n{ending}",
        url=address(article.article.url),
    )
    if footer := origin(article.article, text):
        embed.set_footer(text=shorten(straight(footer), FOOTER))
    return embed, prompt_buttons(prompt.id, article=article, text=text)


def address(url: str | None) -> str | None:
    """Return *url* where Discord takes it: it has to be a page of the web."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def prompt_buttons(prompt: PromptId, *, article: StoredArticle, text: Text) -> discord.ui.View:
    """Return the buttons of a prompt; the first one is by which the post is known again."""
    actions = (
        Action(label=text("button.facts"), command="facts", options={"article": article.id}),
        Action(label=text("button.kept"), command="privacy"),
    )
    answer: discord.ui.Button[discord.ui.View] = discord.ui.Button(
        label=text("button.answer"), custom_id=marker_of(prompt), style=discord.ButtonStyle.primary
    )
    buttons = [to_button(action) for action in actions]
    return to_rows([[answer, *(button for button in buttons if button is not None)]])


def marker_of(prompt: PromptId) -> str:
    """Return the custom_id of the button that answers *prompt*."""
    custom_id = encode(Intention(command="answer", options={"prompt": str(prompt)}))
    if custom_id is None:
        raise AssertionError("64 bits fit")
    return custom_id


def prompt_of(custom_id: str) -> PromptId | None:
    """Return the prompt that the button *custom_id* answers."""
    prefix = marker_of(PromptId(0)).removesuffix("0")
    found = custom_id.removeprefix(prefix)
    return PromptId(int(found)) if found != custom_id and found.isdigit() else None


def thread_name(prompt: Prompt, *, discussion: Discussion, article: StoredArticle, text: Text) -> str:
    """Return what the thread of *prompt* is called, unlike any other's of its article in the guild."""
    name = text("prompt.thread_name", number=prompt.number, question=prompt.text, title=article.title)
    again = f" ({discussion.run})" if discussion.run > 1 else ""
    return brief(straight(name), limit=THREAD_NAME - len(again)) + again


def closing_card(ending: Ending, *, text: Text) -> discord.Embed:
    """Return the card that ends a discussion: people counted, not messages, and what stays open."""
    lines = []
    if ending.progress.people:
        lines.append(
            text(
                "closing.counted",
                people=text("count.people", n=ending.progress.people),
                answers=text("count.responses", n=ending.progress.responses),
            )
        )
    else:
        lines.append(text("closing.no_answers"))
    lines.append("")
    # Room for each question, so that all of a long discussion has its place; escapes take some of it.
    room = min(300, (DESCRIPTION - AROUND) // max(1, len(ending.prompts) + len(ending.unasked)))
    for prompt in ending.prompts:
        answered = ending.answered.get(prompt.id, 0)
        people = text("count.people", n=answered) if answered else text("closing.nobody")
        question = brief(prompt.text, limit=room)
        lines.append(
            escape(text("closing.prompt_line", number=prompt.number, question=question, people=people))
        )
    if ending.unasked:
        lines += ["", text("closing.unasked", n=len(ending.unasked))]
        lines += [f"– {escape(brief(question, limit=room))}" for question in ending.unasked]
    return discord.Embed(
        title=shorten(escape(text("closing.title", title=ending.title)), TITLE),
        description=shorten("\n".join(lines), DESCRIPTION),
    )
