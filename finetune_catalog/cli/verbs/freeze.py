"""`freeze`: the catalog as it is now, kept as a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINDINGS, FINE, CommandError
from finetune_catalog.cli.spec import Verb
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

VERB = Verb(
    name="freeze",
    summary=SUMMARIES["freeze"],
    usage=("freeze [--catalog DIR]",),
    examples=(
        ("finetune-catalog freeze", "writes catalog/releases/VERSION.json"),
        ("finetune-catalog freeze --catalog my-catalog", "the same for an overlay, with what it lies over"),
    ),
    most=0,
    notes=(
        "A release never changes: freezing the same catalog again has no effect, another of that version is refused.",
    ),
)


def run(call: Call) -> int:
    """Write the release."""
    from dataclasses import replace
    from pathlib import Path

    from finetune_catalog.cli.folders import editable, near, roots
    from finetune_catalog.inspection import inspect
    from finetune_catalog.releases import freeze

    overlays = call.arguments.every("--catalog")
    folder = Path(overlays[-1]) if overlays else near(editable())
    found = inspect(roots(None, overlays))
    path, report = freeze(replace(found.loaded, report=found.report), folder)
    if path is None:
        raise CommandError(report, FINDINGS)
    call.screen.write(f"{path.as_posix()}\n")
    return FINE
