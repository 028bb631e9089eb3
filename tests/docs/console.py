"""The ```console blocks of the pages: run each command, compare or rewrite what it prints.

Usage: python tests/docs/console.py    rewrites the output in every page
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
OVERLAY = ROOT / "tests" / "extending" / "our-catalog"


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page and what the page says that it prints."""

    page: Path
    line: int
    text: str
    output: str


def commands_of(page: Path) -> list[Command]:
    """Return the commands of a page's console blocks, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 2
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part.startswith("$ "):
                head, _, output = part.partition("\n")
                found.append(Command(page, line, head[2:], output))
            line += part.count("\n")
    return found


def run(command: str) -> str:
    """Run a command as a reader at the project's root would, 80 columns wide; returns what it printed, status last if not 0."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("catalog", "docs", "README.md", "tests"):
            (place / name).symlink_to(ROOT / name)
        (place / "our-catalog").symlink_to(OVERLAY)
        words = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {
            **os.environ,
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "PATH": words,
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=place,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    return done.stdout + (f"[exit status {done.returncode}]\n" if done.returncode else "")


def skipped(command: str) -> bool:
    """Whether a command installs or tests the project itself: the CI script runs those."""
    return "pip install" in command or shlex.split(command)[0] in ("git", "cd")


def rewrite(page: Path) -> None:
    """Put what each command prints now into its page."""

    def block(found: re.Match[str]) -> str:
        parts = re.split(r"^(?=\$ )", found[1], flags=re.MULTILINE)
        made = []
        for part in parts:
            head = part.partition("\n")[0]
            keep = not part.startswith("$ ") or skipped(head[2:])
            made.append(part if keep else f"{head}\n{run(head[2:])}")
        return "```console\n" + "".join(made) + "```"

    text = page.read_text(encoding="utf-8")
    page.write_text(BLOCK.sub(block, text), encoding="utf-8")


if __name__ == "__main__":
    for page in PAGES:
        rewrite(page)
