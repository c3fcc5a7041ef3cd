"""JSON Lines: one response a line, its text as it was written."""

from collections.abc import Iterable, Mapping
from json import JSONEncoder

from bot.domain.identity import PromptId
from bot.exports.rows import PromptColumns, ResponseRow

to_json = JSONEncoder(ensure_ascii=False).encode


class JsonLinesEncoder:
    """An export as JSON Lines. Ids of people are strings: JavaScript's numbers end at 53 bits."""

    def __init__(self, prompts: Mapping[PromptId, PromptColumns]) -> None:
        self._prompts = {prompt: _prompt_members(columns) for prompt, columns in prompts.items()}

    def header(self) -> bytes:
        """Return nothing: each line stands by itself."""
        return b""

    def rows(self, rows: Iterable[ResponseRow]) -> bytes:
        """Return *rows* as lines."""
        prompts = self._prompts
        # Put together by hand: only names and texts can hold what needs escaping.
        lines = [
            f'{{"response_id": {key}, {prompts[PromptId(prompt)]}, "author_id": "{author}", '
            f'"author": {to_json(name)}, "given": "{given}", "text": {to_json(text)}, '
            f'"created_at": "{created}", "edited_at": {_time(edited)}}}\n'
            for key, prompt, author, name, text, given, created, edited in rows
        ]
        return "".join(lines).encode()


def _time(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


def _prompt_members(columns: PromptColumns) -> str:
    members = {
        "article_id": columns.article,
        "article_title": columns.title,
        "discussion_id": columns.discussion,
        "question_id": columns.question,
        "question_number": columns.number,
        "question": columns.text,
    }
    return to_json(members)[1:-1]
