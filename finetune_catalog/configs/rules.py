"""The catalog's rules, applied to a configuration: what is allowed but probably not meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.dialects import places_of
from finetune_catalog.configs.rule_view import ONCE, ORIGINS, View
from finetune_catalog.configure import ConfigurationError
from finetune_catalog.diagnostics.model import Diagnostic, Severity
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.configs.place import Place
    from finetune_catalog.configure import Configuration
    from finetune_catalog.records import Rule, SourceRef

CODE = "FC720"  #: of every finding of a rule; the rule's id says which
_MODULE = "module"


def applies(rule: Rule, configuration: Configuration) -> bool:
    """Whether a rule is about a configuration's method, and there is a model where it needs one."""
    return configuration.method in rule.applies and (not rule.on_model or configuration.model is not None)


def finds(rule: Rule, configuration: Configuration) -> bool:
    """Whether a rule finds something in a configuration; False for one that it does not apply to.

    Raises:
        EvaluationError: its condition has no value here.
    """
    return applies(rule, configuration) and _hit(rule, View(configuration)) is not None


def rule_findings(configuration: Configuration, place: Place) -> Iterator[Diagnostic]:
    """Yield what the rules find in a configuration, at the place of the value that each is about."""
    view = View(configuration)
    for rule in _applying(configuration):
        try:
            module = _hit(rule, view)
        except EvaluationError as error:
            message = f"the rule `{rule.id}` cannot be decided here: {error.problem.message}"
            yield place.finding(error.problem.code, message, severity=Severity.NOTE, rule=rule.id)
            continue
        if module is not None:
            yield _finding(rule, configuration, place, view, module)


_KEPT = 512  #: lists of rules: those of every method of a few catalogs
_by_method: Remembered[tuple[Rule, ...]] = Remembered(_KEPT)


def _applying(configuration: Configuration) -> tuple[Rule, ...]:
    """Give the rules that apply to a configuration: the same for every other of its method, on a model or not."""
    data = configuration.plan.data
    key = id(data), configuration.method, configuration.model is None
    return _by_method.get(
        key, lambda: tuple(r for r in data.rules.values() if applies(r, configuration)), data
    )


def _hit(rule: Rule, view: View) -> Mapping[str, Any] | None:
    """Give what is known of the first module that a rule finds, nothing in it where it is about no module; None: no find."""
    known = view.modules() if rule.each == _MODULE else (ONCE,)
    try:
        return next((module for module in known if view.holds(rule.when.checked, module)), None)
    except (KeyError, ConfigurationError):
        return None  # the model says no such size, or a metric has no value


def _finding(
    rule: Rule, configuration: Configuration, place: Place, view: View, module: Mapping[str, Any]
) -> Diagnostic:
    sources = configuration.plan.data.sources
    where, part = _where(rule, configuration, place, view, module)
    return where.finding(
        CODE,
        view.said(rule.message, module),
        part,
        Severity(rule.severity),
        help=view.said(rule.help, module),
        notes=tuple(f"source: {_cited(ref, sources)}" for ref in rule.sources),
        rule=rule.id,
    )


def _where(
    rule: Rule, configuration: Configuration, place: Place, view: View, module: Mapping[str, Any]
) -> tuple[Place, str]:
    """Find the value that a rule is about: the one it says, or the first that its condition names and that was given."""
    names = (*filter(None, (rule.about,)), *(name.partition(".")[0] for name in rule.when.checked.names))
    head, places = _given(configuration, place)
    origins = module.get(ORIGINS, {})
    for name in names:
        if name in origins:
            option, key = origins[name]
            return places[option] / key, "value"
        if name in places:
            where, step = places[name], view.step(name, rule.when.checked.names)
            if step is not None and isinstance(where.get(), (Mapping, list, tuple)):
                return where / step, "value"
            return where, "value"
    return head, "key" if head is not place and not isinstance(head.get(), str) else "value"


def _given(configuration: Configuration, place: Place) -> tuple[Place, Mapping[str, Place]]:
    """Give the place where the method is named, and those of the values that were given, by parameter."""
    plan, content = configuration.plan, place.get()
    found = places_of(plan.data, plan.method, content, place)
    if found is not None:
        return found
    tag = plan.method.tag
    inside = place / tag if isinstance(content, Mapping) and tag in content else place
    names = [name for name in configuration.parameters if name not in configuration.defaulted]
    if isinstance(inside.get(), (list, tuple)):
        order = list(configuration.parameters)
        return inside, {name: inside / order.index(name) for name in names}
    return inside, {name: inside / name for name in names}


def _cited(ref: SourceRef, sources: Any) -> str:
    entry = sources.get(ref.ref)
    title = entry.title if entry else ref.ref
    version = f" {entry.version}" if entry and entry.version else ""
    return f"{title}{version}, {ref.where}" if ref.where else f"{title}{version}"
