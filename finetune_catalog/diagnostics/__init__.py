"""Findings as values, and their renderings; the layer everything else reports through."""

from __future__ import annotations

from finetune_catalog.diagnostics.lines import render_lines
from finetune_catalog.diagnostics.model import Diagnostic, Problem, Report, Severity, Span
from finetune_catalog.diagnostics.terminal import render_text, summary
from finetune_catalog.text import nearest

__all__ = [
    "Diagnostic",
    "Problem",
    "Report",
    "Severity",
    "Span",
    "nearest",
    "render_lines",
    "render_text",
    "summary",
]
