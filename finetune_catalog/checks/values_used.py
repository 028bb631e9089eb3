"""Every named value of a method is used by another of its formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of values that no formula uses."""
    for id_, method in subject.data.methods.items():
        formulas = (*method.values.values(), *method.metrics.values())
        used = {name for formula in formulas for name in formula.checked.names}
        for name in method.values:
            if name not in used:
                yield Diagnostic(
                    "FC623",
                    f"no formula of `{id_}` uses its value `{name}`",
                    Severity.WARNING,
                    subject.key(f"methods/{id_}.yaml", ("values", name)),
                    help="use it, or remove it",
                )
