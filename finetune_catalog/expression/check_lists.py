"""Lists written out, and lookups in lists and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.kinds import described, is_scalar, joined
from finetune_catalog.expression.nodes import Number, String, Unary
from finetune_catalog.expression.types import INTEGER, STRING, Declaration, ListOf, Table
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from finetune_catalog.expression.checking import Checking
    from finetune_catalog.expression.nodes import ListLiteral, Node, Subscript
    from finetune_catalog.expression.types import Typed

    Visit: TypeAlias = Callable[[Checking, Node], Typed | None]


def check_list(checking: Checking, node: ListLiteral, visit: Visit) -> Typed | None:
    """Check `[a, b, c]`."""
    typed = [visit(checking, item) for item in node.items]
    if None in typed:
        return None
    known = [t for t in typed if t is not None]
    for item, inner in zip(node.items, known, strict=True):
        if not is_scalar(inner.type):
            hint = "write numbers, booleans or strings"
            checking.say("FC404", item, f"{described(inner.type)} is no item of a list", help_=hint)
            return None
    type_ = joined([t.type for t in known]) if known else INTEGER
    if type_ is None:
        checking.say("FC404", node, "the items of a list must be of one type")
        return None
    unit = checking.meeting(node, "FC420", list(zip(node.items, known, strict=True)), "list")
    if node.items and checking.literals.issuperset(node.items):
        checking.literals.add(node)
    return checking.settle(node, ListOf(Declaration(type_, unit), len(known), len(known)))


def check_subscript(checking: Checking, node: Subscript, visit: Visit) -> Typed | None:
    """Check `list[index]` and `table[key]`."""
    table, key = visit(checking, node.table), visit(checking, node.key)
    if table is None or key is None:
        return None
    match table.type:
        case ListOf(item):
            fine, found = _index(checking, node.key, key), item
        case Table(value, keys):
            fine, found = _key(checking, node.key, key, keys), value
        case _:
            message = f"only lists and tables are indexed, not {described(table.type)}"
            checking.say("FC404", node.table, message)
            return None
    if not fine:
        return None
    checking.declarations[node] = found
    return checking.settle(node, found.type, found.unit)


def _index(checking: Checking, node: Node, index: Typed) -> bool:
    if index.type != INTEGER:
        checking.say("FC404", node, f"a list is indexed by an integer, not by {described(index.type)}")
        return False
    if isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Number):
        hint = "the last item is `list[len(list) - 1]`"
        checking.say("FC404", node, "a list is counted from 0", help_=hint)
        return False
    return True


def _key(checking: Checking, node: Node, key: Typed, keys: tuple[str, ...] | None) -> bool:
    if key.type != STRING:
        checking.say("FC404", node, f"a table is looked up by a string, not by {described(key.type)}")
        return False
    if keys is None or not isinstance(node, String) or node.value in keys:
        return True
    near = checking.near(node.value, keys)
    hint = f"did you mean {near!r}?" if near else None
    checking.say("FC410", node, f"the table has no {shorten(node.value)!r}", allowed=keys, help_=hint)
    return False
