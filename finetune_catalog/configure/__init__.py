"""A method and values for its parameters become a Configuration, or a report of everything that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.configuration import Configuration, ConfigurationError, MetricError
from finetune_catalog.configure.on_model import counted
from finetune_catalog.configure.options import resolve_options
from finetune_catalog.configure.parameters import Finding, resolve, unknown
from finetune_catalog.configure.plan import Plan, Plans, plans_of
from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.structured import parse_value
from finetune_catalog.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

__all__ = [
    "Configuration",
    "ConfigurationError",
    "MetricError",
    "Plan",
    "Plans",
    "configure",
    "configured",
    "counted",
    "diagnostic",
    "method_named",
    "parse_texts",
    "plans_of",
]


_FINE = Report()


def configure(
    data: CatalogData, method: str, given: Mapping[str, Any], model: Model | None = None
) -> tuple[Configuration, Report] | tuple[None, Report]:
    """Configure a method, by its id or its tag.

    Args:
        data: the catalog
        method: id of the method, as `methods/<id>.yaml` has it, or its tag
        given: parameters and options by name; NumPy scalars count by their value; what is absent has its default
        model: the model to count on, None to leave counts out

    Returns:
        The configuration, or None and every finding.
    """
    found = method_named(data, method)
    if found is None:
        return None, Report.of([unknown_method(data, method)])
    plan = plans_of(data).of(found.id)
    made, findings = configured(plan, given, model)
    if made is None:
        return None, Report(tuple(diagnostic(found, finding) for finding in findings))
    return made, _FINE


def configured(
    plan: Plan, given: Mapping[str, Any], model: Model | None = None
) -> tuple[Configuration | None, tuple[Finding, ...]]:
    """Make a configuration of a method with what is given, or say everything that is wrong with it."""
    options = plan.method.options
    resolved, findings = resolve(plan.method.parameters, plan.defaults, given, tuple(options))
    if resolved is None:
        return None, findings
    chosen = None
    if options.keys() & given.keys():
        chosen, findings = resolve_options(
            plan.method, resolved.seen, {name: value for name, value in given.items() if name in options}
        )
        if findings:
            return None, findings
    made = Configuration(plan, resolved, chosen)
    return (made, ()) if model is None else counted(made, model)


def parse_texts(data: CatalogData, method: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read `name=value` words of a command line by the types of the method's parameters.

    What cannot be read stays text, and names the method lacks stay as they are: `configure` refuses both.
    """
    found = method_named(data, method)
    known = found.declared if found else {}
    return {
        name: parse_value(known[name].type, text) if name in known else text for name, text in texts.items()
    }


def method_named(data: CatalogData, word: str) -> Method | None:
    """Find a method by its id or by its tag, exactly as written."""
    found = data.methods.get(word)
    return found or next((method for method in data.methods.values() if method.tag == word), None)


def unknown_method(data: CatalogData, word: str) -> Diagnostic:
    """Say that there is no such method, with the nearest one."""
    near = nearest(str(word), data.methods)
    if near is None:
        tags = {method.tag: name for name, method in data.methods.items()}
        near = tags.get(nearest(str(word), tags) or "")
    hint = f"did you mean `{near}`?" if near else "`finetune-catalog list` shows the methods there are"
    return Diagnostic("FC701", f"there is no method `{word}`", allowed=tuple(data.methods), help=hint)


def diagnostic(method: Method, finding: Finding) -> Diagnostic:
    """Say of a method what is wrong with what was given for it, where that has no place in a file."""
    message, hint = finding.message, finding.help
    if finding.code == "FC702":
        message, _, hint = unknown(
            finding.name, tuple(method.parameters), f"`{method.id}`", tuple(method.options)
        )
    return Diagnostic(
        finding.code, message, subject=method.id, allowed=finding.allowed, help=hint, notes=finding.notes
    )
