"""What verdicts say: one sentence a code and status, and what to write instead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.values import Truth, Value
from finetune_catalog.expression.intervals import Numbers
from finetune_catalog.expression.nodes import Binary, Call, Name
from finetune_catalog.expression.walk import names
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.analysis.record import Question
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Interval

_SHOWN = 4  #: so many values of a witness are shown


def spoken(value: float) -> str:
    """Write a number as people do: large integers in short."""
    if isinstance(value, int) and abs(value) >= 1 << 64:
        return f"{float(value):.4g}"
    return repr(value)


def between(value: Value | None) -> str:
    """Say where a number lies."""
    if not isinstance(value, Numbers):
        return ""
    if value.constant:
        return f"it is {spoken(value.low)}"
    return f"it lies between {spoken(value.low)} and {spoken(value.high)}"


def circumstances(node: Node, witness: Mapping[str, Any]) -> str:
    """Say for which values something happens: those of the names in the node, the others where they are few."""
    own = [name for name in names(node) if name in witness]
    rest = [name for name in witness if name not in own]
    shown = own if len(own) + len(rest) > _SHOWN and own else own + rest
    if not shown:
        return ""
    told = ", ".join(f"{name} = {shorten(repr(witness[name]), 40)}" for name in shown[:_SHOWN])
    more = len(shown) - _SHOWN
    return f" for {told}" + (f" and {more} more" if more > 0 else "")


def written(text: str, node: Node) -> str:
    """Return a sub-expression as it is written, with the parentheses around its first or last operand."""
    start, end, depth, least = node.start, node.end, 0, 0
    for character in text[start:end]:
        depth += (character == "(") - (character == ")")
        least = min(least, depth)
    opened, closed = -least, depth - least  # how many are missing before and after
    while opened and start > 0:
        start -= 1
        opened -= text[start] == "("
    while closed and end < len(text):
        closed -= text[end] == ")"
        end += 1
    return text[start:end]


class Wording:
    """Makes the sentences about one expression."""

    __slots__ = ("declared", "seen", "text")

    def __init__(self, text: str, seen: Mapping[Node, Value], declared: Interval | None) -> None:
        self.text = text
        self.seen = seen
        self.declared = declared

    def quoted(self, node: Node) -> str:
        """Quote a sub-expression, the middle left out where it is long."""
        return f"`{shorten(written(self.text, node), 50)}`"

    def found(self, question: Question, witness: Mapping[str, Any], value: Any, remark: str) -> str:
        """Say that something happens, and for which values."""
        node = question.node
        when = circumstances(node, witness)
        inside = f": {remark}" if remark else ""
        match question.code:
            case codes.ZERO:
                what = self.quoted(node.right) if isinstance(node, Binary) else self.quoted(node)
                return (
                    f"division by zero: {what} is 0{when}"
                    if isinstance(node, Binary)
                    else f"division by zero in {what}{when}{inside}"
                )
            case codes.RANGE:
                low, high = self._bounds()
                side = (
                    f"above the declared maximum {spoken(high)}"
                    if value > high
                    else f"below the declared minimum {spoken(low)}"
                )
                return f"the result is {spoken(value)}{when}, {side}"
            case codes.INEXACT:
                return f"{self.quoted(node)} is {spoken(value)}{when}, above 2**53: targets without exact integers round it"
            case codes.OVERFLOW:
                return f"{self.quoted(node)} is too large to be held{when}{inside}"
            case codes.DOMAIN:
                return f"{self.quoted(node)} is not defined{when}{inside}"
            case codes.LOOKUP:
                return f"{self.quoted(node)} finds nothing{when}"
            case codes.EMPTY:
                return f"{self.quoted(node)} has an empty list{when}"
            case _:
                return f"{self.quoted(node)} is {spoken(value)}{when}; the function declares {remark}"

    def unknown(self, question: Question, remark: str) -> str:
        """Say what could not be proved, and what is known instead."""
        node = question.node
        known = between(self.seen.get(node))
        inside = f": {remark}" if remark else ""
        match question.code:
            case codes.ZERO:
                if not isinstance(node, Binary):
                    return f"not proved that {self.quoted(node)} never divides by zero{inside}"
                return f"not proved that {self.quoted(node.right)} is never 0: {between(self.seen.get(node.right))}"
            case codes.RANGE:
                low, high = self._bounds()
                return f"not proved that the result stays between {spoken(low)} and {spoken(high)}: {known}"
            case codes.INEXACT:
                return (
                    f"{self.quoted(node)} may pass 2**53, where targets without exact integers round: {known}"
                )
            case codes.OVERFLOW:
                return f"not proved that {self.quoted(node)} is never too large to be held{inside}"
            case codes.DOMAIN:
                return f"not proved that {self.quoted(node)} is always defined{inside}"
            case codes.LOOKUP:
                return f"not proved that {self.quoted(node)} always finds something{inside}"
            case codes.EMPTY:
                return f"not proved that {self.quoted(node)} never has an empty list"
            case _:
                return f"not proved that {self.quoted(node)} stays within what the function declares, {remark}: {known}"

    def proved(self, question: Question) -> str:
        """Say what is proved."""
        node = question.node
        match question.code:
            case codes.ZERO:
                return (
                    f"{self.quoted(node.right if isinstance(node, Binary) else node)} never divides by zero"
                )
            case codes.RANGE:
                return f"the result stays within its bounds: {between(self.seen.get(node))}"
            case codes.DOMAIN:
                return f"{self.quoted(node)} is always defined"
            case codes.LOOKUP:
                return f"{self.quoted(node)} always finds something"
            case codes.EMPTY:
                return f"{self.quoted(node)} never has an empty list"
            case codes.ARGUMENT:
                return f"{self.quoted(node)} stays within what the function declares"
            case _:
                return f"{self.quoted(node)} is fine"

    def idle(self, call: Call, place: int, deciding: set[int]) -> str:
        """Say that an argument of min, max or clamp never decides."""
        argument = self.quoted(call.arguments[place])
        other = min(deciding)
        known = between(self.seen.get(call.arguments[other])).removeprefix("it ")
        return (
            f"{argument} never decides this {call.function}(): {self.quoted(call.arguments[other])} {known}"
        )

    def settled(self, node: Node) -> str:
        """Say that a condition has one outcome only."""
        value = self.seen.get(node)
        outcome = "true" if isinstance(value, Truth) and value.true else "false"
        return f"{self.quoted(node)} is always {outcome} here"

    def help(self, question: Question) -> str | None:
        """Say what to write instead."""
        node = question.node
        match question.code:
            case codes.ZERO if isinstance(node, Binary):
                return self._against_zero(node.right)
            case codes.RANGE:
                low, high = self._bounds()
                limits = [
                    f"`{name}(…, {spoken(end)})`"
                    for name, end in (("max", low), ("min", high))
                    if math.isfinite(end)
                ]
                return f"limit it with {' or '.join(limits)}, or correct the declared bounds"
            case codes.DOMAIN | codes.OVERFLOW:
                return "narrow the bounds of what it uses, or guard it: `… if … else …`"
            case codes.LOOKUP:
                return "test first: `… if … in … else …`, or an index below `len(…)`"
            case codes.EMPTY:
                return "test first: `… if len(…) > 0 else …`"
            case codes.ARGUMENT:
                return (
                    "limit the argument with `clamp(…, …, …)`, or widen the bounds that the function declares"
                )
            case codes.EQUALITY:
                return "allow a tolerance: `abs(a - b) <= 1e-9`"
            case codes.IDLE:
                return "leave it out, or correct the bounds of what it is compared with"
            case codes.SETTLED:
                return "leave the test out, or correct the bounds of what it compares"
            case _:
                return None

    def _against_zero(self, divisor: Node) -> str:
        value, text = self.seen.get(divisor), self.quoted(divisor).strip("`")
        if not isinstance(divisor, Name):
            return f"guard it: `… if {text} != 0 else …`"
        if isinstance(value, Numbers) and value.low >= 0 and value.step:
            return f"write `max({text}, 1)`, or guard it: `… if {text} > 0 else …`"
        return f"guard it: `… if {text} {'>' if isinstance(value, Numbers) and value.low >= 0 else '!='} 0 else …`"

    def _bounds(self) -> tuple[float, float]:
        assert self.declared is not None
        return self.declared.low, self.declared.high
