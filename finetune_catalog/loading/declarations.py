"""What formulas may know of a parameter, metric or argument: its type, unit and bounds, from the entry as it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from finetune_catalog.binary import LARGEST_BINARY32
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    PLAIN,
    STRING,
    Declaration,
    Interval,
    ListOf,
    Scalar,
)
from finetune_catalog.loading.raw import is_mapping, mapping, number_or_none, text_or
from finetune_catalog.values import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.loading.units import Units

#: what is counted, a size in formulas that count, what is decided, and a name
COUNT = Declaration(INTEGER)
SIZE = Declaration(INTEGER, interval=Interval(0, 2**48))
TRUTH = Declaration(BOOLEAN)
WORD = Declaration(STRING)
#: a declared type, and how formulas see a value of it
SEEN_AS: Mapping[str, Scalar] = {
    "integer": INTEGER,
    "float": FLOAT,
    "float32": FLOAT,
    "float64": FLOAT,
    "boolean": BOOLEAN,
    "string": STRING,
}
METRIC_TYPE = "float64"  #: of every metric: what it gives is widened to it
COUNTED_TYPE = "integer"  #: of the metrics that count parameters or bytes
_LARGEST: Mapping[str, float] = {
    "float32": LARGEST_BINARY32,
    "float64": sys.float_info.max,
    "float": sys.float_info.max,
}
_DEEPEST = 4  #: levels of lists in lists


def declaration(entry: object, units: Units, default_type: str = "", depth: int = 0) -> Declaration | None:
    """Declare an entry as formulas see it; None where the entry does not say enough. `default_type` is for kinds without one.

    What is wrong with the entry is for its schema to say; here it only makes a name of which nothing is known.
    """
    if not is_mapping(entry) or depth > _DEEPEST:
        return None
    name = text_or(entry.get("type"), default_type)
    unit = units.get(entry["unit"]) if "unit" in entry else PLAIN
    if unit is None:
        return None
    doc = text_or(entry.get("doc"))
    if name == "list":
        item = declaration(entry.get("items"), units, depth=depth + 1)
        return None if item is None else Declaration(ListOf(item), unit, doc=doc)
    if name not in SEEN_AS:
        return None
    choices = entry.get("choices")
    texts = tuple(text for text in choices if isinstance(text, str)) if isinstance(choices, list) else None
    return Declaration(SEEN_AS[name], unit, _interval(entry, name), texts, doc)


def _interval(entry: Mapping[str, object], type_: str) -> Interval | None:
    if SEEN_AS[type_] not in (INTEGER, FLOAT):
        return None
    low, high = (_seen(type_, number_or_none(entry.get(key))) for key in ("minimum", "maximum"))
    largest = _LARGEST.get(type_, Interval().high)
    return Interval(-largest if low is None else low, largest if high is None else high)


def _seen(type_: str, bound: float | None) -> int | float | None:
    """Give a bound as formulas see the values it bounds; one that its type cannot hold bounds nothing."""
    try:
        return limits(type_, bound, None)[0]
    except OverflowError:
        return None


def overridden(shared: object, change: object) -> Mapping[str, object]:
    """Return a shared parameter with a method's changes."""
    return {**mapping(shared), **mapping(change)}
