"""The benchmarks run, on sizes that take no time; what they measure is no test's business."""

import pytest

from benchmarks import caching, columns, command, counting, scaling, single, streaming
from benchmarks.rows import Row, cells, table

GROUPS = {
    "single": lambda: single.rows(times=2, rounds=1),
    "columns": lambda: columns.rows(sizes=((100, 1, 1.0), (70_000, 1, 1.0))),
    "command": lambda: command.rows(runs=1),
    "stream": lambda: streaming.rows(lines=100, rounds=1, memory=(10, 100)),
    "counts": lambda: counting.rows(rounds=1, ranks=1000),
    "cache": lambda: caching.rows(rounds=1),
    "scaling": lambda: scaling.rows(sizes=(1, 2)),
}


@pytest.mark.parametrize("group", GROUPS)
def test_every_row_is_measured_or_says_why_not(group: str) -> None:
    found = list(GROUPS[group]())

    assert found
    assert all(row.measured is not None or row.note == "not installed" for row in found)
    assert all(row.what in table("", found) for row in found)


@pytest.mark.parametrize(
    ("row", "limit", "holds"),
    [
        (Row("a", "b", 1.004, 1.0), "≤ 1.00", "yes"),
        (Row("a", "b", 1.006, 1.0), "≤ 1.00", "NO"),
        (Row("a", "b", 99_999, 100_000, at_least=True), "≥ 100,000", "NO"),
        (Row("a", "b", 2.0), "", ""),
        (Row("a", "b", None, 1.0, note="not installed"), "≤ 1.00", ""),
    ],
)
def test_a_row_says_whether_its_limit_holds(row: Row, limit: str, holds: str) -> None:
    assert cells(row)[3:5] == (limit, holds)
