"""What the checker keeps while it walks: problems, inferred types, bound variables, what is known not to be None."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Problem
from finetune_catalog.expression import units
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    PLAIN,
    STRING,
    ListOf,
    Optional,
    Record,
    Table,
    Typed,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Declaration, Scope, Type

_WORDS = {INTEGER: "an integer", FLOAT: "a float", BOOLEAN: "a boolean", STRING: "a string", NOTHING: "None"}


def is_number(type_: Type) -> bool:
    """Whether a value of this type can be calculated with."""
    return type_ in (INTEGER, FLOAT)


def described(type_: Type) -> str:
    """Name a type in a message."""
    match type_:
        case Optional(inner):
            return f"{described(inner)} or None"
        case ListOf(item):
            return f"a list ({described(item.type)} each)"
        case Record(name):
            return f"a record ({name})"
        case Table():
            return "a table"
        case _:
            return _WORDS[type_]


@dataclass(slots=True)
class Checking:
    """One run over one tree. A node without a type in `types` has a fault that has been said."""

    scope: Scope
    problems: list[Problem] = field(default_factory=list)
    types: dict[Node, Typed] = field(default_factory=dict)
    declarations: dict[Node, Declaration] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    literals: set[Node] = field(default_factory=set)
    variables: dict[str, Declaration] = field(default_factory=dict)
    certain: dict[str, Type] = field(default_factory=dict)

    def say(
        self,
        code: str,
        node: Node,
        message: str,
        *,
        allowed: tuple[str, ...] = (),
        help_: str | None = None,
    ) -> None:
        """Record a fault at a node."""
        self.problems.append(Problem(code, message, node.start, node.end, allowed=allowed, help=help_))

    def settle(self, node: Node, type_: Type, unit: Unit = PLAIN) -> Typed:
        """Record what a node is."""
        self.types[node] = typed = Typed(type_, unit)
        return typed

    @contextmanager
    def knowing(self, facts: Mapping[str, Type]) -> Iterator[None]:
        """Take names to have these types within the block: a test has ruled None out."""
        before = dict(self.certain)
        self.certain.update(facts)
        try:
            yield
        finally:
            self.certain = before

    @contextmanager
    def binding(self, variable: str, item: Declaration) -> Iterator[None]:
        """Let a variable stand for the items of a list within the block."""
        self.variables[variable] = item
        try:
            yield
        finally:
            del self.variables[variable]

    def meeting(self, node: Node, code: str, parts: list[tuple[Node, Typed]], doing: str) -> Unit:
        """Return the unit shared by parts that are added, compared or chosen between; say where two differ."""
        shared: Unit | None = None
        for part, typed in parts:
            if part in self.literals and typed.unit.plain:
                continue
            if shared is None:
                shared = typed.unit
            elif units.same(shared, typed.unit):
                shared = units.common(shared, typed.unit)
            else:
                self.say(
                    code,
                    node,
                    f"cannot {doing} {quantity(shared)} and {quantity(typed.unit)}",
                    help_="convert one side so that both have the same unit",
                )
                return shared
        return self._with_literals(node, code, parts, shared, doing)

    def _with_literals(
        self, node: Node, code: str, parts: list[tuple[Node, Typed]], shared: Unit | None, doing: str
    ) -> Unit:
        """Let plain literals stand beside dimensionless quantities only; zero fits every unit."""
        if shared is None:
            return PLAIN
        plain = [part for part, _ in parts if part in self.literals and not _is_zero(part)]
        if plain and not shared.plain:
            self.say(
                code,
                node,
                f"cannot {doing} {quantity(shared)} and a plain number",
                help_=f"give the number a unit: a parameter or a named value in {shared.name}",
            )
        return shared


def quantity(unit: Unit) -> str:
    """Name a quantity by its unit in a message."""
    return "a plain number" if unit == PLAIN else f"a quantity in {unit.name}"


def _is_zero(node: Node) -> bool:
    return getattr(node, "value", None) == 0


def joined(types: list[Type]) -> Type | None:
    """Return the type that holds values of all of these, None where there is none."""
    inner = [t.inner if isinstance(t, Optional) else t for t in types if t != NOTHING]
    may_be_none = len(inner) < len(types) or any(isinstance(t, Optional) for t in types)
    if not inner:
        return NOTHING
    if all(is_number(t) for t in inner):
        type_: Type = FLOAT if FLOAT in inner else INTEGER
    elif all(t == inner[0] for t in inner):
        type_ = inner[0]
    else:
        return None
    return Optional(type_) if may_be_none else type_


def number(checking: Checking, node: Node, typed: Typed | None, doing: str) -> bool:
    """Whether a part is a number; say so where it is not."""
    if typed is None:
        return False
    if is_number(typed.type):
        return True
    if isinstance(typed.type, Optional) and is_number(typed.type.inner):
        checking.say(
            "FC405",
            node,
            f"cannot {doing} a value that may be None",
            help_="say what None means: `… if x is not None else …`",
        )
    else:
        checking.say("FC404", node, f"cannot {doing} {described(typed.type)}", allowed=("a number",))
    return False
