"""Walking a tree without knowing what each node means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.nodes import (
    Aggregate,
    Binary,
    Call,
    Comparison,
    Conditional,
    ListLiteral,
    Logical,
    Name,
    Subscript,
    Unary,
)
from finetune_catalog.expression.types import Optional, Record

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Type


def children(node: Node) -> tuple[Node, ...]:
    """Return the direct sub-expressions of a node in the order in which they are written."""
    match node:
        case Binary():
            return (node.left, node.right)
        case Unary():
            return (node.operand,)
        case Call():
            return node.arguments
        case Comparison() | Logical():
            return node.operands
        case Conditional():
            return (node.then, node.test, node.otherwise)
        case Subscript():
            return (node.table, node.key)
        case ListLiteral():
            return node.items
        case Aggregate():
            kept = (node.element, node.items)
            return kept if node.condition is None else (*kept, node.condition)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> tuple[str, ...]:
    """Return the names a node uses, bound variables included, each once, in the order in which they are written."""
    return tuple(dict.fromkeys(n.name for n in walk(node) if isinstance(n, Name)))


def split_name(name: str, known: Container[str]) -> tuple[str, Sequence[str]]:
    """Split a dotted name into the longest beginning that is known and the fields after it; all of it where none is."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        head = ".".join(parts[:length])
        if head in known:
            return head, parts[length:]
    return name, ()


def field_of(type_: Type, field: str) -> tuple[int, Type]:
    """Return the place and the type of a record's field; a test has ruled out None where it may be."""
    record = type_.inner if isinstance(type_, Optional) else type_
    assert isinstance(record, Record)  # the checker saw to it
    return next((i, declared.type) for i, (name, declared) in enumerate(record.fields) if name == field)
