"""Rules as their files show them: messages use what they may, and each example is found or passed over as stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configs import parse
from finetune_catalog.configs.rules import finds
from finetune_catalog.configure.examples import template_findings
from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.records import Rule


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Check the templates and the examples of every rule."""
    for rule in subject.data.rules.values():
        path = f"rules/{rule.topic}.yaml"
        names = _common_names(subject, rule)
        for field, template in (("message", rule.message), ("help", rule.help)):
            yield from template_findings(template, names, subject, (path, (rule.id, field)))
        for index, (config, expected) in enumerate(rule.examples):
            yield from _example(subject, rule, index, config, expected=expected)


def _common_names(subject: Subject, rule: Rule) -> dict[str, None]:
    """Gather the parameters that every method has which a rule applies to."""
    used = set(rule.when.checked.names)
    parameters = [
        method.parameters.keys()
        for id_, method in subject.data.methods.items()
        if (rule.methods is None or id_ in rule.methods)
        and used <= {*method.parameters, *method.values, *method.metrics}
    ]
    common = set.intersection(*map(set, parameters)) if parameters else set(subject.data.parameters)
    return dict.fromkeys(id_ for id_ in subject.data.parameters if id_ in common)


def _example(
    subject: Subject, rule: Rule, index: int, config: Any, *, expected: bool
) -> Iterator[Diagnostic]:
    path = f"rules/{rule.topic}.yaml"
    at = (rule.id, "examples", index)
    made, report = parse(subject.data, config if isinstance(config, dict) else {config: None})
    if made is None:
        for finding in report:
            message = f"the example is no configuration: {finding.message}"
            span = subject.value(path, (*at, "config"))
            yield Diagnostic("FC635", message, span=span, allowed=finding.allowed, help=finding.help)
        return
    try:
        found = finds(rule, made)
    except EvaluationError as error:
        message = f"the rule cannot be decided here: {error.problem.message}"
        yield Diagnostic("FC635", message, span=subject.value(path, (*at, "config")))
        return
    if found is not expected:
        said = (
            "finds nothing in this example" if expected else "finds this example, which it should pass over"
        )
        yield Diagnostic(
            "FC635",
            f"the rule `{rule.id}` {said}",
            span=subject.value(path, (*at, "finds")),
            help="correct the condition or the example",
            notes=(f"its condition is `{rule.when.text}`",),
        )
