"""What the checker keeps while it walks: problems, inferred types, bound variables, what is known not to be None."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Problem
from finetune_catalog.expression import units
from finetune_catalog.expression.kinds import described, is_number
from finetune_catalog.expression.nodes import String
from finetune_catalog.expression.types import (
    PLAIN,
    Declaration,
    ListOf,
    Optional,
    Typed,
    Unit,
)
from finetune_catalog.frozen import field, slotted
from finetune_catalog.text import nearest, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Scope, Type


MOST_SEARCHES = 20


@slotted
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
    searches: int = 0

    def say(
        self,
        code: str,
        node: Node | tuple[int, int],
        message: str,
        *,
        allowed: tuple[str, ...] = (),
        help_: str | None = None,
    ) -> None:
        """Record a fault at a node, or at a part of the text."""
        start, end = node if isinstance(node, tuple) else (node.start, node.end)
        self.problems.append(Problem(code, message, start, end, allowed=allowed, help=help_))

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

    def near(self, word: str, candidates: Iterable[str]) -> str | None:
        """Find the nearest word, for the first faults only: the search takes long where there are many."""
        self.searches += 1
        return nearest(word, candidates) if self.searches <= MOST_SEARCHES else None

    def word(self, node: Node, declared: Declaration | None) -> None:
        """Say where a literal string is none of the words declared for what it meets."""
        choices = declared.choices if declared is not None else None
        if not choices or not isinstance(node, String) or node.value in choices:
            return
        near = self.near(node.value, choices)
        hint = f"did you mean {near!r}?" if near else None
        self.say("FC410", node, f"never equal to {shorten(node.value)!r}", allowed=choices, help_=hint)

    def meeting(self, node: Node, code: str, parts: list[tuple[Node, Typed]], doing: str) -> Unit:
        """Return the unit shared by parts that are added, compared or chosen between; say where two differ."""
        shared: Unit | None = None
        for part, typed in parts:
            unit = measure(typed)
            if part in self.literals and unit.plain:
                continue
            if shared is None:
                shared = unit
            elif units.same(shared, unit):
                shared = units.common(shared, unit)
            else:
                message = f"cannot {doing} {quantity(shared)} and {quantity(unit)}"
                self.say(code, node, message, help_=conversion(shared, unit))
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


def measure(typed: Typed) -> Unit:
    """Return the unit of a value, of a list that of its items."""
    return typed.type.item.unit if isinstance(typed.type, ListOf) else typed.unit


def conversion(left: Unit, right: Unit) -> str:
    """Say how quantities in two units come to meet."""
    factor = units.factor_between(left, right)
    if factor is None or left.plain or right.plain:
        return "convert one side so that both have the same unit"
    if factor < 1:
        left, right, factor = right, left, 1 / factor
    return f"1 {left.name} is {factor} {right.name}: multiply by a named value in {right.name}/{left.name}"


def quantity(unit: Unit) -> str:
    """Name a quantity by its unit in a message."""
    return "a plain number" if unit == PLAIN else f"a quantity in {unit.name}"


def _is_zero(node: Node) -> bool:
    return getattr(node, "value", None) == 0


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
