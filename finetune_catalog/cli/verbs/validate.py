"""`validate`: configuration files, against the catalog's types, bounds and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.findings import FAIL_ON
from finetune_catalog.cli.spec import Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

VERB = Verb(
    name="validate",
    summary=SUMMARIES["validate"],
    usage=("validate FILE …",),
    arguments=(
        Argument("FILE", "JSON, JSON lines or YAML, with one configuration or many; - is standard input"),
    ),
    options=(format_option("text", "json", "github", "sarif"), FAIL_ON),
    examples=(
        (
            "finetune-catalog validate train.json configs/*.yaml",
            "a finding a line: file:line:col: severity: message [rule]",
        ),
        ("finetune-catalog validate train.json --format github", "annotations in a pull request"),
    ),
    least=1,
)


def run(call: Call) -> int:
    """Print the findings of all files, and count them."""
    raise NotImplementedError
