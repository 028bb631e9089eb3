"""The page that sets all methods beside each other, by the metrics that need no model, and its plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.reference import typical, words
from finetune_catalog.reference.plots import bar_plot
from finetune_catalog.reference.rendering import render
from finetune_catalog.wording import unit_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import CatalogData, Metric


def pages(data: CatalogData) -> Iterator[tuple[str, str]]:
    """Yield the page, of the methods that have any of these metrics, and its bar plots."""
    shown = {
        method.id: typical.configured(data, method) for method in data.methods.values() if method.metrics
    }
    metrics = [
        metric for metric in data.metrics.values() if any(metric.id in c.metrics for c in shown.values())
    ]
    used = sorted({p.id for id_ in shown for p in data.methods[id_].parameters.values() if p.required})
    at = ", ".join(
        f"{data.parameters[name].title.lower()} {words.plain(data.parameters[name].typical)}" for name in used
    )
    yield (
        "comparison.md",
        render(
            "comparison",
            at=f"Each method at {at} where it takes one." if at else "",
            others=sum(
                method.counting is not None and not method.metrics for method in data.methods.values()
            ),
            metrics=[
                {
                    "title": metric.title,
                    "doc": metric.doc,
                    "unit_symbol": unit_symbol(data.units, metric.unit),
                    "better": words.better(metric),
                    "plot": f"comparison-{metric.id}.svg",
                }
                for metric in metrics
            ],
            rows=[{"id": name, "display": str(c), "cells": _values(metrics, c)} for name, c in shown.items()],
        ),
    )
    for metric in metrics:
        bars = [
            (str(c), float(c.metrics[metric.id]), words.value(metric, c.metrics[metric.id]))
            for c in shown.values()
            if metric.id in c.metrics
        ]
        symbol = unit_symbol(data.units, metric.unit)
        yield (
            f"plots/comparison-{metric.id}.svg",
            bar_plot(metric.title + (f" ({symbol})" if symbol else ""), bars),
        )


def _values(metrics: list[Metric], configuration: Configuration) -> list[str]:
    return [
        words.value(metric, configuration.metrics[metric.id]) if metric.id in configuration.metrics else "–"
        for metric in metrics
    ]
