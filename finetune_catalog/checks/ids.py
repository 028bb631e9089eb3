"""An entry that has a file of its own is called as the file is, and no two entries that formulas name share a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject


#: kinds of files that hold one entry
ONE_ENTRY = frozenset({"method", "architecture", "model"})


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Compare `id` with the file's name; look for parameters and metrics of one name."""
    for sheet in subject.sheets.sheets.values():
        id_ = sheet.get(("id",))
        if sheet.kind.name not in ONE_ENTRY:
            continue
        if id_ != sheet.stem:
            yield Diagnostic(
                "FC604",
                f"the id `{id_}` is not the file's name, `{sheet.stem}`",
                span=sheet.value(("id",)),
                help=f"write `id: {sheet.stem}`, or rename the file to {id_}.yaml",
            )
    for id_ in subject.data.metrics:
        if id_ in subject.data.parameters:
            yield Diagnostic(
                "FC607",
                f"the metric `{id_}` has the name of a parameter",
                span=subject.key("metrics.yaml", (id_,)),
                help="give it another name: a formula could not say which of them it means",
            )
