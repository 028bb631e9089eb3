"""Signs and binary operators on what the operands can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import intervals
from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.quotients import floor_divide, modulo
from finetune_catalog.expression.analysis.record import Question
from finetune_catalog.expression.intervals import TINIEST, Numbers, floats, integers
from finetune_catalog.expression.nodes import Binary

if TYPE_CHECKING:
    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk

#: numbers from here on have products and quotients far from those too small to be held in full
TINY = 2.0**-200


def sign(operator: str, operand: Numbers | None) -> Numbers | None:
    """Return what `-x` or `+x` can be."""
    return operand if operand is None or operator == "+" else intervals.negate(operand)


def binary(walk: Walk, node: Binary, left: Numbers, right: Numbers, state: State) -> Numbers | None:
    """Return what an operator can give, and ask whether a divisor can be zero."""
    if left == right and node.operator != "**" and walk.relations.same(node.left, node.right):
        return _with_itself(walk, node, left)
    match node.operator:
        case "+":
            return intervals.add(left, right)
        case "-":
            return _difference(walk, node, left, right, state)
        case "*":
            return intervals.multiply(left, right)
        case "**":
            return intervals.power(left, int(right.low))
        case _:
            return _quotient(walk, node, left, right, state)


def _with_itself(walk: Walk, node: Binary, number: Numbers) -> Numbers | None:
    """Return what an operator gives for one and the same number on both sides."""
    match node.operator:
        case "+":
            return intervals.add(number, number)
        case "-":
            return intervals.of_value(0 if number.step else 0.0)
        case "*":
            return intervals.power(number, 2)
    _ask_zero(walk, node, number)
    if number.constant and not number.excludes_zero():
        return None
    one = 0 if node.operator == "%" else 1
    return intervals.of_value(one if number.step and node.operator != "/" else float(one))


def _clip(numbers: Numbers | None, low: float | None, high: float | None) -> Numbers | None:
    """Cut a set to known bounds (whole numbers, whatever the kind of the set)."""
    if numbers is None:
        return None
    least = numbers.low if low is None else max(numbers.low, low)
    most = numbers.high if high is None else min(numbers.high, high)
    if not numbers.step:
        return floats(float(least), float(most), punctured=numbers.punctured)
    return integers(least, most, numbers.step, numbers.residue, punctured=numbers.punctured)


def _difference(walk: Walk, node: Binary, left: Numbers, right: Numbers, state: State) -> Numbers | None:
    result = intervals.subtract(left, right)
    if result.low > 0 or result.high < 0:
        return result
    relations = walk.relations
    above = relations.at_most(node.right, node.left, state)
    below = relations.at_most(node.left, node.right, state)
    if above and below:
        return _clip(result, 0, 0)
    gap = 1 if result.step else TINIEST  # different numbers never have a binary64 difference of zero
    if above:
        return _clip(result, gap if relations.below(node.right, node.left, state) else 0, None)
    if below:
        return _clip(result, None, -gap if relations.below(node.left, node.right, state) else 0)
    if relations.differ(node.left, node.right, state):
        return result._replace(punctured=True)
    return result


def _quotient(walk: Walk, node: Binary, left: Numbers, right: Numbers, state: State) -> Numbers | None:
    _ask_zero(walk, node, right)
    if node.operator == "/":
        result = intervals.divide(left, right)
        if result is not None and not right.excludes_zero():
            result = _told_once(result)
        return _ratio(walk, node, left, right, result, state)
    if node.operator == "//":
        result = floor_divide(left, right)
        return _ratio(walk, node, left, right, result, state) if left.step and right.step else result
    return modulo(left, right)


def _ask_zero(walk: Walk, node: Binary, divisor: Numbers) -> None:
    walk.record.asked.add(Question(codes.ZERO, node))
    if not divisor.excludes_zero():
        walk.record.doubt(codes.ZERO, node, certain=divisor.constant)


def _told_once(result: Numbers) -> Numbers:
    """Cut a quotient whose divisor may be zero: that it may overflow as well is no second finding."""
    limit = intervals.LARGEST
    return floats(max(result.low, -limit), min(result.high, limit)) or result


def _ratio(
    walk: Walk, node: Binary, left: Numbers, right: Numbers, result: Numbers | None, state: State
) -> Numbers | None:
    """Cut x / y at 1, and x // y at 0 and 1, where x <= y or y <= x is known and both are positive."""
    if result is None or left.low < 0 or right.low < 0:
        return result
    if result.high > 1 and walk.relations.at_most(node.left, node.right, state):
        strictly = node.operator == "//" and walk.relations.below(node.left, node.right, state)
        result = _clip(result, None, 0 if strictly else 1)
    elif node.operator == "/" and result.high > 1:
        result = _scaled_ratio(walk, node, result, state)
    if result is not None and result.low < 1 and walk.relations.at_most(node.right, node.left, state):
        result = _clip(result, 1, None)
    return result


def _scaled_ratio(walk: Walk, node: Binary, result: Numbers, state: State) -> Numbers | None:
    """Cut c * x / y at c, where x <= y is known: a share in percent is at most 100.

    The product may be rounded up before it is divided: then the cut lies a little above c, by the two roundings.
    Where c is whole and x an integer, and the product within 2**53, nothing is rounded.
    """
    product = node.left
    if not isinstance(product, Binary) or product.operator != "*":
        return result
    for factor, part in ((product.left, product.right), (product.right, product.left)):
        c, x = walk.last.get(factor), walk.last.get(part)
        if not (isinstance(c, Numbers) and isinstance(x, Numbers)) or not TINY <= c.high < result.high:
            continue
        if c.low < 0 or x.low < 0 or not walk.relations.at_most(part, node.right, state):
            continue
        whole = c.constant and float(c.high).is_integer() and x.step and c.high * x.high <= intervals.EXACT
        y = walk.last.get(node.right)
        if whole:
            return _clip(result, None, c.high)
        if isinstance(y, Numbers) and y.low >= TINY:
            return _clip(result, None, float(c.high) * (1 + 2.0**-50))
    return result
