"""A configuration on a model: its counts as metrics, and how they came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.parameters import Finding
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.trace import TraceNode, steps
from finetune_catalog.expression.widening import seen_by
from finetune_catalog.frozen import replace
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.models.opening import for_task
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.configure.configuration import Configuration
    from finetune_catalog.counting import Counts, Line
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Metric

#: what a metric of the catalog may count: properties of the counts
COUNTED = ("trained", "added", "base", "total", "stored_bytes")


def counted(configuration: Configuration, model: Model) -> tuple[Configuration | None, tuple[Finding, ...]]:
    """Put a configuration on a model; None and why, where the method cannot be applied to it so."""
    from finetune_catalog.counting import count

    plan = configuration.plan
    rule = plan.method.counting
    task = configuration.options.seen.get(rule.task) if rule is not None and rule.task else None
    model = for_task(plan.data, model, task)
    held, findings = _held(configuration, model)
    if findings:
        return None, findings
    counts, refusal = count(plan.data, plan.method, configuration.options.seen, model, held)
    if counts is not None:
        return configuration.on(model, counts), ()
    assert refusal is not None  # one or the other
    about = refusal.about or ""
    part = "value" if about in configuration.parameters else "whole"
    return None, (
        Finding(refusal.code, refusal.message, about, part, allowed=refusal.allowed, help=refusal.help),
    )


def _held(
    configuration: Configuration, model: Model
) -> tuple[dict[str, tuple[str, Counts]], tuple[Finding, ...]]:
    """Count the configurations that one holds, by name; findings where one cannot be."""
    rule = configuration.plan.method.counting
    if rule is None or rule.holds is None:
        return {}, ()
    option = rule.holds.by
    made: dict[str, tuple[str, Counts]] = {}
    for name, held in (configuration.options.seen.get(option) or {}).items():
        if not hasattr(held, "plan"):
            message = f"`{name}` is no configuration but {found(held)}: what it counts is not known here"
            hint = "write the adapter's configuration in its place"
            return {}, (Finding("FC759", message, option, "value", help=hint),)
        on_model, findings = counted(held, model)
        if on_model is None:
            return {}, tuple(
                replace(one, message=f"`{name}`: {one.message}", name=option) for one in findings
            )
        assert on_model.counts is not None  # it is on a model
        made[name] = on_model.method, on_model.counts
    return made, ()


def metrics_on_model(data: CatalogData, counts: Counts) -> dict[str, Any]:
    """Compute the metrics that are counts, or formulas over counts, in the catalog's order."""
    values = {m.id: getattr(counts, m.counted) for m in data.metrics.values() if m.counted}
    functions = functions_of(data)
    for metric in data.metrics.values():
        if metric.on_model and metric.formula is not None:
            checked = metric.formula.checked
            values[metric.id] = evaluate(checked, seen_by(checked, values), functions)
    return {id_: values[id_] for id_ in data.metrics if id_ in values}


def explain_on_model(data: CatalogData, counts: Counts, metric: str, assumes: str | None = None) -> TraceNode:
    """Trace a count to the tensors it is the sum of, a formula over counts to those; say what the method `assumes`."""
    entry, values = data.metrics[metric], metrics_on_model(data, counts)
    if entry.formula is not None:
        checked = entry.formula.checked
        value, made = steps(checked, seen_by(checked, values), functions_of(data))
        inputs = tuple(explain_on_model(data, counts, used, assumes) for used in checked.names)
        return TraceNode(metric, value, entry.formula.text, f"({entry.formula.basis})", made, inputs)
    lines = tuple(line for line in counts.lines if _part(entry, line))
    note = f"counted on {counts.modules:,} modules" + (f"; assumes: {assumes}" if assumes else "")
    return TraceNode(metric, values[metric], note=note, inputs=tuple(map(_line, lines)))


def breakdown(counts: Counts) -> list[dict[str, Any]]:
    """List every tensor of a count as data."""
    return [
        {
            "tensor": line.tensor,
            "modules": line.where,
            "count": line.modules,
            "size": line.size,
            "parameters": line.numbers,
            "trained": line.trained,
            "added": line.added,
            "stored_bytes": line.stored_bytes,
        }
        for line in counts.lines
    ]


def _part(metric: Metric, line: Line) -> bool:
    return {
        "trained": line.trained,
        "added": line.added,
        "total": line.added,
        "stored_bytes": line.stored > 0,
    }.get(metric.counted or "", False)


def _line(line: Line) -> TraceNode:
    where = f"{line.tensor} of {line.where}" if line.where else line.tensor
    return TraceNode(where, line.numbers, note=f"{line.modules:,} × {line.size:,}")
