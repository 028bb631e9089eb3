"""Floor division and remainder on sets of numbers: Python's `//` and `%`, whose remainder has the divisor's sign."""

from __future__ import annotations

import math
from fractions import Fraction

from finetune_catalog.expression.intervals import (
    Numbers,
    congruence,
    integers,
    join,
    negate,
    nonzero_parts,
    same_kind,
)

#: a binary64 quotient below this is the floor of the exact one; Python rounds larger ones up to three times
_SHARP = 2.0**50


def floor_divide(a: Numbers, b: Numbers) -> Numbers | None:
    """Return what `x // y` can be where it is defined; None when y is only zero."""
    result: Numbers | None = None
    for part in nonzero_parts(b):
        piece = _floor_quotient(*same_kind(a, part))
        result = piece if result is None else join(result, piece)
    return result


def _floor_quotient(a: Numbers, b: Numbers) -> Numbers:
    if not a.step:
        low, high = _outer([_float_floor(x, y) for x in (a.low, a.high) for y in (b.low, b.high)])
        return Numbers(low, high)
    values = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
    low, high = min(values), max(values)
    modulus, residue = congruence(a)
    divisor = int(b.low)
    if b.constant and divisor > 1 and modulus % divisor == 0 and residue % divisor == 0 and modulus:
        return integers(low, high, modulus // divisor, residue // divisor) or Numbers(low, high, 1)
    return Numbers(low, high, 1)


def _float_floor(x: float, y: float) -> float:
    quotient = math.floor(Fraction(x) / Fraction(y))
    try:
        return float(quotient)
    except OverflowError:
        return math.inf if quotient > 0 else -math.inf


def _outer(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if _SHARP < abs(low) < math.inf:
        low -= abs(low) / _SHARP
    if _SHARP < abs(high) < math.inf:
        high += abs(high) / _SHARP
    return low, high


def modulo(a: Numbers, b: Numbers) -> Numbers | None:
    """Return what `x % y` can be where it is defined; None when y is only zero."""
    result: Numbers | None = None
    for part in nonzero_parts(b):
        x, y = same_kind(a, part)
        piece = _remainder(x, y) if y.low > 0 else negate(_remainder(negate(x), negate(y)))
        result = piece if result is None else join(result, piece)
    return result


def _remainder(x: Numbers, y: Numbers) -> Numbers:
    """What `x % y` can be for y > 0: from 0 up to y, which rounding reaches when x is a tiny negative number."""
    if x.low >= 0 and x.high < y.low:
        return x
    if not x.step:
        if x.low < 0:
            return Numbers(0.0, y.high)
        return Numbers(0.0, min(x.high, math.nextafter(y.high, 0.0)))
    divisor = int(y.low)
    high = min(x.high, y.high - 1) if x.low >= 0 else y.high - 1
    if not y.constant:
        return Numbers(0, high, 1)
    if x.low // divisor == x.high // divisor:
        modulus, residue = congruence(x)
        low, high = x.low % divisor, x.high % divisor
        return integers(low, high, modulus or 1, residue - int(x.low) + int(low)) or Numbers(low, high, 1)
    modulus, residue = congruence(x)
    return integers(0, high, math.gcd(modulus, divisor), residue) or Numbers(0, high, 1)


def greatest_divisor(a: Numbers, b: Numbers) -> Numbers:
    """Return what `gcd(x, y)` can be, x and y integers: never negative, zero for two zeros only."""
    if a.constant and b.constant:
        value = math.gcd(int(a.low), int(b.low))
        return Numbers(value, value, 1)
    ends_a, ends_b = max(-a.low, a.high), max(-b.low, b.high)
    either = a.excludes_zero() or b.excludes_zero()
    if a.excludes_zero() and b.excludes_zero():
        high = min(ends_a, ends_b)
    elif a.excludes_zero():
        high = ends_a
    elif b.excludes_zero():
        high = ends_b
    else:
        high = max(ends_a, ends_b)
    (m, i), (n, j) = congruence(a), congruence(b)
    common = math.gcd(m, i, n, j) or 1
    return integers(common if either else 0, high, common) or Numbers(0, high, 1)
