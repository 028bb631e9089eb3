"""What lowering knows while it walks: types, proofs, bound variables; and the operations it adds of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.arithmetic import INTEGER_BITS
from finetune_catalog.expression.lowering.operations import (
    NOT_FINITE,
    TOO_LARGE,
    Operation,
    Variable,
    within,
)
from finetune_catalog.expression.types import FLOAT, INTEGER, Interval, ListOf, Optional
from finetune_catalog.expression.widening import is_float
from finetune_catalog.frozen import field, replace, slotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Analysis, Checked, Function, Type

_LARGEST = 2**INTEGER_BITS - 1
#: what can make an infinity of finite operands, or takes a value from outside
_MAKING = frozenset(
    {"add", "subtract", "multiply", "divide", "floor_divide", "square", "cube", "fourth", "exponential"}
    | {"sum", "name", "local", "field", "item", "entry"}
)
#: what an infinite or undefined operand makes infinite or undefined as well, so that testing the result is enough;
#: of a division only its dividend does
_CARRYING = frozenset(
    {"add", "subtract", "multiply", "divide", "square", "cube", "fourth", "sum", "negate", "absolute"}
    | {"square_root", "logarithm", "binary_logarithm", "conditional", "certain"}
)


def widen(operation: Operation, type_: Type) -> Operation:
    """Convert an integer where a float is wanted; a constant at once."""
    if isinstance(type_, ListOf) and isinstance(operation.type, ListOf):
        differs = is_float(type_.item.type) and not is_float(operation.type.item.type)
        return Operation("widen_all", (operation,), type_, operation.node) if differs else operation
    if not is_float(type_):
        return operation
    if operation.type == INTEGER:
        if operation.name == "constant":
            return replace(operation, type=FLOAT, data=float(operation.data))  # type: ignore[arg-type]
        known = operation.interval
        bounds = None if known is None else Interval(float(known.low), float(known.high))
        return Operation("widen", (operation,), FLOAT, operation.node, interval=bounds)
    if operation.type == Optional(INTEGER):
        return Operation("widen_some", (operation,), type_, operation.node)
    return operation


def alike(left: Operation, right: Operation) -> tuple[Operation, Operation]:
    """Widen the integer of an integer and a float that meet."""
    return widen(left, right.type), widen(right, left.type)


def settled(operation: Operation) -> Operation:
    """Test a value before it is used where an infinity would go unnoticed."""
    return _tested("finite", operation, NOT_FINITE) if operation.loose else operation


def bounded(operation: Operation) -> Operation:
    """Test an integer that may have more bits than the language has."""
    if operation.type != INTEGER or within(operation.interval, -_LARGEST, _LARGEST):
        return operation
    return _tested("bounded", operation, TOO_LARGE)


def _tested(name: str, operation: Operation, failure: str) -> Operation:
    return Operation(
        name,
        (operation,),
        operation.type,
        operation.node,
        unproved=frozenset({failure}),
        interval=operation.interval,
    )


@slotted
class Context:
    """One expression being lowered."""

    checked: Checked
    analysis: Analysis | None
    functions: Mapping[str, Function]
    natural: Callable[[Context, Node], Operation]
    tested: frozenset[str] = frozenset()
    variables: dict[str, tuple[Variable, Type]] = field(default_factory=dict)

    def lower(self, node: Node) -> Operation:
        """Lower a node, widened to its type."""
        return widen(self.natural(self, node), self.type(node))

    def type(self, node: Node) -> Type:
        """Return a node's type."""
        return self.checked.types[node].type

    def interval(self, node: Node) -> Interval | None:
        """Return where a node's value is proved to lie."""
        return None if self.analysis is None else self.analysis.intervals.get(node)

    def constant(self, node: Node, value: Any, type_: Type) -> Operation:
        """Make a constant."""
        known = Interval(value, value) if type_ in {INTEGER, FLOAT} else None
        return Operation("constant", (), type_, node, value, interval=known)

    def operation(
        self,
        name: str,
        node: Node,
        type_: Type,
        *operands: Operation,
        data: Any = None,
        fails: str | None = None,
    ) -> Operation:
        """Make the operation of a node; `fails` is how it may fail beside not being finite."""
        finite = self.analysis is not None and node in self.analysis.finite
        loose = is_float(type_) and name in _MAKING and not finite
        if name in _CARRYING:
            loose = loose or any(
                operand.loose for operand in (operands[:1] if name == "divide" else operands)
            )
        unproved = frozenset({fails}) if fails else frozenset()
        return Operation(name, operands, type_, node, data, unproved, loose, self.interval(node))
