"""A formula with what is known of some of its names worked in: branches never taken and conditions decided are left out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.kinds import certain
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
    Subscript,
    Unary,
)
from finetune_catalog.expression.types import BOOLEAN, INTEGER, Checked, Optional, Typed
from finetune_catalog.expression.walk import names as names_in
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Function


def narrowed(checked: Checked, known: Mapping[str, Any], functions: Mapping[str, Function]) -> Checked:
    """Leave out of a formula what these values decide; numbers stay names, and what they are multiplied with too.

    Args:
        checked: the formula
        known: values of some of its names; the others are never None
        functions: the catalog's own functions by name
    """
    made = _Narrowing(checked, known, functions)
    node = made.node(checked.node)
    used = names_in(node)
    names = tuple(
        name for name in checked.names if name in used or any(u.startswith(f"{name}.") for u in used)
    )
    declared = {
        name: replace(declaration, type=certain(declaration.type)) if name not in known else declaration
        for name, declaration in checked.declared.items()
        if name in names
    }
    return Checked(checked.text, node, MappingProxyType(made.types), names, MappingProxyType(declared))


class _Narrowing:
    """One formula being narrowed; `types` has the nodes that are new as well."""

    def __init__(self, checked: Checked, known: Mapping[str, Any], functions: Mapping[str, Function]) -> None:
        self.checked = checked
        self.known = known
        self.functions = functions
        self.types = dict(checked.types)

    def node(self, node: Node) -> Node:
        """Give what is left of a node."""
        if self.types[node].type == BOOLEAN:
            decided = self._decided(node)
            if decided is not None:
                return self._new(Boolean(decided, node.start, node.end), node)
        match node:
            case Name():
                return self._name(node)
            case Conditional():
                return self._conditional(node)
            case Logical():
                return self._logical(node)
            case Binary():
                left, right = self.node(node.left), self.node(node.right)
                if node.operator == "//" and self._one(right) and self.types[left] == self.types[node]:
                    return left
                return self._new(replace(node, left=left, right=right), node)
            case Unary():
                return self._new(replace(node, operand=self.node(node.operand)), node)
            case Comparison():
                return self._new(replace(node, operands=tuple(map(self.node, node.operands))), node)
            case Call():
                return self._new(replace(node, arguments=tuple(map(self.node, node.arguments))), node)
            case ListLiteral():
                return self._new(replace(node, items=tuple(map(self.node, node.items))), node)
            case Aggregate() | Subscript() | _:
                return node

    def _new(self, made: Node, old: Node) -> Node:
        self.types[made] = self.types[old]
        return made

    def _name(self, node: Name) -> Node:
        """Give a name that is never None here a type that says so."""
        type_ = self.types[node].type
        if node.name in self.known or not isinstance(type_, Optional):
            return node
        made = replace(node)
        self.types[made] = Typed(type_.inner, self.types[node].unit)
        return made

    def _conditional(self, node: Conditional) -> Node:
        test = self.node(node.test)
        if isinstance(test, Boolean):
            taken = self.node(node.then if test.value else node.otherwise)
            if self.types[taken].type == self.types[node].type:
                return taken
            return self._new(replace(node, test=test, then=taken, otherwise=taken), node)
        return self._new(
            replace(node, test=test, then=self.node(node.then), otherwise=self.node(node.otherwise)), node
        )

    def _logical(self, node: Logical) -> Node:
        """Leave out operands that decide nothing; one that decides ends it."""
        ends = node.operator == "or"
        kept: list[Node] = []
        for operand in map(self.node, node.operands):
            if not isinstance(operand, Boolean):
                kept.append(operand)
            elif operand.value == ends:
                if not kept:
                    return operand
                kept.append(operand)
                break
        if not kept:
            return self._new(Boolean(not ends, node.start, node.end), node)
        return kept[0] if len(kept) == 1 else self._new(replace(node, operands=tuple(kept)), node)

    def _decided(self, node: Node) -> bool | None:
        """Give a condition's value where it is known: of known names, or of a name that is never None."""
        if isinstance(node, Comparison) and node.operators in (("is",), ("is not",)):
            name = node.operands[0]
            if (
                isinstance(name, Name)
                and isinstance(node.operands[1], Nothing)
                and name.name not in self.known
            ):
                return node.operators == ("is not",) if name.name in self.checked.names else None
        value = self._value(node)
        return value if isinstance(value, bool) else None

    def _one(self, node: Node) -> bool:
        return self.types[node].type == INTEGER and self._value(node) == 1

    def _value(self, node: Node) -> Any:
        used = names_in(node)
        if any(name not in self.known for name in used):
            return None
        part = Checked(self.checked.text, node, self.types, used, self.checked.declared)
        try:
            return evaluate(part, self.known, self.functions)
        except EvaluationError:
            return None
