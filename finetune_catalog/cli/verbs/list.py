"""`list`: the entries of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINE, unknown
from finetune_catalog.cli.spec import TABLE_FORMATS, Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call

VERB = Verb(
    name="list",
    summary=SUMMARIES["list"],
    usage=("list [KIND]",),
    arguments=(
        Argument(
            "KIND",
            "methods (the default), metrics, parameters, sources, rules, architectures, models, frameworks, tasks, "
            "targets, units, functions or codes",
        ),
    ),
    options=(format_option(*TABLE_FORMATS),),
    examples=(
        ("finetune-catalog list", "every method with its parameters"),
        ("finetune-catalog list metrics --format json", "one line of JSON, for programs"),
    ),
    most=1,
)


def run(call: Call) -> int:
    """Print the table of a kind."""
    from finetune_catalog.cli.entries import KINDS, kind_named
    from finetune_catalog.cli.tables import Table, print_table

    names = tuple(kind.name for kind in KINDS)
    word = call.arguments.words[0] if call.arguments.words else names[0]
    if word not in names:
        raise unknown(
            "FC905",
            "there is no kind of entry",
            word,
            names,
            f"`finetune-catalog list {names[0]}` lists the {names[0]}",
        )
    kind = kind_named(word)
    data = call.catalog.data
    rows = tuple(kind.row(key, entry, data) for key, entry in kind.entries(data).items())
    if not rows and call.arguments.format == "text":
        call.screen.write(f"the catalog has no {kind.name}\n")
        return FINE
    notes = () if call.arguments.words else (f"list KIND lists the others: {', '.join(names[1:])}",)
    print_table(Table(kind.columns, rows, notes), call.arguments.format, call.screen)
    return FINE
