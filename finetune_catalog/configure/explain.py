"""How a number came about, and why another has none: metrics one by one, through the reference interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.model import Diagnostic
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.widening import conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.configure.parameters import Resolved
    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.expression.types import Checked


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


def seen_by(checked: Checked, known: Mapping[str, Any]) -> dict[str, Any]:
    """Give a formula the values of the names it uses, each as the type it knows the name by."""
    return {name: conform(known[name], checked.declared[name].type) for name in checked.names}
