"""Ranges of a sweep."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.cli.errors import CommandError
from finetune_catalog.cli.grid import grid, values
from finetune_catalog.records import Parameter

WHOLE = Parameter("n", "N", "integer", "1", "n", "A count.", common=(1, 64))
REAL = Parameter("x", "X", "float32", "1", "x", "A number.")
WORD = Parameter("w", "W", "string", "1", "w", "A word.", choices=("a", "b"))


@pytest.mark.parametrize(
    ("parameter", "text", "expected"),
    [
        (WHOLE, "16", [16]),
        (WHOLE, "8,2,4", [8, 2, 4]),
        (WHOLE, "1:4", [1, 2, 3, 4]),
        (WHOLE, "1:10:4", [1, 5, 9]),
        (WHOLE, "4:1:-2", [4, 2]),
        (WHOLE, "1:256:log:9", [1, 2, 4, 8, 16, 32, 64, 128, 256]),
        (WHOLE, "1:4:log:9", [1, 2, 3, 4]),
        (WHOLE, "0:10:lin:3", [0, 5, 10]),
        (WHOLE, "1e2:102", [100, 101, 102]),
        (REAL, "0.1:0.5:0.1", [0.1, 0.2, 0.3, 0.4, 0.5]),
        (REAL, "0:1:lin:5", [0.0, 0.25, 0.5, 0.75, 1.0]),
        (REAL, "1:16:log:5", [1.0, 2.0, 4.0, 8.0, 16.0]),
        (REAL, "0:2", [0.0, 1.0, 2.0]),
        (REAL, "0.5,1e-3", [0.5, 0.001]),
        (WORD, "a,b", ["a", "b"]),
    ],
)
def test_a_range_stands_for_these_values(parameter: Parameter, text: str, expected: list[Any]) -> None:
    found = list(values(parameter, text))

    assert found == pytest.approx(expected, rel=1e-15) if parameter is REAL else found == expected
    assert {type(value) for value in found} == {type(value) for value in expected}


def test_both_ends_of_spaced_points_are_exact() -> None:
    found = values(REAL, "0.3:7.7:log:100")

    assert (found[0], found[-1], len(found)) == (0.3, 7.7, 100)


@pytest.mark.parametrize(
    ("parameter", "text", "said"),
    [
        (WHOLE, "1:x", "`n=1:x` is no range: `x` is no number"),
        (WHOLE, "1:2.5", "`n=1:2.5` is no range: `2.5` is no integer"),
        (WHOLE, "4:1", "`n=4:1` is no range: the steps never reach the end"),
        (WHOLE, "1:4:0", "`n=1:4:0` is no range: the steps never reach the end"),
        (
            WHOLE,
            "0:4:log:3",
            "`n=0:4:log:3` is no range: both ends of a logarithmic range must be greater than 0",
        ),
        (WHOLE, "1:4:log:1", "`n=1:4:log:1` is no range: the number of points must be 2 to 10,000,000"),
        (WHOLE, "1:4:log:1e12", "`n=1:4:log:1e12` is no range: the number of points must be 2 to 10,000,000"),
        (WHOLE, "1:4:cubic:3", "`n=1:4:cubic:3` is no range"),
        (WHOLE, "1:2:3:4:5", "`n=1:2:3:4:5` is no range"),
        (
            WHOLE,
            "0:4294967295",
            "`n=0:4294967295` is no range: that is 4,294,967,296 values; 10,000,000 is the most",
        ),
        (REAL, "0:1:1e-30", "`x=0:1:1e-30` is no range: that is"),
        (REAL, "0:1e999999999", "`x=0:1e999999999` is no range: `1e999999999` is out of reach"),
        (REAL, "0:nan", "`x=0:nan` is no range: `nan` is out of reach"),
        (WORD, "a:b", "`w=a:b` is no range"),
    ],
)
def test_what_is_no_range_is_refused_at_once(parameter: Parameter, text: str, said: str) -> None:
    with pytest.raises(CommandError) as caught:
        values(parameter, text)

    (found,) = caught.value.report
    assert found.code == "FC908"
    assert found.message.startswith(said)
    assert found.allowed


def test_the_help_of_a_bad_range_is_a_good_one() -> None:
    with pytest.raises(CommandError) as caught:
        values(WHOLE, "1-64:")

    assert caught.value.report.diagnostics[0].help == "for example `n=1:64`"


def test_several_ranges_make_every_combination_the_last_changing_fastest() -> None:
    made = grid({"a": [1, 2], "b": [3], "c": [4, 5, 6]})

    assert (made.rows, made.swept) == (6, ("a", "c"))
    assert {name: column.tolist() for name, column in made.at(np.arange(6)).items()} == {
        "a": [1, 1, 1, 2, 2, 2],
        "b": [3, 3, 3, 3, 3, 3],
        "c": [4, 5, 6, 4, 5, 6],
    }


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.data())
def test_any_rows_of_a_grid_are_those_of_the_product(sizes: list[int], data: st.DataObject) -> None:
    axes = {f"p{place}": list(range(size)) for place, size in enumerate(sizes)}
    every = list(itertools.product(*axes.values()))
    rows = data.draw(st.lists(st.integers(0, len(every) - 1), min_size=1))

    columns = grid(axes).at(np.asarray(rows))

    assert list(zip(*(column.tolist() for column in columns.values()), strict=True)) == [
        every[row] for row in rows
    ]


def test_too_many_combinations_are_refused_before_they_are_made() -> None:
    with pytest.raises(CommandError) as caught:
        grid({name: list(range(10_000)) for name in "abc"})

    assert caught.value.report.diagnostics[0].message == "these ranges make 1,000,000,000,000 rows"
