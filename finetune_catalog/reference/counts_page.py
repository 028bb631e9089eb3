"""What every method trains on the models that the catalog shows: the rule of thumb beside the exact count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure import configure
from finetune_catalog.frozen import frozen
from finetune_catalog.models.opening import open_model
from finetune_catalog.reference import typical, words
from finetune_catalog.reference.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.configure import Configuration
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method, Metric, WellKnownModel

NOTHING = "–"  #: stands where a method cannot be applied, or says nothing


@frozen
class Cell:
    """A method as it is shown, and the same on a model, or why it cannot be."""

    plain: Configuration
    configuration: Configuration | None
    refusal: str = ""


@frozen
class Shown:
    """A model that is shown, and every method that counts on it by id."""

    entry: WellKnownModel
    model: Model
    cells: Mapping[str, Cell]


@frozen
class Columns:
    """The metrics that are set beside each other: an estimate, the count that it stands in for, and what was counted."""

    estimate: Metric
    exact: Metric
    trained: Metric


def columns(data: CatalogData) -> Columns | None:
    """Find the metrics to set beside each other; None for a catalog without such."""
    trained = next((metric for metric in data.metrics.values() if metric.counted == "trained"), None)
    for metric in data.metrics.values():
        exact = data.metrics.get(metric.estimates or "")
        if exact is not None and trained is not None:
            return Columns(metric, exact, trained)
    return None


def shown(data: CatalogData) -> tuple[Shown, ...]:
    """Count every method on every model that is shown, each at its typical parameters."""
    found = []
    for entry in data.models.values():
        model = open_model(data, entry.id)[0] if entry.shown else None
        if model is not None:
            cells = {m.id: _cell(data, m, model) for m in data.methods.values() if m.counting is not None}
            found.append(Shown(entry, model, cells))
    return tuple(found)


def _cell(data: CatalogData, method: Method, model: Model) -> Cell:
    made, report = configure(data, method.id, typical.given_on(method, model), model)
    refusal = "" if made else words.sentence(next(iter(report)).message)
    return Cell(made or typical.configured(data, method), made, refusal)


def page(data: CatalogData, models: tuple[Shown, ...]) -> str | None:
    """Make the page; None where there is nothing to set beside each other."""
    found = columns(data)
    if found is None or not models:
        return None
    methods = [method for method in data.methods.values() if method.counting is not None]
    return render(
        "counts",
        columns=found,
        models=[_section(found, each, methods) for each in models],
        overview=[_overview(found, method, models) for method in methods],
        settings=[(method, words.assignments(typical.given_all(method))) for method in methods],
    )


def _overview(found: Columns, method: Method, models: tuple[Shown, ...]) -> dict[str, Any]:
    rows = [values(found, each.cells[method.id]) for each in models]
    return {
        "method": method,
        "estimate": rows[0]["estimate"],
        "cells": [row["exact"] for row in rows],
    }


def _section(found: Columns, each: Shown, methods: list[Method]) -> dict[str, Any]:
    notes: dict[str, int] = {}
    rows = []
    for method in methods:
        cell = each.cells[method.id]
        note = 0 if cell.configuration else notes.setdefault(cell.refusal, len(notes) + 1)
        rows.append({"method": method, **values(found, cell), "note": note})
    return {
        "entry": each.entry,
        "class": each.model.class_name,
        "base": f"{each.model.parameters:,d}",
        "rows": rows,
        "notes": list(notes),
    }


def values(found: Columns, cell: Cell) -> dict[str, str]:
    """Return what stands in a row: the configuration, the estimate, the exact count, the exact share."""

    def shown_value(metric: Metric, made: Configuration | None) -> str:
        return words.value(metric, made.metrics[metric.id]) if made and metric.id in made.metrics else NOTHING

    return {
        "shown_as": str(cell.plain),
        "estimate": shown_value(found.estimate, cell.plain),
        "trained": shown_value(found.trained, cell.configuration),
        "exact": shown_value(found.exact, cell.configuration),
    }


def of_method(data: CatalogData, method: Method, models: tuple[Shown, ...]) -> dict[str, Any] | None:
    """Gather what a method's page says of its counts: a row a model; None where it counts nothing."""
    found = columns(data)
    if found is None or method.counting is None or not models:
        return None
    return {
        "columns": found,
        "estimated": found.estimate.id in method.metrics,
        "given": words.assignments(typical.given_all(method)),
        "rows": list(_rows(found, method, models)),
    }


def _rows(found: Columns, method: Method, models: tuple[Shown, ...]) -> Iterator[dict[str, Any]]:
    for each in models:
        cell = each.cells[method.id]
        yield {"entry": each.entry, "refusal": cell.refusal, **values(found, cell)}
