"""From files to a catalog: overlays merged, shapes validated, names linked, formulas checked; every finding collected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Report
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from finetune_catalog.loading.reading import Sheets
    from finetune_catalog.records import CatalogData


@frozen(eq=False)
class Loaded:
    """What came of reading a catalog.

    `data` is everything that is whole: with errors in the report it lacks what is broken, and None is all that a
    catalog without a readable manifest comes to. `sheets` are its files, for places and for raw values.
    """

    data: CatalogData | None
    report: Report
    sheets: Sheets


def load_catalog(folders: Sequence[Path]) -> Loaded:
    """Read a base folder and overlays as far as they can be read; never raises, collects every finding."""
    from finetune_catalog.loading.reading import read_sheets

    return assembled(read_sheets(folders))


def assembled(sheets: Sheets) -> Loaded:
    """Link sheets that were read, and build their records."""
    from finetune_catalog.loading.build import build
    from finetune_catalog.loading.canonical import canonical, digest
    from finetune_catalog.loading.link import link

    if not sheets.complete:
        return Loaded(None, Report.of(sheets.found, sheets.texts), sheets)
    linked = link(sheets)
    report = Report.of((*sheets.found, *linked.found), sheets.texts)
    return Loaded(build(sheets, linked, digest(canonical(sheets))), report, sheets)


def read_catalog(folders: Sequence[Path]) -> tuple[CatalogData | None, Report]:
    """Read a base folder and overlays: the catalog, or None with a report of everything that is wrong."""
    loaded = load_catalog(folders)
    return (loaded.data if loaded.report.ok else None), loaded.report


__all__ = ["Loaded", "assembled", "load_catalog", "read_catalog"]
