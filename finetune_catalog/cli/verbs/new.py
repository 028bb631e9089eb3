"""`new`: a commented starter for an entry, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINE, unknown
from finetune_catalog.cli.spec import Argument, Option, Verb
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

KINDS = ("method", "metric", "parameter", "rule", "source", "architecture")

VERB = Verb(
    name="new",
    summary=SUMMARIES["new"],
    usage=("new KIND ID [--catalog DIR]",),
    arguments=(
        Argument("KIND", f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"),
        Argument("ID", "lower-case letters, digits and _, beginning with a letter"),
    ),
    options=(Option("--topic", "the file of a rule: rules/TOPIC.yaml", value="TOPIC", default="general"),),
    examples=(
        ("finetune-catalog new method dora --catalog my-catalog", "my-catalog/methods/dora.yaml"),
        (
            "finetune-catalog new metric cost_per_token --catalog my-catalog",
            "an entry in my-catalog/metrics.yaml",
        ),
        (
            "finetune-catalog new architecture my_transformer --catalog my-catalog",
            "how its config.json makes modules",
        ),
    ),
    least=2,
    most=2,
    notes=(
        (
            "DIR is made where there is none. Without --catalog the entry is written into the catalog of the checkout that "
            "the command runs from."
        ),
    ),
)


def run(call: Call) -> int:
    """Write the starter, and say what to do next."""
    from finetune_catalog.cli import starting
    from finetune_catalog.cli.folders import editable, near

    kind, key = call.arguments.words
    if kind not in KINDS:
        raise unknown(
            "FC905", "there is no kind to start", kind, KINDS, "`finetune-catalog new --help` shows them"
        )
    folders = call.arguments.every("--catalog")
    target, *others = (folders[-1], *folders[:-1]) if folders else (str(near(editable())),)
    started = starting.Start(kind, key, target, call.arguments.value("--topic") or "")
    for path in starting.write(started, others, overlay=bool(folders)):
        call.screen.write(f"wrote {path.as_posix()}\n")
    option = f" {target}" if folders else ""
    call.screen.remark(f"next: fill in what is empty, then run `finetune-catalog check{option}`\n")
    return FINE
