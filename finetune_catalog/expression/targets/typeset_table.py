r"""What every operation is typeset as: rows as in table.py, cells for LaTeX and MathML.

Rows: the signs of the language, the names of its functions, and for aggregates the function's name and `over`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.printer import (
    AND,
    ATOM,
    COMPARISON,
    CONDITIONAL,
    LOWEST,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    TERM,
    Template,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def _infix(latex: str, mathml: str, level: int, left: int, right: int) -> Mapping[str, Template]:
    return {
        "latex": Template(f"@0 {latex} @1", level, (left, right)),
        "mathml": Template(f"<mrow>@0<mo>{mathml}</mo>@1</mrow>", level, (left, right)),
    }


def _sum(latex: str, mathml: str) -> Mapping[str, Template]:
    return _infix(latex, mathml, SUM, SUM, TERM)


def _product(latex: str, mathml: str) -> Mapping[str, Template]:
    return _infix(latex, mathml, PRODUCT, PRODUCT, SIGN)


def _compare(latex: str, mathml: str) -> Mapping[str, Template]:
    return _infix(latex, mathml, COMPARISON, SUM, SUM)


def _between(
    latex: tuple[str, str], mathml: tuple[str, str], *, fraction: bool = False
) -> Mapping[str, Template]:
    inside = (r"\frac{@0}{@1}", "<mfrac>@0@1</mfrac>") if fraction else ("@0", "@0")
    return {
        "latex": Template(rf"\left{latex[0]} {inside[0]} \right{latex[1]}"),
        "mathml": Template(f"<mrow><mo>{mathml[0]}</mo>{inside[1]}<mo>{mathml[1]}</mo></mrow>"),
    }


def _over(latex: str, mathml: str, element: int, level: int, after: str = "") -> Mapping[str, Template]:
    """Make the template of an aggregate: @0 is the element, @1 what it runs over."""
    colon = ("", "") if not after else (rf" {after} ", f"<mo>{after}</mo>")
    return {
        "latex": Template(rf"{latex}_{{@1}}{colon[0] or ' '}@0", level, (element, LOWEST)),
        "mathml": Template(
            f"<mrow><munder><mo>{mathml}</mo>@1</munder>{colon[1]}@0</mrow>", level, (element, LOWEST)
        ),
    }


TYPESET: Mapping[str, Mapping[str, Template]] = {
    "+": _sum("+", "+"),
    "-": _sum("-", "&#x2212;"),
    "*": _product(r"\cdot", "&#x22C5;"),
    "%": _product(r"\bmod", "mod"),
    "/": {
        "latex": Template(r"\frac{@0}{@1}", POWER, (LOWEST,)),
        "mathml": Template("<mfrac>@0@1</mfrac>", POWER, (LOWEST,)),
    },
    "//": _between((r"\lfloor", r"\rfloor"), ("&#x230A;", "&#x230B;"), fraction=True),
    "**": {
        "latex": Template("@0^{@1}", POWER, (ATOM, LOWEST)),
        "mathml": Template("<msup>@0@1</msup>", POWER, (ATOM, LOWEST)),
    },
    "negative": {
        "latex": Template("-@0", SIGN, (SIGN,)),
        "mathml": Template("<mrow><mo>&#x2212;</mo>@0</mrow>", SIGN, (SIGN,)),
    },
    "not": {
        "latex": Template(r"\lnot @0", NOT, (NOT,)),
        "mathml": Template("<mrow><mo>&#xAC;</mo>@0</mrow>", NOT, (NOT,)),
    },
    "and": _infix(r"\land", "&#x2227;", AND, AND, NOT),
    "or": _infix(r"\lor", "&#x2228;", OR, OR, AND),
    "<": _compare("<", "&lt;"),
    "<=": _compare(r"\le", "&#x2264;"),
    ">": _compare(">", "&gt;"),
    ">=": _compare(r"\ge", "&#x2265;"),
    "==": _compare("=", "="),
    "!=": _compare(r"\ne", "&#x2260;"),
    "in": _compare(r"\in", "&#x2208;"),
    "not in": _compare(r"\notin", "&#x2209;"),
    "is": _compare("=", "="),
    "is not": _compare(r"\ne", "&#x2260;"),
    "index": {
        "latex": Template("{@0}_{@1}", ATOM, (ATOM, LOWEST)),
        "mathml": Template("<msub>@0@1</msub>", ATOM, (ATOM, LOWEST)),
    },
    "list": {
        "latex": Template(r"\left[@*\right]"),
        "mathml": Template("<mrow><mo>[</mo>@*<mo>]</mo></mrow>"),
    },
    "case": {  # value, condition
        "latex": Template(r"@0 & \text{if } @1", CONDITIONAL, (LOWEST,)),
        "mathml": Template(
            "<mtr><mtd>@0</mtd><mtd><mtext>if&#xA0;</mtext>@1</mtd></mtr>", CONDITIONAL, (LOWEST,)
        ),
    },
    "default case": {
        "latex": Template(r"@0 & \text{otherwise}", CONDITIONAL, (LOWEST,)),
        "mathml": Template(
            "<mtr><mtd>@0</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>", CONDITIONAL, (LOWEST,)
        ),
    },
    "abs": _between(("|", "|"), ("|", "|")),
    "ceil": _between((r"\lceil", r"\rceil"), ("&#x2308;", "&#x2309;")),
    "floor": _between((r"\lfloor", r"\rfloor"), ("&#x230A;", "&#x230B;")),
    "len": _between(("|", "|"), ("|", "|")),
    "sqrt": {"latex": Template(r"\sqrt{@0}"), "mathml": Template("<msqrt>@0</msqrt>")},
    # aggregates
    "sum over": _over(r"\sum", "&#x2211;", PRODUCT, TERM),
    "min over": _over(r"\min", "min", PRODUCT, TERM),
    "max over": _over(r"\max", "max", PRODUCT, TERM),
    "any over": _over(r"\exists", "&#x2203;", LOWEST, LOWEST, ":"),
    "all over": _over(r"\forall", "&#x2200;", LOWEST, LOWEST, ":"),
    "len over": {
        "latex": Template(r"\left|\left\{@1\right\}\right|"),
        "mathml": Template("<mrow><mo>|</mo><mo>{</mo>@1<mo>}</mo><mo>|</mo></mrow>"),
    },
    "range": {  # variable, list
        "latex": Template(r"@0 \in @1", COMPARISON, (SUM,)),
        "mathml": Template("<mrow>@0<mo>&#x2208;</mo>@1</mrow>", COMPARISON, (SUM,)),
    },
    "range if": {  # variable, list, condition
        "latex": Template(r"@0 \in @1,\; @2", COMPARISON, (SUM, SUM, LOWEST)),
        "mathml": Template("<mrow>@0<mo>&#x2208;</mo>@1<mo>,</mo>@2</mrow>", COMPARISON, (SUM, SUM, LOWEST)),
    },
}

#: how functions are called that have a name in mathematics
FUNCTIONS: Mapping[str, Mapping[str, str]] = {
    "min": {"latex": r"\min", "mathml": "<mi>min</mi>"},
    "max": {"latex": r"\max", "mathml": "<mi>max</mi>"},
    "log": {"latex": r"\ln", "mathml": "<mi>ln</mi>"},
    "log2": {"latex": r"\log_{2}", "mathml": "<msub><mi>log</mi><mn>2</mn></msub>"},
    "exp": {"latex": r"\exp", "mathml": "<mi>exp</mi>"},
    "gcd": {"latex": r"\gcd", "mathml": "<mi>gcd</mi>"},
}
