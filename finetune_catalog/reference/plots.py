"""Plots as SVG text: the same input gives the same bytes, text stays text, and dark pages are served too."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from finetune_catalog.frozen import frozen
from finetune_catalog.reference.environment import environment
from finetune_catalog.reference.scales import Scale, around

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT = 420, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 34, 46
_LETTER, _LABEL_LINE = 6.5, 13  # the room that a letter of a label takes, and a line of them
_DIGIT, _TITLE_LETTER = 6, 7  # that of a digit, of a letter of the title
_AXIS_NAME = 26  # that of the name of the axis
_BAR, _BAR_GAP, _BAR_LEFT = 20, 8, 150


@frozen
class Curve:
    """One line of a plot: its points and, where several share axes, its name."""

    points: tuple[tuple[float, float], ...]
    name: str = ""


def number(value: float) -> str:
    """Return a tick's label: as few digits as tell it from its neighbours, those of large numbers in groups."""
    if value.is_integer() and 1e5 <= abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.10g}"


def line_plot(title: str, x_label: str, y_label: str, curves: Sequence[Curve], *, logarithmic: bool) -> str:
    """Return an SVG of curves over one parameter; `logarithmic` spaces the parameter by doublings.

    Several curves have their names at their ends, in the order in which they end.
    """
    xs = tuple(x for curve in curves for x, _ in curve.points)
    low, high = around(tuple(y for curve in curves for _, y in curve.points))
    up = Scale(low, high, _HEIGHT - _BOTTOM, _TOP)
    y_ticks = [(up.place(tick), number(tick)) for tick in up.ticks(5)]
    left = max(_LEFT, _AXIS_NAME + _DIGIT * max(len(label) for _, label in y_ticks))
    room = _room(curves)
    width = max(_WIDTH - _LEFT + left + room, left + _TITLE_LETTER * len(title) + _RIGHT)
    right = width - room - _RIGHT
    across = Scale(min(xs), max(xs), left, right, logarithmic and min(xs) > 0)
    return (
        environment()
        .get_template("line_plot.svg.j2")
        .render(
            width=width,
            height=_HEIGHT,
            left=left,
            right=right,
            top=_TOP,
            bottom=_HEIGHT - _BOTTOM,
            title=title,
            x_label=x_label,
            y_label=y_label,
            x_ticks=[(across.place(tick), number(tick)) for tick in across.ticks()],
            y_ticks=y_ticks,
            lines=[
                (curve.name, " ".join(f"{across.place(x)},{up.place(y)}" for x, y in curve.points))
                for curve in curves
            ],
            labels=_labels([(curve.name, up.place(curve.points[-1][1])) for curve in curves]),
        )
    )


def _room(curves: Sequence[Curve]) -> int:
    """Return the width that the names of curves take on the right."""
    return math.ceil(max(len(curve.name) for curve in curves) * _LETTER) if len(curves) > 1 else 0


def _labels(ends: Sequence[tuple[str, float]]) -> list[tuple[int, str, float]]:
    """Return each curve's number and name with the height of its label: that of its end, pushed apart where they meet."""
    if len(ends) < 2:
        return []
    order = sorted(range(len(ends)), key=lambda curve: (ends[curve][1], curve))
    heights: list[float] = []
    for curve in order:
        heights.append(max(ends[curve][1], heights[-1] + _LABEL_LINE if heights else _TOP))
    lowest: float = _HEIGHT - _BOTTOM
    for place in range(len(heights) - 1, -1, -1):  # from below, back into the plot
        heights[place] = min(heights[place], lowest)
        lowest = heights[place] - _LABEL_LINE
    return [
        (curve, ends[curve][0], round(height + 4, 2)) for curve, height in zip(order, heights, strict=True)
    ]


def bar_plot(title: str, bars: Sequence[tuple[str, float, str]]) -> str:
    """Return an SVG of horizontal bars: (name, value, the value as text), in the order given."""
    _, high = around((0.0, *(value for _, value, _ in bars)))
    across = Scale(0.0, high, _BAR_LEFT, _WIDTH - 64)
    return (
        environment()
        .get_template("bar_plot.svg.j2")
        .render(
            width=_WIDTH,
            height=_TOP + len(bars) * (_BAR + _BAR_GAP) + _BAR_GAP,
            title=title,
            left=_BAR_LEFT,
            bar=_BAR,
            bars=[
                (
                    name,
                    _TOP + _BAR_GAP + place * (_BAR + _BAR_GAP),
                    round(across.place(value) - _BAR_LEFT, 2),
                    text,
                )
                for place, (name, value, text) in enumerate(bars)
            ],
        )
    )
