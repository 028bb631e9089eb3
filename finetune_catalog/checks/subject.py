"""What a check is given: the catalog's records, and the files they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.frozen import field, frozen
from finetune_catalog.loading.reading import Sheets

if TYPE_CHECKING:
    from finetune_catalog.diagnostics import Span
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet
    from finetune_catalog.records import CatalogData, Method


@frozen(eq=False)
class Subject:
    """A catalog under check. Without its files (one that comes out of a cache) findings have no place."""

    data: CatalogData
    sheets: Sheets = field(default_factory=Sheets)

    def sheet(self, path: str) -> Sheet | None:
        """Give a file by its path inside the catalog."""
        return self.sheets.sheets.get(path)

    def value(self, path: str, at: Path) -> Span | None:
        """Where a value stands in a file."""
        sheet = self.sheet(path)
        return None if sheet is None else sheet.value(at)

    def key(self, path: str, at: Path) -> Span | None:
        """Where a key stands in a file."""
        sheet = self.sheet(path)
        return None if sheet is None else sheet.key(at)

    def parameter(self, method: Method, id_: str, field_: str) -> Span | None:
        """Where a field of a method's parameter stands: in the method's file, else in parameters.yaml."""
        sheet = self.sheet(f"methods/{method.id}.yaml")
        own: Path = ("options" if id_ in method.options else "parameters", id_, field_)
        if sheet is not None and sheet.get(own) is not None:
            return sheet.value(own)
        return self.value("parameters.yaml", (id_, field_))
