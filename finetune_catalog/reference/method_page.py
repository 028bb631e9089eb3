"""A method's page: parameters, formulas, plots, a worked example, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.targets import latex
from finetune_catalog.frozen import frozen
from finetune_catalog.reference import counting_page, counts_page, typical, words
from finetune_catalog.reference.environment import environment
from finetune_catalog.reference.plots import Curve, line_plot
from finetune_catalog.wording import unit_symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import CatalogData, Example, Formula, Method, Metric, Parameter
    from finetune_catalog.reference.counts_page import Shown


@frozen
class Plot:
    """A plot of a method's page."""

    file: str
    alt: str
    svg: str


def render(data: CatalogData, method: Method, models: tuple[Shown, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the method's page and its plots, each as (path below the reference's folder, text)."""
    shown = typical.configured(data, method)
    metrics = [
        _metric(data, method, data.metrics[name], formula, shown) for name, formula in method.metrics.items()
    ]
    traced = _most_telling(method)
    page = environment().get_template("method.md.j2")
    yield (
        f"methods/{method.id}.md",
        page.render(
            method=method,
            display=str(shown),
            parameters=[
                {"entry": entry, "allowed": words.allowed(entry), "default": words.default(entry)}
                for entry in method.parameters.values()
            ],
            at=f"For {shown}:" if method.parameters else "",
            metrics=metrics,
            trace=str(shown.explain(traced)) if traced else "",
            traced=traced,
            shown_command=f"{method.id} {words.assignments(typical.given(method))}".rstrip(),
            trace_title=data.metrics[traced].title if traced else "",
            examples=[_example(data, method, e) for e in method.examples if e.model is None],
            counted_examples=[_example(data, method, e) for e in method.examples if e.model is not None],
            options=counting_page.options(method),
            counting=counting_page.counting(method),
            counted=counts_page.of_method(data, method, models),
            dialects=counting_page.dialects(data, method),
            sources=[words.bibliography(data.sources[ref]) for ref in method.cited],
        ),
    )
    for metric in metrics:
        yield from ((f"plots/{plot.file}", plot.svg) for plot in metric["plots"])


def _most_telling(method: Method) -> str | None:
    """Return the metric whose formula uses most names: its trace shows most."""
    telling = max(method.metrics, key=lambda name: len(method.metrics[name].checked.names), default=None)
    return telling if telling and method.metrics[telling].checked.names else None


def symbols(data: CatalogData, method: Method | None = None) -> dict[str, str]:
    """Return the symbol of every name a formula may use."""
    entries: dict[str, Parameter | Metric] = {**data.parameters, **data.metrics}
    if method is not None:
        entries |= method.parameters
    return {name: entry.symbol for name, entry in entries.items() if entry.symbol}


def _metric(
    data: CatalogData, method: Method, entry: Metric, formula: Formula, shown: Configuration
) -> dict[str, Any]:
    known = symbols(data, method)
    left = known.get(entry.id, entry.id)
    return {
        "entry": entry,
        "formula": formula,
        "value": words.value(entry, shown.metrics[entry.id]),
        "unit": unit_symbol(data.units, entry.unit),
        "latex": f"{left} = {latex.text(formula.checked.node, known)}",
        "cited": words.cited(formula, up="../"),
        "plots": [
            _plot(data, method, entry, parameter)
            for parameter in method.parameters.values()
            if parameter.common is not None and parameter.id in depends_on(method, entry.id)
        ],
    }


def depends_on(method: Method, name: str) -> frozenset[str]:
    """Return the parameters a metric's value can change with, through the method's values and other metrics."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        formula = method.metrics.get(at := waiting.pop()) or method.values.get(at)
        if formula is None and at in method.parameters:
            formula = method.parameters[at].default_formula
        for used in formula.checked.names if formula else ():
            if used not in found:
                found.add(used)
                waiting.append(used)
    return frozenset(found & set(method.parameters))


def _plot(data: CatalogData, method: Method, metric: Metric, parameter: Parameter) -> Plot:
    given = typical.given(method)
    values = [
        (float(x), float(typical.configured(data, method, {**given, parameter.id: x}).metrics[metric.id]))
        for x in typical.points(parameter)
    ]
    others = words.assignments({name: value for name, value in given.items() if name != parameter.id})
    title = f"{metric.title}, {method.tag}" + (f" ({others})" if others else "")
    svg = line_plot(
        title,
        f"{parameter.title} ({parameter.symbol})" if parameter.symbol else parameter.title,
        unit_symbol(data.units, metric.unit),
        [Curve(tuple(values))],
        logarithmic=parameter.scale == "log",
    )
    return Plot(
        f"{method.id}-{metric.id}-{parameter.id}.svg", f"{metric.title} against {parameter.title}", svg
    )


def _example(data: CatalogData, method: Method, example: Example) -> dict[str, str]:
    made = typical.configured(data, method, example.given)
    number = "{:,}".format if example.model else repr  # counts are long, and rules of thumb hold to the bit
    results = (
        f"{data.metrics[name].title.lower()} {number(value)}" for name, value in example.metrics.items()
    )
    on = f"--model {example.model}" if example.model else ""
    given = words.assignments(example.given)
    return {
        "title": example.title or "",
        "command": " ".join(filter(None, ("finetune-catalog eval", method.id, given, on))),
        "display": str(made),
        "config": json.dumps(made.to_dict(), ensure_ascii=False),
        "results": ("; " if example.model else ", ").join(results),
        "cited": "; ".join(words.reference(source, "../") for source in example.sources),
    }
