"""Formulas as MathML Core, which browsers typeset without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finetune_catalog.expression.targets.typeset import Typesetter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.expression.nodes import Node

_OPEN = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'


def text(node: Node, symbols: Mapping[str, str]) -> str:
    """Typeset a formula as a `<math>` element, all in ASCII save the symbols.

    Args:
        node: the formula's tree
        symbols: letters for names, in Unicode (`α`, `N_b`); names without one are written out
    """
    return f"{_OPEN}{_MathML(symbols).text(node).text}</math>"


def _escaped(word: str) -> str:
    return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _MathML(Typesetter):
    target: ClassVar[str] = "mathml"
    brackets: ClassVar[tuple[str, str]] = ("<mrow><mo>(</mo>", "<mo>)</mo></mrow>")
    comma: ClassVar[str] = "<mo>,</mo>"

    def number(self, mantissa: str, exponent: str | None) -> str:
        if exponent is None:
            return f"<mn>{mantissa}</mn>"
        power = f"<msup><mn>10</mn><mn>{exponent.replace('-', '&#x2212;')}</mn></msup>"
        return power if mantissa == "1" else f"<mrow><mn>{mantissa}</mn><mo>&#x22C5;</mo>{power}</mrow>"

    def word(self, text: str) -> str:
        return f"<mi>{_escaped(text)}</mi>"

    def symbol(self, symbol: str) -> str:
        base, _, index = symbol.partition("_")
        return self.indexed(self.word(base), self.symbol(index)) if index else self.word(base)

    def literal(self, text: str) -> str:
        return f"<mtext>{_escaped(text)}</mtext>"

    def indexed(self, base: str, index: str) -> str:
        return f"<msub>{base}{index}</msub>"

    def call(self, head: str, arguments: Sequence[str]) -> str:
        inside = self.comma.join(arguments)
        return f"<mrow>{head}<mo>&#x2061;</mo><mrow><mo>(</mo>{inside}<mo>)</mo></mrow></mrow>"

    def cases(self, rows: Sequence[str]) -> str:
        table = f'<mtable columnalign="left">{"".join(rows)}</mtable>'
        return f"<mrow><mo>{{</mo>{table}</mrow>"
