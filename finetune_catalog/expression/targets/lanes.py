"""Facts about single lanes of a column: which zeros have a sign, and how failures show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.lowering.operations import (
    DOMAIN,
    NOT_FINITE,
    ZERO_DIVISOR,
    Operation,
    can_be_zero,
)
from finetune_catalog.expression.types import FLOAT

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER = frozenset({"widen", "absolute", "square", "fourth", "exponential", "sum"})
_IF_ALL = frozenset({"minimum", "maximum", "square_root", "finite", "cube"})


def test_of(failure: str, function: str, value: str, bad: str) -> Sequence[tuple[str, str]]:
    """Return the calls (ufunc, operands) that mark the lanes in which a function's last operand fails it."""
    if failure == ZERO_DIVISOR:
        return [("equal", f"{value}, 0")]
    if failure == NOT_FINITE:
        return [("isfinite", value), ("logical_not", bad)]
    assert failure == DOMAIN
    return [("less" if function == "square_root" else "less_equal", f"{value}, 0")]


def touchy(operation: Operation) -> bool:
    """Tell whether an operation must not be computed, or not be minded, in the lanes that do not use it."""
    return bool(operation.unproved) or operation.name == "certain" or any(map(touchy, operation.operands))


def needs_select(left: Operation, right: Operation) -> bool:
    """Tell whether min or max may meet zeros of two signs, of which NumPy takes any and Python the first."""
    if left.type != FLOAT or not can_be_zero(left.interval) or not can_be_zero(right.interval):
        return False
    return not (_never_negative_zero(left) and _never_negative_zero(right))


def _not_negative(operation: Operation) -> bool:
    return operation.interval is not None and operation.interval.low >= 0


def _never_negative_zero(operation: Operation) -> bool:
    """Tell whether a float is proved not to be -0.0."""
    name, operands = operation.name, operation.operands
    if name in _NEVER or name == "constant" or not can_be_zero(operation.interval):
        return True
    match name:
        case "add":
            return any(map(_never_negative_zero, operands))
        case "subtract":
            return _never_negative_zero(operands[0])
        case "multiply" | "divide":
            return all(_not_negative(o) and _never_negative_zero(o) for o in operands)
        case "conditional":
            return all(map(_never_negative_zero, operands[1:]))
        case _:
            return name in _IF_ALL and all(map(_never_negative_zero, operands))
