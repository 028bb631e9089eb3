"""Names: which declaration each one means, and what tests against None teach about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.functions import BUILTINS
from finetune_catalog.expression.kinds import described
from finetune_catalog.expression.nodes import Comparison, Logical, Name, Nothing, Unary
from finetune_catalog.expression.types import NOTHING, Optional, Record
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from finetune_catalog.expression.checking import Checking
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Declaration, Type, Typed


def check_name(checking: Checking, node: Name) -> Typed | None:
    """Find what a name means: a bound variable or a name in scope, whole or followed by fields of a record."""
    known, rest = _head(checking, node.name)
    if known is None:
        _unknown(checking, node)
        return None
    declaration, at = known, node.name[: len(node.name) - len(rest)].rstrip(".")
    if at not in checking.variables:
        checking.names[at] = None
    for field in filter(None, rest.split(".")):
        record = checking.certain.get(at, declaration.type)
        if not isinstance(record, Record):
            hint = "test it first: `… if x is not None else …`" if isinstance(record, Optional) else None
            checking.say(
                "FC406", node, f"`{shorten(at)}` is {described(record)}, which has no fields", help_=hint
            )
            return None
        fields = dict(record.fields)
        if field not in fields:
            near = checking.near(field, fields)
            hint = f"did you mean `{at}.{near}`?" if near else None
            checking.say(
                "FC406", node, f"`{shorten(at)}` has no field `{field}`", allowed=tuple(fields), help_=hint
            )
            return None
        declaration, at = fields[field], f"{at}.{field}"
    checking.declarations[node] = declaration
    return checking.settle(node, checking.certain.get(node.name, declaration.type), declaration.unit)


def _head(checking: Checking, name: str) -> tuple[Declaration | None, str]:
    """Return the declaration of the longest known beginning of a dotted name, and what follows it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        head = ".".join(parts[:length])
        found = checking.variables.get(head) or checking.scope.names.get(head)
        if found is not None:
            return found, ".".join(parts[length:])
    return None, name


def _unknown(checking: Checking, node: Name) -> None:
    names = (*checking.variables, *checking.scope.names)
    near = checking.near(node.name, names)
    if node.name in checking.scope.functions or node.name in BUILTINS:
        hint: str | None = f"`{node.name}` is a function: call it, `{node.name}(…)`"
    else:
        hint = f"did you mean `{near}`?" if near else None
    checking.say("FC401", node, f"unknown name `{shorten(node.name)}`", allowed=names, help_=hint)


def narrowed(checking: Checking, test: Node, *, holds: bool) -> dict[str, Type]:
    """Return the names that cannot be None where a test holds (or does not), with the types they then have."""
    match test:
        case Unary(operator="not", operand=operand):
            return narrowed(checking, operand, holds=not holds)
        case Logical(operator=word, operands=operands) if (word == "and") is holds:
            facts: dict[str, Type] = {}
            for operand in operands:
                facts |= narrowed(checking, operand, holds=holds)
            return facts
        case Comparison(operands=(Name() as name, other), operators=(sign,)):
            return _not_none(checking, name, sign, other, holds=holds)
        case Comparison(operands=(other, Name() as name), operators=("==" | "!=" as sign,)):
            return _not_none(checking, name, sign, other, holds=holds)
    return {}


def _not_none(checking: Checking, name: Name, sign: str, other: Node, *, holds: bool) -> dict[str, Type]:
    """Return what a comparison says of a name: it differs from None, or equals what is never None."""
    typed, against = checking.types.get(name), checking.types.get(other)
    if typed is None or against is None or not isinstance(typed.type, Optional):
        return {}
    equal = (sign in ("is", "==")) is holds
    if sign not in ("is", "is not", "==", "!="):
        return {}
    certain = isinstance(other, Nothing) and not equal
    certain |= equal and against.type != NOTHING and not isinstance(against.type, Optional)
    return {name.name: typed.type.inner} if certain else {}
