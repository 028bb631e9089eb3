"""The command in a cold process, beside an interpreter that does nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rows import Row
from benchmarks.timing import fastest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORDS = ("eval", "lora", "rank=16", "--format", "json")
PASS = (sys.executable, "-c", "pass")
BARE = "`python -c pass`"


#: what pip and uv write for a command today; older pips' launchers import `re` first, which takes 7 ms
LAUNCHER = """\
#!{python}
import sys
from finetune_catalog.__main__ import main
if __name__ == "__main__":
    sys.argv[0] = sys.argv[0].removesuffix(".exe")
    sys.exit(main())
"""


def rows(*, runs: int = 80) -> Iterator[Row]:
    """Measure the quick path by three launchers, and the whole program."""
    with tempfile.TemporaryDirectory() as folder:
        launcher = Path(folder) / "finetune-catalog"
        launcher.write_text(LAUNCHER.format(python=sys.executable), encoding="utf-8")
        launcher.chmod(0o755)
        module = (sys.executable, "-m", "finetune_catalog")
        commands = {
            "pass": PASS,
            "launcher": (str(launcher), *WORDS),
            "module": (*module, *WORDS),
            "whole": (str(launcher), *WORDS[:-1], "csv"),
        }
        installed = shutil.which("finetune-catalog", path=sysconfig.get_path("scripts"))
        if installed:
            commands["installed"] = (installed, *WORDS)
        for words in commands.values():  # once, so that the compiled cache is there
            process(words)()
        best = fastest({name: process(words) for name, words in commands.items()}, rounds=runs)
    shown = f"`{' '.join(WORDS)}`, cold"
    names = {
        "launcher": (shown, "by the launcher that pip and uv write now"),
        "installed": ("the same", "by the one installed here" + _imports(installed)),
        "module": ("the same", "by `python -m`, which imports runpy"),
        "whole": ("the same with `--format csv`", "the whole program answers"),
    }
    for name, (what, note) in names.items():
        if name in best:
            limit = 1.5 if name == "launcher" else None
            taken = f"{best[name] * 1000:.1f} to {best['pass'] * 1000:.1f} ms, {note}"
            yield Row(what, BARE, best[name] / best["pass"], limit, note=taken)


def _imports(installed: str | None) -> str:
    """Say where a launcher is an older pip's."""
    old = installed is not None and b"\nimport re" in Path(installed).read_bytes()
    return ": an older pip's, which imports re" if old else ""


def environment() -> dict[str, str]:
    """Give the environment of an installed program, whose modules are kept compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(words: tuple[str, ...]) -> Callable[[], None]:
    """Make a run of a command in a process of its own."""
    surroundings = environment()

    def run() -> None:
        subprocess.run(words, stdout=subprocess.DEVNULL, check=True, env=surroundings)

    return run
