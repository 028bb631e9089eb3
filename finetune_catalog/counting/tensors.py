"""The tensors that a method adds: its formulas, computed once for all modules that are alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.grouping import group_key
from finetune_catalog.counting.marking import marked
from finetune_catalog.counting.mirror import mirror_values
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.saved import saved_whole
from finetune_catalog.counting.saving import tied_paths
from finetune_catalog.counting.selection import Taken
from finetune_catalog.counting.surroundings import (
    container_values,
    given_values,
    model_values,
    module_values_in,
    parameter_values,
    part_values,
    sizes_given,
    target_records,
)
from finetune_catalog.counting.tasks import task_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from finetune_catalog.counting_records import Mirror, Tensor
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData, Method

#: what sets some modules apart from others that are alike: level, where, its own values, values that differ by name
_Alike = tuple[str, str, tuple[tuple[str, Any], ...]]


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
        self._outer = {**given_values(values), "model.architecture": model.architecture}
        self._taken = Taken()
        self._alike: Counter[_Alike] = Counter()
        self._groups: dict[Hashable, tuple[str, Mapping[str, Any], list[tuple[Any, ...]]]] = {}

    def require(self, level: str) -> None:
        """Hold the conditions of a level that needs no module.

        Raises:
            RefusedError: one does not hold.
        """
        self._outer = self._formulas.held(level, self._outer)

    def take(self, taken: Taken, known: Mapping[str, Any]) -> None:
        """Take modules and parameters, and hold the model's conditions over all of them and what else is known."""
        self._taken = taken
        self._outer |= known
        task = task_of(self._data, self._counting, self._values)
        self._outer |= model_values(self._model, task.submodules if task else 1)
        self._outer |= sizes_given(self._counting, self._values, self._model)
        self._outer |= part_values(self._counting, self._model)
        if self._counting.mirror is not None:
            self._outer |= self._mirrored(self._counting.mirror)
        taken_paths = {path for path, _ in taken.modules}
        shares = self._model.input_embedding in taken_paths
        self._outer["model.sharing"] = len(tied_paths(self._model)) if shares else 0
        self._outer["targets"] = target_records(taken)
        differing = [self._differing(name, taken) for name in self._counting.varies]
        marks = {
            name: marked(self._data, rule, self._values, self._model)
            for name, rule in self._counting.marks.items()
        }
        group = group_key(self._counting.groups, taken)
        for path, module in taken.modules:
            own = (
                container_values(self._model, path)
                if module is None
                else module_values_in(self._model, module)
            )
            apart = {**own, **_found(differing, path), **{name: hit(path) for name, hit in marks.items()}}
            where = path if module is None else module.shape.pattern
            self._alike["module", where, tuple(apart.items())] += 1
            if self._has("group"):
                name, key = group(path, own)
                self._groups.setdefault(key, (f"*.{name}", own, []))[2].append(tuple(own.values()))
        for path, module, name, shape in taken.parameters:
            apart = {**parameter_values(name, shape), **_found(differing, path)}
            self._alike["parameter", f"{module.shape.pattern}.{name}", tuple(apart.items())] += 1
        self._outer = self._formulas.held("model", self._outer)

    def _mirrored(self, mirror: Mirror) -> dict[str, Any]:
        wanted = {name: self._formulas.value(size.value, self._outer) for name, size in mirror.sizes.items()}
        return {
            name: value
            for name, value in mirror_values(self._data, mirror, wanted, self._model).items()
            if value is not None
        }

    def lines(self) -> Iterator[Line]:
        """Yield what is added, level by level.

        Raises:
            RefusedError: a condition does not hold for some module, or a formula has no value.
        """
        for (level, where, own), modules in self._alike.items():
            yield from self._at(level, where, dict(own), modules)
        for where, first, members in self._groups.values():
            group = {**first, "group.count": len(members), "members": tuple(members)}
            yield from self._at("group", where, group, 1)
        yield from self._made("model", "", self._outer, 1)
        yield from saved_whole(self._counting, self._values, self._taken, self._model)

    def _at(self, level: str, where: str, own: Mapping[str, Any], modules: int) -> Iterator[Line]:
        values = self._formulas.held(level, {**self._outer, **own})
        yield from self._made(level, where, values, modules)

    def _made(self, level: str, where: str, values: Mapping[str, Any], modules: int) -> Iterator[Line]:
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
            line = Line(tensor.id, where, modules, size, trained, tensor.counted, stored)
            if tensor.width is not None:
                line = replace(line, width=self._formulas.value(tensor.width, values))
            yield line

    def _has(self, level: str) -> bool:
        return any(tensor.each == level for tensor in self._counting.adds.values())

    def _differing(self, name: str, taken: Taken) -> Callable[[str], dict[str, Any]]:
        """Give the function of a path that finds a parameter's value there, where it is not the general one."""
        rule = self._counting.varies[name]
        by_key = self._values.get(rule.by) or {}
        find = naming.first_key(by_key, rule.match, rule.by)
        general = self._values.get(name)
        declared = self._method.parameters.get(name) or self._method.options.get(name)
        integral = declared is not None and declared.type == "integer"

        def value(path: str) -> dict[str, Any]:
            key = find(path)
            if key is not None:
                if integral and not isinstance(by_key[key], int):
                    message = f"`{rule.by}` gives {by_key[key]} for `{key}`, which is no whole number"
                    raise RefusedError(Refusal("FC750", message, "give a whole number", rule.by))
                return {name: by_key[key]}
            times = taken.multiplied.get(path.rpartition(".")[2])
            return {} if times is None or general is None else {name: general * times}

        return value


def _found(differing: list[Callable[[str], dict[str, Any]]], path: str) -> dict[str, Any]:
    return {name: value for find in differing for name, value in find(path).items()}


def _fits(tensor: Tensor, values: Mapping[str, Any]) -> bool:
    return tensor.kinds is None or values.get("module.kind") in tensor.kinds


def modules_of(taken: Taken) -> tuple[Module, ...]:
    """List the modules with parameters of their own that are taken."""
    return tuple(module for _, module in taken.modules if module is not None)
