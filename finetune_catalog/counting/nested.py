"""Copies inside copies: a module that is copied, in a module that is copied, as the library goes about it.

A copied module is put behind a wrapper with the original, which is frozen, and the copy. Names are looked for once, and
again after the heads are known; the second time they are found inside the wrappers as well, and copied anew.
"""

from __future__ import annotations

import copy
from math import prod
from typing import TYPE_CHECKING

from finetune_catalog.counting.copies import COPIES
from finetune_catalog.counting.layout import within
from finetune_catalog.frozen import field, slotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.models import Model

ORIGINAL, COPY = "original_module", "default"  #: what the library calls them in paths


@slotted(eq=False)
class _Parameter:
    size: int
    trained: bool = False


@slotted(eq=False)
class _Node:
    """A module: its own parameters and children; one that `wraps` passes on what it lacks to its copy."""

    parameters: list[_Parameter] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)
    wraps: bool = False

    def child(self, name: str) -> _Node:
        found = self.children.get(name)
        return found if found is not None else self.children[COPIES].children[COPY].child(name)

    def all(self) -> Iterator[_Parameter]:
        yield from self.parameters
        for child in self.children.values():
            yield from child.all()

    def walk(self, path: str) -> Iterator[str]:
        yield path
        for name, child in self.children.items():
            yield from child.walk(f"{path}.{name}")

    def train(self, trained: bool) -> None:  # noqa: FBT001
        for parameter in self.all():
            parameter.trained = trained


def sizes(model: Model, path: str, saves: Saves) -> tuple[int, int]:
    """Count the numbers that come beside a module's own where it, and modules in it, are copied; and those trained."""
    root = _root(model, path)
    own = {id(parameter) for parameter in root.all()}
    above = _Node(children={path: root})
    for names in filter(None, (saves.first, saves.then)):
        for key in list(above.children[path].walk(path)):
            if key.endswith(names):
                _wrap(above, path, key[len(path) + 1 :].split(".") if key != path else [])
    known = {id(parameter): parameter for parameter in above.children[path].all()}
    added = sum(parameter.size for id_, parameter in known.items() if id_ not in own)
    return added, sum(parameter.size for parameter in known.values() if parameter.trained)


def _root(model: Model, path: str) -> _Node:
    root = _Node()
    for module in within(model, path):
        node = root
        for step in module.path[len(path) + 1 :].split(".") if module.path != path else ():
            node = node.children.setdefault(step, _Node())
        node.parameters += (_Parameter(prod(shape)) for _, shape in module.shape.parameters)
    return root


def _wrap(above: _Node, path: str, steps: list[str]) -> None:
    line = [above, above.children[path]]
    for step in steps:
        line.append(line[-1].child(step))
    grandparent = line[-3] if len(line) > 2 else above
    parent, target = line[-2], line[-1]
    if grandparent.wraps or target.wraps:
        _refresh(grandparent if grandparent.wraps else target)
        return
    made = _Node(
        children={ORIGINAL: target, COPIES: _Node(children={COPY: copy.deepcopy(target)})}, wraps=True
    )
    _refresh(made)
    parent.children[steps[-1] if steps else path] = made


def _refresh(wrapper: _Node) -> None:
    wrapper.children[ORIGINAL].train(trained=False)
    wrapper.children[COPIES].children[COPY].train(trained=True)
