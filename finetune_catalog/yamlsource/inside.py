"""Where each character of a scalar's value stands in the file, for every style YAML can write it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.snippet import LINE_BREAK

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune_catalog.yamlsource.document import Mark

DEEPEST = (
    600  #: columns of indentation that an explicit indicator is believed to mean (64 levels of at most 9)
)

#: the characters of a value in order: what each is, and from where to where in the text it is written
Written = list[tuple[str, int, int]]

LONGEST = (
    20_000  #: characters of a scalar; no formula or template is longer, and a longer one is shown as a whole
)

_BLANK = " \t"
_BREAK = "\r\n"
_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}
_ESCAPES = dict(zip('0abtnvfre"/\\N_LP \t', '\0\a\b\t\n\v\f\r\x1b"/\\\x85\xa0\u2028\u2029 \t', strict=True))


def stretch(text: str, mark: Mark, value: str, start: int, end: int) -> tuple[int, int] | None:
    """Map offsets within a scalar's value to offsets of the text, None where the writing is not understood."""
    if mark[1] - mark[0] > LONGEST:
        return None
    written = _WRITERS.get(mark[2], _plain)(text, mark[0], mark[1], value)
    if written is None:
        return None
    if not written:
        return mark[0] + bool(mark[2]), mark[0] + bool(mark[2])
    start = min(max(start, 0), len(written))
    end = min(max(end, start), len(written))
    first = written[start][1] if start < len(written) else written[-1][2]
    return first, (written[end - 1][2] if end > start else first)


def _plain(text: str, start: int, end: int, value: str) -> Written | None:
    if end - start == len(value):
        return [(character, start + i, start + i + 1) for i, character in enumerate(value)]
    return _same(_flow(text, start, end, ""), value)


def _single(text: str, start: int, end: int, value: str) -> Written | None:
    return _same(_flow(text, start + 1, end - 1, "'"), value)


def _double(text: str, start: int, end: int, value: str) -> Written | None:
    return _same(_flow(text, start + 1, end - 1, '"'), value)


def _flow(text: str, here: int, end: int, quote: str) -> Written:
    """Read a plain or quoted scalar: blanks around line breaks vanish, one break is a space, n breaks are n-1 breaks."""
    written: Written = []
    while here < end:
        character = text[here]
        if character in _BLANK or character in _BREAK:
            here = _fold(text, here, end, written)
        elif quote == "'" and character == "'":
            written.append(("'", here, here + 2))
            here += 2
        elif quote == '"' and character == "\\":
            here = _escape(text, here, end, written)
        else:
            written.append((character, here, here + 1))
            here += 1
    return written


def _fold(text: str, here: int, end: int, written: Written) -> int:
    after = here
    breaks: list[tuple[int, int]] = []
    while after < end and text[after] in _BLANK + _BREAK:
        match = LINE_BREAK.match(text, after)
        if match:
            breaks.append(match.span())
        after = match.end() if match else after + 1
    if not breaks:
        written.extend((text[i], i, i + 1) for i in range(here, after))
    elif len(breaks) == 1:
        written.append((" ", *breaks[0]))
    else:
        written.extend(("\n", *place) for place in breaks[1:])
    return after


def _escape(text: str, here: int, end: int, written: Written) -> int:
    letter = text[here + 1 : here + 2]
    match = LINE_BREAK.match(text, here + 1)
    if match:  # an escaped break joins lines; empty lines that follow still count
        after = match.end()
        while after < end and text[after] in _BLANK + _BREAK:
            further = LINE_BREAK.match(text, after)
            if further:
                written.append(("\n", *further.span()))
            after = further.end() if further else after + 1
        return after
    digits = _ESCAPE_DIGITS.get(letter, 0)
    after = here + 2 + digits
    try:
        character = chr(int(text[here + 2 : after], 16)) if digits else _ESCAPES.get(letter, "")
    except (ValueError, OverflowError):
        character = ""
    if (
        "\ud800" <= character < "\udc00" and text[after : after + 2] == "\\u"
    ):  # JSON writes one character as a pair
        pair = text[here + 2 : here + 6] + text[after + 2 : after + 6]
        character, after = bytes.fromhex(pair).decode("utf-16-be", "replace"), after + 6
    written.append((character, here, after))
    return after


def _block(text: str, start: int, end: int, value: str) -> Written | None:
    """Read a literal or folded scalar; its indentation is the one that yields the value."""
    body = LINE_BREAK.search(text, start, end)
    if body is None:
        return [] if not value else None
    folded = text[start] == ">"
    for indent in _indents(text, body.end(), end):
        written = _block_lines(text, body.end(), end, indent, folded=folded)
        if written is not None and _text(written).startswith(value):
            return written[: len(value)]
    return None


def _indents(text: str, start: int, end: int) -> list[int]:
    """List the indentations a block can have, the widest (its first line's, or that of any blank line) first."""
    lines = LINE_BREAK.split(text[start:end])
    first = next((line for line in lines if line.strip(" ")), None)
    widest = max(map(len, lines)) if first is None else len(first) - len(first.lstrip(" "))
    return [widest, *range(min(widest - 1, DEEPEST), -1, -1)]


def _block_lines(text: str, here: int, end: int, indent: int, *, folded: bool) -> Written | None:
    """Join the lines as YAML does, keeping every break at the end (chomping cuts some of them off)."""
    written: Written = []
    held: tuple[int, int] | None = None  # the break after the line before
    blank_before = False
    breaks, here = _breaks(text, here, end, indent)
    while here < end:
        blank = text[here] in _BLANK
        if held is not None and folded and not blank and not blank_before:
            if not breaks:
                written.append((" ", *held))
        elif held is not None:
            written.append(("\n", *held))
        written.extend(("\n", *place) for place in breaks)
        match = LINE_BREAK.search(text, here, end)
        stop = match.start() if match else end
        written.extend((text[i], i, i + 1) for i in range(here, stop))
        held, blank_before = (match.span() if match else None), blank
        breaks, here = _breaks(text, match.end() if match else end, end, indent)
        if here < end and held is None:
            return None
    tail = [held, *breaks] if held else breaks
    written.extend(("\n", *place) for place in tail)
    return written


def _breaks(text: str, here: int, end: int, indent: int) -> tuple[list[tuple[int, int]], int]:
    """Skip indentation and empty lines; give the empty lines' breaks and where the next content begins."""
    breaks: list[tuple[int, int]] = []
    while True:
        after = here
        while after < end and after - here < indent and text[after] == " ":
            after += 1
        match = LINE_BREAK.match(text, after, end)
        if match is None:
            return breaks, (after if after - here == indent else end)
        breaks.append(match.span())
        here = match.end()


def _text(written: Written) -> str:
    return "".join(character for character, _, _ in written)


def _same(written: Written, value: str) -> Written | None:
    return written if _text(written) == value else None


_WRITERS: dict[str, Callable[[str, int, int, str], Written | None]] = {
    "": _plain,
    "'": _single,
    '"': _double,
    "|": _block,
    ">": _block,
}
