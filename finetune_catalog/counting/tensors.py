"""The tensors that a method adds: its formulas, computed once for all modules that are alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.apart import TWICE, Apart
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.saving import task_of
from finetune_catalog.counting.surroundings import (
    container_values,
    given_values,
    model_values,
    module_values,
    parameter_values,
    target_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Tensor
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

#: what sets some modules apart from others that are alike: level, where, its own values and those that differ by name
_Like = tuple[str, str, tuple[tuple[str, Any], ...]]


class Tensors:
    """The tensors of one configuration on one model."""

    def __init__(self, data: CatalogData, method: Method, values: Mapping[str, Any], model: Model) -> None:
        assert method.counting is not None  # else there is nothing to count
        self._data = data
        self._method = method
        self._counting = method.counting
        self._values = values
        self._model = model
        self._formulas = Formulas(data, method.counting)
        self._outer = given_values(values)
        self._alike: Counter[_Like] = Counter()
        self._groups: Counter[_Like] = Counter()

    def require(self, level: str) -> None:
        """Hold the conditions of a level that needs no module.

        Raises:
            RefusedError: one does not hold.
        """
        self._outer = self._formulas.held(level, self._outer)

    def take(self, taken: Taken, known: Mapping[str, Any], twice: frozenset[str] = frozenset()) -> None:
        """Take modules and parameters, and hold the model's conditions over all of them and what else is known.

        Those in `twice` are copied with the module they lie in, and their own tensors frozen.
        """
        self._outer |= known
        task = task_of(self._data, self._values)
        self._outer |= model_values(self._model, task.submodules if task else 1)
        if "targets" in self._counting.names:
            self._outer["targets"] = target_records(taken)
        apart = Apart(self._data, self._method, self._values, self._model, taken, twice)
        for group in taken.groups:
            module = group.module
            own = container_values(self._model, group.path) if module is None else module_values(module)
            where = group.path if module is None else module.shape.pattern
            for differing, count in apart.of(group):
                self._alike["module", where, (*own.items(), *differing)] += count
            if self._has("group"):
                self._groups["group", f"*.{own['module.name']}", tuple(own.items())] += len(group.members)
        for path, module, name, shape in taken.parameters:
            differing = apart.of_parameter(path)
            own = parameter_values(name, shape)
            self._alike["parameter", f"{module.shape.pattern}.{name}", (*own.items(), *differing)] += 1
        self._outer = self._formulas.held("model", self._outer)

    def lines(self) -> Iterator[Line]:
        """Yield what is added, level by level.

        Raises:
            RefusedError: a condition does not hold for some module, or a formula has no value.
        """
        for (level, where, own), modules in self._alike.items():
            yield from self._at(level, where, dict(own), modules)
        for (level, where, own), count in self._groups.items():
            yield from self._at(level, where, {**dict(own), "group.count": count}, 1)
        yield from self._made("model", "", self._outer, 1)

    def _at(self, level: str, where: str, own: Mapping[str, Any], modules: int) -> Iterator[Line]:
        values = self._formulas.held(level, {**self._outer, **own})
        yield from self._made(level, where, values, modules)

    def _made(self, level: str, where: str, values: Mapping[str, Any], modules: int) -> Iterator[Line]:
        for line in self._lines(level, where, values, modules):
            yield line
            if values.get(TWICE) and line.added:
                yield replace(line, trained=False, stored=0)

    def _lines(self, level: str, where: str, values: Mapping[str, Any], modules: int) -> Iterator[Line]:
        for tensor in self._counting.adds.values():
            if tensor.each != level or not _fits(tensor, values):
                continue
            if tensor.when is not None and not self._formulas.value(tensor.when, values):
                continue
            size = self._formulas.value(tensor.size, values)
            stored = size if tensor.counted else 0
            if tensor.stored is not None:
                stored = self._formulas.value(tensor.stored, values)
            trained = tensor.counted
            if trained and tensor.trained is not None:
                trained = self._formulas.value(tensor.trained, values)
            yield Line(tensor.id, where, modules, size, trained, tensor.counted, stored)

    def _has(self, level: str) -> bool:
        return any(tensor.each == level for tensor in self._counting.adds.values())


def _fits(tensor: Tensor, values: Mapping[str, Any]) -> bool:
    return tensor.kinds is None or values.get("module.kind") in tensor.kinds
