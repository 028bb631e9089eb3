"""What a formula computes, apart from how it is written: spaces, brackets and line breaks make no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def shape(node: Node, names: Mapping[str, str]) -> tuple[Any, ...]:
    """Give a tree as nested tuples that are equal for equal formulas; `names` are entries with another id since."""
    return (type(node).__name__, *_own(node, names), *(shape(child, names) for child in children(node)))


def _own(node: Node, names: Mapping[str, str]) -> tuple[Any, ...]:
    """Give what makes a node itself, its operands apart."""
    match node:
        case Number(value=value):
            return (type(value).__name__, value)
        case String(value=value) | Boolean(value=value):
            return (value,)
        case Name(name=name):
            head, dot, rest = name.partition(".")
            return (names.get(name) or names.get(head, head) + dot + rest,)
        case Unary(operator=sign) | Binary(operator=sign) | Logical(operator=sign):
            return (sign,)
        case Comparison(operators=signs):
            return signs
        case Call(function=function):
            return (names.get(function, function),)
        case Aggregate(function=function, variable=variable, condition=condition):
            return (function, variable, condition is None)
        case _:
            return ()
