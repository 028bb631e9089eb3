"""Subdivision: what one box leaves open, smaller boxes may close."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis.values import EITHER, NO, YES, Maybe, Truth, Value, Words
from finetune_catalog.expression.intervals import Numbers, floats, integers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    from finetune_catalog.expression.analysis.record import Question, Record

    Box: TypeAlias = dict[str, Value | None]

#: no more boxes than that for one expression
MOST_BOXES = 1 << 10
#: after so many boxes without one that closes every question, the rest is given up
PATIENCE = 128


def halves(value: Value | None) -> tuple[float, tuple[Value, ...]]:
    """Return how much there is to gain from splitting a value, and its parts; no parts where it cannot be split."""
    match value:
        case Truth() if value == EITHER:
            return 100.0, (YES, NO)
        case Words(words) if words is not None and 1 < len(words) <= 16:
            return 100.0, tuple(Words(frozenset((word,))) for word in sorted(words))
        case Maybe() if value.nothing and value.inner is not None:
            return 100.0, (Maybe(None, nothing=True), Maybe(value.inner, nothing=False))
        case Maybe() if value.inner is not None:
            gain, parts = halves(value.inner)
            return gain, tuple(Maybe(part, nothing=False) for part in parts)
        case Numbers():
            return _cut(value)
    return 0.0, ()


def _cut(value: Numbers) -> tuple[float, tuple[Value, ...]]:
    low, high = value.low, value.high
    if low == high:
        return 0.0, ()
    gain, middle = _middle(float(low), float(high))
    if value.step:
        at = min(max(math.ceil(middle) - 1, int(low)), int(high) - 1)
        parts = (
            integers(low, at, value.step, value.residue, punctured=value.punctured),
            integers(at + 1, high, value.step, value.residue, punctured=value.punctured),
        )
    else:
        middle = min(max(middle, low), high)
        parts = (
            floats(float(low), middle, punctured=value.punctured),
            floats(middle, float(high), punctured=value.punctured),
        )
        if middle in (low, high):
            return 0.0, ()
    return gain, tuple(part for part in parts if part is not None)


def _middle(low: float, high: float) -> tuple[float, float]:
    """Return the gain and the place of a cut: at zero, by magnitude where magnitudes differ, in the middle else."""
    if low < 0 < high:
        return 50.0, 0.0
    if high <= 0:
        gain, middle = _middle(-high, -low)
        return gain, -middle
    if low == 0:
        return 40.0, min(1.0, high / 16) if high > 1 else high / 16
    ratio = high / low
    if ratio > 4:
        return 2 + math.log2(ratio) if math.isfinite(ratio) else 40.0, math.sqrt(low) * math.sqrt(high)
    return ratio - 1, low + (high - low) / 2


def split(box: Box) -> Iterator[Box]:
    """Yield the parts of a box, cut across the name where that promises most; nothing for a point."""
    best, name = 0.0, ""
    parts: tuple[Value, ...] = ()
    for key, value in box.items():
        gain, candidates = halves(value)
        if gain > best:
            best, name, parts = gain, key, candidates
    for part in parts:
        yield {**box, name: part}


def subdivide(
    box: Mapping[str, Value | None],
    record: Record,
    open_questions: Callable[[Record], set[Question]],
    walk: Callable[[Box], Record],
    most: int,
) -> tuple[Record, list[Box]]:
    """Split boxes until nothing is open, or until it is clear that something stays open.

    Args:
        box: what the names can be
        record: what a walk over the whole box saw
        open_questions: picks what is to be closed from a record
        walk: walks over a box
        most: how many boxes at most

    Returns:
        What was seen over all of the final boxes, and the boxes in which something stayed open.
    """
    queue: deque[tuple[Box, Record]] = deque([(dict(box), record)])
    closed: list[Record] = []
    left: list[tuple[Box, Record]] = []
    hopeless: set[Question] = set()
    spent = 1
    while queue:
        own, seen = queue.popleft()
        worth = spent < most and not _futile(spent, closed) and not open_questions(seen) <= hopeless
        parts = tuple(split(own)) if worth else ()
        if not parts:
            left.append((own, seen))
            if worth:  # a point: what is open here stays open
                hopeless |= open_questions(seen)
            continue
        for part in parts:
            inside = walk(part)
            spent += 1
            if open_questions(inside):
                queue.append((part, inside))
            else:
                closed.append(inside)
    merged: Record | None = None
    for seen in (*closed, *(seen for _, seen in left)):
        if merged is None:
            merged = seen
        else:
            merged.merge(seen)
    return merged or record, [own for own, _ in left]


def _futile(spent: int, closed: list[Record]) -> bool:
    return spent >= PATIENCE and len(closed) * 16 < spent
