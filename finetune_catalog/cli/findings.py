"""Prints a report in the format asked for, counts it on standard error, and says with which status to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.cli.errors import FINDINGS, FINE
from finetune_catalog.cli.spec import Option
from finetune_catalog.diagnostics import Severity

if TYPE_CHECKING:
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.diagnostics import Report

FAIL_ON = Option(
    "--fail-on",
    "the least severity of a finding that makes the exit status 1",
    value="SEVERITY",
    choices=("note", "warning", "error"),
    default="warning",
)
_ORDER = tuple(Severity(name) for name in FAIL_ON.choices)


def print_report(report: Report, form: str, call: Call, *, lines: bool = False) -> None:
    """Print a report as text (with the source under each message, or one `lines` each), json, github or sarif."""
    from finetune_catalog import diagnostics

    screen = call.screen
    if form == "text" and lines:
        screen.write(diagnostics.render_lines(report))
    elif form == "text":
        screen.write(diagnostics.render_text(report, color=screen.color, width=screen.width))
    elif form == "github":
        screen.write(diagnostics.render_github(report))
    else:
        render = {"json": diagnostics.render_json, "sarif": diagnostics.render_sarif}[form]
        screen.write_data(render(report))


def status_of(report: Report, call: Call) -> int:
    """Return 1 where a finding is at least as bad as `--fail-on` says."""
    least = _ORDER.index(Severity(call.arguments.value("--fail-on")))
    return FINDINGS if any(_ORDER.index(found.severity) >= least for found in report) else FINE
