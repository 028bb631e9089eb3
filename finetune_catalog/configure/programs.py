"""A method's metrics, and the defaults of its parameters, as programs: each becomes one function."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression import needs
from finetune_catalog.expression.types import Analysis, Interval, Program, Scope
from finetune_catalog.frozen import replace
from finetune_catalog.loading.functions import functions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from finetune_catalog.expression.types import Checked, Declaration, Function
    from finetune_catalog.records import CatalogData, Method

_RESULT = "result__"  # ids never hold two underscores in a row


def method_program(
    data: CatalogData, method: Method, within: Mapping[str, Interval] | None = None
) -> Program:
    """Gather all metrics of a method: its parameters in, one result a metric in their order.

    Args:
        data: the catalog
        method: one of its methods
        within: where parameters are known to lie, where that is narrower than what is declared
    """
    bindings = needed(method, (*method.values, *method.metrics))
    return _program(data, tuple(method.parameters), bindings, tuple(method.metrics), within)


def needed(method: Method, wanted: Sequence[str]) -> tuple[tuple[str, Checked], ...]:
    """Give the formulas of these values and metrics and of those they use, each after what it uses itself."""
    checked = {name: formula.checked for name, formula in (*method.values.items(), *method.metrics.items())}
    return tuple(needs.needed(checked, wanted))


def expression_program(data: CatalogData, parameters: Sequence[str], checked: Checked) -> Program:
    """Make a program of one formula over some of these parameters; its one result is the formula's value."""
    return _program(data, tuple(parameters), ((_RESULT, checked),), (_RESULT,))


def compiled(program: Program) -> Callable[..., Any]:
    """Compile a program to a function of its parameters, positionally, that returns the tuple of its results.

    Raises:
        EvaluationError: from the function: a formula has no value for these arguments.
    """
    from finetune_catalog.expression.targets.python import function

    return function(program)


def _program(
    data: CatalogData,
    parameters: tuple[str, ...],
    bindings: tuple[tuple[str, Checked], ...],
    results: tuple[str, ...],
    within: Mapping[str, Interval] | None = None,
) -> Program:
    functions = functions_of(data)
    analyses = dict(_analyses(bindings, functions, within or {}))
    return Program(parameters, bindings, results, MappingProxyType(analyses), functions)


def _analyses(
    bindings: Sequence[tuple[str, Checked]], functions: Mapping[str, Function], within: Mapping[str, Interval]
) -> Iterator[tuple[str, Analysis]]:
    """Analyse each formula with what is proved, not only declared, of the ones before it."""
    from finetune_catalog.expression.analysis import analyse

    proved: dict[str, Interval | None] = dict(within)
    for name, checked in bindings:
        declared = {used: _known(checked.declared[used], used, proved) for used in checked.declared}
        analysis = analyse(checked, Scope(MappingProxyType(declared), functions))
        proved[name] = analysis.result
        yield name, analysis


def _known(declared: Declaration, name: str, proved: Mapping[str, Interval | None]) -> Declaration:
    return replace(declared, interval=proved[name]) if name in proved else declared
