"""From what files say of other programs' configurations to records."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.dialect_records import Dialect, FieldMapping, Framework
from finetune_catalog.loading.parts import texts
from finetune_catalog.loading.raw import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.loading.sheets import Sheet

#: a field with fields of its own that is a parameter as well has one of these
_GIVES = frozenset({"to", "present", "filled"})


def dialects(raw: Mapping[str, Any]) -> Mapping[str, Dialect]:
    """Build how other programs write a method."""
    made = {
        id_: Dialect(
            entry["name"],
            fields(entry["fields"]),
            texts(entry.get("ignored", ())),
            entry.get("since"),
            MappingProxyType(dict(mapping(entry, "later"))),
        )
        for id_, entry in mapping(raw, "dialects").items()
    }
    return MappingProxyType(made)


def fields(raw: Mapping[str, Any]) -> Mapping[str, FieldMapping]:
    """Build what the fields of another program's configurations are."""
    made = {
        name: FieldMapping(
            to=None if "fields" in entry and not _GIVES & entry.keys() else entry.get("to", name),
            default=(entry["default"],) if "default" in entry else (),
            values=tuple((theirs, ours) for theirs, ours in entry.get("values", ())),
            present=(entry["present"],) if "present" in entry else (),
            listed=entry.get("listed", False),
            filled=(entry["filled"],) if "filled" in entry else (),
            fields=fields(entry["fields"]) if "fields" in entry else None,
            whole=entry.get("whole", False),
            refuses_null=entry.get("refuses_null", False),
        )
        for name, entry in raw.items()
    }
    return MappingProxyType(made)


def framework(sheet: Sheet) -> Framework:
    """Build a framework."""
    raw = sheet.data
    return Framework(
        sheet.stem,
        raw["title"],
        raw["summary"],
        texts(raw["sources"]),
        raw["since"],
        raw["method_key"],
        fields(raw["fields"]),
        texts(raw.get("ignored", ())),
        raw["unknown"] == "error",
        sheet.key(("id",)),
        texts(raw.get("files", ())),
        raw.get("version_key"),
        raw.get("null_is_false", False),
    )
