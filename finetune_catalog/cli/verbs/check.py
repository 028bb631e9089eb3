"""`check`: the catalog itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.findings import FAIL_ON
from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

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
    raise NotImplementedError
