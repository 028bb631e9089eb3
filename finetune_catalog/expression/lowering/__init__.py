"""From a checked tree to typed operations: conversions and tests made explicit, proofs used to leave tests out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.lowering.context import Context, settled, widen
from finetune_catalog.expression.lowering.operations import Operation, Variable
from finetune_catalog.expression.lowering.tree import natural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Analysis, Checked, Function

__all__ = ["Operation", "Variable", "lower", "lower_function", "widen"]


def lower(
    checked: Checked,
    analysis: Analysis | None = None,
    functions: Mapping[str, Function] | None = None,
    tested: frozenset[str] = frozenset(),
) -> Operation:
    """Lower an expression to operations.

    Args:
        checked: the expression
        analysis: what is proved of it; None proves nothing
        functions: the catalog's own functions by name
        tested: free names whose values were tested when they were computed
    """
    context = Context(checked, analysis, functions or {}, natural, tested)
    return settled(context.lower(checked.node))


def lower_function(
    function: Function, analysis: Analysis | None, functions: Mapping[str, Function]
) -> tuple[tuple[Variable, ...], Operation]:
    """Lower a catalog function to its parameters and the operations of its body."""
    bound = {name: (Variable(name), declared.type) for name, declared in function.parameters}
    context = Context(function.body, analysis, functions, natural, variables=bound)
    body = settled(widen(context.lower(function.body.node), function.result.type))
    return tuple(variable for variable, _ in bound.values()), body
