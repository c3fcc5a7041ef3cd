"""Tests for how the project is laid out, and for what may not stand in any of its files."""

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from bot.cli.tree import MODULES

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 400
TOP_LEVEL = {
    ".ci",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "benchmarks",
    "bot",
    "config.example.toml",
    "docs",
    "pyproject.toml",
    "requirements.lock",
    "tests",
}
LOCKS = ("requirements.lock", "tests/requirements.lock")
# Put together from pieces: this file is looked through too.
MACHINE_PATHS = tuple(f"/{folder}/" for folder in ("work", "farm", "tmp" + "/bash_jobs", "home" + "/runner"))
INDEX_HOSTS = tuple(
    ".".join(pieces) for pieces in (("pypi", "org"), ("pythonhosted", "org"), ("pypi", "python"))
)

MODULES_OF_BOT = sorted((ROOT / "bot").rglob("*.py"))
modules = pytest.mark.parametrize(
    "path", MODULES_OF_BOT, ids=[str(path.relative_to(ROOT)) for path in MODULES_OF_BOT]
)


@cache
def tracked() -> tuple[str, ...]:
    """Return the files that git keeps; where there is no git, skip the test that asks."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so what belongs to the project is not known")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("git does not list the files of this checkout")
    return tuple(name for name in listed.stdout.decode().split("\0") if name)


def tracked_texts() -> list[tuple[str, str]]:
    texts = []
    for name in tracked():
        if (ROOT / name).is_file():  # it may have been deleted, and that not yet be committed
            content = (ROOT / name).read_bytes()
            if b"\0" not in content:
                texts.append((name, content.decode("utf-8", errors="replace")))
    return texts


def pinned(lock: str) -> dict[str, str]:
    """Return the requirements of *lock*, each with what follows its version."""
    joined = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return dict(line.split("==", 1) for line in lines)


def version_and_marker(rest: str) -> str:
    return rest.split("--hash=", maxsplit=1)[0].strip()


def mentioned_commands(markdown: str) -> list[str]:
    """Return what follows ``causerie`` where code is shown, in a line or in a block."""
    blocks = re.findall(r"^```(?:console|sh|shell|bash|text|)\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    in_blocks = [
        line
        for block in blocks
        for line in re.findall(r"^(?:\$ )?(?:causerie|python -m bot) (.*)", block, re.MULTILINE)
    ]
    prose = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return [*in_blocks, *re.findall(r"`(?:causerie|python -m bot) ([^`]*)`", prose)]


def command_of(line: str) -> str:
    """Return the command that *line* begins with: as many of its words as could be names."""
    words: list[str] = []
    for word in line.split():
        if word.startswith("--"):
            break
        if " ".join([*words, word]) not in MODULES and not is_group(" ".join([*words, word])):
            return " ".join([*words, word]) if not words or is_group(" ".join(words)) else " ".join(words)
        words.append(word)
    return " ".join(words)


def is_group(name: str) -> bool:
    return any(path.startswith(f"{name} ") for path in MODULES)


@modules
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@modules
def test_modules_keep_to_the_house_style(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))

    for node in ast.walk(tree):
        assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        assert not (isinstance(node, ast.ImportFrom) and node.level), "imports are absolute"
        assert not (
            isinstance(node, ast.Name | ast.Attribute) and names(node) in {"TYPE_CHECKING", "__all__"}
        )
        assert not (isinstance(node, ast.Call) and names(node.func) == "print")
    assert ast.get_docstring(tree) or not path.read_text("utf-8").strip()


def names(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def test_test_files_have_names_of_their_own() -> None:
    found = list((ROOT / "tests").rglob("test_*.py"))

    assert len(found) == len({path.name for path in found})
    assert not [path for path in found if (path.parent / "__init__.py").exists()]


def test_the_commands_that_the_documentation_mentions_exist() -> None:
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        content = path.read_text("utf-8") if path.exists() else ""
        for line in mentioned_commands(content):
            command = command_of(line)
            assert not command or command in MODULES or is_group(command), f"{path.name}: causerie {line}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("demo", "demo"),
        ("--help", ""),
        ("db check --json", "db check"),
        ("article add notes.md --yes", "article add"),
        ("lookup 8 million", "lookup"),
        ("db", "db"),
        ("db mend", "db mend"),
        ("dance", "dance"),
    ],
)
def test_how_a_mentioned_command_is_told_from_its_arguments(line: str, expected: str) -> None:
    assert command_of(line) == expected


def test_mentions_are_found_in_lines_and_in_blocks() -> None:
    fence = "`" * 3
    block = f"{fence}sh\n$ causerie chat --as Sam\npython -m bot demo\n{fence}\n"
    markdown = f"Run `causerie demo` or:\n\n{block}\ncauserie is a talk.\n"

    assert mentioned_commands(markdown) == ["chat --as Sam", "demo", "demo"]


def test_the_top_level_holds_what_belongs_there() -> None:
    assert {name.split("/", maxsplit=1)[0] for name in tracked()} <= TOP_LEVEL


def test_nothing_is_tracked_that_a_machine_makes() -> None:
    made = re.compile(
        r"(^|/)(__pycache__|\.(?:venv|hypothesis|coverage|[a-z_]*cache)|dist)(/|$)|\.(?:pyc|db|mo)$"
    )

    assert [name for name in tracked() if made.search(name)] == []


def test_both_locks_pin_the_same_versions() -> None:
    project, tests = (pinned(lock) for lock in LOCKS)

    assert project.keys() < tests.keys()
    for name, rest in project.items():
        assert version_and_marker(rest) == version_and_marker(tests[name]), name
        assert sorted(rest.split()) == sorted(tests[name].split()), name


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_hash_and_no_address(lock: str) -> None:
    content = (ROOT / lock).read_text("utf-8")

    for name, rest in pinned(lock).items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}(\s|$)", rest), name
    assert "://" not in content
    assert "-index" not in content


def test_no_file_names_the_machine_it_was_made_on() -> None:
    for name, content in tracked_texts():
        for path in MACHINE_PATHS:
            assert path not in content, f"{name}: {path}"


def test_no_file_names_a_package_index() -> None:
    for name, content in tracked_texts():
        for host in INDEX_HOSTS:
            assert host not in content, f"{name}: {host}"


def test_text_files_are_utf_8_and_end_in_a_line_feed() -> None:
    for name, _ in tracked_texts():
        if name.endswith((".py", ".toml", ".md", ".po", ".lock")):
            content = (ROOT / name).read_bytes().decode()
            assert "\r" not in content, name
            assert not content or content.endswith("\n"), name
