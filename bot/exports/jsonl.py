"""JSON Lines: one response a line, its text as it was written.

Ids of people are strings: JavaScript's numbers end at 53 bits.
"""

import json

from bot.exports.rows import Format, PromptColumns


def prompt_members(columns: PromptColumns) -> str:
    """Return what each line says about the prompt that it answers."""
    members = {
        "article_id": columns.article,
        "article_title": columns.title,
        "discussion_id": columns.discussion,
        "question_id": columns.question,
        "question_number": columns.number,
        "question": columns.text,
    }
    return json.dumps(members, ensure_ascii=False)[1:-1]


def unchanged(lines: bytes) -> bytes:
    """Return *lines*: nothing is left to be done to them."""
    return lines


JSON_LINES = Format(
    name="jsonl",
    suffix=".jsonl",
    header="",
    line='{"response_id": %s, %s, "author_id": %s, "author": %s, "given": "%s", "kept": "%s", "text": %s, '
    '"created_at": "%s", "edited_at": %s, "reply_to": %s, "reactions": %s}\n',
    head=prompt_members,
    has_json_texts=True,
    around='"',
    nothing="null",
    finish=unchanged,
)
