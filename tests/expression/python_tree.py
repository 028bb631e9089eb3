"""The same formula read twice: the tree of our parser and that of Python's, in one shape that can be compared."""

import ast
import warnings
from typing import Any

from finetune_catalog.expression import nodes
from finetune_catalog.expression.nodes import Node

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.USub: "-", ast.UAdd: "+", ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
    ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


def pythons(text: str) -> Any:
    """Read a formula with Python's parser; parentheses around it, because it may run over several lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `x is 3` and the like, which our checker refuses
        return _python(ast.parse(f"({text}\n)", mode="eval").body)


def _python(node: ast.AST) -> Any:
    match node:
        case ast.Constant(value=value):
            return type(value).__name__, repr(value)
        case ast.Name(id=name):
            return "name", name
        case ast.Attribute(value=value, attr=attr):
            kind, head = _python(value)
            assert kind == "name"
            return "name", f"{head}.{attr}"
        case ast.List(elts=items):
            return "list", *map(_python, items)
        case ast.UnaryOp(op=op, operand=operand):
            return "unary", _SIGNS[type(op)], _python(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return "binary", _SIGNS[type(op)], _python(left), _python(right)
        case ast.BoolOp(op=op, values=values):
            return "logical", _SIGNS[type(op)], *map(_python, values)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            return "comparison", tuple(_SIGNS[type(op)] for op in ops), *map(_python, (left, *rest))
        case ast.IfExp(test=test, body=then, orelse=otherwise):
            return "conditional", *map(_python, (test, then, otherwise))
        case ast.Subscript(value=value, slice=key):
            return "subscript", _python(value), _python(key)
        case ast.Call(
            func=ast.Name(id=name), args=[ast.GeneratorExp(elt=element, generators=[loop])], keywords=[]
        ):
            parts = (element, loop.target, loop.iter, *loop.ifs)
            return "aggregate", name, *map(_python, parts)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return "call", name, *map(_python, arguments)
    raise AssertionError(ast.dump(node))


def ours(node: Node) -> Any:
    """Bring a tree of our parser into the same shape."""
    match node:
        case nodes.Number() | nodes.String() | nodes.Boolean():
            return type(node.value).__name__, repr(node.value)
        case nodes.Nothing():
            return "NoneType", "None"
        case nodes.Name(name=name):
            return "name", name
        case nodes.ListLiteral(items=items):
            return "list", *map(ours, items)
        case nodes.Unary(operator=sign, operand=operand):
            return "unary", sign, ours(operand)
        case nodes.Binary(operator=sign, left=left, right=right):
            return "binary", sign, ours(left), ours(right)
        case nodes.Logical(operator=word, operands=operands):
            return "logical", word, *map(ours, operands)
        case nodes.Comparison(operands=operands, operators=signs):
            return "comparison", signs, *map(ours, operands)
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            return "conditional", *map(ours, (test, then, otherwise))
        case nodes.Subscript(table=table, key=key):
            return "subscript", ours(table), ours(key)
        case nodes.Call(function=function, arguments=arguments):
            return "call", function, *map(ours, arguments)
        case nodes.Aggregate(
            function=function, element=element, variable=variable, items=items, condition=kept
        ):
            parts = (element, items) if kept is None else (element, items, kept)
            first, *rest = map(ours, parts)
            return "aggregate", function, first, ("name", variable), *rest
