"""Which of the modules taken are a group: what of their paths they share, and which of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from finetune_catalog.counting import naming
from finetune_catalog.counting.layout import paths
from finetune_catalog.counting.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Grouping
    from finetune_catalog.models import Model

#: from a path and what formulas know of its module: what the group is called, and its key
Key: TypeAlias = "Callable[[str, Mapping[str, Any]], tuple[str, Hashable]]"


def group_key(grouping: Grouping, taken: Taken, model: Model) -> Key:
    """Give the function that tells a module's group."""
    part = _parts(grouping, taken, model)
    alike = grouping.alike
    names = None if alike is None else tuple(f"module.{name}" for name in alike)

    def key(path: str, own: Mapping[str, Any]) -> tuple[str, Hashable]:
        shared = part(path)
        return shared, (shared, tuple(own.values() if names is None else (own[name] for name in names)))

    return key


def _parts(grouping: Grouping, taken: Taken, model: Model) -> Callable[[str], str]:
    if grouping.by == "ending":
        found = [pattern(rf"(?:.*?\.)??({ending})$", None) for ending in grouping.endings]
        return lambda path: next((end for one in found if (end := one.last_group(path))), _last(path))
    if grouping.by == "target":
        if isinstance(taken.names, str):
            return lambda _: "*"
        names = taken.names
        if grouping.shortened is not None and len(names) >= grouping.shortened:
            match = naming.by_names(names, None)
            short = shortest_endings(names, (path for path in paths(model) if not match(path)))
            names = short if 0 < len(short) < len(frozenset(names)) else names
        longest = sorted(frozenset(names), key=lambda name: (-len(name), name))
        return lambda path: next((name for name in longest if path.endswith(name)), _last(path))
    return _last


def shortest_endings(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Give the shortest ends of paths, from a dot on, that these have and the others have not."""
    foreign = {ending for path in others for ending in _endings(path)}
    chosen: list[str] = []
    for endings in sorted(_endings(name) for name in frozenset(names)):
        if not endings[-1].endswith(tuple(f".{ending}" for ending in chosen)):
            chosen += next(([one] for one in endings if one not in foreign and one not in chosen), [])
    return tuple(chosen)


def _endings(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[at:]) for at in reversed(range(len(parts)))]


def _last(path: str) -> str:
    return path.rpartition(".")[2]
