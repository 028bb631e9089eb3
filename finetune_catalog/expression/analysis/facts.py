"""What code generators may rely on: facts about nodes that hold for every input inside the declarations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.record import Question, Record
from finetune_catalog.expression.analysis.tree import numeric
from finetune_catalog.expression.intervals import CAP, EXACT, LARGEST, Numbers
from finetune_catalog.expression.types import Interval

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node

EVERYWHERE = Interval(-math.inf, math.inf)


def intervals(record: Record) -> dict[Node, Interval]:
    """Return where each node's number lies.

    An integer that may be too large to be held has no bounds here: `seen` knows only the values that can be held, and
    where those that cannot come from a branch of their own nothing of them is left in it.
    """
    return {
        node: EVERYWHERE
        if number.step and Question(codes.OVERFLOW, node) in record.doubts
        else published(number)
        for node, value in record.seen.items()
        if (number := numeric(value)) is not None
    }


def published(numbers: Numbers) -> Interval:
    """Return the interval of a set; an end at the limit of what can be held becomes infinite.

    There the set was cut, or nothing is declared, so that a test against the limit is still needed.
    """
    limit = CAP if numbers.step else LARGEST
    low = numbers.low if numbers.low > -limit else -math.inf
    return Interval(low, numbers.high if numbers.high < limit else math.inf)


def finite_nodes(record: Record) -> frozenset[Node]:
    """Return the nodes with binary64 values that are proved to stay finite."""
    return frozenset(
        node
        for node, value in record.seen.items()
        if (number := numeric(value)) is not None
        and not number.step
        and number.low > -LARGEST
        and number.high < LARGEST
        and Question(codes.OVERFLOW, node) not in record.doubts
    )


def whole_nodes(record: Record) -> frozenset[Node]:
    """Return the nodes with integer values that are proved to stay within what binary64 holds exactly."""
    return frozenset(
        node
        for node, value in record.seen.items()
        if (number := numeric(value)) is not None
        and number.step
        and number.low >= -EXACT
        and number.high <= EXACT
        and Question(codes.OVERFLOW, node) not in record.doubts
    )
