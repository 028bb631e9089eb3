"""What the targets that print statements share: expressions by the table, lazy branches and loops by statements.

An aggregate is a loop (loops.py), so it stands in statements before the expression that uses it. Where that
expression is a branch that may not be evaluated, the branch becomes a statement too: nothing is evaluated that the
formula would not evaluate.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from finetune_catalog.diagnostics.model import Problem
from finetune_catalog.expression.errors import TargetError
from finetune_catalog.expression.lowering import Operation, Variable
from finetune_catalog.expression.printer import ATOM, Fragment, Template, fill
from finetune_catalog.expression.targets.loops import LOOPS, loop
from finetune_catalog.expression.targets.table import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.expression.targets.identifiers import Identifiers


def refuse(operation: Operation, reason: str, hint: str | None = None) -> TargetError:
    """Say that a target cannot print an operation."""
    return TargetError(Problem("FC560", reason, operation.node.start, operation.node.end, help=hint))


class CodePrinter(ABC):
    """Prints operations as expressions, and the statements they need before them."""

    columns: ClassVar[tuple[str, ...]]  #: of the table, the preferred one first
    # how the language writes statements
    assign: ClassVar[str]
    define: ClassVar[str]
    bind: ClassVar[str]
    begin_if: ClassVar[str]
    begin_else: ClassVar[str]
    begin_loop: ClassVar[str]
    leave: ClassVar[str]
    end: ClassVar[str | None]
    negation: ClassVar[str]
    nothing: ClassVar[str]
    either: ClassVar[str]

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.used: set[str] = set()  #: helpers and imported functions that the text calls
        self.lines: list[str] = []
        self.temporaries: list[str] = []
        self.depth = 0

    @abstractmethod
    def constant(self, value: Any) -> Fragment:
        """Print a literal."""

    @abstractmethod
    def stop(self) -> str:
        """Return a statement that ends in an error."""

    def meet(self, operation: Operation, operands: list[Fragment]) -> list[Fragment]:  # noqa: ARG002
        """Convert operands that the printed operation would not convert by itself."""
        return operands

    def result(self, operation: Operation, made: Fragment, operands: list[Fragment]) -> Fragment:  # noqa: ARG002
        """Note of what kind the text's value is at run time."""
        return made

    def value(self, operation: Operation) -> Fragment:
        """Print an operation so that its value really has its type at run time."""
        return self.expression(operation)

    def template(self, operation: Operation) -> Template:
        """Return the template of an operation; raises TargetError where the target has none."""
        found = cell(operation, *self.columns)
        if found is None:
            raise refuse(operation, f"this target has no {operation.name.replace('_', ' ')}")
        return found

    def expression(self, operation: Operation) -> Fragment:
        """Print an operation; the statements it needs are appended to `lines`."""
        data = operation.data
        match operation.name:
            case "constant":
                return self.constant(data)
            case "name":
                return Fragment(self.identifiers.of(data, str(data)), simple=True)
            case "local":
                assert isinstance(data, Variable)
                return Fragment(self.identifiers.of(data, data.name), simple=True)
            case "field":
                return Fragment(f"{self.expression(operation.operands[0]).text}[{data}]")
            case "certain":
                return self.expression(operation.operands[0])
            case "bind":
                operand = self.value(operation.operands[0])
                name = self.fresh()
                self.identifiers.assign(data, name)
                return operand._replace(
                    text=self.bind.format(name, operand.text), precedence=ATOM, simple=False
                )
            case "let":
                text = self.value(operation.operands[0]).text
                name = self.fresh()
                self.identifiers.assign(data, name)
                self.line(self.assign.format(name, text))
                return self.expression(operation.operands[1])
            case "conditional":
                return self._conditional(operation)
            case "and" | "or":
                return self._joined(operation)
            case "call":
                inside = ", ".join(self.value(operand).text for operand in operation.operands)
                return Fragment(f"{self.identifiers.of(f'{data}()', str(data))}({inside})")
            case name if name in LOOPS:
                return loop(self, operation)
            case _:
                return self._filled(operation, [self.expression(operand) for operand in operation.operands])

    def _filled(self, operation: Operation, operands: list[Fragment]) -> Fragment:
        template = self.template(operation)
        self.used.update(template.uses)
        operands = self.meet(operation, operands)
        return self.result(operation, fill(template, operands, self._bound), operands)

    def _bound(self, text: str) -> tuple[str, str]:
        name = self.fresh()
        return self.bind.format(name, text), name

    def fresh(self) -> str:
        """Return a new local name."""
        self.temporaries.append(self.identifiers.fresh())
        return self.temporaries[-1]

    # statements

    def line(self, text: str) -> None:
        """Append a statement."""
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, opening: str, *, open_end: bool = False) -> Iterator[None]:
        """Append a block; one with an open end is followed by its else."""
        self.line(opening)
        self.depth += 1
        yield
        self.depth -= 1
        if self.end is not None and not open_end:
            self.line(self.end)

    def _apart(self, operation: Operation) -> tuple[list[str], Fragment]:
        """Print an operation that may not be evaluated, its statements apart."""
        outer, self.lines = self.lines, []
        self.depth += 1
        fragment = self.expression(operation)
        self.depth -= 1
        inner, self.lines = self.lines, outer
        return inner, fragment

    def _branch(
        self, opening: str, lines: list[str], target: str, value: str, *, open_end: bool = False
    ) -> None:
        with self.block(opening, open_end=open_end):
            self.lines += lines
            self.line(self.assign.format(target, value))

    def _conditional(self, operation: Operation) -> Fragment:
        test = self.expression(operation.operands[0])
        (then_lines, then), (else_lines, otherwise) = map(self._apart, operation.operands[1:])
        branches = self.meet(operation, [then, otherwise])
        if not then_lines and not else_lines:
            made = fill(self.template(operation), [test, *branches], self._bound)
        else:
            made = Fragment(self.fresh(), simple=True)
            self._branch(
                self.begin_if.format(test.text), then_lines, made.text, branches[0].text, open_end=True
            )
            self._branch(self.begin_else, else_lines, made.text, branches[1].text)
        return self.result(operation, made, branches)

    def _joined(self, operation: Operation) -> Fragment:
        left = self.expression(operation.operands[0])
        lines, right = self._apart(operation.operands[1])
        if not lines:
            return self._filled(operation, [left, right])
        target = self.fresh()
        self.line(self.assign.format(target, left.text))
        test = target if operation.name == "and" else self.negation.format(target)
        self._branch(self.begin_if.format(test), lines, target, right.text)
        return Fragment(target, simple=True)
