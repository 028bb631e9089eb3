"""Scales of a plot: which values an axis marks, and where a value lies on it."""

from __future__ import annotations

import math

from finetune_catalog.frozen import frozen


@frozen
class Scale:
    """A linear or base-2 logarithmic axis from `low` to `high`, drawn from `start` to `stop` (pixels)."""

    low: float
    high: float
    start: float
    stop: float
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return where a value lies, in pixels, to a hundredth."""
        low, high, at = self.low, self.high, value
        if self.logarithmic:
            low, high, at = math.log2(low), math.log2(high), math.log2(at)
        share = (at - low) / (high - low) if high > low else 0.5
        return round(self.start + share * (self.stop - self.start), 2)

    def ticks(self, most: int = 6) -> tuple[float, ...]:
        """Return the round values the axis marks: powers of two, or steps of 1, 2 or 5 times a power of ten."""
        if self.logarithmic:
            first, last = math.ceil(math.log2(self.low)), math.floor(math.log2(self.high))
            stride = max(1, math.ceil((last - first + 1) / most))
            return tuple(float(2**power) for power in range(first, last + 1, stride))
        step = nice_step((self.high - self.low) / most)
        counts = range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
        return tuple(round(step * count, 12) for count in counts)


def nice_step(rough: float) -> float:
    """Return the least 1, 2 or 5 times a power of ten that is at least `rough`."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def around(values: tuple[float, ...]) -> tuple[float, float]:
    """Return round bounds that hold all values, from zero when they lie near it."""
    low, high = min(values), max(values)
    if low >= 0 and low < 0.5 * high:
        low = 0.0
    size = max(abs(low), abs(high))
    if size < 1e-290:  # nothing but zeros, as far as an axis can show
        low, high, size = 0.0, 0.0, 1.0
    if high - low < 1e-9 * size:  # no step divides so small a spread
        low, high = low - size / 2, high + size / 2
    step = nice_step((high - low) / 5)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
