"""From what an expression is known to give back to what its operands can be.

Each step undoes one operation. Undoing a rounded operation moves the ends outward: from fl(x + c) <= h follows
x + c <= the next number above h, and the difference is rounded outward again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis.values import Items, Maybe, Value
from finetune_catalog.expression.intervals import (
    Numbers,
    add,
    divide,
    floats,
    integers,
    meet,
    multiply,
    negate,
    subtract,
    widened,
)
from finetune_catalog.expression.nodes import Binary, Call, Name, Unary

if TYPE_CHECKING:
    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk
    from finetune_catalog.expression.nodes import Node

DEPTH = 12


def narrow(walk: Walk, node: Node, target: Numbers, state: State, depth: int = DEPTH) -> State | None:
    """Return the state in which a numeric node is in `target`, a set of the node's own kind; None when it cannot be."""
    if isinstance(node, Name):
        return _name(node.name, target, state)
    value = walk.last.get(node)
    if not isinstance(value, Numbers):
        return state
    both = meet(value, target)
    if both is None:
        return None
    if both == value:
        return state
    state = state.with_fact(walk.shapes.of(node), both)
    if depth == 0:
        return state
    match node:
        case Unary("-"):
            return narrow(walk, node.operand, negate(both), state, depth - 1)
        case Unary("+"):
            return narrow(walk, node.operand, both, state, depth - 1)
        case Binary():
            return _binary(walk, node, both, state, depth - 1)
        case Call():
            return _call(walk, node, both, state, depth - 1)
        case _:
            return state


def _last(walk: Walk, node: Node) -> Numbers | None:
    value = walk.last.get(node)
    if isinstance(value, Maybe):
        value = value.inner
    return value if isinstance(value, Numbers) else None


def _name(name: str, target: Numbers, state: State) -> State | None:
    known = state.lookup(name)
    inner = known.inner if isinstance(known, Maybe) else known
    if not isinstance(inner, Numbers) or bool(inner.step) is not bool(target.step):
        return state
    both = meet(inner, target)
    if both is None:
        return None
    value: Value = Maybe(both, known.nothing) if isinstance(known, Maybe) else both
    return state.with_name(name, value)


def _operand(walk: Walk, node: Node, target: Numbers, state: State, depth: int) -> State | None:
    """Narrow an operand of either kind by a set whose ends already lie outside of what is possible."""
    own = _last(walk, node)
    if own is None:
        return state
    if own.step and not target.step:
        low = math.ceil(target.low) if math.isfinite(target.low) else own.low
        high = math.floor(target.high) if math.isfinite(target.high) else own.high
        # an integer beyond 2**53 is rounded before it takes part
        slack = int(max(abs(low), abs(high))) >> 52
        whole = integers(low - slack, high + slack)
        return None if whole is None else narrow(walk, node, whole, state, depth)
    return narrow(walk, node, target, state, depth)


def _outward(numbers: Numbers) -> Numbers:
    """Move binary64 ends to their outer neighbours."""
    if numbers.step:
        return numbers
    return Numbers(math.nextafter(numbers.low, -math.inf), math.nextafter(numbers.high, math.inf))


def _binary(walk: Walk, node: Binary, target: Numbers, state: State, depth: int) -> State | None:
    a, b = _last(walk, node.left), _last(walk, node.right)
    if a is None or b is None:
        return state
    outer = _outward(target)
    if not target.step:
        a, b = widened(a), widened(b)
    left, right = _undone(node.operator, outer, a, b)
    result: State | None = state
    if left is not None:
        result = _operand(walk, node.left, _outward(left), state, depth)
    if right is not None and result is not None:
        result = _operand(walk, node.right, _outward(right), result, depth)
    return result


def _undone(operator: str, target: Numbers, a: Numbers, b: Numbers) -> tuple[Numbers | None, Numbers | None]:
    """Return what the left and the right operand can be for a result in `target`; None for no news."""
    match operator:
        case "+":
            return subtract(target, b), subtract(target, a)
        case "-":
            return add(target, b), subtract(a, target)
        case "*" if not target.step:
            return _factor(target, b), _factor(target, a)
        case "*":
            return _whole_factor(target, b), _whole_factor(target, a)
        case "/":
            finite = math.isfinite(target.low) and math.isfinite(target.high)
            return (multiply(target, b) if finite else None), None
        case _:
            return None, None


def _factor(product: Numbers, other: Numbers) -> Numbers | None:
    """What x is for x * y in `product`: known where y keeps its sign and is not so small that products vanish."""
    if other.low <= 0 <= other.high:
        return None
    return divide(product, other)


def _whole_factor(product: Numbers, other: Numbers) -> Numbers | None:
    if other.low <= 0 <= other.high:
        return None
    corners = [(p, q) for p in (product.low, product.high) for q in (other.low, other.high)]
    return integers(min(p // q for p, q in corners), max(-(-p // q) for p, q in corners))


def _call(walk: Walk, node: Call, target: Numbers, state: State, depth: int) -> State | None:
    if node.function in walk.context.functions:
        return state
    if node.function == "len":
        return _length(walk, node, target, state)
    if node.function not in ("min", "max") or len(node.arguments) < 2:
        return state
    result: State | None = state
    for argument in node.arguments:
        if result is None:
            return None
        own = _last(walk, argument)
        if own is None or bool(own.step) is not bool(target.step):
            continue
        low = max(own.low, target.low) if node.function == "min" else own.low
        high = min(own.high, target.high) if node.function == "max" else own.high
        bound = integers(low, high) if own.step else floats(low, high)
        result = None if bound is None else narrow(walk, argument, bound, result, depth)
    return result


def _length(walk: Walk, node: Call, target: Numbers, state: State) -> State | None:
    subject = node.arguments[0]
    items = walk.last.get(subject)
    if not isinstance(subject, Name) or not isinstance(items, Items):
        return state
    shortest, longest = max(items.shortest, int(target.low)), min(items.longest, int(target.high))
    if shortest > longest:
        return None
    return state.with_name(subject.name, items._replace(shortest=shortest, longest=longest))
