"""What is made once of a method so that configuring it is fast: defaults, display, the metrics function."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.display import Display, read_display
from finetune_catalog.configure.programs import (
    compiled,
    expression_program,
    method_program,
    needed,
)
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.widening import seen_by
from finetune_catalog.loading.functions import functions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from finetune_catalog.expression.types import Checked, Interval, Program
    from finetune_catalog.records import CatalogData, Method

_FEW = 2  #: so many configurations of a method are computed node by node: compiling takes longer than that
_CATALOGS = 8  #: so many catalogs keep what was made of them


class Patient:
    """Formulas as one function that is computed node by node at first, and compiled once that pays: in `made`."""

    __slots__ = ("_asked", "_data", "_formulas", "_parameters", "_program", "_results", "made")

    def __init__(
        self,
        data: CatalogData,
        parameters: tuple[str, ...],
        formulas: Sequence[tuple[str, Checked]],
        results: tuple[str, ...],
        program: Callable[[], Program],
    ) -> None:
        self._data = data
        self._parameters = parameters
        self._formulas = formulas
        self._results = results
        self._program = program
        self._asked = 0
        self.made: Callable[..., tuple[Any, ...]] | None = None

    @classmethod
    def of(cls, data: CatalogData, parameters: tuple[str, ...], checked: Checked) -> Patient:
        """Give the function of one formula."""
        program = partial(expression_program, data, parameters, checked)
        return cls(data, parameters, (("result", checked),), ("result",), program)

    def __call__(self, *seen: Any) -> tuple[Any, ...]:
        """Compute the results of these parameters."""
        if self.made is None:
            self._asked += 1
            if self._asked <= _FEW:
                return self._node_by_node(seen)
            self.made = compiled(self._program())
        return self.made(*seen)

    def _node_by_node(self, seen: tuple[Any, ...]) -> tuple[Any, ...]:
        values = dict(zip(self._parameters, seen, strict=True))
        functions = functions_of(self._data)
        for name, checked in self._formulas:
            values[name] = evaluate(checked, seen_by(checked, values), functions)
        return tuple(values[name] for name in self._results)


class Plan:
    """One method of one catalog, prepared; each part is made when it is first needed."""

    def __init__(self, data: CatalogData, method: Method) -> None:
        self.data = data
        self.method = method
        self.metrics = tuple(method.metrics)
        self._columns: dict[str, Callable[..., Any]] = {}
        self._function: Callable[..., Any] | None = None

    @cached_property
    def program(self) -> Program:
        """All metrics of the method."""
        return method_program(self.data, self.method)

    @property
    def function(self) -> Callable[..., Any]:
        """What computes all metrics from what formulas see of the parameters, in their order; compiled once that pays."""
        if self._function is None:
            formulas = needed(self.method, (*self.method.values, *self.method.metrics))
            self._function = Patient(
                self.data, tuple(self.method.parameters), formulas, self.metrics, self._program
            )
        elif isinstance(self._function, Patient) and self._function.made is not None:
            self._function = self._function.made
        return self._function

    def _program(self) -> Program:
        return self.program

    @cached_property
    def defaults(self) -> Mapping[str, Callable[..., tuple[Any, ...]]]:
        """For each parameter with a default formula, the function of the parameters before it."""
        names = tuple(self.method.parameters)
        return {
            name: Patient.of(self.data, names[:place], parameter.default_formula.checked)
            for place, (name, parameter) in enumerate(self.method.parameters.items())
            if parameter.default_formula is not None
        }

    @cached_property
    def columns(self) -> Callable[..., Any]:
        """What computes all metrics of columns of parameters, or of single values; one array a metric. Needs NumPy."""
        from finetune_catalog.expression.targets.numpy_runtime import function

        return function(self.program)

    def columns_within(self, within: Mapping[str, Interval]) -> Callable[..., Any]:
        """Give `columns` for columns of which more is known than is declared: integers without bounds may overflow."""
        from finetune_catalog.expression.targets.numpy_runtime import function

        return function(method_program(self.data, self.method, within))

    def default_columns(self, name: str) -> Callable[..., Any]:
        """Give the function of columns of the parameters before this one that computes its default. Needs NumPy."""
        from finetune_catalog.expression.targets.numpy_runtime import function

        if name not in self._columns:
            parameters = self.method.parameters
            formula = parameters[name].default_formula
            assert formula is not None  # else nobody asks
            earlier = tuple(parameters)[: tuple(parameters).index(name)]
            self._columns[name] = function(expression_program(self.data, earlier, formula.checked))
        return self._columns[name]

    @cached_property
    def display(self) -> Display:
        """The display template, read."""
        return read_display(self.method.display)


class Plans:
    """The plans of one catalog, made as they are asked for."""

    def __init__(self, data: CatalogData) -> None:
        self.data = data
        self._made: dict[str, Plan] = {}

    def of(self, method: str) -> Plan:
        """Give the plan of a method; raises KeyError where the catalog has none of that id."""
        found = self._made.get(method)
        if found is None:
            found = self._made[method] = Plan(self.data, self.data.methods[method])
        return found


_PLANS: OrderedDict[int, Plans] = OrderedDict()


def plans_of(data: CatalogData) -> Plans:
    """Give the plans of a catalog, the same ones for the same catalog; those of the last few catalogs are kept."""
    found = _PLANS.get(id(data))
    if found is None or found.data is not data:
        found = _PLANS[id(data)] = Plans(data)
        while len(_PLANS) > _CATALOGS:
            _PLANS.popitem(last=False)
    return found
