"""`diff`: what changed between two catalogs, by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINDINGS, FINE, WRONG_USE, CommandError
from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.records import CatalogData

VERB = Verb(
    name="diff",
    summary=SUMMARIES["diff"],
    usage=("diff OLD NEW",),
    arguments=(
        Argument("OLD", "a release's version, a catalog's folder, or an overlay's"),
        Argument("NEW", "the same"),
    ),
    options=(format_option("text", "json", "markdown"),),
    examples=(
        ("finetune-catalog diff 1.0.0 catalog", "what changed since the release"),
        ("finetune-catalog diff catalog my-catalog", "what an overlay adds and replaces"),
    ),
    least=2,
    most=2,
    notes=("The exit status is 0 whether or not there are changes.",),
)


def run(call: Call) -> int:
    """Print the changes and the version they call for."""
    from finetune_catalog.diff import compare, documents, text
    from finetune_catalog.output import json_text

    old, new = (_opened(word) for word in call.arguments.words)
    changes = compare(old, new)
    names = {"old": _named(old), "new": _named(new)}
    if call.arguments.format == "json":
        call.screen.write_data(json_text(documents.document(changes, **names)) + "\n")
    elif call.arguments.format == "markdown":
        call.screen.write_data(documents.render_markdown(changes, **names))
    else:
        call.screen.write(text.render_text(changes, **names, width=call.screen.width))
    return FINE


def _opened(named: str) -> CatalogData:
    """Open a release, a catalog or an overlay; raises CommandError with everything that is wrong with it."""
    from pathlib import Path

    from finetune_catalog.diff.opening import open_catalog

    data, report = open_catalog(named)
    if data is None:
        raise CommandError(report, FINDINGS if Path(named).exists() else WRONG_USE)
    return data


def _named(data: CatalogData) -> str:
    manifest = (data.manifest, *data.overlays)[-1]
    return f"{manifest.name} {manifest.version}"
