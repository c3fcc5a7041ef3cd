"""LibreOffice without a window, with a profile of its own."""

import shutil
import subprocess
from pathlib import Path

NAMES = ("soffice", "libreoffice")
# How it is told to read CSV: comma, quote, UTF-8, from the first line on, in English, numbers and dates found
# as a person would have them found who opens the file: what takes the most for a formula.
READ_CSV = "44,34,76,1,,1033,false,true"
PATIENCE = 150  # seconds


def find_office() -> str | None:
    """Return the path of LibreOffice, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def convert(source: Path, to: str, folder: Path) -> Path:
    """Return *source* as LibreOffice reads it, written to *folder* as a file of the kind *to*."""
    office = find_office()
    assert office is not None
    profile = folder / "profile"
    command = [office, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore"]
    if source.suffix == ".csv":
        command.append(f"--infilter=Text - txt - csv (StarCalc):{READ_CSV}")
    command += ["--convert-to", to, "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    made = folder / f"{source.stem}.{to}"
    assert made.exists(), done.stdout + done.stderr
    return made
