"""binary32: rounding, shortest decimals and Rust's Display, held against NumPy, exact fractions and Rust itself."""

import math
import random
import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finetune_catalog.binary import display_binary32, display_binary64, shortest_binary32, to_binary32

DISPLAYED = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "display.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
THE_ODD_ONE = 0x15AE43FD
LARGEST = 3.4028234663852886e38


def binary32(pattern: int) -> float:
    return struct.unpack("<f", pattern.to_bytes(4, "little"))[0]


def finite(pattern: int) -> bool:
    return pattern >> 23 & 255 != 255


def sample(seed: int, count: int) -> list[float]:
    source = random.Random(seed)
    edges = [
        exponent << 23 | fraction
        for exponent in range(255)
        for fraction in (0, 1, 2, 0x400000, 0x7FFFFE, 0x7FFFFF)
    ]
    subnormals = [source.randrange(1, 1 << 23) for _ in range(count // 8)]
    random_ones = [pattern for _ in range(count) if finite(pattern := source.getrandbits(32))]
    return [binary32(pattern) for pattern in edges + subnormals + random_ones]


def same(left: float, right: float) -> bool:
    return left == right and math.copysign(1, left) == math.copysign(1, right)


finite_binary32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


def test_display_is_what_rust_prints() -> None:
    wrong = [
        (pattern, want) for pattern, want in DISPLAYED if display_binary32(binary32(int(pattern, 16))) != want
    ]

    assert not wrong
    assert len(DISPLAYED) > 1500


def test_shortest_decimal_is_numpys() -> None:
    wrong = [x for x in sample(1, 20_000) if not same(shortest_binary32(x), float(str(np.float32(x))))]

    assert wrong in ([], [binary32(THE_ODD_ONE)])


@given(finite_binary32)
@example(binary32(THE_ODD_ONE))
@example(-binary32(THE_ODD_ONE))
@example(-0.0)
@example(5e-324)
def test_shortest_decimal_read_back_is_the_same_binary32(number: float) -> None:
    number = float(np.float32(number))

    assert same(to_binary32(shortest_binary32(number)), number)


@given(finite_binary32)
def test_display_without_its_rounding_of_ties_denotes_the_number(number: float) -> None:
    assert same(float(np.float32(display_binary32(number))), number)


@given(st.floats(min_value=-LARGEST, max_value=LARGEST))
@example(1.1754943508222875e-38)
@example(-1e-46)
def test_binary64_is_rounded_as_numpy_rounds_it(number: float) -> None:
    assert same(to_binary32(number), float(np.float32(number)))


@given(st.integers(min_value=-(2**63), max_value=2**64 - 1))
@example(2**24 + 1)
@example(2**53 + 2**29 + 1)
@example(2**60 + 2**36 + 1)  # through binary64 this would be rounded twice, the second time at a tie
@example(2**64 - 1)
@example(-(2**60) - 2**36 - 1)
def test_integer_of_64_bits_is_rounded_once(number: int) -> None:
    rounded = to_binary32(number)

    neighbours = [float(np.nextafter(np.float32(rounded), np.float32(way))) for way in (-np.inf, np.inf)]
    distances = [abs(Fraction(neighbour) - number) for neighbour in neighbours]
    own = abs(Fraction(rounded) - number)
    even = struct.pack("<f", rounded)[0] % 2 == 0
    assert own <= min(distances) if even else own < min(distances)


@pytest.mark.parametrize("number", [3.5e38, -3.5e38, 2**128, 10**400, 3.4028235677973366e38])
def test_what_would_be_infinite_overflows(number: float) -> None:
    with pytest.raises(OverflowError):
        to_binary32(number)


def test_just_below_the_overflow_is_the_largest() -> None:
    assert to_binary32(3.4028235677973362e38) == LARGEST


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e-7, "0.0000001"),
        (1e23, "100000000000000000000000"),
        (123456789.123, "123456789.123"),
        (562949953421312.25, "562949953421312.3"),  # half-way: Rust takes the larger, Python prints .2
        (2.0**-44, "0.00000000000005684341886080802"),
        (1.7976931348623157e308, "17976931348623157" + "0" * 292),
        (5e-324, "0." + "0" * 323 + "5"),
    ],
)
def test_binary64_is_displayed_as_rust_prints_it(number: float, text: str) -> None:
    assert display_binary64(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_displayed_binary64_denotes_the_number(number: float) -> None:
    assert same(float(display_binary64(number)), number)
