"""Rules as their files show them: messages use what they may, and each example is found or passed over as stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.configs import parse
from finetune_catalog.configs.rules import finds
from finetune_catalog.configure.examples import template_findings
from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.frozen import replace
from finetune_catalog.models.opening import open_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.records import Rule


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Check the templates and the examples of every rule."""
    for rule in subject.data.rules.values():
        path = f"rules/{rule.topic}.yaml"
        names = dict.fromkeys(rule.names)
        for field, template in (("message", rule.message), ("help", rule.help)):
            yield from template_findings(template, names, subject, (path, (rule.id, field)), dotted=True)
        for index in range(len(rule.examples)):
            yield from _example(subject, rule, index)


def _example(subject: Subject, rule: Rule, index: int) -> Iterator[Diagnostic]:
    config, expected, word = rule.examples[index]
    path = f"rules/{rule.topic}.yaml"
    at = (rule.id, "examples", index)
    model = None
    if word is not None:
        model, unopened = open_model(subject.data, word)
        if model is None:
            span = subject.value(path, (*at, "model"))
            yield from (replace(finding, span=span, code="FC635") for finding in unopened)
            return
    made, report = parse(subject.data, config if isinstance(config, dict) else {config: None}, model)
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
