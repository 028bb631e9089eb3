"""The tensors that a method adds: its formulas, computed once for all modules that are alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.apart import TWICE, Apart
from finetune_catalog.counting.counts import line_of
from finetune_catalog.counting.formulas import Formulas
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
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from finetune_catalog.counting.counts import Line
    from finetune_catalog.counting.grouping import Groups
    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.counting.together import Repeated
    from finetune_catalog.counting_records import Mirror, Tensor
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

#: what sets some modules apart from others that are alike: level, where, the number of its own values, and what differs
_Like = tuple[str, str, int, tuple[tuple[str, Any], ...]]
_MANY = 24  #: sorts of modules from which on all formulas for one are computed at once


class Tensors:
    """The tensors of one configuration on one model."""

    def __init__(
        self,
        data: CatalogData,
        method: Method,
        values: Mapping[str, Any],
        model: Model,
        formulas: type[Formulas] = Formulas,
    ) -> None:
        assert method.counting is not None  # else there is nothing to count
        self._data = data
        self._method = method
        self._counting = method.counting
        self._values = values
        self._model = model
        self._formulas = formulas(data, method.counting)
        self._outer = {**given_values(values), "model.architecture": model.architecture}
        self._taken = Taken()
        self._alike: Counter[_Like] = Counter()
        self._own: dict[tuple[tuple[str, Any], ...], int] = {}
        self._prepared: dict[tuple[str, str | None], Repeated | None] = {}
        self._groups: dict[Hashable, tuple[str, Mapping[str, Any], list[tuple[Any, ...]]]] = {}

    def require(self, level: str) -> None:
        """Hold the conditions of a level that needs no module.

        Raises:
            RefusedError: one does not hold.
        """
        self._outer = self._formulas.held(level, self._outer)

    def take(
        self, taken: Taken, saves: Saves, known: Mapping[str, Any], twice: frozenset[str] = frozenset()
    ) -> None:
        """Take modules and parameters, and hold the model's conditions over all of them and what else is known.

        `saves` are the names of modules trained whole; those in `twice` are copied with the module they lie in, and
        their own tensors frozen.
        """
        self._taken = taken
        self._surround(saves, known)
        apart = Apart(self._data, self._method, self._values, self._model, taken, twice)
        groups_in: Groups | None = None
        if self._has("group"):
            from finetune_catalog.counting.grouping import groups_of

            groups_in = groups_of(self._counting.groups, taken)
        for group in taken.groups:
            module = group.module
            own = (
                container_values(group.path, group.size)
                if module is None
                else module_values_in(module, group.size)
            )
            where = group.pattern if module is None else module.shape.pattern
            number = self._own.setdefault(tuple(own.items()), len(self._own))
            for differing, count in apart.of(group):
                self._alike["module", where, number, differing] += count
            for name, key, count in groups_in(group, own) if groups_in else ():
                members = self._groups.setdefault(key, (f"*.{name}", own, []))[2]
                members += [tuple(own.values())] * count
        for path, module, name, shape in taken.parameters:
            own, differing = parameter_values(module, name, shape), apart.of_parameter(path)
            number = self._own.setdefault(tuple(own.items()), len(self._own))
            self._alike["parameter", f"{module.shape.pattern}.{name}", number, differing] += 1
        self._outer = self._formulas.held("model", self._outer)

    def _surround(self, saves: Saves, known: Mapping[str, Any]) -> None:
        """Add what formulas know of the model, of all modules taken, and what else is known."""
        self._outer |= known
        task = task_of(self._data, self._counting, self._values)
        self._outer |= model_values(self._model, task.submodules if task else 1)
        self._outer |= sizes_given(self._counting, self._values, self._model)
        self._outer |= part_values(self._counting, self._model)
        if self._counting.mirror is not None:
            self._outer |= self._mirrored(self._counting.mirror, saves)
        shares = self._taken.has(self._model.input_embedding)
        self._outer["model.sharing"] = len(tied_paths(self._model)) if shares else 0
        self._outer["targets"] = target_records(self._taken)

    def _mirrored(self, mirror: Mirror, saves: Saves) -> dict[str, Any]:
        """Make the smaller model, and give what formulas know of it and of the one it is made like."""
        from finetune_catalog.counting.mirror import made_like, numbers, without

        wanted = {name: self._formulas.value(size.value, self._outer) for name, size in mirror.sizes.items()}
        small, sizes = made_like(self._data, mirror, wanted, self._model)
        known = {f"mirrored.{name}": size for name, size in sizes.items() if size is not None}
        if mirror.shared and mirror.shares and self._formulas.holds(mirror.shares, {**self._outer, **known}):
            small = without(small, f"{mirror.at}.{mirror.shared}")
        found = numbers(small, self._counting, saves)
        return known | {f"mirror.{name}": value for name, value in found.items()}

    def lines(self) -> Iterator[Line]:
        """Yield what is added, level by level.

        Raises:
            RefusedError: a condition does not hold for some module, or a formula has no value.
        """
        many = len(self._alike) >= _MANY and not self._formulas.columns
        values = [dict(items) for items in self._own]
        for (level, where, number, differing), modules in self._alike.items():
            if many:
                yield from self._among_many(level, where, values[number], differing, modules)
            else:
                yield from self._at(level, where, {**values[number], **dict(differing)}, modules)
        for where, first, members in self._groups.values():
            group = {**first, "group.count": len(members), "members": tuple(members)}
            yield from self._at("group", where, group, 1)
        yield from self._made("model", "", self._outer, 1)
        yield from saved_whole(self._counting, self._values, self._taken, self._model)

    def _at(self, level: str, where: str, own: Mapping[str, Any], modules: int) -> Iterable[Line]:
        values = self._formulas.held(level, {**self._outer, **own})
        return self._made(level, where, values, modules)

    def _among_many(
        self,
        level: str,
        where: str,
        own: Mapping[str, Any],
        differing: tuple[tuple[str, Any], ...],
        modules: int,
    ) -> Iterable[Line]:
        """Give the lines of modules of which there are many sorts: the first of a kind tells what is there."""
        kind = level, own.get("module.kind")
        prepared = self._prepared.get(kind)
        found = None if prepared is None else prepared.lines(own, differing, where, modules)
        if found is not None:
            return _twice(found, dict(differing))
        own = {**own, **dict(differing)}
        lines = list(self._at(level, where, own, modules))
        if kind not in self._prepared:
            from finetune_catalog.counting.together import repeated

            there = frozenset(one.tensor for one in lines)
            self._prepared[kind] = repeated(self._counting, level, self._formulas, self._outer, own, there)
        return lines

    def _made(self, level: str, where: str, values: Mapping[str, Any], modules: int) -> Iterable[Line]:
        return _twice(self._lines(level, where, values, modules), values)

    def _lines(self, level: str, where: str, values: Mapping[str, Any], modules: int) -> Iterator[Line]:
        value = self._formulas.value
        for tensor in self._counting.adds.values():
            if tensor.each != level or not _fits(tensor, values):
                continue
            if tensor.when is not None and not self._formulas.holds(tensor.when, values):
                continue
            size, stored, width = (
                None if checked is None else value(checked, values)
                for checked in (tensor.size, tensor.stored, tensor.width)
            )
            trained = None if tensor.trained is None else self._formulas.holds(tensor.trained, values)
            yield line_of(tensor, where, modules, size, stored, trained, width)

    def _has(self, level: str) -> bool:
        return any(tensor.each == level for tensor in self._counting.adds.values())


def _fits(tensor: Tensor, values: Mapping[str, Any]) -> bool:
    return tensor.kinds is None or values.get("module.kind") in tensor.kinds


def _twice(lines: Iterable[Line], values: Mapping[str, Any]) -> Iterable[Line]:
    """Give lines, and those of a module that is copied with its adapter once more, where they are frozen."""
    if TWICE not in values:
        return lines
    whole = list(lines)
    return [*whole, *(replace(one, trained=False, stored=0) for one in whole if one.added)]
