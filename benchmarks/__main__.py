"""`python -m benchmarks`: every row of the table in one run; `--long` with the sizes that take minutes."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from typing import TYPE_CHECKING

from benchmarks import caching, columns, command, counting, scaling, single, streaming
from benchmarks.rows import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.rows import Row

GROUPS: dict[str, tuple[str, Callable[[], Iterable[Row]]]] = {
    "single": ("One evaluation", single.rows),
    "columns": ("Columns", columns.rows),
    "command": ("The command", command.rows),
    "stream": ("Streams", streaming.rows),
    "counts": ("Counts on a model", counting.rows),
    "cache": ("The compiled cache", caching.rows),
    "scaling": ("Large catalogs", scaling.rows),
}
LONG: dict[str, Callable[[], Iterable[Row]]] = {
    "stream": lambda: streaming.rows(memory=(100_000, 10_000_000)),
    "scaling": lambda: scaling.rows(sizes=(500, 1_000, 2_500, 5_000)),
}


def main() -> int:
    """Print the table, a group at a time; 1 where a limit does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"one of {', '.join(GROUPS)}; all if none")
    parser.add_argument("--long", action="store_true", help="10,000,000 lines and 5,000 methods: minutes")
    given = parser.parse_args()
    if unknown := [name for name in given.groups if name not in GROUPS]:
        parser.error(f"no such group: {unknown[0]}; there are {', '.join(GROUPS)}")
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; ratios, less is better"
    )
    broken = 0
    for name, (title, rows) in GROUPS.items():
        if not given.groups or name in given.groups:
            found = list((LONG.get(name, rows) if given.long else rows)())
            broken += sum(row.holds is False for row in found)
            print(f"\n{table(title, found)}", flush=True)
    print(f"\n{broken} limits do not hold" if broken else "\nevery limit holds")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
