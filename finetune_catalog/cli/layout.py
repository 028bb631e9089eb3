"""Tables for people: numbers aligned at the point, as wide as the screen, in blocks where one would be wider.

Written here and not with rich: that takes 60 ms to import, which is three bare interpreters, and what it prints
depends on its version, while README and reference pages quote these tables to the character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.tables import ABSENT, best_cells, for_people, people_rows
from finetune_catalog.diagnostics.snippet import safe, width
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.cli.tables import Column, Table

GAP = 2  #: columns of the screen between two columns of the table
PROSE = 20  #: the least room for a column of prose
ARROWS = {"higher": "↑", "lower": "↓"}

BOLD, DIM, GOOD, RESET = "\x1b[1m", "\x1b[2m", "\x1b[1;32m", "\x1b[0m"


@frozen
class _Laid:
    """A column ready to be printed: lines of its heading, lines of each cell, and how wide it is."""

    head: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    width: int
    number: bool
    good: frozenset[int]


def laid_out(table: Table, screen: Screen) -> str:
    """Lay a table out for a screen: headings over a rule, cells aligned, notes wrapped below."""
    columns = _columns(for_people(table), screen)
    blocks = [_block(block, screen) for block in _split(columns, screen.width)]
    notes = [
        "".join(f"{paint(line, DIM, screen)}\n" for line in wrapped(note, screen.width))
        for note in _notes(table, screen)
    ]
    return "\n".join([*blocks, *(["".join(notes)] if notes else [])])


def _notes(table: Table, screen: Screen) -> list[str]:
    return [safe(screen.shown(note)) for note in table.notes]


def _columns(table: Table, screen: Screen) -> list[_Laid]:
    rows = [[safe(screen.shown(cell)) for cell in row] for row in people_rows(table)]
    best = best_cells(table)
    cells = [[row[index] for row in rows] for index in range(len(table.columns))]
    room = _prose_room(table.columns, cells, screen)
    laid = []
    for index, column in enumerate(table.columns):
        good = frozenset(row for row, place in best if place == index)
        laid.append(_column(column, cells[index], room.get(index), screen, good))
    return laid


def _column(
    column: Column, cells: list[str], room: int | None, screen: Screen, good: frozenset[int]
) -> _Laid:
    if column.number:
        cells = aligned(cells)
    lines = [tuple(wrapped(cell, room)) if room else (cell,) for cell in cells]
    size = max((width(line) for cell in lines for line in cell), default=0)
    head = _head(column, max(size, room or 0), screen)
    return _Laid(head, tuple(lines), max(size, *map(width, head)), column.number, good)


def _head(column: Column, size: int, screen: Screen) -> tuple[str, ...]:
    """Break a number's heading into words as narrow as its cells; its unit and which end is better stand below."""
    title = screen.shown(column.title)
    unit = screen.shown(" ".join(part for part in (column.unit, ARROWS.get(column.best, "")) if part))
    if not column.number:
        return (title,)
    longest = max(map(width, (*title.split(), unit)))
    return (*wrapped(title, max(size, longest)), *((unit,) if unit else ()))


def _prose_room(columns: Sequence[Column], cells: Sequence[Sequence[str]], screen: Screen) -> dict[int, int]:
    """Share the room that other columns leave among the columns of prose, no more to each than it needs."""
    natural = [max((width(cell) for cell in column), default=0) for column in cells]
    prose = sorted((i for i, column in enumerate(columns) if column.wide), key=lambda i: natural[i])
    others = (max(natural[i], width(columns[i].title)) for i in range(len(columns)) if i not in prose)
    left = screen.width - sum(others) - GAP * (len(columns) - 1)
    room = {}
    for position, index in enumerate(prose):
        wanted = max(natural[index], width(columns[index].title))
        room[index] = min(wanted, max(PROSE, left // (len(prose) - position)))
        left -= room[index]
    return room


def _split(columns: list[_Laid], limit: int) -> list[list[_Laid]]:
    """Split columns into blocks that fit, each led by the first column and all about equally wide."""
    first, rest = columns[0], columns[1:]
    room = limit - first.width
    count = len(_packed(rest, room))
    each = -(-len(rest) // count) if count else 0
    even = [rest[start : start + each] for start in range(0, len(rest), each)] if each else []
    fits = all(_size(block) <= room for block in even)
    return [[first, *block] for block in (even if fits else _packed(rest, room))] or [columns]


def _packed(columns: list[_Laid], room: int) -> list[list[_Laid]]:
    blocks: list[list[_Laid]] = []
    for column in columns:
        if blocks and _size([*blocks[-1], column]) <= room:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    return blocks


def _size(columns: Iterable[_Laid]) -> int:
    return sum(column.width + GAP for column in columns)


def _block(columns: list[_Laid], screen: Screen) -> str:
    height = max(len(column.head) for column in columns)
    heads = [("",) * (height - len(column.head)) + column.head for column in columns]
    lines = [
        _line(columns, [head[i] for head in heads], [BOLD] * len(columns), screen) for i in range(height)
    ]
    rule = "─" if screen.can_show("─") else "-"
    lines.append(paint(rule * (sum(c.width for c in columns) + GAP * (len(columns) - 1)), DIM, screen))
    for row in range(len(columns[0].cells)):
        cells = [column.cells[row] for column in columns]
        styles = [GOOD if row in column.good else "" for column in columns]
        for i in range(max(map(len, cells))):
            texts = [cell[i] if i < len(cell) else "" for cell in cells]
            lines.append(_line(columns, texts, styles, screen))
    return "".join(f"{line}\n" for line in lines if line.strip())


def _line(columns: Sequence[_Laid], texts: Sequence[str], styles: Sequence[str], screen: Screen) -> str:
    parts, blank = [], 0
    for column, text, style in zip(columns, texts, styles, strict=True):
        pad = column.width - width(text)
        before, after = (pad, 0) if column.number else (0, pad)
        stripped = text.rstrip()
        if stripped:  # blanks are kept back until something follows them, so that no line ends in blanks
            parts.append(" " * (blank + before) + paint(stripped, style, screen))
            blank = after + width(text) - width(stripped) + GAP
        else:
            blank += column.width + GAP
    return "".join(parts)


def paint(text: str, style: str, screen: Screen) -> str:
    """Style a text where the screen shows styles."""
    return f"{style}{text}{RESET}" if style and screen.color and text else text


def aligned(cells: Sequence[str]) -> list[str]:
    """Pad numbers so that their points stand in one column; what is no number ends where units do."""
    splits = [_point(cell) for cell in cells]
    after = max((len(cell) - split for cell, split in zip(cells, splits, strict=True)), default=0)
    return [cell + " " * (after - len(cell) + split) for cell, split in zip(cells, splits, strict=True)]


def _point(cell: str) -> int:
    if cell in {ABSENT, "-"}:
        return len(cell)
    return min((i for i in (cell.find("."), cell.find("e")) if i >= 0), default=len(cell))


def wrapped(text: str, limit: int) -> Iterator[str]:
    """Break a text at blanks into lines of at most `limit` columns; a longer word is broken, too."""
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) <= limit:
            line += " " + word
            continue
        if line:
            yield line
        while width(word) > limit:
            yield word[:limit]
            word = word[limit:]  # noqa: PLW2901  # what is left of it
        line = word
    yield line
