"""How a number came about, and why another has none: metrics one by one, through the reference interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.programs import needed
from finetune_catalog.diagnostics.model import Diagnostic
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.trace import TraceNode, steps
from finetune_catalog.expression.widening import seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.configure.parameters import Resolved
    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.records import Formula


def one_by_one(plan: Plan, resolved: Resolved) -> tuple[dict[str, Any], dict[str, Diagnostic]]:
    """Evaluate each metric alone: those that have a value, and for the others why not."""
    known: dict[str, Any] = dict(zip(plan.method.parameters, resolved.seen, strict=True))
    failures: dict[str, Diagnostic] = {}
    for name, checked in plan.program.bindings:
        blocked = next((used for used in checked.names if used in failures), None)
        try:
            if blocked is None:
                known[name] = evaluate(checked, seen_by(checked, known), plan.program.functions)
                continue
            code, message = failures[blocked].code, f"it uses `{blocked}`, which has no value"
        except EvaluationError as error:
            code, message = error.problem.code, error.problem.message
        failures[name] = Diagnostic(code, message, subject=f"{plan.method.id}.{name}")
    metrics = {name: known[name] for name in plan.metrics if name in known}
    return metrics, {name: finding for name, finding in failures.items() if name in plan.method.metrics}


def explain(plan: Plan, resolved: Resolved, metric: str) -> TraceNode:
    """Trace a metric through its formula, the other metrics and values it uses, and the parameters.

    Raises:
        EvaluationError: a formula that it needs has no value for these parameters.
    """
    known: dict[str, Any] = dict(zip(plan.method.parameters, resolved.seen, strict=True))
    for name, checked in needed(plan.method, (metric,)):
        known[name] = evaluate(checked, seen_by(checked, known), plan.program.functions)
    return _traced(plan, resolved, metric, known)


def _traced(plan: Plan, resolved: Resolved, name: str, known: Mapping[str, Any]) -> TraceNode:
    formula = plan.method.metrics.get(name) or plan.method.values.get(name)
    if formula is not None:
        return _formula_trace(plan, resolved, name, formula, known)
    parameter = plan.method.parameters[name]
    if name not in resolved.defaulted:
        return TraceNode(name, resolved.values[name], note="given")
    if parameter.default_formula is not None:
        return TraceNode(name, resolved.values[name], note=f"default: {parameter.default_formula.text}")
    return TraceNode(name, resolved.values[name], note="default")


def _formula_trace(
    plan: Plan, resolved: Resolved, name: str, formula: Formula, known: Mapping[str, Any]
) -> TraceNode:
    value, made = steps(formula.checked, seen_by(formula.checked, known), plan.program.functions)
    places = (f"{source.ref}, {source.where}" if source.where else source.ref for source in formula.sources)
    inputs = tuple(_traced(plan, resolved, used, known) for used in formula.checked.names)
    return TraceNode(name, value, formula.text, f"{'; '.join(places)} ({formula.basis})", made, inputs)
