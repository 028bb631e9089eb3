"""A report for programs that read lines: one finding a line, places first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.snippet import safe

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.model import Diagnostic, Report


def render_lines(report: Report) -> str:
    """Write `file:line:col: severity: message; what to do [code or rule]`, one finding a line."""
    return "".join(f"{_line(diagnostic)}\n" for diagnostic in report)


LONGEST = 120  #: characters of a list of what is allowed; a line has no room for more


def _allowed(words: tuple[str, ...]) -> str:
    text = ", ".join(words)
    return f"; allowed: {text}" if 0 < len(text) <= LONGEST else ""


def _line(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = f"{span.file}:{span.line}:{span.column}" if span else diagnostic.subject
    hint = f"; {diagnostic.help}" if diagnostic.help else _allowed(diagnostic.allowed)
    said = f"{diagnostic.severity.value}: {diagnostic.message}{hint} [{diagnostic.rule or diagnostic.code}]"
    return safe(f"{place}: {said}" if place else said)
