"""Two catalogs compared by meaning: entries added, removed, renamed, and what each says otherwise than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diff import facts
from finetune_catalog.diff.architectures import architecture_facts, model_facts
from finetune_catalog.diff.facts import SAME, Facts, Renames, plain
from finetune_catalog.diff.fields import changed_fields
from finetune_catalog.diff.methods import Comparison, changed_method
from finetune_catalog.diff.model import Bump, Change
from finetune_catalog.diff.numbers import functions_alike
from finetune_catalog.diff.renames import find_renames
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finetune_catalog.records import CatalogData, Metric


def compare(old: CatalogData, new: CatalogData) -> tuple[Change, ...]:
    """List what changed between two catalogs, by kind and id; nothing where both mean the same.

    Comments, formatting, the order of entries and the way a formula is written make no change. The version does not count.
    """
    renames = find_renames(old, new)
    comparison = Comparison(old, new, renames, functions_alike(old, new, renames))
    pairs = _pairs("method", old.methods, new.methods, renames)
    methods = [
        *_entries("method", old.methods, new.methods, renames, None),
        *(change for pair in pairs for change in changed_method(comparison, *pair)),
    ]

    def computed(metric: Metric) -> str:
        count = sum(metric.id in method.metrics for method in new.methods.values())
        return f"computed for {plural(count, 'method')}"

    return (
        *_manifest(old, new),
        *sorted(methods, key=lambda change: change.id),
        *_entries("metric", old.metrics, new.metrics, renames, facts.metric_facts, computed),
        *_entries("parameter", old.parameters, new.parameters, renames, facts.parameter_facts),
        *_entries("function", old.functions, new.functions, renames, facts.function_facts),
        *_entries("rule", old.rules, new.rules, renames, facts.rule_facts),
        *_entries("architecture", old.architectures, new.architectures, renames, architecture_facts),
        *_entries("model", old.models, new.models, renames, model_facts),
        *_entries("unit", old.units, new.units, renames, facts.unit_facts),
        *_entries("source", old.sources, new.sources, renames, facts.source_facts),
    )


def _manifest(old: CatalogData, new: CatalogData) -> Iterator[Change]:
    def said(data: CatalogData) -> Facts:
        manifest = data.manifest
        return {name: plain(getattr(manifest, name)) for name in ("id", "name", "schema", "license")}

    yield from changed_fields("catalog", old.manifest.id, (), said(old), said(new))


def _entries(
    kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    renames: Renames,
    say: Callable[[Any, Renames], Facts] | None,
    remark: Callable[[Any], str] = lambda _: "",
) -> Iterator[Change]:
    """Yield entries removed, renamed and added, and with `say` what those that stayed say otherwise."""
    for id_ in before:
        current = renames.of(kind, id_)
        if current not in after:
            yield Change(Bump.MAJOR, "removed", kind, id_)
        elif current != id_:
            why = "what names it by the old id no longer finds it"
            yield Change(Bump.MAJOR, "renamed", kind, current, (), id_, current, why)
    kept = {renames.of(kind, id_) for id_ in before}
    for id_, entry in after.items():
        if id_ not in kept:
            yield Change(
                Bump.MINOR, "added", kind, id_, (), None, getattr(entry, "title", None), remark(entry)
            )
    if say is not None:
        for id_, current in _pairs(kind, before, after, renames):
            yield from changed_fields(kind, current, (), say(before[id_], renames), say(after[current], SAME))


def _pairs(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], renames: Renames
) -> Iterator[tuple[str, str]]:
    """Yield the old and the new id of every entry that both catalogs have."""
    for id_ in before:
        current = renames.of(kind, id_)
        if current in after:
            yield id_, current
