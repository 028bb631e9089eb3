"""What is made once of a method so that configuring it is fast: defaults, display, the metrics function."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.display import Display, read_display
from finetune_catalog.configure.programs import default_program, metrics_program
from finetune_catalog.expression.warming import Warming

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.types import Interval, Program
    from finetune_catalog.records import CatalogData, Method

_CATALOGS = 8  #: so many catalogs keep what was made of them


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
        return metrics_program(self.data, self.method)

    @property
    def function(self) -> Callable[..., Any]:
        """What computes all metrics from what formulas see of the parameters, in their order; compiled once that pays."""
        if self._function is None:
            self._function = _warming(self.program)
        elif isinstance(self._function, Warming) and self._function.compiled is not None:
            self._function = self._function.compiled
        return self._function

    @cached_property
    def defaults(self) -> Mapping[str, Callable[..., tuple[Any, ...]]]:
        """For each parameter with a default formula, the function of the parameters before it."""
        programs = {name: default_program(self.data, self.method, name) for name in self.method.parameters}
        return {name: _warming(program) for name, program in programs.items() if program is not None}

    @cached_property
    def columns(self) -> Callable[..., Any]:
        """What computes all metrics of columns of parameters, or of single values; one array a metric. Needs NumPy."""
        return _columns(self.program)

    def columns_within(self, within: Mapping[str, Interval]) -> Callable[..., Any]:
        """Give `columns` for columns of which more is known than is declared: integers without bounds may overflow."""
        return _columns(self.program, within)

    def default_columns(self, name: str) -> Callable[..., Any]:
        """Give the function of columns of the parameters before this one that computes its default. Needs NumPy."""
        if name not in self._columns:
            program = default_program(self.data, self.method, name)
            assert program is not None  # else nobody asks
            self._columns[name] = _columns(program)
        return self._columns[name]

    @cached_property
    def display(self) -> Display:
        """The display template, read."""
        return read_display(self.method.display)


def _warming(program: Program) -> Warming:
    """Make a function that is compiled with all that is proved of the program, once that pays."""
    return Warming(program, partial(_proved, program))


def _columns(program: Program, within: Mapping[str, Interval] | None = None) -> Callable[..., Any]:
    from finetune_catalog.expression.targets.numpy_runtime import function

    return function(_proved(program, within))


def _proved(program: Program, within: Mapping[str, Interval] | None = None) -> Program:
    from finetune_catalog.expression.analysis import proved  # only what is compiled needs it

    return proved(program, within)


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
