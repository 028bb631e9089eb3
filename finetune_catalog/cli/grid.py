"""Ranges of a sweep: `1:256`, `1:256:5`, `1:256:log:9`, `0:1:lin:11`, `2,4,8`, `16`; and all their combinations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.records import Parameter

MOST_ROWS = 10_000_000
FORMS = ("from:to", "from:to:step", "from:to:log:N", "from:to:lin:N", "a,b,c", "a")


def values(parameter: Parameter, text: str) -> Sequence[Any]:
    """Return the values that a range stands for, each of the parameter's type; bounds are left to `sweep` to check."""
    if ":" not in text:
        from finetune_catalog.values import parse

        return [parse(parameter.type, part.strip()) for part in text.split(",")]
    parts = text.split(":")
    whole = parameter.type == "integer"
    if whole or parameter.type in {"float32", "float64"}:
        if len(parts) == 4 and parts[2] in {"log", "lin"}:
            return _spaced(parameter, text, parts, whole=whole)
        if len(parts) in {2, 3}:
            return _stepped(parameter, text, parts, whole=whole)
    raise _malformed(parameter, text)


@dataclass(frozen=True)
class Grid:
    """Every combination of the values of several parameters, in rows; the last parameter changes fastest."""

    axes: Mapping[str, Sequence[Any]]

    @property
    def rows(self) -> int:
        """How many combinations there are."""
        return prod(map(len, self.axes.values()))

    @property
    def swept(self) -> tuple[str, ...]:
        """The parameters that take more than one value."""
        return tuple(name for name, column in self.axes.items() if len(column) > 1)

    def at(self, rows: Any) -> dict[str, Any]:
        """Return a NumPy column a parameter with its values in these rows."""
        columns, inner = {}, self.rows
        for name, column in self._arrays.items():
            inner //= len(column)
            columns[name] = column[(rows // inner) % len(column)]
        return columns

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        import numpy as np

        return {
            name: np.arange(axis.start, axis.stop, axis.step) if isinstance(axis, range) else np.asarray(axis)
            for name, axis in self.axes.items()
        }


def grid(axes: Mapping[str, Sequence[Any]]) -> Grid:
    """Combine axes; raises CommandError where that makes too many rows."""
    made = Grid(axes)
    if made.rows > MOST_ROWS:
        raise wrong(
            "FC908",
            f"these ranges make {made.rows:,} rows",
            hint="use larger steps, or `log:N` for N points",
            allowed=[f"at most {MOST_ROWS:,} rows"],
        )
    return made


def _stepped(parameter: Parameter, text: str, parts: list[str], *, whole: bool) -> Sequence[Any]:
    low, high, step = (_number(parameter, text, part, whole=whole) for part in (*parts, "1")[:3])
    if step == 0 or (high - low) * step < 0:
        raise _malformed(parameter, text, "the steps never reach the end")
    count = int((high - low) / step) + 1
    if count > MOST_ROWS:
        raise _malformed(parameter, text, f"that is {count:,} values; {MOST_ROWS:,} is the most")
    if whole:
        return range(int(low), int(low) + count * int(step), int(step))
    return [float(low + index * step) for index in range(count)]  # in decimals, so that steps of 0.1 stay 0.1


def _spaced(parameter: Parameter, text: str, parts: list[str], *, whole: bool) -> list[Any]:
    low, high = (_number(parameter, text, part, whole=whole) for part in parts[:2])
    count = int(_number(parameter, text, parts[3], whole=True))
    if not 2 <= count <= MOST_ROWS:
        raise _malformed(parameter, text, f"the number of points must be 2 to {MOST_ROWS:,}")
    if parts[2] == "log" and (low <= 0 or high <= 0):
        raise _malformed(parameter, text, "both ends of a logarithmic range must be greater than 0")
    first, last, steps = float(low), float(high), count - 1
    if parts[2] == "log":
        between = [first * (last / first) ** (index / steps) for index in range(1, steps)]
    else:
        between = [first + (last - first) * index / steps for index in range(1, steps)]
    points = [first, *between, last]
    return list(dict.fromkeys(round(point) for point in points)) if whole else points


def _number(parameter: Parameter, text: str, part: str, *, whole: bool) -> Decimal:
    try:
        number = Decimal(part)
    except InvalidOperation:
        raise _malformed(parameter, text, f"`{shorten(part)}` is no number") from None
    if not number.is_finite() or number.adjusted() > 40 or number.adjusted() < -60:
        raise _malformed(parameter, text, f"`{shorten(part)}` is out of reach")
    if whole and number != number.to_integral_value():
        raise _malformed(parameter, text, f"`{shorten(part)}` is no integer")
    return number


def _malformed(parameter: Parameter, text: str, why: str = "") -> CommandError:
    example = ""
    if parameter.common is not None:
        low, high = parameter.common
        example = f"for example `{parameter.id}={low}:{high}`"
    return wrong(
        "FC908",
        f"`{parameter.id}={shorten(text)}` is no range" + (f": {why}" if why else ""),
        hint=example or "write the first and the last value with a colon between them",
        allowed=FORMS,
    )
