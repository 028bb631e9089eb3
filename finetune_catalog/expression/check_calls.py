"""Calls and aggregates: arity, argument types and units, the scope of a bound variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import units
from finetune_catalog.expression.check_names import narrowed
from finetune_catalog.expression.checking import measure, quantity
from finetune_catalog.expression.functions import AGGREGATES, BUILTINS
from finetune_catalog.expression.kinds import described, fits, is_number, quantified
from finetune_catalog.expression.nodes import ListLiteral
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    PLAIN,
    Declaration,
    ListOf,
    Optional,
    Typed,
)
from finetune_catalog.expression.words import FOREIGN_FUNCTIONS
from finetune_catalog.text import plural, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from finetune_catalog.expression.checking import Checking
    from finetune_catalog.expression.functions import Builtin
    from finetune_catalog.expression.nodes import Aggregate, Call, Node
    from finetune_catalog.expression.types import Function

    Visit: TypeAlias = Callable[[Checking, Node], Typed | None]
    Parts: TypeAlias = Sequence[tuple[Node, Typed]]

_SCALARS = {"float": FLOAT, "integer": INTEGER, "boolean": BOOLEAN}


def check_call(checking: Checking, node: Call, visit: Visit) -> Typed | None:
    """Check a call of a built-in or of a function written in the catalog."""
    typed = [visit(checking, argument) for argument in node.arguments]
    builtin, function = BUILTINS.get(node.function), checking.scope.functions.get(node.function)
    if builtin is None and function is None:
        _unknown(checking, node)
        return None
    known = [t for t in typed if t is not None]
    if len(known) < len(typed):
        return None
    parts = list(zip(node.arguments, known, strict=True))
    if function is not None:
        return _catalog_function(checking, node, function, parts)
    assert builtin is not None
    if builtin.listed and len(parts) == 1 and isinstance(parts[0][1].type, ListOf):
        item = parts[0][1].type.item
        return _reduced(checking, node, builtin, node.arguments[0], Typed(item.type, item.unit))
    most = builtin.most or len(parts)
    if not builtin.least <= len(parts) <= most:
        wanted = str(builtin.least) if builtin.least == builtin.most else f"at least {builtin.least}"
        message = f"`{node.function}` takes {wanted} arguments, here {len(parts)}"
        checking.say(
            "FC403", node, message.replace(" 1 arguments", " 1 argument"), help_=f"`{builtin.signature}`"
        )
        return None
    if builtin.takes in ("list", "truths"):
        message = f"`{node.function}` needs a list, not {described(known[0].type)}"
        checking.say("FC404", node.arguments[0], message, help_=f"`{node.function}(… for x in list)`")
        return None
    return _scalars(checking, node, builtin, parts)


def _unknown(checking: Checking, node: Call) -> None:
    names = (*BUILTINS, *checking.scope.functions)
    near = checking.near(node.function, names)
    hint = f"did you mean `{near}`?" if near else None
    if node.function in FOREIGN_FUNCTIONS:
        hint = f"write {FOREIGN_FUNCTIONS[node.function]}"
    elif node.function in checking.scope.names:
        hint = f"`{node.function}` is a value; a product needs its `*`"
    message = f"unknown function `{shorten(node.function)}`"
    place = (node.start, node.start + len(node.function))
    checking.say("FC402", place, message, allowed=names, help_=hint)


def _scalars(checking: Checking, node: Call, builtin: Builtin, parts: Parts) -> Typed | None:
    """Check a built-in of numbers."""
    fine = [_takes(checking, builtin, part, typed) for part, typed in parts]
    if not all(fine):
        return None
    if all(part in checking.literals for part, _ in parts):
        checking.literals.add(node)
    unit = parts[0][1].unit
    match builtin.unit:
        case "same":
            doing = "compare" if builtin.gives == "same" else f"take the {builtin.name} of"
            unit = checking.meeting(node, "FC420", list(parts), doing) if len(parts) > 1 else unit
        case "half":
            unit = units.rooted(unit)
        case "plain":
            if not unit.plain:
                message = f"`{builtin.name}` needs a plain number, not {quantity(unit)}"
                checking.say(
                    "FC421", parts[0][0], message, help_="divide by a quantity in the same unit first"
                )
                return None
            unit = PLAIN
    if builtin.gives == "list":
        item = Declaration(INTEGER, PLAIN)
        return checking.settle(node, ListOf(item, 1))
    floats = any(typed.type == FLOAT for _, typed in parts)
    type_ = (FLOAT if floats else INTEGER) if builtin.gives == "same" else _SCALARS[builtin.gives]
    return checking.settle(node, type_, unit)


def _takes(checking: Checking, builtin: Builtin, node: Node, typed: Typed) -> bool:
    """Whether an argument is what a built-in takes; say so where it is not."""
    if builtin.takes == "integers" and typed.type == INTEGER:
        return True
    if builtin.takes == "numbers" and is_number(typed.type):
        return True
    wanted = "an integer" if builtin.takes == "integers" else "a number"
    if isinstance(typed.type, Optional):
        hint = "say what None means: `… if x is not None else …`"
        checking.say("FC405", node, f"`{builtin.name}` needs {wanted}, this may be None", help_=hint)
    else:
        message = f"`{builtin.name}` needs {wanted}, not {described(typed.type)}"
        hint2 = "round it first: `floor(…)`, `ceil(…)` or `round(…)`" if typed.type == FLOAT else None
        checking.say("FC404", node, message, help_=hint2)
    return False


def _catalog_function(checking: Checking, node: Call, function: Function, parts: Parts) -> Typed | None:
    signature = ", ".join(name for name, _ in function.parameters)
    if len(parts) != len(function.parameters):
        message = f"`{function.name}` takes {plural(len(function.parameters), 'argument')}, here {len(parts)}"
        checking.say("FC403", node, message, help_=f"`{function.name}({signature})`")
        return None
    before = len(checking.problems)
    for (part, typed), (name, wanted) in zip(parts, function.parameters, strict=True):
        what = f"`{name}` of `{function.name}`"
        if not fits(typed.type, wanted.type):
            checking.say("FC404", part, f"{what} is {described(wanted.type)}, not {described(typed.type)}")
        elif quantified(typed.type) and part not in checking.literals:
            needed, given = measure(Typed(wanted.type, wanted.unit)), measure(typed)
            if not units.same(needed, given):
                checking.say("FC420", part, f"{what} is {quantity(needed)}, not {quantity(given)}")
        checking.word(part, wanted)
    if len(checking.problems) > before:
        return None
    checking.declarations[node] = function.result
    return checking.settle(node, function.result.type, function.result.unit)


def check_aggregate(checking: Checking, node: Aggregate, visit: Visit) -> Typed | None:
    """Check `function(element for variable in items if condition)`."""
    items = visit(checking, node.items)
    if node.function not in AGGREGATES:
        near = checking.near(node.function, AGGREGATES)
        hint = f"did you mean `{near}`?" if near else None
        message = f"`{node.function}` cannot stand before `for`"
        place = (node.start, node.start + len(node.function))
        checking.say("FC402", place, message, allowed=tuple(sorted(AGGREGATES)), help_=hint)
        return None
    if _hides(checking, node.variable):
        message = f"`{node.variable}` hides a name in use"
        place = (node.variable_start, node.variable_start + len(node.variable))
        checking.say("FC407", place, message, help_="choose another variable")
        return None
    if items is None:
        return None
    if not isinstance(items.type, ListOf):
        checking.say("FC404", node.items, f"`for` runs over a list, not over {described(items.type)}")
        return None
    with checking.binding(node.variable, items.type.item):
        facts = {}
        if node.condition is not None:
            condition = visit(checking, node.condition)
            if condition is not None and condition.type != BOOLEAN:
                message = f"a condition is a boolean, not {described(condition.type)}"
                checking.say("FC404", node.condition, message)
                condition = None
            if condition is None:
                return None
            facts = narrowed(checking, node.condition, holds=True)
        with checking.knowing(facts):
            element = visit(checking, node.element)
    if element is None:
        return None
    return _reduced(checking, node, BUILTINS[node.function], node.element, element)


def _hides(checking: Checking, variable: str) -> bool:
    """Whether a variable is called like something that a formula could mean otherwise, here or in Python."""
    if variable in BUILTINS or variable in checking.scope.functions or variable in checking.variables:
        return True
    return any(name.partition(".")[0] == variable for name in checking.scope.names)


def _reduced(
    checking: Checking, node: Call | Aggregate, builtin: Builtin, part: Node, item: Typed
) -> Typed | None:
    """Check what a reduction makes of its items."""
    if builtin.name == "len":
        return checking.settle(node, INTEGER)
    if builtin.takes == "truths":
        if item.type != BOOLEAN:
            message = f"`{builtin.name}` needs booleans, not {described(item.type)}"
            checking.say("FC404", part, message)
            return None
        return checking.settle(node, BOOLEAN)
    if isinstance(part, ListLiteral) and not part.items and builtin.name in ("min", "max"):
        checking.say("FC404", part, f"`{builtin.name}` of an empty list has no value")
        return None
    if not is_number(item.type):
        code = "FC405" if isinstance(item.type, Optional) else "FC404"
        checking.say(code, part, f"`{builtin.name}` needs numbers, not {described(item.type)}")
        return None
    return checking.settle(node, item.type, item.unit)
