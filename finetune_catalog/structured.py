"""Values with parts: lists of names or integers, tables by module name. Options have them; formulas see what is in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finetune_catalog.values import Refusal, coerce, parse
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.records import Parameter

#: the types with parts, and what a message calls a value of each
STRUCTURED: Mapping[str, str] = {
    "names": "a list of names, or one pattern",
    "integers": "a list of integers",
    "ranks": "a mapping of names to numbers",
    "spans": "a list of [first, end] pairs",
    "tokens": "a list of integers, or a mapping of names to such lists",
    "configurations": "a mapping of names to configurations",
}


_WORD = re.compile(r"(?<![\w.])(?!(?:true|false|null)\b)[A-Za-z_][\w.]*")  #: what JSON wants in quotes


def accept_value(
    type_: str,
    minimum: float | None,
    maximum: float | None,
    choices: Sequence[str] | None,
    value: Any,
) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give a value as its type holds it, with parts or without, or why it cannot."""
    if type_ in STRUCTURED:
        return accept_structured(type_, value)
    return coerce(type_, minimum, maximum, choices, value)


def accept_option(option: Parameter, value: Any) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give a value as an option holds it, or why it cannot."""
    if value is None and option.default is None and option.default_formula is None:
        return None, None
    if option.pattern is not None and isinstance(value, str) and re.fullmatch(option.pattern, value):
        return value, None
    return accept_value(option.type, option.minimum, option.maximum, option.choices, value)


def accept_structured(type_: str, value: Any) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give a value as its type holds it (lists as tuples, one integer as a list of one), or why it cannot.

    A string is a pattern only where the type is `names`; elsewhere it is refused.
    """
    accepted = _READERS[type_](value)
    if accepted is None:
        return None, Refusal("type", f"expected {STRUCTURED[type_]}, found {_found(type_, value)}")
    return accepted, None


def parse_value(type_: str, text: str) -> Any:
    """Read a value written on a command line; what cannot be read comes back as it is, to be refused.

    Lists are written with commas (`q_proj,v_proj`), or like everything with parts as JSON, in which plain words need no
    quotes (`[q_proj, v_proj]`, `{q_proj: 32}`). One plain name is a list of one; anything else is a pattern.
    """
    if type_ not in STRUCTURED:
        return parse(type_, text)
    if text[:1] in "[{":
        import json

        try:
            return json.loads(text if '"' in text else _WORD.sub(r'"\g<0>"', text))
        except ValueError:
            return text
    items = text.split(",")
    if type_ == "names":
        plain = all(item.replace(".", "").replace("_", "").isalnum() for item in items)
        return items if plain else text
    return [parse("integer", item) for item in items]


def _found(type_: str, value: Any) -> str:
    """Say what was found in place of a value with parts; of a table the first entry that does not fit."""
    if type_ == "ranks" and isinstance(value, Mapping):
        return next(
            f"{found(item)} for {key!r}"
            for key, item in value.items()
            if not isinstance(key, str) or not _is_number(item)
        )
    return found(value)


def _names(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _integers(value: Any) -> tuple[int, ...] | None:
    items = value if isinstance(value, (list, tuple, range)) else [value]
    return tuple(items) if all(_is_integer(item) for item in items) else None


def _ranks(value: Any) -> dict[str, int] | None:
    if not isinstance(value, Mapping):
        return None
    fine = all(isinstance(key, str) and _is_number(item) for key, item in value.items())
    return dict(value) if fine else None


def _spans(value: Any) -> tuple[tuple[int, ...], ...] | None:
    if not isinstance(value, (list, tuple)):
        return None
    made = [_integers(item) if isinstance(item, (list, tuple)) else None for item in value]
    spans = tuple(item for item in made if item is not None and len(item) == 2)
    return spans if len(spans) == len(value) else None


def _tokens(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return _integers(value) if isinstance(value, (list, tuple)) else None
    made = {key: _integers(item) if isinstance(item, (list, tuple)) else None for key, item in value.items()}
    fine = all(isinstance(key, str) and item is not None for key, item in made.items())
    return made if fine else None


def _configurations(value: Any) -> Any:
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return dict(value)
    return None


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_READERS: Mapping[str, Any] = {
    "names": _names,
    "integers": _integers,
    "ranks": _ranks,
    "spans": _spans,
    "tokens": _tokens,
    "configurations": _configurations,
}
