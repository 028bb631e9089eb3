"""The reference as a mapping of paths to texts: a pure function of the catalog and of the command's help."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.codes import PAGES
from finetune_catalog.expression.functions import BUILTINS
from finetune_catalog.expression.targets import latex
from finetune_catalog.reference import method_page, typical, words
from finetune_catalog.reference.environment import environment
from finetune_catalog.reference.plots import bar_plot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import CatalogData, Method, Metric, Rule, UnitEntry

_INDEX = (
    ("All methods by all metrics", "comparison.md"),
    ("Metrics", "metrics.md"),
    ("Parameters", "parameters.md"),
    ("Default target modules", "targets.md"),
    ("Units", "units.md"),
    ("Sources", "sources.md"),
    ("Rules for configurations", "rules.md"),
    ("Functions of the expression language", "functions.md"),
    ("Error codes", "errors.md"),
    ("The command", "command.md"),
)


def pages(data: CatalogData, commands: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return every page and plot by its path below docs/reference; `commands` are (verb, its help) in order."""
    made = {
        "README.md": _render(
            "index",
            manifest=data.manifest,
            methods=list(data.methods.values()),
            metrics=len(data.metrics),
            sources=len(data.sources),
            pages=_INDEX,
        ),
        "metrics.md": _render("metrics", metrics=[_metric(data, metric) for metric in data.metrics.values()]),
        "parameters.md": _render(
            "parameters", parameters=[_parameter(data, name) for name in data.parameters]
        ),
        "units.md": _render("units", units=[{"entry": u, "kind": _kind(u)} for u in data.units.values()]),
        "sources.md": _render("sources", sources=[_source(data, name) for name in data.sources]),
        "rules.md": _render("rules", rules=[_rule(rule) for rule in data.rules.values()]),
        "functions.md": _render(
            "functions", builtins=list(BUILTINS.values()), functions=list(_functions(data))
        ),
        "targets.md": _render("targets", tables=list(_targets(data))),
        "errors.md": _render("errors", codes=list(PAGES.values())),
        "command.md": _render("command", verbs=commands),
    }
    made |= dict(_comparison(data))
    for method in data.methods.values():
        made |= dict(method_page.render(data, method))
    return made


def _render(template: str, **context: Any) -> str:
    return environment().get_template(f"{template}.md.j2").render(**context)


def _metric(data: CatalogData, metric: Metric) -> dict[str, Any]:
    return {
        "entry": metric,
        "unit": words.unit(data, metric.unit) or metric.unit,
        "bounds": words.bounds(metric),
        "formulas": [
            {"id": method.id, "title": method.title, "formula": formula, "cited": words.cited(formula, up="")}
            for method in data.methods.values()
            if (formula := method.metrics.get(metric.id)) is not None
        ],
    }


def _parameter(data: CatalogData, name: str) -> dict[str, Any]:
    entry = data.parameters[name]
    return {
        "entry": entry,
        "allowed": words.allowed(entry),
        "typical": words.plain(entry.typical),
        "methods": [m for m in data.methods.values() if name in m.parameters or name in m.options],
    }


def _kind(unit: UnitEntry) -> str:
    if unit.dimensionless:
        return "dimensionless" + (f", {unit.scale} of a plain number" if unit.scale else "")
    return f"{unit.scale} × {unit.base}" if unit.base else "base unit"


def _source(data: CatalogData, name: str) -> dict[str, Any]:
    methods = (
        f"[{m.title}](methods/{m.id}.md)" for m in data.methods.values() if name in method_page.cited_by(m)
    )
    rules = (
        f"[{rule.id}](rules.md#{rule.id})"
        for rule in data.rules.values()
        if name in {s.ref for s in rule.sources}
    )
    return {
        "entry": data.sources[name],
        "line": words.bibliography(data.sources[name]),
        "cited_by": [*methods, *rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "entry": rule,
        "title": words.sentence(rule.title),
        "help": words.sentence(rule.help),
        "examples": [
            (json.dumps(config, ensure_ascii=False), model, finds) for config, finds, model in rule.examples
        ],
        "cited": "; ".join(words.reference(source, "") for source in rule.sources),
    }


def _targets(data: CatalogData) -> Iterator[dict[str, Any]]:
    for table in data.targets.values():
        users = [m for m in data.methods.values() if _takes(m, table.id)]
        rows = [
            (type_, f"`'{row}'`" if isinstance(row, str) else ", ".join(f"`{name}`" for name in row))
            for type_, row in sorted(table.rows.items())
        ]
        yield {"id": table.id, "doc": table.doc, "methods": users, "rows": rows}


def _takes(method: Method, table: str) -> bool:
    found = method.counting
    if found is None:
        return False
    marks = (naming.table for naming in found.marks.values())
    return table in {*marks, found.targets.table if found.targets else None}


def _functions(data: CatalogData) -> Iterator[dict[str, Any]]:
    for entry in data.functions.values():
        names = ", ".join(name for name, _ in entry.parameters)
        yield {
            "entry": entry,
            "signature": f"{entry.id}({names})",
            "latex": f"\\mathrm{{{entry.id}}}({names}) = {latex.text(entry.formula.checked.node, {})}".replace(
                "_", "\\_"
            ),
        }


def _comparison(data: CatalogData) -> Iterator[tuple[str, str]]:
    """Yield the page that sets all methods beside each other, and its bar plots."""
    shown = {method.id: typical.configured(data, method) for method in data.methods.values()}
    metrics = [
        metric for metric in data.metrics.values() if any(metric.id in c.metrics for c in shown.values())
    ]
    used = sorted({p.id for m in data.methods.values() for p in m.parameters.values() if p.required})
    at = ", ".join(
        f"{data.parameters[name].title.lower()} {words.plain(data.parameters[name].typical)}" for name in used
    )
    yield (
        "comparison.md",
        _render(
            "comparison",
            at=f"Each method at {at} where it takes one." if at else "",
            metrics=[
                {
                    "title": metric.title,
                    "doc": metric.doc,
                    "unit_symbol": words.unit(data, metric.unit),
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
        symbol = words.unit(data, metric.unit)
        yield (
            f"plots/comparison-{metric.id}.svg",
            bar_plot(metric.title + (f" ({symbol})" if symbol else ""), bars),
        )


def _values(metrics: list[Metric], configuration: Configuration) -> list[str]:
    return [
        words.value(metric, configuration.metrics[metric.id]) if metric.id in configuration.metrics else "–"
        for metric in metrics
    ]
