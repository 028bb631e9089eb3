"""Which folders a command works on: the bundled catalog, one of its shape, overlays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.loading import Loaded


def roots(folder: str | None, overlays: Sequence[str]) -> list[Path]:
    """Return the base and its overlays; a folder that says `extends` is laid over the bundled catalog."""
    from finetune_catalog.diff.opening import is_overlay
    from finetune_catalog.resources import catalog_root

    over = [Path(overlay) for overlay in overlays]
    if folder is None:
        return [catalog_root(), *over]
    return [catalog_root(), *over, Path(folder)] if is_overlay(Path(folder)) else [Path(folder), *over]


def checked(folders: Sequence[Path]) -> Loaded:
    """Load folders and run every check; what is found stands in the report."""
    from dataclasses import replace

    from finetune_catalog import checks
    from finetune_catalog.diagnostics import Report
    from finetune_catalog.loading import load_catalog

    loaded = load_catalog(folders)
    if loaded.data is None or not loaded.report.ok:
        return loaded
    found = checks.run(loaded.data, loaded.sheets)
    return replace(loaded, report=Report.of([*loaded.report, *found], {**loaded.report.texts, **found.texts}))


def editable() -> Path:
    """Return the bundled catalog's folder where people can edit it; raises CommandError in an installed package."""
    import finetune_catalog
    from finetune_catalog.resources import catalog_root

    root = catalog_root()
    if root.is_relative_to(Path(finetune_catalog.__file__).parent):
        raise wrong(
            "FC903",
            "the bundled catalog is part of the installation, which is no place to write to",
            hint="name a folder of your own: `--catalog my-catalog`",
        )
    return root


def near(path: Path) -> Path:
    """Return a path as seen from the working folder, where it lies below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
