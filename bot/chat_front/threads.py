"""Threads at a terminal: a prompt is shown, and what is typed next answers it."""

from bot.chat_front.terminal import BOLD, FAINT, INDENT, Terminal
from bot.domain.article import StoredArticle
from bot.domain.discussion import Progress, Prompt


class TerminalThreads:
    """The thread port of the local chat."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def open_thread(self, prompt: Prompt, *, article: StoredArticle) -> int:
        """Show *prompt*; at a terminal a thread is known by its prompt."""
        text = self._terminal.text
        number = text("prompt.number", number=prompt.number, n=len(article.article.questions))
        self._terminal.say(f"── {number} · {article.title}", style=FAINT)
        self._terminal.say(prompt.text, style=BOLD)
        for follow_up in prompt.follow_ups:
            self._terminal.say(f"– {follow_up}", indent=INDENT)
        self._terminal.say(text("prompt.how"), style=FAINT)
        return prompt.id

    async def close_threads(self, *, title: str, progress: Progress) -> None:
        """Say that the discussion has ended."""
        text = self._terminal.text
        answers = text("count.responses", n=progress.responses)
        people = text("count.people", n=progress.people)
        self._terminal.say(
            f"── {text('prompt.closed', title=title, answers=answers, people=people)}", style=FAINT
        )
