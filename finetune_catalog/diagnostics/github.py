"""A report as GitHub workflow commands, which become annotations beside the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.model import Severity
from finetune_catalog.diagnostics.snippet import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.diagnostics.model import Diagnostic, Report, Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(report: Report) -> str:
    """Write `::error file=…,line=…,col=…,title=…::message`, one finding a line."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in report)


def _command(diagnostic: Diagnostic) -> str:
    fields = dict(_place(diagnostic.span)) if diagnostic.span else {}
    fields["title"] = diagnostic.rule or diagnostic.code
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in fields.items())
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_escaped(_text(diagnostic))}"


def _place(span: Span) -> Iterator[tuple[str, str]]:
    yield "file", safe(span.file)
    yield "line", str(span.line)
    yield "endLine", str(span.end_line)
    if span.line == span.end_line:  # columns are only taken where the place is on one line
        yield "col", str(span.column)
        yield "endColumn", str(span.end_column)


def _text(diagnostic: Diagnostic) -> str:
    lines = [
        diagnostic.message if diagnostic.span else f"{diagnostic.subject or 'here'}: {diagnostic.message}"
    ]
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    if diagnostic.allowed:
        lines.append(f"allowed: {', '.join(diagnostic.allowed)}")
    lines.extend(f"note: {note}" for note in diagnostic.notes)
    lines.extend(f"{span.file}:{span.line}:{span.column}: {remark}" for span, remark in diagnostic.related)
    return "\n".join(map(safe, lines))


def _escaped(text: str, also: str = "") -> str:
    for character in f"%\r\n{also}":  # the percent sign first: it is what the others become
        text = text.replace(character, f"%{ord(character):02X}")
    return text
