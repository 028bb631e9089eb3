"""Everything that can be said of a catalog: what loading finds, what the checks find, whether its examples and version hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog import checks
from finetune_catalog.checks.subject import Subject
from finetune_catalog.configs import examples as rule_examples
from finetune_catalog.configure import examples as method_examples
from finetune_catalog.diagnostics import Diagnostic, Report, Span
from finetune_catalog.frozen import frozen
from finetune_catalog.loading import load_catalog
from finetune_catalog.loading.vocabulary import vocabulary
from finetune_catalog.schema import vocabulary_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from finetune_catalog.loading import Loaded
    from finetune_catalog.records import CatalogData

VOCABULARY = "vocabulary.schema.json"


@frozen(eq=False)
class Inspection:
    """A catalog and everything found in it; `data` is None where there are errors."""

    data: CatalogData | None
    report: Report
    loaded: Loaded


def inspect(folders: Sequence[Path], *, release: bool = True) -> Inspection:
    """Load a base folder and overlays and check everything; with `release` also the version against the frozen releases."""
    loaded = load_catalog(folders)
    found = [*loaded.report]
    if loaded.data is not None:
        subject = Subject(loaded.data, loaded.sheets)
        found += checks.run(loaded.data, loaded.sheets)
        found += method_examples.check(subject)
        found += rule_examples.check(subject)
        found += _stale_vocabulary(loaded, folders)
        if release and loaded.report.ok:
            from finetune_catalog.diff.gate import version_gate

            found += version_gate(loaded, folders[-1])
    report = Report.of(found, loaded.sheets.texts)
    return Inspection(loaded.data if report.ok else None, report, loaded)


def _stale_vocabulary(loaded: Loaded, folders: Sequence[Path]) -> Iterator[Diagnostic]:
    """Compare the ids that editors complete with those there are, where the schemas lie beside the catalog."""
    file = folders[0].parent / "schemas" / VOCABULARY
    if len(folders) > 1 or not file.is_file():
        return
    if file.read_text(encoding="utf-8") != vocabulary_text(vocabulary(loaded.sheets.sheets.values())):
        span = Span(file.as_posix(), 1, 1, 1, 1)
        help_ = "run `finetune-catalog docs build`"
        yield Diagnostic(
            "FC660", "the ids that editors complete are not those of the catalog", span=span, help=help_
        )
