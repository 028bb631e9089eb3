"""The tree of an expression: frozen nodes, each with its place in the text.

Nodes compare by identity, so that a checker can keep what it learns about each one in a mapping.
`start` and `end` are character offsets into the expression's text, the end exclusive.
"""

from __future__ import annotations

from typing import TypeAlias

from finetune_catalog.frozen import frozen


@frozen(eq=False)
class Number:
    """An integer or a binary64 literal; `text` is as written."""

    value: int | float
    text: str
    start: int
    end: int


@frozen(eq=False)
class String:
    """A quoted string."""

    value: str
    start: int
    end: int


@frozen(eq=False)
class Boolean:
    """`True` or `False`."""

    value: bool
    start: int
    end: int


@frozen(eq=False)
class Nothing:
    """`None`."""

    start: int
    end: int


@frozen(eq=False)
class Name:
    """A possibly dotted name (`rank`, `model.hidden_size`, `m.in_features`); `name` keeps the dots."""

    name: str
    start: int
    end: int


@frozen(eq=False)
class ListLiteral:
    """`[a, b, c]`."""

    items: tuple[Node, ...]
    start: int
    end: int


@frozen(eq=False)
class Unary:
    """`-x`, `+x` or `not x`."""

    operator: str
    operand: Node
    start: int
    end: int


@frozen(eq=False)
class Binary:
    """`+ - * / // % **`."""

    operator: str
    left: Node
    right: Node
    start: int
    end: int


@frozen(eq=False)
class Logical:
    """`and` / `or` over two or more operands, evaluated left to right, stopping early."""

    operator: str
    operands: tuple[Node, ...]
    start: int
    end: int


@frozen(eq=False)
class Comparison:
    """A chain `a < b <= c`; operators are `< <= > >= == != in`, `not in`, `is`, `is not` (the last two with None only)."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]
    start: int
    end: int


@frozen(eq=False)
class Conditional:
    """`then if test else otherwise`."""

    test: Node
    then: Node
    otherwise: Node
    start: int
    end: int


@frozen(eq=False)
class Subscript:
    """`table[key]`: lookup in a declared table by a string, or in a list by an integer."""

    table: Node
    key: Node
    start: int
    end: int


@frozen(eq=False)
class Call:
    """`function(arguments…)`."""

    function: str
    arguments: tuple[Node, ...]
    start: int
    end: int


@frozen(eq=False)
class Aggregate:
    """`function(element for variable in items if condition)`; function is one of sum min max any all len."""

    function: str
    element: Node
    variable: str
    items: Node
    condition: Node | None
    start: int
    end: int
    variable_start: int


Node: TypeAlias = (
    Number
    | String
    | Boolean
    | Nothing
    | Name
    | ListLiteral
    | Unary
    | Binary
    | Logical
    | Comparison
    | Conditional
    | Subscript
    | Call
    | Aggregate
)
