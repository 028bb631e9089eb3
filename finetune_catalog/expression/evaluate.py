"""The reference interpreter: walks a checked tree; what it computes is what every target has to compute.

It is also what a generated function asks for the precise reason when it fails.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.model import Problem
from finetune_catalog.expression import arithmetic
from finetune_catalog.expression.arithmetic import Failure, alike, bounded
from finetune_catalog.expression.errors import EvaluationError
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
from finetune_catalog.expression.types import FLOAT, INTEGER, ListOf
from finetune_catalog.expression.unparse import unparse
from finetune_catalog.expression.walk import field_of, names, split_name
from finetune_catalog.expression.widening import conform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Function, Type

__all__ = ["EvaluationError", "evaluate"]

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": arithmetic.divide,
    "//": arithmetic.floor_divide,
    "%": arithmetic.modulo,
    "**": arithmetic.power,
}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "round": round,
    "sqrt": lambda x: arithmetic.square_root(float(x)),
    "log": lambda x: arithmetic.logarithm(float(x)),
    "log2": lambda x: arithmetic.logarithm(float(x), math.log2),
    "exp": lambda x: arithmetic.exponential(float(x)),
    "gcd": math.gcd,
    "divisors": arithmetic.divisors,
    "len": len,
}
#: functions whose arguments, or the items of whose one list, meet as equals: integers widen where any is a float
_MEETING: Mapping[str, Callable[..., Any]] = {
    "min": lambda *items: arithmetic.minimum(items),
    "max": lambda *items: arithmetic.maximum(items),
    "clamp": arithmetic.clamp,
}


def evaluate(
    checked: Checked,
    values: Mapping[str, Any],
    functions: Mapping[str, Function] | None = None,
    observe: Callable[[Node, Any], None] | None = None,
) -> Any:
    """Evaluate a checked expression.

    Args:
        checked: the expression
        values: the value of every free name: int, float, bool, str, None, list or tuple of these, a record as the tuple
            of its fields in their order, a table as a dict
        functions: the catalog's own functions by name
        observe: told of every node and its value, in the order of evaluation

    Raises:
        EvaluationError: there is no value: division by zero, overflow, a domain left, an index or key that is not there.
    """
    return _Evaluator(checked, values, functions or {}, observe).value(checked.node)


class _Evaluator:
    """One evaluation: the inputs, and the variables bound so far."""

    __slots__ = ("checked", "functions", "observe", "types", "values", "variables")

    def __init__(
        self,
        checked: Checked,
        values: Mapping[str, Any],
        functions: Mapping[str, Function],
        observe: Callable[[Node, Any], None] | None,
        variables: Mapping[str, tuple[Any, Type]] | None = None,
    ) -> None:
        self.checked = checked
        self.types = checked.types
        self.values = values
        self.functions = functions
        self.observe = observe
        self.variables: dict[str, tuple[Any, Type]] = dict(variables or {})

    def value(self, node: Node) -> Any:
        try:
            value = bounded(conform(self._natural(node), self.types[node].type))
        except Failure as failure:
            raise self._error(node, failure) from None
        if self.observe is not None:
            self.observe(node, value)
        return value

    def _natural(self, node: Node) -> Any:
        """Return the value that a node's operands make, before it is widened to the node's type."""
        match node:
            case Number() | String() | Boolean():
                return node.value
            case Name():
                return self._name(node.name)
            case Binary():
                left, right = self.value(node.left), self.value(node.right)
                if node.operator != "**":  # its exponent is a literal
                    left, right = alike(left, right)
                return _OPERATORS[node.operator](left, right)
            case Unary():
                return self._unary(node)
            case Conditional():
                return self.value(node.then if self.value(node.test) else node.otherwise)
            case Call():
                return self._call(node)
            case Comparison():
                return self._comparison(node)
            case Logical():
                stop = node.operator == "or"
                return stop if any(self.value(item) is stop for item in node.operands) else not stop
            case ListLiteral():
                return tuple(self.value(item) for item in node.items)
            case Subscript():
                return self._subscript(node)
            case Aggregate():
                return self._aggregate(node)
            case Nothing():
                return None

    def _name(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        head, fields = split_name(name, {*self.variables, *self.values})
        if head in self.variables:
            value, type_ = self.variables[head]
        elif head not in self.values:
            raise Failure("FC557", "no value was given")
        else:
            value, type_ = self.values[head], self.checked.declared[head].type
        for field in fields:
            place, type_ = field_of(type_, field)
            value = value[place]
        return value

    def _unary(self, node: Unary) -> Any:
        operand = self.value(node.operand)
        match node.operator:
            case "-":
                return -operand
            case "not":
                return not operand
            case _:
                return operand

    def _comparison(self, node: Comparison) -> bool:
        left = self.value(node.operands[0])
        for sign, operand in zip(node.operators, node.operands[1:], strict=True):
            right = self.value(operand)
            if not self._compare(sign, left, right):
                return False
            left = right
        return True

    def _compare(self, sign: str, left: Any, right: Any) -> bool:
        match sign:
            case "in":
                return arithmetic.contains(right, left)
            case "not in":
                return not arithmetic.contains(right, left)
            case "is":
                return left is right
            case "is not":
                return left is not right
            case _:
                return _COMPARISONS[sign](*alike(left, right))

    def _subscript(self, node: Subscript) -> Any:
        table, key = self.value(node.table), self.value(node.key)
        if isinstance(self.types[node.table].type, ListOf):
            return arithmetic.element(table, key)
        if key not in table:
            raise Failure("FC558", f"the table has no entry {key!r}")
        return table[key]

    def _call(self, node: Call) -> Any:
        if node.function in self.functions:
            return self._catalog_function(node, self.functions[node.function])
        arguments = [self.value(argument) for argument in node.arguments]
        if node.function in _FUNCTIONS:
            return _FUNCTIONS[node.function](*arguments)
        if len(arguments) == 1:
            return self._reduce(node, arguments[0])
        return _MEETING[node.function](*self._as(node, arguments))

    def _catalog_function(self, node: Call, function: Function) -> Any:
        bound = {
            name: (conform(self.value(argument), declared.type), declared.type)
            for argument, (name, declared) in zip(node.arguments, function.parameters, strict=True)
        }
        inner = _Evaluator(function.body, {}, self.functions, None, bound)
        try:
            return conform(inner.value(function.body.node), function.result.type)
        except EvaluationError as error:
            raise Failure(error.problem.code, f"in {function.name}(): {error.problem.message}") from None

    def _aggregate(self, node: Aggregate) -> Any:
        outer = self.variables.copy()
        try:
            return self._reduce(node, self._elements(node))
        finally:
            self.variables = outer

    def _elements(self, node: Aggregate) -> Iterable[Any]:
        declared = self.types[node.items].type
        assert isinstance(declared, ListOf)
        for item in self.value(node.items):
            self.variables[node.variable] = (item, declared.item.type)
            if node.condition is None or self.value(node.condition):
                yield self.value(node.element)

    def _reduce(self, node: Call | Aggregate, items: Iterable[Any]) -> Any:
        match node.function:
            case "sum":
                return arithmetic.total(self._as(node, items), 0.0 if self._floating(node) else 0)
            case "any":
                return any(items)
            case "all":
                return all(items)
            case "len":
                return sum(1 for _ in items)
            case _:
                return _MEETING[node.function](*self._as(node, items))

    def _floating(self, node: Node) -> bool:
        return self.types[node].type == FLOAT

    def _as(self, node: Node, items: Iterable[Any]) -> Iterable[Any]:
        """Widen items that meet in a node where the node is a float."""
        type_ = FLOAT if self._floating(node) else INTEGER
        return (bounded(conform(item, type_)) for item in items)

    def _error(self, node: Node, failure: Failure) -> EvaluationError:
        """Say where it happened and with which values."""
        text = unparse(node)
        known = [(name, self._shown(name)) for name in names(node)]
        values = ", ".join(f"{name} = {value}" for name, value in known if value is not None)
        message = f"{failure.reason}: `{text}`" + (f" with {values}" if values else "")
        return EvaluationError(Problem(failure.code, message, node.start, node.end))

    def _shown(self, name: str) -> str | None:
        """Return a name's value as one writes it, None where it has none now or it is too large to show."""
        try:
            value = self._name(name)
        except Failure:
            return None
        return repr(value) if value is None or isinstance(value, (int, float, str)) else None
