"""Reading what is named on the command line and writing files in one step."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.text import shorten
from finetune_catalog.wording import system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` once it is whole: a reader sees the old one or the new.

    Raises CommandError where it cannot be written; whatever stops the work, nothing of it is left behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        with temporary.open("wb") as file:
            yield file
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError) -> CommandError:
    """Make the error of a file that cannot be written."""
    why, hint = system_reason(error), "write to another place"
    if isinstance(error, FileNotFoundError):
        why, hint = "its folder does not exist", f"make the folder `{path.parent.as_posix()}` first"
    return wrong("FC910", f"cannot write `{path.as_posix()}`: {why}", hint=hint)
