"""Tree to text: the fewest parentheses that give the same tree back, never reassociated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.nodes import (
    Aggregate,
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    ListLiteral,
    Logical,
    Name,
    Nothing,
    Number,
    String,
    Subscript,
    Unary,
)

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node

_CONDITIONAL, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 11)
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT, "**": _POWER}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def unparse(node: Node) -> str:
    """Write a tree as a formula."""
    return _at(node, _CONDITIONAL)


def _at(node: Node, least: int) -> str:
    """Write a node where operators of `least` and tighter stand bare."""
    text, level = _text(node)
    return text if level >= least else f"({text})"


def _text(node: Node) -> tuple[str, int]:
    match node:
        case Number(text=text) | Name(name=text):
            return text, _ATOM
        case String(value=value):
            return '"' + "".join(_ESCAPES.get(letter, letter) for letter in value) + '"', _ATOM
        case Boolean(value=truth):
            return str(truth), _ATOM
        case Nothing():
            return "None", _ATOM
        case ListLiteral(items=items):
            return f"[{_list(items)}]", _ATOM
        case Call(function=function, arguments=arguments):
            return f"{function}({_list(arguments)})", _ATOM
        case Subscript(table=table, key=key):
            return f"{_at(table, _ATOM)}[{unparse(key)}]", _ATOM
        case Unary(operator=sign, operand=operand):
            if sign == "not":
                return f"not {_at(operand, _NOT)}", _NOT
            return sign + _at(operand, _SIGN), _SIGN
        case Binary(operator="**", left=left, right=right):
            return f"{_at(left, _ATOM)} ** {_at(right, _SIGN)}", _POWER
        case Binary(operator=sign, left=left, right=right):
            level = _LEVELS[sign]
            return f"{_at(left, level)} {sign} {_at(right, level + 1)}", level
        case Logical(operator=word, operands=operands):
            level = _OR if word == "or" else _AND
            return f" {word} ".join(_at(operand, level + 1) for operand in operands), level
        case Comparison(operands=operands, operators=operators):
            parts = [_at(operands[0], _SUM)]
            parts += (
                f"{sign} {_at(operand, _SUM)}" for sign, operand in zip(operators, operands[1:], strict=True)
            )
            return " ".join(parts), _COMPARISON
        case Conditional(test=test, then=then, otherwise=otherwise):
            return f"{_at(then, _OR)} if {_at(test, _OR)} else {_at(otherwise, _CONDITIONAL)}", _CONDITIONAL
        case Aggregate(
            function=function, element=element, variable=variable, items=items, condition=condition
        ):
            filtered = "" if condition is None else f" if {_at(condition, _OR)}"
            return f"{function}({unparse(element)} for {variable} in {_at(items, _OR)}{filtered})", _ATOM


def _list(nodes: tuple[Node, ...]) -> str:
    return ", ".join(unparse(node) for node in nodes)
