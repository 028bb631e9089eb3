"""Which of the modules taken are a group: what of their paths they share, and which of their values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from finetune_catalog.counting import naming
from finetune_catalog.counting.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from finetune_catalog.counting.layout import Alike
    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Grouping

#: from modules that are alike and what formulas know of one: for each group that they fall into, what it is called,
#: its key, and how many of them are in it
Groups: TypeAlias = "Callable[[Alike, Mapping[str, Any]], Iterable[tuple[str, Hashable, int]]]"


def groups_of(grouping: Grouping, taken: Taken) -> Groups:
    """Give the function that tells the groups of modules that are alike."""
    part, blind = _parts(grouping, taken)
    names = None if grouping.alike is None else tuple(f"module.{name}" for name in grouping.alike)

    def groups(alike: Alike, own: Mapping[str, Any]) -> Iterable[tuple[str, Hashable, int]]:
        values = tuple(own.values() if names is None else (own[name] for name in names))
        shared = _shared(alike, part, blind=blind)
        return ((name, (name, values), count) for name, count in shared.items())

    return groups


def _shared(alike: Alike, part: Callable[[str], str], *, blind: bool) -> Mapping[str, int]:
    """Count the modules by the part of their paths that a group shares."""
    first = part(alike.path)
    if not blind or not alike.path.endswith(first):
        return Counter(part(path) for path, _ in alike.members)
    end = len(first)  # their paths differ in digits alone: of all of them it is as many characters
    return Counter(path[-end:] for path, _ in alike.members)


def _parts(grouping: Grouping, taken: Taken) -> tuple[Callable[[str], str], bool]:
    """Give the function of a path that tells the part, and whether that tells no index from another."""
    if grouping.by == "ending":
        found = [pattern(rf"(?:.*?\.)??({ending})$", None) for ending in grouping.endings]
        blind = naming.blind(grouping.endings, patterns=True)
        return lambda path: next(
            (end for one in found if (end := one.last_group(path))), naming.last(path)
        ), blind
    if grouping.by == "target":
        if isinstance(taken.names, str):
            return lambda _: "*", False
        longest = sorted(frozenset(taken.names), key=lambda name: (-len(name), name))
        return (
            lambda path: next((name for name in longest if path.endswith(name)), naming.last(path)),
            naming.blind(taken.names),
        )
    return naming.last, True
