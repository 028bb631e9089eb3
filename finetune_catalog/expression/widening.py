"""The one conversion of the language: an integer where a float is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.types import FLOAT, ListOf, Optional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Checked, Type


_LISTS = (tuple, list)


def is_float(type_: Type) -> bool:
    """Tell whether values of a type are binary64 (or None)."""
    return type_ == FLOAT or (isinstance(type_, Optional) and type_.inner == FLOAT)


def widens(type_: Type) -> bool:
    """Tell whether `conform` can change a value of a type."""
    return is_float(type_) or (isinstance(type_, ListOf) and is_float(type_.item.type))


def conform(value: Any, type_: Type) -> Any:
    """Widen an integer where a float is declared, in lists as well; everything else passes."""
    kind = type(value)
    if kind is int:
        return float(value) if is_float(type_) else value
    if kind in _LISTS and isinstance(type_, ListOf) and is_float(type_.item.type):
        return tuple(conform(item, type_.item.type) for item in value)
    return value


def seen_by(checked: Checked, known: Mapping[str, Any]) -> dict[str, Any]:
    """Give a formula the values of the names it uses, each as the type it knows the name by."""
    return {name: conform(known[name], checked.declared[name].type) for name in checked.names}
