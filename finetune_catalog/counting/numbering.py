"""Formulas that count as functions of columns: compiled for how large the numbers are that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.errors import TargetError
from finetune_catalog.expression.types import Interval, Program
from finetune_catalog.expression.unparse import unparse
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.types import Checked, Function

_KEPT = 512  #: functions
_STEP = 8  #: bits by which bounds grow, so that one function serves modules of several sizes

#: compiled functions by formula, what is left of it, and bounds
_made: Remembered[Callable[..., tuple[Any, ...]]] = Remembered(_KEPT)


def column_function(
    checked: Checked,
    left: Checked,
    functions: Mapping[str, Function],
    bounds: Mapping[str, tuple[float, float]],
    known: Mapping[str, Any],
) -> Callable[..., tuple[Any, ...]]:
    """Give the function of a formula's names, some of them columns within these bounds, others single values.

    Args:
        checked: the formula
        left: what is left of it for these single values
        functions: the catalog's own functions by name
        bounds: where the columns of numbers lie
        known: the single values

    Raises:
        TargetError: the formula has no form for columns, or could pass the integers that they hold.
    """
    single = {n: (known[n], known[n]) for n in left.names if type(known.get(n)) in (int, float)}
    exact = {**bounds, **single}
    wider = {name: _wider(*ends) for name, ends in exact.items()}
    form = (id(checked), unparse(left.node))

    def function(within: Mapping[str, tuple[float, float]]) -> Callable[..., tuple[Any, ...]]:
        key = (*form, tuple(within.items()))
        return _made.get(key, lambda: _function(left, functions, within), checked)

    try:
        return function(wider)
    except TargetError:
        return function(exact)


def _wider(low: float, high: float) -> tuple[float, float]:
    """Widen bounds of integers to steps; the signs stay what they are."""
    if not (isinstance(low, int) and isinstance(high, int)):
        return low, high
    return (
        (1 if low > 0 else 0 if low == 0 else -_step(-low)),
        (_step(high) if high > 0 else 0 if high == 0 else -1),
    )


def _step(number: int) -> int:
    return int((1 << -(-number.bit_length() // _STEP) * _STEP) - 1)


def _function(
    left: Checked, functions: Mapping[str, Function], bounds: Mapping[str, tuple[float, float]]
) -> Callable[..., tuple[Any, ...]]:
    from finetune_catalog.expression.analysis import proved
    from finetune_catalog.expression.targets.numpy_runtime import function

    within = {name: Interval(*ends) for name, ends in bounds.items()}
    return function(proved(Program.of(left.names, left, functions), within))
