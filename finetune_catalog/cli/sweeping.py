"""Sweeps in blocks of rows, so that a sweep of any length takes the memory of one block; and the files they go to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import CommandError, wrong
from finetune_catalog.cli.files import replacing
from finetune_catalog.cli.progress import Progress
from finetune_catalog.cli.tables import Column, Table, as_csv, as_json
from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.api import Catalog
    from finetune_catalog.cli.grid import Grid
    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.models import Model
    from finetune_catalog.records import Method, Metric

SUFFIXES = (".csv", ".json", ".parquet", ".svg")
BLOCK = 2**16  #: rows computed at once


@frozen
class Sweep:
    """A method over a grid of its parameters, and the metrics that are wanted of it."""

    catalog: Catalog
    method: Method
    grid: Grid
    metrics: tuple[Metric, ...]
    model: Model | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)  #: options that are the same in all rows

    @property
    def inputs(self) -> tuple[str, ...]:
        """The parameters, and the options that are swept."""
        return (*self.method.parameters, *(name for name in self.grid.axes if name in self.method.options))

    def arrays(self, rows: Any) -> dict[str, Any]:
        """Compute these rows: an array a parameter and a wanted metric; raises CommandError."""
        from finetune_catalog.configure import ConfigurationError

        try:
            swept = self.catalog.sweep(self.method.id, model=self.model, **self.fixed, **self.grid.at(rows))
        except ConfigurationError as error:
            raise CommandError(error.report) from None
        wanted = (*self.inputs, *(metric.id for metric in self.metrics))
        return {name: swept[name] for name in wanted}

    def table(self, rows: Any, notes: tuple[str, ...] = ()) -> Table:
        """Compute these rows as a table of plain values, a float32 by its shortest decimal."""
        columns = self.columns()
        arrays = self.arrays(rows)
        return Table(columns, tuple(zip(*(_plain(arrays[c.key]) for c in columns), strict=True)), notes)

    def columns(self) -> tuple[Column, ...]:
        """Return the columns: every parameter, then the metrics."""
        from finetune_catalog.cli.columns import metric_column

        data = self.catalog.data
        parameters = (Column(name, name, number=True, format="{:.10g}") for name in self.inputs)
        return (*parameters, *(metric_column(data, metric) for metric in self.metrics))

    def blocks(self, screen: Screen, *, printing: bool) -> Iterator[Any]:
        """Yield the numbers of all rows in blocks, showing progress."""
        import numpy as np

        total = self.grid.rows
        with Progress(screen, total, "rows", printing=printing) as at:
            for start in range(0, total, BLOCK):
                at(start, start)
                yield np.arange(start, min(start + BLOCK, total))


def _plain(column: Any) -> list[Any]:
    values: list[Any] = column.tolist()
    if column.dtype != "float32":
        return values
    from finetune_catalog.values import shortest_binary32

    return [shortest_binary32(value) for value in values]


def texts(sweep: Sweep, form: str, screen: Screen, *, printing: bool) -> Iterator[str]:
    """Yield all rows as csv or json, a block at a time."""
    tables = (sweep.table(rows) for rows in sweep.blocks(screen, printing=printing))
    if form == "csv":
        for number, table in enumerate(tables):
            yield as_csv(table, heading=number == 0)
        return
    lead = "["
    for table in tables:
        yield lead + as_json(table)[1:-2]
        lead = ","
    yield "]\n"


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


def write(sweep: Sweep, output: str, screen: Screen) -> None:
    """Write all rows to a file, whole or not at all; a plot shows one metric."""
    path, suffix = Path(output), suffix_of(output)
    if suffix == ".svg":
        from finetune_catalog.cli.plotting import plot

        drawn = plot(sweep)
        with replacing(path) as file:
            file.write(drawn.encode())
    elif suffix == ".parquet":
        _write_parquet(sweep, path, screen)
    else:
        with replacing(path) as file:
            for text in texts(sweep, suffix[1:], screen, printing=False):
                file.write(text.encode())


def _write_parquet(sweep: Sweep, path: Path, screen: Screen) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise wrong(
            "FC911",
            "writing Parquet needs pyarrow, which is not installed",
            hint="run `pip install 'finetune-catalog[parquet]'`, or write .csv",
        ) from None
    with replacing(path) as file:
        writer = None
        for rows in sweep.blocks(screen, printing=False):
            table = pa.table(sweep.arrays(rows))
            writer = writer or pq.ParquetWriter(file, table.schema)
            writer.write_table(table)
        if writer is not None:
            writer.close()


def shown_rows(count: int, most: int) -> Sequence[int]:
    """Return all row numbers, or as many as are shown, evenly spread and with both ends."""
    if count <= most:
        return range(count)
    return [round(index * (count - 1) / (most - 1)) for index in range(most)]
