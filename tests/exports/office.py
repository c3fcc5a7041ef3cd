"""LibreOffice without a window: opens a file as a person's would, and saves it as something else."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("soffice", "libreoffice")
# Its filter's options: commas, quotes, UTF-8, from line 1; every sheet in a file of its own, as it is shown.
# https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
PATIENCE = 150.0  # seconds; the first start with an empty profile takes long


def find_office() -> str | None:
    """Return the path of a LibreOffice, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def convert(office: str, path: Path, *, to: str, folder: Path, reading: str | None = None) -> list[Path]:
    """Return what *path* became in *folder*, which also has the program's profile.

    *to* is a suffix, with a filter and its options if need be; *reading* names the filter for *path* itself.
    """
    out = folder / to.split(":", maxsplit=1)[0]
    out.mkdir(exist_ok=True)
    before = set(out.iterdir())
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        *([f"--infilter={reading}"] if reading else []),
        *("--convert-to", to, "--outdir", str(out), str(path)),
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    made = sorted(set(out.iterdir()) - before)
    if done.returncode or not made:
        raise AssertionError(done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace"))
    return made
