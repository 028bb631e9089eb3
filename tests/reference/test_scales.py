"""An axis marks round values, and a value lies where its share of the axis says."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.reference.plots import Curve, line_plot
from finetune_catalog.reference.scales import Scale, around, nice_step


@pytest.mark.parametrize(
    ("rough", "step"),
    [(0.03, 0.05), (0.05, 0.05), (0.7, 1.0), (1.0, 1.0), (3.2, 5.0), (5.1, 10.0), (0.0, 1.0)],
)
def test_steps_are_one_two_or_five_times_a_power_of_ten(rough: float, step: float) -> None:
    assert nice_step(rough) == pytest.approx(step)


def test_a_logarithmic_axis_marks_powers_of_two() -> None:
    assert Scale(1, 256, 0, 80, logarithmic=True).ticks() == (1, 4, 16, 64, 256)


def test_a_linear_axis_marks_round_numbers() -> None:
    assert Scale(0, 5, 0, 100).ticks() == (0, 1, 2, 3, 4, 5)


def test_doublings_are_equally_far_apart_on_a_logarithmic_axis() -> None:
    scale = Scale(1, 16, 0, 100, logarithmic=True)

    assert [scale.place(2**power) for power in range(5)] == [0, 25, 50, 75, 100]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_bounds_hold_every_value(values: list[float]) -> None:
    low, high = around(tuple(values))

    assert low < high
    slack = 1e-6 * (high - low)
    assert low - slack <= min(values)
    assert max(values) <= high + slack
    assert math.isfinite(low)
    assert math.isfinite(high)


def test_a_plot_has_room_for_its_title_and_for_the_labels_of_large_numbers() -> None:
    title = "Low-Rank Adaptation: trainable parameters on llama-3.1-8b"
    svg = line_plot(title, "Rank", "n", [Curve(((8.0, 3e6), (64.0, 27262976.0)))], logarithmic=True)

    width = int(re.search(r'width="(\d+)"', svg)[1])  # type: ignore[index]
    left, label = re.findall(r'<text x="(\d+)" y="[\d.]+" text-anchor="end">([\d,]+)<', svg)[-1]
    assert label == "30,000,000"
    assert int(left) - 6 * len(label) >= 20  # where the name of the axis ends
    assert width >= int(left) + 7 * len(title)
