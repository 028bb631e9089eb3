"""How a value came about: recorded as steps while the reference interpreter runs, printed by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.evaluate import evaluate
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
from finetune_catalog.expression.unparse import unparse
from finetune_catalog.expression.walk import children
from finetune_catalog.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Function

_LEAVES = (Number, String, Boolean, Nothing, Name, ListLiteral)
_WIDEST = 44  # columns that the formulas of steps share, so that what follows them stays within 80
_LINE = 74  # what two levels of indentation leave of 80
_MOST_ITEMS = 6


@frozen
class Step:
    """One operation: its text, the same with the values of its operands, and what it gave."""

    text: str
    substitution: str
    value: Any


@frozen
class TraceNode:
    """A named value with how it came about: its formula, every step, and the values it used, each traced in turn.

    `note` says where it comes from: a source and its basis, or that it was given.
    """

    name: str
    value: Any
    text: str | None = None
    note: str = ""
    steps: tuple[Step, ...] = ()
    inputs: tuple[TraceNode, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the trace as text: the value, its formula and source, a step a line, then its inputs, indented."""
        head = f"{self.name} = {shown(self.value)}"
        if self.text is None:
            yield head + (f"  ({self.note})" if self.note else "")
            yield from self._parts()
            return
        yield head
        yield f"  formula  {self.text}"
        if self.note:
            yield f"  source   {self.note}"
        width = max((len(step.text) for step in self.steps if len(step.text) <= _WIDEST), default=0)
        for step in self.steps:
            made = f"= {step.substitution} = {shown(step.value)}"
            if max(width, len(step.text)) + len(made) <= _LINE:
                yield f"  {step.text:{width}}  {made}"
            else:
                yield f"  {step.text}"
                yield f"    {made}"
        for used in self.inputs:
            yield from (f"  {line}" for line in used.lines())

    def _parts(self) -> Iterator[str]:
        """Yield the parts that a value without a formula is the sum of, one a line, set out in columns."""
        widest = max((len(part.name) for part in self.inputs), default=0)
        longest = max((len(shown(part.value)) for part in self.inputs), default=0)
        for part in self.inputs:
            name, value = f"{part.name:{widest}}", f"{shown(part.value):>{longest}}"
            yield f"  {name}  {value}" + (f"  = {part.note}" if part.note else "")

    def __str__(self) -> str:
        return "\n".join(self.lines())


def steps(
    checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Function] | None = None
) -> tuple[Any, tuple[Step, ...]]:
    """Evaluate an expression and record every operation that ran, innermost first; a loop is one step.

    Raises:
        EvaluationError: as `evaluate` does.
    """
    seen: dict[Node, Any] = {}
    result = evaluate(checked, values, functions, seen.__setitem__)
    return result, tuple(_recorded(checked.node, seen))


def _recorded(node: Node, seen: Mapping[Node, Any]) -> Iterator[Step]:
    if node not in seen or isinstance(node, _LEAVES):
        return  # a branch that was not taken, or a value that needs no step
    if not isinstance(node, Aggregate):
        for child in children(node):
            yield from _recorded(child, seen)
    if isinstance(node, Unary) and isinstance(node.operand, Number):
        return
    text, substitution = unparse(node), unparse(_substituted(node, seen))
    yield Step(text, substitution if substitution != text else "…", seen[node])


def _substituted(node: Node, seen: Mapping[Node, Any]) -> Node:
    """Return a node whose operands are their values."""

    def put(child: Node) -> Node:
        if child not in seen or isinstance(child, Number | String | Boolean | Nothing):
            return child
        return Name(shown(seen[child], inside=True), child.start, child.end)

    match node:
        case Binary():
            return replace(node, left=put(node.left), right=put(node.right))
        case Unary():
            return replace(node, operand=put(node.operand))
        case Call():
            return replace(node, arguments=tuple(map(put, node.arguments)))
        case Comparison() | Logical():
            return replace(node, operands=tuple(map(put, node.operands)))
        case Conditional():
            return replace(node, test=put(node.test), then=put(node.then), otherwise=put(node.otherwise))
        case Subscript():
            return replace(node, table=put(node.table), key=put(node.key))
        case _:
            return node


def shown(value: Any, *, inside: bool = False) -> str:
    """Write a value as a formula would; `inside` one, a negative number in parentheses. Long lists are cut."""
    if isinstance(value, tuple | list):
        items = [shown(item) for item in value[:_MOST_ITEMS]]
        more = [f"… {len(value)} in all"] if len(value) > _MOST_ITEMS else []
        return f"[{', '.join(items + more)}]"
    if isinstance(value, dict):
        return "{…}"
    text = repr(value)
    return f"({text})" if inside and text.startswith("-") else text
