"""`docs`: the reference pages, written or held against what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.spec import Argument, Option, Verb
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

VERB = Verb(
    name="docs",
    summary=SUMMARIES["docs"],
    usage=("docs build [--output DIR]", "docs check [--output DIR]"),
    arguments=(
        Argument("build", "write the pages; those that are up to date are left alone"),
        Argument("check", "say which pages are missing, stale or left over"),
    ),
    options=(Option("--output", "the folder of the pages", value="DIR", default="docs/reference"),),
    examples=(
        ("finetune-catalog docs build", "after an edit of the catalog"),
        ("finetune-catalog --catalog my-catalog docs build --output my-docs", "with your own entries"),
    ),
    least=1,
    most=1,
)


def run(call: Call) -> int:
    """Write or check the pages."""
    raise NotImplementedError
