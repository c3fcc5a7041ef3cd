"""Lets ``python -m bot`` and the installed ``causerie`` start the command line."""

import sys

from bot.cli.main import main as run


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
