"""`check`: the catalog itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import WRONG_USE, not_there
from finetune_catalog.cli.findings import FAIL_ON, print_report, status_of
from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.records import CatalogData

VERB = Verb(
    name="check",
    summary=SUMMARIES["check"],
    usage=("check [DIR]",),
    arguments=(
        Argument(
            "DIR", "a folder of the catalog's shape, or one that extends it; the bundled one if left out"
        ),
    ),
    options=(format_option("text", "json", "github", "sarif"), FAIL_ON),
    examples=(
        ("finetune-catalog check", "the bundled catalog"),
        ("finetune-catalog check my-catalog --format github", "annotations in a pull request"),
    ),
    most=1,
)


def run(call: Call) -> int:
    """Print the findings in the catalog, and count them."""
    from finetune_catalog.cli.folders import roots
    from finetune_catalog.diagnostics import summary
    from finetune_catalog.inspection import inspect

    folder = call.arguments.words[0] if call.arguments.words else None
    found = inspect(roots(folder, call.arguments.every("--catalog")))
    print_report(found.report, call.arguments.format, call)
    what = f"{_counts(found.data)}: " if found.data is not None else ""
    call.screen.remark(f"{what}{summary(found.report)}\n")
    return WRONG_USE if not_there(found.report) else status_of(found.report, call)


def _counts(data: CatalogData) -> str:
    manifest = (data.manifest, *data.overlays)[-1]
    counts = (
        plural(len(data.methods), "method"),
        plural(len(data.metrics), "metric"),
        plural(len(data.parameters), "parameter"),
        plural(len(data.rules), "rule"),
        plural(len(data.sources), "source"),
    )
    return f"{manifest.name} {manifest.version}, {', '.join(counts)}"
