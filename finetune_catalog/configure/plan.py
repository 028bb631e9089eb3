"""What is made once of a method so that configuring it is fast: defaults, display, the metrics function."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.display import Display, read_display
from finetune_catalog.configure.programs import (
    compiled,
    condition_program,
    expression_program,
    function_name,
    method_program,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.types import Checked, Interval, Program
    from finetune_catalog.records import CatalogData, Method

_CATALOGS = 8  #: so many catalogs keep what was made of them


class Plan:
    """One method of one catalog, prepared; each part is made when it is first needed."""

    def __init__(self, data: CatalogData, method: Method, function: Callable[..., Any] | None = None) -> None:
        self.data = data
        self.method = method
        self.metrics = tuple(method.metrics)
        self._columns: dict[str, Callable[..., Any]] = {}
        self._conditions: dict[str, Callable[..., tuple[Any]]] = {}
        if function is not None:
            self.function = function

    @cached_property
    def program(self) -> Program:
        """All metrics of the method."""
        return method_program(self.data, self.method)

    @cached_property
    def function(self) -> Callable[..., Any]:
        """What computes all metrics from what formulas see of the parameters, in their order."""
        return compiled(self.program)

    @cached_property
    def defaults(self) -> Mapping[str, Callable[..., tuple[Any]]]:
        """For each parameter with a default formula, the function of the parameters before it."""
        names = tuple(self.method.parameters)
        return {
            name: compiled(expression_program(self.data, names[:place], parameter.default_formula.checked))
            for place, (name, parameter) in enumerate(self.method.parameters.items())
            if parameter.default_formula is not None
        }

    def condition(self, name: str, checked: Checked) -> Callable[..., tuple[Any]]:
        """Give the function of the parameters, as formulas see them, that decides a condition over the method's names."""
        if name not in self._conditions:
            self._conditions[name] = compiled(condition_program(self.data, self.method, checked))
        return self._conditions[name]

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
        self._functions: Mapping[str, Any] = {}

    def of(self, method: str) -> Plan:
        """Give the plan of a method; raises KeyError where the catalog has none of that id."""
        found = self._made.get(method)
        if found is None:
            function = self._functions.get(function_name(method))
            found = self._made[method] = Plan(self.data, self.data.methods[method], function)
        return found

    def install(self, functions: Mapping[str, Any]) -> None:
        """Take metrics functions that were compiled before, by the names `compile_methods` gave them."""
        self._functions = functions
        self._made.clear()


_PLANS: OrderedDict[int, Plans] = OrderedDict()


def plans_of(data: CatalogData) -> Plans:
    """Give the plans of a catalog, the same ones for the same catalog; those of the last few catalogs are kept."""
    found = _PLANS.get(id(data))
    if found is None or found.data is not data:
        found = _PLANS[id(data)] = Plans(data)
        while len(_PLANS) > _CATALOGS:
            _PLANS.popitem(last=False)
    return found
