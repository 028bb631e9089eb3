"""Records as bytes: read-only mappings are pickled as what they wrap, and large ones entry by entry, each read when it is asked for."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from zlib import compress, decompress

Entry = TypeVar("Entry")


class Shelf(Mapping[str, Entry], Generic[Entry]):
    """A read-only mapping whose values are kept as compressed bytes until they are asked for."""

    __slots__ = ("_made", "_stored")

    def __init__(self, stored: dict[str, bytes]) -> None:
        self._stored = stored
        self._made: dict[str, Entry] = {}

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Shelf[Entry]:
        """Keep the entries of a mapping, each by itself."""
        return cls({key: compress(pickled(value)) for key, value in entries.items()})

    def __getitem__(self, key: str) -> Entry:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = pickle.loads(decompress(self._stored[key]))
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __reduce__(self) -> tuple[Any, ...]:
        return Shelf, (self._stored,)


class _Pickler(pickle.Pickler):
    """Pickles read-only mappings, which pickle itself refuses, as the mappings they wrap."""

    def reducer_override(self, value: Any) -> Any:
        if type(value) is MappingProxyType:
            return read_only, (dict(value),)
        return NotImplemented


def read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Wrap a mapping; a function of its own because pickle finds functions by name, and not the wrapper's class."""
    return MappingProxyType(values)


def pickled(value: Any) -> bytes:
    """Return records as bytes."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(value)
    return buffer.getvalue()
