"""Reading what is named on the command line and writing files in one step."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.cli.words import system_reason
from finetune_catalog.text import shorten

STDIN = "-"
LARGEST = 64 * 2**20  #: bytes of a file that is read whole; streams have no limit


def openable(name: str) -> Path:
    """Return the path of a file that can be read whole; raises CommandError where it cannot."""
    path = Path(name)
    try:
        with path.open("rb") as file:
            file.peek(1)  # a folder opens on some systems and cannot be read
            size = os.fstat(file.fileno()).st_size
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None
    _small(name, size)
    return path


def standard_input() -> bytes:
    """Return what standard input holds; raises CommandError where that is too much."""
    content = sys.stdin.buffer.read(LARGEST + 1)
    _small("<stdin>", len(content))
    return content


def _small(name: str, size: int) -> None:
    if size > LARGEST:
        raise wrong(
            "FC909",
            f"cannot read `{shorten(name)}`: it is larger than {LARGEST // 2**20} MiB",
            hint="write one configuration a line; `finetune-catalog eval --input` reads any length",
        )


def unreadable(name: str, error: OSError | ValueError) -> CommandError:
    """Make the error of a file that cannot be read."""
    if isinstance(error, ValueError):  # a null byte in the name
        return wrong("FC909", f"cannot read `{shorten(name)}`: that is no file name", hint="check the path")
    hint = "check the path"
    if isinstance(error, IsADirectoryError) or Path(name).is_dir():
        inside = sorted(
            p.name for p in Path(name).glob("*") if p.suffix in {".json", ".jsonl", ".yaml", ".yml"}
        )
        hint = (
            f"name the files in it, such as `{Path(name, inside[0]).as_posix()}`" if inside else "name a file"
        )
    elif isinstance(error, FileNotFoundError):
        hint = _near_file(name)
    return wrong("FC909", f"cannot read `{shorten(name)}`: {system_reason(error)}", hint=hint)


def _near_file(name: str) -> str:
    from finetune_catalog.text import nearest

    path = Path(name)
    try:
        near = nearest(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        return "check the path"
    return f"did you mean `{path.with_name(near).as_posix()}`?" if near else "check the path"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new. Raises CommandError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True) if temporary.parent.is_dir() else None


def unwritable(path: Path, error: OSError) -> CommandError:
    """Make the error of a file that cannot be written."""
    hint = "write to another place"
    if isinstance(error, FileNotFoundError):
        hint = f"make the folder `{path.parent.as_posix()}` first"
    return wrong("FC910", f"cannot write `{path.as_posix()}`: {system_reason(error)}", hint=hint)
