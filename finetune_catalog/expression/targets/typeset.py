"""What LaTeX and MathML share: the walk over a formula's tree, each node printed by the table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import reduce
from typing import TYPE_CHECKING, ClassVar

from finetune_catalog.expression import nodes
from finetune_catalog.expression.printer import (
    ATOM,
    COMPARISON,
    CONDITIONAL,
    SIGN,
    SUM,
    Fragment,
    Template,
    fill,
)
from finetune_catalog.expression.targets.typeset_table import FUNCTIONS, TYPESET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.expression.nodes import Node


class Typesetter(ABC):
    """Prints a tree for reading.

    `symbols` maps names, with their dots, and functions to the letters that stand for them; what has none is written
    out. The last part of a dotted name may have a symbol too, then what is before it becomes its index.
    """

    target: ClassVar[str]
    brackets: ClassVar[tuple[str, str]]
    comma: ClassVar[str]

    def __init__(self, symbols: Mapping[str, str]) -> None:
        self.symbols = symbols

    @abstractmethod
    def number(self, mantissa: str, exponent: str | None) -> str:
        """Print a number; one with an exponent is a product with a power of ten."""

    @abstractmethod
    def word(self, text: str) -> str:
        """Print a name that has no symbol."""

    @abstractmethod
    def symbol(self, symbol: str) -> str:
        """Print a symbol: a letter, one with an index after `_`, or a word."""

    @abstractmethod
    def literal(self, text: str) -> str:
        """Print a string, a truth or None."""

    @abstractmethod
    def indexed(self, base: str, index: str) -> str:
        """Print a name with an index."""

    @abstractmethod
    def call(self, head: str, arguments: Sequence[str]) -> str:
        """Print a function's call."""

    @abstractmethod
    def cases(self, rows: Sequence[str]) -> str:
        """Print the rows of a conditional."""

    def text(self, node: Node) -> Fragment:
        """Print a node."""
        match node:
            case nodes.Number(text=text):
                mantissa, _, exponent = text.replace("_", "").lower().partition("e")
                printed = self.number(mantissa, str(int(exponent)) if exponent else None)
                return Fragment(printed, SIGN if exponent else ATOM)
            case nodes.String(value=value):
                return Fragment(self.literal(value))
            case nodes.Boolean(value=truth):
                return Fragment(self.literal(str(truth).lower()))
            case nodes.Nothing():
                return Fragment(self.literal("none"))
            case nodes.Name(name=name):
                return Fragment(self.name(name))
            case nodes.Unary(operator="+", operand=operand):
                return self.text(operand)
            case nodes.Unary(operator=sign, operand=operand):
                return self._row("negative" if sign == "-" else sign, operand)
            case nodes.Binary(operator=sign, left=left, right=right):
                return self._row(sign, left, right)
            case nodes.Logical(operator=sign, operands=operands):
                template = TYPESET[sign][self.target]
                return reduce(lambda a, b: self._fill(template, [a, b]), map(self.text, operands))
            case nodes.Comparison():
                return self._comparison(node)
            case nodes.Conditional():
                return Fragment(self.cases(self._cases(node)), CONDITIONAL)
            case nodes.ListLiteral(items=items):
                return self._row("list", *items)
            case nodes.Subscript(table=table, key=key):
                return self._row("index", table, key)
            case nodes.Call():
                return self._call(node)
            case nodes.Aggregate():
                return self._aggregate(node)

    def name(self, name: str) -> str:
        """Print a name: its symbol, or the name itself with what stands before its last dot as an index."""
        if name in self.symbols:
            return self.symbol(self.symbols[name])
        owner, _, last = name.rpartition(".")
        if not owner:
            return self.symbol(name) if len(name) == 1 else self.word(name)
        printed = self.symbol(self.symbols[last]) if last in self.symbols else self.word(last)
        return self.indexed(printed, self.name(owner))

    def _row(self, row: str, *operands: Node) -> Fragment:
        return self._fill(TYPESET[row][self.target], [self.text(operand) for operand in operands])

    def _fill(self, template: Template, operands: Sequence[Fragment]) -> Fragment:
        return fill(template, operands, brackets=self.brackets, comma=self.comma)

    def _comparison(self, node: nodes.Comparison) -> Fragment:
        """Print a chain by hanging each further sign and its right side on."""
        made = self._row(node.operators[0], *node.operands[:2])
        for sign, operand in zip(node.operators[1:], node.operands[2:], strict=True):
            template = TYPESET[sign][self.target]._replace(operands=(COMPARISON, SUM))
            made = self._fill(template, [made, self.text(operand)])
        return made

    def _cases(self, node: Node) -> list[str]:
        """Print a chain of conditionals as one row a branch."""
        if not isinstance(node, nodes.Conditional):
            return [self._row("default case", node).text]
        return [self._row("case", node.then, node.test).text, *self._cases(node.otherwise)]

    def _call(self, node: nodes.Call) -> Fragment:
        if node.function in TYPESET:
            return self._row(node.function, *node.arguments)
        head = FUNCTIONS.get(node.function, {}).get(self.target) or self.name(node.function)
        return Fragment(self.call(head, [self.text(argument).text for argument in node.arguments]))

    def _aggregate(self, node: nodes.Aggregate) -> Fragment:
        """Print an aggregate with what it runs over below it."""
        parts = [Fragment(self.name(node.variable)), self.text(node.items)]
        if node.condition is not None:
            parts.append(self.text(node.condition))
        row = "range" if node.condition is None else "range if"
        over = self._fill(TYPESET[row][self.target], parts)
        template = TYPESET[f"{node.function} over"][self.target]
        return self._fill(template, [self.text(node.element), over])
