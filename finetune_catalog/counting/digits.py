r"""Whether a name or a pattern tells one index of a layer from another.

Most do not: `q_proj`, `.*\.(q|v)_proj`, `fc2`. Then modules that differ in nothing but the digits of an index match
alike, and one of them is asked for all.
"""

from __future__ import annotations

import re

_INDEX = re.compile(r"(?:^|\.)[0-9]+(?:\.|$)")
_COUNTED = re.compile(r"\{[0-9]*,?[0-9]*\}")
_TELLING = ("(?P=", "(?(")  #: what compares with text that matched before
_CODES = "0123456789xuUN"  #: after a backslash: a group that matched before, or a character by its number


def name_is_blind(name: str) -> bool:
    """Whether a plain text, at the end of a path or anywhere in it, can be no index."""
    return not _INDEX.search(name)


def pattern_is_blind(text: str) -> bool:
    """Whether a pattern takes every digit of an index as every other; where that is not plain to see, it does not."""
    if any(part in text for part in _TELLING):
        return False
    place, letter = 0, False
    while place < len(text):
        char = text[place]
        if char == "\\":
            if text[place + 1 : place + 2] in _CODES:
                return False
            place, letter = place + 2, False
        elif char == "[":
            end = _class_end(text, place)
            if end is None:
                return False
            place, letter = end, False
        elif counted := _COUNTED.match(text, place):
            place, letter = counted.end(), False
        elif char.isdigit():
            if not letter:  # after a letter it belongs to a name: fc2
                return False
            place += 1
        else:
            place, letter = place + 1, char.isalpha() or char == "_"
    return True


def _class_end(text: str, place: int) -> int | None:
    """Give the place after a class of characters; None where it holds some digits and lacks others, or may do so."""
    end = text.find("]", place + 2 + (text[place + 1 : place + 2] == "^"))
    if end < 0:
        return None
    inside = text[place + 1 : end].removeprefix("^")
    for whole in ("0-9", "a-z", "A-Z", "\\d", "\\w", "\\s", "\\.", "\\-", "\\D", "\\W", "\\S"):
        inside = inside.replace(whole, "")
    telling = any(char.isdigit() or char in "\\[" for char in inside) or "-" in inside.strip("-")
    return None if telling else end + 1
