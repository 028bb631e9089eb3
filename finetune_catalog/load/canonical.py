"""A catalog's data as one value, the same for the same facts: what is frozen, hashed and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.compiled import digest as sha256

if TYPE_CHECKING:
    from finetune_catalog.load.reading import Sheets

FORMAT = 1  #: the shape of a frozen release


def canonical(sheets: Sheets) -> dict[str, Any]:
    """Gather a catalog's merged data: the manifest, overlays' manifests, then each kind's entries as its files have them.

    The order of keys is kept where the files give one: the order of parameters and metrics means something.
    """
    manifest, *overlays = (sheet.data for sheet in sheets.manifests)
    content: dict[str, Any] = {"format": FORMAT, "catalog": manifest}
    if overlays:
        content["overlays"] = overlays
    for path, sheet in sheets.sheets.items():
        if sheet.kind.folder is None:
            content[sheet.kind.name] = sheet.data
        else:
            content.setdefault(sheet.kind.folder, {})[path.rpartition("/")[2].removesuffix(".yaml")] = (
                sheet.data
            )
    return content


def encoded(content: dict[str, Any]) -> bytes:
    """Write canonical data as bytes: compact JSON in UTF-8."""
    import json

    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of canonical data, in hexadecimal."""
    return sha256(encoded(content)).hex()
