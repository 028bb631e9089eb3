"""Rules: the condition of each is checked with the names of every method it applies to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import Optional
from finetune_catalog.frozen import replace
from finetune_catalog.loading.count_scope import LEVELS
from finetune_catalog.loading.declarations import TRUTH
from finetune_catalog.loading.formulas import site
from finetune_catalog.loading.linked import CheckedSite, LinkedRule
from finetune_catalog.loading.raw import mapping, text_or
from finetune_catalog.loading.rule_scope import HEADS, ODD, PLAIN, REACH, RULED, ZEROS, naming_options
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finetune_catalog.expression.types import Checked, Declaration
    from finetune_catalog.loading.formulas import Site
    from finetune_catalog.loading.linked import Linked, LinkedMethod
    from finetune_catalog.loading.sheets import Sheet

VALUES = "ranks"  #: the type of an option that gives values by name
_EACH = {"configuration": LEVELS["model"], "module": LEVELS["module"]}  #: what a rule knows of a model


def link_rules(sheet: Sheet, linked: Linked) -> None:
    """Check the conditions of a file of rules; where one applies to several methods, the first one's types stand."""
    for id_, entry in mapping(sheet.data).items():
        found = site(sheet, (id_, "when"))
        if found is None:
            continue
        only = mapping(entry).get("methods")
        level = text_or(mapping(entry).get("each"), "configuration")
        _link(sheet, id_, found, _scopes(found, only, level, linked), linked)


def _link(
    sheet: Sheet, id_: str, found: Site, scopes: Mapping[str, tuple[Names, frozenset[str]]], linked: Linked
) -> None:
    """Check a condition in every scope that declares its names in its own way."""
    used = linked.formulas.parse(found.text).names
    seen: set[tuple[int, ...]] = set()
    first: Checked | None = None
    for names, _ in scopes.values() or [(linked.names(), frozenset())]:
        key = tuple(id(names.known.get(name)) for name in used)
        if key in seen:
            continue
        seen.add(key)
        checked, problems = names.check(linked.formulas, found, TRUTH)
        if problems and any(_may_be_none(names, name) for name in used):
            checked, problems = _where_given(names, used).check(linked.formulas, found, TRUTH)
        linked.found += problems
        first = first or checked
    if first is not None:
        on_model = any(name in on_model for _, on_model in scopes.values() for name in used)
        needs = [(set(names.known) if on_model else set(names.known) - own) for names, own in scopes.values()]
        common = tuple(sorted(set.intersection(*needs))) if needs else ()
        linked.rules[sheet.path, id_] = LinkedRule(CheckedSite(first, found), tuple(scopes), common, on_model)


def _may_be_none(names: Names, name: str) -> bool:
    return name in names.known and isinstance(names.known[name].type, Optional)


def _where_given(names: Names, used: Iterable[str]) -> Names:
    """Give the names as they are where none of those used is None; elsewhere a rule that says nothing of it finds nothing."""
    known = dict(names.known)
    for name in used:
        declared = known.get(name)
        if declared is not None and isinstance(declared.type, Optional):
            known[name] = replace(declared, type=declared.type.inner)
    return Names(known, names.unclear)


def _scopes(found: Site, only: object, level: str, linked: Linked) -> dict[str, tuple[Names, frozenset[str]]]:
    """Give the names of every method that a rule applies to, and those of them that need a model."""
    used = linked.formulas.parse(found.text).names
    scopes = {}
    for id_, method in linked.methods.items():
        if isinstance(only, list) and id_ not in only:
            continue
        names, on_model = _names(method, level, linked)
        if isinstance(only, list) or all(names.has(name) for name in used):
            scopes[id_] = names, on_model
    return scopes


def _names(method: LinkedMethod, level: str, linked: Linked) -> tuple[Names, frozenset[str]]:
    """Give what rules know of a method: parameters, options, metrics; and on a model what it trains there."""
    names = Names(dict(method.scope.known), set(method.scope.unclear))
    names.unclear |= method.parameters.keys() - names.known.keys()
    for metric in method.metrics:
        names.declare(metric, linked.metrics.get(metric))
    counts = mapping(method.sheet.data, "counts")
    if not counts:
        return names, frozenset()
    names.known |= _known_of(_with_values(method), ZEROS.facts)
    names.known |= _known_of(naming_options(counts, keys=False), {**ODD.facts, PLAIN: TRUTH})
    if counts.get("task"):
        names.known |= _known_of([text_or(mapping(counts, "targets").get("modules"))], HEADS.facts)
    on_model = {**_EACH.get(level, {}), **RULED, **_known_of(naming_options(counts), REACH)}
    for metric in (*linked.counted, *linked.on_model):
        declared = linked.metrics.get(metric)
        if declared is not None:
            on_model[metric] = declared
    names.known |= on_model
    return names, frozenset(on_model)


def _known_of(options: Iterable[str], facts: Mapping[str, Declaration]) -> dict[str, Declaration]:
    return {f"{option}.{fact}": declared for option in options if option for fact, declared in facts.items()}


def _with_values(method: LinkedMethod) -> Iterator[str]:
    """Yield the options that give values by name."""
    return (name for name, option in method.options.items() if option.get("type") == VALUES)
