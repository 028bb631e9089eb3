"""The plot of a sweep: one metric over the first range, a curve for each combination of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import wrong
from finetune_catalog.cli.grid import Grid
from finetune_catalog.cli.sweeping import shown_rows
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.cli.sweeping import Sweep

MOST_CURVES = 12  #: more curves than this cannot be told apart
MOST_POINTS = 512  #: points of a curve; more cannot be seen


def plot(sweep: Sweep) -> str:
    """Draw a sweep of one metric as SVG; raises CommandError where it cannot be drawn."""
    import numpy as np

    from finetune_catalog.reference.plots import line_plot
    from finetune_catalog.wording import unit_symbol

    _drawable(sweep)
    across, *others = sweep.grid.swept
    thinned = {**sweep.grid.axes, across: _thinned(sweep.grid.axes[across])}
    drawn = replace(sweep, grid=Grid(thinned))
    arrays = drawn.arrays(np.arange(drawn.grid.rows))
    metric, parameter = (
        sweep.metrics[0],
        sweep.method.declared[across],
    )
    on = "" if sweep.model is None else f" on {sweep.model.name}"
    symbol = unit_symbol(sweep.catalog.data.units, metric.unit)
    return line_plot(
        f"{sweep.method.title}: {metric.title.lower()}{on}",
        parameter.title,
        f"{metric.title} ({symbol})" if symbol else metric.title,
        list(_curves(arrays, across, others, metric.id)),
        logarithmic=parameter.scale == "log",
    )


def _drawable(sweep: Sweep) -> None:
    ids = [metric.id for metric in sweep.metrics]
    if len(ids) != 1:
        raise wrong(
            "FC903",
            "a plot shows one metric",
            hint=f"add `--metric {ids[0] if ids else 'METRIC'}`",
            allowed=ids,
        )
    if not sweep.grid.swept:
        raise wrong(
            "FC908", "a plot needs a range", hint="give one parameter several values, such as `1:256`"
        )
    across, *others = sweep.grid.swept
    if isinstance(sweep.grid.axes[across][0], (str, bool)):
        raise wrong(
            "FC908", f"`{across}` is no number to draw over", hint="write the range of a number first"
        )
    curves = sweep.grid.rows // len(sweep.grid.axes[across])
    if curves > MOST_CURVES:
        raise wrong(
            "FC908",
            f"that makes {curves:,} curves in one plot",
            hint=f"give `{others[0]}` fewer values",
            allowed=[f"at most {MOST_CURVES}"],
        )


def _thinned(values: Sequence[Any]) -> list[Any]:
    ordered = sorted(set(values))
    return [ordered[row] for row in shown_rows(len(ordered), MOST_POINTS)]


def _curves(arrays: dict[str, Any], across: str, others: list[str], metric: str) -> Iterator[Any]:
    from finetune_catalog.reference.plots import Curve

    groups: dict[tuple[Any, ...], list[tuple[float, float]]] = {}
    keys = zip(*(arrays[name].tolist() for name in others), strict=True) if others else iter(lambda: (), None)
    for key, x, y in zip(keys, arrays[across].tolist(), arrays[metric].tolist(), strict=False):
        groups.setdefault(key, []).append((x, y))
    for key, points in groups.items():
        yield Curve(
            tuple(points), " ".join(f"{name}={value}" for name, value in zip(others, key, strict=True))
        )
