"""The checker: names, types and units of a whole formula, before it runs. Every fault is said, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import units
from finetune_catalog.expression.check_calls import check_aggregate, check_call
from finetune_catalog.expression.check_comparisons import check_comparison
from finetune_catalog.expression.check_lists import check_list, check_subscript
from finetune_catalog.expression.check_names import check_name, narrowed
from finetune_catalog.expression.checking import Checking, conversion, measure, number, quantity
from finetune_catalog.expression.kinds import (
    described,
    fits,
    is_number,
    joined,
    quantified,
    widened,
)
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
from finetune_catalog.expression.parser import parse
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    PLAIN,
    STRING,
    Checked,
    Declaration,
    Optional,
    Typed,
)

if TYPE_CHECKING:
    from finetune_catalog.diagnostics import Problem
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Scope, Type

_VERBS = {"+": "add", "-": "subtract", "%": "take the remainder of", "//": "divide"}


def check(
    text: str, scope: Scope, expected: Declaration | None = None
) -> tuple[Checked | None, tuple[Problem, ...]]:
    """Parse a formula and check its names, types and units; `expected` is what its result is declared to be.

    Returns the checked formula, or None with every problem found.
    """
    node, problems = parse(text)
    if node is None:
        return None, problems
    checking = Checking(scope)
    result = visit(checking, node)
    if result is not None and expected is not None:
        _check_result(checking, node, result, expected)
    if checking.problems:
        return None, tuple(dict.fromkeys(checking.problems))
    if result is not None and expected is not None:
        checking.settle(node, widened(result.type, expected.type), result.unit)
    declared = {name: scope.names[name] for name in checking.names}
    return Checked(text, node, checking.types, tuple(checking.names), declared), ()


def visit(checking: Checking, node: Node) -> Typed | None:
    """Check a node and all below it; None where it has a fault."""
    match node:
        case Number(value=value):
            checking.literals.add(node)
            return checking.settle(node, INTEGER if isinstance(value, int) else FLOAT)
        case String():
            return checking.settle(node, STRING)
        case Boolean():
            return checking.settle(node, BOOLEAN)
        case Nothing():
            return checking.settle(node, NOTHING)
        case Name():
            return check_name(checking, node)
        case Unary():
            return _unary(checking, node)
        case Binary():
            return _binary(checking, node)
        case Logical():
            return _logical(checking, node)
        case Comparison():
            return check_comparison(checking, node, visit)
        case Conditional():
            return _conditional(checking, node)
        case ListLiteral():
            return check_list(checking, node, visit)
        case Subscript():
            return check_subscript(checking, node, visit)
        case Call():
            return check_call(checking, node, visit)
        case Aggregate():
            return check_aggregate(checking, node, visit)


def _unary(checking: Checking, node: Unary) -> Typed | None:
    inner = visit(checking, node.operand)
    if node.operator == "not":
        if inner is not None and inner.type != BOOLEAN:
            checking.say(
                "FC404",
                node.operand,
                f"`not` needs a boolean, not {described(inner.type)}",
                help_="compare it: `x == 0`, `x is None`",
            )
            return None
        return inner and checking.settle(node, BOOLEAN)
    if not number(checking, node.operand, inner, "negate" if node.operator == "-" else "take the sign of"):
        return None
    assert inner is not None
    if node.operand in checking.literals:
        checking.literals.add(node)
    return checking.settle(node, inner.type, inner.unit)


def _binary(checking: Checking, node: Binary) -> Typed | None:
    sign = node.operator
    left, right = visit(checking, node.left), visit(checking, node.right)
    doing = _VERBS.get(sign, "calculate with")
    fine = [number(checking, node.left, left, doing), number(checking, node.right, right, doing)]
    if not all(fine) or left is None or right is None:
        return None
    if node.left in checking.literals and node.right in checking.literals:
        checking.literals.add(node)
    type_: Type = FLOAT if sign == "/" or FLOAT in (left.type, right.type) else INTEGER
    match sign:
        case "+" | "-" | "%":
            unit = checking.meeting(node, "FC420", [(node.left, left), (node.right, right)], doing)
        case "*":
            unit = units.multiplied(left.unit, right.unit)
        case "**":
            unit = units.raised(left.unit, _exponent(node.right))
            type_ = left.type
        case _:
            unit = units.divided(left.unit, right.unit)
    if not units.measurable(unit):
        message = f"gives {quantity(unit)}, a power beyond {units.MOST_POWER}"
        checking.say("FC420", node, message, help_="check which factor should stand below the line")
        return None
    return checking.settle(node, type_, unit)


def _exponent(node: Node) -> int:
    return node.value if isinstance(node, Number) and isinstance(node.value, int) else 1


def _logical(checking: Checking, node: Logical) -> Typed | None:
    fine = True
    known: dict[str, Type] = {}
    for operand in node.operands:
        with checking.knowing(known):
            typed = visit(checking, operand)
            known |= narrowed(checking, operand, holds=node.operator == "and")
        if typed is None:
            fine = False
        elif typed.type != BOOLEAN:
            checking.say(
                "FC404",
                operand,
                f"`{node.operator}` needs booleans, not {described(typed.type)}",
                help_="compare it: `x > 0`, `x is not None`",
            )
            fine = False
    return checking.settle(node, BOOLEAN) if fine else None


def _conditional(checking: Checking, node: Conditional) -> Typed | None:
    test = visit(checking, node.test)
    if test is not None and test.type != BOOLEAN:
        checking.say(
            "FC404",
            node.test,
            f"a condition is a boolean, not {described(test.type)}",
            help_="compare it: `x > 0`, `x is not None`",
        )
        test = None
    with checking.knowing(narrowed(checking, node.test, holds=True)):
        then = visit(checking, node.then)
    with checking.knowing(narrowed(checking, node.test, holds=False)):
        otherwise = visit(checking, node.otherwise)
    if test is None or then is None or otherwise is None:
        return None
    parts = [(node.then, then), (node.otherwise, otherwise)]
    type_ = joined([then.type, otherwise.type])
    if type_ is None:
        message = f"one branch gives {described(then.type)}, the other {described(otherwise.type)}"
        checking.say("FC404", node, message)
        return None
    numbers = [(part, typed) for part, typed in parts if typed.type != NOTHING]
    unit = checking.meeting(node, "FC420", numbers, "choose between") if numbers else PLAIN
    if node.then in checking.literals and node.otherwise in checking.literals:
        checking.literals.add(node)
    return checking.settle(node, type_, unit)


def _check_result(checking: Checking, node: Node, result: Typed, expected: Declaration) -> None:
    """Check that the whole gives what it is declared to give."""
    if not fits(result.type, expected.type):
        message = f"gives {described(result.type)}, declared is {described(expected.type)}"
        checking.say("FC409", node, message, help_=_fitting(node, result.type, expected.type))
        return
    stated = not checking.names or node in checking.literals
    given, wanted = measure(result), measure(Typed(expected.type, expected.unit))
    if quantified(result.type) and not stated and not units.same(given, wanted):
        message = f"gives {quantity(given)}, declared is {quantity(wanted)}"
        checking.say("FC422", node, message, help_=conversion(given, wanted))
    for leaf in _outcomes(node):
        checking.word(leaf, expected)


def _fitting(node: Node, mine: Type, wanted: Type) -> str | None:
    """Say how a result becomes what is declared, where one knows."""
    if (mine, wanted) == (FLOAT, INTEGER):
        if isinstance(node, Binary) and node.operator == "/":
            return "divide with `//`, or round: `floor(…)`, `ceil(…)`, `round(…)`"
        return "round it: `floor(…)`, `ceil(…)` or `round(…)`"
    if mine == NOTHING or isinstance(mine, Optional):
        return "say what None means: `… if x is not None else …`"
    return "write `1 if … else 0`" if mine == BOOLEAN and is_number(wanted) else None


def _outcomes(node: Node) -> tuple[Node, ...]:
    """Return the nodes of which one is the value of a whole formula."""
    if isinstance(node, Conditional):
        return (*_outcomes(node.then), *_outcomes(node.otherwise))
    return (node,)
