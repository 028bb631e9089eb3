"""The functions every formula may call: one table for the checker, the targets and the reference page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class Builtin:
    """A built-in function.

    `takes` says what its arguments are: numbers (any), integers, truths (booleans), list (one list of anything).
    `gives` is float, integer, same (as its arguments, joined), list or boolean. `unit` is what happens to units: same (all
    arguments share one, the result has it), plain (arguments must be dimensionless), half (the square root), none (ignored).
    `listed` says that one list, or `… for … in …`, may stand in place of the arguments. `most` None means any number.
    """

    name: str
    signature: str
    least: int
    most: int | None
    takes: str
    gives: str
    unit: str
    doc: str
    examples: tuple[str, ...]
    listed: bool = False


_ALL = (
    Builtin("min", "min(a, b, …) or min(list)", 2, None, "numbers", "same", "same",
            "The smallest of its arguments, or of a list's items; of equal ones the first.", ("min(3, 2.5) = 2.5",), listed=True),
    Builtin("max", "max(a, b, …) or max(list)", 2, None, "numbers", "same", "same",
            "The largest of its arguments, or of a list's items; of equal ones the first.", ("max(3, 2.5) = 3.0",), listed=True),
    Builtin("sum", "sum(list)", 1, 1, "list", "same", "same",
            "The sum of a list's items, from left to right; 0 of an empty list.", ("sum([1, 2, 3]) = 6",), listed=True),
    Builtin("any", "any(list)", 1, 1, "truths", "boolean", "none",
            "Whether one item is true; False of an empty list.", ("any([False, True]) = True",), listed=True),
    Builtin("all", "all(list)", 1, 1, "truths", "boolean", "none",
            "Whether every item is true; True of an empty list.", ("all([False, True]) = False",), listed=True),
    Builtin("len", "len(list)", 1, 1, "list", "integer", "none",
            "How many items a list has.", ("len([4, 5]) = 2",), listed=True),
    Builtin("abs", "abs(x)", 1, 1, "numbers", "same", "same", "The magnitude.", ("abs(-3) = 3",)),
    Builtin("ceil", "ceil(x)", 1, 1, "numbers", "integer", "same", "The least integer that is not below.", ("ceil(2.1) = 3",)),
    Builtin("floor", "floor(x)", 1, 1, "numbers", "integer", "same", "The greatest integer that is not above.", ("floor(-2.1) = -3",)),
    Builtin("round", "round(x)", 1, 1, "numbers", "integer", "same",
            "The nearest integer; of two equally near, the even one.", ("round(2.5) = 2", "round(3.5) = 4")),
    Builtin("sqrt", "sqrt(x)", 1, 1, "numbers", "float", "half", "The square root; x must not be negative.", ("sqrt(9) = 3.0",)),
    Builtin("log", "log(x)", 1, 1, "numbers", "float", "plain", "The natural logarithm; x must be positive.", ("log(1) = 0.0",)),
    Builtin("log2", "log2(x)", 1, 1, "numbers", "float", "plain", "The logarithm to base 2; x must be positive.", ("log2(8) = 3.0",)),
    Builtin("exp", "exp(x)", 1, 1, "numbers", "float", "plain", "The exponential.", ("exp(0) = 1.0",)),
    Builtin("gcd", "gcd(a, b, …)", 2, None, "integers", "integer", "same",
            "The greatest common divisor, never negative.", ("gcd(12, 18) = 6",)),
    Builtin("divisors", "divisors(n)", 1, 1, "integers", "list", "plain",
            "The divisors of a positive integer up to 2^40, ascending.", ("divisors(12) = [1, 2, 3, 4, 6, 12]",)),
    Builtin("clamp", "clamp(x, low, high)", 3, 3, "numbers", "same", "same",
            "x, or the nearer bound where x lies outside: min(max(x, low), high).", ("clamp(7, 0, 5) = 5",)),
)  # fmt: skip

#: every built-in function by its name
BUILTINS: Mapping[str, Builtin] = MappingProxyType({builtin.name: builtin for builtin in _ALL})

#: the functions that may stand before `… for … in …`
AGGREGATES = frozenset(builtin.name for builtin in _ALL if builtin.listed)
