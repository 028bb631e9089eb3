"""Tables as values, and their forms for programs; the form for people is in layout.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.cli.screen import Screen

ABSENT = "–"  #: what people see where there is no value


@frozen
class Column:
    """A column: its key for programs, its heading for people, and how its numbers are written for people.

    `unit` and `remark` are further lines of the heading; `best` is `higher` or `lower` where one end is the better (else anything);
    `wide` columns of prose take the room that the others leave; `hidden` ones are for programs only.
    """

    key: str
    title: str
    number: bool = False
    format: str = ""
    unit: str = ""
    remark: str = ""
    best: str = ""
    wide: bool = False
    hidden: bool = False


@frozen
class Table:
    """Columns, and rows of plain values in their order."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()  #: sentences under the table, for people only


def print_table(table: Table, form: str, screen: Screen) -> None:
    """Print a table as text, json, csv or markdown."""
    if form == "text":
        from finetune_catalog.cli.layout import laid_out

        screen.write(laid_out(table, screen))
    else:
        screen.write_data({"json": as_json, "csv": as_csv, "markdown": as_markdown}[form](table))


def as_json(table: Table) -> str:
    """Write one line: a list of objects, one a row."""
    from finetune_catalog.output import json_text

    keys = [column.key for column in table.columns]
    return json_text([dict(zip(keys, row, strict=True)) for row in table.rows]) + "\n"


def as_csv(table: Table, *, heading: bool = True) -> str:
    """Write a heading of keys and a line a row; nothing where there is no value, lists joined by spaces."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if heading:
        writer.writerow([column.key for column in table.columns])
    writer.writerows([[_field(value) for value in row] for row in table.rows])
    return text.getvalue()


def as_markdown(table: Table) -> str:
    """Write a pipe table that is aligned in its source, too."""
    from finetune_catalog.diagnostics.snippet import width

    table = for_people(table)
    heads = [_heading(column) for column in table.columns]
    cells = [[_escaped(cell) for cell in row] for row in people_rows(table)]
    widths = [max(3, *(width(row[i]) for row in (heads, *cells))) for i in range(len(heads))]
    rules = [
        "-" * (size - 1) + ":" if c.number else "-" * size
        for c, size in zip(table.columns, widths, strict=True)
    ]
    lines = []
    for row in (heads, rules, *cells):
        padded = [
            " " * (size - width(cell)) + cell if column.number else cell + " " * (size - width(cell))
            for column, cell, size in zip(table.columns, row, widths, strict=True)
        ]
        lines.append(f"| {' | '.join(padded)} |\n")
    return "".join(lines)


def for_people(table: Table) -> Table:
    """Return the table without the columns that only programs read."""
    kept = [index for index, column in enumerate(table.columns) if not column.hidden]
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return Table(tuple(table.columns[index] for index in kept), rows, table.notes)


def people_rows(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the rows as people read them: numbers in their column's format, lists with commas."""
    for row in table.rows:
        yield tuple(shown(value, column.format) for column, value in zip(table.columns, row, strict=True))


def shown(value: object, form: str = "") -> str:
    """Write a value for people; `form` is a format string for numbers, such as `{:.4g}`."""
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return form.format(value) if form else str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(shown, value)) or ABSENT
    return str(value) or ABSENT


def _heading(column: Column) -> str:
    return _escaped(f"{column.title} ({column.unit})" if column.unit else column.title)


def _field(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def best_cells(table: Table) -> frozenset[tuple[int, int]]:
    """Return the (row, column) places of each column's best value, where one end is better and values differ."""
    best: set[tuple[int, int]] = set()
    for index, column in enumerate(table.columns):
        if column.best not in {"higher", "lower"}:
            continue
        values = [(row[index], number) for number, row in enumerate(table.rows) if row[index] is not None]
        ends: Sequence[float] = sorted({value for value, _ in values})
        if len(ends) > 1:
            end = ends[-1] if column.best == "higher" else ends[0]
            best |= {(number, index) for value, number in values if value == end}
    return frozenset(best)
