"""`diff`: what changed between two catalogs, by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

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
)


def run(call: Call) -> int:
    """Print the changes and the version they call for."""
    raise NotImplementedError
