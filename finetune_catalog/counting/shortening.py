"""Many names of modules, as the few endings that tell these modules from the others."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from finetune_catalog.counting import naming

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = 20  #: names from which on the library looks for endings that stand for them


def shortened(names: tuple[str, ...], paths: Iterable[str]) -> tuple[str, ...]:
    """Give the endings that stand for many names, and the names themselves where they are few or nothing is shorter.

    What is taken stays the same; but a name that is a whole path is taken whatever its layer, and an ending is not.
    """
    if len(frozenset(names)) < MANY:
        return names
    match = naming.by_names(names, None)
    short = shortest_endings(names, (path for path in paths if not match(path)))
    return short if 0 < len(short) < len(frozenset(names)) else names


def shortest_endings(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Give the shortest ends of paths, from a dot on, that these have and the others have not."""
    foreign = {ending for path in others for ending in _endings(path)}
    chosen: dict[str, None] = {}
    for endings in sorted(_endings(name) for name in frozenset(names)):
        if not any(ending in chosen for ending in endings[:-1]):
            own = (one for one in endings if one not in foreign and one not in chosen)
            chosen |= dict.fromkeys(islice(own, 1))
    return tuple(chosen)


def _endings(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[at:]) for at in reversed(range(len(parts)))]
