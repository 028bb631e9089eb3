"""The version gate: what changed since the newest frozen release asks for a version, and the manifest has to state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.diff.compare import compare
from finetune_catalog.diff.model import bumped, required_bump
from finetune_catalog.diff.text import line
from finetune_catalog.releases import precedence, read_release_file, releases
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finetune_catalog.loading import Loaded

SHOWN = 5  #: changes in one message


def version_gate(loaded: Loaded, folder: Path) -> Iterator[Diagnostic]:
    """Hold the version of a catalog without errors to what changed since its folder's newest release; none, no gate."""
    frozen = releases(folder)
    if not frozen or loaded.data is None:
        return
    newest = list(frozen)[-1]
    version = (loaded.data.manifest, *loaded.data.overlays)[-1].version
    span = loaded.sheets.manifests[-1].value(("version",))
    if precedence(version) < precedence(newest):
        message = f"version {version} is older than release {newest}, which is frozen"
        yield Diagnostic("FC650", message, span=span, help=f"write a version after {newest}")
        return
    old, report = read_release_file(frozen[newest])
    if old is None:
        yield from report
        return
    changes = compare(old, loaded.data)
    wanted = bumped(newest, required_bump(changes))
    if not changes or precedence(version) >= precedence(wanted):
        return
    said = f"{plural(len(changes), 'change')} since release {newest}"
    message = (
        f"{said} ask for version {wanted} at least"
        if len(changes) > 1
        else f"{said} asks for version {wanted} at least"
    )
    notes = [
        f"{change.bump.word}: {line(change)}" for change in sorted(changes, key=lambda c: -c.bump)[:SHOWN]
    ]
    if len(changes) > SHOWN:
        notes.append(
            f"{len(changes) - SHOWN} more; `finetune-catalog diff {newest} {folder.name}` shows them"
        )
    yield Diagnostic("FC650", message, span=span, help=f"write `version: {wanted}`", notes=tuple(notes))
