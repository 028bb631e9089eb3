"""Units as entries name them, each text read once; what names no unit is reported where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.expression.units import unit_of
from finetune_catalog.loading.raw import is_mapping, text_or
from finetune_catalog.records import UnitEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Unit
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet


def unit_entries(data: Any) -> dict[str, UnitEntry]:
    """Build the entries of units.yaml; one that its schema refuses is left out."""
    entries = data.items() if is_mapping(data) else ()
    return {id_: unit_entry(id_, entry) for id_, entry in entries if is_mapping(entry)}


def unit_entry(id_: str, entry: Mapping[str, Any]) -> UnitEntry:
    """Build one entry; a text that is missing is empty (the schema has said so)."""
    return UnitEntry(
        id_,
        text_or(entry.get("title")),
        text_or(entry.get("symbol")),
        text_or(entry.get("doc")),
        text_or(entry.get("base")) or None,
        None if entry.get("scale") is None else str(entry["scale"]),
        entry.get("dimensionless") is True,
    )


class Units:
    """Reads the units of a catalog; `found` collects what is wrong with them."""

    def __init__(self, entries: Mapping[str, UnitEntry]) -> None:
        self.entries = entries
        self.found: list[Diagnostic] = []
        self._known: dict[str, Unit | None] = {}

    def get(self, text: object) -> Unit | None:
        """Read a unit, None where there is none of that name; what is wrong is `complain`'s to say."""
        if not isinstance(text, str):
            return None
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Unit | None:
        try:
            return unit_of(self.entries, text)
        except (KeyError, ValueError, ZeroDivisionError, RecursionError):
            return None

    def complain(self, sheet: Sheet, path: Path) -> None:
        """Report the unit that stands at a path of a sheet, where it is a text that names none."""
        text = sheet.get(path)
        if not isinstance(text, str) or self.get(text) is not None:
            return
        try:
            unit_of(self.entries, text)
        except KeyError as error:
            word = str(error.args[0])
            near = nearest(word, self.entries)
            help_ = f"did you mean `{near}`?" if near else "add it to units.yaml"
            message = f"there is no unit `{word}`"
        except (ValueError, ZeroDivisionError, RecursionError):
            message, help_ = f"`{text}` is no unit", "write an id of units.yaml, or ids joined by `*` and `/`"
        self.found.append(
            Diagnostic("FC606", message, span=sheet.value(path), allowed=tuple(self.entries), help=help_)
        )
