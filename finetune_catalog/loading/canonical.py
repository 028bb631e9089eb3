"""A catalog's data as one value, the same for the same facts: what is frozen, hashed and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.compiled import digest as sha256
from finetune_catalog.loading.kinds import KINDS
from finetune_catalog.loading.reading import Sheets
from finetune_catalog.loading.sheets import Layer, Sheet
from finetune_catalog.resources import MANIFEST

if TYPE_CHECKING:
    from finetune_catalog.loading.kinds import Kind
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.yamlsource import Document

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


def unfrozen(document: Document) -> Sheets:
    """Give a frozen release, once its digest is verified, as the sheets it was made from; it was valid when it was frozen."""
    sheets: dict[str, Sheet] = {}
    for kind in KINDS[1:]:
        if kind.folder is None and kind.name in document.data:
            sheets[kind.place] = _sheet(document, kind, kind.place, (kind.name,))
        for stem in document.data.get(kind.folder or "", ()):
            path = f"{kind.place}{stem}.yaml"
            sheets[path] = _sheet(document, kind, path, (kind.folder or "", stem))
    roots: list[Path] = [("catalog",)]
    roots += [("overlays", index) for index in range(len(document.data.get("overlays", ())))]
    manifests = tuple(_sheet(document, KINDS[0], MANIFEST, root) for root in roots)
    return Sheets(dict(sorted(sheets.items())), manifests, complete=True)


def _sheet(document: Document, kind: Kind, path: str, root: Path) -> Sheet:
    return Sheet(path, kind, document.get(root), (Layer(document, root),))
