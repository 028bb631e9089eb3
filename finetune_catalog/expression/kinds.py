"""What types are to each other: which join, which fits where another is declared, what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    STRING,
    Declaration,
    ListOf,
    Optional,
    Record,
    Scalar,
    Table,
)

if TYPE_CHECKING:
    from finetune_catalog.expression.types import Type

_WORDS = {INTEGER: "an integer", FLOAT: "a float", BOOLEAN: "a boolean", STRING: "a string", NOTHING: "None"}


def certain(type_: Type) -> Type:
    """Return the type of a value that is known not to be None."""
    return type_.inner if isinstance(type_, Optional) else type_


def is_scalar(type_: Type) -> bool:
    """Whether a value has no parts; it may be None."""
    return isinstance(certain(type_), Scalar)


def is_number(type_: Type) -> bool:
    """Whether a value of this type can be calculated with."""
    return type_ in (INTEGER, FLOAT)


def described(type_: Type) -> str:
    """Name a type in a message."""
    match type_:
        case Optional(inner):
            return f"{described(inner)} or None"
        case ListOf(item, least, most):
            return f"a list{_length(least, most)} ({described(item.type)} each)"
        case Record(name):
            return f"a record ({name})"
        case Table():
            return "a table"
        case _:
            return _WORDS[type_]


def _length(least: int, most: int | None) -> str:
    """Say how many items a list has, where that is known to be bounded."""
    if most is None:
        return f" of at least {least}" if least > 1 else ""
    return f" of {most}" if least == most else f" of {least} to {most}"


def joined(types: list[Type]) -> Type | None:
    """Return the type that holds values of all of these, None where there is none."""
    inner = [certain(t) for t in types if t != NOTHING]
    may_be_none = len(inner) < len(types) or any(isinstance(t, Optional) for t in types)
    if not inner:
        return NOTHING
    type_ = _joined_certain(inner)
    return Optional(type_) if may_be_none and type_ is not None else type_


def _joined_certain(types: list[Type]) -> Type | None:
    """Join types of which none holds None."""
    if all(is_number(t) for t in types):
        return FLOAT if FLOAT in types else INTEGER
    if all(t == types[0] for t in types):
        return types[0]
    lists = [t for t in types if isinstance(t, ListOf)]
    if len(lists) < len(types):
        return None
    some = [t.item for t in lists if t.maximum_length != 0] or [lists[0].item]
    item = joined([i.type for i in some])
    if item is None or not all(fits(i.type, item, widen=False) for i in some):
        return None
    longest = [t.maximum_length for t in lists if t.maximum_length is not None]
    return ListOf(
        Declaration(item, some[0].unit),
        min(t.minimum_length for t in lists),
        max(longest) if len(longest) == len(lists) else None,
    )


def fits(mine: Type, wanted: Type, *, widen: bool = True) -> bool:
    """Whether a value may stand where another type is declared: integers widen (not inside lists), None fits optionals."""
    if mine == wanted or (widen and mine == INTEGER and wanted == FLOAT):
        return True
    if isinstance(wanted, Optional):
        return mine == NOTHING or fits(certain(mine), wanted.inner, widen=widen)
    if isinstance(mine, ListOf) and isinstance(wanted, ListOf):
        longest = wanted.maximum_length
        long = longest is not None and (mine.maximum_length is None or mine.maximum_length > longest)
        alike = mine.maximum_length == 0 or fits(mine.item.type, wanted.item.type, widen=False)
        return alike and not long and mine.minimum_length >= wanted.minimum_length
    return False


def widened(mine: Type, wanted: Type) -> Type:
    """Return the type of a value that fits a wanted one once an integer is widened."""
    inner = certain(wanted)
    if isinstance(mine, Optional):
        return Optional(widened(mine.inner, inner))
    return FLOAT if (mine, inner) == (INTEGER, FLOAT) else mine


def quantified(type_: Type) -> bool:
    """Whether a value has a unit: a number, one that may be None, or a list of them."""
    match type_:
        case Optional(inner):
            return quantified(inner)
        case ListOf(item):
            return quantified(item.type)
        case _:
            return is_number(type_)
