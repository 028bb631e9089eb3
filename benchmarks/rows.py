"""The rows of the table, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: a ratio to a baseline, or a rate.

    `limit` is what the project asks of itself, None for what is shown for comparison; `at_least` turns it round.
    A row without `measured` says why in `note`.
    """

    what: str
    against: str
    measured: float | None
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the limit holds; None where there is none."""
        if self.limit is None or self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else round(self.measured, 2) <= self.limit


HEADER = ("what", "beside", "measured", "limit", "holds", "")


def cells(row: Row) -> tuple[str, ...]:
    """Write a row's cells."""
    sign = "≥" if row.at_least else "≤"
    limit = "" if row.limit is None else f"{sign} {_number(row.limit)}"
    holds = {True: "yes", False: "NO", None: ""}[row.holds]
    measured = "–" if row.measured is None else _number(row.measured)
    return row.what, row.against, measured, limit, holds, row.note


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"


def table(title: str, rows: Iterable[Row]) -> str:
    """Print rows as a table of text, its columns aligned."""
    body = [cells(row) for row in rows]
    widths = [max(len(line[place]) for line in (HEADER, *body)) for place in range(len(HEADER))]

    def printed(line: tuple[str, ...]) -> str:
        parts = [
            text.rjust(width) if place in (2, 3) else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        return "  ".join(parts).rstrip()

    return "\n".join([title, printed(HEADER), "─" * len(printed(HEADER)), *map(printed, body)])
