"""Line 1 of every file names its schema, so that an editor completes and checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.schema import modeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.diagnostics import Diagnostic


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Check the first line of each file; an overlay's files may do without."""
    overlay_files = {sheet.name.rpartition("/")[0] for sheet in subject.sheets.manifests[1:]}
    for sheet in (*subject.sheets.manifests, *subject.sheets.sheets.values()):
        for layer in sheet.layers:
            document = layer.document
            if document.name.endswith(".json"):
                continue
            folder = document.name.removesuffix(sheet.path).rstrip("/")
            yield from modeline(
                document.text,
                document.name,
                sheet.kind.name,
                sheet.path.count("/"),
                overlay=folder in overlay_files,
            )
