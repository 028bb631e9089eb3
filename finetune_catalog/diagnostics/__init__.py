"""Findings as values, and their renderings; the layer everything else reports through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics.model import Diagnostic, Problem, Report, Severity, Span
from finetune_catalog.text import nearest

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.github import render_github
    from finetune_catalog.diagnostics.jsonform import render_json
    from finetune_catalog.diagnostics.lines import render_lines
    from finetune_catalog.diagnostics.sarif import render_sarif
    from finetune_catalog.diagnostics.terminal import render_text, summary

#: renderings by module, imported when there is something to render
_HOMES = {
    "render_github": "github",
    "render_json": "jsonform",
    "render_lines": "lines",
    "render_sarif": "sarif",
    "render_text": "terminal",
    "summary": "terminal",
}

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


def __getattr__(name: str) -> object:
    """Import a rendering on first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
