"""What an operation computes from members of two sets is a member of the set the operation gives for them."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finetune_catalog.expression import arithmetic, intervals
from finetune_catalog.expression.analysis import elementary, quotients
from finetune_catalog.expression.intervals import (
    CAP,
    LARGEST,
    TINIEST,
    Numbers,
    floats,
    integers,
    of_interval,
    of_value,
)
from finetune_catalog.expression.types import Interval

SMALL = st.integers(-40, 40)
LARGE = st.one_of(SMALL, st.integers(-(2**60), 2**60), st.integers(-CAP, CAP))
REALS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-8, 8),
    SMALL.map(float),
    st.sampled_from((0.0, -0.0, TINIEST, -TINIEST, 1e300, LARGEST)),
)


@st.composite
def whole(draw: st.DrawFn, values: st.SearchStrategy[int] = LARGE) -> tuple[Numbers, int]:
    """A set of integers, with all that can be known of it, and a member."""
    member, other = draw(values), draw(values)
    step = draw(st.sampled_from((1, 1, 2, 3, 8, 60)))
    low, high = min(member, other), max(member, other)
    numbers = integers(low, high, step, member % step, punctured=member != 0 and draw(st.booleans()))
    assert numbers is not None
    return numbers, member


@st.composite
def real(draw: st.DrawFn, values: st.SearchStrategy[float] = REALS) -> tuple[Numbers, float]:
    """A set of binary64 numbers and a member."""
    member, other = draw(values), draw(values)
    low, high = min(member, other), max(member, other)
    numbers = floats(low, high, punctured=member != 0 and draw(st.booleans()))
    assert numbers is not None
    return numbers, member


def number() -> st.SearchStrategy[tuple[Numbers, Any]]:
    return st.one_of(whole(), real())


def holds(numbers: Numbers | None, value: Any) -> None:
    """A computed value lies in a set; where it is none that the language holds, nothing is claimed."""
    limit = CAP if isinstance(value, int) else LARGEST
    assume(-limit <= value <= limit)
    assert numbers is not None
    settled, _ = intervals.settle(numbers)
    assert settled is not None
    assert bool(settled.step) is isinstance(value, int)
    assert value in settled


BINARY: dict[str, tuple[Callable[..., Numbers | None], Callable[..., Any]]] = {
    "+": (intervals.add, lambda x, y: x + y),
    "-": (intervals.subtract, lambda x, y: x - y),
    "*": (intervals.multiply, lambda x, y: x * y),
    "/": (intervals.divide, arithmetic.divide),
    "//": (quotients.floor_divide, arithmetic.floor_divide),
    "%": (quotients.modulo, arithmetic.modulo),
    "min": (intervals.smallest, lambda x, y: arithmetic.minimum((x, y))),
    "max": (intervals.largest, lambda x, y: arithmetic.maximum((x, y))),
}


@pytest.mark.parametrize("name", BINARY)
@given(left=number(), right=number())
def test_an_operator_stays_within_its_set(
    name: str, left: tuple[Numbers, Any], right: tuple[Numbers, Any]
) -> None:
    on_sets, on_values = BINARY[name]
    x, y = arithmetic.alike(left[1], right[1])
    assume(not (name in ("/", "//", "%") and y == 0))
    assume(name != "//" or not isinstance(x, float) or abs(x / y) < math.inf)

    holds(on_sets(left[0], right[0]), on_values(x, y))


@pytest.mark.parametrize("name", ["+", "-", "*", "//", "%", "min", "max"])
@given(left=whole(SMALL), right=whole(SMALL))
def test_congruences_and_holes_hold_for_small_integers(
    name: str, left: tuple[Numbers, int], right: tuple[Numbers, int]
) -> None:
    on_sets, on_values = BINARY[name]
    assume(not (name in ("//", "%") and right[1] == 0))

    holds(on_sets(left[0], right[0]), on_values(left[1], right[1]))


@pytest.mark.parametrize(
    ("on_sets", "on_value"),
    [
        (intervals.negate, lambda x: -x),
        (intervals.absolute, abs),
        (intervals.widened, float),
        (elementary.floor, math.floor),
        (elementary.ceiling, math.ceil),
        (elementary.rounded, round),
    ],
)
@given(operand=number())
def test_a_function_of_one_number_stays_within_its_set(
    on_sets: Callable[[Numbers], Numbers], on_value: Callable[[Any], Any], operand: tuple[Numbers, Any]
) -> None:
    holds(on_sets(operand[0]), on_value(operand[1]))


@pytest.mark.parametrize("exponent", range(5))
@given(base=number())
def test_a_power_stays_within_its_set(exponent: int, base: tuple[Numbers, Any]) -> None:
    holds(intervals.power(base[0], exponent), arithmetic.power(base[1], exponent))


@pytest.mark.parametrize(
    ("on_sets", "on_value", "strictly"),
    [
        (elementary.square_root, arithmetic.square_root, False),
        (elementary.logarithm, arithmetic.logarithm, True),
        (elementary.binary_logarithm, lambda x: arithmetic.logarithm(x, math.log2), True),
    ],
)
@given(operand=number())
def test_roots_and_logarithms_stay_within_their_sets(
    on_sets: Callable[[Numbers], Numbers],
    on_value: Callable[[float], float],
    strictly: bool,
    operand: tuple[Numbers, Any],
) -> None:
    numbers, member = operand
    assume(member > 0 if strictly else member >= 0)

    inside, cut = elementary.from_zero(numbers, strictly=strictly)

    assert inside is not None
    assert cut is (numbers.low < 0 or (strictly and numbers.low == 0))
    holds(on_sets(inside), on_value(float(member)))


@given(operand=real(st.floats(-800, 720)))
def test_an_exponential_stays_within_its_set(operand: tuple[Numbers, float]) -> None:
    try:
        value = math.exp(operand[1])
    except OverflowError:
        value = math.inf
    holds(elementary.exponential(operand[0]), value)


@given(left=whole(), right=whole())
def test_a_greatest_common_divisor_stays_within_its_set(
    left: tuple[Numbers, int], right: tuple[Numbers, int]
) -> None:
    holds(quotients.greatest_divisor(left[0], right[0]), math.gcd(left[1], right[1]))


@given(left=number(), right=number())
def test_a_join_holds_both_and_a_meet_what_is_in_both(
    left: tuple[Numbers, Any], right: tuple[Numbers, Any]
) -> None:
    join = intervals.join(left[0], right[0])
    for _, member in (left, right):
        holds(join, member if join.step else float(member))
    if bool(left[0].step) is bool(right[0].step):
        for _, member in (left, right):
            if member in left[0] and member in right[0]:
                holds(intervals.meet(left[0], right[0]), member)


@given(operand=number())
def test_zero_leaves_a_set_and_nothing_else_does(operand: tuple[Numbers, Any]) -> None:
    numbers, member = operand
    parts = intervals.nonzero_parts(numbers)

    assert all(part.excludes_zero() for part in parts)
    assert any(member in part for part in parts) is (member != 0)


def test_ends_are_rounded_as_results_are_and_not_outward() -> None:
    third = intervals.divide(of_value(1), of_value(3))

    assert third == Numbers(1 / 3, 1 / 3)


def test_the_end_of_a_sum_is_the_sum_of_the_ends_even_where_it_rounds_onto_a_bound() -> None:
    share = intervals.add(of_value(0.95), Numbers(0.0, 0.05))

    assert (share.low, share.high) == (0.95, 1.0)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (Numbers(1.0, math.inf), (Numbers(1.0, LARGEST), True)),
        (Numbers(math.inf, math.inf), (None, True)),
        (Numbers(0, 2**128, 1), (Numbers(0, CAP, 1), True)),
        (Numbers(2**128, 2**129, 1), (None, True)),
        (Numbers(-1.0, 1.0), (Numbers(-1.0, 1.0), False)),
    ],
)
def test_what_the_language_cannot_hold_is_cut_off_and_told(
    numbers: Numbers, expected: tuple[Numbers | None, bool]
) -> None:
    assert intervals.settle(numbers) == expected


@pytest.mark.parametrize(
    ("interval", "whole_", "expected"),
    [
        (None, True, (-CAP, CAP)),
        (None, False, (-LARGEST, LARGEST)),
        (Interval(0.5, 2.5), True, (1, 2)),
        (Interval(1, 2), False, (1.0, 2.0)),
        (Interval(-math.inf, 7), True, (-CAP, 7)),
        (Interval(0.2, 0.8), True, None),
        (Interval(2.0, 1.0), False, None),
        (Interval(1e300, math.inf), True, None),
    ],
)
def test_a_declared_interval_becomes_the_numbers_of_its_type(
    interval: Interval | None, whole_: bool, expected: tuple[float, float] | None
) -> None:
    numbers = of_interval(interval, whole=whole_)

    assert (None if numbers is None else (numbers.low, numbers.high)) == expected


def test_an_integer_product_knows_its_divisors() -> None:
    heads = integers(1, 128)
    assert heads is not None
    hidden = intervals.multiply(heads, of_value(64))

    rest = quotients.modulo(hidden, of_value(64))
    assert rest is not None
    assert (rest.low, rest.high) == (0, 0)
    assert quotients.floor_divide(hidden, of_value(64)) == heads


def test_an_odd_number_is_not_zero_though_zero_lies_between_the_ends() -> None:
    numbers = integers(-10, 10)
    assert numbers is not None

    odd = intervals.add(intervals.multiply(numbers, of_value(2)), of_value(1))

    assert odd.low < 0 < odd.high
    assert odd.excludes_zero()
    assert 0 not in odd


def test_the_python_remainder_of_a_tiny_negative_number_reaches_the_divisor() -> None:
    result = quotients.modulo(Numbers(-1e-20, 0.0), of_value(1.0))

    assert -1e-20 % 1.0 == 1.0
    assert result is not None
    assert result.high == 1.0
