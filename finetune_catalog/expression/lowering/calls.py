"""Lowering of function calls and of aggregates over lists."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from finetune_catalog.expression.arithmetic import DIVISORS_LIMIT
from finetune_catalog.expression.lowering.context import Context, bounded, settled, widen
from finetune_catalog.expression.lowering.operations import DOMAIN, EMPTY, Operation, Variable, within
from finetune_catalog.expression.types import BOOLEAN, FLOAT, INTEGER, Interval, ListOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune_catalog.expression import nodes
    from finetune_catalog.expression.nodes import Node

_FUNCTIONS = {
    "abs": "absolute",
    "ceil": "ceiling",
    "floor": "floor",
    "round": "round",
    "sqrt": "square_root",
    "log": "logarithm",
    "log2": "binary_logarithm",
    "exp": "exponential",
    "gcd": "gcd",
    "divisors": "divisors",
    "len": "length",
}
_OF_FLOATS = frozenset({"sqrt", "log", "log2", "exp"})
_TO_INTEGERS = frozenset({"ceil", "floor", "round"})
_CHOICES = {"min": "minimum", "max": "maximum"}
_TINIEST = 5e-324
_INFINITY = float("inf")
#: where the arguments of functions with a limited domain may lie
_DOMAINS = {
    "sqrt": (0, _INFINITY),
    "log": (_TINIEST, _INFINITY),
    "log2": (_TINIEST, _INFINITY),
    "divisors": (1, DIVISORS_LIMIT),
}


def call(context: Context, node: nodes.Call) -> Operation:
    """Lower a call of a built-in or of a catalog function."""
    arguments = [context.lower(argument) for argument in node.arguments]
    if node.function in context.functions:
        parameters = context.functions[node.function].parameters
        given = [settled(widen(a, p.type)) for a, (_, p) in zip(arguments, parameters, strict=True)]
        return context.operation("call", node, context.type(node), *given, data=node.function)
    if node.function in _FUNCTIONS:
        return _builtin(context, node, arguments)
    if len(arguments) == 1:
        return reduced(context, node, node.function, arguments[0], lambda item: item)
    type_ = context.type(node)
    met = [settled(widen(argument, type_)) for argument in arguments]
    if node.function == "clamp":
        return _choice(node, "min", [_choice(node, "max", met[:2]), met[2]])
    return _choice(node, node.function, met)


def _choice(node: nodes.Call, function: str, operands: list[Operation]) -> Operation:
    """Fold min or max from the left, which is how Python takes the first of equal ones."""
    pick = min if function == "min" else max

    def pair(a: Operation, b: Operation) -> Operation:
        bounds = None
        if a.interval is not None and b.interval is not None:
            bounds = Interval(pick(a.interval.low, b.interval.low), pick(a.interval.high, b.interval.high))
        return Operation(_CHOICES[function], (a, b), a.type, node, interval=bounds)

    return reduce(pair, operands)


def _builtin(context: Context, node: nodes.Call, arguments: list[Operation]) -> Operation:
    name, type_ = _FUNCTIONS[node.function], context.type(node)
    first = arguments[0]
    if node.function in _TO_INTEGERS and first.type == INTEGER:
        return first
    if node.function in _OF_FLOATS:
        arguments = [widen(argument, FLOAT) for argument in arguments]
    if node.function in _TO_INTEGERS or node.function == "exp":
        arguments = [settled(argument) for argument in arguments]
    domain = _DOMAINS.get(node.function)
    fails = DOMAIN if domain is not None and not within(first.interval, *domain) else None
    if node.function == "abs":
        type_ = first.type
    return bounded(context.operation(name, node, type_, *arguments, fails=fails))


def aggregate(context: Context, node: nodes.Aggregate) -> Operation:
    """Lower `function(element for variable in items if condition)`."""
    items = context.lower(node.items)
    declared = items.type
    assert isinstance(declared, ListOf)
    variable = Variable(node.variable)
    outer = context.variables.get(node.variable)
    context.variables[node.variable] = (variable, declared.item.type)
    condition = None if node.condition is None else context.lower(node.condition)
    element = context.lower(node.element)
    del context.variables[node.variable]
    if outer is not None:
        context.variables[node.variable] = outer
    return _reduction(context, node, node.function, variable, (items, element, condition))


def reduced(
    context: Context, node: Node, function: str, items: Operation, element: Callable[[Operation], Operation]
) -> Operation:
    """Reduce a list's items, each changed by `element`."""
    assert isinstance(items.type, ListOf)
    variable = Variable("item")
    declared = items.type.item
    local = Operation(
        "local", (), declared.type, node, variable, frozenset(), declared.type == FLOAT, declared.interval
    )
    return _reduction(context, node, function, variable, (items, element(local), None))


def _reduction(
    context: Context,
    node: Node,
    function: str,
    variable: Variable,
    parts: tuple[Operation, Operation, Operation | None],
) -> Operation:
    """Make the operation of a loop; its parts are the list, the element and the condition."""
    items, element, condition = parts
    assert isinstance(items.type, ListOf)
    type_ = BOOLEAN if function in {"any", "all"} else INTEGER if function == "len" else context.type(node)
    if function in {"sum", "min", "max"}:
        element = widen(element, type_)
    if function != "sum":
        element = settled(element)
    operands = (items, element) if condition is None else (items, element, condition)
    nonempty = items.type.minimum_length > 0 and condition is None
    fails = EMPTY if function in _CHOICES and not nonempty else None
    return bounded(context.operation(function, node, type_, *operands, data=variable, fails=fails))
