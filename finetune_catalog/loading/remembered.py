"""What was made of a file is made once: tests, editors and overlays load the same hundreds of files again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

    from finetune_catalog.loading.sheets import Sheet

MOST = 2_000  #: files of a few catalogs


def identity(sheet: Sheet) -> tuple[Hashable, Any]:
    """Return what tells a sheet from every other one, and what has to be kept for that."""
    documents = [layer.document for layer in sheet.layers]
    layers = tuple((id(layer.document), layer.root) for layer in sheet.layers)
    return (sheet.path, layers), documents
