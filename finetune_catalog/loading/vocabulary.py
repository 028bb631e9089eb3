"""The ids that entries may name, by kind, as the files stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.schema.vocabulary import GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.loading.sheets import Sheet

#: what a file's entries are called where other files name them
_NAMES = {
    "units": "unit",
    "parameters": "parameter",
    "metrics": "metric",
    "sources": "source",
    "functions": "function",
    "method": "method",
    "targets": "target",
    "framework": "framework",
    "architecture": "architecture",
    "model": "model",
}


def vocabulary(sheets: Iterable[Sheet]) -> dict[str, dict[str, str]]:
    """Map each kind of entry to its ids, each with the line that an editor shows beside it."""
    ids: dict[str, dict[str, str]] = {name: {} for name in _NAMES.values()}
    own: dict[str, str] = {}
    for sheet in sheets:
        name = _NAMES.get(sheet.kind.name)
        if name is None or not isinstance(sheet.data, dict):
            continue
        if name == "method" and isinstance(options := sheet.data.get("options"), dict):
            own.update((key, "") for key in options if isinstance(key, str))
        if sheet.kind.folder:
            ids[name][sheet.stem] = _described(sheet.data)
        else:
            ids[name].update((key, _described(entry)) for key, entry in sheet.data.items())
    ids[GIVEN] = own | ids["parameter"]
    return ids


def _described(entry: object) -> str:
    if not isinstance(entry, dict):
        return ""
    parts = (entry.get(key) for key in ("title", "summary", "doc", "note"))
    return ": ".join(part for part in parts if isinstance(part, str))
