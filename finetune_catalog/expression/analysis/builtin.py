"""The functions of the language on what their arguments can be, with the questions about their domains."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis import codes, elementary, lists, tree
from finetune_catalog.expression.analysis.quotients import greatest_divisor
from finetune_catalog.expression.analysis.record import Question
from finetune_catalog.expression.analysis.values import Items, Maybe, Value, constant, everything, plain
from finetune_catalog.expression.arithmetic import DIVISORS_LIMIT, divisors
from finetune_catalog.expression.intervals import (
    Numbers,
    absolute,
    integers,
    largest,
    of_interval,
    smallest,
    widened,
)
from finetune_catalog.expression.types import INTEGER, Declaration, ListOf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk
    from finetune_catalog.expression.nodes import Call, Node

#: what a catalog's function says of itself, once, and not at every call
OWN_TO_THE_BODY = frozenset((codes.IDLE, codes.SETTLED, codes.INEXACT, codes.EQUALITY))

#: no integer up to 2**40 has more divisors (963761198400 has as many)
MOST_DIVISORS = 6720

_SIMPLE: Mapping[str, Callable[[Numbers], Numbers]] = {
    "abs": absolute,
    "ceil": elementary.ceiling,
    "exp": elementary.exponential,
    "floor": elementary.floor,
    "round": elementary.rounded,
}
#: name: what it gives, whether zero itself is outside of the domain
_ABOVE_ZERO: Mapping[str, tuple[Callable[[Numbers], Numbers], bool]] = {
    "log": (elementary.logarithm, True),
    "log2": (elementary.binary_logarithm, True),
    "sqrt": (elementary.square_root, False),
}
_REDUCERS = frozenset(("sum", "min", "max", "any", "all", "len"))


def call(walk: Walk, node: Call, state: State) -> Value | None:
    """Return what a call can give."""
    function = walk.context.functions.get(node.function)
    if function is not None:
        return tree.catalog_function(walk, node, function, state)
    values = [walk.value(argument, state) for argument in node.arguments]
    if None in values:
        return None
    if len(values) == 1 and node.function in _REDUCERS:
        return _reduced(walk, node, values[0])
    numbers = [number for value in values if isinstance(number := plain(value), Numbers)]
    if len(numbers) != len(values):
        return everything(walk.types[node].type)
    return _numeric(walk, node, numbers, state)


def _reduced(walk: Walk, node: Call, value: Value | None) -> Value | None:
    if isinstance(value, Items):
        return lists.reduced(walk, node, value)
    return everything(walk.types[node].type)


def _numeric(walk: Walk, node: Call, numbers: list[Numbers], state: State) -> Value | None:
    name = node.function
    if name in _SIMPLE:
        return _SIMPLE[name](numbers[0])
    if name in _ABOVE_ZERO:
        operation, strictly = _ABOVE_ZERO[name]
        inside = _in_domain(walk, node, numbers[0], strictly=strictly)
        return None if inside is None else operation(inside)
    match name:
        case "min" | "max":
            return _select(walk, node, numbers, state)
        case "clamp":
            return _clamp(walk, node, numbers, state)
        case "gcd":
            result = numbers[0]
            for number in numbers[1:]:
                result = greatest_divisor(result, number)
            return absolute(result)
        case "divisors":
            return _divisors(walk, node, numbers[0])
    return everything(walk.types[node].type)


def _in_domain(walk: Walk, node: Call, number: Numbers, *, strictly: bool) -> Numbers | None:
    walk.record.asked.add(Question(codes.DOMAIN, node))
    inside, cut = elementary.from_zero(number, strictly=strictly)
    if cut:
        walk.record.doubt(codes.DOMAIN, node, certain=inside is None)
    return inside


def _select(walk: Walk, node: Call, numbers: list[Numbers], state: State) -> Numbers:
    """Return what min or max is; an argument that another one always beats takes no part."""
    operation = smallest if node.function == "min" else largest
    alive = list(range(len(numbers)))
    for place in reversed(range(len(numbers))):
        if len(alive) > 1 and any(
            _beats(walk, node, other, place, state) for other in alive if other != place
        ):
            alive.remove(place)
    walk.record.asked.add(Question(codes.IDLE, node))
    walk.record.deciding.setdefault(node, set()).update(alive)
    result = numbers[alive[0]]
    for place in alive[1:]:
        result = operation(result, numbers[place])
    return result if all(n.step for n in numbers) else widened(result)


def _beats(walk: Walk, node: Call, one: int, other: int, state: State) -> bool:
    first, second = node.arguments[one], node.arguments[other]
    if node.function == "max":
        first, second = second, first
    return walk.relations.at_most(first, second, state)


def _clamp(walk: Walk, node: Call, numbers: list[Numbers], state: State) -> Numbers:
    number, low, high = numbers
    relations, arguments = walk.relations, node.arguments
    walk.record.asked.add(Question(codes.IDLE, node))
    deciding = walk.record.deciding.setdefault(node, set())
    deciding.add(0)
    if not relations.at_most(arguments[1], arguments[0], state):
        deciding.add(1)
        number = largest(number, low)
    below = relations.at_most(arguments[0], arguments[2], state)
    if not (below and relations.at_most(arguments[1], arguments[2], state)):
        deciding.add(2)
    result = smallest(number, high)
    return result if all(n.step for n in numbers) else widened(result)


def _divisors(walk: Walk, node: Call, number: Numbers) -> Items | None:
    walk.record.asked.add(Question(codes.DOMAIN, node))
    if number.low < 1 or number.high > DIVISORS_LIMIT:
        outside = number.high < 1 or number.low > DIVISORS_LIMIT
        walk.record.doubt(codes.DOMAIN, node, certain=outside)
        if outside:
            return None
    low, high = max(int(number.low), 1), min(int(number.high), DIVISORS_LIMIT)
    if low == high:
        known = constant(divisors(low), ListOf(Declaration(INTEGER)))
        return known if isinstance(known, Items) else None
    longest = min(2 * math.isqrt(high), MOST_DIVISORS)
    return Items(integers(1, high), 1 if low == 1 else 2, max(longest, 1))


def hold_declared(walk: Walk, argument: Node, value: Value, declaration: Declaration) -> None:
    """Ask whether an argument stays within what a catalog's function declares of it."""
    number = value.inner if isinstance(value, Maybe) else value
    if declaration.interval is None or not isinstance(number, Numbers):
        return
    walk.record.asked.add(Question(codes.ARGUMENT, argument))
    bounds = of_interval(declaration.interval, whole=declaration.type == INTEGER)
    if bounds is None or number.low < bounds.low or number.high > bounds.high:
        certain = bounds is None or number.high < bounds.low or number.low > bounds.high
        walk.record.doubt(codes.ARGUMENT, argument, certain=certain, remark=_bounds_text(declaration))


def _bounds_text(declaration: Declaration) -> str:
    interval = declaration.interval
    assert interval is not None
    return f"{interval.low} to {interval.high}"
