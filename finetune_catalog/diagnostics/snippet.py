"""The source line under a message, with its caret: aligned, cropped, and free of characters that move the cursor."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

TAB = "    "  #: a tab is drawn as four columns wherever it stands, so that the caret line needs none
AFTER = 16  #: columns kept in view after the mark, where the line has more than fits
BLANK = "\N{REPLACEMENT CHARACTER}"  #: stands for one character that a terminal would obey or could not write

LINE_BREAK = re.compile(r"\r\n|\n|\r")

#: control characters, line breaks of other alphabets, and those that reorder text; lone surrogates cannot be encoded
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def safe(text: str) -> str:
    r"""Write the characters of a message that a terminal would obey as escapes (`\x1b`); the rest is kept."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def source_lines(text: str) -> list[str]:
    """Split a file's text where spans count lines: at LF, CR LF and a bare CR, and nowhere else."""
    return LINE_BREAK.split(text)


def width(text: str) -> int:
    """Count the terminal columns of a text: none for a combining character, two for a wide one."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


class Marked(NamedTuple):
    """A drawn source line, the columns before its mark, and the columns of the mark."""

    line: str
    before: int
    mark: int


def mark(line: str, start: int, end: int, limit: int) -> Marked:
    """Draw a line of at most `limit` columns with the characters `start` to `end` (from 0, exclusive) in view."""
    start = min(start, len(line))
    end = min(max(end, start), len(line))
    left, middle, right = _draw(line[:start]), _draw(line[start:end]), _draw(line[end:])
    if width(left) + width(middle) + width(right) <= limit:
        return Marked(left + middle + right, width(left), max(width(middle), 1))
    return _crop(left, middle, right, limit)


def _crop(left: str, middle: str, right: str, limit: int) -> Marked:
    """Keep as much of the marked text as fits, then what stands before it, then what follows."""
    middle, cut = _head(middle, limit - min(width(left), limit // 3))
    right = "" if cut else right
    room = limit - width(middle)
    after = _fit(right, max(room - width(left), min(room // 3, AFTER)))
    before = _fit(left[::-1], room - width(after))[::-1]
    drawn = before + middle + after
    return Marked(drawn, width(before), max(width(middle), 1))


def _head(text: str, limit: int) -> tuple[str, bool]:
    fitted = _fit(text, limit)
    return fitted, fitted != text


def _fit(text: str, limit: int) -> str:
    """Cut a text to `limit` columns, ending in `…` where something was cut."""
    if width(text) <= limit:
        return text
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > limit - 1:
            return text[:index] + "…" if limit > 0 else ""
    return text


def _draw(text: str) -> str:
    return _UNSAFE.sub(lambda match: TAB if match[0] == "\t" else BLANK, text)
