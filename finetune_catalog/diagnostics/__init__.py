"""Findings as values, and their renderings; the layer everything else reports through."""

from __future__ import annotations

from finetune_catalog.diagnostics.github import render_github
from finetune_catalog.diagnostics.jsonform import render_json
from finetune_catalog.diagnostics.lines import render_lines
from finetune_catalog.diagnostics.model import Diagnostic, Problem, Report, Severity, Span
from finetune_catalog.diagnostics.sarif import render_sarif
from finetune_catalog.diagnostics.terminal import render_text, summary
from finetune_catalog.text import nearest

__all__ = [
    "Diagnostic",
    "Problem",
    "Report",
    "Severity",
    "Span",
    "nearest",
    "render_github",
    "render_json",
    "render_lines",
    "render_sarif",
    "render_text",
    "summary",
]
