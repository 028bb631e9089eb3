"""Entries that are only called otherwise: what was removed under one id and added, the same, under another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diff import facts
from finetune_catalog.diff.facts import Facts, Renames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.records import CatalogData, Method

#: fields that a renamed entry usually changes with its id
_NAMING = frozenset({"tag", "title", "display", "symbol", "since", "examples"})


def find_renames(old: CatalogData, new: CatalogData) -> Renames:
    """Find renamed entries of every kind, those that others name first."""
    renames = Renames()

    def find(
        kind: str, before: Mapping[str, Any], after: Mapping[str, Any], say: Callable[..., Facts]
    ) -> None:
        gone = {id_: entry for id_, entry in before.items() if id_ not in after}
        come = {id_: entry for id_, entry in after.items() if id_ not in before}
        if gone and come:
            by_content = {_content(say(entry, facts.SAME)): id_ for id_, entry in come.items()}
            found = {id_: by_content.pop(_content(say(entry, renames)), None) for id_, entry in gone.items()}
            renames.kinds[kind] = {id_: other for id_, other in found.items() if other is not None}

    find("unit", old.units, new.units, facts.unit_facts)
    find("source", old.sources, new.sources, facts.source_facts)
    find("parameter", old.parameters, new.parameters, facts.parameter_facts)
    find("function", old.functions, new.functions, facts.function_facts)
    find("metric", old.metrics, new.metrics, facts.metric_facts)
    find("method", old.methods, new.methods, _whole_method)
    find("rule", old.rules, new.rules, facts.rule_facts)
    return renames


def _content(said: Facts) -> frozenset[tuple[str, Any]]:
    return frozenset((name, fact.value) for name, fact in said.items() if name not in _NAMING)


def _whole_method(method: Method, renames: Renames) -> Facts:
    said = facts.method_facts(method, renames)
    for id_, parameter in method.parameters.items():
        for name, fact in facts.parameter_facts(parameter, renames).items():
            said[f"parameters.{renames.of('parameter', id_)}.{name}"] = fact
    for id_, formula in method.metrics.items():
        for name, fact in facts.formula_facts(formula, renames).items():
            said[f"metrics.{renames.of('metric', id_)}.{name}"] = fact
    for id_, formula in method.values.items():
        said[f"values.{id_}"] = facts.formula_facts(formula, renames)["formula"]
    return said
