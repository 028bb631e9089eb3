"""`sweep`: metrics over ranges of parameters, as a table, a file or a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import FINE, unknown, wrong
from finetune_catalog.cli.spec import TABLE_FORMATS, Argument, Option, Verb, format_option, metric_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.cli.tables import Table
    from finetune_catalog.records import CatalogData, Method, Metric

VERB = Verb(
    name="sweep",
    summary=SUMMARIES["sweep"],
    usage=(
        "sweep METHOD NAME=RANGE … [--metric METRIC …]",
        "sweep METHOD NAME=RANGE … --output FILE",
    ),
    arguments=(
        Argument("METHOD", "the method's id"),
        Argument(
            "NAME=RANGE",
            "a parameter over from:to, from:to:step, from:to:log:N, from:to:lin:N (N points, ends included), "
            "a,b,c or a single value; with several ranges, every combination",
        ),
    ),
    options=(
        metric_option("compute this metric, else all; may be given more than once"),
        Option("--output", "write a file: .csv, .json, .parquet or .svg (a plot)", value="FILE"),
        format_option(*TABLE_FORMATS),
    ),
    examples=(
        ("finetune-catalog sweep lora rank=8:64:8", "a table"),
        ("finetune-catalog sweep qlora rank=1:256 bits=2,4,8 --output qlora.csv", "768 rows in a file"),
        (
            "finetune-catalog sweep lora rank=1:64 --metric training_speedup --output s.svg",
            "a plot over the first range, with a curve for each combination of the others",
        ),
    ),
    notes=(
        (
            "Needs NumPy: pip install 'finetune-catalog[numpy]'; .parquet also needs finetune-catalog[parquet]."
        ),
    ),
)
SUFFIXES = (".csv", ".json", ".parquet", ".svg")
MOST_SHOWN = 40  #: rows of a text table; of more, as many are shown, evenly spread
_EVERY = TABLE_FORMATS[1:]


def run(call: Call) -> int:
    """Print the rows, or write them to a file."""
    from finetune_catalog.cli import sweep_files
    from finetune_catalog.cli.given import assignments, metrics_named, one_method

    data = call.catalog.data
    method = one_method(data, call.arguments.bare, VERB.name)
    output = call.arguments.value("--output")
    suffix = sweep_files.suffix_of(output) if output is not None else ""
    metrics = [m for m in metrics_named(data, call.arguments.every("--metric")) if m.id in method.metrics]
    columns, assumed = _columns(method, assignments(call.arguments.named))
    swept = call.catalog.sweep(method.id, **columns)
    if output is not None:
        written = sweep_files.write(output, suffix, swept, _axes(columns), metrics, data, method)
        call.screen.remark(f"wrote {output}: {written}\n")
    else:
        _print(call, swept, columns, metrics, assumed)
    return FINE


def _columns(method: Method, texts: Mapping[str, str]) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    """Return the columns to sweep over, and which parameters were not given and are typical."""
    from finetune_catalog.cli.grid import combined, values

    for name in texts:
        if name not in method.parameters:
            raise unknown(
                "FC905", f"parameter of `{method.id}`", name, method.parameters, f"`{method.id}` has none"
            )
    if not texts:
        raise _no_range(method)
    given = {name: values(method.parameters[name], text) for name, text in texts.items()}
    typical = {p.id: [p.typical] for p in method.parameters.values() if p.required and p.id not in given}
    return combined(given | {name: value for name, value in typical.items() if value != [None]}), tuple(
        typical
    )


def _no_range(method: Method) -> Exception:
    for parameter in method.parameters.values():
        if parameter.common is not None:
            low, high = parameter.common
            return wrong(
                "FC903",
                "`sweep` needs a range",
                hint=f"for example `finetune-catalog sweep {method.id} {parameter.id}={low}:{high}`",
            )
    return wrong(
        "FC903",
        f"`{method.id}` has no parameter to sweep over",
        hint=f"`finetune-catalog eval {method.id}` computes its metrics",
    )


def _axes(columns: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    """Return the parameters that take more than one value, in the order they were given."""
    return tuple(name for name, column in columns.items() if len(set(column)) > 1)


def _print(
    call: Call,
    swept: Mapping[str, Any],
    columns: Mapping[str, Any],
    metrics: Sequence[Metric],
    assumed: Sequence[str],
) -> None:
    from finetune_catalog.cli.tables import print_table

    form = call.arguments.format
    names = [name for name in swept if name not in call.catalog.data.metrics]
    count = len(next(iter(columns.values())))
    notes = [f"{name} is typical: {columns[name][0]}" for name in assumed]
    rows: Sequence[int] = range(count)
    if form not in _EVERY and count > MOST_SHOWN:
        rows = [round(index * (count - 1) / (MOST_SHOWN - 1)) for index in range(MOST_SHOWN)]
        notes.append(
            f"{MOST_SHOWN} of {count:,} rows, evenly spread; --format csv and --output FILE give all of them"
        )
    print_table(table(call.catalog.data, swept, names, metrics, rows, tuple(notes)), form, call.screen)


def table(
    data: CatalogData,
    swept: Mapping[str, Any],
    names: Sequence[str],
    metrics: Sequence[Metric],
    rows: Sequence[int],
    notes: tuple[str, ...] = (),
) -> Table:
    """Return these rows of a sweep as a table of plain numbers."""
    from finetune_catalog.cli.columns import metric_column
    from finetune_catalog.cli.tables import Column, Table

    head = [Column(name, name, number=True) for name in names]
    head += [metric_column(data, metric) for metric in metrics]
    lists = [[swept[column.key][row].item() for row in rows] for column in head]
    return Table(tuple(head), tuple(zip(*lists, strict=True)), notes)
