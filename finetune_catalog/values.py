"""Values of parameters: what each type accepts and refuses, from Python, from documents and from the command line.

A float32 parameter has two faces: people and JSON see the shortest decimal that denotes it (0.1), formulas see
the binary32 number itself, widened to binary64 (0.10000000149011612).
"""

from __future__ import annotations

from finetune_catalog.binary import (
    LARGEST_BINARY32,
    display_binary32,
    display_binary64,
    shortest_binary32,
    to_binary32,
)

# This module is on the path of the quick start: it imports no typing, and words for messages where a value is refused.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    Bound: TypeAlias = int | float | None

__all__ = [
    "TYPES",
    "Refusal",
    "allowed_range",
    "coerce",
    "display_number",
    "limits",
    "parse",
    "shortest_binary32",
    "stated",
    "to_binary32",
    "widen",
]

#: the types a parameter can have, with what a message calls a value of each
TYPES = {
    "integer": "an integer",
    "float32": "a number",
    "float64": "a number",
    "boolean": "true or false",
    "string": "a string",
}
_PLAIN = frozenset((int, float, str, bool, type(None), dict, list, tuple))
_SIZES = {"float32": ("binary32", "3.4028235e+38"), "float64": ("binary64", "1.7976931348623157e+308")}
_LONGEST_INTEGER = 4000  # digits; Python itself refuses to read more than 4300
_WORDS = {"true": True, "True": True, "false": False, "False": False}


class Refusal:
    """Why a value is not accepted: `kind` is one of type, bounds, choice, overflow; its text is the message."""

    __slots__ = ("allowed", "help", "kind", "message")

    def __init__(self, kind: str, message: str, allowed: Sequence[str] = (), hint: str | None = None) -> None:
        self.kind = kind
        self.message = message
        self.allowed = tuple(allowed)
        self.help = hint

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"Refusal({self.kind!r}, {self.message!r}, {self.allowed!r}, {self.help!r})"


def coerce(
    type_: str, minimum: Bound, maximum: Bound, choices: Sequence[str] | None, value: Any
) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give the value as the type holds it, or why it cannot.

    An integer is never made of a float; a float is made of an integer; a float32 comes back as the shortest decimal
    that denotes it. NumPy's scalars count by their value.
    """
    if type(value) not in _PLAIN:
        value = _plain(value)
    accepted = _accepted(type_, value)
    if isinstance(accepted, Refusal):
        return None, accepted
    refusal = None
    if minimum is not None or maximum is not None:
        refusal = _outside(type_, minimum, maximum, accepted)
    if refusal is None and choices is not None and accepted not in choices:
        refusal = _no_choice(accepted, choices)
    return (accepted, None) if refusal is None else (None, refusal)


def _no_choice(value: Any, choices: Sequence[str]) -> Refusal:
    from finetune_catalog.text import nearest

    near = nearest(value, choices) if isinstance(value, str) else None
    hint = f"did you mean {_shown(near)}?" if near else None
    return Refusal(
        "choice", f"{_shown(value)} is none of its choices", [_shown(word) for word in choices], hint
    )


def widen(type_: str, value: Any) -> Any:
    """Give what formulas see of a coerced value: the binary32 number itself where people see its shortest decimal."""
    return to_binary32(value) if type_ == "float32" and value is not None else value


def limits(type_: str, minimum: Bound, maximum: Bound) -> tuple[Bound, Bound]:
    """Give the bounds of what formulas see: a float32 bound is rounded like the values it bounds."""
    return widen(type_, minimum), widen(type_, maximum)


def stated(type_: str, minimum: Bound, maximum: Bound) -> tuple[Bound, Bound]:
    """Give bounds that say something: None for one that every value of the type keeps."""
    if type_ != "float32":
        return minimum, maximum
    return None if minimum == -LARGEST_BINARY32 else minimum, None if maximum == LARGEST_BINARY32 else maximum


def allowed_range(type_: str, minimum: Bound, maximum: Bound) -> str:
    """Say which values of a type lie within bounds: `0 to 4294967295`, `at least 1`, `an integer`."""
    if minimum is None and maximum is None:
        return TYPES[type_]
    from finetune_catalog.wording import range_text

    return range_text(_as_people_see(type_, minimum), _as_people_see(type_, maximum))


def parse(type_: str, text: str) -> Any:
    """Read a value written on a command line; text that is no value of the type comes back as it is, for `coerce` to refuse."""
    if type_ == "boolean":
        return _WORDS.get(text, text)
    if type_ not in ("integer", "float32", "float64"):
        return text
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.isascii() or (not digits[:1].isdigit() and digits[:1] != ".") or "_" in digits:
        return text  # what is left out here float() would read: inf, nan, 1_000, digits of other scripts
    if digits.isdigit() and len(digits) <= _LONGEST_INTEGER:
        negative_zero = text[0] == "-" and not digits.strip("0")
        return -0.0 if negative_zero and type_ != "integer" else int(text)
    try:
        return float(text) if digits.strip() == digits else text
    except ValueError:
        return text


def display_number(value: Any, type_: str) -> str:
    """Write a value as Rust's Display does: a float by its shortest digits and never with an exponent."""
    if type_ == "float32":
        return display_binary32(to_binary32(value))
    if type_ == "float64":
        return display_binary64(value)
    if type_ == "boolean":
        return "true" if value else "false"
    return str(value)


def _plain(value: Any) -> Any:
    """Unwrap a scalar of NumPy, or a subclass of a plain type, to the plain value."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    for plain in (int, float, str):
        if isinstance(value, plain) and type(value) is not bool:
            return plain(value)
    return value


def _accepted(type_: str, value: Any) -> Any:
    """Give the value as the type holds it, or the refusal of its type."""
    if type_ in _SIZES:
        return _float(type_, value) if type(value) in (float, int) else _wrong_type(type_, value)
    right = {"integer": int, "boolean": bool}.get(type_, str)
    return value if type(value) is right else _wrong_type(type_, value)


def _float(type_: str, value: float) -> float | Refusal:
    size, largest = _SIZES[type_]
    if isinstance(value, float) and value - value != 0:
        return Refusal("overflow", f"{_shown(value)} is not a finite number", [f"-{largest} to {largest}"])
    try:
        return shortest_binary32(to_binary32(value)) if type_ == "float32" else float(value)
    except OverflowError:
        return Refusal("overflow", f"{_shown(value)} does not fit {size}", [f"-{largest} to {largest}"])


def _outside(type_: str, minimum: Bound, maximum: Bound, value: Any) -> Refusal | None:
    """Compare what formulas see, so that a binary32 bound written as a decimal includes itself."""
    if (minimum is None or minimum < value) and (maximum is None or value < maximum):
        return None  # rounding keeps the order
    number = widen(type_, value)
    low, high = limits(type_, minimum, maximum)
    if low is not None and number < low:
        message = f"{_shown(value)} is below the minimum"
    elif high is not None and number > high:
        message = f"{_shown(value)} is above the maximum"
    else:
        return None
    return Refusal("bounds", message, [allowed_range(type_, minimum, maximum)])


def _as_people_see(type_: str, bound: Bound) -> Bound:
    return shortest_binary32(to_binary32(bound)) if type_ == "float32" and bound is not None else bound


def _shown(value: Any) -> str:
    from finetune_catalog.wording import shown

    return shown(value)


def _wrong_type(type_: str, value: Any) -> Refusal:
    from finetune_catalog.wording import found

    hint = None
    if isinstance(value, str) and type(parse(type_, value)) is not str:
        hint = f"write it without quotes: {_shown(parse(type_, value))}"
    elif type_ == "integer" and isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        hint = f"write {int(value)}"
    return Refusal("type", f"expected {TYPES[type_]}, found {found(value)}", (), hint)
