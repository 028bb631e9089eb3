"""The catalog's rules, applied to a configuration: what is allowed but probably not meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.display import read_display
from finetune_catalog.diagnostics.model import Diagnostic, Severity
from finetune_catalog.expression.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.configs.place import Place
    from finetune_catalog.configure import Configuration
    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.records import Rule, SourceRef

CODE = "FC720"  #: of every finding of a rule; the rule's id says which


def applies(rule: Rule, plan: Plan) -> bool:
    """Whether a rule is about a method: it is named, or no method is, and the method has every name the rule uses."""
    method = plan.method
    if rule.methods is not None and method.id not in rule.methods:
        return False
    known = {*method.parameters, *method.values, *method.metrics}
    return known.issuperset(rule.when.checked.names)


def finds(rule: Rule, configuration: Configuration) -> bool:
    """Whether a rule finds something in a configuration; False for a method it does not apply to.

    Raises:
        EvaluationError: its condition has no value here.
    """
    return applies(rule, configuration.plan) and _holds(rule, configuration)


def rule_findings(configuration: Configuration, place: Place) -> Iterator[Diagnostic]:
    """Yield what the rules find in a configuration, at the place of the value that each is about."""
    plan = configuration.plan
    for rule in plan.data.rules.values():
        if not applies(rule, plan):
            continue
        try:
            if _holds(rule, configuration):
                yield _finding(rule, configuration, place)
        except EvaluationError as error:
            message = f"the rule `{rule.id}` cannot be decided here: {error.problem.message}"
            yield place.finding(error.problem.code, message, severity=Severity.NOTE, rule=rule.id)


def _holds(rule: Rule, configuration: Configuration) -> bool:
    plan = configuration.plan
    result: bool = plan.condition(rule.id, rule.when.checked)(*configuration.seen)[0]
    return result


def _finding(rule: Rule, configuration: Configuration, place: Place) -> Diagnostic:
    method = configuration.plan.method
    message, hint = (
        read_display(text).render(method.parameters, configuration.parameters)
        for text in (rule.message, rule.help)
    )
    sources = configuration.plan.data.sources
    where, part = _where(rule, configuration, place)
    return where.finding(
        CODE,
        message,
        part,
        Severity(rule.severity),
        help=hint,
        notes=tuple(f"source: {_cited(ref, sources)}" for ref in rule.sources),
        rule=rule.id,
    )


def _where(rule: Rule, configuration: Configuration, place: Place) -> tuple[Place, str]:
    """Find the value that a rule is about: the first one its condition names that was given, else the configuration."""
    tag = configuration.plan.method.tag
    content = place.get()
    inside = place / tag if isinstance(content, Mapping) and tag in content else place
    for name in rule.when.checked.names:
        if name in configuration.parameters and name not in configuration.defaulted:
            if not isinstance(inside.get(), (list, tuple)):
                return inside / name, "value"
            return inside / list(configuration.parameters).index(name), "value"
    return inside, "key" if inside is not place else "value"


def _cited(ref: SourceRef, sources: Any) -> str:
    entry = sources.get(ref.ref)
    title = entry.title if entry else ref.ref
    version = f" {entry.version}" if entry and entry.version else ""
    return f"{title}{version}, {ref.where}" if ref.where else f"{title}{version}"
