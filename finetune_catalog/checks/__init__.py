"""What no schema can say of a catalog: one check a file, each a function `check(subject)` that yields findings.

The docstring of a check's module says what it holds; its name is the module's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.loading.reading import Sheets
    from finetune_catalog.records import CatalogData

#: every check, by the module that holds it
CHECKS: tuple[str, ...] = (
    "modelines",
    "ids",
    "tags",
    "bounds",
    "functions_hold",
    "sources_used",
    "parameters_used",
    "metrics_given",
    "values_used",
    "functions_used",
    "options_named",
    "metric_order",
    "models_open",
)


def check_named(name: str) -> Callable[[Subject], Iterable[Diagnostic]]:
    """Give a check by its name."""
    found: Callable[[Subject], Iterable[Diagnostic]] = import_module(f"{__name__}.{name}").check
    return found


def run(data: CatalogData, sheets: Sheets | None = None) -> Report:
    """Run every check over a catalog; its files, where they are given, say where each finding stands."""
    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.loading.reading import Sheets

    subject = Subject(data, sheets or Sheets())
    found = (finding for name in CHECKS for finding in check_named(name)(subject))
    return Report.of(found, subject.sheets.texts)
