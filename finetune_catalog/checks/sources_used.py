"""Every entry of the bibliography is the source of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.records import CatalogData, Formula


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of sources that nothing refers to."""
    used = cited(subject.data)
    for id_ in subject.data.sources:
        if id_ not in used:
            yield Diagnostic(
                "FC620",
                f"nothing refers to the source `{id_}`",
                Severity.WARNING,
                subject.key("sources.yaml", (id_,)),
                help="cite it where it is the source of something, or remove it",
            )


def cited(data: CatalogData) -> frozenset[str]:
    """Gather the sources that anything refers to."""
    found = {ref for method in data.methods.values() for ref in method.cited}
    found |= {ref.ref for method in data.methods.values() for e in method.examples for ref in e.sources}
    found |= {ref.ref for formula in formulas(data) for ref in formula.sources}
    found |= {ref.ref for rule in data.rules.values() for ref in rule.sources}
    found |= {ref.ref for each in data.architectures.values() for ref in each.sources}
    found |= {ref.ref for each in data.models.values() for ref in each.sources}
    return frozenset(found)


def formulas(data: CatalogData) -> Iterator[Formula]:
    """Yield every formula of a catalog that has a pedigree."""
    for method in data.methods.values():
        yield from method.values.values()
        yield from method.metrics.values()
    yield from (metric.formula for metric in data.metrics.values() if metric.formula is not None)
    yield from (function.formula for function in data.functions.values())
