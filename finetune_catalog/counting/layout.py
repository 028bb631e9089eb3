"""A model's modules by path, those that only hold others among them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.counting import naming
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from finetune_catalog.models import Model, Module

HOLDER = "other"  #: the kind of a module with parameters of its own that may hold others as well


_INDEX = re.compile(r"(?<![^.])[0-9]+(?=\.)")  #: not the last part, which is a module's name
_HELD_INDEX = re.compile(r"(?<![^.])[0-9]+(?=\.|$)")  #: the last part of what only holds others is none


@frozen(eq=False)
class Alike:
    """Modules that are alike: of one shape and name, whose paths differ in nothing but the digits of an index, as many of them.

    None stands for a module that only holds others; those are alike that hold as many numbers. `path` and `module` are
    the first member's. Groups of the same modules before some were left out have the same `key`.
    """

    path: str
    module: Module | None
    members: tuple[tuple[str, Module | None], ...]
    key: Hashable
    size: int = 0  #: numbers in all parameters of one, and of the modules inside it

    @property
    def pattern(self) -> str:
        """The path, with `*` for indices where there are several."""
        return _index(self.module).sub("*", self.path) if len(self.members) > 1 else self.path


def _index(module: Module | None) -> re.Pattern[str]:
    return _HELD_INDEX if module is None else _INDEX


@frozen(eq=False)
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
    return _Tree(MappingProxyType(made), within, children, tuple(_grouped(made, within)))


def _grouped(made: Mapping[str, Module | None], within: Mapping[str, Sequence[Module]]) -> Iterator[Alike]:
    sizes: dict[int, int] = {}
    groups: dict[tuple[str, int, int], list[tuple[str, Module | None]]] = {}
    for path, module in made.items():
        shape = 0 if module is None else id(module.shape)
        inside = 0
        for inner in within[path]:
            if id(inner.shape) not in sizes:
                sizes[id(inner.shape)] = inner.shape.size
            inside += sizes[id(inner.shape)]
        masked = _index(module).sub(lambda digits: "0" * len(digits[0]), path)
        groups.setdefault((masked, shape, inside), []).append((path, module))
    return (Alike(*members[0], tuple(members), key, key[2]) for key, members in groups.items())


def paths(model: Model) -> Mapping[str, Module | None]:
    """Give every module of a model by its path, in the library's order; None for one that only holds others."""
    return _tree(model).paths


def alike(model: Model) -> tuple[Alike, ...]:
    """Give a model's modules in groups that a name which is no index cannot tell apart."""
    return _tree(model).alike


@lru_cache(maxsize=16)
def bare(model: Model) -> tuple[Alike, ...]:
    """Give the modules without parameters, in groups as `alike` does: those around which there is a module."""
    known = paths(model)
    found: dict[str, None] = {}
    for pattern, beside in model.bare:
        above, _, name = pattern.rpartition(".")
        for path in _matching(model, above):
            head = f"{path}." if path else ""
            around = not path or path in known or path in found
            there = beside is None or f"{head}{beside}" in known
            if around and there and head + name not in known:
                found[head + name] = None
    nothing: Mapping[str, Sequence[Module]] = dict.fromkeys(found, ())
    return tuple(_grouped(found, nothing))


def _matching(model: Model, pattern: str) -> list[str]:
    """List the paths that a pattern stands for, `*` for an index of what a list holds; one without is its own."""
    first, star, rest = pattern.partition("*")
    if not star:
        return [pattern]
    held = children(model, first.rpartition(".")[0])
    there = (path for path in held if path.startswith(first) and path[len(first) :].isdecimal())
    return [end for path in there for end in _matching(model, path + rest)]


def within(model: Model, path: str) -> tuple[Module, ...]:
    """Give the modules with parameters at a path and below it."""
    return tuple(_tree(model).within.get(path, ()))


def children(model: Model, path: str) -> tuple[str, ...]:
    """Give the paths of the modules right below one; the empty path is the model's own."""
    return tuple(_tree(model).children.get(path, ()))


def is_list(model: Model, path: str) -> bool:
    """Whether a module is a list of modules: it has no weight, and all its children are numbers."""
    below = children(model, path)
    return bool(below) and paths(model)[path] is None and all(naming.last(c).isdecimal() for c in below)
