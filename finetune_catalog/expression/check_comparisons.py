"""Comparisons: what may be ordered, equal, or inside what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.checking import number
from finetune_catalog.expression.kinds import certain, described, is_number
from finetune_catalog.expression.nodes import ListLiteral
from finetune_catalog.expression.types import BOOLEAN, NOTHING, STRING, ListOf, Optional, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from finetune_catalog.expression.checking import Checking
    from finetune_catalog.expression.nodes import Comparison, Node
    from finetune_catalog.expression.types import Typed

    Part: TypeAlias = tuple[Node, Typed]
    Visit: TypeAlias = Callable[[Checking, Node], Typed | None]


def check_comparison(checking: Checking, node: Comparison, visit: Visit) -> Typed | None:
    """Check a chain of comparisons, each pair by itself."""
    typed = [visit(checking, operand) for operand in node.operands]
    before = len(checking.problems)
    for place, sign in enumerate(node.operators):
        left, right = typed[place], typed[place + 1]
        if left is not None and right is not None:
            _pair(checking, sign, (node.operands[place], left), (node.operands[place + 1], right))
    if None in typed or len(checking.problems) > before:
        return None
    return checking.settle(node, BOOLEAN)


def _pair(checking: Checking, sign: str, left: Part, right: Part) -> None:
    """Check one comparison of a chain."""
    if sign in ("in", "not in"):
        _membership(checking, sign, left, right)
    elif sign in ("is", "is not"):
        if right[1].type != NOTHING:
            better = "==" if sign == "is" else "!="
            hint = f"write `{better}`"
            checking.say("FC404", right[0], f"`{sign}` compares with None only", help_=hint)
    elif sign in ("==", "!="):
        _equality(checking, left, right)
    else:
        doing = f"order with `{sign}`"
        if number(checking, *left, doing) and number(checking, *right, doing):
            _same_unit(checking, left, right)


def _equality(checking: Checking, left: Part, right: Part) -> None:
    mine, other = (certain(typed.type) for _, typed in (left, right))
    if NOTHING in (mine, other):
        return
    if is_number(mine) and is_number(other):
        _same_unit(checking, left, right)
        return
    for (node, _), type_ in ((left, mine), (right, other)):
        if not isinstance(type_, Scalar):
            hint = "compare its items: `all(… for x in list)`" if isinstance(type_, ListOf) else None
            checking.say("FC404", node, f"{described(type_)} is not compared as a whole", help_=hint)
            return
    if mine != other:
        message = f"{described(left[1].type)} is never equal to {described(right[1].type)}"
        checking.say("FC404", right[0], message)
        return
    checking.word(right[0], checking.declarations.get(left[0]))
    checking.word(left[0], checking.declarations.get(right[0]))


def _same_unit(checking: Checking, left: Part, right: Part) -> None:
    wide = max((left[0], right[0]), key=lambda node: node.end - node.start)
    checking.meeting(wide, "FC420", [left, right], "compare")


def _membership(checking: Checking, sign: str, left: Part, right: Part) -> None:
    container, mine = right[1].type, left[1].type
    if isinstance(container, Table):
        if mine != STRING:
            checking.say("FC404", left[0], f"a table is looked up by a string, not by {described(mine)}")
    elif isinstance(container, ListOf):
        _in_list(checking, left, right, container)
    else:
        checking.say("FC404", right[0], f"`{sign}` needs a list or a table, not {described(container)}")


def _in_list(checking: Checking, left: Part, right: Part, container: ListOf) -> None:
    item, mine = container.item.type, left[1].type
    if isinstance(mine, Optional):
        hint = "test it first: `x is not None and x in list`"
        checking.say("FC405", left[0], f"{described(mine)} is looked for in a list", help_=hint)
    elif is_number(item) and is_number(mine):
        _same_unit(checking, left, right)
    elif container.maximum_length != 0 and (item != mine or not isinstance(mine, Scalar)):
        checking.say("FC404", left[0], f"{described(mine)} is never in {described(container)}")
    elif isinstance(right[0], ListLiteral):
        for word in right[0].items:
            checking.word(word, checking.declarations.get(left[0]))
    else:
        checking.word(left[0], container.item)
