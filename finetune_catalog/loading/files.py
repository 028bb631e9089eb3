"""From folders to documents: which files a catalog folder holds, and what is in its place there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity, Span, nearest
from finetune_catalog.frozen import field, frozen
from finetune_catalog.loading.kinds import KINDS, RELEASES, kind_of
from finetune_catalog.loading.remembered import MOST
from finetune_catalog.remembered import Remembered
from finetune_catalog.resources import MANIFEST
from finetune_catalog.wording import system_reason
from finetune_catalog.yamlsource import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finetune_catalog.yamlsource import Document

_read: Remembered[tuple[Document | None, tuple[Diagnostic, ...]]] = Remembered(MOST)

#: what people keep beside data; names that begin with a dot are passed over as well
_TOLERATED = frozenset({"README.md", "LICENSE", "LICENSE.md", "CHANGELOG.md", "NOTICE", RELEASES})


@frozen
class Folder:
    """What a folder holds: documents by their path inside it (`methods/x.yaml`), the paths that could not be read."""

    documents: dict[str, Document] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


def read_folder(folder: Path) -> Folder:
    """Read every file of a catalog folder, and find all that is wrong with the files as such; never raises.

    Spans name files as the folder was named, relative to the working folder where they lie below it.
    """
    read_files = Folder()
    shown = shown_path(folder)
    try:
        listed = list(_listed(folder, shown))
    except OSError as error:
        read_files.found.append(unreadable(shown, error))
        return read_files
    for path, diagnostic in listed:
        if diagnostic is None:
            _read_file(folder / path, path, f"{shown}/{path}", read_files)
        else:
            read_files.found.append(diagnostic)
    return read_files


def _read_file(file: Path, path: str, shown: str, folder: Folder) -> None:
    try:
        content = file.read_bytes()
        document, problems = _read.get((shown, content), lambda: read(content, shown))
    except OSError as error:
        document, problems = None, (unreadable(shown, error),)
    folder.found.extend(problems)
    if document is None:
        folder.failed.append(path)
    else:
        folder.documents[path] = document


def unreadable(name: str, error: OSError) -> Diagnostic:
    """Say that a file or folder cannot be read."""
    return Diagnostic("FC600", f"cannot read {name}: {system_reason(error)}", subject=name)


def shown_path(folder: Path) -> str:
    """Name a folder as messages do: relative where it lies below the working folder."""
    try:
        whole, here = os.path.abspath(folder), os.getcwd()  # noqa: PTH100, PTH109  (no symbolic link resolved)
    except OSError:
        return folder.as_posix()
    inside = whole.startswith(here.rstrip(os.sep) + os.sep)
    return (whole[len(here.rstrip(os.sep)) + 1 :] if inside else str(folder)).replace(os.sep, "/")


def _listed(folder: Path, shown: str) -> Iterator[tuple[str, Diagnostic | None]]:
    """Yield the path of every file to read, sorted, and a finding for everything that has no business there."""
    files = {kind.place for kind in KINDS if kind.folder is None}
    folders = {kind.folder for kind in KINDS if kind.folder is not None}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = entry.name
        if name.startswith(".") or name in _TOLERATED:
            continue
        if name in folders and entry.is_dir():
            yield from _entries(entry, f"{shown}/{name}")
        elif name in files and not entry.is_dir():
            yield name, None
        else:
            yield name, _unknown(f"{shown}/{name}", name, sorted({*files, *(f"{f}/" for f in folders)}))


def _entries(folder: Path, shown: str) -> Iterator[tuple[str, Diagnostic | None]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = entry.name
        if name.startswith(".") or name in _TOLERATED:
            continue
        path = f"{folder.name}/{name}"
        if name.endswith(".yaml") and not entry.is_dir() and kind_of(path):
            yield path, None
        else:
            yield path, _misplaced(f"{shown}/{name}", name, is_folder=entry.is_dir())


def _unknown(shown: str, name: str, allowed: list[str]) -> Diagnostic:
    near = nearest(name, [word.removesuffix("/") for word in allowed])
    return Diagnostic(
        "FC602",
        f"`{name}` is no part of a catalog",
        span=Span(shown, 1, 1, 1, 1),
        allowed=tuple(allowed),
        help=f"did you mean `{near}`?" if near else "move it out of the catalog's folder",
    )


def _misplaced(shown: str, name: str, *, is_folder: bool) -> Diagnostic:
    if is_folder:
        message, help_ = f"a folder `{name}` inside a folder of entries", "put its files one level up"
    elif name.endswith((".yml", ".YAML", ".YML")):
        message = f"`{name}` does not end in `.yaml`, so it would not be read"
        help_ = f"rename it to `{name.rpartition('.')[0]}.yaml`"
    else:
        message, help_ = f"`{name}` is no YAML file", "move it out of the catalog's folder"
    return Diagnostic("FC602", message, Severity.ERROR, Span(shown, 1, 1, 1, 1), help=help_)


def has_manifest(folder: Path) -> bool:
    """Whether a folder says that it is a catalog."""
    return (folder / MANIFEST).is_file()
