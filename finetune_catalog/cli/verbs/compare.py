"""`compare`: methods by metrics, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINE, CommandError, unknown
from finetune_catalog.cli.spec import MODEL, TABLE_FORMATS, Argument, Verb, format_option, metric_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.api import Catalog
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.cli.tables import Table
    from finetune_catalog.configure import Configuration
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method, Metric

VERB = Verb(
    name="compare",
    summary=SUMMARIES["compare"],
    usage=("compare [METHOD …] [NAME=VALUE …] [--metric METRIC …]", "compare … --model MODEL"),
    arguments=(
        Argument("METHOD", "which methods; all of them where none is named"),
        Argument("NAME=VALUE", "a parameter of every method that has it; others take their typical value"),
    ),
    options=(
        metric_option("show this metric; may be given more than once"),
        MODEL,
        format_option(*TABLE_FORMATS),
    ),
    examples=(
        ("finetune-catalog compare", "all methods, with typical parameters"),
        ("finetune-catalog compare lora qlora rank=64", "two methods, at one rank"),
        ("finetune-catalog compare rank=16 --model llama-3.1-8b", "what every method trains on a model"),
    ),
    notes=(
        "On a terminal the best value of each column is highlighted; ↑ marks metrics of which more is better.",
    ),
)


def run(call: Call) -> int:
    """Print the table of the methods."""
    from finetune_catalog.cli.given import assignments, method_named, metrics_named, model_metrics
    from finetune_catalog.cli.tables import print_table

    data = call.catalog.data
    named = {method.id: method for method in (method_named(data, word) for word in call.arguments.bare)}
    words = call.arguments.every("--metric")
    metrics = metrics_named(data, words) if words or call.model is None else model_metrics(data)
    methods = tuple(named.values()) or _having(data, metrics)
    texts = assignments(call.arguments.named)
    _known(texts, methods)
    rows, refused = [], []
    for method in methods:
        try:
            rows.append((method, _configured(call.catalog, method, texts, call.model)))
        except CommandError as error:
            if named or call.model is None:
                raise
            refused.append((method, error))
    if call.arguments.format == "json":
        call.screen.write_data(_json(rows, metrics))
    else:
        notes = (*_notes(rows, texts), *_refusals(refused))
        print_table(_table(data, rows, metrics, notes), call.arguments.format, call.screen)
    return FINE


def _having(data: CatalogData, metrics: Sequence[Metric]) -> tuple[Method, ...]:
    """Find the methods that compute any of these metrics."""
    counts = any(metric.on_model for metric in metrics)
    ids = {metric.id for metric in metrics}
    return tuple(m for m in data.methods.values() if ids & m.metrics.keys() or (counts and m.counting))


def _refusals(refused: Sequence[tuple[Method, CommandError]]) -> Iterator[str]:
    """Say of each method that cannot be applied to the model why."""
    for method, error in refused:
        yield f"{method.id} is left out: {next(iter(error.report)).message}"


def _known(texts: Mapping[str, str], methods: Sequence[Method]) -> None:
    names = list(dict.fromkeys(name for method in methods for name in (*method.parameters, *method.options)))
    for name in texts:
        if name not in names:
            shared = list(dict.fromkeys(name for method in methods for name in method.parameters))
            raise unknown("FC905", "there is no parameter", name, shared, "none of these methods has it")


def _configured(
    catalog: Catalog, method: Method, texts: Mapping[str, str], model: Model | None
) -> Configuration:
    """Configure a method with what is given, and the typical value of what must be given and is not."""
    from finetune_catalog.cli.given import configured

    has = {*method.parameters, *method.options}
    given = {name: text for name, text in texts.items() if name in has}
    missing = (p for p in method.parameters.values() if p.required and p.id not in given)
    assumed = {p.id: p.typical for p in missing if p.typical is not None}
    return configured(catalog, method, given, assumed, model)


def _notes(rows: Sequence[tuple[Method, Configuration]], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Say what is compared, and which parameters nobody gave."""
    assumed = {
        parameter.id: configuration.parameters[parameter.id]
        for method, configuration in rows
        for parameter in method.parameters.values()
        if parameter.required and parameter.id not in texts
    }
    displays = ", ".join(str(configuration) for method, configuration in rows if method.parameters)
    typical = ", ".join(f"{name}={value}" for name, value in assumed.items())
    said = f"{displays}; not given, so typical: {typical}" if typical else displays
    return (said,) if said else ()


def _table(
    data: CatalogData,
    rows: Sequence[tuple[Method, Configuration]],
    metrics: Sequence[Metric],
    notes: tuple[str, ...],
) -> Table:
    from finetune_catalog.cli.columns import metric_column
    from finetune_catalog.cli.tables import Column, Table

    head = (Column("method", "method"), *(metric_column(data, metric) for metric in metrics))
    lines = tuple(
        (method.id, *(configuration.metrics.get(metric.id) for metric in metrics))
        for method, configuration in rows
    )
    return Table(head, lines, notes)


def _json(rows: Sequence[tuple[Method, Configuration]], metrics: Sequence[Metric]) -> str:
    from finetune_catalog.output import json_text

    return json_text([
        {
            "method": method.id,
            "parameters": configuration.parameters,
            "display": str(configuration),
            "metrics": {m.id: configuration.metrics[m.id] for m in metrics if m.id in configuration.metrics},
        }
        for method, configuration in rows
    ]) + "\n"  # fmt: skip
