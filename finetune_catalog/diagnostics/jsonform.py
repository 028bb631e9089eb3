"""A report as JSON, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.model import Severity

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.model import Diagnostic, Report, Span


def render_json(report: Report) -> str:
    """Write `{"findings": [...], "errors": n, "warnings": n, "notes": n}`; a field without a value is left out.

    A finding has `severity`, `code`, `rule`, `message`, its place (`file`, `line`, `column`, `end_line`,
    `end_column`; counted from 1 in characters, the end exclusive) or its `subject`, `allowed`, `help`, `notes` and
    `related` places, each with a `message`.
    """
    import json

    counts = {f"{severity.value}s": sum(d.severity is severity for d in report) for severity in Severity}
    text = json.dumps({"findings": [*map(finding, report)], **counts}, indent=2, ensure_ascii=False)
    return (
        text.encode("utf-8", "backslashreplace").decode() + "\n"
    )  # a lone surrogate is JSON's own escape then


def finding(diagnostic: Diagnostic) -> dict[str, Any]:
    """Give a finding as JSON data."""
    fields: dict[str, Any] = {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "message": diagnostic.message,
        **(_place(diagnostic.span) if diagnostic.span else {"subject": diagnostic.subject}),
        "allowed": list(diagnostic.allowed),
        "help": diagnostic.help,
        "notes": list(diagnostic.notes),
        "related": [{**_place(span), "message": remark} for span, remark in diagnostic.related],
    }
    return {key: value for key, value in fields.items() if value not in (None, [])}


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
