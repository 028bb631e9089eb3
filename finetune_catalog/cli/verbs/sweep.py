"""`sweep`: metrics over ranges of parameters, as a table, a file or a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli import grid
from finetune_catalog.cli.errors import FINE, CommandError, unknown, wrong
from finetune_catalog.cli.spec import (
    MODEL,
    TABLE_FORMATS,
    Argument,
    Option,
    Verb,
    format_option,
    metric_option,
)
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.cli.sweeping import Sweep
    from finetune_catalog.records import Method

VERB = Verb(
    name="sweep",
    summary=SUMMARIES["sweep"],
    usage=(
        "sweep METHOD NAME=RANGE … [--metric METRIC …] [--model MODEL]",
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
        MODEL,
        format_option(*TABLE_FORMATS),
    ),
    examples=(
        ("finetune-catalog sweep lora rank=8:64:8", "a table"),
        ("finetune-catalog sweep qlora rank=1:256 bits=2,4,8 --output qlora.csv", "768 rows in a file"),
        (
            "finetune-catalog sweep lora rank=8,16,32 --model llama-3.1-8b",
            "exact counts on a model; its options may be given and swept as well",
        ),
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
MOST_SHOWN = 40  #: rows of a text table; of more, as many are shown, evenly spread
MOST_TRIED = 1000  #: values of a parameter that are each tried alone, for a message without row numbers


def run(call: Call) -> int:
    """Print the rows, or write them to a file."""
    from finetune_catalog.cli import sweeping
    from finetune_catalog.cli.given import assignments, metrics_named, one_method

    data = call.catalog.data
    method = one_method(data, call.arguments.bare, VERB.name)
    output = call.arguments.value("--output")
    if output is not None:
        sweeping.suffix_of(output)  # before anything is computed
    named, model = call.arguments.every("--metric"), call.model
    metrics = tuple(m for m in metrics_named(data, named) if m.id in method.metrics or (model and m.on_model))
    if model is not None and not named:
        metrics += tuple(m for m in data.metrics.values() if m.on_model)
    axes, fixed, assumed = _axes(call, method, assignments(call.arguments.named))
    _try_each(call, method, axes, fixed)
    sweep = sweeping.Sweep(call.catalog, method, grid.grid(axes), metrics, model, fixed)
    if output is not None:
        sweeping.write(sweep, output, call.screen)
        call.screen.remark(f"wrote {output}, {sweep.grid.rows:,} rows\n")
    elif call.arguments.format in {"csv", "json"}:
        for text in sweeping.texts(sweep, call.arguments.format, call.screen, printing=True):
            call.screen.write_data(text)
    else:
        _print_table(call, sweep, assumed)
    return FINE


def _axes(
    call: Call, method: Method, texts: Mapping[str, str]
) -> tuple[dict[str, Sequence[Any]], dict[str, Any], tuple[str, ...]]:
    """Return the values of each parameter that is given or typical, options that have parts, the names of what is typical."""
    known = {**method.parameters, **(method.options if call.model is not None else {})}
    for name in texts:
        if name not in known:
            raise unknown(
                "FC905", f"`{method.id}` has no parameter", name, method.parameters, f"`{method.id}` has none"
            )
    if not texts:
        raise _no_range(method)
    from finetune_catalog.structured import STRUCTURED, parse_value

    fixed = {n: parse_value(known[n].type, text) for n, text in texts.items() if known[n].type in STRUCTURED}
    given = {name: grid.values(known[name], text) for name, text in texts.items() if name not in fixed}
    typical: dict[str, Sequence[Any]] = {
        parameter.id: [parameter.typical]
        for parameter in method.parameters.values()
        if parameter.required and parameter.id not in given and parameter.typical is not None
    }
    return given | typical, fixed, tuple(typical)


def _no_range(method: Method) -> CommandError:
    for parameter in method.parameters.values():
        if parameter.common is not None:
            low, high = parameter.common
            example = f"finetune-catalog sweep {method.id} {parameter.id}={low}:{high}"
            return wrong("FC903", "`sweep` needs a range", hint=f"for example `{example}`")
    return wrong(
        "FC903",
        f"`{method.id}` has no parameter to sweep over",
        hint=f"`finetune-catalog eval {method.id}` computes its metrics",
    )


def _try_each(
    call: Call, method: Method, axes: Mapping[str, Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    """Configure the method with values of each axis (all of a short one, the ends of a long one); raises CommandError."""
    from finetune_catalog.cli.given import configured
    from finetune_catalog.configure import ConfigurationError

    catalog = call.catalog
    first = {name: values[0] for name, values in axes.items()}
    for name, values in axes.items():
        for value in values if len(values) <= MOST_TRIED else (values[0], values[-1]):
            configured(catalog, method, {}, {**fixed, **first, name: value}, call.model)
    try:
        catalog.sweep(method.id, model=call.model, **fixed, **first)
    except ConfigurationError as error:
        raise CommandError(error.report) from None
    except ImportError:
        hint = f"run `pip install 'finetune-catalog[numpy]'`; `eval {method.id}` computes single values without it"
        raise wrong("FC911", "sweeping needs NumPy, which is not installed", hint=hint) from None


def _print_table(call: Call, sweep: Sweep, assumed: Sequence[str]) -> None:
    import numpy as np

    from finetune_catalog.cli.sweeping import shown_rows
    from finetune_catalog.cli.tables import print_table

    people = call.arguments.format == "text"
    rows = shown_rows(sweep.grid.rows, MOST_SHOWN if people else sweep.grid.rows)
    notes = [f"not given, so typical: {name}={sweep.grid.axes[name][0]}" for name in assumed]
    if len(rows) < sweep.grid.rows:
        notes.append(
            f"{len(rows)} of {sweep.grid.rows:,} rows, evenly spread; --format csv and --output FILE give all of them"
        )
    print_table(sweep.table(np.asarray(rows), tuple(notes)), call.arguments.format, call.screen)
