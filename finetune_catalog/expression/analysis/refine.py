"""What a condition that holds, or does not, says about the names and sub-expressions in it.

A state comes back that holds at least everything in which the condition has the wanted outcome; None when nothing
has. The values of the condition's nodes are those of the walk that has just visited it in the same state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.analysis.comparing import allowed
from finetune_catalog.expression.analysis.narrow import narrow
from finetune_catalog.expression.analysis.state import Order, either
from finetune_catalog.expression.analysis.values import (
    NO,
    YES,
    Items,
    Lookup,
    Maybe,
    Value,
    Words,
    join_all,
    met,
    plain,
)
from finetune_catalog.expression.intervals import Numbers
from finetune_catalog.expression.nodes import (
    Comparison,
    Logical,
    Name,
    Nothing,
    Number,
    Unary,
)

if TYPE_CHECKING:
    from finetune_catalog.expression.analysis.state import State
    from finetune_catalog.expression.analysis.tree import Walk
    from finetune_catalog.expression.nodes import Node

_NEGATED = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def refine(walk: Walk, test: Node, state: State, *, wanted: bool) -> State | None:
    """Return the state in which a condition has the wanted outcome.

    Outcomes are kept for the state they were last asked for: nested conditions ask again and again.
    """
    known = walk.refined.get((test, wanted))
    if known is not None and known[0] is state:
        return known[1]
    walk.context.visits += 1
    result = _refined(walk, test, state, wanted=wanted)
    walk.refined[test, wanted] = (state, result)
    return result


def _refined(walk: Walk, test: Node, state: State, *, wanted: bool) -> State | None:
    match test:
        case Unary("not"):
            return refine(walk, test.operand, state, wanted=not wanted)
        case Logical():
            return _logical(walk, test, state, wanted=wanted)
        case Comparison():
            return _chain(walk, test, state, wanted=wanted)
        case Name():
            known = met(state.lookup(test.name) or (YES if wanted else NO), YES if wanted else NO)
            return None if known is None else state.with_name(test.name, known)
        case _:
            return state


def _logical(walk: Walk, test: Logical, state: State, *, wanted: bool) -> State | None:
    go_on = test.operator == "and"
    stopped: State | None = None
    inside: State | None = state
    for operand in test.operands:
        if inside is None or operand not in walk.last:
            break
        if wanted is not go_on:
            stopped = either(stopped, refine(walk, operand, inside, wanted=wanted))
        inside = refine(walk, operand, inside, wanted=go_on)
    return inside if wanted is go_on else stopped


def _chain(walk: Walk, test: Comparison, state: State, *, wanted: bool) -> State | None:
    stopped: State | None = None
    inside: State | None = state
    for place, sign in enumerate(test.operators):
        left, right = test.operands[place], test.operands[place + 1]
        if inside is None or walk.last.get(left) is None or walk.last.get(right) is None:
            break
        if not wanted:
            stopped = either(stopped, _pair(walk, _NEGATED[sign], left, right, inside))
            if place + 1 == len(test.operators):
                break
        inside = _pair(walk, sign, left, right, inside)
    return inside if wanted else stopped


def _pair(walk: Walk, sign: str, left: Node, right: Node, state: State) -> State | None:
    """Return the state in which one comparison holds."""
    walk.context.visits += 2
    a, b = walk.last[left], walk.last[right]
    if a is None or b is None:
        return None
    if sign in ("is", "is not"):
        subject = left if isinstance(right, Nothing) else right
        return _nothing(walk, subject, state, is_nothing=sign == "is")
    if sign in ("in", "not in"):
        return _membership(walk, left, a, b, state, inside=sign == "in")
    x, y = plain(a), plain(b)
    if isinstance(x, Numbers) and isinstance(y, Numbers):
        return _numbers(walk, sign, (left, x), (right, y), state)
    if isinstance(x, Words) and isinstance(y, Words) and sign in ("==", "!="):
        return _words(walk, sign, (left, x), (right, y), state)
    return state


def _numbers(
    walk: Walk, sign: str, left: tuple[Node, Numbers], right: tuple[Node, Numbers], state: State
) -> State | None:
    (first, a), (second, b) = left, right
    result: State | None = state
    for node, own, direction, other in ((first, a, sign, b), (second, b, _MIRRORED[sign], a)):
        if isinstance(node, Number):
            continue
        target = allowed(own, direction, other)
        if target is None:
            return None
        if target != own and result is not None:
            result = narrow(walk, node, target, result)
    if result is None or (isinstance(first, Number) or isinstance(second, Number)):
        return result
    return _ordered(walk, sign, first, second, result)


def _ordered(walk: Walk, sign: str, first: Node, second: Node, state: State) -> State:
    if sign in (">", ">="):
        first, second, sign = second, first, _MIRRORED[sign]
    one, other = walk.shapes.of(first), walk.shapes.of(second)
    if sign == "==":
        return state.with_order(Order(one, "<=", other)).with_order(Order(other, "<=", one))
    return state.with_order(Order(one, sign, other))


def _put(walk: Walk, node: Node, value: Value, state: State) -> State:
    if isinstance(node, Name):
        return state.with_name(node.name, value)
    return state.with_fact(walk.shapes.of(node), value)


def _nothing(walk: Walk, node: Node, state: State, *, is_nothing: bool) -> State | None:
    value = walk.last.get(node)
    if not isinstance(value, Maybe):
        return None if is_nothing else state
    if is_nothing:
        return _put(walk, node, Maybe(None, nothing=True), state) if value.nothing else None
    return None if value.inner is None else _put(walk, node, Maybe(value.inner, nothing=False), state)


def _words(
    walk: Walk, sign: str, left: tuple[Node, Words], right: tuple[Node, Words], state: State
) -> State | None:
    (first, a), (second, b) = left, right
    if sign == "==":
        return _spell(walk, first, b, _spell(walk, second, a, state))
    for node, own, other in ((first, a, b), (second, b, a)):
        if other.words is not None and len(other.words) == 1 and own.words is not None:
            rest = Words(own.words - other.words)
            return _spell(walk, node, rest, state) if rest.words else _unless_nothing(walk, node, state)
    return state


def _unless_nothing(walk: Walk, node: Node, state: State) -> State | None:
    """A string that can be no string any more: the place is reached only if it may be None instead."""
    value = walk.last.get(node)
    return state if isinstance(value, Maybe) and value.nothing else None


def _spell(walk: Walk, node: Node, words: Words, state: State | None) -> State | None:
    """Return the state in which a string is one of some words (or, where it may be, None)."""
    value = walk.last.get(node)
    if state is None or not isinstance(value, Words):
        return state
    both = met(value, words)
    return None if both is None else _put(walk, node, both, state)


def _membership(
    walk: Walk, node: Node, value: Value, items: Value, state: State, *, inside: bool
) -> State | None:
    if isinstance(value, Maybe):
        return state
    if isinstance(value, Words):
        words = _known_words(items)
        if words is None:
            return state
        if inside:
            return _spell(walk, node, Words(words), state)
        if value.words is None:
            return state
        rest = value.words - words
        return _spell(walk, node, Words(rest), state) if rest else None
    if isinstance(value, Numbers) and inside and isinstance(items, Items):
        hull = plain(join_all(items.each) if items.each else items.item)
        if not isinstance(hull, Numbers):
            return state
        target = allowed(value, "==", hull)
        return None if target is None else narrow(walk, node, target, state)
    return state


def _known_words(items: Value) -> frozenset[str] | None:
    """Return the strings that are certainly, and alone, in a list or among a table's keys."""
    if isinstance(items, Lookup):
        return items.keys
    if not isinstance(items, Items) or items.each is None:
        return None
    found: set[str] = set()
    for item in items.each:
        if not isinstance(item, Words) or item.words is None or len(item.words) != 1:
            return None
        found |= item.words
    return frozenset(found)
