"""From bytes to text, refusing what no editor shows: wrong encodings, control characters, files beyond a size."""

from __future__ import annotations

import re
from itertools import islice

from finetune_catalog.diagnostics import Diagnostic, Span
from finetune_catalog.diagnostics.snippet import LINE_BREAK

LARGEST = 4 * 2**20  #: characters (and bytes) of a file, where the caller does not say otherwise
MOST = 20  #: findings of this kind in one file; a binary file would have thousands

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_KINDS = (
    ("\x85\u2028\u2029", "line break that most programs do not see"),
    ("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "invisible character that reorders text"),
    ("\ufeff", "byte-order mark inside the text"),
)


def decode(
    content: str | bytes, name: str, limit: int = LARGEST, line: int = 1
) -> tuple[str | None, list[Diagnostic]]:
    """Give the text of a file without its byte-order mark, or None where it cannot be read, and what is wrong with it."""
    found: list[Diagnostic] = []
    if len(content) > limit:
        return None, [_too_large(len(content), Span(name, line, 1, line, 1), limit)]
    text = _utf8(content, Span(name, line, 1, line, 1), found) if isinstance(content, bytes) else content
    if text is None:
        return None, found
    if text.startswith("\ufeff"):
        text = text[1:]
        found.append(
            Diagnostic(
                "FC102",
                "the file begins with a byte-order mark",
                span=Span(name, line, 1, line, 1),
                help="save it as UTF-8 without one (`UTF-8`, not `UTF-8 with BOM`)",
            )
        )
    forbidden = [
        _forbidden(text, match, Span(name, line, 1, line, 1))
        for match in islice(_FORBIDDEN.finditer(text), MOST)
    ]
    return (None if forbidden else text), [*found, *forbidden]


def _place(text: str, offset: int, begin: Span) -> Span:
    """Give the span of one character of a text that begins at `begin`."""
    breaks = [match.end() for match in LINE_BREAK.finditer(text, 0, offset)]
    line, column = begin.line + len(breaks), offset - (breaks[-1] if breaks else 0) + 1
    return Span(begin.file, line, column, line, column + 1)


def _too_large(size: int, begin: Span, limit: int) -> Diagnostic:
    most = f"more than the {limit / 2**20:.3g} MiB that are read"
    return Diagnostic(
        "FC104",
        # one byte more: as much was looked at, and how much there is is not known
        f"the file has {most}" if size == limit + 1 else f"the file has {size / 2**20:.1f} MiB, {most}",
        span=begin,
        help="split it into several files",
    )


def _utf8(content: bytes, begin: Span, found: list[Diagnostic]) -> str | None:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or content[:4].count(b"\0") >= 2:
        found.append(
            Diagnostic("FC101", "the file is not UTF-8 but UTF-16 or UTF-32", span=begin, help=_UTF8_HELP)
        )
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        found.append(
            Diagnostic(
                "FC101",
                f"byte 0x{content[error.start]:02x} at offset {error.start} is not UTF-8",
                span=_place(before, len(before), begin),
                help=_UTF8_HELP,
            )
        )
        return None


_UTF8_HELP = "save the file as UTF-8"


_BYTES = range(0xDC80, 0xDD00)  #: what `surrogateescape` makes of bytes that are no UTF-8


def _forbidden(text: str, match: re.Match[str], begin: Span) -> Diagnostic:
    character = match[0]
    if ord(character) in _BYTES:
        byte, place = ord(character) - 0xDC00, _place(text, match.start(), begin)
        return Diagnostic("FC101", f"byte 0x{byte:02x} is not UTF-8", span=place, help=_UTF8_HELP)
    kind = next((kind for members, kind in _KINDS if character in members), "control character")
    return Diagnostic(
        "FC103",
        f"{kind} U+{ord(character):04X}",
        span=_place(text, match.start(), begin),
        help=f'remove it, or write it as "\\u{ord(character):04x}" in a double-quoted string',
    )
