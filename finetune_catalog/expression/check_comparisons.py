"""Comparisons: what may be ordered, equal, or inside what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.checking import described, is_number, number
from finetune_catalog.expression.nodes import ListLiteral, String
from finetune_catalog.expression.types import BOOLEAN, NOTHING, STRING, ListOf, Optional, Table
from finetune_catalog.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from finetune_catalog.expression.checking import Checking
    from finetune_catalog.expression.nodes import Comparison, Node
    from finetune_catalog.expression.types import Typed

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


def _pair(checking: Checking, sign: str, left: tuple[Node, Typed], right: tuple[Node, Typed]) -> None:
    """Check one comparison of a chain."""
    (left_node, left_typed), (right_node, right_typed) = left, right
    if sign in ("in", "not in"):
        _membership(checking, sign, left, right)
        return
    if sign in ("is", "is not"):
        if right_typed.type != NOTHING:
            better = "==" if sign == "is" else "!="
            checking.say("FC404", right_node, f"`{sign}` compares with None only", help_=f"write `{better}`")
        return
    plain = [
        t.type.inner if isinstance(t.type, Optional) and sign in ("==", "!=") else t.type
        for t in (left_typed, right_typed)
    ]
    if all(is_number(type_) for type_ in plain):
        parts = [(left_node, left_typed), (right_node, right_typed)]
        wide = max(parts, key=lambda part: part[0].end - part[0].start)[0]
        checking.meeting(wide, "FC420", parts, "compare")
        return
    if sign in ("==", "!="):
        if NOTHING in plain or plain[0] == plain[1]:
            _choices(checking, left, right)
            _choices(checking, right, left)
            return
        message = f"{described(left_typed.type)} is never equal to {described(right_typed.type)}"
        checking.say("FC404", right_node, message)
        return
    if number(checking, left_node, left_typed, f"order with `{sign}`"):
        number(checking, right_node, right_typed, f"order with `{sign}`")


def _choices(checking: Checking, named: tuple[Node, Typed], word: tuple[Node, Typed]) -> None:
    """Say where a string is compared with a word that it can never be."""
    declaration = checking.declarations.get(named[0])
    literal = word[0]
    if declaration is None or not declaration.choices or not isinstance(literal, String):
        return
    if literal.value not in declaration.choices:
        near = nearest(literal.value, declaration.choices)
        checking.say(
            "FC410",
            literal,
            f"never equal to {literal.value!r}",
            allowed=declaration.choices,
            help_=f"did you mean {near!r}?" if near else None,
        )


def _membership(checking: Checking, sign: str, left: tuple[Node, Typed], right: tuple[Node, Typed]) -> None:
    container = right[1].type
    if isinstance(container, ListOf):
        item, mine = container.item.type, left[1].type
        if item == mine or (is_number(item) and is_number(mine)):
            if isinstance(right[0], ListLiteral):
                for word in right[0].items:
                    _choices(checking, left, (word, checking.types[word]))
            return
        message = f"{described(mine)} is never in {described(container)}"
        checking.say("FC404", left[0], message)
    elif isinstance(container, Table):
        if left[1].type != STRING:
            checking.say(
                "FC404", left[0], f"a table is looked up by a string, not by {described(left[1].type)}"
            )
    else:
        checking.say("FC404", right[0], f"`{sign}` needs a list or a table, not {described(container)}")
