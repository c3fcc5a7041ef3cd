"""Write the JSON Schemas of exports to docs/schemas: ``PYTHONPATH=. python docs/schemas.py``."""

import json
from pathlib import Path

from bot.exports.json_schema import SCHEMAS

FOLDER = Path(__file__).parent / "schemas"


def written() -> dict[str, str]:
    """Return what each file says, by its name."""
    return {
        f"{name}.schema.json": json.dumps(make(), ensure_ascii=False, indent=2) + "\n"
        for name, make in SCHEMAS.items()
    }


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, content in written().items():
        (FOLDER / name).write_text(content, "utf-8")


if __name__ == "__main__":
    main()
