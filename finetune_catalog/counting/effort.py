"""How long a pattern can keep the matcher busy: told from its form, before it runs.

A repetition of single characters tries at most every length; several of them multiply, and so do alternatives. A
repetition of anything else may try every way to cut the text, which has no useful bound.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_SINGLE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")


def tries(text: str, length: int) -> float:
    """Give an upper bound on the ways in which a pattern tries to match a text so long; infinite where there is none.

    Raises:
        re.error: it is no pattern.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about syntax that may change its meaning one day
        return _tries(re._parser.parse(text), length)  # type: ignore[attr-defined]  # noqa: SLF001


def _tries(items: Any, length: int) -> float:
    ways = 1.0
    for op, argument in items:
        ways *= _item(op.name, argument, length)
    return ways


def _item(name: str, argument: Any, length: int) -> float:
    if name in (*_SINGLE, "AT"):
        return 1
    if name in _REPEATS:
        least, most, inside = argument
        return _repetition(least, most, inside, length)
    if name == "BRANCH":
        ways = sum(_tries(branch, length) for branch in argument[1])
        return ways if _ambiguous(argument[1]) else max(1, ways - len(argument[1]) + 1)
    if name == "SUBPATTERN":
        return _tries(argument[3], length)
    if name in ("ASSERT", "ASSERT_NOT"):
        return 1 + _tries(argument[1], length)
    return float("inf")


def _repetition(least: int, most: int, inside: Any, length: int) -> float:
    ways = _tries(inside, length)
    if most <= 1:
        return 1 + ways
    if least == most and ways == 1:
        return 1
    single = len(inside) == 1 and inside[0][0].name in _SINGLE
    return length if single else float("inf")


def _ambiguous(branches: Any) -> bool:
    """Whether more than one alternative can begin with the same character."""
    first = [branch[0] if len(branch) else None for branch in branches]
    characters = [one[1] if one is not None and one[0].name == "LITERAL" else None for one in first]
    return None in characters or len(set(characters)) < len(characters)
