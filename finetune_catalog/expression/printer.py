"""The printer every target shares: templates with precedence, filled with already printed operands.

A template is text with places for its operands: `@0`, `@1`; `@*` is all of them with commas between. An operand that
is needed twice is evaluated once: it is bound to a fresh name at the place written `@0=`, which is the one evaluated
first. Parentheses follow from precedence alone, so what is printed has the shape of the tree: nothing is reassociated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# How tightly text binds; the same order serves every target. A term is what `sum over …` is in mathematics: it takes
# in the product after it and ends at the next plus.
LOWEST, CONDITIONAL, OR, AND, NOT, COMPARISON, SUM, TERM, PRODUCT, SIGN, POWER, ATOM = range(12)


class Fragment(NamedTuple):
    """Printed text: how tightly it binds, and whether it is a bare name or number that may stand twice.

    `real` is false for the text of an integer that stands where a float is meant: some operations convert by themselves.
    """

    text: str
    precedence: int = ATOM
    simple: bool = False
    real: bool = True
    exact: bool = True


class Template(NamedTuple):
    """One cell of the table: text, how tightly the whole binds, and the least that each operand must (the last repeats)."""

    text: str
    precedence: int = ATOM
    operands: tuple[int, ...] = (LOWEST,)
    uses: tuple[str, ...] = ()  #: helpers that the text calls


def infix(sign: str, level: int, *, comparison: bool = False) -> Template:
    """Make the template of a left-associative sign; comparisons do not associate at all."""
    left = level + 1 if comparison else level
    return Template(f"@0 {sign} @1", level, (left, level + 1))


def calling(function: str, *uses: str) -> Template:
    """Make the template of a function call."""
    return Template(f"{function}(@*)", uses=uses)


def wrapped(fragment: Fragment, least: int, brackets: tuple[str, str] = ("(", ")")) -> str:
    """Return a fragment's text, in brackets where it binds too loosely."""
    return fragment.text if fragment.precedence >= least else fragment.text.join(brackets)


def fill(
    template: Template,
    operands: Sequence[Fragment],
    bind: Callable[[str], tuple[str, str]] | None = None,
    brackets: tuple[str, str] = ("(", ")"),
    comma: str = ", ",
) -> Fragment:
    """Print one operation.

    Args:
        template: its cell of the table
        operands: the printed operands, in order
        bind: makes text that evaluates and names an expression, and the name
        brackets: what goes around an operand that binds too loosely
        comma: what goes between the operands of `@*`
    """
    head, *places = template.text.split("@")
    levels = template.operands
    texts = [
        wrapped(operand, levels[min(index, len(levels) - 1)], brackets)
        for index, operand in enumerate(operands)
    ]
    binding: dict[int, str] = {}
    for place in places:
        if place[1:2] == "=" and bind is not None:
            index = int(place[0])
            if not operands[index].simple:
                binding[index], texts[index] = bind(operands[index].text)
    out = [head]
    for place in places:
        if place[0] == "*":
            out += [comma.join(texts), place[1:]]
        elif place[1:2] == "=":
            out += [binding.get(int(place[0]), texts[int(place[0])]), place[2:]]
        else:
            out += [texts[int(place[0])], place[1:]]
    return Fragment("".join(out), template.precedence)
