"""Formulas where they stand: each text parsed once, checked once for the same names, its problems placed in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Problem
from finetune_catalog.expression.check import check
from finetune_catalog.expression.nodes import Aggregate, Call, Name
from finetune_catalog.expression.parser import parse
from finetune_catalog.expression.types import Scope
from finetune_catalog.expression.walk import children, walk
from finetune_catalog.frozen import frozen
from finetune_catalog.loading.raw import formula_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.diagnostics import Span
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Declaration, Function
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet


@frozen(eq=False)
class Site:
    """A formula where it stands: its text, and its path in a sheet."""

    text: str
    sheet: Sheet
    path: Path

    def span(self, start: int, end: int) -> Span:
        """Where characters of the formula stand in the file."""
        return self.sheet.inside(self.path, start, end)

    def place(self, problem: Problem) -> Diagnostic:
        """Turn a problem inside the formula into a finding in the file."""
        return Diagnostic(
            problem.code,
            problem.message,
            problem.severity,
            self.span(problem.start, problem.end),
            allowed=problem.allowed,
            help=problem.help,
            notes=problem.notes,
        )


def site(sheet: Sheet, path: Path) -> Site | None:
    """Find the formula at a path, None where there is nothing that can be one (its schema has said so)."""
    text = formula_text(sheet.get(path))
    return None if text is None or path in sheet.flawed else Site(text, sheet, path)


@frozen
class Parsed:
    """A formula's tree with the free names it uses and the functions it calls, or what is wrong with it."""

    node: Node | None
    names: tuple[str, ...]
    functions: tuple[str, ...]
    problems: tuple[Problem, ...]


class Formulas:
    """Parses and checks formulas; what is the same in many entries is done once."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}
        self._parsed: dict[str, Parsed] = {}
        self._checked: dict[tuple[object, ...], Checked] = {}
        self._kept: list[object] = []  # declarations whose identity stands in a key

    def parse(self, text: str) -> Parsed:
        """Parse a formula."""
        if text not in self._parsed:
            node, problems = parse(text)
            names = tuple(dict.fromkeys(_free(node, frozenset()))) if node else ()
            calls = (n.function for n in walk(node) if isinstance(n, Call)) if node else ()
            self._parsed[text] = Parsed(node, names, tuple(dict.fromkeys(calls)), problems)
        return self._parsed[text]

    def check(
        self, text: str, names: Mapping[str, Declaration], expected: Declaration | None
    ) -> tuple[Checked | None, tuple[Problem, ...]]:
        """Check a formula in a scope of these names and the catalog's functions so far."""
        parsed = self.parse(text)
        if parsed.node is None:
            return None, parsed.problems
        used = tuple(head(name, names) for name in parsed.names)
        key = (text, id(expected), *map(id, used), *(f for f in parsed.functions if f in self.functions))
        known = self._checked.get(key)
        if known is not None and None not in used:
            return known, ()
        checked, problems = check(text, Scope(names, self.functions), expected)
        if checked is not None:
            self._checked[key] = checked
            self._kept += (expected, *used)
        return checked, problems


def head(name: str, names: Mapping[str, Declaration]) -> Declaration | None:
    """Find the declaration of a name, or of the record that its first parts name."""
    while name not in names:
        name, dot, _ = name.rpartition(".")
        if not dot:
            return None
    return names[name]


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """Yield the names that a formula takes from its scope; a loop's variable is its own."""
    if isinstance(node, Name):
        if node.name.partition(".")[0] not in bound:
            yield node.name
    elif isinstance(node, Aggregate):
        yield from _free(node.items, bound)
        inner = bound | {node.variable}
        for part in (node.element, node.condition):
            if part is not None:
                yield from _free(part, inner)
    else:
        for child in children(node):
            yield from _free(child, bound)
