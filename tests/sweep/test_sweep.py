"""Columns say what single values say: the same numbers to the bit, the same refusals, for every row at once."""

import builtins
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finetune_catalog.configure import ConfigurationError, configure
from finetune_catalog.records import CatalogData
from finetune_catalog.sweep import sweep
from tests.configure.catalogs import bundled, with_odd_methods


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> CatalogData:
    return with_odd_methods(tmp_path_factory.mktemp("odd"))


def pattern(number: Any) -> bytes:
    return struct.pack(">d", number)


def refused(method: str, data: CatalogData | None = None, **columns: Any) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        sweep(data or bundled(), method, **columns)
    return [(finding.code, finding.message) for finding in caught.value.report]


def agrees(data: CatalogData, method: str, columns: dict[str, list[Any]]) -> None:
    swept = sweep(data, method, **columns)
    rows = len(next(iter(columns.values())))
    for row in range(rows):
        single, report = configure(data, method, {name: column[row] for name, column in columns.items()})
        assert single is not None, report
        for name, value in single.metrics.items():
            assert pattern(swept[name][row]) == pattern(value), (name, row)
        for name, seen in zip(single.parameters, single.seen, strict=True):
            assert swept[name][row] == seen


ranks = st.integers(0, 2**32 - 1) | st.integers(0, 300)
alphas = (
    st.floats(width=32, allow_nan=False, allow_infinity=False)
    | st.floats(-3e38, 3e38)
    | st.integers(-(2**53), 2**53)
)


@given(st.lists(st.tuples(ranks, alphas), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_columns_and_single_values_agree_to_the_bit(rows: list[tuple[int, float]]) -> None:
    agrees(bundled(), "lora", {"rank": [row[0] for row in rows], "alpha": [float(row[1]) for row in rows]})
    agrees(bundled(), "lora", {"rank": [row[0] for row in rows]})


@given(st.lists(st.tuples(ranks, st.integers(1, 255)), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_columns_of_two_integers_agree(rows: list[tuple[int, int]]) -> None:
    agrees(bundled(), "qlora", {"rank": [row[0] for row in rows], "bits": [row[1] for row in rows]})


def test_columns_of_every_type_agree(odd: CatalogData) -> None:
    columns = {
        "width": [4, 5, -6],
        "rate": [0.25, 1.0, 2.0],
        "share": [0.1, 0.05, 0.0],
        "flavour": ["plain", "café", "plain"],
        "tied": [True, False, True],
    }

    agrees(odd, "odd-one", columns)


def test_longer_columns_than_a_block_agree_at_its_edges() -> None:
    rows = np.arange(300_001)
    swept = sweep(bundled(), "lora", rank=rows)

    for row in (0, 1, 65_535, 65_536, 65_537, 262_143, 262_144, 300_000):
        single, _ = configure(bundled(), "lora", {"rank": row})
        assert single is not None
        for name, value in single.metrics.items():
            assert pattern(swept[name][row]) == pattern(value)


def test_types_of_the_result() -> None:
    swept = sweep(bundled(), "lora", rank=[8, 16])

    assert list(swept) == ["rank", "alpha", *bundled().methods["lora"].metrics]
    assert [swept[name].dtype for name in ("rank", "alpha", "training_speedup")] == [
        "int64",
        "float32",
        "float64",
    ]
    assert swept["alpha"].tolist() == [8.0, 16.0]


@pytest.mark.parametrize(
    ("columns", "shape"),
    [
        ({"rank": 8}, (1,)),
        ({"rank": np.int64(8), "alpha": 2}, (1,)),
        ({"rank": [8]}, (1,)),
        ({"rank": range(5)}, (5,)),
        ({"rank": 8, "alpha": [1, 2, 3]}, (3,)),
        ({"rank": [1, 2], "alpha": [3]}, (2,)),
        ({"rank": np.arange(2)[:, None], "alpha": np.arange(3)}, (2, 3)),
        ({"rank": []}, (0,)),
        ({"rank": np.zeros((0, 3), dtype=int)}, (0, 3)),
    ],
    ids=str,
)
def test_columns_broadcast_to_one_shape(columns: dict[str, Any], shape: tuple[int, ...]) -> None:
    swept = sweep(bundled(), "lora", **columns)

    assert {array.shape for array in swept.values()} == {shape}


def test_a_grid_holds_every_combination() -> None:
    swept = sweep(bundled(), "qlora", rank=np.array([8, 16])[:, None], bits=np.array([4, 8]))

    assert swept["rank"].tolist() == [[8, 8], [16, 16]]
    assert swept["bits"].tolist() == [[4, 8], [4, 8]]
    for row, column in np.ndindex(2, 2):
        single, _ = configure(bundled(), "qlora", {"rank": (8, 16)[row], "bits": (4, 8)[column]})
        assert single is not None
        assert swept["memory_reduction_factor"][row, column] == single.metrics["memory_reduction_factor"]


def test_a_method_without_parameters_has_one_row() -> None:
    swept = sweep(bundled(), "full")

    assert {name: column.tolist() for name, column in swept.items()} == {
        name: [value]
        for name, value in configure(bundled(), "full", {})[0].metrics.items()  # type: ignore[union-attr]
    }


def test_columns_of_a_method_with_defaults_alone(odd: CatalogData) -> None:
    assert sweep(odd, "easy", rate=[0.5, 2])["training_speedup"].tolist() == [0.5, 2.0]
    assert sweep(odd, "easy")["training_speedup"].tolist() == [0.25]


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "uint32", "uint64", "int64"])
def test_integers_of_every_width_are_taken(dtype: str) -> None:
    swept = sweep(bundled(), "lora", rank=np.array([8, 16], dtype=dtype))

    assert swept["rank"].dtype == "int64"
    assert swept["training_speedup"].tolist() == [5.0 / (1.0 + 8 / 64.0), 4.0]


def test_what_is_given_is_not_changed() -> None:
    ranks_, alphas_ = np.arange(5), np.linspace(0.1, 1, 5)
    before = ranks_.copy(), alphas_.copy()

    swept = sweep(bundled(), "lora", rank=ranks_, alpha=alphas_)
    swept["training_speedup"] += 1

    assert (ranks_ == before[0]).all()
    assert (alphas_ == before[1]).all()


def test_alpha_is_rounded_to_binary32() -> None:
    swept = sweep(bundled(), "lora", rank=8, alpha=np.array([0.1, 16777217, 1e-50, -0.0]))

    assert swept["alpha"].tolist() == [float(np.float32(0.1)), 16777216.0, 0.0, 0.0]
    assert np.signbit(swept["alpha"][3])


def test_the_largest_binary32_written_short_is_within_its_bound() -> None:
    assert np.isfinite(sweep(bundled(), "lora", rank=8, alpha=[3.4028235e38])["alpha"]).all()


@pytest.mark.parametrize(
    ("columns", "code", "message"),
    [
        ({"rank": [1, -2, -3]}, "FC731", "`rank`: -2 is below the minimum, in row 1"),
        ({"rank": [1, 2**32]}, "FC731", "`rank`: 4294967296 is above the maximum, in row 1"),
        (
            {"rank": np.array([2**64 - 1], "u8")},
            "FC731",
            "`rank`: 18446744073709551615 is above what columns can hold, in row 0",
        ),
        ({"rank": [2**70, 1]}, "FC731", "`rank`: 1180591620717411303424 is above the maximum"),
        ({"rank": [1.0, 2.0]}, "FC731", "`rank`: expected an integer in every row, found float64"),
        ({"rank": [True]}, "FC731", "`rank`: expected an integer in every row, found bool"),
        ({"rank": ["8"]}, "FC731", "`rank`: expected an integer in every row, found <U1"),
        ({"rank": [1, None]}, "FC731", "`rank`: expected an integer, found null"),
        ({"rank": -1}, "FC731", "`rank`: -1 is below the minimum"),
        ({"rank": 8.0}, "FC731", "`rank`: expected an integer, found the float 8.0"),
        ({"rank": [1], "alpha": [np.nan]}, "FC731", "`alpha`: nan is not a finite number, in row 0"),
        ({"rank": 1, "alpha": [0, np.inf]}, "FC731", "`alpha`: inf is not a finite number, in row 1"),
        ({"rank": 1, "alpha": [0, 1e39]}, "FC731", "`alpha`: 1e+39 does not fit binary32, in row 1"),
        ({"rank": 1, "alpha": [1j]}, "FC731", "`alpha`: expected a number in every row, found complex128"),
        (
            {"rank": [1, 2], "alpha": [1, 2, 3]},
            "FC730",
            "columns do not fit together: `rank` has 2 rows, `alpha` has 3 rows",
        ),
        ({"rank": [8], "rnk": 1}, "FC702", "`lora` has no parameter `rnk`"),
        ({"alpha": [8]}, "FC703", "`rank` is missing"),
    ],
    ids=str,
)
def test_the_first_wrong_row_is_named(columns: dict[str, Any], code: str, message: str) -> None:
    assert refused("lora", **columns) == [(code, message)]


def test_wrong_words_and_booleans_are_refused(odd: CatalogData) -> None:
    assert refused("odd-one", odd, width=4, flavour=["plain", "plian"]) == [
        ("FC731", '`flavour`: "plian" is none of its choices, in row 1')
    ]
    assert refused("odd-one", odd, width=4, tied=[0, 1]) == [
        ("FC731", "`tied`: expected true or false in every row, found int64")
    ]
    assert refused("odd-one", odd, width=4, share=[0.1, 0.2]) == [
        ("FC731", "`share`: 0.2 is above the maximum, in row 1")
    ]


def test_a_row_without_a_value_is_named(odd: CatalogData) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sweep(odd, "odd-one", width=[4, 3, 5])

    (finding,) = caught.value.report
    assert "division by zero" in finding.message
    assert finding.notes == ("in row 1",)


def test_an_unknown_method_is_answered_with_the_nearest() -> None:
    assert refused("lroa", rank=[1]) == [("FC701", "there is no method `lroa`")]


def test_without_numpy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_numpy(name: str, *rest: Any, **more: Any) -> Any:
        if name == "numpy":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_numpy)
    with pytest.raises(ImportError, match=r"pip install 'finetune-catalog\[numpy\]'"):
        sweep(bundled(), "lora", rank=[1])
