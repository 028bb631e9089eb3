"""`validate`: configuration files, against the catalog's types, bounds and rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import CommandError
from finetune_catalog.cli.findings import FAIL_ON, print_report, status_of
from finetune_catalog.cli.spec import MODEL, Argument, Verb, format_option
from finetune_catalog.cli.verbs import SUMMARIES
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.configs import Read
    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.records import CatalogData

VERB = Verb(
    name="validate",
    summary=SUMMARIES["validate"],
    usage=("validate FILE … [--model MODEL]",),
    arguments=(
        Argument("FILE", "JSON, JSON lines or YAML, with one configuration or many; - is standard input"),
    ),
    options=(format_option("text", "json", "github", "sarif"), FAIL_ON, MODEL),
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
    """Print the findings of all files, and count them; files that cannot be read are said last."""
    from finetune_catalog.configs import validate
    from finetune_catalog.diagnostics import Report, summary

    data = call.catalog.data
    reads: list[Read] = []
    refused: list[Diagnostic] = []
    for name in dict.fromkeys(call.arguments.words):
        try:
            reads.append(_read(data, name))
        except CommandError as error:
            refused += error.report
    report = validate(data, reads, call.model)
    print_report(report, call.arguments.format, call, lines=True)
    if reads:
        call.screen.remark(f"{plural(len(reads), 'file')}: {summary(report)}\n")
    if refused:
        raise CommandError(Report.of(refused))
    return status_of(report, call)


def _read(data: CatalogData, name: str) -> Read:
    """Read a file, the one that a program keeps in a folder, or standard input; raises CommandError where it cannot be read."""
    from finetune_catalog.cli.files import STDIN, openable, standard_input
    from finetune_catalog.configs import from_file, from_text, in_folder

    if name == STDIN:
        return from_text(standard_input(), "<stdin>")
    return from_file(openable(str(in_folder(data, Path(name)))))
