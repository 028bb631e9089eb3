"""What each operation of the language means for values: the one place that defines it.

Integers are exact, up to 128 bits. Floats are binary64. Nothing returns NaN or an infinity: a `Failure` says why not.
The targets print code that does the same; tests hold them to these functions bit for bit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

INTEGER_BITS = 128
DIVISORS_LIMIT = 2**40

Number = TypeVar("Number", int, float)


class Failure(Exception):  # noqa: N818 - what stops an operation; becomes an EvaluationError once its place is known
    """An operation has no value: the code of the page that explains it, and the reason."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def bounded(value: Any) -> Any:
    """Return a value that the language can hold; raise Failure for NaN, infinities and integers above 128 bits."""
    if type(value) is float:
        if not -math.inf < value < math.inf:
            raise Failure("FC551", "the result is no finite number")
    elif type(value) is int and value.bit_length() > INTEGER_BITS:
        raise Failure("FC552", f"an integer of more than {INTEGER_BITS} bits")
    return value


def alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Widen the integer of a pair of an integer and a float."""
    if type(left) is float and type(right) is int:
        return left, float(right)
    if type(left) is int and type(right) is float:
        return float(left), right
    return left, right


def divide(left: float, right: float) -> float:
    """Divide as binary64, both sides widened first."""
    if right == 0:
        raise Failure("FC550", "division by zero")
    return float(left) / float(right)


def floor_divide(left: Number, right: Number) -> Number:
    """Divide and round down."""
    if right == 0:
        raise Failure("FC550", "division by zero")
    return left // right


def modulo(left: Number, right: Number) -> Number:
    """Return the remainder, which has the divisor's sign."""
    if right == 0:
        raise Failure("FC550", "remainder of a division by zero")
    return left % right


def power(base: float, exponent: int) -> float:
    """Multiply repeatedly: x*x, (x*x)*x, (x*x)*(x*x); the same on every target, which the C library's pow is not."""
    if type(base) is int or exponent == 0:
        return type(base)(base**exponent)
    square = base * base
    return (base, square, square * base, square * square)[exponent - 1]


def square_root(x: float) -> float:
    """Take the square root, correctly rounded."""
    if x < 0:
        raise Failure("FC553", "square root of a negative number")
    return math.sqrt(x)


def logarithm(x: float, function: Callable[[float], float] = math.log) -> float:
    """Take a logarithm."""
    if x <= 0:
        raise Failure("FC553", "logarithm of a number that is not positive")
    return function(x)


def exponential(x: float) -> float:
    """Raise e to a power."""
    try:
        return math.exp(x)
    except OverflowError:
        raise Failure("FC551", "the result is no finite number") from None


def _prime_powers(n: int) -> Iterable[tuple[int, int]]:
    candidate = 2
    while candidate * candidate <= n:
        exponent = 0
        while n % candidate == 0:
            n //= candidate
            exponent += 1
        if exponent:
            yield candidate, exponent
        candidate += 1 if candidate == 2 else 2
    if n > 1:
        yield n, 1


def divisors(n: int) -> tuple[int, ...]:
    """Return the positive divisors of an integer from 1 to 2**40, ascending."""
    if not 1 <= n <= DIVISORS_LIMIT:
        raise Failure("FC556", "divisors() takes an integer from 1 to 2**40")
    found = [1]
    for prime, exponent in _prime_powers(n):
        found = [d * prime**k for d in found for k in range(exponent + 1)]
    return tuple(sorted(found))


def minimum(items: Sequence[Any]) -> Any:
    """Return the smallest item, the first of equal ones."""
    if not items:
        raise Failure("FC555", "the smallest of nothing")
    return min(items)


def maximum(items: Sequence[Any]) -> Any:
    """Return the largest item, the first of equal ones."""
    if not items:
        raise Failure("FC555", "the largest of nothing")
    return max(items)


def clamp(x: Any, low: Any, high: Any) -> Any:
    """Return min(max(x, low), high)."""
    return minimum((maximum((x, low)), high))


def total(items: Iterable[Any], start: float) -> float:
    """Add from left to right, each sum rounded: the built-in sum compensates from Python 3.12 on."""
    value = start
    for item in items:
        value = value + item
    return value


def element(items: Sequence[Any], index: int) -> Any:
    """Return an item of a list, counted from 0."""
    if not 0 <= index < len(items):
        raise Failure("FC554", f"the list has {len(items)} items, counted from 0")
    return items[index]


def contains(items: Any, value: Any) -> bool:
    """Tell whether a list or a table's keys hold a value; an integer equals a float as binary64."""
    if isinstance(items, dict):
        return value in items
    return any(a == b for a, b in (alike(value, item) for item in items))
