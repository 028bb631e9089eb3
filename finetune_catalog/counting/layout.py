"""A model's modules by path, those that only hold others among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.models import Model, Module


_INDEX = re.compile(r"(?<![^.])[0-9]+(?![^.])")


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Modules of one shape whose paths differ in nothing but the digits of an index, as many of them; None in place of one that only holds others."""

    path: str
    module: Module | None
    members: tuple[tuple[str, Module | None], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    paths: Mapping[str, Module | None]
    within: Mapping[str, list[Module]]
    children: Mapping[str, list[str]]
    alike: tuple[Alike, ...]


@lru_cache(maxsize=16)
def _tree(model: Model) -> _Tree:
    made: dict[str, Module | None] = {}
    within: dict[str, list[Module]] = {}
    children: dict[str, list[str]] = {}
    for module in model.modules:
        above = ""
        for path in accumulate(module.path.split("."), lambda head, part: f"{head}.{part}"):
            if path not in made:
                made[path] = None
                within[path] = []
                children.setdefault(above, []).append(path)
            within[path].append(module)
            above = path
        made[module.path] = module
    return _Tree(MappingProxyType(made), within, children, tuple(_grouped(made)))


def _grouped(made: Mapping[str, Module | None]) -> Iterator[Alike]:
    groups: dict[tuple[str, int], list[tuple[str, Module | None]]] = {}
    for path, module in made.items():
        shape = 0 if module is None else id(module.shape)
        masked = _INDEX.sub(lambda digits: "0" * len(digits[0]), path)
        groups.setdefault((masked, shape), []).append((path, module))
    return (Alike(*members[0], tuple(members)) for members in groups.values())


def paths(model: Model) -> Mapping[str, Module | None]:
    """Give every module of a model by its path, in the library's order; None for one that only holds others."""
    return _tree(model).paths


def alike(model: Model) -> tuple[Alike, ...]:
    """Give a model's modules in groups that a name which is no index cannot tell apart."""
    return _tree(model).alike


def within(model: Model, path: str) -> tuple[Module, ...]:
    """Give the modules with parameters at a path and below it."""
    return tuple(_tree(model).within.get(path, ()))


def children(model: Model, path: str) -> tuple[str, ...]:
    """Give the paths of the modules right below one; the empty path is the model's own."""
    return tuple(_tree(model).children.get(path, ()))


def is_list(model: Model, path: str) -> bool:
    """Whether a module is a list of modules: it has no weight, and all its children are numbers."""
    below = children(model, path)
    return bool(below) and paths(model)[path] is None and all(c.rpartition(".")[2].isdecimal() for c in below)
