"""The files of `sweep --output`: CSV, JSON, Parquet and an SVG plot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import wrong
from finetune_catalog.cli.files import unwritable, write_whole
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.records import CatalogData, Method, Metric

SUFFIXES = (".csv", ".json", ".parquet", ".svg")
MOST_CURVES = 12  #: more curves than this cannot be told apart
MOST_POINTS = 512  #: points of a curve; more cannot be seen


def suffix_of(output: str) -> str:
    """Return what a file's name says it is to hold; raises CommandError where it is nothing we write."""
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        from finetune_catalog.text import nearest

        near = nearest(suffix, SUFFIXES)
        raise wrong(
            "FC904",
            f"`--output` cannot be `{output}`: its ending does not say what to write",
            hint=f"did you mean `{Path(output).with_suffix(near).as_posix()}`?"
            if near
            else "end it in one of these",
            allowed=SUFFIXES,
        )
    return suffix


def write(
    output: str,
    suffix: str,
    swept: Mapping[str, Any],
    axes: Sequence[str],
    metrics: Sequence[Metric],
    data: CatalogData,
    method: Method,
) -> str:
    """Write the file whole or not at all, and say what it holds."""
    path = Path(output)
    if path.is_dir():
        raise unwritable(path, IsADirectoryError(21, "it is a folder"))
    names = [name for name in swept if name not in data.metrics]
    if suffix == ".svg":
        write_whole(path, _plot(swept, axes, metrics, data, method).encode())
        return plural(len(metrics), "plot") if len(metrics) > 1 else f"a plot of {metrics[0].id}"
    count = len(swept[names[0]])
    if suffix == ".parquet":
        _write_parquet(path, {key: swept[key] for key in (*names, *(m.id for m in metrics))})
    else:
        from finetune_catalog.cli.tables import as_csv, as_json
        from finetune_catalog.cli.verbs.sweep import table

        rows = table(data, swept, names, metrics, range(count))
        write_whole(path, (as_csv if suffix == ".csv" else as_json)(rows).encode())
    return plural(count, "row")


def _write_parquet(path: Path, columns: Mapping[str, Any]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise wrong(
            "FC911",
            "writing Parquet needs pyarrow, which is not installed",
            hint="run `pip install 'finetune-catalog[parquet]'`, or write .csv",
        ) from None
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), buffer)
    write_whole(path, buffer.getvalue().to_pybytes())


def _plot(
    swept: Mapping[str, Any],
    axes: Sequence[str],
    metrics: Sequence[Metric],
    data: CatalogData,
    method: Method,
) -> str:
    """Draw one metric over the first axis, with a curve for each combination of the other axes."""
    from finetune_catalog.cli.columns import unit_symbol
    from finetune_catalog.reference.plots import line_plot

    if len(metrics) != 1:
        raise wrong(
            "FC903",
            "a plot shows one metric",
            hint=f"add `--metric {metrics[0].id if metrics else 'METRIC'}`",
            allowed=[metric.id for metric in metrics],
        )
    if not axes:
        raise wrong(
            "FC908", "a plot needs a range", hint="give one parameter several values, such as `1:256`"
        )
    metric, across = metrics[0], method.parameters[axes[0]]
    curves = list(_curves(swept, axes, metric.id))
    if len(curves) > MOST_CURVES:
        raise wrong(
            "FC908",
            f"that is {len(curves)} curves in one plot",
            hint=f"give `{axes[1]}` fewer values",
            allowed=[f"at most {MOST_CURVES}"],
        )
    symbol = unit_symbol(data, metric.unit)
    return line_plot(
        f"{method.title}: {metric.title.lower()}",
        across.title,
        f"{metric.title} ({symbol})" if symbol else metric.title,
        curves,
        logarithmic=across.scale == "log",
    )


def _curves(swept: Mapping[str, Any], axes: Sequence[str], metric: str) -> Iterator[Any]:
    from finetune_catalog.reference.plots import Curve

    groups: dict[tuple[Any, ...], list[tuple[float, float]]] = {}
    xs, ys = swept[axes[0]].tolist(), swept[metric].tolist()
    others = list(zip(*(swept[name].tolist() for name in axes[1:]), strict=True)) or [()] * len(xs)
    for key, x, y in zip(others, xs, ys, strict=True):
        groups.setdefault(key, []).append((x, y))
    for key, points in groups.items():
        points.sort()
        step = -(-len(points) // MOST_POINTS)
        thinned = (*points[:-1:step], points[-1])
        yield Curve(thinned, " ".join(f"{name}={value}" for name, value in zip(axes[1:], key, strict=True)))
