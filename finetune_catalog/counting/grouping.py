"""Which of the modules taken are a group: what of their paths they share, and which of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from finetune_catalog.counting.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Grouping

#: from a path and what formulas know of its module: what the group is called, and its key
Key: TypeAlias = "Callable[[str, Mapping[str, Any]], tuple[str, Hashable]]"


def group_key(grouping: Grouping, taken: Taken) -> Key:
    """Give the function that tells a module's group."""
    part = _parts(grouping, taken)
    alike = grouping.alike
    names = None if alike is None else tuple(f"module.{name}" for name in alike)

    def key(path: str, own: Mapping[str, Any]) -> tuple[str, Hashable]:
        shared = part(path)
        return shared, (shared, tuple(own.values() if names is None else (own[name] for name in names)))

    return key


def _parts(grouping: Grouping, taken: Taken) -> Callable[[str], str]:
    if grouping.by == "ending":
        found = [pattern(rf"(?:.*?\.)??({ending})$", None) for ending in grouping.endings]
        return lambda path: next((end for one in found if (end := one.last_group(path))), _last(path))
    if grouping.by == "target":
        if isinstance(taken.names, str):
            return lambda _: "*"
        longest = sorted(frozenset(taken.names), key=lambda name: (-len(name), name))
        return lambda path: next((name for name in longest if path.endswith(name)), _last(path))
    return _last


def _last(path: str) -> str:
    return path.rpartition(".")[2]
