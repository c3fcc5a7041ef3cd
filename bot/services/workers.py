"""Processes of our own, for what would keep everybody else waiting."""

import asyncio
import os
import sys


async def start_worker(module: str) -> asyncio.subprocess.Process:
    """Start *module* as a program that is spoken to by its standard input and output."""
    # It has no use for our secrets, and what it would say of a crash may quote what it was given.
    ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("CAUSERIE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # nothing of the folder one happens to be in
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**ours, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # whoever ends us with Ctrl-C does not mean it
    )
