"""Frozen releases: a catalog as one JSON file that never changes, with the digest of what is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, Report, Span, nearest
from finetune_catalog.loading import assembled
from finetune_catalog.loading.canonical import FORMAT, canonical, digest, unfrozen
from finetune_catalog.loading.kinds import RELEASES
from finetune_catalog.wording import system_reason

if TYPE_CHECKING:
    from pathlib import Path

    from finetune_catalog.loading import Loaded
    from finetune_catalog.records import CatalogData

_VERSION = re.compile(r"(?P<numbers>\d+\.\d+\.\d+)(?P<pre>-[0-9A-Za-z.-]+)?")
_PREFIX = "sha256:"
LARGEST = 256 * 2**20  #: bytes of a release; 5,000 methods come to about ten million


def releases(folder: Path) -> dict[str, Path]:
    """List the frozen releases of a catalog folder by version, the oldest first."""
    files = {path.stem: path for path in (folder / RELEASES).glob("*.json") if _VERSION.fullmatch(path.stem)}
    return {version: files[version] for version in sorted(files, key=precedence)}


def precedence(version: str) -> tuple[object, ...]:
    """Order versions as semver does: numbers by value, a pre-release before its release."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return ((-1,), 0, ())
    numbers = tuple(int(number) for number in match["numbers"].split("."))
    if not match["pre"]:
        return (numbers, 1, ())
    parts = (part for part in match["pre"][1:].split("."))
    return (numbers, 0, tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts))


def read_release(version: str, folder: Path | None = None) -> tuple[CatalogData | None, Report]:
    """Read a frozen release of a catalog folder (the bundled catalog where none is given), after verifying its digest."""
    if folder is None:
        from finetune_catalog.resources import catalog_root

        folder = catalog_root()
    known = releases(folder)
    if version in known:
        return read_release_file(known[version])
    near = nearest(version, known)
    help_ = f"did you mean {near}?" if near else None
    if not known:
        help_ = "`finetune-catalog freeze` makes one of the catalog as it stands"
    message = f"there is no frozen release {version}"
    found = Diagnostic(
        "FC652", message, subject=f"{folder.name}/{RELEASES}", allowed=tuple(known), help=help_
    )
    return None, Report.of([found])


def read_release_file(path: Path) -> tuple[CatalogData | None, Report]:
    """Read a frozen release from its file: the catalog, or None with what is wrong."""
    from finetune_catalog.yamlsource import read_json

    name = path.as_posix()
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, Report.of([_damaged(name, system_reason(error))])
    document, found = read_json(content, name, limit=LARGEST)
    if document is None or found:
        return None, Report.of(found)
    why = _fault(document.data, path.stem)
    if why is not None:
        return None, Report.of([_damaged(name, why)])
    loaded = assembled(unfrozen(document))
    return (loaded.data if loaded.report.ok else None), loaded.report


def _fault(data: Any, version: str) -> str | None:
    """Say what is wrong with a release as such, None where it is what was frozen."""
    if not isinstance(data, dict) or not isinstance(data.get("catalog"), dict):
        return "it is no frozen catalog"
    if data.get("format") != FORMAT:
        return f"its format is {data.get('format')!r}; this program reads format {FORMAT}"
    content = {key: value for key, value in data.items() if key != "digest"}
    if data.get("digest") != _PREFIX + digest(content):
        return "its digest does not match what is in it: it was changed after it was frozen"
    stated = (data.get("overlays") or [data["catalog"]])[-1].get("version")
    return None if stated == version else f"it holds version {stated}, its name says {version}"


def _damaged(name: str, why: str) -> Diagnostic:
    help_ = "restore the file from version control; a release is never edited"
    return Diagnostic("FC651", f"this release cannot be used: {why}", span=Span(name, 1, 1, 1, 1), help=help_)


def freeze(loaded: Loaded, folder: Path) -> tuple[Path | None, Report]:
    """Write a catalog that has no errors as a release into its folder, in one step.

    The same release may be frozen again, to no effect; another one of the same version is refused. Returns its file,
    or None and what is wrong.
    """
    if loaded.data is None or not loaded.report.ok:
        return None, loaded.report
    manifest = (loaded.data.manifest, *loaded.data.overlays)[-1]
    content = canonical(loaded.sheets)
    stated = _PREFIX + digest(content)
    path = folder / RELEASES / f"{manifest.version}.json"
    if path.exists():
        return (path, Report()) if _stated(path) == stated else (None, Report.of([_taken(path, loaded)]))
    try:
        _write(path, {**content, "digest": stated})
    except OSError as error:
        message = f"cannot write {path.as_posix()}: {system_reason(error)}"
        return None, Report.of([Diagnostic("FC653", message, subject=path.as_posix())])
    return path, Report()


def _stated(path: Path) -> object:
    import json

    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return data.get("digest") if isinstance(data, dict) else None


def _taken(path: Path, loaded: Loaded) -> Diagnostic:
    sheet = loaded.sheets.manifests[-1]
    return Diagnostic(
        "FC653",
        f"release {path.stem} is frozen already, and is not what the catalog says now",
        span=sheet.value(("version",)),
        help="raise `version`; `finetune-catalog diff` says by how much",
    )


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file whole or not at all; two writers at once leave one of two equal files."""
    import json
    import os

    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}.part")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105 (as in the other places that write in one step)
    finally:
        temporary.unlink(missing_ok=True)
