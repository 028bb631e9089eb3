"""Fields of a config.json as an architecture declares them: how formulas see each, and whether its default fits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    STRING,
    Declaration,
    Interval,
    ListOf,
    Optional,
)
from finetune_catalog.loading.raw import is_mapping, mapping, number_or_none
from finetune_catalog.wording import found, range_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.types import Type
    from finetune_catalog.loading.sheets import Sheet

LABELS = "num_labels"  #: the field that every architecture has: how many classes a classifier tells apart
LARGEST = 2**40  #: of any integer in a config.json: no model has a dimension near it

#: how formulas see a value of each type
SEEN_AS: Mapping[str, Type] = {
    "integer": INTEGER,
    "float": FLOAT,
    "boolean": BOOLEAN,
    "string": STRING,
    "given": BOOLEAN,
    "characters": ListOf(Declaration(STRING)),
    "integers": ListOf(Declaration(INTEGER)),
    "floats": ListOf(Declaration(FLOAT)),
    "booleans": ListOf(Declaration(BOOLEAN)),
    "strings": ListOf(Declaration(STRING)),
}
_TEXTS = ("string", "characters", "strings")
_PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "integer": int,
    "float": (int, float),
    "boolean": bool,
    "string": str,
    "characters": str,
    "given": bool,
}


def type_of(entry: object) -> str:
    """Return a field's type as its entry states it."""
    return str(mapping(entry).get("type", "integer"))


def may_be_none(entry: object) -> bool:
    """Whether formulas may see None for it."""
    raw = mapping(entry)
    return raw.get("optional") is True or ("default" in raw and raw["default"] is None)


def declared_field(entry: object) -> Declaration:
    """Declare a field as formulas see it; one of an unknown type, which its schema refuses, as an integer."""
    raw = mapping(entry)
    name = type_of(entry)
    seen = SEEN_AS.get(name, INTEGER)
    interval = None
    if seen in (INTEGER, FLOAT):
        low, high = number_or_none(raw.get("minimum")), number_or_none(raw.get("maximum"))
        if seen == INTEGER:
            low, high = 1 if low is None else low, LARGEST if high is None else high
        interval = Interval(Interval().low if low is None else low, Interval().high if high is None else high)
    choices = raw.get("choices")
    texts = tuple(str(text) for text in choices) if isinstance(choices, list) else None
    return Declaration(Optional(seen) if may_be_none(entry) else seen, interval=interval, choices=texts)


def default_is_formula(entry: object) -> bool:
    """Whether a field's default is a formula: a text, where the field itself is none."""
    return isinstance(mapping(entry).get("default"), str) and type_of(entry) not in _TEXTS


def flawed_default(sheet: Sheet, id_: str, entry: object) -> Iterator[Diagnostic]:
    """Say that a field has no default, or one that config.json could not give."""
    if not is_mapping(entry):
        return
    path = ("fields", id_)
    if "default" not in entry:
        if entry.get("required") is not True:
            help_ = "add `default: …` (what the library takes where it is absent), or `required: true`"
            message = f"nothing says what `{id_}` is where config.json lacks it"
            yield Diagnostic("FC616", message, span=sheet.key(path), help=help_)
        return
    value = entry["default"]
    if value is not None and not holds(type_of(entry), value, entry.get("spread")):
        message = f"{found(value)} is no default for a field of type {type_of(entry)}"
        yield Diagnostic("FC616", message, span=sheet.value((*path, "default")), help="mend one of them")
    bounds = declared_field(entry).interval
    if bounds is not None and number_or_none(value) is not None and not bounds.low <= value <= bounds.high:
        message = f"the default {shown(value)} of `{id_}` is not {range_text(bounds.low, bounds.high)}"
        help_ = "state `minimum` or `maximum`: one without a word is 1 for an integer"
        yield Diagnostic("FC616", message, span=sheet.value((*path, "default")), help=help_)


def holds(type_: str, value: Any, spread: object = None) -> bool:
    """Whether a value is of a field's type."""
    plain = _PYTHON.get(type_)
    if plain is not None:
        return isinstance(value, plain) and isinstance(value, bool) == (plain is bool)
    if isinstance(value, (list, tuple)):
        return all(holds(type_[:-1], item) for item in value)
    return spread is not None and holds(type_[:-1], value)
