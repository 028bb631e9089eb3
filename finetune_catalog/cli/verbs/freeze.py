"""`freeze`: the catalog as it is now, kept as a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.spec import Verb
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

VERB = Verb(
    name="freeze",
    summary=SUMMARIES["freeze"],
    usage=("freeze",),
    examples=(("finetune-catalog freeze", "writes catalog/releases/VERSION.json"),),
    most=0,
)


def run(call: Call) -> int:
    """Write the release."""
    raise NotImplementedError
