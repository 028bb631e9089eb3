"""Arithmetic on sets of numbers: what a formula can compute, not what the real function would be.

The sets hold *computed* results: exact integers, and binary64 numbers rounded to nearest. Their ends are got by
the very operation the evaluator uses, without outward rounding. That is sound, because:

- rounding to nearest is monotone: from x <= y follows fl(x) <= fl(y);
- `+ - * /` and `sqrt` are correctly rounded, so the computed result is fl(exact result), and the exact result over
  a box of operands lies between its values at corners of the box; fl of those corners bounds every computed result,
  the operands being computed numbers themselves;
- `x ** n` is the product the evaluator forms, (x*x)*x and so on: on x >= 0 each step is monotone, hence the whole;
- converting an integer to binary64 rounds to nearest as well, and comparisons convert first, so ends convert first;
- no result is NaN or infinite: such an evaluation ends in an error, so an end that overflows is cut off at the
  largest finite number (`settle`), and that it overflowed is told.

Where the argument does not hold, the ends are moved outward: `exp`, `log` and `log2` are not proved monotone, and
other targets may differ from Python by a unit in the last place (`analysis/elementary.py`); the binary64 quotient of `//` is
rounded more than once when it passes 2**50 (`analysis/quotients.py`). Nothing may be rearranged: (a + b) + c is not a + (b + c).

Integers carry a congruence (`step`, `residue`): all of them are equal to `residue` modulo `step`. A set may be
`punctured`: zero is known not to be in it although it lies between the ends.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune_catalog.expression.types import Interval

CAP = (1 << 128) - 1  #: no integer of the language lies outside ±CAP
EXACT = 1 << 53  #: up to here every integer is a binary64 number
LARGEST = sys.float_info.max
TINIEST = 5e-324


class Numbers(NamedTuple):
    """Every number that something can be; `step` is 0 for binary64 numbers and at least 1 for integers."""

    low: int | float
    high: int | float
    step: int = 0
    residue: int = 0
    punctured: bool = False

    @property
    def constant(self) -> bool:
        """Whether only one number lies in it."""
        return self.low == self.high

    def excludes_zero(self) -> bool:
        """Whether zero is proved not to be in it."""
        return self.low > 0 or self.high < 0 or self.punctured or self.residue != 0

    def __contains__(self, value: object) -> bool:
        """Whether a number of the set's own kind lies in it."""
        if not isinstance(value, int | float) or not self.low <= value <= self.high:
            return False
        if self.step > 1 and (not isinstance(value, int) or (value - self.residue) % self.step):
            return False
        return not (self.punctured and value == 0)


def floats(low: float, high: float, *, punctured: bool = False) -> Numbers | None:
    """Return the binary64 numbers from `low` to `high`; None when there are none."""
    if punctured:
        if low == 0:
            low = TINIEST
        if high == 0:
            high = -TINIEST
        punctured = low < 0 < high
    return Numbers(low, high, 0, 0, punctured) if low <= high else None


def integers(
    low: float, high: float, step: int = 1, residue: int = 0, *, punctured: bool = False
) -> Numbers | None:
    """Return the integers from `low` to `high` (integers themselves) that are `residue` modulo `step`."""
    if step > CAP or step < 1:
        step = 1
    if step > 1:
        residue %= step
        low += (residue - low) % step
        high -= (high - residue) % step
    else:
        residue = 0
    if punctured and residue == 0:
        if low == 0:
            low = step
        if high == 0:
            high = -step
    punctured = punctured and residue == 0 and low < 0 < high
    return Numbers(low, high, step, residue, punctured) if low <= high else None


def of_interval(interval: Interval | None, *, whole: bool) -> Numbers | None:
    """Return the numbers of a declared interval (everything for None); None when it is empty."""
    low = -math.inf if interval is None else interval.low
    high = math.inf if interval is None else interval.high
    if not whole:
        return floats(max(float(low), -LARGEST), min(float(high), LARGEST))
    low = -CAP if low < -CAP else CAP + 1 if low > CAP else math.ceil(low)
    high = CAP if high > CAP else -CAP - 1 if high < -CAP else math.floor(high)
    return integers(low, high)


def of_value(value: float) -> Numbers:
    """Return the set of one number (a boolean is none)."""
    return Numbers(value, value, 1 if isinstance(value, int) else 0)


def settle(numbers: Numbers) -> tuple[Numbers | None, bool]:
    """Cut off what the language cannot hold; the flag says that something was there to cut."""
    limit = CAP if numbers.step else LARGEST
    low, high, step, residue, punctured = numbers
    if -limit <= low and high <= limit:
        return numbers, False
    low = max(low, -limit)
    high = min(high, limit)
    if step:
        return integers(low, high, step, residue, punctured=punctured), True
    return floats(low, high, punctured=punctured), True


def widened(numbers: Numbers) -> Numbers:
    """Convert integers to binary64, rounding to nearest; binary64 numbers stay as they are."""
    if not numbers.step:
        return numbers
    hole = numbers.punctured or numbers.residue != 0
    low, high = float(numbers.low), float(numbers.high)
    return Numbers(low, high, 0, 0, hole and low < 0 < high)


def congruence(numbers: Numbers) -> tuple[int, int]:
    """Return modulus and residue of a set of integers; modulus 0 means that one integer is all there is."""
    if numbers.low == numbers.high:
        return 0, int(numbers.low)
    return numbers.step, numbers.residue


def join(a: Numbers, b: Numbers) -> Numbers:
    """Return the smallest set known to hold both (binary64 when either is)."""
    if a is b or a == b:
        return a
    hole = a.excludes_zero() and b.excludes_zero()
    if not (a.step and b.step):
        a, b = widened(a), widened(b)
        low, high = min(a.low, b.low), max(a.high, b.high)
        return Numbers(low, high, 0, 0, hole and low < 0 < high)
    (m, i), (n, j) = congruence(a), congruence(b)
    result = integers(min(a.low, b.low), max(a.high, b.high), math.gcd(m, n, i - j) or 1, i, punctured=hole)
    return result or a  # never empty: it holds a


def meet(a: Numbers, b: Numbers) -> Numbers | None:
    """Return what lies in both sets, which are of one kind; None when nothing does."""
    hole = a.punctured or b.punctured
    low, high = max(a.low, b.low), min(a.high, b.high)
    if not a.step:
        return floats(low, high, punctured=hole)
    finer = a if a.step >= b.step else b
    return integers(low, high, finer.step, finer.residue, punctured=hole)


def same_kind(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    """Return both as they enter an operation: integers when both are, binary64 otherwise."""
    return (a, b) if bool(a.step) is bool(b.step) else (widened(a), widened(b))


def negate(a: Numbers) -> Numbers:
    """Return what `-x` can be."""
    return Numbers(-a.high, -a.low, a.step, -a.residue % a.step if a.step else 0, a.punctured)


def add(a: Numbers, b: Numbers) -> Numbers:
    """Return what `x + y` can be."""
    a, b = same_kind(a, b)
    low, high = a.low + b.low, a.high + b.high
    if not a.step or (a.step == 1 and b.step == 1 and low != high):
        return Numbers(low, high, a.step)
    (m, i), (n, j) = congruence(a), congruence(b)
    return integers(low, high, math.gcd(m, n), i + j) or Numbers(low, high, 1)


def subtract(a: Numbers, b: Numbers) -> Numbers:
    """Return what `x - y` can be."""
    return add(a, negate(b))


def _corners(operation: Callable[[float, float], float], a: Numbers, b: Numbers) -> tuple[float, float]:
    values = (
        operation(a.low, b.low),
        operation(a.low, b.high),
        operation(a.high, b.low),
        operation(a.high, b.high),
    )
    return min(values), max(values)


def _times(x: float, y: float) -> float:
    return x * y


def _over(x: float, y: float) -> float:
    return x / y


def multiply(a: Numbers, b: Numbers) -> Numbers:
    """Return what `x * y` can be."""
    a, b = same_kind(a, b)
    if a.low >= 0 and b.low >= 0:
        low, high = a.low * b.low, a.high * b.high
    else:
        low, high = _corners(_times, a, b)
    if not a.step:
        return Numbers(low, high)
    hole = a.excludes_zero() and b.excludes_zero()
    (m, i), (n, j) = congruence(a), congruence(b)
    result = integers(low, high, math.gcd(m * n, m * j, n * i), i * j, punctured=hole)
    return result or Numbers(low, high, 1)


def _product(x: float, n: int) -> float:
    if n == 0:
        return 1 if isinstance(x, int) else 1.0
    if n == 1:
        return x
    two = x * x
    return two if n == 2 else two * x if n == 3 else two * two


def power(a: Numbers, n: int) -> Numbers:
    """Return what `x ** n` can be, n from 0 to 4; binary64 powers are the evaluator's products."""
    one, other = _product(a.low, n), _product(a.high, n)
    low, high = (other, one) if other < one else (one, other)
    if n % 2 == 0 and n and a.low < 0 < a.high:
        low = 0
    if not a.step:
        return Numbers(float(low), float(high))
    modulus, residue = congruence(a)
    result = integers(low, high, modulus or 1, residue**n, punctured=a.excludes_zero())
    return result or Numbers(low, high, 1)


def nonzero_parts(a: Numbers) -> tuple[Numbers, ...]:
    """Return the set without zero, as its negative and its positive part."""
    if a.low > 0 or a.high < 0:
        return (a,)
    if a.step:
        pieces = integers(a.low, -1, a.step, a.residue), integers(1, a.high, a.step, a.residue)
    else:
        pieces = floats(a.low, -TINIEST), floats(TINIEST, a.high)
    return tuple(piece for piece in pieces if piece is not None)


def divide(a: Numbers, b: Numbers) -> Numbers | None:
    """Return what `x / y` can be where it is defined: binary64, whatever the operands; None when y is only zero."""
    a = widened(a)
    result: Numbers | None = None
    for part in nonzero_parts(b):
        low, high = _corners(_over, a, widened(part))
        piece = Numbers(low, high)
        result = piece if result is None else join(result, piece)
    return result


def absolute(a: Numbers) -> Numbers:
    """Return what `abs(x)` can be."""
    if a.low >= 0:
        return a
    if a.high <= 0:
        return negate(a)
    high = max(-a.low, a.high)
    if not a.step:
        return Numbers(TINIEST if a.punctured else 0.0, high)
    return integers(0, high, punctured=a.excludes_zero()) or Numbers(0, high, 1)


def smallest(a: Numbers, b: Numbers) -> Numbers:
    """Return what `min(x, y)` can be."""
    return _select(a, b, min(a.low, b.low), min(a.high, b.high))


def largest(a: Numbers, b: Numbers) -> Numbers:
    """Return what `max(x, y)` can be."""
    return _select(a, b, max(a.low, b.low), max(a.high, b.high))


def _select(a: Numbers, b: Numbers, low: float, high: float) -> Numbers:
    hole = a.excludes_zero() and b.excludes_zero()
    if not (a.step and b.step):
        low, high = float(low), float(high)
        return Numbers(low, high, 0, 0, hole and low < 0 < high)
    (m, i), (n, j) = congruence(a), congruence(b)
    step = math.gcd(m, n, i - j) or 1
    return integers(low, high, step, i, punctured=hole) or Numbers(low, high, 1)
