"""Reading plain data that may not have the shape it should: what is not there, or is something else, is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeGuard

Path: TypeAlias = tuple[str | int, ...]


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a mapping."""
    return isinstance(value, Mapping)


def mapping(value: object, key: str | None = None) -> Mapping[str, Any]:
    """Return a mapping (or the one under a key of it), an empty one for anything else."""
    if key is not None:
        value = value.get(key) if is_mapping(value) else None
    return value if is_mapping(value) else {}


def text_or(value: object, otherwise: str = "") -> str:
    """Return a text, something else for anything else."""
    return value if isinstance(value, str) else otherwise


def number_or_none(value: object) -> int | float | None:
    """Return a number, None for anything else; true and false are no numbers."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def formula_text(value: object) -> str | None:
    """Return a formula's text: a string as it stands, a number or boolean as the language writes it; None for anything else."""
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, (int, float)) else None
