"""What holds at a place in a formula: sets for names, and what the conditions passed on the way say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.expression.analysis.values import Fields, Value, joined
from finetune_catalog.expression.nodes import (
    Aggregate,
    Binary,
    Boolean,
    Call,
    Comparison,
    Logical,
    Name,
    Number,
    String,
    Unary,
)
from finetune_catalog.expression.walk import children

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.nodes import Node


class Shapes:
    """Numbers for the shapes of sub-expressions: two of one shape compute the same value at the same place."""

    __slots__ = ("_shapes", "_table")

    def __init__(self) -> None:
        self._shapes: dict[Node, int] = {}
        self._table: dict[tuple[Any, ...], int] = {}

    def of(self, node: Node) -> int:
        """Return the number of a node's shape."""
        known = self._shapes.get(node)
        if known is None:
            key = (type(node), _own(node), *(self.of(child) for child in children(node)))
            known = self._shapes[node] = self._table.setdefault(key, len(self._table))
        return known


def _own(node: Node) -> object:
    match node:
        case Number(value) | String(value) | Boolean(value):
            return type(value), value
        case Name(name):
            return name
        case Unary(operator) | Binary(operator) | Logical(operator):
            return operator
        case Comparison():
            return node.operators
        case Call(function):
            return function
        case Aggregate():
            return node.function, node.variable, node.condition is None
        case _:
            return None


class Order(NamedTuple):
    """A condition between two shapes that holds; the sign is `<`, `<=` or `!=`."""

    first: int
    sign: str
    second: int


class State(NamedTuple):
    """The sets of names, sets of compound shapes that conditions narrowed, and orders between shapes."""

    names: Mapping[str, Value | None]
    facts: Mapping[int, Value]
    orders: frozenset[Order]

    def lookup(self, name: str) -> Value | None:
        """Return what a name can be, through the fields of a record where it is dotted."""
        names = self.names
        if name in names:
            return names[name]
        head, _, rest = name.rpartition(".")
        if not head:
            message = f"no declaration of {name}"
            raise KeyError(message)
        record = self.lookup(head)
        if record is None:
            return None
        assert isinstance(record, Fields)  # the checker saw to it
        return dict(record.fields)[rest]

    def with_name(self, name: str, value: Value) -> State:
        """Return the state in which a name is known better."""
        return State({**self.names, name: value}, self.facts, self.orders)

    def with_fact(self, shape: int, value: Value) -> State:
        """Return the state in which a compound expression is known better."""
        return State(self.names, {**self.facts, shape: value}, self.orders)

    def with_order(self, order: Order) -> State:
        """Return the state in which one expression is known to be at most another."""
        return State(self.names, self.facts, self.orders | {order})

    def binding(self, variable: str, value: Value | None) -> State:
        """Return the state inside an aggregate: what was known of an outer variable of that name is gone."""
        inside = f"{variable}."
        shadowing = variable in self.names
        names = {name: known for name, known in self.names.items() if not name.startswith(inside)}
        names[variable] = value
        return State(names, {} if shadowing else self.facts, frozenset() if shadowing else self.orders)


def initial(names: Mapping[str, Value | None]) -> State:
    """Return the state at the root."""
    return State(names, {}, frozenset())


def either(a: State | None, b: State | None) -> State | None:
    """Return what holds in both states; None stands for a place that is not reached."""
    if a is None or a is b:
        return b
    if b is None:
        return a
    names = a.names
    if names is not b.names:
        names = {name: joined(a.lookup(name), b.lookup(name)) for name in {**a.names, **b.names}}
    facts = {
        shape: both
        for shape, known in a.facts.items()
        if shape in b.facts and (both := joined(known, b.facts[shape])) is not None
    }
    return State(names, facts, a.orders & b.orders)
