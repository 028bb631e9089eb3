"""Writing the reference, and holding what is written against what it should say."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import FrameType


def write(pages: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Bring a folder to hold exactly these pages; return the files written or removed.

    All texts exist before the first file is touched, each file is replaced in one step, and an interrupt waits
    until the last one is: a reader sees whole pages, and a stopped build leaves the old reference or the new one.
    """
    written = [folder / name for name, text in pages.items() if _read(folder / name) != text]
    removed = [path for path in _present(folder) if path.relative_to(folder).as_posix() not in pages]
    for leftover in tuple(folder.rglob(".*.part")):  # of a build that was stopped while it staged
        leftover.unlink(missing_ok=True)
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
    staged = [(_stage(path, pages[path.relative_to(folder).as_posix()]), path) for path in written]
    with _undisturbed():
        for temporary, path in staged:
            temporary.replace(path)
        for path in removed:
            path.unlink()
    return (*written, *removed)


def check(pages: Mapping[str, str], folder: Path) -> Report:
    """Say which pages are missing, stale or no longer made."""
    if not folder.is_dir():
        return Report.of([_finding(f"{folder.as_posix()} is missing, with all of its files")])
    findings = []
    for name, text in pages.items():
        there = _read(folder / name)
        if there != text:
            what = "is missing" if there is None else "is stale"
            findings.append(_finding(f"{(folder / name).as_posix()} {what}"))
    strangers = (path for path in _present(folder) if path.relative_to(folder).as_posix() not in pages)
    findings += (_finding(f"{path.as_posix()} is no page of the reference any more") for path in strangers)
    return Report.of(findings)


def _finding(message: str) -> Diagnostic:
    return Diagnostic("FC680", message, help="run `finetune-catalog docs build` and commit what it writes")


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _present(folder: Path) -> Iterator[Path]:
    return iter(
        sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in {".md", ".svg"})
    )


def _stage(path: Path, text: str) -> Path:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    return temporary


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C and termination for the moment it takes to move files; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[tuple[int, FrameType | None]] = []
    held = {
        number: signal.signal(number, lambda n, f: waiting.append((n, f)))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for held_back, handler in held.items():
            signal.signal(held_back, handler)
        for number, _ in waiting:
            signal.raise_signal(number)
