"""Orders between sub-expressions that intervals cannot see: `x <= x + c`, `min(x, y) <= x`, conditions passed.

What is proved holds for computed values. Every rule is a chain of monotone steps: rounding and widening keep orders,
fl(x + c) >= x for c >= 0 because x itself is a number of its kind. Two integers compare exactly, so a chain between
integers runs through integers only; a strict order stays strict through steps between numbers of one kind only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis.state import Order
from finetune_catalog.expression.intervals import Numbers, same_kind
from finetune_catalog.expression.nodes import Binary, Call, Number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.analysis.state import Shapes, State
    from finetune_catalog.expression.analysis.tree import Context
    from finetune_catalog.expression.analysis.values import Value
    from finetune_catalog.expression.nodes import Node

#: how many steps a chain may have, and how many attempts one proof may cost
DEPTH, ATTEMPTS = 6, 60


class Relations:
    """Proves orders between the operands of one node, whose values were just computed in the state in question."""

    __slots__ = ("_context", "_left", "_shapes", "_values")

    def __init__(self, shapes: Shapes, values: Mapping[Node, Value | None], context: Context) -> None:
        self._context = context
        self._shapes = shapes
        self._values = values
        self._left = 0

    def at_most(self, a: Node, b: Node, state: State) -> bool:
        """Tell whether a <= b is proved."""
        self._left = ATTEMPTS
        return self._proved(a, b, state, DEPTH, strict=False)

    def below(self, a: Node, b: Node, state: State) -> bool:
        """Tell whether a < b is proved."""
        self._left = ATTEMPTS
        return self._proved(a, b, state, DEPTH, strict=True)

    def differ(self, a: Node, b: Node, state: State) -> bool:
        """Tell whether a condition says that a != b."""
        first, second = self._shapes.of(a), self._shapes.of(b)
        return Order(first, "!=", second) in state.orders or Order(second, "!=", first) in state.orders

    def same(self, a: Node, b: Node) -> bool:
        """Tell whether two nodes compute the same value, being of one shape."""
        return type(a) is type(b) and self._shapes.of(a) == self._shapes.of(b)

    def _number(self, node: Node) -> Numbers | None:
        value = self._values.get(node)
        return value if type(value) is Numbers else None

    def _proved(self, a: Node, b: Node, state: State, depth: int, *, strict: bool) -> bool:
        x, y = self._number(a), self._number(b)
        if x is None or y is None or self._left <= 0:
            return False
        self._left -= 1
        self._context.visits += 1
        x_, y_ = same_kind(x, y)
        if x_.high < y_.low or (not strict and x_.high == y_.low):
            return True
        if not state.orders and (isinstance(a, Number) or isinstance(b, Number)):
            return False  # intervals know as much of a literal as there is to know
        if not strict and self.same(a, b):
            return True
        if state.orders and self._told(a, b, state, strict=strict):
            return True
        if depth == 0 or (strict and bool(x.step) is not bool(y.step)):
            return False
        return self._structural(a, b, x, y, state, depth - 1, strict=strict)

    def _told(self, a: Node, b: Node, state: State, *, strict: bool) -> bool:
        first, second = self._shapes.of(a), self._shapes.of(b)
        if Order(first, "<", second) in state.orders:
            return True
        return Order(first, "<=", second) in state.orders and (not strict or self.differ(a, b, state))

    def _structural(
        self, a: Node, b: Node, x: Numbers, y: Numbers, state: State, depth: int, *, strict: bool
    ) -> bool:
        whole = bool(x.step and y.step)

        def prove(left: Node, right: Node, *, strictly: bool = strict) -> bool:
            p, q = self._number(left), self._number(right)
            if p is None or q is None or (whole and not (p.step and q.step)):
                return False
            if strictly and (bool(p.step) is not bool(x.step) or bool(q.step) is not bool(y.step)):
                return False
            return self._proved(left, right, state, depth, strict=strictly)

        return (
            self._rises(a, b, prove, strict=strict)
            or self._falls(a, b, prove, strict=strict)
            or (not strict and self._pairwise(a, b, prove))
        )

    def _rises(self, a: Node, b: Node, prove: Callable[..., bool], *, strict: bool) -> bool:
        """Prove a <= b from what b is made of: a <= x and b >= x."""
        if isinstance(b, Call):
            if b.function == "max" and len(b.arguments) > 1:
                return any(prove(a, argument) for argument in b.arguments)
            return (
                b.function == "min"
                and len(b.arguments) > 1
                and all(prove(a, argument) for argument in b.arguments)
            )
        if not isinstance(b, Binary):
            return False
        left, right = self._number(b.left), self._number(b.right)
        if left is None or right is None:
            return False
        if b.operator == "+":
            grows = strict and bool(left.step and right.step)
            return (
                right.low >= 0 and prove(a, b.left, strictly=strict and not (grows and right.low > 0))
            ) or (left.low >= 0 and prove(a, b.right, strictly=strict and not (grows and left.low > 0)))
        if b.operator == "-":
            return right.high <= 0 and prove(a, b.left)
        if b.operator == "*":
            return (left.low >= 0 and right.low >= 1 and prove(a, b.left)) or (
                right.low >= 0 and left.low >= 1 and prove(a, b.right)
            )
        return b.operator == "/" and left.low >= 0 and right.low > 0 and right.high <= 1 and prove(a, b.left)

    def _falls(self, a: Node, b: Node, prove: Callable[..., bool], *, strict: bool) -> bool:
        """Prove a <= b from what a is made of: a <= x and x <= b."""
        if isinstance(a, Call):
            if a.function == "min" and len(a.arguments) > 1:
                return any(prove(argument, b) for argument in a.arguments)
            return (
                a.function == "max"
                and len(a.arguments) > 1
                and all(prove(argument, b) for argument in a.arguments)
            )
        if not isinstance(a, Binary):
            return False
        left, right = self._number(a.left), self._number(a.right)
        if left is None or right is None:
            return False
        whole = bool(left.step and right.step)
        if a.operator == "+":
            return (right.high <= 0 and prove(a.left, b)) or (left.high <= 0 and prove(a.right, b))
        if a.operator == "-":
            falls = strict and whole and right.low > 0
            return right.low >= 0 and prove(a.left, b, strictly=strict and not falls)
        if a.operator == "*":
            return (left.low >= 0 and right.low >= 0 and right.high <= 1 and prove(a.left, b)) or (
                right.low >= 0 and left.low >= 0 and left.high <= 1 and prove(a.right, b)
            )
        if a.operator == "/":
            return left.low >= 0 and right.low >= 1 and prove(a.left, b)
        if whole and left.low >= 0 and right.low >= 1:
            if a.operator == "//":
                return prove(a.left, b)
            if a.operator == "%":
                return prove(a.left, b) or prove(a.right, b, strictly=False)
        return False

    def _pairwise(self, a: Node, b: Node, prove: Callable[..., bool]) -> bool:
        """Prove a <= b from the operands of one and the same operator."""
        if not (isinstance(a, Binary) and isinstance(b, Binary) and a.operator == b.operator):
            return False
        numbers = [self._number(n) for n in (a.left, a.right, b.left, b.right)]
        if any(n is None for n in numbers):
            return False
        known = [n for n in numbers if n is not None]
        if a.operator != "/" and _whole(known[:2]) is not _whole(known[2:]):
            return False
        positive = all(n.low >= 0 for n in known)
        match a.operator:
            case "+":
                return (prove(a.left, b.left) and prove(a.right, b.right)) or (
                    prove(a.left, b.right) and prove(a.right, b.left)
                )
            case "*":
                return positive and (
                    (prove(a.left, b.left) and prove(a.right, b.right))
                    or (prove(a.left, b.right) and prove(a.right, b.left))
                )
            case "-":
                return prove(a.left, b.left) and prove(b.right, a.right)
            case "/":
                safe = positive and known[1].low > 0 and known[3].low > 0
                return safe and prove(a.left, b.left) and prove(b.right, a.right)
            case _:
                return False


def _whole(numbers: list[Numbers]) -> bool:
    return all(n.step for n in numbers)
