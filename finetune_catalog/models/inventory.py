"""From an architecture and the values of its fields to a model: every module with its shape, in the library's order."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.loading.paths import INDICES, joined, within
from finetune_catalog.models.config import Unfit
from finetune_catalog.models.model import Model, Module, ModuleShape
from finetune_catalog.models.plan import Group, Leaf, plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.architecture import Architecture, ContainerSpec, ModelClass, ParameterSpec
    from finetune_catalog.expression.types import Checked, Function

MOST_MODULES = 250_000  #: a config.json that asks for more is a mistake, or made to exhaust us

_Index = tuple[int, ...]


def inventory(
    architecture: Architecture,
    fields: Mapping[str, Any],
    class_: ModelClass,
    functions: Mapping[str, Function],
    name: str,
    *,
    cached: bool = False,
) -> Model:
    """Make a model of one of an architecture's classes; `cached` is what its configuration says of keys and values.

    Raises:
        Unfit: a size is negative, a formula has no value, or there would be too many modules.
    """
    building = _Building(architecture, fields, class_, functions)
    building.expand(plan(architecture, class_), "", ())
    layers = class_.layers or (architecture.layers and joined(class_.base, architecture.layers))
    if layers and any(within(layers, lacking) for lacking in class_.without):
        layers = None
    return Model(
        name,
        architecture.id,
        class_.id,
        tuple(building.modules),
        building.first(class_.input_embedding),
        building.first(class_.output_embedding),
        layers or None,
        class_.tasks,
        MappingProxyType({key: building.value(size) for key, size in architecture.dimensions.items()}),
        MappingProxyType(dict(fields)),
        containers=MappingProxyType(building.containers()),
        said_tied=class_.said_tied,
        cached=cached,
        bare=tuple(
            (joined(base, each.path), each.beside)
            for base, several in ((class_.base, architecture.bare), ("", class_.bare))
            for each in several
            if each.when is None or building.value(each.when)
        ),
    )


class _Building:
    """One model being made; what depends on no index is computed once."""

    def __init__(
        self,
        architecture: Architecture,
        fields: Mapping[str, Any],
        class_: ModelClass,
        functions: Mapping[str, Function],
    ) -> None:
        self.functions = functions
        self.modules: list[Module] = []
        self._spent = 0
        self._memo: dict[Any, Any] = {}
        self._shapes: dict[Any, ModuleShape] = {}
        self._fields = fields
        given = {key: self._given(formula, fields) for key, formula in class_.given.items()}
        self.scope: dict[str, Any] = {**fields, **given}
        for key, formula in architecture.values.items():
            if key not in given:
                self.scope[key] = self.value(formula)
        whole = {joined(class_.base, key): each for key, each in architecture.containers.items()}
        self._containers = {
            path: container
            for path, container in whole.items()
            if not any(within(path, lacking) for lacking in class_.without)
        } | dict(class_.containers)

    def _given(self, formula: Checked, fields: Mapping[str, Any]) -> Any:
        self.scope = dict(fields)
        return self.value(formula)

    def value(self, formula: Checked, index: _Index = ()) -> Any:
        """Evaluate a formula; one that uses no index once for the whole model."""
        depth = _depth(formula)
        key: Any = (id(formula), index[:depth]) if depth else id(formula)
        if key in self._memo:
            return self._memo[key]
        values = {**self.scope, **dict(zip(INDICES, index, strict=False))} if depth else self.scope
        try:
            value = evaluate(formula, values, self.functions)
        except EvaluationError as error:
            raise Unfit("FC745", error.problem.message, self._blamed(formula)) from None
        self._memo[key] = value
        return value

    def size(self, formula: Checked | None, index: _Index) -> int:
        """Evaluate a size; nothing is 0."""
        if formula is None:
            return 0
        value: int = self.value(formula, index)
        if value < 0:
            message = f"`{formula.text}` is {value}, and no module has a negative size"
            raise Unfit("FC745", message, self._blamed(formula))
        return value

    def first(self, paths: Sequence[str]) -> str | None:
        """Return the first of some paths where a module made so far is, or below which one is."""
        return next(
            (path for path in paths if any(within(module.path, path) for module in self.modules)), None
        )

    def containers(self) -> dict[str, int]:
        """Give the length of every list of modules; of those inside a list, of the first one's."""
        found: dict[str, int] = {}
        for path, container in self._containers.items():
            length = self._length(container, (0,) * path.count("*"))
            outer = path.partition(".*")[0] if "*" in path else None
            if length is not None and (outer is None or found.get(outer, 1)):
                found[path] = length
        return {path: length for path, length in found.items() if self._containers[path].listed}

    def expand(self, steps: Sequence[Leaf | Group], before: str, index: _Index) -> None:
        """Add the modules of a plan, index by index, as the library registers them."""
        for step in steps:
            if isinstance(step, Leaf):
                spec = step.spec
                if spec.when is None or self.value(spec.when, index):
                    self._add(step, before + step.path if step.path else before[:-1], index)
                continue
            container = self._containers.get(step.container)  # None where the class lacks it
            length = 0 if container is None else self._length(container, index) or 0
            self._spend(step, length)
            for place in range(length):
                inner = f"{before}{step.path}{step.step.replace('*', str(place))}."
                self.expand(step.steps, inner, (*index, place))

    def _length(self, container: ContainerSpec, index: _Index) -> int | None:
        """How many modules a container holds, None where the model has it not."""
        if container.when is not None and not self.value(container.when, index):
            return None
        return self.size(container.length, index)

    def _spend(self, group: Group, length: int) -> None:
        self._spent += length * len(group.steps)
        if self._spent > MOST_MODULES:
            message = f"`{group.container}` would have {length} modules; more than {MOST_MODULES} in all are refused"
            raise Unfit("FC746", message, self._blamed(self._containers[group.container].length))

    def _add(self, leaf: Leaf, path: str, index: _Index) -> None:
        made = leaf.made
        if made is None or leaf.depth:
            parameters = tuple(
                self._parameter(each, index) for each in leaf.spec.parameters if self._has(each, index)
            )
            shape = self._shape(leaf, parameters, index)
            tied = tuple(
                (name, target)
                for tie in leaf.spec.ties
                if tie.when is None or self.value(tie.when, index)
                for name, target in tie.parameters
            )
            made = leaf.made = (shape, tied)
        shape, tied = made
        if tied and index:
            tied = tuple((name, _at(target, index)) for name, target in tied)
        if shape.parameters or leaf.spec.bare:
            self.modules.append(Module(path, shape, tied))

    def _has(self, parameter: ParameterSpec, index: _Index) -> bool:
        return parameter.when is None or bool(self.value(parameter.when, index))

    def _parameter(self, parameter: ParameterSpec, index: _Index) -> tuple[str, tuple[int, ...]]:
        return parameter.name, tuple([self.size(each, index) for each in parameter.shape])

    def _shape(
        self, leaf: Leaf, parameters: tuple[tuple[str, tuple[int, ...]], ...], index: _Index
    ) -> ModuleShape:
        """Return the one shape that all modules of a pattern with these sizes share."""
        spec = leaf.spec
        sizes = (self.size(spec.in_features, index), self.size(spec.out_features, index))
        kernel = tuple(self.size(each, index) for each in spec.kernel)
        groups = 1 if spec.groups is None else self.size(spec.groups, index)
        buffers = 0 if spec.buffers is None else self.size(spec.buffers, index)
        key = (leaf.pattern, spec.kind, sizes, kernel, groups, parameters, buffers)
        known = self._shapes.get(key)
        if known is None:
            known = ModuleShape(
                leaf.pattern, spec.kind, *sizes, kernel, groups, parameters, buffers, spec.plain
            )
            self._shapes[key] = known
        return known

    def _blamed(self, formula: Checked) -> str | None:
        """Name the field that a formula's value comes from: the first it uses, through named values if need be."""
        return next((name for name in formula.names if name in self._fields), None)


def _depth(formula: Checked) -> int:
    """How many indices a formula's value depends on."""
    names = formula.names
    return 2 if INDICES[1] in names else 1 if INDICES[0] in names else 0


def _at(target: str, index: _Index) -> str:
    """Put indices in the place of a path's `*`."""
    for place in index:
        target = target.replace("*", str(place), 1)
    return target
