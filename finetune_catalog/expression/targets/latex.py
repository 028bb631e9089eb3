"""Formulas as LaTeX, for MathJax, KaTeX and code hosts: fractions, sums over modules, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from finetune_catalog.expression.targets.typeset import Typesetter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.expression.nodes import Node

_GREEK = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"  #: the letters that LaTeX has by name
_SPECIAL = {c: f"\\{c}" for c in "_%&#${}"} | {"\\": r"\backslash ", "^": r"\hat{}", "~": r"\tilde{}"}


def text(node: Node, symbols: Mapping[str, str]) -> str:
    r"""Typeset a formula as LaTeX without surrounding `$`.

    Args:
        node: the formula's tree
        symbols: letters for names, in Unicode (`α`, `N_b`); names without one are written out
    """
    return _Latex(symbols).text(node).text


def word(text: str) -> str:
    """Typeset a name that stands for itself."""
    return rf"\mathrm{{{_escaped(text)}}}"


def _escaped(word: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in word)


def _letter(letter: str) -> str:
    """Name a Greek letter as LaTeX does; other letters stand for themselves."""
    if letter not in _GREEK:
        return letter
    from unicodedata import name

    spelt = name(letter).rpartition(" ")[2].lower().replace("lamda", "lambda")
    return "\\" + (spelt if letter.islower() else spelt.capitalize())


class _Latex(Typesetter):
    target: ClassVar[str] = "latex"
    brackets: ClassVar[tuple[str, str]] = (r"\left(", r"\right)")
    comma: ClassVar[str] = ", "

    def number(self, mantissa: str, exponent: str | None) -> str:
        if exponent is None:
            return mantissa
        power = f"10^{{{exponent}}}"
        return power if mantissa == "1" else rf"{mantissa} \cdot {power}"

    def word(self, text: str) -> str:
        return word(text)

    def symbol(self, symbol: str) -> str:
        base, _, index = symbol.partition("_")
        printed = _letter(base) if len(base) == 1 else self.word(base)
        return f"{printed}_{{{self.symbol(index)}}}" if index else printed

    def literal(self, text: str) -> str:
        return rf"\text{{{_escaped(text)}}}"

    def indexed(self, base: str, index: str) -> str:
        return f"{{{base}}}_{{{index}}}"

    def call(self, head: str, arguments: Sequence[str]) -> str:
        return rf"{head}\left({', '.join(arguments)}\right)"

    def cases(self, rows: Sequence[str]) -> str:
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
