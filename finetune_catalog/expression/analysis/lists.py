"""Lists and tables: aggregates over items, and looking things up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.record import Question
from finetune_catalog.expression.analysis.refine import refine
from finetune_catalog.expression.analysis.values import (
    EITHER,
    FOLLOWED,
    Items,
    Lookup,
    Truth,
    Value,
    Words,
    everything,
    fitted,
    join_all,
    plain,
    truth,
)
from finetune_catalog.expression.intervals import (
    LARGEST,
    Numbers,
    add,
    integers,
    largest,
    smallest,
    widened,
)
from finetune_catalog.expression.types import FLOAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk
    from finetune_catalog.expression.nodes import Aggregate, Call, Subscript


def subscript(walk: Walk, node: Subscript, state: State) -> Value | None:
    """Return what a lookup can give, and ask whether it can miss."""
    table, key = walk.value(node.table, state), walk.value(node.key, state)
    if table is None or key is None:
        return None
    walk.record.asked.add(Question(codes.LOOKUP, node))
    place = plain(key)
    if isinstance(table, Lookup) and isinstance(place, Words):
        return _entry(walk, node, table, place)
    if isinstance(table, Items) and isinstance(place, Numbers):
        return _item(walk, node, table, place)
    return everything(walk.types[node].type)


def _entry(walk: Walk, node: Subscript, table: Lookup, key: Words) -> Value | None:
    if table.keys is None or key.words is None:
        walk.record.doubt(codes.LOOKUP, node)
        return table.value
    if not key.words <= table.keys:
        missing = ", ".join(repr(word) for word in sorted(key.words - table.keys))
        certain = not key.words & table.keys
        walk.record.doubt(codes.LOOKUP, node, certain=certain, remark=f"it has no entry {missing}")
    if table.each is None:
        return table.value if key.words & table.keys else None
    return join_all([value for name, value in table.each if name in key.words])


def _item(walk: Walk, node: Subscript, table: Items, place: Numbers) -> Value | None:
    low, high = int(place.low), int(place.high)
    if low < 0 or high >= table.shortest:
        walk.record.doubt(codes.LOOKUP, node, certain=high < 0 or low >= table.longest)
    if high < 0 or low >= table.longest:
        return None
    if table.each is None:
        return table.item
    return join_all(table.each[max(low, 0) : high + 1])


def aggregate(walk: Walk, node: Aggregate, state: State) -> Value | None:
    """Return what an aggregate over a list can be."""
    items = walk.value(node.items, state)
    if not isinstance(items, Items):
        return None
    if items.each is not None and len(items.each) <= FOLLOWED:
        return _followed(walk, node, items.each, state)
    if items.item is None or items.longest == 0:
        return reduced(walk, node, Items(None, 0, 0, ()))
    element, always = _element(walk, node, items.item, state)
    failed = element is None and always
    if failed and items.shortest:
        return None
    shortest = items.shortest if always else 0
    longest = items.longest if element is not None else 0
    return reduced(walk, node, Items(element, shortest, longest))


def _element(walk: Walk, node: Aggregate, item: Value, state: State) -> tuple[Value | None, bool]:
    """Return what the element is for an item, and whether the item is always taken."""
    inside: State | None = state.binding(node.variable, item)
    assert inside is not None
    if node.condition is None:
        return walk.value(node.element, inside), True
    test = walk.value(node.condition, inside)
    walk.record.asked.add(Question(codes.SETTLED, node.condition))
    if not isinstance(test, Truth):
        return None, True
    inside = refine(walk, node.condition, inside, wanted=True) if test.true else None
    return (None if inside is None else walk.value(node.element, inside)), not test.false


def _followed(walk: Walk, node: Aggregate, each: Sequence[Value], state: State) -> Value | None:
    """Go through a known list item by item; the state of each is its own."""
    taken: list[Value] = []
    fewest, sure = 0, True
    for item in each:
        element, always = _element(walk, node, item, state)
        if element is None and always:
            return None if node.function not in ("any", "all") else _stopped(node, taken)
        if element is not None:
            taken.append(element)
            fewest += always
            sure = sure and always
        if _decides(node, element, always=always):
            break
    return reduced(walk, node, Items(join_all(taken), fewest, len(taken), tuple(taken) if sure else None))


def _decides(node: Aggregate, element: Value | None, *, always: bool) -> bool:
    """Whether `any` or `all` stops at an element for certain."""
    if node.function not in ("any", "all") or not always or not isinstance(element, Truth):
        return False
    return not element.false if node.function == "any" else not element.true


def _stopped(node: Aggregate, taken: list[Value]) -> Value | None:
    """What `any` or `all` is when an item fails: it may have stopped before."""
    wanted = node.function == "any"
    early = any(isinstance(v, Truth) and (v.true if wanted else v.false) for v in taken)
    return truth(true=wanted, false=not wanted) if early else None


def reduced(walk: Walk, node: Call | Aggregate, items: Items) -> Value | None:
    """Return what sum, min, max, any, all or len of a list is."""
    match node.function:
        case "len":
            return integers(items.shortest, items.longest)
        case "any":
            return _any(items)
        case "all":
            inverted = None if items.each is None else tuple(_not(item) for item in items.each)
            return _not(_any(Items(_not(items.item), items.shortest, items.longest, inverted)))
        case "sum":
            return _sum(items, floating=walk.types[node].type == FLOAT)
    walk.record.asked.add(Question(codes.EMPTY, node))
    if items.shortest == 0:
        walk.record.doubt(codes.EMPTY, node, certain=items.longest == 0)
    if items.item is None or items.longest == 0:
        return None
    return _extreme(node.function, items, walk.types[node].type == FLOAT)


def _extreme(function: str, items: Items, floating: bool) -> Value | None:  # noqa: FBT001 - private
    select = smallest if function == "min" else largest
    result: Numbers | None = None
    for item in items.each if items.each is not None else (items.item,):
        number = plain(fitted(item, FLOAT) if floating else item)
        if not isinstance(number, Numbers):
            return item
        result = number if result is None else select(result, number)
    return result


def _not(value: Value | None) -> Truth:
    return Truth(value.false, value.true) if isinstance(value, Truth) else EITHER


def _any(items: Items) -> Truth:
    if items.each is not None:
        known = [item if isinstance(item, Truth) else EITHER for item in items.each]
        return truth(true=any(item.true for item in known), false=all(item.false for item in known))
    if items.longest == 0 or items.item is None:
        return truth(true=False, false=True)
    item = items.item if isinstance(items.item, Truth) else EITHER
    return truth(true=item.true, false=item.false or items.shortest == 0)


def _sum(items: Items, *, floating: bool) -> Numbers:
    zero = Numbers(0.0, 0.0) if floating else Numbers(0, 0, 1)
    if items.each is not None:
        return _added(zero, items.each)
    number = plain(items.item)
    if not isinstance(number, Numbers) or items.longest == 0:
        return zero
    if floating:
        number = widened(number)
        low = _repeated(number.low, items.shortest if number.low >= 0 else items.longest)
        high = _repeated(number.high, items.longest if number.high >= 0 else items.shortest)
        return Numbers(low, high)
    low = number.low * (items.shortest if number.low >= 0 else items.longest)
    high = number.high * (items.longest if number.high >= 0 else items.shortest)
    step = math.gcd(number.step, number.residue) if number.low != number.high else abs(int(number.low))
    return integers(low, high, step or 1) or Numbers(low, high, 1)


def _added(total: Numbers, each: Sequence[Value]) -> Numbers:
    """Add items from left to right; where a partial sum overflows, so does the whole."""
    low_lost = high_lost = False
    for item in each:
        number = plain(item)
        assert isinstance(number, Numbers)  # the checker saw to it
        total = add(total, number if total.step else widened(number))
        if not total.step:
            low_lost = low_lost or total.low < -LARGEST
            high_lost = high_lost or total.high > LARGEST
            total = Numbers(min(max(total.low, -LARGEST), LARGEST), max(min(total.high, LARGEST), -LARGEST))
    if low_lost or high_lost:
        return Numbers(-math.inf if low_lost else total.low, math.inf if high_lost else total.high)
    return total


def _repeated(term: float, count: int) -> float:
    """Return a bound, outward, of a term added to zero `count` times, each sum rounded.

    Rounding is monotone, so sums of smaller terms stay below sums of this one; each of the `count` steps is off by at
    most one part in 2**53.
    """
    if count <= FOLLOWED:
        total = 0.0
        for _ in range(count):
            total += term
        return total
    product = term * count
    return product + product * (count * 2.0**-52)
