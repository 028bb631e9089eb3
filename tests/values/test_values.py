"""What each type of parameter accepts and refuses."""

import enum
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.values import Refusal, allowed_range, coerce, display_number, limits, parse, widen

LARGEST = 3.4028234663852886e38


def accepted(type_: str, value: Any, low: Any = None, high: Any = None, choices: Any = None) -> Any:
    result, refusal = coerce(type_, low, high, choices, value)
    assert refusal is None, refusal
    return result


def refused(type_: str, value: Any, low: Any = None, high: Any = None, choices: Any = None) -> Refusal:
    result, refusal = coerce(type_, low, high, choices, value)
    assert refusal is not None, result
    return refusal


@pytest.mark.parametrize("value", [8, np.int64(8), np.uint8(8), np.array(8), enum.IntEnum("E", {"A": 8}).A])  # type: ignore[attr-defined]
def test_integer_is_accepted_by_value(value: Any) -> None:
    result = accepted("integer", value)

    assert result == 8
    assert type(result) is int


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        (8.0, "expected an integer, found the float 8.0", "write 8"),
        (np.float64(8), "expected an integer, found the float 8.0", "write 8"),
        (8.5, "expected an integer, found the float 8.5", None),
        (True, "expected an integer, found the boolean true", None),
        (np.True_, "expected an integer, found the boolean true", None),
        (None, "expected an integer, found null", None),
        ("8", 'expected an integer, found the string "8"', "write it without quotes: 8"),
        ([8], "expected an integer, found a list", None),
        ({}, "expected an integer, found a mapping", None),
        (np.array([8]), "expected an integer, found a value of type ndarray", None),
        (math.nan, "expected an integer, found the float nan", None),
    ],
)
def test_integer_is_made_of_nothing_else(value: Any, message: str, hint: str | None) -> None:
    refusal = refused("integer", value)

    assert (refusal.kind, str(refusal), refusal.help) == ("type", message, hint)


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (16, 16.0),
        (0.1, 0.1),
        (np.float32(0.1), 0.1),
        (np.float64(0.1), 0.1),
        (16777217, 16777216.0),
        (1e-50, 0.0),
    ],
)
def test_float32_comes_back_as_its_shortest_decimal(value: Any, result: float) -> None:
    value = accepted("float32", value, -LARGEST, LARGEST)

    assert value == result
    assert type(value) is float


def test_formulas_see_the_binary32_itself() -> None:
    assert widen("float32", 0.1) == 0.10000000149011612
    assert widen("float64", 0.1) == 0.1
    assert widen("integer", 3) == 3
    assert widen("float32", None) is None


def test_negative_zero_keeps_its_sign() -> None:
    assert math.copysign(1, accepted("float32", -0.0, -LARGEST, LARGEST)) == -1


def test_largest_binary32_written_short_is_within_its_own_bound() -> None:
    assert accepted("float32", 3.4028235e38, -LARGEST, LARGEST) == 3.4028235e38


def test_decimal_bound_of_a_float32_includes_itself() -> None:
    assert accepted("float32", 0.1, 0.1, 0.1) == 0.1
    assert limits("float32", None, 0.1) == (None, 0.10000000149011612)


@pytest.mark.parametrize("type_", ["float32", "float64"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers_are_accepted(type_: str, value: float) -> None:
    assert refused(type_, value).kind == "overflow"


@pytest.mark.parametrize(("type_", "value"), [("float32", 1e60), ("float32", 10**39), ("float64", 10**400)])
def test_number_that_would_become_infinite_is_refused(type_: str, value: Any) -> None:
    assert "does not fit binary" in str(refused(type_, value))


@pytest.mark.parametrize("value", [True, None, "0.5", [1.0]])
def test_float_is_made_of_numbers_only(value: Any) -> None:
    assert str(refused("float64", value)).startswith("expected a number, found ")


@pytest.mark.parametrize(
    ("value", "message"), [(0, "0 is below the minimum"), (256, "256 is above the maximum")]
)
def test_out_of_bounds_says_the_allowed_range(value: int, message: str) -> None:
    refusal = refused("integer", value, 1, 255)

    assert (refusal.kind, str(refusal), refusal.allowed) == ("bounds", message, ("1 to 255",))


def test_enormous_integer_is_refused_without_being_written_out() -> None:
    assert str(refused("integer", 10**5000, 0, 10)) == "an integer of 16610 bits is above the maximum"


def test_choices_are_listed() -> None:
    refusal = refused("string", "nf5", choices=("nf4", "fp4"))

    assert (refusal.kind, refusal.allowed) == ("choice", ('"nf4"', '"fp4"'))
    assert accepted("string", np.str_("nf4"), choices=("nf4", "fp4")) == "nf4"


@pytest.mark.parametrize(("value", "result"), [(True, True), (False, False), (np.True_, True)])
def test_boolean_is_accepted(value: Any, result: bool) -> None:
    assert accepted("boolean", value) is result


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_boolean_is_made_of_nothing_else(value: Any) -> None:
    assert str(refused("boolean", value)).startswith("expected true or false, found ")


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("integer", "16", 16),
        ("integer", "-1", -1),
        ("integer", "1e4", 1e4),
        ("float32", "1e4", 1e4),
        ("float32", "16", 16),
        ("float64", ".5", 0.5),
        ("boolean", "True", True),
        ("boolean", "false", False),
        ("string", "16", "16"),
    ],
)
def test_command_line_text_is_read_by_type(type_: str, text: str, value: Any) -> None:
    result = parse(type_, text)

    assert result == value
    assert type(result) is type(value)


def test_negative_zero_on_the_command_line_keeps_its_sign() -> None:
    assert math.copysign(1, parse("float32", "-0")) == -1


@pytest.mark.parametrize(
    "text", ["", "-", "x", "1_000", "inf", "nan", "-inf", "٣", "1e", "0x10", " 1", "1 ", "--1"]
)
@pytest.mark.parametrize("type_", ["integer", "float32"])
def test_text_that_is_no_number_is_left_for_the_refusal(type_: str, text: str) -> None:
    assert parse(type_, text) == text
    assert refused(type_, text).kind == "type"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for type_ in ("integer", "float32", "float64", "boolean", "string"):
        result, refusal = (
            coerce(type_, 0, 10, None, parse(type_, text)) if type_ != "string" else (text, None)
        )

        assert (result is None) != (refusal is None)


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ((None, None), "a number"),
        ((0, None), "at least 0.0"),
        ((None, 1), "at most 1.0"),
        ((0, 0.1), "0.0 to 0.1"),
    ],
)
def test_allowed_range_is_said_in_words(bounds: tuple[Any, Any], text: str) -> None:
    assert allowed_range("float32", *bounds) == text


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("integer", 16, "16"),
        ("float32", 1e-7, "0.0000001"),
        ("float64", 0.5, "0.5"),
        ("boolean", True, "true"),
        ("string", "a", "a"),
    ],
)
def test_values_are_displayed_by_type(type_: str, value: Any, text: str) -> None:
    assert display_number(value, type_) == text
