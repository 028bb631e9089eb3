"""One file of the catalog as all folders together make it: merged data, and for each path the place its value came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from finetune_catalog.frozen import frozen
from finetune_catalog.yamlsource.document import at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.diagnostics import Span
    from finetune_catalog.loading.kinds import Kind
    from finetune_catalog.yamlsource import Document

Path = tuple[str | int, ...]
_ABSENT = object()


@frozen
class Layer:
    """A document, and the path inside it at which the sheet's data begins (`()` for a file of its own)."""

    document: Document
    root: Path = ()

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether the document gives a value at `path`."""
        return at(self.document.data, (*self.root, *path), _ABSENT) is not _ABSENT


@frozen(eq=False)
class Sheet:
    """Merged data of one path inside the catalog (`methods/x.yaml`); answers for places as a Document does.

    `layers` are the documents it came from, the base first. A value stands where the last layer that gives it says.
    """

    path: str
    kind: Kind
    data: Any
    layers: tuple[Layer, ...]

    @property
    def stem(self) -> str:
        """The file's name without folder and ending: the id of the one entry it holds."""
        return self.path.rpartition("/")[2].removesuffix(".yaml")

    @property
    def name(self) -> str:
        """The file to name where no place in it is meant: the one that was read last."""
        return self.layers[-1].document.name

    @property
    def text(self) -> str:
        """The text of that file."""
        return self.layers[-1].document.text

    @property
    def flawed(self) -> tuple[Path, ...]:
        """The paths whose value could not be read, each already reported."""
        return tuple(
            path[len(layer.root) :]
            for layer in self.layers
            for path in layer.document.flawed
            if path[: len(layer.root)] == layer.root
        )

    def layer(self, path: Sequence[str | int]) -> Layer:
        """Return the layer that a path's value came from; for an absent path its nearest ancestor's."""
        for length in range(len(path), 0, -1):
            for layer in reversed(self.layers):
                if layer.has(path[:length]):
                    return layer
        return self.layers[0]

    def key(self, path: Sequence[str | int]) -> Span:
        """Where the key stands that leads to `path`."""
        layer = self.layer(path)
        return layer.document.key((*layer.root, *path))

    def value(self, path: Sequence[str | int]) -> Span:
        """Where the value at `path` stands."""
        layer = self.layer(path)
        return layer.document.value((*layer.root, *path))

    def locate(self, path: Sequence[str | int], part: Literal["key", "value"] = "value") -> Span:
        """Give `key(path)` or `value(path)`."""
        return self.key(path) if part == "key" else self.value(path)

    def inside(self, path: Sequence[str | int], start: int, end: int) -> Span:
        """Where characters `start` to `end` (exclusive) of the scalar at `path` stand."""
        layer = self.layer(path)
        return layer.document.inside((*layer.root, *path), start, end)

    def get(self, path: Sequence[str | int]) -> Any:
        """Give the merged value at `path`, None where there is none."""
        return at(self.data, path)

    def raw(self, path: Sequence[str | int]) -> str:
        """Give the source text of the value at `path` as it is written."""
        layer = self.layer(path)
        return layer.document.raw((*layer.root, *path))


def merge(base: Any, over: Any) -> Any:
    """Lay `over` on `base`: mappings are merged key by key, everything else is replaced; neither is changed."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    return {**base, **{key: merge(base[key], value) if key in base else value for key, value in over.items()}}


def lay(sheet: Sheet, layer: Layer, data: Any) -> Sheet:
    """Put one more layer on a sheet."""
    return Sheet(sheet.path, sheet.kind, merge(sheet.data, data), (*sheet.layers, layer))


def by_kind(sheets: Mapping[str, Sheet], name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a kind, in the order of their paths."""
    return tuple(sheet for sheet in sheets.values() if sheet.kind.name == name)
