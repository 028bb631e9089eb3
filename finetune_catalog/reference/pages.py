"""The reference as a mapping of paths to texts: a pure function of the catalog and of the command's help."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.codes import PAGES
from finetune_catalog.expression.functions import BUILTINS
from finetune_catalog.expression.targets import latex
from finetune_catalog.reference import (
    architecture_page,
    comparison_page,
    counts_page,
    index_page,
    method_page,
    model_pages,
    sources_page,
    words,
)
from finetune_catalog.reference.rendering import render
from finetune_catalog.wording import unit_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.records import CatalogData, Method, Metric, Rule, UnitEntry


def pages(data: CatalogData, commands: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return every page and plot by its path below docs/reference; `commands` are (verb, its help) in order."""
    shown = counts_page.shown(data)
    made = {
        "metrics.md": render("metrics", metrics=[_metric(data, metric) for metric in data.metrics.values()]),
        "parameters.md": render(
            "parameters", parameters=[_parameter(data, name) for name in data.parameters]
        ),
        "units.md": render("units", units=[{"entry": u, "kind": _kind(u)} for u in data.units.values()]),
        "sources.md": sources_page.page(data),
        "rules.md": render("rules", rules=[_rule(rule) for rule in data.rules.values()]),
        "functions.md": render(
            "functions", builtins=list(BUILTINS.values()), functions=list(_functions(data))
        ),
        "targets.md": render("targets", tables=list(_targets(data))),
        "errors.md": render("errors", codes=list(PAGES.values())),
        "command.md": render("command", verbs=commands),
        "architectures.md": architecture_page.index(data),
        "models.md": model_pages.models(data),
        "tasks.md": model_pages.tasks(data),
        "frameworks.md": model_pages.frameworks(data),
    }
    made |= dict(comparison_page.pages(data))
    counts = counts_page.page(data, shown)
    if counts is not None:
        made["counts.md"] = counts
    for method in data.methods.values():
        made |= dict(method_page.render(data, method, shown))
    models = architecture_page.by_architecture(data)
    for id_, architecture in data.architectures.items():
        made[f"architectures/{id_}.md"] = architecture_page.page(architecture, models.get(id_, ()))
    return {"README.md": index_page.page(data, made), **made}


def _metric(data: CatalogData, metric: Metric) -> dict[str, Any]:
    return {
        "entry": metric,
        "unit": unit_symbol(data.units, metric.unit) or metric.unit,
        "bounds": words.bounds(metric),
        "estimates": data.metrics.get(metric.estimates or ""),
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
        "methods": [m for m in data.methods.values() if name in m.parameters],
        "options": [m for m in data.methods.values() if name in m.options],
    }


def _kind(unit: UnitEntry) -> str:
    if unit.dimensionless:
        return "dimensionless" + (f", {unit.scale} of a plain number" if unit.scale else "")
    return f"{unit.scale} × {unit.base}" if unit.base else "base unit"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "entry": rule,
        "title": words.sentence(rule.title),
        "help": "" if words.is_template(rule.help) else words.untemplated(words.sentence(rule.help)),
        "examples": [
            (json.dumps(config, ensure_ascii=False), finds, model) for config, finds, model in rule.examples
        ],
        "on_model": any(model for *_, model in rule.examples),
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
