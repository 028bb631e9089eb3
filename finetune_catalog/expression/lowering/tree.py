"""Lowering of every kind of node but calls and aggregates."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from finetune_catalog.expression import nodes
from finetune_catalog.expression.lowering.calls import aggregate, call, reduced
from finetune_catalog.expression.lowering.context import Context, alike, bounded, settled, widen
from finetune_catalog.expression.lowering.operations import (
    INDEX,
    KEY,
    ZERO_DIVISOR,
    Operation,
    Variable,
    can_be_zero,
    within,
)
from finetune_catalog.expression.types import BOOLEAN, FLOAT, INTEGER, NOTHING, ListOf, Optional, Table
from finetune_catalog.expression.walk import field_of, split_name
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node

_ARITHMETIC = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "//": "floor_divide",
    "%": "modulo",
}
_POWERS = {2: "square", 3: "cube", 4: "fourth"}
_COMPARISONS = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "not_equal",
}


def natural(context: Context, node: Node) -> Operation:
    """Lower a node to the type that its operands make."""
    match node:
        case nodes.Number():
            return context.constant(node, node.value, FLOAT if isinstance(node.value, float) else INTEGER)
        case nodes.String() | nodes.Boolean():
            return context.constant(node, node.value, context.type(node))
        case nodes.Nothing():
            return context.constant(node, None, NOTHING)
        case nodes.Name():
            return _name(context, node)
        case nodes.Unary():
            return _unary(context, node)
        case nodes.Binary():
            return _binary(context, node)
        case nodes.Logical():
            parts = [context.lower(operand) for operand in node.operands]
            return reduce(lambda a, b: context.operation(node.operator, node, BOOLEAN, a, b), parts)
        case nodes.Comparison():
            return _comparison(context, node)
        case nodes.Conditional():
            return _conditional(context, node)
        case nodes.ListLiteral():
            return _list(context, node)
        case nodes.Subscript():
            return _subscript(context, node)
        case nodes.Call():
            return call(context, node)
        case nodes.Aggregate():
            return aggregate(context, node)


def _name(context: Context, node: nodes.Name) -> Operation:
    head, fields = split_name(node.name, {*context.variables, *context.checked.names})
    if head in context.variables:
        variable, type_ = context.variables[head]
        made = context.operation("local", node, type_, data=variable)
    else:
        type_ = context.checked.declared[head].type
        made = context.operation("name", node, type_, data=head)
    for field in fields:
        made = _certain(context, made)
        place, type_ = field_of(type_, field)
        made = context.operation("field", node, type_, made, data=place)
    if context.type(node) != made.type:
        made = _certain(context, made)
    tested = not fields and head in context.tested
    return replace(made, loose=False) if tested else bounded(made)


def _certain(context: Context, operation: Operation) -> Operation:
    """Take a value that a test has shown not to be None; where the test fails it must not be touched."""
    if not isinstance(operation.type, Optional):
        return operation
    return context.operation("certain", operation.node, operation.type.inner, operation)


def _unary(context: Context, node: nodes.Unary) -> Operation:
    operand = context.lower(node.operand)
    match node.operator:
        case "-":
            return context.operation("negate", node, operand.type, operand)
        case "not":
            return context.operation("not", node, BOOLEAN, operand)
        case _:
            return operand


def _binary(context: Context, node: nodes.Binary) -> Operation:
    left = context.lower(node.left)
    if node.operator == "**":
        return _power(context, node, left)
    right = context.lower(node.right)
    left, right = alike(left, right)
    if node.operator == "/":
        left, right = widen(left, FLOAT), widen(right, FLOAT)
    name, fails = _ARITHMETIC[node.operator], None
    if node.operator in {"/", "//", "%"}:
        proved = context.analysis is not None and node in context.analysis.nonzero
        fails = ZERO_DIVISOR if not proved and can_be_zero(right.interval) else None
        right = settled(right)
    if node.operator in {"//", "%"}:
        left = settled(left)
    return bounded(context.operation(name, node, left.type, left, right, fails=fails))


def _power(context: Context, node: nodes.Binary, base: Operation) -> Operation:
    assert isinstance(node.right, nodes.Number)  # the checker saw to it
    exponent = int(node.right.value)
    if exponent == 0:
        one = context.constant(node, 1.0 if base.type == FLOAT else 1, base.type)
        return one if base.name in {"name", "constant"} else _after(context, settled(base), one)
    if exponent == 1:
        return base
    return bounded(context.operation(_POWERS[exponent], node, base.type, base))


def _after(context: Context, first: Operation, then: Operation) -> Operation:
    """Evaluate one thing for its failures and return another."""
    return context.operation("after", then.node, then.type, first, then)


def _comparison(context: Context, node: nodes.Comparison) -> Operation:
    """Make pairs joined by `and`, an operand between two signs being evaluated once."""
    left = settled(context.lower(node.operands[0]))
    made: Operation | None = None
    for place, (sign, operand) in enumerate(zip(node.operators, node.operands[1:], strict=True), 1):
        right = settled(context.lower(operand))
        after = right
        if place < len(node.operators) and right.name not in {"name", "constant", "local"}:
            variable = Variable("t")
            after = replace(right, name="local", operands=(), data=variable, unproved=frozenset())
            right = replace(right, name="bind", operands=(right,), data=variable, unproved=frozenset())
        pair = _pair(context, node, sign, left, right)
        made = pair if made is None else context.operation("and", node, BOOLEAN, made, pair)
        left = after
    assert made is not None
    return made


def _pair(
    context: Context, node: nodes.Comparison, sign: str, left: Operation, right: Operation
) -> Operation:
    match sign:
        case "is" | "is not":
            operand = right if left.type == NOTHING else left
            return context.operation("is_none" if sign == "is" else "is_some", node, BOOLEAN, operand)
        case "in" | "not in":
            found = _contains(context, node, left, right)
            return found if sign == "in" else context.operation("not", node, BOOLEAN, found)
        case _:
            return context.operation(_COMPARISONS[sign], node, BOOLEAN, *alike(left, right))


def _contains(context: Context, node: nodes.Comparison, left: Operation, right: Operation) -> Operation:
    if isinstance(right.type, Table):
        return context.operation("has_key", node, BOOLEAN, right, left)
    assert isinstance(right.type, ListOf)
    item = right.type.item.type
    if left.type == FLOAT and item == INTEGER:  # each item widens to meet it
        variable = Variable("sought")
        sought = replace(left, name="local", operands=(), data=variable, unproved=frozenset())
        found = reduced(context, node, "any", right, lambda x: _equal(context, node, sought, x))
        return context.operation("let", node, BOOLEAN, left, found, data=variable)
    return context.operation("contains", node, BOOLEAN, right, widen(left, item))


def _equal(context: Context, node: Node, left: Operation, right: Operation) -> Operation:
    return context.operation("equal", node, BOOLEAN, *alike(left, right))


def _conditional(context: Context, node: nodes.Conditional) -> Operation:
    type_ = context.type(node)
    test = context.lower(node.test)
    then, otherwise = (widen(context.lower(branch), type_) for branch in (node.then, node.otherwise))
    return context.operation("conditional", node, type_, test, then, otherwise)


def _list(context: Context, node: nodes.ListLiteral) -> Operation:
    type_ = context.type(node)
    assert isinstance(type_, ListOf)
    items = [settled(widen(context.lower(item), type_.item.type)) for item in node.items]
    return context.operation("list", node, type_, *items)


def _subscript(context: Context, node: nodes.Subscript) -> Operation:
    table, key = context.lower(node.table), context.lower(node.key)
    if isinstance(table.type, ListOf):
        proved = within(key.interval, 0, table.type.minimum_length - 1)
        return context.operation(
            "item", node, context.type(node), table, key, fails=None if proved else INDEX
        )
    assert isinstance(table.type, Table)
    proved = key.name == "constant" and key.data in (table.type.keys or ())
    return context.operation("entry", node, table.type.value.type, table, key, fails=None if proved else KEY)
