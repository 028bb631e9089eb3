"""A method's metrics, and the defaults of its parameters, as programs: each becomes one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import needs
from finetune_catalog.expression.types import Program
from finetune_catalog.loading.functions import functions_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData, Method


def metrics_program(data: CatalogData, method: Method) -> Program:
    """Gather all metrics of a method: its parameters in, one result a metric in their order."""
    bindings = needed(method, (*method.values, *method.metrics))
    return Program(tuple(method.parameters), bindings, tuple(method.metrics), functions=functions_of(data))


def default_program(data: CatalogData, method: Method, name: str) -> Program | None:
    """Make a program of a parameter's default, of the parameters before it; None where that is no formula."""
    formula = method.parameters[name].default_formula
    if formula is None:
        return None
    names = tuple(method.parameters)
    return Program.of(names[: names.index(name)], formula.checked, functions_of(data))


def needed(method: Method, wanted: Sequence[str]) -> tuple[tuple[str, Checked], ...]:
    """Give the formulas of these values and metrics and of those they use, each after what it uses itself."""
    checked = {name: formula.checked for name, formula in (*method.values.items(), *method.metrics.items())}
    return tuple(needs.needed(checked, wanted))
