"""Conditions: `and`, `or`, and chains of comparisons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.record import Question
from finetune_catalog.expression.analysis.refine import refine
from finetune_catalog.expression.analysis.values import (
    EITHER,
    NO,
    YES,
    Items,
    Lookup,
    Maybe,
    Truth,
    Value,
    Words,
    plain,
    truth,
)
from finetune_catalog.expression.intervals import Numbers, congruence, same_kind
from finetune_catalog.expression.nodes import Name, Nothing, Number

if TYPE_CHECKING:
    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk
    from finetune_catalog.expression.nodes import Comparison, Logical, Node

_OPPOSITE = {"!=": "==", "not in": "in", "is not": "is"}


def logical(walk: Walk, node: Logical, state: State) -> Value | None:
    """Return what `and` or `or` can be; a later operand is reached only when the earlier ones leave it open."""
    stop = node.operator == "or"
    stopped, reached = False, True
    inside: State | None = state
    for position, operand in enumerate(node.operands):
        assert inside is not None
        value = walk.value(operand, inside)
        if not isinstance(value, Truth):
            reached = False
            break
        walk.record.asked.add(Question(codes.SETTLED, operand))
        stopped = stopped or (value.true if stop else value.false)
        reached = value.false if stop else value.true
        if not reached:
            break
        if position + 1 < len(node.operands):
            inside = refine(walk, operand, inside, wanted=not stop)
            if inside is None:
                reached = False
                break
    if not (stopped or reached):
        return None
    return truth(true=stopped, false=reached) if stop else truth(true=reached, false=stopped)


def comparison(walk: Walk, node: Comparison, state: State) -> Value | None:
    """Return what a chain of comparisons can be; a later operand is reached only when the earlier ones hold."""
    left = walk.value(node.operands[0], state)
    result = YES
    for place, sign in enumerate(node.operators):
        first, second = node.operands[place], node.operands[place + 1]
        if left is None:
            return NO if result.false else None
        right = walk.value(second, state)
        if right is None:
            return NO if result.false else None
        if sign in ("==", "!="):
            _ask_equality(walk, node, first, second, left, right)
        pair = compare(walk, sign, (first, left), (second, right), state)
        result = truth(true=result.true and pair.true, false=result.false or pair.false)
        if not result.true:
            break
        left = right
    return result


def compare(
    walk: Walk, sign: str, left: tuple[Node, Value], right: tuple[Node, Value], state: State
) -> Truth:
    """Return what one comparison can be."""
    opposite = _OPPOSITE.get(sign)
    if opposite is not None:
        pair = compare(walk, opposite, left, right, state)
        return truth(true=pair.false, false=pair.true)
    (first, a), (second, b) = left, right
    if sign == "is":
        return _is_nothing(a if isinstance(second, Nothing) else b)
    if sign == "in":
        return _contained(a, b)
    x, y = plain(a), plain(b)
    if isinstance(x, Numbers) and isinstance(y, Numbers):
        result = _numbers(sign, x, y)
        result = _related(walk, sign, first, second, state) if result == EITHER else result
    elif sign == "==" and x is not None and y is not None:
        result = equal(x, y)
    else:
        result = EITHER
    if _nothing(a) or _nothing(b):
        return truth(true=result.true or (_nothing(a) and _nothing(b)), false=True)
    return result


def _nothing(value: Value) -> bool:
    return isinstance(value, Maybe) and value.nothing


def _is_nothing(value: Value) -> Truth:
    if isinstance(value, Maybe):
        return truth(true=value.nothing, false=value.inner is not None)
    return NO


def _numbers(sign: str, x: Numbers, y: Numbers) -> Truth:
    x, y = same_kind(x, y)
    match sign:
        case "<":
            return truth(true=x.low < y.high, false=x.high >= y.low)
        case "<=":
            return truth(true=x.low <= y.high, false=x.high > y.low)
        case ">":
            return truth(true=x.high > y.low, false=x.low <= y.high)
        case ">=":
            return truth(true=x.high >= y.low, false=x.low < y.high)
    return truth(true=_can_equal(x, y), false=not (x.constant and y.constant and x.low == y.low))


def _can_equal(x: Numbers, y: Numbers) -> bool:
    if max(x.low, y.low) > min(x.high, y.high):
        return False
    if (x.punctured and y.constant and y.low == 0) or (y.punctured and x.constant and x.low == 0):
        return False
    if not x.step:
        return True
    (m, i), (n, j) = congruence(x), congruence(y)
    common = math.gcd(m, n)
    return (i - j) % common == 0 if common else i == j


def _related(walk: Walk, sign: str, a: Node, b: Node, state: State) -> Truth:
    """Decide a comparison by what is known of the operands together."""
    relations = walk.relations
    if sign == "==":
        if relations.same(a, b):
            return YES
        apart = relations.below(a, b, state) or relations.below(b, a, state)
        return NO if apart or relations.differ(a, b, state) else EITHER
    if sign in (">", ">="):
        a, b = b, a
    if sign in ("<", ">"):
        return YES if relations.below(a, b, state) else NO if relations.at_most(b, a, state) else EITHER
    return YES if relations.at_most(a, b, state) else NO if relations.below(b, a, state) else EITHER


def equal(x: Value, y: Value) -> Truth:
    """Return whether two values that are not None can be equal."""
    match x, y:
        case Numbers(), Numbers():
            return _numbers("==", x, y)
        case Words(a), Words(b):
            if a is None or b is None:
                return EITHER
            return truth(true=bool(a & b), false=not (len(a) == 1 and a == b))
        case Truth(), Truth():
            return truth(
                true=(x.true and y.true) or (x.false and y.false),
                false=(x.true and y.false) or (x.false and y.true),
            )
        case _:
            return EITHER


def _contained(value: Value, items: Value) -> Truth:
    inner = plain(value)
    if isinstance(items, Lookup) and isinstance(inner, Words):
        if items.keys is None or inner.words is None:
            return EITHER
        return truth(true=bool(inner.words & items.keys), false=not inner.words <= items.keys)
    if not isinstance(items, Items):
        return EITHER
    if items.item is None or items.longest == 0:
        return NO
    if inner is None or (isinstance(value, Maybe) and value.nothing):
        return EITHER
    if items.each is None:
        return truth(true=equal(inner, items.item).true, false=True)
    pairs = [equal(inner, item) if (item := plain(one)) is not None else EITHER for one in items.each]
    if isinstance(inner, Words) and inner.words and len(inner.words) > 1:
        covered = _covered(inner.words, items.each)
        return truth(true=any(pair.true for pair in pairs), false=not covered)
    return truth(true=any(p.true for p in pairs), false=all(p.false for p in pairs))


def _covered(words: frozenset[str], each: tuple[Value, ...]) -> bool:
    """Whether every one of some words is certainly in a list."""
    certain: set[str] = set()
    for item in each:
        if isinstance(item, Words) and item.words and len(item.words) == 1:
            certain |= item.words
    return words <= certain


def _ask_equality(walk: Walk, node: Comparison, a: Node, b: Node, left: Value, right: Value) -> None:
    """Note that binary64 numbers are compared for equality, one of them computed."""
    sides = ((a, left), (b, right))
    if any(isinstance(value, Numbers) and not value.step for _, value in sides) and any(
        not isinstance(side, Name | Number) and isinstance(value, Numbers) and not value.step
        for side, value in sides
    ):
        walk.record.doubt(codes.EQUALITY, node)
