"""How messages write values, kinds of values, and ranges."""

from __future__ import annotations

import errno

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from finetune_catalog.records import UnitEntry

_LONGEST_SHOWN = 60
_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "it is read-only",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EEXIST: "it exists already",
}
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (str, "string"),
    (dict, "mapping"),
    ((list, tuple), "list"),
)


def unit_symbol(units: Mapping[str, UnitEntry], unit: str) -> str:
    """Give how a unit is written after a number, nothing for a plain one; one made of several is written as it is."""
    return units[unit].symbol if unit in units else unit


def shown(value: Any) -> str:
    """Write a value for a message, as JSON would, cut where it is long."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 128:
        return f"an integer of {value.bit_length()} bits"  # Python refuses to write very long ones
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    return _cut(repr(value)) if isinstance(value, (int, float)) else with_article(kind_of(value))


def kind_of(value: Any) -> str:
    """Name the kind of a value in the words of JSON, without an article."""
    if value is None:
        return "null"
    for types, word in _KINDS:
        if isinstance(value, types):
            return word
    return f"value of type {type(value).__name__}"


def found(value: Any) -> str:
    """Say what stands where something else was expected: `the float 8.0`, `a list`, `null`."""
    if isinstance(value, (str, int, float)):
        return f"the {kind_of(value)} {shown(value)}"
    return with_article(kind_of(value))


def with_article(noun: str) -> str:
    """Put `a` or `an` before a noun; null takes none."""
    if noun == "null":
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def range_text(low: float | None, high: float | None) -> str:
    """Say which numbers lie within bounds: `0 to 4294967295`, `at least 1`, `any`."""
    if low is None:
        return "any" if high is None else f"at most {shown(high)}"
    return f"at least {shown(low)}" if high is None else f"{shown(low)} to {shown(high)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def system_reason(error: OSError | ValueError) -> str:
    """Say why the system refused, without its number."""
    if not isinstance(error, OSError):
        return str(error).lower()  # a name that no file can have
    return _REASONS.get(error.errno or 0) or (error.strerror or str(error) or type(error).__name__).lower()
