"""What was made of a file is made once: tests, editors and overlays load the same hundreds of files again and again.

Everything kept is frozen, and depends on nothing but what its key holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from finetune_catalog.loading.sheets import Sheet

Made = TypeVar("Made")

MOST = 2_000  #: files of a few catalogs


class Remembered(Generic[Made]):
    """Results by key, each with what has to stay alive for its key to keep its meaning."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Made, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Made], alive: Any = None) -> Made:
        """Return what was made for this key, or make it."""
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            known = self._kept[key] = (make(), alive)
        return known[0]


def identity(sheet: Sheet) -> tuple[Hashable, Any]:
    """Return what tells a sheet from every other one, and what has to be kept for that."""
    documents = [layer.document for layer in sheet.layers]
    layers = tuple((id(layer.document), layer.root) for layer in sheet.layers)
    return (sheet.path, layers), documents
