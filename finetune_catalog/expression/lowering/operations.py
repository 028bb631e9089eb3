"""A formula as typed operations: what the targets that compute print.

Lowering a tree (lower.py) makes every conversion and every test that is still needed an operation of its own, so that
a target is a table of templates. No operation is reordered and none is merged with another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import FLOAT, INTEGER
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Interval, Type

EXACT = 2**53  #: up to here every integer is a binary64 number

ZERO_DIVISOR = "zero divisor"
NOT_FINITE = "not finite"
TOO_LARGE = "too large"
DOMAIN = "domain"
INDEX = "index"
KEY = "key"
EMPTY = "empty"


@frozen(eq=False)
class Variable:
    """A name that the formula or the lowering binds: compared by identity, so that equal names stay apart."""

    name: str


@frozen(eq=False)
class Operation:
    """One step: a row of the targets' table, with its operands.

    Attributes:
        name: the row
        operands: what it works on
        type: what it gives; an operation of type float has a binary64 value
        node: the sub-expression it comes from
        data: what is no operand: a constant's value, a name, a field's place, a function's name
        unproved: how it may fail, as far as analysis could not rule it out
        loose: whether its value may be NaN or infinite without having been tested yet
        interval: where its value lies, None where nothing is known
    """

    name: str
    operands: tuple[Operation, ...]
    type: Type
    node: Node
    data: object = None
    unproved: frozenset[str] = frozenset()
    loose: bool = False
    interval: Interval | None = None

    @property
    def exact(self) -> bool:
        """Whether it is proved to be an integer that binary64 holds exactly."""
        known = self.interval
        return self.type == INTEGER and known is not None and known.low >= -EXACT and known.high <= EXACT

    @property
    def row(self) -> str:
        """The row of the targets' table that says how to print it for its type, where there is one."""
        return (
            f"{self.name}.{'float' if self.type == FLOAT else 'integer' if self.type == INTEGER else 'other'}"
        )


def within(interval: Interval | None, low: float, high: float) -> bool:
    """Tell whether a value is proved to lie between two bounds."""
    return interval is not None and low <= interval.low and interval.high <= high


def can_be_zero(interval: Interval | None) -> bool:
    """Tell whether a value is not proved to differ from zero."""
    return interval is None or interval.low <= 0 <= interval.high
