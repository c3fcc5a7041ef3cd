"""How long a person waits: ``causerie --help``, and the demo to its first prompt, in CPU time.

Baselines of the same run: the bare interpreter, and one that loads what the demo cannot do without.

    python benchmarks/startup.py [RUNS]
"""

import os
import sys

from measure import Cost, middle, run

BARE = [sys.executable, "-c", "pass"]
LIBRARIES = [
    sys.executable,
    "-c",
    "import aiosqlite, alembic.command, click, pydantic_settings, rapidfuzz, sqlalchemy.ext.asyncio",
]
HELP = [sys.executable, "-m", "bot", "--help"]
DEMO = [sys.executable, "-m", "bot", "demo"]


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    commands = {
        "bare interpreter": BARE,
        "its libraries": LIBRARIES,
        "causerie --help": HELP,
        "causerie demo": DEMO,
    }
    environment = {"LANG": os.environ.get("LANG", "C.UTF-8")}
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs + 1):  # in turn, so that a slow moment falls on all; the first round warms the caches
        for name, command in commands.items():
            costs[name].append(run(command, environment=environment))
    medians = {name: middle(found[1:]) for name, found in costs.items()}
    bare = medians["bare interpreter"].cpu
    libraries = medians["its libraries"].cpu
    print(f"median of {runs} runs   CPU s   wall s   CPU / bare   CPU / libraries")
    for name, cost in medians.items():
        print(
            f"{name:<18} {cost.cpu:8.3f} {cost.wall:8.3f} {cost.cpu / bare:12.1f}"
            f" {cost.cpu / libraries:17.2f}"
        )


if __name__ == "__main__":
    main()
