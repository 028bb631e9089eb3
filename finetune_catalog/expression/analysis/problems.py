"""Verdicts as findings: how bad each is, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.model import Problem, Severity
from finetune_catalog.expression.analysis import codes

if TYPE_CHECKING:
    from finetune_catalog.expression.types import Analysis

#: what happens is an error, what is only not disproved a warning, unless said otherwise here
_FOUND = {
    codes.IDLE: Severity.WARNING,
    codes.SETTLED: Severity.WARNING,
    codes.EQUALITY: Severity.WARNING,
    codes.INEXACT: Severity.NOTE,
}
_UNKNOWN = {codes.RANGE: Severity.NOTE, codes.INEXACT: Severity.NOTE}

#: what is said of how a formula is written; it can be true for one method and false for the next
ADVICE = frozenset((codes.IDLE, codes.SETTLED))


def problems(analysis: Analysis, *, advice: bool = True) -> tuple[Problem, ...]:
    """Return the verdicts that are not proved as problems, in the order of their places.

    Without `advice`, arguments that never decide and conditions with one outcome pass: a formula that serves several
    methods may need for one what is idle for another.
    """
    made = []
    for verdict in analysis.verdicts:
        if verdict.status == "proved" or (not advice and verdict.code in ADVICE):
            continue
        severities, usual = (
            (_FOUND, Severity.ERROR) if verdict.status == "found" else (_UNKNOWN, Severity.WARNING)
        )
        severity = severities.get(verdict.code, usual)
        node = verdict.node
        made.append(Problem(verdict.code, verdict.message, node.start, node.end, severity, help=verdict.help))
    return tuple(made)
