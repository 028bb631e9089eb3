"""Roots, logarithms and rounding to integers on sets of numbers.

`sqrt` is correctly rounded and needs no widening. `exp`, `log` and `log2` come from the platform's library, which is
accurate to less than a unit in the last place but not proved monotone; NumPy and JavaScript have their own. Two units
outward hold them all: one for the error at the end, one for the error at the value. What C and ECMAScript promise
exactly is kept: the logarithm of 1 is 0, a library never strays over the zero there, and `exp` is never negative.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.intervals import TINIEST, Numbers, floats, integers, widened

if TYPE_CHECKING:
    from collections.abc import Callable


def _below(x: float) -> float:
    return math.nextafter(math.nextafter(x, -math.inf), -math.inf)


def _above(x: float) -> float:
    return math.nextafter(math.nextafter(x, math.inf), math.inf)


def from_zero(a: Numbers, *, strictly: bool) -> tuple[Numbers | None, bool]:
    """Cut a set to the numbers from zero (strictly: above it); the flag says that something was cut off."""
    if a.low > 0 or (a.low == 0 and not strictly):
        return a, False
    if a.step:
        return integers(max(a.low, 1 if strictly else 0), a.high, a.step, a.residue), True
    return floats(max(a.low, TINIEST if strictly else 0.0), a.high), True


def square_root(a: Numbers) -> Numbers:
    """Return what `sqrt(x)` can be for x >= 0."""
    a = widened(a)
    return Numbers(math.sqrt(a.low), math.sqrt(a.high))


def _logarithm(function: Callable[[float], float], a: Numbers) -> Numbers:
    a = widened(a)
    low, high = _below(function(max(a.low, TINIEST))), _above(function(a.high))
    if a.low >= 1:
        low = max(low, 0.0)
    if a.high <= 1:
        high = min(high, 0.0)
    return Numbers(low, high)


def logarithm(a: Numbers) -> Numbers:
    """Return what `log(x)` can be for x > 0."""
    return _logarithm(math.log, a)


def binary_logarithm(a: Numbers) -> Numbers:
    """Return what `log2(x)` can be for x > 0."""
    return _logarithm(math.log2, a)


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def exponential(a: Numbers) -> Numbers:
    """Return what `exp(x)` can be; an end that overflows is infinite."""
    a = widened(a)
    return Numbers(max(_below(_exp(a.low)), 0.0), _above(_exp(a.high)))


def _whole(function: Callable[[float], int], a: Numbers) -> Numbers:
    if a.step:
        return a
    return Numbers(function(a.low), function(a.high), 1)


def floor(a: Numbers) -> Numbers:
    """Return what `floor(x)` can be."""
    return _whole(math.floor, a)


def ceiling(a: Numbers) -> Numbers:
    """Return what `ceil(x)` can be."""
    return _whole(math.ceil, a)


def rounded(a: Numbers) -> Numbers:
    """Return what `round(x)` can be, halves going to the even neighbour."""
    return _whole(round, a)
