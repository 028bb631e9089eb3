"""What a plain YAML scalar means: the core schema of YAML 1.2, less the forms that mislead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
#: what a plain scalar that is no string can begin with; most strings are told by this alone
_FIRST = frozenset("+-.0123456789~nNtTfF")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

LARGEST = 2**128  #: no integer of the catalog's language is larger

Plain = str | int | float | bool | None


def plain(text: str) -> Plain | Problem:
    """Read a plain scalar: null, boolean, integer, float, else a string; a Problem where the form is refused.

    `no`, `yes`, `on`, `1_000`, `1:30` and dates are strings, `5e-5` is a float; `012`, `.nan`, `.inf` and numbers out of
    range are refused.
    """
    if text and text[0] not in _FIRST:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _RADIX.fullmatch(text):
        return _checked(int(text, 0) if len(text) < 50 else LARGEST, text)
    if _NOT_FINITE.fullmatch(text):
        return Problem(
            "FC119", f"`{text}` is not a number that can be computed with", 0, len(text), help=FINITE_HELP
        )
    return text


FINITE_HELP = "every number in a catalog or configuration is finite; leave a bound out where there is none"


def _integer(text: str) -> int | Problem:
    if _LEADING_ZERO.fullmatch(text):
        digits = ("-" if text[0] == "-" else "") + (text.lstrip("+-").lstrip("0") or "0")
        return Problem(
            "FC118",
            f"`{text}` is read as octal by some programs and as decimal by others",
            0,
            len(text),
            help=f'write {digits} for the number, or "{text}" for the text',
        )
    return _checked(int(text) if len(text) < 50 else LARGEST, text)


def _float(text: str) -> float | Problem:
    value = float(text)
    return value if value - value == 0 else _too_large(text)


def _checked(value: int, text: str) -> int | Problem:
    return value if -LARGEST < value < LARGEST else _too_large(text)


def _too_large(text: str) -> Problem:
    return Problem(
        "FC120",
        "this number is too large",
        0,
        len(text),
        help="integers have at most 128 bits, other numbers are binary64 (up to about 1.8e308)",
    )
