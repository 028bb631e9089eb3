"""What is known of a value: sets of numbers, truth values, words, and lists, tables and records of these.

`None` in place of a value (never inside `Maybe`) stands for no value at all: the code is not reached, or it always
ends in an error. Every join holds both sides; every meet holds what both hold, and maybe more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from finetune_catalog.expression.intervals import Numbers, join, meet, of_interval, of_value, widened
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    ListOf,
    Optional,
    Record,
    Table,
    Type,
)
from finetune_catalog.expression.widening import is_float

if TYPE_CHECKING:
    from finetune_catalog.expression.types import Declaration

#: more items than this no list has: it would not fit into any machine that the catalog describes
LONGEST = 1 << 32
#: lists of at most so many items are followed item by item
FOLLOWED = 64


class Truth(NamedTuple):
    """Which of the two truth values are possible."""

    true: bool
    false: bool


YES, NO, EITHER = Truth(true=True, false=False), Truth(true=False, false=True), Truth(true=True, false=True)


class Words(NamedTuple):
    """The strings that are possible; None for any."""

    words: frozenset[str] | None


class Maybe(NamedTuple):
    """A value that may be None: `nothing` says whether it can be, `inner` what it is otherwise (None: never)."""

    inner: Value | None
    nothing: bool


class Items(NamedTuple):
    """A list: what every item can be (None: there is none), how many there are, and each item where it is known."""

    item: Value | None
    shortest: int
    longest: int
    each: tuple[Value, ...] | None = None


class Lookup(NamedTuple):
    """A table: what every entry can be, and its keys, where they are declared."""

    value: Value | None
    keys: frozenset[str] | None
    each: tuple[tuple[str, Value], ...] | None = None


class Fields(NamedTuple):
    """A record: its fields in order."""

    fields: tuple[tuple[str, Value | None], ...]


Value: TypeAlias = Numbers | Truth | Words | Maybe | Items | Lookup | Fields


def truth(*, true: bool, false: bool) -> Truth:
    """Return the shared constant for what is possible."""
    return EITHER if true and false else YES if true else NO


def declared(declaration: Declaration) -> Value | None:
    """Return everything a declaration admits; None when its interval or choices are empty."""
    return _of_type(declaration.type, declaration)


def _of_type(kind: Type, declaration: Declaration | None) -> Value | None:
    interval = declaration.interval if declaration else None
    if kind == FLOAT:
        return of_interval(interval, whole=False)
    if kind == INTEGER:
        return of_interval(interval, whole=True)
    if kind == BOOLEAN:
        return EITHER
    if kind == NOTHING:
        return Maybe(None, nothing=True)
    match kind:
        case Optional(inner):
            return Maybe(_of_type(inner, declaration), nothing=True)
        case ListOf(item, shortest, longest):
            return Items(declared(item), shortest, LONGEST if longest is None else longest)
        case Table(value, keys):
            return Lookup(declared(value), None if keys is None else frozenset(keys))
        case Record(_, fields):
            return Fields(tuple((name, declared(inner)) for name, inner in fields))
        case _:
            choices = declaration.choices if declaration else None
            return Words(None if choices is None else frozenset(choices))


def everything(kind: Type) -> Value | None:
    """Return everything of a type."""
    return _of_type(kind, None)


def constant(value: Any, kind: Type) -> Value:
    """Return the set of one value, as the evaluator takes it: records are tuples in field order, tables mappings."""
    match kind:
        case Optional(inner):
            return (
                Maybe(None, nothing=True) if value is None else Maybe(constant(value, inner), nothing=False)
            )
        case ListOf(item):
            each = tuple(constant(v, item.type) for v in value)
            return listed(each)
        case Table(item):
            entries = tuple((key, constant(v, item.type)) for key, v in value.items())
            return Lookup(join_all([v for _, v in entries]), frozenset(value), entries)
        case Record(_, fields):
            pairs = zip(fields, value, strict=True)
            return Fields(tuple((name, constant(v, inner.type)) for (name, inner), v in pairs))
    if value is None:
        return Maybe(None, nothing=True)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return Words(frozenset((value,)))
    return of_value(float(value) if kind == FLOAT else value)


def listed(each: tuple[Value, ...]) -> Items:
    """Return a list whose items are known one by one."""
    return Items(join_all(each), len(each), len(each), each if len(each) <= FOLLOWED else None)


def join_all(values: tuple[Value, ...] | list[Value]) -> Value | None:
    """Return what holds every one of some values; None for none."""
    result: Value | None = None
    for value in values:
        result = joined(result, value)
    return result


def joined(a: Value | None, b: Value | None) -> Value | None:
    """Return what holds both."""
    if a is None or a is b:
        return b
    if b is None or a == b:
        return a
    match a, b:
        case Numbers(), Numbers():
            return join(a, b)
        case Truth(), Truth():
            return truth(true=a.true or b.true, false=a.false or b.false)
        case Words(x), Words(y):
            return Words(None if x is None or y is None else x | y)
        case Maybe(), Maybe():
            return Maybe(joined(a.inner, b.inner), nothing=a.nothing or b.nothing)
        case Maybe(), _:
            return Maybe(joined(a.inner, b), a.nothing)
        case _, Maybe():
            return Maybe(joined(a, b.inner), b.nothing)
        case Items(), Items():
            return Items(joined(a.item, b.item), min(a.shortest, b.shortest), max(a.longest, b.longest))
        case Lookup(), Lookup():
            keys = None if a.keys is None or b.keys is None else a.keys & b.keys
            return Lookup(joined(a.value, b.value), keys)
        case Fields(), Fields():
            pairs = zip(a.fields, b.fields, strict=True)
            return Fields(tuple((name, joined(x, y)) for (name, x), (_, y) in pairs))
    message = f"values of different types meet: {a} and {b}"
    raise TypeError(message)


def met(a: Value, b: Value) -> Value | None:
    """Return what both hold (a, where no rule says more); None when they exclude each other."""
    match a, b:
        case Numbers(), Numbers():
            if bool(a.step) is not bool(b.step):
                return meet(widened(a), widened(b))
            return meet(a, b)
        case Truth(), Truth():
            true, false = a.true and b.true, a.false and b.false
            return truth(true=true, false=false) if true or false else None
        case Words(x), Words(y):
            words = y if x is None else x if y is None else x & y
            return Words(words) if words is None or words else None
        case Maybe(), Maybe():
            inner = None if a.inner is None or b.inner is None else met(a.inner, b.inner)
            nothing = a.nothing and b.nothing
            return Maybe(inner, nothing) if nothing or inner is not None else None
        case Maybe(), _:
            return None if a.inner is None else met(a.inner, b)
    return a


def plain(value: Value | None) -> Value | None:
    """Return what an optional value is where it is not None: the checker has seen to it that it is used only there."""
    return value.inner if isinstance(value, Maybe) else value


def fitted(value: Value | None, kind: Type) -> Value | None:
    """Return a value as its declared type has it: integers widen to binary64."""
    if isinstance(value, Numbers) and value.step and kind == FLOAT:
        return widened(value)
    if isinstance(kind, Optional) and kind.inner == FLOAT:
        if isinstance(value, Maybe) and isinstance(value.inner, Numbers):
            return Maybe(widened(value.inner), value.nothing)
        if isinstance(value, Numbers):
            return widened(value)
    if isinstance(kind, ListOf) and isinstance(value, Items):
        item = kind.item.type
        if not is_float(item):
            return value
        each = None if value.each is None else tuple(fitted(v, item) or v for v in value.each)
        return Items(fitted(value.item, item), value.shortest, value.longest, each)
    return value
