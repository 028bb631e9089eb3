"""One walk over a tree: from what the names can be to what every node can be.

The walk follows the evaluator: left to right, conditionals and `and`/`or` only where they go, each branch in the state
its condition leaves. A node that always fails has no value (None), and neither has what needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from finetune_catalog.expression.analysis import builtin, codes, lists, logic, operations
from finetune_catalog.expression.analysis.record import Question, Record
from finetune_catalog.expression.analysis.refine import refine
from finetune_catalog.expression.analysis.relations import Relations
from finetune_catalog.expression.analysis.state import Shapes, State, initial
from finetune_catalog.expression.analysis.values import (
    NO,
    YES,
    Maybe,
    Truth,
    Value,
    Words,
    everything,
    fitted,
    joined,
    listed,
    met,
)
from finetune_catalog.expression.intervals import Numbers, of_value, settle
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
    from collections.abc import Callable, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Function

Key: TypeAlias = tuple[str, tuple[Value | None, ...]]
Outcome: TypeAlias = tuple[Value | None, Record]


class Context:
    """What the walks of one analysis share: the catalog's functions, their outcomes so far, and the effort spent."""

    __slots__ = ("functions", "outcomes", "shapes", "visits")

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self.functions = functions
        self.outcomes: dict[Key, Outcome] = {}
        self.shapes: dict[Checked, Shapes] = {}
        self.visits = 0

    def shapes_of(self, checked: Checked) -> Shapes:
        """Return the numbering of a tree's shapes, kept over all walks."""
        shapes = self.shapes.get(checked)
        if shapes is None:
            shapes = self.shapes[checked] = Shapes()
        return shapes


class Walk:
    """A walk over one tree, for one set of values of its names."""

    __slots__ = ("checked", "context", "last", "record", "refined", "relations", "shapes", "types")

    def __init__(self, checked: Checked, context: Context) -> None:
        self.checked = checked
        self.types = checked.types
        self.context = context
        self.shapes = context.shapes_of(checked)
        self.record = Record()
        #: the value of a node when it was last visited: of use while the state is still that one
        self.last: dict[Node, Value | None] = {}
        self.refined: dict[tuple[Node, bool], tuple[State, State | None]] = {}
        self.relations = Relations(self.shapes, self.last, context)

    def run(self, names: Mapping[str, Value | None]) -> Value | None:
        """Walk the whole tree."""
        return self.value(self.checked.node, initial(names))

    def value(self, node: Node, state: State) -> Value | None:
        """Return what a node can be in a state, and note it."""
        self.context.visits += 1
        value = _RULES[type(node)](self, node, state)
        if value is not None:
            value = self._finished(node, value, state)
            self.record.see(node, value)
        self.last[node] = value
        return value

    def _finished(self, node: Node, value: Value, state: State) -> Value | None:
        kind = self.types[node].type
        if type(value) is Numbers:
            settled, cut = settle(value)
            if cut:
                self.record.doubt(codes.OVERFLOW, node, certain=settled is None)
            if settled is None:
                return None
            value = settled
        elif type(value) is Maybe and not value.nothing and value.inner is not None:
            value = value.inner
        value = fitted(value, kind) or value
        if state.facts and type(node) is not Name:
            known = state.facts.get(self.shapes.of(node))
            if known is not None:
                return met(value, known)
        return value

    def number(self, node: Node, state: State) -> Numbers | None:
        """Return what a numeric node can be."""
        return numeric(self.value(node, state))

    def text(self, node: Node) -> str:
        """Return a node as it is written."""
        return self.checked.text[node.start : node.end]


def numeric(value: Value | None) -> Numbers | None:
    """Return the numbers among what something can be: where it is used as a number, it is one."""
    if isinstance(value, Maybe):
        value = value.inner
    return value if isinstance(value, Numbers) else None


def _number(_walk: Walk, node: Number, _state: State) -> Value:
    return of_value(node.value)


def _string(_walk: Walk, node: String, _state: State) -> Value:
    return Words(frozenset((node.value,)))


def _boolean(_walk: Walk, node: Boolean, _state: State) -> Value:
    return YES if node.value else NO


def _nothing(_walk: Walk, _node: Nothing, _state: State) -> Value:
    return Maybe(None, nothing=True)


def _name(_walk: Walk, node: Name, state: State) -> Value | None:
    return state.lookup(node.name)


def _list(walk: Walk, node: ListLiteral, state: State) -> Value | None:
    each = [walk.value(item, state) for item in node.items]
    present = tuple(value for value in each if value is not None)
    return listed(present) if len(present) == len(each) else None


def _unary(walk: Walk, node: Unary, state: State) -> Value | None:
    if node.operator == "not":
        value = walk.value(node.operand, state)
        return Truth(value.false, value.true) if isinstance(value, Truth) else value
    return operations.sign(node.operator, walk.number(node.operand, state))


def _binary(walk: Walk, node: Binary, state: State) -> Value | None:
    left = walk.number(node.left, state)
    if left is None:
        return None
    right = walk.number(node.right, state)
    return None if right is None else operations.binary(walk, node, left, right, state)


def _conditional(walk: Walk, node: Conditional, state: State) -> Value | None:
    test = walk.value(node.test, state)
    if not isinstance(test, Truth):
        return None
    walk.record.asked.add(Question(codes.SETTLED, node.test))
    then = refine(walk, node.test, state, wanted=True) if test.true else None
    otherwise = refine(walk, node.test, state, wanted=False) if test.false else None
    result = None if then is None else walk.value(node.then, then)
    return result if otherwise is None else joined(result, walk.value(node.otherwise, otherwise))


def catalog_function(walk: Walk, node: Call, function: Function, state: State) -> Value | None:
    """Return what a function of the catalog can be: its body, walked with what the arguments can be."""
    bound: dict[str, Value | None] = {}
    for argument, (name, declaration) in zip(node.arguments, function.parameters, strict=True):
        value = walk.value(argument, state)
        if value is None:
            return None
        builtin.hold_declared(walk, argument, value, declaration)
        bound[name] = fitted(value, declaration.type)
    if walk.context.visits > EXHAUSTED:
        walk.record.doubt(codes.OVERFLOW, node, remark="too large to follow")
        return everything(function.result.type)
    key = (function.name, tuple(bound.values()))
    outcome = walk.context.outcomes.get(key)
    if outcome is None:
        inner = Walk(function.body, walk.context)
        outcome = walk.context.outcomes[key] = (inner.run(bound), inner.record)
    result, record = outcome
    for question in record.asked:
        if question.code not in builtin.OWN_TO_THE_BODY:
            walk.record.asked.add(question._replace(node=node))
    for (code, inside), (certain, remark) in record.doubts.items():
        if code not in builtin.OWN_TO_THE_BODY:
            where = function.body.text[inside.start : inside.end]
            remark_ = remark or f"`{where}` in {function.name}()"
            walk.record.doubt(code, node, certain=certain, remark=remark_)
    return fitted(result, function.result.type)


#: so many nodes visited in one analysis, and functions of the catalog are no longer followed
EXHAUSTED = 100_000

_RULES: Mapping[type, Callable[..., Value | None]] = {
    Number: _number,
    String: _string,
    Boolean: _boolean,
    Nothing: _nothing,
    Name: _name,
    ListLiteral: _list,
    Unary: _unary,
    Binary: _binary,
    Logical: logic.logical,
    Comparison: logic.comparison,
    Conditional: _conditional,
    Subscript: lists.subscript,
    Call: builtin.call,
    Aggregate: lists.aggregate,
}
