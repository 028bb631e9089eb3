"""What `diff OLD NEW` may name: a frozen release by its version or its file, a catalog's folder, an overlay's folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from finetune_catalog.loading import read_catalog
from finetune_catalog.releases import read_release, read_release_file
from finetune_catalog.resources import MANIFEST, catalog_root

if TYPE_CHECKING:
    from finetune_catalog.diagnostics import Report
    from finetune_catalog.records import CatalogData

_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?")
_EXTENDS = re.compile(r"^[\"']?extends[\"']?\s*:", re.MULTILINE)


def open_catalog(named: str) -> tuple[CatalogData | None, Report]:
    """Open a catalog by a version of the bundled one, a release's file, or a folder; an overlay is laid over the bundled one."""
    path = Path(named)
    if _VERSION.fullmatch(named) and not path.exists():
        return read_release(named)
    if path.suffix == ".json":
        return read_release_file(path)
    return read_catalog([path] if not is_overlay(path) else [catalog_root(), path])


def is_overlay(folder: Path) -> bool:
    """Whether a folder's manifest says that it extends the catalog."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _EXTENDS.search(text) is not None
