"""A method lists its metrics in the order of metrics.yaml, so that files read alike and changes show where they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of the first metric of a file that stands too late or too early."""
    order = {id_: place for place, id_ in enumerate(subject.data.metrics)}
    for sheet in subject.sheets.of("method"):
        if len(sheet.layers) > 1:
            continue  # an overlay's file adds at the end
        known = [id_ for id_ in sheet.data.get("metrics", ()) if id_ in order]
        for before, after in pairwise(known):
            if order[before] > order[after]:
                yield Diagnostic(
                    "FC661",
                    f"`{after}` stands after `{before}`",
                    Severity.WARNING,
                    sheet.key(("metrics", after)),
                    help=f"move it above `{before}`: metrics stand in the order of metrics.yaml",
                )
                break
