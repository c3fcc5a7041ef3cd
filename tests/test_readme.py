"""Tests for README.md: the session it shows is one that happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
TRANSCRIPT = re.compile(r"<!-- transcript:.*?-->\n```text\n(.*?)```", re.DOTALL)
SPOKEN = re.compile(r"^\w+> (.*)$", re.MULTILINE)
STAMP = re.compile(r"causerie-\d{8}T\d{6}Z(?:-[0-9a-f]+)?")


def without_times(shown: str) -> str:
    return STAMP.sub("causerie-…", shown).strip()


def test_the_transcript_is_what_the_demo_says(tmp_path: Path) -> None:
    found = TRANSCRIPT.search(README)
    assert found is not None
    typed = SPOKEN.findall(found.group(1))

    ran = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--language", "en"],
        input="\n".join(typed),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )

    assert len(typed) > 5
    assert without_times(ran.stdout).endswith(without_times(found.group(1)))
